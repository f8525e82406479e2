"""One solve while it goes on: how much of its time is left, the best agenda so far, the proved bound, and who is told."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count

from scheduler.check import check
from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Problem
from scheduler.model.builder import BuiltModel
from scheduler.model.cells import Cell, cells_of
from scheduler.model.formulation import formulate
from scheduler.model.hardened import HardFirst
from scheduler.rules.base import RuleBook
from scheduler.search.tables import Tables, tables_of
from scheduler.solve.counting import lacks
from scheduler.solve.explain import SECONDS_TO_EXPLAIN
from scheduler.solve.params import Listener, Params, Progress
from scheduler.solve.profile import Built, Profiler
from scheduler.solve.search import DETERMINISTIC_TIME_PER_SECOND, NEVER_ENOUGH, Enough, Outcome, cores, new_solver, search

SECONDS_PER_SEARCH = 0.5
"""What a deterministic solve reckons for building a model: its limit counts deterministic time, which that does not take."""

FEW = 2
"""Workers that find solutions, cheap ones too, with a fraction of the work that eight take, which prove more."""
MOST_CLIMBERS = 1024
"""Keeps the seeds of climbers apart."""
LEAST_SECONDS = 1e-3
"""A search that has no time left still has so much; what it then finds is kept."""

KEPT_TO_EXPLAIN = 0.15
"""This share of the limit, up to the seconds that an explanation takes, is not searched in where there is no agenda by then."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How a single search is made.

    Parameters
    ----------
    seconds : float
        Its limit, beside that of the run.
    workers : int
        Search threads.
    gap : float
        Stop at this gap.
    linear : int
        CP-SAT's linearisation level: 0 spares the linear relaxation where only some agenda is wanted.
    seed : int
        Added to the run's seed.
    light : bool
        Whether to begin after a light presolve: that of a large model takes longer than finding some solution of it.
    enough : Enough
        When it stops before; in a deterministic run, not by the clock.
    """

    seconds: float
    workers: int = 8
    gap: float = 0.0
    linear: int = 1
    seed: int = 0
    light: bool = False
    enough: Enough = NEVER_ENOUGH


@dataclass(frozen=True, slots=True)
class Incumbent:
    """An agenda that keeps the demands, with its cost as the solver reports it."""

    agenda: Agenda
    cost: int


class Run:
    """The state that the strategies share. Its clock starts when it is made, before the problem is formulated.

    Parameters
    ----------
    problem : Problem
        The meeting.
    book : RuleBook
        Its rules.
    params : Params
        How.
    listener : callable
        Is told of every better agenda and bound.
    """

    def __init__(self, problem: Problem, book: RuleBook, params: Params, listener: Listener) -> None:
        self.profiler = Profiler()
        self.problem = problem
        self.book = book
        self.params = params
        with self.profiler.stage("formulation"):
            self.formulation = formulate(problem, book)
        self._formulated = self.profiler.elapsed
        self.deterministic = params.is_deterministic(problem)
        self.best: Incumbent | None = None
        self.bound = 0
        self.infeasible = False
        self.interrupted = False
        self.stopped_by_clock = False
        self._listener = listener
        self._lock, self._telling = threading.Lock(), threading.Lock()
        self._spent = 0.0
        self._told: tuple[int | None, int] = None, 0

    @cached_property
    def cells(self) -> Mapping[str, tuple[Cell, ...]]:
        """The cells of every session, enumerated once for all steps."""
        return cells_of(self.formulation)

    @cached_property
    def hard_first(self) -> HardFirst:
        """What hardens the formulation."""
        return HardFirst(self.formulation)

    @cached_property
    def tables(self) -> Tables | None:
        """The cost tables, where the meeting has them."""
        with self.profiler.stage("cost tables"):
            return tables_of(self.formulation)

    @property
    def climbers(self) -> int:
        """How many searches by neighbourhoods go on side by side: one a core, but a single one in a deterministic run."""
        return 1 if self.deterministic else min(cores(), self.params.workers)

    @staticmethod
    def seeds(climber: int) -> Iterator[int]:
        """The seeds of one climber's steps, which no other climber has."""
        return count(climber, MOST_CLIMBERS)

    @property
    def left(self) -> float:
        """Seconds of the limit that are left; in a deterministic run they are counted by deterministic time alone."""
        return max(0.0, self.params.time_limit - (self._spent if self.deterministic else self.profiler.elapsed))

    @property
    def done(self) -> bool:
        """Whether there is nothing more to do: no time, no wish to go on, or nothing to gain."""
        best = self.best
        close = best is not None and best.cost - self.bound <= self.params.gap * max(1, best.cost)
        return close or self.infeasible or self.left <= 0 or self._is_over()

    @property
    def can_build(self) -> bool:
        """Whether there is time to build one more model of the whole meeting on each core, which takes about as long as formulating it.

        A deterministic run does not look at the clock.
        """
        return not self.done and (self.deterministic or self.left > self.climbers * self._formulated)

    def _is_over(self) -> bool:
        """Whether Ctrl-C or the clock ends the run: at the limit or, while there is no agenda, when the rest is kept to explain why."""
        limit = self.params.time_limit
        kept = min(limit * KEPT_TO_EXPLAIN, SECONDS_TO_EXPLAIN) if self._told[0] is None else 0.0
        late = self.profiler.elapsed >= limit - kept
        # In a deterministic run the clock is a guard, which leaves the agenda to chance where it ends the run.
        self.stopped_by_clock = self.stopped_by_clock or late
        return self.interrupted or late

    def count(self) -> None:
        """Note whether counting alone shows that there is no agenda."""
        with self.profiler.stage("counting"):
            self.infeasible = next(lacks(self.formulation), None) is not None

    def search(self, step: str, built: Built, effort: Effort, *, tell_cost: bool = True, tell_bound: bool = True) -> Outcome:
        """Search a model with this effort, within what is left; ``step`` is what the profile calls that.

        ``tell_cost`` and ``tell_bound`` say whether costs and bounds of the model are also those of the meeting.
        """
        limits = replace(
            self.params,
            time_limit=min(effort.seconds, effort.enough.soon if self.deterministic else math.inf, max(self.left, LEAST_SECONDS)),
            workers=min(effort.workers, self.params.workers),
            gap=effort.gap,
            seed=self.params.seed + effort.seed,
        )
        guard = max(self.params.time_limit - self.profiler.elapsed, LEAST_SECONDS) if self.deterministic else None
        solver = new_solver(limits, deterministic=self.deterministic, guard=guard)
        solver.parameters.linearization_level = effort.linear
        if effort.light:
            solver.parameters.cp_model_probing_level = 0
            solver.parameters.symmetry_level = 0
            solver.parameters.max_presolve_iterations = 1
        self.stand()
        began = self.profiler.elapsed
        enough = Enough(worth=effort.enough.worth) if self.deterministic else effort.enough
        outcome = search(solver, built.model, lambda progress: self._pass_on(progress, tell_cost, tell_bound), self._is_over, enough)
        self.profiler.note_search(step, built, solver.status_name(outcome.status).lower(), self.profiler.elapsed - began)
        self._spent += solver.deterministic_time / DETERMINISTIC_TIME_PER_SECOND + SECONDS_PER_SEARCH
        self.interrupted = self.interrupted or outcome.interrupted
        self.stopped_by_clock = self.stopped_by_clock or outcome.stopped_by_clock
        return outcome

    def stand(self) -> None:
        """Tell the profile where the run stands."""
        best = self.best
        self.profiler.stand(best.cost if best else None, self.bound)

    def spend(self, seconds: float) -> None:
        """Note that a deterministic run has used up so much of its limit otherwise than by searching models."""
        self._spent += seconds

    def interrupt(self) -> None:
        """End every search that is under way, and the run."""
        self.interrupted = True

    def search_from(self, step: str, best: Incumbent, built: BuiltModel, effort: Effort) -> tuple[Outcome, bool]:
        """Search from an agenda for one that is no dearer, and whether that was taken over."""
        built.variables.hint(built.model, best.agenda)
        built.model.add(built.cost <= best.cost)
        outcome = self.search(step, built, effort, tell_cost=False, tell_bound=False)
        return outcome, outcome.found and self.take_over(built, outcome)

    def take_over(self, built: BuiltModel, outcome: Outcome) -> bool:
        """Take over the agenda of a search that counted its cost, unless a better one is known; whether it was taken."""
        return self.offer(Incumbent(built.variables.agenda(outcome.solver.value), outcome.solver.value(built.cost)))

    def propose(self, agenda: Agenda) -> None:
        """Take over an agenda of which the check has to say what it costs, unless a better one is known."""
        with self.profiler.stage("check"):
            cost = check(self.problem, self.book, agenda).cost
        self.offer(Incumbent(agenda, cost))

    def offer(self, offered: Incumbent) -> bool:
        """Take over an agenda, unless a better one is known; whether it was taken."""
        with self._lock:
            if self.best is not None and offered.cost > self.best.cost:
                return False
            self.best = offered
        self._tell()
        return True

    def raise_bound(self, bound: float) -> None:
        """Note that no agenda costs less than ``bound``; infinity says that there is none, and no more of its cost."""
        if self.bound < bound < math.inf:
            self.bound = int(bound)
            self._tell()

    def _pass_on(self, progress: Progress, tell_cost: bool, tell_bound: bool) -> None:
        if tell_bound:
            self.bound = max(self.bound, progress.bound)
        self._tell(progress.cost if tell_cost else None)

    def _tell(self, found: int | None = None) -> None:
        """Tell of the best agenda, or of one that a search has just ``found``, if that is cheaper."""
        with self._telling:
            self._tell_in_turn(found)

    def _tell_in_turn(self, found: int | None) -> None:
        best = self.best
        standing = min((cost for cost in (found, best.cost if best else None) if cost is not None), default=None), self.bound
        if standing != self._told:
            self._told = standing
            self._listener(Progress(self.profiler.elapsed, *standing))
