"""``different_days``: no two of some sessions are on one day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import in_sheet_order, named, place
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import DaysApart, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferentDays(Rule):
    """No two of the chosen sessions are on the same day.

    The day of a session is the one on which it starts, at the venue.

    Parameters
    ----------
    for_
        The sessions.
    """

    kind = "different_days"
    measure = "pairs of sessions on one day"

    for_: Sessions

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair: no day lies between the two."""
        for one, other in combinations(select(problem.sessions, self.for_), 2):
            yield Instance(f"{one.id}, {other.id}", (DaysApart(one.id, other.id, 0, 0),), (session_fact(one), session_fact(other)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares the venue's dates of every two entries."""
        for (one, entry), (other, other_entry) in combinations(in_sheet_order(problem, agenda, self.for_), 2):
            if problem.clock.local(entry.start).date() == problem.clock.local(other_entry.start).date():
                what = f"{named(one)}, {place(problem, entry)}, is on the same day as {named(other)}, {place(problem, other_entry)}"
                yield self.violation(f"{one.id}, {other.id}", 1, what)

    def sentence(self) -> str:
        """In words."""
        return f"no two {chosen('sessions', self.for_)} are on one day"


_ROUNDS = tiny_meeting(tiny_session("ie-1", body="IE"), tiny_session("ie-2", body="IE"), tiny_session("tem", body="TEM", hours=2))
_RULE = DifferentDays(id="one-round-a-day", for_=Selector((("body", ("IE",)),)))

EXAMPLES = (
    Example(
        "The two rounds are on two days.",
        _RULE,
        _ROUNDS,
        tiny_agenda(_ROUNDS, **{"ie-1": "Tue 10:00 hall", "ie-2": "Mon 15:00 hall", "tem": "Mon 10:00 hall"}),
        0,
    ),
    Example(
        "The two rounds are on one day.",
        _RULE,
        _ROUNDS,
        tiny_agenda(_ROUNDS, **{"ie-1": "Mon 14:00 hall", "ie-2": "Mon 10:00 hall", "tem": "Tue 10:00 hall"}),
        1,
    ),
)
