"""Large-neighbourhood search: most of the agenda stays as it is, and the rest is solved anew, again and again."""

from __future__ import annotations

import random
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.model.builder import build
from scheduler.solve.neighbourhoods import Neighbourhood, Neighbourhoods, Paid
from scheduler.solve.outline import rearrange
from scheduler.solve.run import Effort, Run
from scheduler.solve.search import together

STEP = Effort(seconds=3.0, workers=1)
"""What one step may take. One worker solves as many of them in this time as four, and two steps go on at once."""
QUICKLY = 0.25
"""A step that takes less than this share of its limit could have been larger."""

REARRANGED = 0.2
"""The share of steps that rearrange whole groups by cells."""


def improve(run: Run) -> None:
    """Take steps while there is time for one more: on every core, or one after the other in a deterministic run."""
    if not run.can_build:
        return
    climbers = [_Climber(run, index) for index in range(run.climbers)]
    together([climber.climb for climber in climbers], run.interrupt)


class _Climber:
    """Takes steps from the best agenda of a run, one after the other."""

    def __init__(self, run: Run, index: int) -> None:
        self._run = run
        self._rng = random.Random(f"{run.params.seed} {index}")
        self._neighbourhoods = Neighbourhoods(run.formulation, self._rng)
        self._paid: Paid = ()
        self._again: Neighbourhood | None = None
        self._seeds = run.seeds(index)

    def climb(self) -> None:
        """Take steps while there is time for one more."""
        while self._run.can_build:
            effort = replace(STEP, seed=next(self._seeds))
            if self._rng.random() < REARRANGED:
                rearrange(self._run, self._neighbourhoods.groups(), effort)
            else:
                self._step(effort)

    def _step(self, effort: Effort) -> None:
        best = self._run.best
        assert best is not None
        chosen = self._again or self._neighbourhoods.choose(best.agenda, self._paid)
        entries = {entry.session: entry for entry in best.agenda.entries}
        given = {session.id: entries.get(session.id) for session in self._run.problem.sessions if session.id not in chosen.free}
        before = self._run.left
        built = build(self._run.formulation, given, trusted=True)
        outcome, taken = self._run.search_from("neighbourhood", best, built, effort)
        solved = outcome.status == cp_model.OPTIMAL
        self._neighbourhoods.learn(chosen.kind, solved=solved, quickly=before - self._run.left < STEP.seconds * QUICKLY)
        if solved and not given:
            self._run.raise_bound(outcome.bound)
        if outcome.found and taken:
            costs = [(charge, charge.weight * outcome.solver.value(measure)) for charge, measure in built.charges]
            self._paid = [(charge, paid) for charge, paid in costs if paid]
        # What was gained from an agenda that is no longer the best may be gained from the new one, too.
        gained = outcome.found and outcome.solver.value(built.cost) < best.cost
        self._again = chosen if gained and not taken else None
