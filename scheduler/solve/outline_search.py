"""Large-neighbourhood search over outlines: most of one stays as it is, and the rest is arranged anew, again and again.

CP-SAT's own neighbourhoods know nothing of families, periods and rooms, and take several times as long to where these come in ten seconds.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ortools.sat.python import cp_model

from scheduler.model.cells import Outline
from scheduler.model.certainty import Mask
from scheduler.model.relaxation import Relaxation
from scheduler.model.rows import Rows, Values
from scheduler.search.outline_neighbourhoods import OutlineNeighbourhoods, Parts, parts_of
from scheduler.solve.params import Phase
from scheduler.solve.run import Effort, Run
from scheduler.solve.search import Outcome, together

FIRST, SHORTEST, LONGEST = 3.0, 0.3, 3.0
"""What the first step may take, in which no decision is free, and what the others may at the least and at the most."""
LONGER = 25
"""After so many steps that gain nothing, steps may take twice as long."""
QUICKLY = 0.3
"""A step that takes less than this share of its limit could have been larger."""
PATIENCE, COVERED = 10, 100
"""After so many steps, one more for each so many variables, that were solved to the end and gained nothing there is little hope."""
IN_VAIN = Phase(0.3, 180.0)
"""After so long without a gain there is little hope, either, where steps do not come to an end."""


@dataclass(frozen=True, slots=True)
class Found:
    """A solution of a relaxation: its outline, and its cost, which agendas seldom reach."""

    outline: Outline
    cost: int

    @staticmethod
    def of(relaxation: Relaxation, outcome: Outcome) -> Found | None:
        """What a search has found, if anything."""
        if not outcome.found:
            return None
        return Found(relaxation.outline(outcome.solver.value), round(outcome.solver.objective_value))


class OutlineSearch:
    """Improves an outline step by step, on every core, or one step after the other in a deterministic run.

    Parameters
    ----------
    run : Run
        Whose time is spent.
    relaxation : Relaxation
        What counts the cost.
    start : Outline
        Where it begins.
    hope : float
        How much of the usual patience it has.
    """

    def __init__(self, run: Run, relaxation: Relaxation, start: Outline, hope: float = 1.0) -> None:
        self._run = run
        self._relaxation = relaxation
        self._start = start
        with run.profiler.stage("rows"):
            parts = parts_of(relaxation)
            self._rows = Rows(relaxation.model, parts.keys())
        self._climbers = [_Climber(run, index, parts, self._rows) for index in range(run.climbers)]
        self._best: Values | None = None
        self._cost = 0
        self._patience = hope * (PATIENCE + len(self._rows.follows) // COVERED)
        self._in_vain, self._solved_in_vain = 0, 0
        self._gained_last = run.left
        self._lock = threading.Lock()

    @property
    def is_stuck(self) -> bool:
        """Whether nothing has been gained for so long that there is little hope."""
        return self._solved_in_vain >= self._patience or self._gained_last - self._run.left > IN_VAIN.of(self._run.params.time_limit)

    def improve(self, seconds: float) -> Found | None:
        """The best outline after so many seconds, or sooner where nothing has been gained for long; None if the start is none.

        The next call goes on from there.
        """
        ends = self._run.left - seconds
        if self._best is None:
            self._begin()
        if self._best is None:
            return None
        together([partial(self._climb, climber, ends) for climber in self._climbers], self._run.interrupt)
        best = self._best
        return Found(self._relaxation.outline(lambda variable: int(best[variable.index])), self._cost)

    def _begin(self) -> None:
        """Begin with the whole solution that the start is a part of."""
        values = self._rows.values_of(self._relaxation.decisions(self._start))
        found, solved = self._search(values, self._rows.follows, Effort(FIRST, workers=1))
        self._take(found, solved=solved)

    def _climb(self, climber: _Climber, ends: float) -> None:
        while self._best is not None and not self._run.done and self._run.left > ends and not self.is_stuck:
            best, rng = self._best, climber.rng
            limit = min(LONGEST, SHORTEST * 2 ** (self._in_vain // LONGER), self._run.left - ends)
            kind, free = climber.neighbourhoods.choose(best)
            before = self._run.left
            effort = Effort(limit, workers=1, linear=rng.randrange(2), seed=next(climber.seeds))
            found, solved = self._search(best, free, effort, climber.neighbourhoods.leave(best, free))
            gained = self._take(found, solved=solved)
            seconds = before - self._run.left
            climber.neighbourhoods.learn(kind, seconds, gained=gained, solved=solved, quickly=seconds < limit * QUICKLY)

    def _search(self, values: Values, free: Mask, effort: Effort, unwanted: Sequence[int] = ()) -> tuple[Values | None, bool]:
        """Solve anew what is free: what is found, if anything, and whether nothing is better."""
        part = self._rows.part(values, free, unwanted)
        outcome = self._run.search("rearrange outline", part, effort, tell_cost=False, tell_bound=False)
        solved = outcome.status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        return part.completed(values, outcome.solver.response_proto.solution) if outcome.found else None, solved

    def _take(self, found: Values | None, *, solved: bool) -> bool:
        """Take over what is no dearer: what costs as much is another place to go on from; whether it is cheaper."""
        cost = self._rows.cost(found) if found is not None else None
        with self._lock:
            gained = cost is not None and (self._best is None or cost < self._cost)
            self._gained_last = self._run.left if gained else self._gained_last
            self._in_vain = 0 if gained else self._in_vain + 1
            self._solved_in_vain = 0 if gained else self._solved_in_vain + solved
            if cost is not None and (gained or cost == self._cost):
                self._best, self._cost = found, cost
        return gained


class _Climber:
    """What one of the searches that go on side by side has of its own: chance, and what it has learned of neighbourhoods."""

    def __init__(self, run: Run, index: int, parts: Parts, rows: Rows) -> None:
        self.rng = random.Random(f"{run.params.seed} {index}")
        self.neighbourhoods = OutlineNeighbourhoods(parts, rows, self.rng)
        self.seeds = run.seeds(index)
