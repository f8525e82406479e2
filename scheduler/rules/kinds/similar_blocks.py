"""``similar_blocks``: themes that interest the same people are not in one period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Pair, Problem
from scheduler.domain.selector import Selector, values_of
from scheduler.rules.base import Rule, Sessions, chosen, unknown_pairs
from scheduler.rules.checking import chosen_entries
from scheduler.rules.encoding import block, ids_by_value
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Fact, Instance, Pairs, Times


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarBlocks(Rule):
    """No two themes that are similar have blocks in one period; the more similar they are, the more it counts.

    A block is a room in a period that holds a session of the theme. Each block of the one theme counts with each of the
    other, however many sessions they hold, and whether these overlap or not. Usually weighted.

    Parameters
    ----------
    for_
        The sessions.
    pairs
        The rows of the sheet pairs whose ``kind`` this is, each with its weight: the column of the sheet sessions of which
        they name two values, as in ``theme``.
    """

    kind = "similar_blocks"
    measure = "weights of pairs of blocks in one period"

    for_: Sessions
    pairs: str = "theme"

    def misfit(self, problem: Problem) -> str:
        """Rows of that kind are there."""
        return unknown_pairs(problem, self.pairs)

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per two themes and period: the blocks of the one, times those of the other."""
        themes = ids_by_value(problem, self.for_, self.pairs)
        for (one, other), rows in self._rows(problem).items():
            weight = sum(row.weight for row in rows)
            if weight and one in themes and other in themes:
                facts = tuple(Fact(f"{one} and {other} are similar, with the weight {row.weight}", row.source) for row in rows)
                for period in problem.periods:
                    first, then = (tuple(block(themes[theme], period, room) for room in period.rooms) for theme in (one, other))
                    yield Instance(f"{one}, {other}: {period.id}", (Times(weight, Pairs(first, then)),), facts)

    def _rows(self, problem: Problem) -> dict[tuple[str, str], list[Pair]]:
        """The rows that name two themes, by their names in the order of the alphabet."""
        rows: dict[tuple[str, str], list[Pair]] = {}
        for row in problem.pairs:
            if row.kind == self.pairs and row.id != row.second:
                one, other = sorted((row.id, row.second))
                rows.setdefault((one, other), []).append(row)
        return rows

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Counts the rooms of every theme in every period, and multiplies."""
        there = {
            (entry.period, value, entry.room)
            for session, entry in chosen_entries(problem, agenda, self.for_)
            for value in values_of(session, self.pairs)
        }
        blocks = Counter((period, value) for period, value, _ in there)
        likeness: Counter[tuple[str, str]] = Counter()
        for pair in problem.pairs:
            if pair.kind == self.pairs and pair.id != pair.second:
                likeness[min(pair.id, pair.second), max(pair.id, pair.second)] += pair.weight
        for (one, other), weight in likeness.items():
            for period in problem.periods:
                if measure := weight * blocks[period.id, one] * blocks[period.id, other]:
                    what = f"the period {period.id} has {blocks[period.id, one]} of {one} and {blocks[period.id, other]} of {other}"
                    yield self.violation(f"{one}, {other}: {period.id}", measure, f"{what}, which are similar, with the weight {weight}")

    def sentence(self) -> str:
        """In words."""
        return f"no two blocks of {chosen('sessions', self.for_)} whose {self.pairs} is in the sheet pairs are in one period"


_THEMES = tiny_meeting(
    tiny_session("ard", theme="transit"),
    tiny_session("bru", theme="brokering"),
    tiny_session("cor", theme="transit"),
    rooms=TWO_ROOMS,
    pairs=(
        Pair(id="transit", second="brokering", weight=3, kind="theme"),
        Pair(id="brokering", second="transit", weight=1, kind="theme"),
        Pair(id="transit", second="transit", weight=9, kind="theme"),
        Pair(id="transit", second="gone", weight=9, kind="theme"),
    ),
)
_RULE = SimilarBlocks(id="near-themes", for_=Selector(), weight=10)

EXAMPLES = (
    Example(
        "The similar theme is in the afternoon.",
        _RULE,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 10:00 hall", bru="Mon 14:00 hall", cor="Mon 10:00 annex"),
        0,
    ),
    Example(
        "Both of one theme are in one block, and the other next door; two rows speak of them.",
        _RULE,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 10:00 hall", bru="Mon 11:00 annex", cor="Mon 11:00 hall"),
        4,
    ),
    Example(
        "Two blocks of one theme are beside one of the other.",
        _RULE,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 10:00 hall", bru="Mon 11:00 annex", cor="Mon 10:00 annex"),
        8,
    ),
)
