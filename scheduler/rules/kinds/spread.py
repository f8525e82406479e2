"""``spread``: some sessions are not back to back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import in_sheet_order, minutes_between, named, place
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Instance, Overlaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Rule):
    """Between any two of the chosen sessions lies some time.

    With ``each`` it spreads the sessions of one presenter, or of whatever a column of your own says.

    Parameters
    ----------
    for_
        The sessions.
    gap
        Minutes from the end of one to the start of the next, at least.
    """

    kind = "spread"
    measure = "pairs of sessions that are too close"

    for_: Sessions
    gap: int

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair: one has not been over for long enough when the other starts."""
        for one, other in combinations(select(problem.sessions, self.for_), 2):
            yield Instance(f"{one.id}, {other.id}", (Overlaps(one.id, other.id, self.gap),), (session_fact(one), session_fact(other)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Counts the minutes between every two entries."""
        for (one, entry), (other, other_entry) in combinations(in_sheet_order(problem, agenda, self.for_), 2):
            if minutes_between(entry, other_entry) < self.gap:
                apart = f"less than {self.gap} minutes from {named(other)}, {place(problem, other_entry)}"
                yield self.violation(f"{one.id}, {other.id}", 1, f"{named(one)}, {place(problem, entry)}, is {apart}")

    def sentence(self) -> str:
        """In words."""
        return f"between any two {chosen('sessions', self.for_)} lie at least {self.gap} minutes"


_TALKS = tiny_meeting(
    tiny_session("ard-1", theme="transit"), tiny_session("ard-2", theme="transit"), tiny_session("bru-1", theme="brokering", hours=2)
)
_RULE = Spread(id="not-back-to-back", for_=Selector((("theme", ("transit",)),)), gap=120)

EXAMPLES = (
    Example(
        "Two hours lie between the two.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, **{"ard-2": "Mon 11:00 hall", "ard-1": "Mon 14:00 hall", "bru-1": "Mon 10:00 hall"}),
        0,
    ),
    Example(
        "The one follows the other after an hour.",
        replace(_RULE, gap=180),
        _TALKS,
        tiny_agenda(_TALKS, **{"ard-2": "Mon 11:00 hall", "ard-1": "Mon 14:00 hall", "bru-1": "Tue 10:00 hall"}),
        1,
    ),
)
