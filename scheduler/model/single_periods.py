"""Periods that hold one session per room: whether the sessions of one can share out its rooms.

By Hall's theorem they can if no set of rooms is the only choice of more sessions than it has rooms (P. Hall, On representatives of
subsets, Journal of the London Mathematical Society 1935). The unions of what sessions can choose from are sets enough.
"""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from scheduler.domain.problem import Problem
from scheduler.model.relaxed_terms import RelaxedCompiler

MOST_UNIONS = 200
"""Of more unions than this only the choices themselves are counted, and all rooms together: a relaxation still."""


def hold_one_per_room(model: cp_model.CpModel, compiler: RelaxedCompiler, problem: Problem) -> None:
    """Let each period with ``single`` hold no more sessions than have rooms there."""
    for period in (period for period in problem.periods if period.single):
        chosen = [
            (frozenset(cell.rooms), literal)
            for one in compiler.sessions.values()
            for cell, literal in zip(one.cells, one.literals, strict=True)
            if cell.period == period.id
        ]
        for rooms in critical({choice for choice, _ in chosen}, frozenset(period.rooms)):
            inside = [literal for choice, literal in chosen if choice <= rooms]
            if len(inside) > len(rooms):
                model.add(cp_model.LinearExpr.sum(inside) <= len(rooms))


def _order(rooms: frozenset[str]) -> tuple[int, list[str]]:
    return len(rooms), sorted(rooms)


def critical(choices: Iterable[frozenset[str]], every: frozenset[str]) -> list[frozenset[str]]:
    """The sets of rooms to be counted, small ones first: each room that is somebody's only choice, and the unions of larger choices."""
    single = {choice for choice in choices if len(choice) == 1}
    larger = {choice for choice in choices if len(choice) > 1}
    unions: set[frozenset[str]] = set()
    for choice in sorted(larger, key=_order):
        unions |= {choice} | {choice | union for union in unions}
        if len(unions) > MOST_UNIONS:
            return sorted(single | larger | {every}, key=_order)
    return sorted(single | unions, key=_order)
