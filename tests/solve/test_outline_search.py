"""The search over outlines: it takes up an outline, betters it, and says what it costs."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from ortools.sat.python import cp_model

import scheduler.solve.outline_search as outline_search_module
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.model.relaxation import Relaxation, relax
from scheduler.model.rows import Rows, Values
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import TWO_ROOMS, tiny_meeting, tiny_session
from scheduler.rules.kinds.avoid_blocks import AvoidBlocks
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.one_theme_per_room import OneThemePerRoom
from scheduler.rules.kinds.prefer import Prefer
from scheduler.search.outline_neighbourhoods import OutlineNeighbourhoods, parts_of
from scheduler.solve.outline_search import Found, OutlineSearch
from scheduler.solve.params import Params, Phase, Progress
from scheduler.solve.run import Effort, Run
from scheduler.solve.search import new_solver

ONE_PER_ROOM = OnePerRoom(id="room", for_=Selector((("room", (ALL,)),)))
ONE_THEME = OneThemePerRoom(id="theme", for_=Selector())
ANNEX = AvoidBlocks(id="annex", for_=Selector(), rooms=Selector((("id", ("annex",)),)), weight=2)
EARLY = Prefer(id="early", for_=Selector(), time=When.parse("day 1"), weight=3)
HALL = AvoidBlocks(id="hall", for_=Selector(), rooms=Selector((("id", ("hall",)),)), weight=2)
LATE = Prefer(id="late", for_=Selector(), time=When.parse("day 2"), weight=3)
THEMES = ["transit"] * 4 + ["brokering"] * 3 + ["marking"] * 2
TALKS = tiny_meeting(*(tiny_session(f"t{n}", theme=theme) for n, theme in enumerate(THEMES)), rooms=TWO_ROOMS)


def ignore(progress: Progress) -> None:
    """Be told of progress, and say nothing."""


def relaxation_of(*rules: Rule) -> tuple[Run, Relaxation]:
    book = RuleBook("book", (ONE_PER_ROOM, ONE_THEME, *rules))
    run = Run(TALKS, book, Params(deterministic=True), ignore)
    return run, relax(run.formulation)


def cheapest(*rules: Rule) -> Found:
    run, relaxation = relaxation_of(*rules)
    found = Found.of(relaxation, run.search("cheapest", relaxation, Effort(30.0)))
    assert found is not None
    return found


def test_outline_search_goes_from_one_end_of_the_meeting_to_the_other() -> None:
    """The start is all late and in the annex; nine talks have eight places on the first day, four of them in the hall."""
    start, least = cheapest(LATE, HALL), cheapest(EARLY, ANNEX)
    run, relaxation = relaxation_of(EARLY, ANNEX)
    found = OutlineSearch(run, relaxation, start.outline).improve(30.0)
    assert found is not None
    assert found.cost == least.cost
    assert {cell.period for cell in start.outline.values() if cell} != {cell.period for cell in found.outline.values() if cell}


def test_outline_search_keeps_the_start_where_nothing_is_better() -> None:
    least = cheapest(EARLY, ANNEX)
    run, relaxation = relaxation_of(EARLY, ANNEX)
    found = OutlineSearch(run, relaxation, least.outline).improve(30.0)
    assert found is not None
    assert found.cost == least.cost
    assert run.left > 0


def test_outline_search_has_nothing_to_go_on_from_what_is_forbidden() -> None:
    start = cheapest(LATE, HALL)
    run, relaxation = relaxation_of(replace(ANNEX, weight=None))
    assert OutlineSearch(run, relaxation, start.outline).improve(30.0) is None


def test_outline_search_is_stuck_sooner_with_less_hope() -> None:
    least = cheapest(EARLY, ANNEX)
    steps = []
    for hope in (1.0, 0.25):
        run, relaxation = relaxation_of(EARLY, ANNEX)
        OutlineSearch(run, relaxation, least.outline, hope).improve(30.0)
        steps.append(run.profiler.profile("by_blocks", "asked for").work("rearrange outline").times)
    assert steps[0] > 2 * steps[1] > 0


def test_outline_search_is_stuck_where_nothing_was_gained_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps that do not come to an end say nothing of whether there is something better."""
    monkeypatch.setattr(outline_search_module, "IN_VAIN", Phase(0.1, 60.0))
    monkeypatch.setattr(outline_search_module, "PATIENCE", 10_000)
    least = cheapest(EARLY, ANNEX)
    run, relaxation = relaxation_of(EARLY, ANNEX)
    search = OutlineSearch(run, relaxation, least.outline)
    search.improve(30.0)
    assert search.is_stuck
    assert 60.0 - run.left < 8.0


def test_outline_search_spends_no_more_than_it_may() -> None:
    start = cheapest(LATE, HALL)
    run, relaxation = relaxation_of(EARLY, ANNEX)
    before = run.left
    assert OutlineSearch(run, relaxation, start.outline).improve(0.0) is not None
    assert before - run.left < 1.0


def neighbourhoods_of(relaxation: Relaxation, start: Found, seed: int) -> tuple[OutlineNeighbourhoods, Values]:
    """The neighbourhoods, and a start's decisions with what they cost where everybody pays as little as possible."""
    parts = parts_of(relaxation)
    rows = Rows(relaxation.model, parts.keys())
    values = rows.values_of(relaxation.decisions(start.outline))
    part = rows.part(values, rows.follows)
    solver = new_solver(Params(workers=1), deterministic=False)
    assert solver.solve(part.model) == cp_model.OPTIMAL
    return OutlineNeighbourhoods(parts, rows, random.Random(seed)), part.completed(values, solver.response_proto.solution)


def test_a_family_that_pays_for_where_it_is_is_free_more_often() -> None:
    """All are in the annex as far as they can, where brokering alone should not be."""
    brokering = Selector((("theme", ("brokering",)),))
    _, relaxation = relaxation_of(AvoidBlocks(id="avoid", for_=brokering, rooms=Selector((("id", ("annex",)),)), weight=3))
    start = cheapest(LATE, HALL)
    chosen = set()
    for seed in range(20):
        neighbourhoods, values = neighbourhoods_of(relaxation, start, seed)
        chosen |= set(neighbourhoods.paying(values).tolist())
    families = dict.fromkeys(part[0] for part in parts_of(relaxation).values())
    assert [list(families)[number] for number in chosen] == [tuple(one.id for one in TALKS.sessions if one.theme == "brokering")]


def test_each_kind_of_neighbourhood_comes_up_and_frees_some_decisions_alone() -> None:
    _, relaxation = relaxation_of(EARLY, ANNEX)
    start, parts = cheapest(LATE, HALL), parts_of(relaxation)
    kinds = set()
    for seed in range(60):
        neighbourhoods, values = neighbourhoods_of(relaxation, start, seed)
        kind, free = neighbourhoods.choose(values)
        kinds.add(kind)
        freed = set(np.flatnonzero(free).tolist())
        assert freed
        assert freed <= parts.keys()
        if kind == "families":
            families = {parts[variable][0] for variable in freed}
            assert freed == {variable for variable, part in parts.items() if part[0] in families}
        if kind == "periods":
            periods = {parts[variable][1] for variable in freed}
            assert freed == {variable for variable, part in parts.items() if part[1] in periods}
    assert kinds == {"families", "periods", "rooms", "families in periods", "costs"}


def test_a_step_may_leave_what_is_held_and_free_and_nothing_else() -> None:
    _, relaxation = relaxation_of(EARLY, ANNEX)
    start, left = cheapest(LATE, HALL), []
    for seed in range(20):
        neighbourhoods, values = neighbourhoods_of(relaxation, start, seed)
        free = np.arange(len(values)) % 2 == 0
        left.append(neighbourhoods.leave(values, free))
        assert all(free[variable] and values[variable] > 0 for variable in left[-1])
    assert [] in left
    assert len(set(map(tuple, left))) > 5


@pytest.mark.parametrize(
    ("gains", "often"), [(lambda kind: kind == "periods", "periods"), (lambda kind: kind == "rooms", "rooms")], ids=["periods", "rooms"]
)
def test_a_kind_that_gains_is_chosen_more_often_than_others(gains: Callable[[str], bool], often: str) -> None:
    _, relaxation = relaxation_of(EARLY, ANNEX)
    neighbourhoods, values = neighbourhoods_of(relaxation, cheapest(LATE, HALL), 1)
    for _ in range(100):
        kind, _ = neighbourhoods.choose(values)
        neighbourhoods.learn(kind, 0.2, gained=gains(kind), solved=True, quickly=False)
    chosen = [neighbourhoods.choose(values)[0] for _ in range(100)]
    assert chosen.count(often) > 50


def test_hints_of_two_outlines_are_of_the_last_one_alone() -> None:
    """CP-SAT refuses a model with two hints for a variable."""
    start, least = cheapest(LATE, HALL), cheapest(EARLY, ANNEX)
    run, relaxation = relaxation_of(EARLY, ANNEX)
    relaxation.hint(start.outline)
    relaxation.hint(least.outline)
    found = Found.of(relaxation, run.search("cheapest", relaxation, Effort(30.0)))
    assert found is not None
    assert found.cost == least.cost
