"""Whether sessions can be packed into stretches of time one after the other: how many of each length, not where exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

DETERMINISTIC_SECONDS = 0.1
"""How long a packing is looked for; one that is not decided by then counts as possible."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something of so many ``minutes`` that can lie in the ``stretches`` with these numbers."""

    minutes: int
    stretches: frozenset[int]


def can_be_packed(items: Iterable[Item], stretches: Sequence[int], gap: int = 0) -> bool:
    """Whether the items may fit into the stretches, of so many minutes each, with a gap between two; False is a proof."""
    model = cp_model.CpModel()
    filled: list[list[cp_model.LinearExprT]] = [[] for _ in stretches]
    for item, count in Counter(items).items():
        here = {number: model.new_int_var(0, count, "") for number in sorted(item.stretches)}
        model.add(cp_model.LinearExpr.sum(list(here.values())) == count)
        for number, variable in here.items():
            filled[number].append((item.minutes + gap) * variable)
    for minutes, load in zip(stretches, filled, strict=True):
        model.add(cp_model.LinearExpr.sum(load) <= minutes + gap)
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False  # Otherwise Ctrl-C would end the program from here on, without a word.
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = DETERMINISTIC_SECONDS
    return solver.solve(model) != cp_model.INFEASIBLE
