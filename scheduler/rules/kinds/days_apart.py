"""``days_apart``: so many days lie between two sessions, whichever comes first."""

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
from scheduler.rules.terms import All, Any, Held, Instance, Not
from scheduler.rules.terms import DaysApart as AreDaysApart


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysApart(Rule):
    """Any two of the chosen sessions are so many days apart, whichever comes first.

    Days are counted on the venue's calendar, whatever the hour: 0 is the same day, 1 the next one or the one before.

    Parameters
    ----------
    for_
        The sessions.
    least
        The number of days, at least.
    most
        The number of days, at most; if left out, there is no limit.
    never
        Whether that many days are to be avoided instead: with ``least: 1`` and ``most: 1``, the two are not on adjacent days.
    """

    kind = "days_apart"
    measure = "pairs of sessions with a wrong number of days between"

    for_: Sessions
    least: int = 0
    most: int | None = None
    never: bool = False

    def misfit(self, problem: Problem) -> str:
        """The least is not above the most."""
        return f"'least' ({self.least}) is above 'most' ({self.most})" if self.most is not None and self.least > self.most else ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair: both are held, and neither is so many days after the other; or one is, and must not be."""
        most = len(problem.clock.days) if self.most is None else self.most
        for one, other in combinations(select(problem.sessions, self.for_), 2):
            apart = Any((AreDaysApart(one.id, other.id, self.least, most), AreDaysApart(other.id, one.id, self.least, most)))
            breach = apart if self.never else All((Held(one.id), Held(other.id), Not(apart)))
            yield Instance(f"{one.id}, {other.id}", (breach,), (session_fact(one), session_fact(other)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Subtracts the days on which two entries start."""
        for (one, entry), (other, other_entry) in combinations(in_sheet_order(problem, agenda, self.for_), 2):
            dates = [problem.clock.local(held.start).date() for held in (entry, other_entry)]
            days = abs((dates[0] - dates[1]).days)
            counted = self.least <= days and (self.most is None or days <= self.most)
            if counted == self.never:
                what = f"{named(one)}, {place(problem, entry)}, is {days} days apart from {named(other)}, {place(problem, other_entry)}"
                yield self.violation(f"{one.id}, {other.id}", 1, what)

    def sentence(self) -> str:
        """In words."""
        days = f"at least {self.least}" if self.most is None else f"{self.least} to {self.most}"
        which = f"no two {chosen('sessions', self.for_)}" if self.never else f"any two {chosen('sessions', self.for_)}"
        return f"{which} are {self.most if self.least == self.most else days} days apart"


_ROUNDS = tiny_meeting(tiny_session("round-1"), tiny_session("round-2"))
_NEXT_DAY = DaysApart(id="rounds-a-night-apart", for_=Selector(), least=1, most=1)
_ANY_LATER = DaysApart(id="rounds-on-two-days", for_=Selector(), least=1)
_NOT_ADJACENT = DaysApart(id="not-on-adjacent-days", for_=Selector(), least=1, most=1, never=True)

EXAMPLES = (
    Example(
        "The second round is on the day before.",
        _NEXT_DAY,
        _ROUNDS,
        tiny_agenda(_ROUNDS, **{"round-1": "Tue 10:00 hall", "round-2": "Mon 15:00 hall"}),
        0,
    ),
    Example(
        "Both rounds are on one day.",
        _NEXT_DAY,
        _ROUNDS,
        tiny_agenda(_ROUNDS, **{"round-1": "Mon 10:00 hall", "round-2": "Mon 15:00 hall"}),
        1,
    ),
    Example(
        "There is a night between, and more would do.",
        _ANY_LATER,
        _ROUNDS,
        tiny_agenda(_ROUNDS, **{"round-1": "Mon 10:00 hall", "round-2": "Tue 15:00 hall"}),
        0,
    ),
    Example(
        "The days of the two rounds are adjacent, which they must not be.",
        _NOT_ADJACENT,
        _ROUNDS,
        tiny_agenda(_ROUNDS, **{"round-1": "Tue 10:00 hall", "round-2": "Mon 15:00 hall"}),
        1,
    ),
)
