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

MOST_PLACES = 100_000
"""One model of everything is for meetings whose sessions have no more places in all, each a start in a room.

Deterministically, in 30 s on two busy cores, it found nothing for made-up presentations (``bench/synthetic.py``) with 1,183,000 places, and
decomposed did. From 52,000 to 73,000 it was now better, now worse. On a minute grid ``data/leem`` and ``data/tem`` have 21,000: proved.
"""

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
    places = sum(own.number for own in run.formulation.placements.values())
    few = sessions <= SMALL_MEETING and places <= MOST_PLACES
    enough = "few enough" if few else "too many"
    return Choice("exact" if few else "decomposed", f"{sessions:,} sessions with {places:,} places are {enough} for one model")
