"""Answers with expressions what terms count, over the literals of the compiler."""

from __future__ import annotations

from itertools import pairwise

from ortools.sat.python import cp_model

from scheduler.model.compiler import Compiler, Expression
from scheduler.model.overlap_levels import longer_overlaps, overlap_levels, steps
from scheduler.model.variables import SessionVariables
from scheduler.rules.terms import (
    Clashes,
    Crowding,
    Excess,
    Measure,
    MinutesEarly,
    MinutesLate,
    OverlapMinutes,
    Overlaps,
    Pairs,
    Rising,
    Times,
)


class Measures:
    """What terms count in one model, whose literals ``compiler`` gives; every auxiliary variable is defined in both directions."""

    def __init__(self, model: cp_model.CpModel, compiler: Compiler) -> None:
        self._model = model
        self._compiler = compiler

    def count(self, term: Measure) -> Expression:
        """What a term counts."""
        match term:
            case MinutesEarly(session, minute):
                one = self._compiler.of(session)
                return self._excess(one, minute - one.start, [minute - start for start in one.placements.starts])
            case MinutesLate(session, minute):
                one = self._compiler.of(session)
                late = one.session.minutes - minute
                return self._excess(one, one.start + late, [start + late for start in one.placements.starts])
            case Clashes():
                return cp_model.LinearExpr.sum(self._clashing_pairs(term))
            case Crowding():
                return cp_model.LinearExpr.sum(self._crowds(term))
            case Excess(literals, limit):
                return self._above([self._compiler.literal(literal) for literal in literals], limit)
            case Rising(literals):
                return self._rising([self._compiler.literal(literal) for literal in literals])
            case Pairs(first, then):
                return self._product(
                    [self._compiler.literal(literal) for literal in first], [self._compiler.literal(literal) for literal in then]
                )
            case OverlapMinutes(first, then):
                return self._overlap_minutes(first, then)
            case Times(count, measure):
                return count * self.count(measure)
            case _:
                return self._compiler.literal(term)

    def _clashing_pairs(self, term: Clashes) -> list[cp_model.BoolVarT]:
        possible = self._compiler.possible(term.claims)
        return [
            self._compiler.every([claim, other_claim, self._compiler.literal(Overlaps(session, other, term.gap))])
            for index, (session, claim) in enumerate(possible)
            for other, other_claim in possible[index + 1 :]
        ]

    def _crowds(self, term: Crowding) -> list[Expression]:
        """For each claim, by how much too many run at its start, if it is made."""
        claims = self._compiler.possible(term.claims)
        crowds: list[Expression] = []
        for index, (session, claim) in enumerate(claims):
            beside = [
                running
                for other, other_claim in claims[:index] + claims[index + 1 :]
                if not self._compiler.is_false(
                    running := self._compiler.every([claim, other_claim, self._runs_at_start_of(other, session)])
                )
            ]
            # Where the claim is not made, none of these is true; where it is, itself is one more.
            crowds.append(self._above(beside, term.limit - 1) if term.limit else claim + cp_model.LinearExpr.sum(beside))
        return crowds

    def _runs_at_start_of(self, running: str, session: str) -> cp_model.BoolVarT:
        """``running`` has begun, and is not over, when ``session`` starts, by their start variables."""
        if running == session:
            return self._compiler.true
        return self._compiler.every(
            [
                ~self._compiler.ends_before(session, running, 1 - self._compiler.of(session).session.minutes),
                ~self._compiler.ends_before(running, session, 0),
            ]
        )

    def _overlap_minutes(self, first: str, then: str) -> Expression:
        one, other = self._compiler.of(first), self._compiler.of(then)
        levels = overlap_levels(one.placements.starts, one.session.minutes, other.placements.starts, other.session.minutes)
        overlaps = [self._compiler.literal(overlap) for overlap in longer_overlaps(first, then, levels)]
        return cp_model.LinearExpr.weighted_sum(overlaps, steps(levels))

    def _product(self, first: list[cp_model.BoolVarT], then: list[cp_model.BoolVarT]) -> Expression:
        """For each of the first that is true, as many as are true of the others."""
        many, certain = self._compiler.split(then)
        if not many and not certain:
            return 0
        count = cp_model.LinearExpr.sum(many) + certain
        products: list[Expression] = []
        for literal in first:
            product = self._model.new_int_var(0, len(many) + certain, "")
            self._model.add(product == count).only_enforce_if(literal)
            self._model.add(product == 0).only_enforce_if(~literal)
            products.append(product)
        return cp_model.LinearExpr.sum(products)

    def _excess(self, one: SessionVariables, amount: Expression, possible: list[int]) -> Expression:
        """The amount where it is above 0 and the session is held; ``possible`` are the values that it can have."""
        if max(possible, default=0) <= 0:
            return 0
        excess = self._model.new_int_var(0, max(possible), "")
        self._model.add_max_equality(excess, [amount, 0])
        return excess - max(0, possible[0]) * ~one.held

    def _above(self, literals: list[cp_model.BoolVarT], limit: int) -> Expression:
        """By how many more than ``limit`` of the literals are true."""
        open_literals, certain = self._compiler.split(literals)
        if len(open_literals) + certain <= limit:
            return 0
        count = cp_model.LinearExpr.sum(open_literals) + certain - limit
        if certain >= limit:
            return count
        excess = self._model.new_int_var(0, len(open_literals) + certain - limit, "")
        self._model.add_max_equality(excess, [count, 0])
        return excess

    def _rising(self, literals: list[cp_model.BoolVarT]) -> Expression:
        """Σ k over the steps that the count has climbed: step k is true where at least k of the literals are."""
        steps = [self._model.new_bool_var("") for _ in literals]
        self._model.add(cp_model.LinearExpr.sum(literals) == cp_model.LinearExpr.sum(steps))
        for lower, higher in pairwise(steps):
            self._model.add_implication(higher, lower)
        return cp_model.LinearExpr.weighted_sum(steps, list(range(1, len(steps) + 1)))
