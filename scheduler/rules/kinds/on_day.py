"""``on_day``: a session is on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, clock_time, named
from scheduler.rules.encoding import held_but_not, lies_within
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDay(Rule):
    """Every chosen session is held on a day.

    Parameters
    ----------
    for_
        The sessions.
    day
        ``first day``, ``last day``, ``day 3``, a weekday or a date. A weekday that occurs twice means either.
    """

    kind = "on_day"
    measure = "sessions on another day"

    for_: Sessions
    day: When

    def misfit(self, problem: Problem) -> str:
        """A day, and nothing narrower."""
        return "" if self.day.whole_day else f"'{self.day}' is not a day; for a time of day use the kind within"

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it is held, but not on the day."""
        spans = self.day.spans(problem)
        for session in select(problem.sessions, self.for_):
            yield Instance(session.id, (held_but_not(session, lies_within(session, spans, problem.clock)),))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares dates on the venue's clock."""
        days = {problem.clock.local(span.start).date() for span in self.day.spans(problem)}
        for session, entry in chosen_entries(problem, agenda, self.for_):
            if problem.clock.local(entry.start).date() not in days:
                yield self.violation(session.id, 1, f"{named(session)} is on {clock_time(problem, entry.start)}, not on {self.day}")

    def sentence(self) -> str:
        """In words."""
        return f"every {chosen('session', self.for_)} is on {self.day}"


_PLENARY = tiny_meeting(tiny_session("hod"), tiny_session("plenary", hours=2))
_RULE = OnDay(id="hod-first", for_=Selector((("session", ("hod",)),)), day=When.parse("first day"))

EXAMPLES = (
    Example(
        "The Heads of Delegation meet on the first day.",
        _RULE,
        _PLENARY,
        tiny_agenda(_PLENARY, hod="Mon 15:00 hall", plenary="Tue 10:00 hall"),
        0,
    ),
    Example(
        "The Heads of Delegation meet on the second day.",
        _RULE,
        _PLENARY,
        tiny_agenda(_PLENARY, hod="Tue 14:00 hall", plenary="Tue 10:00 hall"),
        1,
    ),
)
