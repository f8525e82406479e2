"""``similar``: sessions that interest the same people do not run at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Pair, Problem, Session, select
from scheduler.domain.selector import Selector, values_of
from scheduler.domain.suggestions import suggestion
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import in_sheet_order, named, place
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Fact, Instance, Overlaps, Times


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar(Rule):
    """No two sessions that are similar run at the same time; the more similar they are, the more it counts.

    How similar two are stands in the sheet pairs, or in a column that they share values of. Usually weighted: the cost of
    two that overlap is the rule's weight times their own.

    Parameters
    ----------
    for_
        The sessions; two of which one is not chosen may overlap.
    pairs
        The rows of the sheet pairs whose ``kind`` this is, each with its weight: ``session`` where they name two sessions,
        or the column of the sheet sessions of which they name two values, as in ``theme``.
    column
        Instead of ``pairs``: a column of the sheet sessions; each value that two sessions share counts 1.
    """

    kind = "similar"
    measure = "weights of pairs that overlap"

    for_: Sessions
    pairs: str = ""
    column: str = ""

    def misfit(self, problem: Problem) -> str:
        """Either way of saying what is similar, not both; and what it names is there."""
        if bool(self.pairs) == bool(self.column):
            return "give either 'pairs' or 'column'"
        kinds = sorted({pair.kind for pair in problem.pairs})
        if self.pairs and kinds and self.pairs not in kinds:
            hint = suggestion(self.pairs, kinds, f"its kinds are {', '.join(kinds)}")
            return f"no row of the sheet pairs has the kind '{self.pairs}'; {hint}"
        columns = sorted({name for session in problem.sessions for name in session.columns})
        if self.column and self.column not in columns:
            hint = suggestion(self.column, columns, f"the columns are {', '.join(columns)}")
            return f"the sheet sessions has no column '{self.column}'; {hint}"
        return ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair of sessions that are similar: the two overlap."""
        named_rows = self._rows_by_names(problem)
        for one, other in combinations(select(problem.sessions, self.for_), 2):
            names = {frozenset(both) for both in product(values_of(one, self.pairs), values_of(other, self.pairs))}
            rows = [pair for both in sorted(names & named_rows.keys(), key=sorted) for pair in named_rows[both]]
            shared = set(values_of(one, self.column)).intersection(values_of(other, self.column))
            weight = sum(pair.weight for pair in rows) + len(shared)
            if weight:
                said = (Fact(f"{pair.id} and {pair.second} are similar, with the weight {pair.weight}", pair.source) for pair in rows)
                facts = (session_fact(one), session_fact(other), *said)
                yield Instance(f"{one.id}, {other.id}", (Times(weight, Overlaps(one.id, other.id)),), facts)

    def _rows_by_names(self, problem: Problem) -> dict[frozenset[str], list[Pair]]:
        """The rows of the sheet pairs that count, by the two names in each: there may be thousands."""
        rows: dict[frozenset[str], list[Pair]] = {}
        for pair in problem.pairs:
            if pair.kind == self.pairs:
                rows.setdefault(frozenset((pair.id, pair.second)), []).append(pair)
        return rows

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Weighs every two entries that overlap."""
        for (one, entry), (other, other_entry) in combinations(in_sheet_order(problem, agenda, self.for_), 2):
            if entry.span.overlaps(other_entry.span) and (weight := self._likeness(problem, one, other)):
                what = f"{named(one)}, {place(problem, entry)}, overlaps {named(other)}, {place(problem, other_entry)}"
                yield self.violation(f"{one.id}, {other.id}", weight, f"{what}; they are similar, with the weight {weight}")

    def _likeness(self, problem: Problem, one: Session, other: Session) -> int:
        if self.column:
            return sum(value in values_of(other, self.column) for value in dict.fromkeys(values_of(one, self.column)))
        values, other_values = values_of(one, self.pairs), values_of(other, self.pairs)
        both = {frozenset((value, other_value)) for value in values for other_value in other_values}
        return sum(pair.weight for pair in problem.pairs if pair.kind == self.pairs and frozenset((pair.id, pair.second)) in both)

    def sentence(self) -> str:
        """In words."""
        what = f"that share a {self.column}" if self.column else f"whose {self.pairs} is in the sheet pairs"
        return f"no two {chosen('sessions', self.for_)} {what} run at the same time"


_THEMES = tiny_meeting(
    tiny_session("ard", theme="transit"),
    tiny_session("bru", theme="brokering"),
    tiny_session("cor", theme="transit", hours=2),
    pairs=(
        Pair(id="transit", second="brokering", weight=3, kind="theme"),
        Pair(id="transit", second="brokering", weight=5, kind="body"),
        Pair(id="ard", second="bru", weight=1, kind="session"),
        Pair(id="bru", second="ard", weight=4, kind="session"),
        Pair(id="cor", second="bru", weight=0, kind="session"),
    ),
)
_SHARED = Similar(id="one-theme", for_=Selector(), column="theme", weight=10)
_VALUES = Similar(id="near-themes", for_=Selector(), pairs="theme", weight=10)
_SESSIONS = Similar(id="near-sessions", for_=Selector(), pairs="session", weight=10)

EXAMPLES = (
    Example(
        "Another theme is beside it.",
        _SHARED,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 10:00 hall", bru="Mon 14:00 hall", cor="Mon 14:00 hall"),
        0,
    ),
    Example(
        "The same theme is beside it.",
        _SHARED,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 15:00 hall", bru="Mon 10:00 hall", cor="Mon 14:00 hall"),
        1,
    ),
    Example(
        "The sheet gives the two themes a weight of 3, and one meets both of the other.",
        _VALUES,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 14:00 hall", bru="Mon 14:00 hall", cor="Mon 14:00 hall"),
        6,
    ),
    Example(
        "The sheet names the two sessions twice, and the third with a weight of 0.",
        _SESSIONS,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 14:00 hall", bru="Mon 14:00 hall", cor="Mon 14:00 hall"),
        5,
    ),
)
