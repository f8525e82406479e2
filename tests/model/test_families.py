"""Families: who they are, what is said of them in the relaxation, and whom it need not tell apart."""

from __future__ import annotations

from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.domain.problem import Pair, Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.model.alike import alike
from scheduler.model.cells import cells_of
from scheduler.model.families import whole_families
from scheduler.model.formulation import formulate
from scheduler.model.relaxation import Relaxation, relax
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import TWO_ROOMS, tiny_meeting, tiny_session
from scheduler.rules.kinds.avoid_blocks import AvoidBlocks
from scheduler.rules.kinds.follow_both import FollowBoth
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.one_theme_per_room import OneThemePerRoom
from scheduler.rules.kinds.prefer import Prefer
from scheduler.rules.kinds.same_room import SameRoom as OneRoom
from scheduler.rules.terms import All, Not, SamePeriod, SameRoom

ONE_PER_ROOM = OnePerRoom(id="room", for_=Selector((("room", (ALL,)),)))
ONE_THEME = OneThemePerRoom(id="theme", for_=Selector())
ANNEX = Selector((("id", ("annex",)),))
TRANSIT, BROKERING = ("t1", "t2", "t3"), ("b1", "b2")
MEETING = tiny_meeting(
    *(tiny_session(id, theme="transit") for id in TRANSIT), *(tiny_session(id, theme="brokering") for id in BROKERING), rooms=TWO_ROOMS
)


def solved(relaxation: Relaxation) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    assert solver.solve(relaxation.model) == cp_model.OPTIMAL
    return solver


def least(problem: Problem, *rules: Rule) -> int:
    return round(solved(relax(formulate(problem, RuleBook("book", rules)))).objective_value)


def test_families_are_the_themes_that_share_no_block() -> None:
    families = formulate(MEETING, RuleBook("book", (ONE_PER_ROOM, ONE_THEME))).families
    assert families == {**dict.fromkeys(TRANSIT, TRANSIT), **dict.fromkeys(BROKERING, BROKERING)}


def test_families_need_a_rule_that_must_hold() -> None:
    assert formulate(MEETING, RuleBook("book", (ONE_PER_ROOM, replace(ONE_THEME, weight=3)))).families == {}


def test_whole_families_are_told_from_parts_of_them() -> None:
    families = {**dict.fromkeys(TRANSIT, TRANSIT), **dict.fromkeys(BROKERING, BROKERING)}
    assert whole_families((*TRANSIT, *BROKERING), families) == (TRANSIT, BROKERING)
    assert whole_families(("t1", "t2", "b1", "b2"), families) is None
    assert whole_families((*TRANSIT, "stranger"), families) is None


def test_cells_of_a_family_have_every_room() -> None:
    formulation = formulate(MEETING, RuleBook("book", (ONE_PER_ROOM, ONE_THEME)))
    assert {cell.rooms for cells in cells_of(formulation).values() for cell in cells} == {("hall", "annex")}


def test_alike_are_those_of_a_family_of_whom_nothing_else_is_said() -> None:
    first = Prefer(id="first", for_=Selector((("id", ("t2",)),)), time=When.parse("day 1, morning"), weight=2)
    formulation = formulate(
        MEETING, RuleBook("book", (ONE_PER_ROOM, ONE_THEME, OneRoom(id="stay", for_=Selector(), each="theme", weight=1), first))
    )
    assert alike(formulation, cells_of(formulation)) == [("t1", "t3"), ("t2",), ("b1", "b2")]


def test_relaxation_counts_the_rooms_of_a_theme() -> None:
    """Nine talks of a theme, and eight hours in a room: a second room is needed, whatever the times."""
    talks = [tiny_session(f"t{number}", theme="transit") for number in range(9)]
    stay = OneRoom(id="stay", for_=Selector(), each="theme", weight=5)
    assert least(tiny_meeting(*talks, rooms=TWO_ROOMS), ONE_PER_ROOM, ONE_THEME, stay) == 5
    assert least(tiny_meeting(*talks[:8], rooms=TWO_ROOMS), ONE_PER_ROOM, ONE_THEME, stay) == 0


def test_relaxation_counts_the_blocks_of_several_themes_together() -> None:
    """Each of the four periods has a block in the annex that is not to be used; nine talks of two themes need one of them."""
    talks = [tiny_session(f"t{number}", theme="transit" if number < 5 else "brokering") for number in range(9)]
    swept = AvoidBlocks(id="swept", for_=Selector(), rooms=ANNEX, weight=4)
    assert least(tiny_meeting(*talks, rooms=TWO_ROOMS), ONE_PER_ROOM, ONE_THEME, swept) == 4


def test_relaxation_packs_the_rooms_of_a_theme() -> None:
    """Periods of two hours hold one of 90 minutes each, be there half an hour left in each or not: five need a fifth block."""
    long = [replace(tiny_session(f"t{number}", theme="transit"), minutes=90) for number in range(5)]
    swept = AvoidBlocks(id="swept", for_=Selector(), rooms=ANNEX, weight=4)
    assert least(tiny_meeting(*long, rooms=TWO_ROOMS), ONE_PER_ROOM, ONE_THEME, swept) == 4


def test_outline_gives_a_session_the_rooms_that_its_family_has() -> None:
    swept = AvoidBlocks(id="swept", for_=Selector(), rooms=ANNEX, weight=4)
    relaxation = relax(formulate(MEETING, RuleBook("book", (ONE_PER_ROOM, ONE_THEME, swept))))
    outline = relaxation.outline(solved(relaxation).value)
    assert set(outline) == {*TRANSIT, *BROKERING}
    assert {cell.rooms for cell in outline.values() if cell} == {("hall",)}


def test_two_of_two_families_are_not_asked_for_their_rooms() -> None:
    pairs = (Pair(id="t1", second="b1", kind="session"), Pair(id="t1", second="t2", kind="session"))
    both = FollowBoth(id="both", for_=Selector(), pairs="session", weight=1)
    charges = formulate(replace(MEETING, pairs=pairs), RuleBook("book", (ONE_PER_ROOM, ONE_THEME, both))).charges
    assert [charge.measure for charge in charges] == [
        All((SamePeriod("t1", "t2"), Not(SameRoom("t1", "t2")))),
        SamePeriod("b1", "t1"),
    ]
