"""Periods first is a relaxation, too: every agenda has its periods there, at no more than it costs; and it says what it can."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model
from random_meetings import book_of, problems, rules_of_every_kind
from solver_answers import checked_answers

from scheduler.domain.agenda import Entry
from scheduler.domain.problem import Pair, Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.model.formulation import formulate
from scheduler.model.periods_first import periods_first
from scheduler.model.relaxation import Relaxation, relax
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import TWO_ROOMS, tiny_meeting, tiny_session
from scheduler.rules.kinds.avoid_blocks import AvoidBlocks
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.one_room_per_period import OneRoomPerPeriod
from scheduler.rules.kinds.one_theme_per_room import OneThemePerRoom
from scheduler.rules.kinds.position import Position
from scheduler.rules.kinds.prefer import Prefer
from scheduler.rules.kinds.same_room import SameRoom
from scheduler.rules.kinds.similar_blocks import SimilarBlocks

SAMPLE = 12
"""So many agendas of a random meeting are put to its relaxation."""
ONE_PER_ROOM = OnePerRoom(id="room", for_=Selector((("room", (ALL,)),)))
ONE_THEME = OneThemePerRoom(id="theme", for_=Selector())
ANNEX = Selector((("id", ("annex",)),))


def solved(relaxation: Relaxation) -> cp_model.CpSolver | None:
    """The solver with a proved optimum; None where there is no solution."""
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    status = solver.solve(relaxation.model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return solver if status == cp_model.OPTIMAL else None


def least(problem: Problem, *rules: Rule, most: int | None = None) -> int | None:
    solver = solved(relax(periods_first(formulate(problem, RuleBook("book", (ONE_PER_ROOM, ONE_THEME, *rules))), most)))
    return None if solver is None else round(solver.objective_value)


def talks(transit: int, brokering: int = 0) -> Problem:
    """A meeting of four periods of two hours and two rooms, with so many talks of an hour of each theme."""
    themes = ["transit"] * transit + ["brokering"] * brokering
    return tiny_meeting(*(tiny_session(f"t{n}", theme=theme) for n, theme in enumerate(themes)), rooms=TWO_ROOMS)


def fix_periods(relaxation: Relaxation, entries: tuple[Entry, ...]) -> None:
    """Put every session into the period that these entries have it in."""
    periods = {entry.session: entry.period for entry in entries}
    for one in relaxation.compiler.sessions.values():
        for period in {cell.period for cell in one.cells}:
            inside = [number for cell, number in zip(one.cells, one.literals, strict=True) if cell.period == period]
            relaxation.model.add(cp_model.LinearExpr.sum(inside) == sum(periods.get(id) == period for id in one.members))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_periods_first_keeps_every_agenda_and_overstates_no_cost(problem: Problem, rules: list[Rule], random: object) -> None:
    book = book_of(problem, [ONE_PER_ROOM, ONE_THEME, *rules])
    answers = checked_answers(problem, book)
    formulation = periods_first(formulate(problem, book))
    for entries in random.sample(sorted(answers, key=str), min(SAMPLE, len(answers))):  # type: ignore[attr-defined]
        relaxation = relax(formulation)
        fix_periods(relaxation, entries)
        solver = solved(relaxation)
        assert solver is not None
        assert round(solver.objective_value) <= answers[entries]


def test_periods_first_counts_the_rooms_of_a_theme_in_a_period() -> None:
    """Eight hours in one room; of ten talks, two are beside others of the theme, in one period or in two."""
    one_room = OneRoomPerPeriod(id="beside", for_=Selector(), each="theme", weight=3)
    assert least(talks(8), one_room) == 0
    assert least(talks(10), one_room) == 3


def test_periods_first_has_no_more_rooms_than_are_wanted() -> None:
    """In one room there are eight hours."""
    assert least(talks(9, 1)) == 0
    assert least(talks(9, 1), most=1) is None
    assert least(talks(8, 1), most=1) == 0


def test_periods_first_shares_out_the_rooms() -> None:
    """Three themes in two rooms of one period do not fit."""
    meeting = tiny_meeting(*(tiny_session(id, theme=id) for id in "abc"), rooms=TWO_ROOMS)
    early = Prefer(id="early", for_=Selector(), time=When.parse("day 1, morning"), weight=2)
    assert least(meeting, early) == 2


def test_periods_first_knows_that_a_theme_of_one_talk_has_one_room() -> None:
    beside = OneRoomPerPeriod(id="beside", for_=Selector(), each="theme", weight=3)
    formulation = periods_first(formulate(talks(1, 1), RuleBook("book", (ONE_PER_ROOM, ONE_THEME, beside))))
    assert formulation.charges == ()


def test_periods_first_charges_the_blocks_beyond_the_rooms_that_are_liked() -> None:
    """Nine talks of two themes need five blocks; the hall has four, and both themes pay for the annex, one more than the other."""
    annex = AvoidBlocks(id="annex", for_=Selector((("theme", ("transit",)),)), rooms=ANNEX, weight=4)
    dearer = replace(annex, id="dearer", for_=Selector((("theme", ("brokering",)),)), weight=9)
    assert least(talks(5, 4), annex, dearer) == 4


def test_periods_first_at_levels_charges_where_families_want_the_same_rooms() -> None:
    """Three themes have two hours each in one morning: one likes the hall, one the annex, the third both; one has to go elsewhere."""
    cellar = replace(TWO_ROOMS[0], id="cellar", name="Cellar")
    meeting = tiny_meeting(*(tiny_session(f"{theme}{n}", theme=theme) for theme in "abc" for n in (1, 2)), rooms=(*TWO_ROOMS, cellar))
    avoids = {"a": ["annex", "cellar"], "b": ["hall", "cellar"], "c": ["cellar"]}
    dear = [
        AvoidBlocks(id=f"{theme}-{room}", for_=Selector((("theme", (theme,)),)), rooms=Selector((("id", (room,)),)), weight=50)
        for theme, rooms in avoids.items()
        for room in rooms
    ]
    early = Prefer(id="early", for_=Selector(), time=When.parse("day 1, morning"), weight=1000)
    formulation = formulate(meeting, RuleBook("book", (ONE_PER_ROOM, ONE_THEME, *dear, early)))
    costs = []
    for levels in ((), (0,), (50,), (0, 10)):
        solver = solved(relax(periods_first(formulation, 1, levels)))
        assert solver is not None
        costs.append(round(solver.objective_value))
    assert costs == [0, 50, 0, 100]


def test_periods_first_forbids_what_is_dear_and_asks_for_rooms() -> None:
    """A talk of the first day is not the second of its theme where the other one is on the second day."""
    others = [tiny_session(id, theme="brokering") for id in "cd"]
    meeting = tiny_meeting(tiny_session("a", theme="transit", item="2"), tiny_session("b", theme="transit"), *others, rooms=TWO_ROOMS)
    days = [Prefer(id=id, for_=Selector((("id", (id,)),)), time=When.parse(f"day {n}")) for n, id in enumerate("ab", start=1)]
    second = Position(id="order", for_=Selector((("theme", ("transit",)),)), weight=50)
    formulation = formulate(meeting, RuleBook("book", (ONE_PER_ROOM, ONE_THEME, *days, second)))
    solvable = [solved(relax(periods_first(formulation, 1, (0,), dear))) is not None for dear in (49, 50)]
    assert solvable == [False, True]


def test_periods_first_charges_a_block_that_costs_something_in_every_room() -> None:
    everywhere = AvoidBlocks(id="everywhere", for_=Selector(), weight=2)
    dearer = AvoidBlocks(id="dearer", for_=Selector(), rooms=ANNEX, weight=1)
    assert least(talks(2), everywhere, dearer) == 2
    assert least(talks(9), everywhere, dearer) == 5 * 2 + 1


def test_periods_first_charges_a_session_what_its_cheapest_room_costs() -> None:
    """What a wish for a time costs is known of a period; what a wish for a room costs besides, is avoided there."""
    first = Selector((("id", ("t0",)),))
    early = Prefer(id="early", for_=first, time=When.parse("day 2, morning"), weight=5)
    hall = Prefer(id="hall", for_=first, room=Selector((("id", ("hall",)),)), weight=1)
    assert least(talks(1), early, hall) == 0
    late = Prefer(id="late", for_=first, time=When.parse("day 1"), weight=7)
    assert least(talks(1), early, hall, late) == 5


def test_periods_first_keeps_similar_themes_apart() -> None:
    """All wish for the same morning."""
    similar = SimilarBlocks(id="similar", for_=Selector(), pairs="theme", weight=2)
    early = Prefer(id="early", for_=Selector(), time=When.parse("day 1, morning"), weight=20)
    pairs = (Pair(id="transit", second="brokering", kind="theme", weight=3),)
    assert least(replace(talks(2, 2), pairs=pairs), similar, early) == 6
    assert least(talks(2, 2), similar, early) == 0


def test_periods_first_says_nothing_of_one_room_in_several_periods() -> None:
    stay = SameRoom(id="stay", for_=Selector(), each="theme", weight=5)
    assert least(talks(9, 1), stay) == 0
