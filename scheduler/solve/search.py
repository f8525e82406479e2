"""Running CP-SAT so that it can be watched and stopped."""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.solve.params import Listener, Params, Progress

DETERMINISTIC_TIME_PER_SECOND = 0.4
"""How much deterministic time a second of the limit buys. On two busy cores a unit took 1.4 to 2.3 s; at 2.5 s the limit by the
clock, which may stop a search anywhere, is a guard that a deterministic solve should not meet."""


@dataclass(frozen=True, slots=True)
class Enough:
    """When a search ends before its limit.

    Parameters
    ----------
    patience : float
        Where nothing better comes for so many times as long as the best solution took.
    worth : float
        Where it is proved that every solution costs more than this.
    soon, wanted : float
        After so many seconds, as soon as a solution costs no more than what is wanted.
    """

    patience: float = math.inf
    worth: float = math.inf
    soon: float = math.inf
    wanted: float = math.inf


NEVER_ENOUGH = Enough()
"""The search goes on to its limit."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a search ended: its solver, to read values from, its status, and whether Ctrl-C stopped it."""

    solver: cp_model.CpSolver
    status: cp_model.CpSolverStatus
    interrupted: bool

    @property
    def found(self) -> bool:
        """Whether there is a solution."""
        return self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    @property
    def stopped_by_clock(self) -> bool:
        """Whether the limit by the clock ended it, so that another run may end elsewhere."""
        undecided = self.status in (cp_model.FEASIBLE, cp_model.UNKNOWN)
        return undecided and self.solver.wall_time >= self.solver.parameters.max_time_in_seconds

    @property
    def bound(self) -> int:
        """The proved lower bound of the cost."""
        return round_bound(self.solver.best_objective_bound)


def round_bound(bound: float) -> int:
    """The least integer that a cost can have above a bound, whose floating point may be a little off."""
    return max(0, math.ceil(bound - 1e-6)) if math.isfinite(bound) else 0


def new_solver(params: Params, *, deterministic: bool, guard: float | None = None) -> cp_model.CpSolver:
    """A solver with its limits: deterministic ones interleave their workers, and stop by deterministic time.

    ``guard`` is the limit by the clock, in seconds, where it is another than that of ``params``.
    """
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = params.seed
    solver.parameters.num_workers = params.workers
    solver.parameters.max_time_in_seconds = params.time_limit if guard is None else guard
    solver.parameters.relative_gap_limit = params.gap
    solver.parameters.catch_sigint_signal = False
    if deterministic:
        solver.parameters.interleave_search = True
        solver.parameters.max_deterministic_time = params.time_limit * DETERMINISTIC_TIME_PER_SECOND
    return solver


def search(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    listener: Listener,
    stopped: Callable[[], bool] = lambda: False,
    enough: Enough = NEVER_ENOUGH,
) -> Outcome:
    """Solve ``model`` in a thread of its own, so that Ctrl-C reaches us; stopped, the solver keeps its best solution.

    ``stopped`` says whether somebody else ends it, as when the main thread, which waits for this one, was interrupted. It ends, too, where
    what is known is ``enough``. What the listener raises is raised here.
    """
    status: Future[cp_model.CpSolverStatus] = Future()

    def solve() -> None:
        try:
            status.set_result(solver.solve(model, watcher))
        except BaseException as error:
            status.set_exception(error)

    watcher = _Watcher(listener)
    solver.best_bound_callback = watcher.on_bound
    interrupted = False
    # Not join(): interrupted by Ctrl-C, Python before 3.13 takes a thread that is still running for one that has ended.
    threading.Thread(target=solve, daemon=True).start()
    while not status.done():
        try:
            wait([status], timeout=0.1)
        except KeyboardInterrupt:
            interrupted = True
        if interrupted or stopped() or watcher.is_enough(enough):
            solver.stop_search()  # Again and again: before the search has begun it is ignored.
    return Outcome(solver, status.result(), interrupted)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def together(tasks: Iterable[Callable[[], None]], interrupt: Callable[[], None]) -> None:
    """Run tasks side by side, each in a thread of its own, to the end of all; at Ctrl-C ``interrupt`` has to end them.

    What a task raises is raised here.
    """
    with ThreadPoolExecutor() as pool:
        running = [pool.submit(task) for task in tasks]
        while not all(task.done() for task in running):
            try:
                wait(running, timeout=0.1)
            except KeyboardInterrupt:
                interrupt()
    for task in running:
        task.result()


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Passes on every better solution and bound."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self._listener = listener
        self._began = time.monotonic()
        self._cost: int | None = None
        self._found = math.inf
        self._bound = 0

    def is_enough(self, enough: Enough) -> bool:
        """Whether what is known by now is enough."""
        late = self._seconds > enough.soon and self._cost is not None and self._cost <= enough.wanted
        return late or self._seconds - self._found > enough.patience * self._found or self._bound > enough.worth

    def on_solution_callback(self) -> None:
        self._cost, self._found = round(self.objective_value), self._seconds
        self._bound = max(self._bound, round_bound(self.best_objective_bound))
        self._tell()

    def on_bound(self, bound: float) -> None:
        if round_bound(bound) > self._bound:
            self._bound = round_bound(bound)
            self._tell()

    def _tell(self) -> None:
        self._listener(Progress(self._seconds, self._cost, self._bound))

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._began
