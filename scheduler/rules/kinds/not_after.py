"""``not_after``: nothing is still going on after a time."""

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
from scheduler.rules.terms import Instance, MinutesLate, StartsIn


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAfter(Rule):
    """Every chosen session is over by a time.

    A day or a period means its end: ``day 2, morning`` lets a session end when that morning does. Without a day the
    time holds on every day. Weighted with ``per: minute``, it draws sessions towards an early time.

    Parameters
    ----------
    for_
        The sessions.
    time
        The latest time at which they may end.
    per
        What a weighted rule counts: each ``session`` that ends too late, or each ``minute`` by which it does.
    """

    kind = "not_after"
    measure = "sessions that end too late, or minutes by which they do"

    for_: Sessions
    time: When
    per: Literal["session", "minute"] = "session"

    def misfit(self, problem: Problem) -> str:
        """Minutes are counted from one time."""
        return "'per: minute' needs a time with a day" if self.per == "minute" and not self.time.day else ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it ends after the time."""
        for session in select(problem.sessions, self.for_):
            yield Instance(session.id, (self._late(problem, session),))

    def _late(self, problem: Problem, session: Session) -> MinutesLate | StartsIn:
        clock = problem.clock
        spans = self.time.spans(problem)
        if self.per == "minute":
            return MinutesLate(session.id, clock.minute(spans[-1].end))
        if self.time.day:
            closing = clock.minute(clock.day(clock.last_day).end)
            return StartsIn(session.id, ((clock.minute(spans[-1].end) - session.minutes + 1, closing),))
        days = [(clock.day(clock.local(span.start).date()), span.end) for span in spans]
        latest = {day: max(end for other, end in days if other == day) for day, _ in days}
        return StartsIn(
            session.id,
            tuple(
                (max(clock.minute(day.start), clock.minute(end) - session.minutes + 1), clock.minute(day.end) - 1)
                for day, end in latest.items()
            ),
        )

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares each end with the time on its day."""
        spans = self.time.spans(problem)
        for session, entry in chosen_entries(problem, agenda, self.for_):
            day = problem.clock.local(entry.start).date()
            ends = [span.end for span in spans if self.time.day or problem.clock.local(span.start).date() == day]
            if ends and entry.end > max(ends):
                late = int((entry.end - max(ends)).total_seconds()) // 60
                when = f"{clock_time(problem, entry.end)}, after {clock_time(problem, max(ends))}"
                yield self.violation(session.id, late if self.per == "minute" else 1, f"{named(session)} ends {when}")

    def measured(self) -> str:
        """Sessions or minutes."""
        return "sessions that end too late" if self.per == "session" else "minutes by which sessions end too late"

    def sentence(self) -> str:
        """In words."""
        return f"every {chosen('session', self.for_)} is over by {self.time}"


_TALKS = tiny_meeting(tiny_session("talks", hours=2), tiny_session("wrap-up"))
_RULE = NotAfter(id="over-by-noon", for_=Selector(), time=When.parse("last day, morning"))
_MINUTES = NotAfter(id="early", for_=Selector((("id", ("talks",)),)), time=When.parse("day 1, 11:00"), per="minute")
_EVERY_DAY = NotAfter(id="short-days", for_=Selector(), time=When.parse("15:00"))

EXAMPLES = (
    Example(
        "All ends with the last morning.", _RULE, _TALKS, tiny_agenda(_TALKS, **{"talks": "Mon 14:00 hall", "wrap-up": "Tue 11:00 hall"}), 0
    ),
    Example(
        "The wrap-up is in the last afternoon.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, **{"talks": "Mon 14:00 hall", "wrap-up": "Tue 14:00 hall"}),
        1,
    ),
    Example(
        "The talks end an hour late.", _MINUTES, _TALKS, tiny_agenda(_TALKS, **{"talks": "Mon 10:00 hall", "wrap-up": "Mon 15:00 hall"}), 60
    ),
    Example(
        "The talks go on past 15:00.",
        _EVERY_DAY,
        _TALKS,
        tiny_agenda(_TALKS, **{"talks": "Mon 14:00 hall", "wrap-up": "Tue 14:00 hall"}),
        1,
    ),
)
