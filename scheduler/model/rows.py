"""A relaxation's constraints as the rows of one sparse matrix, from which a part of its model is taken in milliseconds.

Each constraint of a relaxation is linear, a clause or a conjunction: a row lo ≤ Σ aᵢ·xᵢ ≤ hi, which may hold only where some literal is
true. Where most variables are constants, CP-SAT takes longer to presolve a copy of the whole model than to search what is left.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from scheduler.model.certainty import Mask

Values = NDArray[np.int64]
"""The value of every variable of a model, by its number."""

INFINITE = 2.0**52
"""Bounds beyond this are none; up to it, floating point counts exactly."""
UNCONDITIONAL = -1
"""The literal of a row that always holds."""


@dataclass(frozen=True, slots=True)
class Part:
    """A model of those variables of a larger one that are free, with their numbers there; building it took so many ``seconds``."""

    model: cp_model.CpModel
    variables: NDArray[np.int64]
    seconds: float

    def completed(self, values: Values, solution: Sequence[int]) -> Values:
        """The values of the larger model's variables, with those of this one's solution."""
        whole = values.copy()
        whole[self.variables] = solution
        return whole


class Rows:
    """The matrix of a model's constraints.

    Parameters
    ----------
    model : CpModel
        Of linear constraints over an interval, clauses, and conjunctions, each under one literal at the most.
    decisions : collection of int
        The variables that decide something; the values of the others follow, or count costs.
    """

    def __init__(self, model: cp_model.CpModel, decisions: Collection[int]) -> None:
        proto = model.proto
        domains = [variable.domain for variable in proto.variables]
        self._domains = np.array([(domain[0], domain[len(domain) - 1]) for domain in domains], dtype=np.int64).reshape(-1, 2)
        self.follows = np.ones(len(domains), dtype=np.bool_)
        self.follows[list(decisions)] = False
        self._weights = np.zeros(len(domains), dtype=np.int64)
        self._weights[list(proto.objective.vars)] = list(proto.objective.coeffs)
        self._offset = round(proto.objective.offset)
        self._read(model)

    def _read(self, model: cp_model.CpModel) -> None:
        columns: list[int] = []
        factors: list[int] = []
        ends, bounds, literals, clauses = [0], [], [], []
        for constraint in model.proto.constraints:
            if constraint.has_linear():
                linear = constraint.linear
                columns.extend(linear.vars)
                factors.extend(linear.coeffs)
                least, most, clause = linear.domain[0], linear.domain[1], False
            else:
                clause = constraint.has_bool_or()
                members = list(constraint.bool_or.literals if clause else constraint.bool_and.literals)
                columns.extend(literal if literal >= 0 else -literal - 1 for literal in members)
                factors.extend(1 if literal >= 0 else -1 for literal in members)
                negated = sum(literal < 0 for literal in members)
                least, most = (1 if clause else len(members)) - negated, len(members)
            ends.append(len(columns))
            bounds.append((least, most))
            clauses.append(clause)
            condition = constraint.enforcement_literal
            literals.append(condition[0] if len(condition) else None)
        self._columns, self._factors = np.array(columns, dtype=np.int64), np.array(factors, dtype=np.int64)
        self._row = np.repeat(np.arange(len(bounds)), np.diff(ends))
        limits = np.array(bounds, dtype=np.float64).reshape(-1, 2)
        limits[limits > INFINITE] = np.inf
        limits[limits < -INFINITE] = -np.inf
        self._limits = limits
        self._when = np.array([UNCONDITIONAL if x is None else x if x >= 0 else -x - 1 for x in literals], dtype=np.int64)
        self._wanted = np.array([x is None or x >= 0 for x in literals], dtype=np.int64)
        self._clauses = np.array(clauses, dtype=np.bool_)
        conditional = np.flatnonzero(self._when != UNCONDITIONAL)
        self._all_columns = np.concatenate([self._columns, self._when[conditional]])
        self._all_rows = np.concatenate([self._row, conditional])

    def values_of(self, known: Iterable[tuple[int, int]]) -> Values:
        """Values for all variables, of which some are known by their numbers; the others are 0."""
        values = np.zeros(len(self.follows), dtype=np.int64)
        for variable, value in known:
            values[variable] = value
        return values

    def costs(self, values: Values) -> Values:
        """What each variable costs by itself."""
        return self._weights * values

    def cost(self, values: Values) -> int:
        """What a solution costs."""
        return self._offset + int(self.costs(values).sum())

    def decisions_of(self, variable: int, most: int) -> NDArray[np.int64]:
        """The decisions that a variable's value follows from, or goes with; far more than ``most`` are cut short."""
        reached = np.zeros(len(self.follows), dtype=np.bool_)
        reached[variable] = True
        while True:
            rows = self._touching(reached & self.follows if self.follows[variable] else reached)
            touched = reached | self._touched(rows)
            decided = touched & ~self.follows
            if not self.follows[variable] or np.count_nonzero(decided) > most or np.array_equal(touched, reached):
                return np.flatnonzero(decided)
            reached = touched

    def part(self, values: Values, free: Mask, unwanted: Sequence[int] = ()) -> Part:
        """The model of the ``free`` variables and of what follows from them, where all others have these values.

        Of solutions that cost the same, those are better in which the ``unwanted`` ones of the free variables are less.
        """
        began = time.monotonic()
        free, rows = self._with_followers(free)
        columns, whole = self._columns, np.where(free, 0, values)
        inside = rows[self._row]
        fixed = self._sum(np.where(inside, self._factors * whole[columns], 0))
        limits = self._limits - fixed[:, None]
        kept = inside & free[columns]
        ends = (np.where(self._factors > 0, self._domains[columns, n], self._domains[columns, 1 - n]) for n in (0, 1))
        lowest, highest = (self._sum(np.where(kept, self._factors * end, 0)) for end in ends)
        said = (lowest >= limits[:, 0]) & (highest <= limits[:, 1])
        idle = (self._when != UNCONDITIONAL) & ~free[self._when] & (values[self._when] != self._wanted)
        needed = rows & ~said & ~idle
        model = self._model(values, free, needed, kept & needed[self._row], limits)
        self._add_costs(model, values, free, unwanted)
        return Part(model, np.flatnonzero(free), time.monotonic() - began)

    def _model(self, values: Values, free: Mask, rows: Mask, entries: Mask, limits: NDArray[np.float64]) -> cp_model.CpModel:
        model, variables = cp_model.CpModel(), np.flatnonzero(free)
        number = np.full(len(free), -1)
        number[variables] = np.arange(len(variables))
        proto = model.proto
        for first, last in self._domains[variables].tolist():
            proto.variables.add().domain.extend((first, last))
        own, factors = number[self._columns[entries]], self._factors[entries]
        columns, factors, members = own.tolist(), factors.tolist(), np.where(factors > 0, own, -own - 1).tolist()
        ends = np.cumsum(np.bincount(self._row[entries], minlength=len(rows))[rows]).tolist()
        conditional = (self._when != UNCONDITIONAL) & free[self._when]
        literals = np.where(self._wanted == 1, number[self._when], -number[self._when] - 1)
        of_rows = (_whole(limits), conditional, literals, self._clauses)
        begin = 0
        for end, bounds, under, literal, clause in zip(ends, *(each[rows].tolist() for each in of_rows), strict=True):
            constraint = proto.constraints.add()
            if under:
                constraint.enforcement_literal.append(literal)
            if clause:
                constraint.bool_or.literals.extend(members[begin:end])
            else:
                linear = constraint.linear
                linear.vars.extend(columns[begin:end])
                linear.coeffs.extend(factors[begin:end])
                linear.domain.extend(bounds)
            begin = end
        proto.solution_hint.vars.extend(range(len(variables)))
        proto.solution_hint.values.extend(values[variables].tolist())
        return model

    def _add_costs(self, model: cp_model.CpModel, values: Values, free: Mask, unwanted: Sequence[int]) -> None:
        """Costs, and in fractions of them what is unwanted."""
        left = np.array(unwanted, dtype=np.int64)
        unit = 1 + int(self._domains[left, 1].sum())
        weights = self._weights * unit
        weights[left] += 1
        weights = weights[free]
        paying = np.flatnonzero(weights)
        objective = model.proto.objective
        objective.vars.extend(paying.tolist())
        objective.coeffs.extend(weights[paying].tolist())
        objective.offset = unit * (self._offset + int(self.costs(values)[~free].sum()))
        objective.scaling_factor = 1 / unit

    def _with_followers(self, free: Mask) -> tuple[Mask, Mask]:
        """The free variables with those that follow from them, and the rows that speak of any."""
        while True:
            rows = self._touching(free)
            more = free | (self._touched(rows) & self.follows)
            if np.array_equal(more, free):
                return free, rows
            free = more

    def _touching(self, variables: Mask) -> Mask:
        """The rows that speak of some of the variables."""
        rows = np.zeros(len(self._limits), dtype=np.bool_)
        rows[self._all_rows[variables[self._all_columns]]] = True
        return rows

    def _touched(self, rows: Mask) -> Mask:
        """The variables of which some of the rows speak."""
        variables = np.zeros(len(self.follows), dtype=np.bool_)
        variables[self._all_columns[rows[self._all_rows]]] = True
        return variables

    def _sum(self, entries: Values) -> NDArray[np.float64]:
        return np.asarray(np.bincount(self._row, weights=entries, minlength=len(self._limits)), dtype=np.float64)


def _whole(limits: NDArray[np.float64]) -> NDArray[np.int64]:
    """Limits as CP-SAT writes them, which has numbers for infinity."""
    finite = np.isfinite(limits)
    return np.where(finite, np.where(finite, limits, 0).astype(np.int64), np.where(limits > 0, cp_model.INT_MAX, cp_model.INT_MIN))
