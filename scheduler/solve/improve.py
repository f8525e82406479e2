"""Large-neighbourhood search: most of the agenda stays as it is, and the rest is solved anew, again and again.

Two kinds of step. One frees some sessions wholly, and keeps all others. The other frees all sessions a little: each may stay in
its room and period, or go to the one that an outline gives it, which the relaxation found to be cheap
(Danna, Rothberg, Le Pape: Exploring relaxation induced neighborhoods to improve MIP solutions, Mathematical Programming 2005).
"""

from __future__ import annotations

import random
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.domain.agenda import Agenda, Entry
from scheduler.model.builder import BuiltModel, build
from scheduler.model.cells import Cell, Outline, cells_of
from scheduler.model.placements import Placements
from scheduler.solve.neighbourhoods import Neighbourhoods, Paid
from scheduler.solve.run import Effort, Run
from scheduler.solve.search import Outcome

STEP = Effort(seconds=3.0, workers=4)
"""What one step of the first kind may take."""
QUICKLY = 0.25
"""A step that takes less than this share of its limit could have been larger."""


class Improvement:
    """Improves the best agenda of a run, which has one."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._rng = random.Random(run.params.seed)
        self._neighbourhoods = Neighbourhoods(run.formulation, self._rng)
        self._cells = cells_of(run.formulation)
        self._paid: Paid = ()
        self._steps = 0

    def until(self, seconds_left: float) -> None:
        """Take steps until so many seconds of the run are left."""
        while not self._run.done and self._run.left > seconds_left:
            self._step()

    def _step(self) -> None:
        agenda = self._best()
        chosen = self._neighbourhoods.choose(agenda, self._paid)
        entries = {entry.session: entry for entry in agenda.entries}
        given = {session.id: entries.get(session.id) for session in self._run.problem.sessions if session.id not in chosen.free}
        before = self._run.left
        outcome = self._solve(build(self._run.formulation, given, trusted=True), agenda, STEP)
        solved = outcome.status == cp_model.OPTIMAL
        self._neighbourhoods.learn(chosen.kind, solved=solved, quickly=before - self._run.left < STEP.seconds * QUICKLY)
        if solved and not given:
            self._run.raise_bound(outcome.bound)

    def towards(self, outline: Outline, seconds: float) -> None:
        """Let every session stay in its room and period, or go to those of the outline, for at most so many seconds."""
        agenda = self._best()
        entries = {entry.session: entry for entry in agenda.entries}
        placements: dict[str, Placements] = {}
        given: dict[str, Entry | None] = {}
        for session in self._run.problem.sessions:
            cells = [cell for cell in (self._cell_of(entries.get(session.id)), outline[session.id]) if cell is not None]
            if cells:
                placements[session.id] = _united(cells)
            else:
                given[session.id] = None
        formulation = replace(self._run.formulation, placements={**self._run.formulation.placements, **placements})
        self._solve(build(formulation, given), agenda, Effort(seconds))

    def _best(self) -> Agenda:
        assert self._run.best is not None
        return self._run.best

    def _cell_of(self, entry: Entry | None) -> Cell | None:
        if entry is None:
            return None
        start = self._run.problem.clock.minute(entry.start)
        return next(cell for cell in self._cells[entry.session] if cell.room == entry.room and start in cell.starts)

    def _solve(self, built: BuiltModel, agenda: Agenda, effort: Effort) -> Outcome:
        """Search from the agenda for one that is no dearer, and take it over."""
        built.variables.hint(built.model, agenda)
        built.model.add(built.cost <= self._run.cost)
        self._steps += 1
        outcome = self._run.search(built.model, replace(effort, seed=self._steps), tell_bound=False)
        if outcome.found:
            self._run.offer(built, outcome, outcome.solver.value(built.cost))
            costs = [(charge, charge.weight * outcome.solver.value(measure)) for charge, measure in built.charges]
            self._paid = [(charge, cost) for charge, cost in costs if cost]
        return outcome


def _united(cells: list[Cell]) -> Placements:
    starts: dict[str, set[int]] = {}
    for cell in cells:
        starts.setdefault(cell.room, set()).update(cell.starts)
    return Placements.of(starts)
