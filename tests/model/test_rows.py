"""The matrix of a relaxation: a part of it has the solutions and the costs that the whole model has where the rest is fixed."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.model.rows import Rows, Values

DECISIONS = 5


def model_of(rng: random.Random) -> cp_model.CpModel:
    """Five decisions, and a count and a literal that follow from them, under constraints of every form that a relaxation has."""
    model = cp_model.CpModel()
    decisions = [*(model.new_bool_var("") for _ in range(DECISIONS - 1)), model.new_int_var(0, 3, "")]
    literals = [literal if rng.random() < 0.5 else ~literal for literal in decisions[:-1]]
    both, excess = model.new_bool_var(""), model.new_int_var(0, 9, "")
    model.add_bool_or(rng.sample(literals, 2))
    model.add_bool_or(rng.sample(literals, 2)).only_enforce_if(both)
    model.add_bool_and(rng.sample(literals, 2)).only_enforce_if(both if rng.random() < 0.5 else ~both)
    factors = [rng.randint(-2, 2) for _ in decisions]
    model.add(cp_model.LinearExpr.weighted_sum(decisions, factors) <= rng.randint(0, 3))
    model.add(excess >= cp_model.LinearExpr.sum(decisions) - rng.randint(0, 3))
    model.add(excess >= rng.randint(1, 3)).only_enforce_if(~both)
    model.minimize(rng.randint(1, 5) * excess + 2 * ~literals[0] + 3 * both + rng.randint(0, 2) * decisions[-1] + 4)
    return model


def least(model: cp_model.CpModel, fixed: dict[int, int]) -> tuple[int, Values] | None:
    """The least cost, and a solution, where some variables are fixed."""
    model = model.clone()
    for variable, value in fixed.items():
        model.add(model.get_int_var_from_proto_index(variable) == value)
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return round(solver.objective_value), np.array(solver.response_proto.solution, dtype=np.int64)


def counting(model: cp_model.CpModel, variables: list[int], cost: int) -> cp_model.CpModel:
    """The model of those solutions that cost this, which counts some variables instead."""
    model = model.clone()
    objective = model.proto.objective
    every = [model.get_int_var_from_proto_index(variable) for variable in range(len(model.proto.variables))]
    paid = cp_model.LinearExpr.weighted_sum([every[variable] for variable in objective.vars], list(objective.coeffs))
    model.add(paid + round(objective.offset) == cost)
    model.minimize(cp_model.LinearExpr.sum([every[variable] for variable in variables]))
    return model


@given(st.randoms(use_true_random=False), st.sets(st.integers(0, DECISIONS - 1)))
def test_a_part_costs_what_the_whole_model_costs_where_the_rest_is_fixed(rng: random.Random, free: set[int]) -> None:
    model = model_of(rng)
    rows, start = Rows(model, range(DECISIONS)), least(model, {})
    if start is None:
        return
    cost, values = start
    assert rows.cost(values) == cost
    values = values.copy()
    for variable in free:
        values[variable] = 0  # What a free variable is now must not matter.
    whole = least(model, {variable: int(values[variable]) for variable in range(DECISIONS) if variable not in free})
    mask = np.isin(np.arange(len(values)), list(free)) | rows.follows
    part = rows.part(values, mask)
    found = least(part.model, {})
    assert (found is None) == (whole is None)
    if found is not None and whole is not None:
        assert found[0] == whole[0]
        values[part.variables] = found[1]
        assert rows.cost(values) == whole[0]
        assert least(model, dict(enumerate(values.tolist()))) is not None


@given(st.randoms(use_true_random=False), st.sets(st.integers(0, DECISIONS - 1)), st.sets(st.integers(0, DECISIONS - 1)))
def test_unwanted_decisions_are_less_only_where_that_costs_nothing(rng: random.Random, free: set[int], unwanted: set[int]) -> None:
    model = model_of(rng)
    rows, start = Rows(model, range(DECISIONS)), least(model, {})
    if start is None:
        return
    cost, values = start
    left = sorted(free & unwanted)
    mask = np.isin(np.arange(len(values)), list(free)) | rows.follows
    part = rows.part(values, mask, left)
    found = least(part.model, {})
    assert found is not None
    whole = part.completed(values, found[1].tolist())
    assert rows.cost(whole) == cost
    fewest = least(counting(model, left, cost), {variable: int(values[variable]) for variable in range(DECISIONS) if variable not in free})
    assert fewest is not None
    assert int(whole[left].sum()) == fewest[0]


def test_what_follows_from_a_free_decision_is_free_too_and_nothing_else() -> None:
    model = cp_model.CpModel()
    first, second = model.new_bool_var(""), model.new_bool_var("")
    counts, others = model.new_int_var(0, 5, ""), model.new_int_var(0, 5, "")
    model.add(counts >= 2 * first)
    model.add(others >= 2 * second)
    model.minimize(counts + others)
    rows = Rows(model, [0, 1])
    part = rows.part(np.array([1, 1, 2, 2]), np.array([True, False, False, False]))
    assert part.variables.tolist() == [0, 2]
    assert len(part.model.proto.constraints) == 1
    found = least(part.model, {})
    assert found is not None
    assert found[0] == 2  # The other's cost remains.
    assert rows.decisions_of(3, 10).tolist() == [1]
    assert rows.decisions_of(0, 10).tolist() == [0]


def test_a_row_that_says_nothing_is_left_out() -> None:
    model = cp_model.CpModel()
    first, second = model.new_bool_var(""), model.new_bool_var("")
    model.add_bool_or([first, second])
    rows = Rows(model, [0, 1])
    free = np.array([True, False])
    assert len(rows.part(np.array([1, 1]), free).model.proto.constraints) == 0
    assert len(rows.part(np.array([1, 0]), free).model.proto.constraints) == 1


@pytest.mark.parametrize(("value", "found"), [(1, 1), (0, None)])
def test_a_condition_that_is_fixed_makes_its_row_hold_or_not(value: int, found: int | None) -> None:
    """The second decision must be at least 1 where the first is true; it may then cost something."""
    model = cp_model.CpModel()
    first, second = model.new_bool_var(""), model.new_bool_var("")
    model.add(second >= 1).only_enforce_if(first)
    model.minimize(second)
    part = Rows(model, [0, 1]).part(np.array([value, 0]), np.array([False, True]))
    assert len(part.model.proto.constraints) == (1 if found else 0)
    solution = least(part.model, {})
    assert solution is not None
    assert solution[0] == (found or 0)
