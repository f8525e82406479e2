"""Answers the rules' terms with CP-SAT literals and expressions, each question once.

What the placements already decide is folded to a constant, so that no variable is made for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import Any as AnyValue

from ortools.sat.python import cp_model

from scheduler.model.variables import SessionVariables, Variables
from scheduler.rules.terms import (
    All,
    Any,
    Clashes,
    Crowding,
    DaysApart,
    Excess,
    Follows,
    Held,
    InRoom,
    Literal,
    Measure,
    MinutesEarly,
    MinutesLate,
    Not,
    Overlaps,
    Precedes,
    Rising,
    SameRoom,
    Serves,
    StartsIn,
    Times,
)

Expression = cp_model.LinearExprT
"""A CP-SAT integer expression."""


class Compiler:
    """Turns terms into CP-SAT over one model's variables.

    Parameters
    ----------
    model : CpModel
        The model to which auxiliary variables and their definitions are added. Every literal is defined in both
        directions, so that its value in a solution is what the term means.
    variables : Variables
        The decisions that the terms speak of.
    """

    def __init__(self, model: cp_model.CpModel, variables: Variables) -> None:
        self._model = model
        self._variables = variables
        self._true = variables.true
        self._false = ~variables.true
        self._literals: dict[AnyValue, cp_model.BoolVarT] = {}

    def literal(self, term: Literal) -> cp_model.BoolVarT:
        """The CP-SAT literal of a term."""
        known = self._literals.get(term)
        if known is None:
            known = self._literals[term] = self._compile(term)
        return known

    def measure(self, term: Measure) -> Expression:
        """What a term counts, as an expression."""
        match term:
            case MinutesEarly(session, minute):
                one = self._of(session)
                return self._excess(one, minute - one.start, [minute - start for start in one.placements.starts])
            case MinutesLate(session, minute):
                one = self._of(session)
                late = one.session.minutes - minute
                return self._excess(one, one.start + late, [start + late for start in one.placements.starts])
            case Clashes():
                return cp_model.LinearExpr.sum(self._clashing_pairs(term))
            case Crowding():
                return cp_model.LinearExpr.sum(self._crowds(term))
            case Excess(literals, limit):
                return self._above([self.literal(literal) for literal in literals], limit)
            case Rising(literals):
                return self._rising([self.literal(literal) for literal in literals])
            case Times(count, literal):
                return count * self.literal(literal)
            case _:
                return self.literal(term)

    def is_false(self, literal: cp_model.BoolVarT) -> bool:
        """Whether a literal is the constant false."""
        return literal.index == self._false.index

    def _compile(self, term: Literal) -> cp_model.BoolVarT:
        match term:
            case Held(session):
                return self._of(session).held
            case StartsIn(session, ranges):
                return self._starts_in(self._of(session), ranges)
            case InRoom(session, rooms):
                return self._in_room(self._of(session), rooms)
            case Serves(person, session):
                roles = self._of(session).roles.items()
                return self._any([literal for (_, other), literal in roles if other == person])
            case Precedes(first, then, gap):
                both = self._of(first).held, self._of(then).held
                return self._all([*both, self._ends_before(first, then, gap)])
            case Follows(first, then, least, most):
                return self._all([self.literal(Precedes(first, then, least)), ~self.literal(Precedes(first, then, most + 1))])
            case SameRoom(first, then):
                return self._same_room(self._of(first), self._of(then))
            case DaysApart(first, then, least, most):
                return self._days_apart(first, then, least, most)
            case Overlaps(first, then, gap):
                if not can_overlap(self._of(first), self._of(then), gap):
                    return self._false
                both = self._of(first).held, self._of(then).held
                return self._all([*both, ~self._ends_before(first, then, gap), ~self._ends_before(then, first, gap)])
            case All(literals):
                return self._all([self.literal(literal) for literal in literals])
            case Any(literals):
                return self._any([self.literal(literal) for literal in literals])
            case Not(literal):
                return ~self.literal(literal)

    def _of(self, session: str) -> SessionVariables:
        return self._variables.sessions[session]

    def _starts_in(self, one: SessionVariables, ranges: tuple[tuple[int, int], ...]) -> cp_model.BoolVarT:
        inside = [start for start in one.placements.starts if any(first <= start <= last for first, last in ranges)]
        if not inside:
            return self._false
        if len(inside) == len(one.placements.starts):
            return one.held
        chosen = cp_model.Domain.from_values(inside)
        literal = self._model.new_bool_var("")
        self._model.add_linear_expression_in_domain(one.start, chosen).only_enforce_if(literal)
        self._model.add_linear_expression_in_domain(one.start, chosen.complement()).only_enforce_if(~literal)
        return self._all([one.held, literal])

    def _in_room(self, one: SessionVariables, rooms: frozenset[str]) -> cp_model.BoolVarT:
        inside = [literal for room, literal in one.rooms.items() if room in rooms]
        return one.held if len(inside) == len(one.rooms) else self._any(inside)

    def _same_room(self, first: SessionVariables, then: SessionVariables) -> cp_model.BoolVarT:
        shared = [room for room in first.rooms if room in then.rooms]
        return self._any([self._all([first.rooms[room], then.rooms[room]]) for room in shared])

    def _days_apart(self, first: str, then: str, least: int, most: int) -> cp_model.BoolVarT:
        """A literal over the days on which the two could be: few, and shared by all such terms."""
        days = self._variables.problem.clock.days
        pairs = [(one, other) for one in range(len(days)) for other in range(len(days)) if least <= other - one <= most]
        return self._any([self._all([self._on_day(first, one), self._on_day(then, other)]) for one, other in pairs])

    def _on_day(self, session: str, index: int) -> cp_model.BoolVarT:
        clock = self._variables.problem.clock
        day = clock.day(clock.days[index])
        return self.literal(StartsIn(session, ((clock.minute(day.start), clock.minute(day.end) - 1),)))

    def _ends_before(self, first: str, then: str, gap: int) -> cp_model.BoolVarT:
        """``first`` is over ``gap`` minutes before ``then`` starts, by their start variables, held or not."""
        key = ("ends before", first, then, gap)
        if key not in self._literals:
            self._literals[key] = self._compare(self._of(first), self._of(then), gap)
        return self._literals[key]

    def _compare(self, first: SessionVariables, then: SessionVariables, gap: int) -> cp_model.BoolVarT:
        lead = first.session.minutes + gap
        starts, others = first.placements.starts or (0,), then.placements.starts or (0,)
        if starts[-1] + lead <= others[0]:
            return self._true
        if starts[0] + lead > others[-1]:
            return self._false
        literal = self._model.new_bool_var("")
        self._model.add(first.start + lead <= then.start).only_enforce_if(literal)
        self._model.add(first.start + lead > then.start).only_enforce_if(~literal)
        return literal

    def _all(self, literals: Iterable[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        """The conjunction, folded: constants vanish, and one literal stands for itself."""
        needed = {literal.index: literal for literal in literals if literal.index != self._true.index}
        if self._false.index in needed or any(-index - 1 in needed for index in needed):
            return self._false
        if len(needed) <= 1:
            return next(iter(needed.values()), self._true)
        key = ("all", frozenset(needed))
        if key not in self._literals:
            literal = self._model.new_bool_var("")
            self._model.add_bool_and(list(needed.values())).only_enforce_if(literal)
            self._model.add_bool_or([literal, *(~other for other in needed.values())])
            self._literals[key] = literal
        return self._literals[key]

    def _any(self, literals: Iterable[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        return ~self._all([~literal for literal in literals])

    def _excess(self, one: SessionVariables, amount: Expression, possible: list[int]) -> Expression:
        """The amount where it is above 0 and the session is held; ``possible`` are the values that it can have."""
        if max(possible, default=0) <= 0:
            return 0
        excess = self._model.new_int_var(0, max(possible), "")
        self._model.add_max_equality(excess, [amount, 0])
        return excess - max(0, possible[0]) * ~one.held

    def _above(self, literals: list[cp_model.BoolVarT], limit: int) -> Expression:
        """By how many more than ``limit`` of the literals are true."""
        open_literals, certain = self._split(literals)
        if len(open_literals) + certain <= limit:
            return 0
        count = cp_model.LinearExpr.sum(open_literals) + certain - limit
        if certain >= limit:
            return count
        excess = self._model.new_int_var(0, len(open_literals) + certain - limit, "")
        self._model.add_max_equality(excess, [count, 0])
        return excess

    def _split(self, literals: list[cp_model.BoolVarT]) -> tuple[list[cp_model.BoolVarT], int]:
        """The literals that are open, and how many of the others are true."""
        constants = {self._true.index, self._false.index}
        return [literal for literal in literals if literal.index not in constants], sum(x.index == self._true.index for x in literals)

    def _rising(self, literals: list[cp_model.BoolVarT]) -> Expression:
        """Σ k over the steps that the count has climbed: step k is true where at least k of the literals are."""
        steps = [self._model.new_bool_var("") for _ in literals]
        self._model.add(cp_model.LinearExpr.sum(literals) == cp_model.LinearExpr.sum(steps))
        for lower, higher in pairwise(steps):
            self._model.add_implication(higher, lower)
        return cp_model.LinearExpr.weighted_sum(steps, list(range(1, len(steps) + 1)))

    def _crowds(self, term: Crowding) -> list[Expression]:
        """For each claim, by how much too many run at its start, if it is made."""
        claims = self.possible(term.claims)
        crowds: list[Expression] = []
        for index, (session, claim) in enumerate(claims):
            beside = [
                running
                for other, other_claim in claims[:index] + claims[index + 1 :]
                if not self.is_false(running := self._all([claim, other_claim, self._runs_at_start_of(other, session)]))
            ]
            # Where the claim is not made, none of these is true; where it is, itself is one more.
            crowds.append(self._above(beside, term.limit - 1) if term.limit else claim + cp_model.LinearExpr.sum(beside))
        return crowds

    def _runs_at_start_of(self, running: str, session: str) -> cp_model.BoolVarT:
        """``running`` has begun, and is not over, when ``session`` starts, by their start variables."""
        if running == session:
            return self._true
        return self._all(
            [~self._ends_before(session, running, 1 - self._of(session).session.minutes), ~self._ends_before(running, session, 0)]
        )

    def possible(self, claims: Iterable[tuple[str, Literal]]) -> list[tuple[str, cp_model.BoolVarT]]:
        """The claims that can be made at all, as literals."""
        compiled = [(session, self.literal(claim)) for session, claim in claims]
        return [(session, claim) for session, claim in compiled if not self.is_false(claim)]

    def _clashing_pairs(self, term: Clashes) -> list[cp_model.BoolVarT]:
        possible = self.possible(term.claims)
        return [
            self._all([claim, other_claim, self.literal(Overlaps(session, other, term.gap))])
            for index, (session, claim) in enumerate(possible)
            for other, other_claim in possible[index + 1 :]
        ]


def can_overlap(first: SessionVariables, then: SessionVariables, gap: int) -> bool:
    """Whether any two starts of theirs leave less than ``gap`` minutes between the two sessions."""
    starts = then.placements.starts
    for start in first.placements.starts:
        index = bisect_right(starts, start - then.session.minutes - gap)
        if index < len(starts) and starts[index] < start + first.session.minutes + gap:
            return True
    return False
