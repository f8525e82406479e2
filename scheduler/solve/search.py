"""Running CP-SAT so that it can be watched and stopped."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.solve.params import Listener, Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a search ended: its solver, to read values from, its status, and whether the user stopped it."""

    solver: cp_model.CpSolver
    status: cp_model.CpSolverStatus
    interrupted: bool

    @property
    def found(self) -> bool:
        """Whether there is a solution."""
        return self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    @property
    def bound(self) -> int:
        """The proved lower bound of the cost."""
        return round_bound(self.solver.best_objective_bound)


def round_bound(bound: float) -> int:
    """The least integer that a cost can have above a bound, whose floating point may be a little off."""
    return max(0, math.ceil(bound - 1e-6)) if math.isfinite(bound) else 0


def new_solver(seed: int, workers: int, seconds: float, *, deterministic: bool) -> cp_model.CpSolver:
    """A solver with a limit: deterministic ones interleave their workers and count deterministic time."""
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = workers
    solver.parameters.catch_sigint_signal = False
    if deterministic:
        solver.parameters.interleave_search = True
        solver.parameters.max_deterministic_time = seconds
    else:
        solver.parameters.max_time_in_seconds = seconds
    return solver


def search(solver: cp_model.CpSolver, model: cp_model.CpModel, listener: Listener) -> Outcome:
    """Solve ``model`` in a thread of its own, so that Ctrl-C reaches us; stopped, the solver keeps its best solution."""
    watcher = _Watcher(listener)
    solver.best_bound_callback = watcher.on_bound
    statuses: list[cp_model.CpSolverStatus] = []
    thread = threading.Thread(target=lambda: statuses.append(solver.solve(model, watcher)), daemon=True)
    interrupted = False
    thread.start()
    try:
        while thread.is_alive():
            thread.join(0.1)
    except KeyboardInterrupt:
        interrupted = True
        while thread.is_alive():
            solver.stop_search()  # Again and again: before the search has begun it is ignored.
            thread.join(0.05)
    return Outcome(solver, statuses[0], interrupted)


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Passes on every better solution and bound."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self._listener = listener
        self._began = time.monotonic()
        self._cost: int | None = None
        self._bound = 0

    def on_solution_callback(self) -> None:
        self._cost = round(self.objective_value)
        self._bound = max(self._bound, round_bound(self.best_objective_bound))
        self._tell()

    def on_bound(self, bound: float) -> None:
        if round_bound(bound) > self._bound:
            self._bound = round_bound(bound)
            self._tell()

    def _tell(self) -> None:
        self._listener(Progress(time.monotonic() - self._began, self._cost, self._bound))
