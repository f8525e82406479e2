"""``not_before``: nothing starts before a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, Session, select
from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, clock_time, named
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Instance, MinutesEarly, StartsIn


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBefore(Rule):
    """No chosen session starts before a time.

    A day or a period means its beginning: ``first day, afternoon`` lets a session start as soon as the first afternoon
    does. Without a day the time holds on every day.

    Parameters
    ----------
    for_
        The sessions.
    time
        The earliest time at which they may start.
    per
        What a weighted rule counts: each ``session`` that starts too early, or each ``minute`` by which it does.
    """

    kind = "not_before"
    measure = "sessions that start too early, or minutes by which they do"

    for_: Sessions
    time: When
    per: Literal["session", "minute"] = "session"

    def misfit(self, problem: Problem) -> str:
        """Minutes are counted from one time."""
        return "'per: minute' needs a time with a day" if self.per == "minute" and not self.time.day else ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it starts before the time."""
        for session in select(problem.sessions, self.for_):
            yield Instance(session.id, (self._early(problem, session),))

    def _early(self, problem: Problem, session: Session) -> MinutesEarly | StartsIn:
        clock = problem.clock
        spans = self.time.spans(problem)
        if self.per == "minute":
            return MinutesEarly(session.id, clock.minute(spans[0].start))
        if self.time.day:
            return StartsIn(session.id, ((0, clock.minute(spans[0].start) - 1),))
        earliest = {clock.local(span.start).date(): span.start for span in reversed(spans)}
        return StartsIn(session.id, tuple((clock.minute(clock.midnight(day)), clock.minute(start) - 1) for day, start in earliest.items()))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares each start with the time on its day."""
        spans = self.time.spans(problem)
        for session, entry in chosen_entries(problem, agenda, self.for_):
            day = problem.clock.local(entry.start).date()
            starts = [span.start for span in spans if self.time.day or problem.clock.local(span.start).date() == day]
            if starts and entry.start < min(starts):
                early = int((min(starts) - entry.start).total_seconds()) // 60
                when = f"{clock_time(problem, entry.start)}, before {clock_time(problem, min(starts))}"
                yield self.violation(session.id, early if self.per == "minute" else 1, f"{named(session)} starts {when}")

    def measured(self) -> str:
        """Sessions or minutes."""
        return "sessions that start too early" if self.per == "session" else "minutes by which sessions start too early"

    def sentence(self) -> str:
        """In words."""
        return f"no {chosen('session', self.for_)} starts before {self.time}"


_OPENING = tiny_meeting(tiny_session("ie-1", body="IE"), tiny_session("other"))
_RULE = NotBefore(id="ie-not-before-afternoon", for_=Selector((("body", ("IE",)),)), time=When.parse("first day, afternoon"))
_MINUTES = NotBefore(id="late-start", for_=Selector(), time=When.parse("day 1, 11:00"), per="minute")
_OPTIONAL = tiny_meeting(tiny_session("ie-1", body="IE"), tiny_session("other", optional=True))
_EVERY_DAY = NotBefore(id="afternoons", for_=Selector((("body", ("IE",)),)), time=When.parse("15:00"))

EXAMPLES = (
    Example(
        "The IE starts with the first afternoon.",
        _RULE,
        _OPENING,
        tiny_agenda(_OPENING, **{"ie-1": "Mon 14:00 hall", "other": "Mon 10:00 hall"}),
        0,
    ),
    Example(
        "The IE starts on the first morning.",
        _RULE,
        _OPENING,
        tiny_agenda(_OPENING, **{"ie-1": "Mon 10:00 hall", "other": "Mon 14:00 hall"}),
        1,
    ),
    Example(
        "One session is an hour early.",
        _MINUTES,
        _OPENING,
        tiny_agenda(_OPENING, **{"ie-1": "Mon 10:00 hall", "other": "Mon 11:00 hall"}),
        60,
    ),
    Example("A session that is left out is not early.", _MINUTES, _OPTIONAL, tiny_agenda(_OPTIONAL, **{"ie-1": "Mon 11:00 hall"}), 0),
    Example(
        "On the second day it is as early.",
        _EVERY_DAY,
        _OPENING,
        tiny_agenda(_OPENING, **{"ie-1": "Tue 14:00 hall", "other": "Mon 10:00 hall"}),
        1,
    ),
)
