"""How large the model of a small meeting is: counted, so that it grows only on purpose."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.problem import Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.model.builder import BuiltModel, build
from scheduler.model.formulation import demands_of, formulate, formulate_demands
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import tiny_meeting, tiny_session
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.within import Within

EVERYTHING = Selector()
ONE_PER_ROOM = OnePerRoom(id="room", for_=Selector((("room", (ALL,)),)))
MORNINGS = Within(id="mornings", for_=EVERYTHING, window=When.parse("morning"))
THREE = tiny_meeting(tiny_session("a"), tiny_session("b"), tiny_session("c"))


def build_book(problem: Problem, *rules: Rule) -> BuiltModel:
    return build(formulate(problem, RuleBook("book", rules)))


def test_build_hard_clash_is_one_no_overlap() -> None:
    model = build_book(THREE, ONE_PER_ROOM).model.proto
    # A start each, and the constant true; the only room is no choice. Three intervals and one NoOverlap, no literal per pair.
    assert len(model.variables) == 4
    assert sum(constraint.has_no_overlap() for constraint in model.constraints) == 1
    assert sum(constraint.has_interval() for constraint in model.constraints) == 3


def test_build_weighted_clash_has_a_literal_per_pair() -> None:
    model = build_book(THREE, replace(ONE_PER_ROOM, weight=1)).model.proto
    # Beside the four: for each of three pairs the one order, the other, and that neither holds.
    assert len(model.variables) == 4 + 3 * 3
    assert sum(constraint.has_no_overlap() for constraint in model.constraints) == 0


def test_build_asks_each_question_once() -> None:
    once = build_book(THREE, MORNINGS).model.proto
    twice = build_book(THREE, MORNINGS, replace(MORNINGS, id="again", weight=2)).model.proto
    assert len(once.variables) == len(twice.variables)


def test_build_rule_that_always_holds_adds_no_variable() -> None:
    all_day = replace(MORNINGS, window=When.parse("00:00-24:00"))
    assert len(build_book(THREE, all_day).model.proto.variables) == 4


def test_build_without_weighted_rules_has_no_objective() -> None:
    assert not build_book(THREE, MORNINGS).model.has_objective()
    assert build_book(THREE, replace(MORNINGS, weight=1)).model.has_objective()


def test_demands_of_are_each_session_and_each_hard_instance() -> None:
    demands = demands_of(THREE, RuleBook("book", (MORNINGS, replace(ONE_PER_ROOM, weight=4))))
    names = [(demand.rule.id if demand.rule else None, demand.instance.subject) for demand in demands]
    assert names == [(None, "a"), (None, "b"), (None, "c"), ("mornings", "a"), ("mornings", "b"), ("mornings", "c")]


def test_build_demands_may_leave_out_a_session_that_nothing_demands() -> None:
    demands = demands_of(THREE, RuleBook("book", ()))
    held = [variables.held for variables in build(formulate_demands(THREE, demands[:1])).variables.sessions.values()]
    assert [variable.name for variable in held] == ["", "held b", "held c"]
