"""What a profile counts of a solve, and how large it says the models were; seconds are left to the clock."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

import scheduler.solve.run as run_module
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.model.builder import BuiltModel, build
from scheduler.model.formulation import formulate
from scheduler.rules.base import RuleBook
from scheduler.rules.example import TWO_ROOMS, tiny_meeting, tiny_session
from scheduler.rules.kinds.not_after import NotAfter
from scheduler.rules.kinds.not_parallel import NotParallel
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.solve.local import STEPS
from scheduler.solve.params import Params, Progress
from scheduler.solve.profile import Profile, Profiler, Size, Work, peak_memory
from scheduler.solve.search import search
from scheduler.solve.solver import solve

ONE_PER_ROOM = OnePerRoom(id="room", for_=Selector((("room", (ALL,)),)))
EARLY = NotAfter(id="early", for_=Selector(), time=When.parse("day 1, 11:00"), per="minute", weight=1)
APART = NotParallel(id="apart", for_=Selector(), weight=3)
FIVE = tiny_meeting(*(tiny_session(id) for id in "abcd"), tiny_session("e", optional=True), rooms=TWO_ROOMS)
BOOK = RuleBook("book", (ONE_PER_ROOM, EARLY))


def ignore(progress: Progress) -> None:
    """Listen to nothing."""


def profile_of(book: RuleBook, params: Params) -> Profile:
    return solve(FIVE, book, params, ignore).profile


def model_of(variables: int, constraints: int = 0) -> BuiltModel:
    """A model of so many literals, with constraints that say nothing, and an integer; it took two seconds to build."""
    model = cp_model.CpModel()
    literals = [model.new_bool_var("") for _ in range(variables)]
    model.new_int_var(0, 2, "")
    for _ in range(constraints):
        model.add_bool_or(literals)
    built = build(formulate(FIVE, BOOK), charged=False)
    return BuiltModel(model, built.variables, (), 2.0)


def test_profile_of_the_exact_strategy_has_one_search_of_the_whole_model() -> None:
    profile = profile_of(BOOK, Params())
    model = build(formulate(FIVE, BOOK)).model
    searched = profile.work("exact model")
    assert (profile.strategy, profile.why) == ("exact", "5 sessions with 80 places are few enough for one model")
    assert (searched.times, searched.ended, searched.cost, searched.bound) == (1, (("optimal", 1),), 120, 120)
    assert searched.largest is not None
    assert (searched.largest.variables, searched.largest.constraints) == (len(model.proto.variables), len(model.proto.constraints))
    assert [(work.name, work.times) for work in profile.works] == [
        ("formulation", 1),
        ("cost tables", 1),
        ("exact model", 1),
        ("check", 1),
    ]


def test_profile_counts_every_search(monkeypatch: pytest.MonkeyPatch) -> None:
    variables: list[int] = []

    def counted(solver: cp_model.CpSolver, model: cp_model.CpModel, *others: object) -> object:
        variables.append(len(model.proto.variables))
        return search(solver, model, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(run_module, "search", counted)
    profile = profile_of(BOOK, Params(strategy="decomposed", deterministic=True))
    searches = [work for work in profile.works if work.largest]
    assert sum(work.times for work in searches) == sum(number for work in searches for _, number in work.ended) == len(variables)
    assert max(work.largest.variables for work in searches if work.largest) == max(variables)
    assert {"without optional", "check", "formulation"} <= {work.name for work in profile.works}


def test_profile_counts_the_moves_of_the_local_search() -> None:
    profile = profile_of(RuleBook("book", (ONE_PER_ROOM, APART, EARLY)), Params(strategy="local_search", deterministic=True))
    local = profile.work("local search")
    assert (local.times, local.largest, local.moves % STEPS) == (1, None, 0)
    assert local.moves > 0


def test_profiler_keeps_the_size_of_the_largest_model_and_adds_the_rest() -> None:
    profiler = Profiler()
    for built, status, seconds in ((model_of(3, 2), "optimal", 1.0), (model_of(5, 1), "unknown", 2.0), (model_of(4, 7), "optimal", 4.0)):
        profiler.note_search("step", built, status, seconds)
    work = profiler.profile("exact", "so").work("step")
    assert work == Work("step", 3, 7.0, 6.0, Size(6, 1, 5), (("optimal", 2), ("unknown", 1)))


def test_profiler_counts_the_building_of_a_model_once_however_often_it_is_searched() -> None:
    profiler, one, other = Profiler(), model_of(2), model_of(2)
    for built in (one, one, other, one):
        profiler.note_search("step", built, "unknown", 1.0)
    work = profiler.profile("exact", "so").work("step")
    assert (work.times, work.seconds, work.building) == (4, 4.0, 4.0)


def test_profiler_tells_each_step_where_the_run_stood_after_it() -> None:
    profiler = Profiler()
    profiler.stand(None, 0)
    profiler.note_search("first", model_of(1), "optimal", 1.0)
    profiler.stand(9, 2)
    profiler.note_moves("second", 200, 1.0)
    profiler.stand(7, 2)
    profiler.note_search("first", model_of(1), "optimal", 1.0)
    profiler.stand(7, 3)
    profile = profiler.profile("exact", "so")
    assert [(work.name, work.times, work.cost, work.bound) for work in profile.works] == [("first", 2, 7, 3), ("second", 1, 7, 2)]


def test_profile_of_what_was_never_done() -> None:
    assert Profiler().profile("exact", "so").work("neighbourhood") == Work("neighbourhood")


def test_peak_memory_grows_with_what_is_held() -> None:
    before = peak_memory()
    held = bytearray(400_000_000)
    after = peak_memory()
    assert before is not None
    assert after is not None
    assert len(held) / 2e9 < after < 64
    assert after >= before
