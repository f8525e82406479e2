"""The time limit is kept: what of it is left for saying why there is no agenda, and what the explanation may take."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from ortools.sat.python import cp_model

import scheduler.solve.choice as choice
import scheduler.solve.explain as explain_module
import scheduler.solve.local as local
import scheduler.solve.run as run_module
import scheduler.solve.search as search_module
import scheduler.solve.solver as solver
from scheduler.domain.errors import Infeasible, NothingFound
from scheduler.domain.problem import Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.model.builder import build
from scheduler.model.formulation import formulate
from scheduler.rules.base import RuleBook
from scheduler.rules.example import tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.kinds.not_after import NotAfter
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.solve.explain import Conflict, explain
from scheduler.solve.params import Params, Progress
from scheduler.solve.profile import Profiler
from scheduler.solve.run import Effort, Incumbent, Run
from scheduler.solve.search import Enough, Outcome, new_solver, search

BOOK = RuleBook("book", (OnePerRoom(id="room", for_=Selector((("room", (ALL,)),))),))
EARLY = NotAfter(id="early", for_=Selector(), time=When.parse("day 1, 9:00"), per="minute", weight=1)
TWO = tiny_meeting(tiny_session("a"), tiny_session("b"))
AGENDA = tiny_agenda(TWO, a="Mon 10:00 hall", b="Mon 11:00 hall")
Clock = Callable[[float], None]


def ignore(progress: Progress) -> None:
    """Listen to nothing."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the clock of runs to so many seconds after they began."""
    now = [0.0]
    monkeypatch.setattr(Profiler, "elapsed", property(lambda profiler: now[0]))

    def to(seconds: float) -> None:
        now[0] = seconds

    return to


def run_of(limit: float, *, deterministic: bool = False) -> Run:
    return Run(TWO, BOOK, Params(time_limit=limit, deterministic=deterministic), ignore)


# Of a hundred seconds 15 are kept, of an hour the 30 that an explanation takes.
@pytest.mark.parametrize(("limit", "searched"), [(100.0, 85.0), (3600.0, 3570.0)])
@pytest.mark.parametrize("deterministic", [True, False])
def test_run_without_an_agenda_keeps_some_of_the_limit(clock: Clock, limit: float, searched: float, deterministic: bool) -> None:
    run = run_of(limit, deterministic=deterministic)
    clock(searched - 1)
    assert (run.done, run.stopped_by_clock) == (False, False)
    clock(searched)
    assert (run.done, run.stopped_by_clock) == (True, True)


def test_run_with_an_agenda_has_the_whole_limit(clock: Clock) -> None:
    run = run_of(100.0)
    run.offer(Incumbent(AGENDA, 9))
    clock(99.0)
    assert (run.done, run.stopped_by_clock) == (False, False)
    clock(100.0)
    assert run.done


@pytest.mark.parametrize("deterministic", [True, False])
def test_nothing_is_built_for_which_no_time_is_left(clock: Clock, monkeypatch: pytest.MonkeyPatch, deterministic: bool) -> None:
    """Formulating takes three seconds here, so that a model for each of two cores takes six. Deterministic runs look at no clock."""
    monkeypatch.setattr(run_module, "cores", lambda: 2)
    monkeypatch.setattr(run_module, "formulate", lambda *meeting: (clock(3.0), formulate(*meeting))[1])
    run = run_of(100.0, deterministic=deterministic)
    run.offer(Incumbent(AGENDA, 9))
    clock(93.0)
    assert run.can_build
    clock(95.0)
    assert run.can_build == deterministic


def test_search_goes_on_once_it_has_told_of_an_agenda(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    over: list[bool] = []

    def watched(
        solver: cp_model.CpSolver,
        model: cp_model.CpModel,
        listener: Callable[[Progress], None],
        stopped: Callable[[], bool],
        enough: Enough,
    ) -> Outcome:
        for seconds in (84.0, 86.0):
            clock(seconds)
            over.append(stopped())
        listener(Progress(0.0, 9, 0))
        for seconds in (99.0, 101.0):
            clock(seconds)
            over.append(stopped())
        return search(solver, model, listener)

    monkeypatch.setattr(run_module, "search", watched)
    run = run_of(100.0)
    run.search("any agenda", build(run.formulation), Effort(1.0))
    assert over == [False, True, False, True]


@pytest.mark.parametrize(
    ("found", "now", "patience", "waited"),
    [(2, 3, 1, False), (2, 4, 1, False), (2, 5, 1, True), (2, 5, 2, False), (0, 9, math.inf, False)],
)
def test_search_ends_where_nothing_better_comes_for_as_long_as_it_took(
    monkeypatch: pytest.MonkeyPatch, found: float, now: float, patience: float, waited: bool
) -> None:
    seconds = [0.0]
    monkeypatch.setattr(search_module.time, "monotonic", lambda: seconds[0])
    watcher = search_module._Watcher(ignore)
    monkeypatch.setattr(search_module._Watcher, "objective_value", 7)
    monkeypatch.setattr(search_module._Watcher, "best_objective_bound", 0)
    assert not watcher.is_enough(Enough(patience))
    seconds[0] = found
    watcher.on_solution_callback()
    seconds[0] = now
    assert watcher.is_enough(Enough(patience)) == waited


def test_search_ends_where_it_is_proved_that_nothing_is_worth_it() -> None:
    watcher = search_module._Watcher(ignore)
    for bound, enough in ((8.0, False), (9.0, False), (9.5, True)):
        watcher.on_bound(bound)
        assert watcher.is_enough(Enough(worth=9)) == enough


@pytest.mark.parametrize(
    ("cost", "now", "ended"), [(None, 9, False), (8, 9, False), (7, 4, False), (7, 5, False), (7, 6, True), (6, 6, True)]
)
def test_search_ends_soon_where_what_is_found_is_as_cheap_as_wanted(
    monkeypatch: pytest.MonkeyPatch, cost: int | None, now: float, ended: bool
) -> None:
    seconds = [0.0]
    monkeypatch.setattr(search_module.time, "monotonic", lambda: seconds[0])
    watcher = search_module._Watcher(ignore)
    monkeypatch.setattr(search_module._Watcher, "objective_value", cost)
    monkeypatch.setattr(search_module._Watcher, "best_objective_bound", 0)
    if cost is not None:
        watcher.on_solution_callback()
    seconds[0] = now
    assert watcher.is_enough(Enough(soon=5, wanted=7)) == ended


def test_search_that_somebody_else_ends_was_not_interrupted() -> None:
    model = cp_model.CpModel()
    outcome = search(new_solver(Params(), deterministic=False), model, ignore, lambda: True)
    assert not outcome.interrupted


def explained(monkeypatch: pytest.MonkeyPatch, clock: Clock, *, infeasible: bool, after: float, limit: float = 60.0) -> tuple[float, float]:
    """The seconds that an explanation is given after a search of so many that found nothing, and those that the error tells."""
    given: list[float] = []

    def searched(run: Run) -> None:
        run.infeasible = infeasible
        clock(after)

    def explain(problem: Problem, book: RuleBook, params: Params, seconds: float) -> Conflict:
        given.append(seconds)
        clock(after + seconds)
        return Conflict((), minimal=False)

    monkeypatch.setitem(choice.STRATEGIES, "exact", searched)  # type: ignore[arg-type]
    monkeypatch.setattr(solver, "explain", explain)
    with pytest.raises((Infeasible, NothingFound)) as raised:
        solver.solve(TWO, BOOK, Params(time_limit=limit, strategy="exact"), ignore)
    return sum(given), raised.value.seconds if isinstance(raised.value, NothingFound) else 0.0


@pytest.mark.parametrize(("after", "seconds"), [(20.0, 30.0), (51.0, 9.0), (60.0, 0.0), (61.0, 0.0)])
def test_solve_that_found_nothing_explains_within_the_limit(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, after: float, seconds: float
) -> None:
    assert explained(monkeypatch, clock, infeasible=False, after=after) == (seconds, after + seconds)


@pytest.mark.parametrize(("after", "seconds"), [(1.0, 30.0), (51.0, 9.0), (58.0, 5.0), (61.0, 5.0)])
def test_solve_that_is_infeasible_explains_for_a_few_seconds_at_least(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, after: float, seconds: float
) -> None:
    assert explained(monkeypatch, clock, infeasible=True, after=after)[0] == seconds


def test_explain_counts_what_it_takes_to_state_the_demands(monkeypatch: pytest.MonkeyPatch) -> None:
    now, given = [0.0], []
    demands_of = explain_module.demands_of

    def slowly(problem: Problem, book: RuleBook) -> object:
        now[0] += 4.0
        return demands_of(problem, book)

    monkeypatch.setattr(explain_module.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(explain_module, "demands_of", slowly)
    monkeypatch.setattr(explain_module, "find_conflict", lambda problem, demands, params, seconds: given.append(seconds))
    explain(TWO, BOOK, Params(), 10.0)
    assert given == [6.0]


def test_local_search_of_slow_steps_looks_at_the_clock_after_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """At thirty steps a second it looks after three; two hundred, as where steps are quick, would take seven seconds."""
    run = Run(TWO, RuleBook("book", (*BOOK.rules, EARLY)), Params(deterministic=True), ignore)
    run.propose(AGENDA)
    assert run.tables is not None
    monkeypatch.setattr(local, "WORK_PER_SECOND", 30.0 * run.tables.work)
    local.search_locally(run, run.tables, 0.01)
    assert run.profiler.profile("local_search", "so").work("local search").moves == 3
