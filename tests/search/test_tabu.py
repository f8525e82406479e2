"""The tabu search finds what force finds on tiny meetings, tells only what breaks nothing, and repeats itself."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_meetings import book_of, problems, rules_of_every_kind, tables_and_choices
from solver_answers import checked_answers

from scheduler.domain.problem import Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.model.formulation import formulate
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import TWO_ROOMS, tiny_meeting, tiny_session
from scheduler.rules.kinds.not_parallel import NotParallel
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.same_room import SameRoom
from scheduler.search.position import FORBIDDEN, Position
from scheduler.search.spots import Ints
from scheduler.search.tables import Tables, tables_of
from scheduler.search.tabu import Tabu

STEPS = 300


def climbed(tables: Tables, vector: Ints, seed: int = 1) -> list[tuple[list[int], int]]:
    """What a search from there tells."""
    told: list[tuple[list[int], int]] = []
    tabu = Tabu(tables, vector, seed, lambda found, cost: told.append((found.tolist(), cost)))
    for _ in range(STEPS):
        tabu.step()
    return told


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=3))
def test_tabu_finds_the_least_cost_of_random_meetings(problem: Problem, rules: list[Rule]) -> None:
    book = book_of(problem, rules)
    tables = tables_of(formulate(problem, book))
    answers = checked_answers(problem, book)
    assume(tables is not None and answers)
    assert tables is not None
    first = np.array([np.flatnonzero(row)[0] for row in tables.spots.allowed])
    told = climbed(tables, first)
    costs = [cost for _, cost in told]
    assert costs == sorted(set(costs), reverse=True)
    assert all(tables.breaches(np.array(found)) == 0 and tables.cost(np.array(found)) == cost for found, cost in told)
    best = min([*costs, *([] if tables.breaches(first) else [tables.cost(first)])])
    assert best == min(answers.values())


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=3), st.data())
def test_swap_that_is_drawn_changes_the_cost_by_what_it_is_drawn_for(problem: Problem, rules: list[Rule], data: st.DataObject) -> None:
    """Otherwise a search would make it for the lowest cost of all, again and again, and undo it each time."""
    tables, _, vector = tables_and_choices(problem, rules, data)
    (one, other), change = Tabu(tables, vector, 1, lambda found, cost: None)._drawn_swap(
        np.zeros((len(vector), len(vector)), dtype=np.int64)
    )
    assume(change < FORBIDDEN / 2)
    swapped = vector.copy()
    swapped[[one, other]] = swapped[[other, one]]
    assert change == Position(tables, swapped).total - Position(tables, vector).total


def test_tabu_repeats_itself_with_the_same_seed() -> None:
    rooms = OnePerRoom(id="rooms", for_=Selector((("room", (ALL,)),)))
    rules = rooms, NotParallel(id="apart", for_=Selector(), weight=3), SameRoom(id="one-room", for_=Selector(), weight=2)
    tables = tables_of(formulate(tiny_meeting(*(tiny_session(id) for id in "abcdef"), rooms=TWO_ROOMS), RuleBook("book", rules)))
    assert tables is not None
    first = np.zeros(6, dtype=np.int64)
    told = climbed(tables, first)
    assert told
    assert climbed(tables, first) == told


def test_tabu_goes_on_from_a_better_agenda_of_somebody_else() -> None:
    """It begins with all at once in one room; three after another there cost nothing, and nothing is better."""
    rules = NotParallel(id="apart", for_=Selector(), weight=3), SameRoom(id="one-room", for_=Selector(), weight=2)
    tables = tables_of(formulate(tiny_meeting(*(tiny_session(id) for id in "abc"), rooms=TWO_ROOMS), RuleBook("book", rules)))
    assert tables is not None
    first = np.zeros(3, dtype=np.int64)
    best, cost = climbed(tables, first)[-1]
    assert cost == 0 < tables.cost(first)
    told: list[int] = []
    tabu = Tabu(tables, first, 1, lambda _, cost: told.append(cost))
    tabu.adopt(np.array(best), cost)
    for _ in range(STEPS):
        tabu.step()
    assert told == []
