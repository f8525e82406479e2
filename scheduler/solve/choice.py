"""Which strategy suits a problem's shape, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scheduler.solve.params import SMALL_MEETING
from scheduler.solve.run import Run
from scheduler.solve.strategies import by_blocks, decomposed, exactly, local_search

DENSE = 0.5
"""Where so many of all pairs of sessions are charged together, a local search finds better agendas than models do."""

Strategy: TypeAlias = Callable[[Run], None]
STRATEGIES: Mapping[str, Strategy] = {"exact": exactly, "decomposed": decomposed, "by_blocks": by_blocks, "local_search": local_search}


@dataclass(frozen=True, slots=True)
class Choice:
    """A strategy by its ``name`` among ``STRATEGIES``, and a clause that says ``why`` it was taken."""

    name: str
    why: str

    @property
    def strategy(self) -> Strategy:
        """What advances a run."""
        return STRATEGIES[self.name]


def choose(run: Run) -> Choice:
    """The strategy that suits the problem's shape, unless one was asked for."""
    if run.params.strategy is not None:
        return Choice(run.params.strategy, "asked for")
    sessions, families = len(run.problem.sessions), len(run.formulation.families)
    if families > sessions / 2:
        return Choice("by_blocks", f"{families:,} of {sessions:,} sessions are of families")
    tables = run.tables if run.formulation.charges else None
    if tables is not None and tables.density >= DENSE:
        return Choice("local_search", f"{tables.density:.0%} of all pairs of sessions are charged together")
    if sessions <= SMALL_MEETING:
        return Choice("exact", f"{sessions:,} sessions are few enough for one model")
    return Choice("decomposed", f"{sessions:,} sessions are too many for one model")
