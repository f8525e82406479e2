"""Answers the rules' terms with CP-SAT literals and expressions, each question once.

What the placements already decide is folded to a constant, so that no variable is made for it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import Any as AnyValue

from ortools.sat.python import cp_model

from scheduler.domain.problem import Period
from scheduler.model.variables import SessionVariables, Variables
from scheduler.rules.terms import (
    All,
    Any,
    AnyIn,
    AtLeast,
    DaysApart,
    Follows,
    Held,
    InRoom,
    Literal,
    Not,
    Overlaps,
    Precedes,
    SamePeriod,
    SameRoom,
    Serves,
    StartsIn,
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
        self.true = variables.true
        self._false = ~variables.true
        self._literals: dict[AnyValue, cp_model.BoolVarT] = {}
        clock, periods = variables.problem.clock, variables.problem.periods
        self._windows = {period.id: (clock.minute(period.span.start), clock.minute(period.span.end) - 1) for period in periods}

    def literal(self, term: Literal) -> cp_model.BoolVarT:
        """The CP-SAT literal of a term."""
        known = self._literals.get(term)
        if known is None:
            known = self._literals[term] = self._compile(term)
        return known

    def is_false(self, literal: cp_model.BoolVarT) -> bool:
        """Whether a literal is the constant false."""
        return literal.index == self._false.index

    def _compile(self, term: Literal) -> cp_model.BoolVarT:
        match term:
            case Held(session):
                return self.of(session).held
            case StartsIn(session, ranges):
                return self._starts_in(self.of(session), ranges)
            case InRoom(session, rooms):
                return self._in_room(self.of(session), rooms)
            case Serves(person, session):
                roles = self.of(session).roles.items()
                return self._any([literal for (_, other), literal in roles if other == person])
            case Precedes(first, then, gap):
                both = self.of(first).held, self.of(then).held
                return self.every([*both, self.ends_before(first, then, gap)])
            case Follows(first, then, least, most):
                return self.every([self.literal(Precedes(first, then, least)), ~self.literal(Precedes(first, then, most + 1))])
            case SameRoom(first, then):
                return self._same_room(self.of(first), self.of(then))
            case SamePeriod(first, then):
                return self._same_period(first, then)
            case AnyIn():
                return self._any_in(term)
            case DaysApart(first, then, least, most):
                return self._days_apart(first, then, least, most)
            case Overlaps(first, then, gap):
                if not can_overlap(self.of(first), self.of(then), gap):
                    return self._false
                both = self.of(first).held, self.of(then).held
                return self.every([*both, ~self.ends_before(first, then, gap), ~self.ends_before(then, first, gap)])
            case All(literals):
                return self.every([self.literal(literal) for literal in literals])
            case Any(literals):
                return self._any([self.literal(literal) for literal in literals])
            case AtLeast(count, literals):
                return self._at_least(count, [self.literal(literal) for literal in literals])
            case Not(literal):
                return ~self.literal(literal)

    def of(self, session: str) -> SessionVariables:
        """The decisions about a session."""
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
        return self.every([one.held, literal])

    def _in_room(self, one: SessionVariables, rooms: frozenset[str]) -> cp_model.BoolVarT:
        inside = [literal for room, literal in one.rooms.items() if room in rooms]
        return one.held if len(inside) == len(one.rooms) else self._any(inside)

    def _same_room(self, first: SessionVariables, then: SessionVariables) -> cp_model.BoolVarT:
        shared = [room for room in first.rooms if room in then.rooms]
        return self._any([self.every([first.rooms[room], then.rooms[room]]) for room in shared])

    def _same_period(self, first: str, then: str) -> cp_model.BoolVarT:
        periods = self._variables.problem.periods
        return self._any([self.every([self._in_period(first, period), self._in_period(then, period)]) for period in periods])

    def _any_in(self, term: AnyIn) -> cp_model.BoolVarT:
        """Put together from periods, and these from rooms, so that all terms share the literals of single blocks."""
        every_period = self._variables.problem.periods
        periods = [period for period in every_period if period.id in term.periods]
        if len(periods) == len(every_period):
            return self._any([self.literal(InRoom(session, term.rooms)) for session in term.sessions])
        if len(periods) != 1:
            return self._any([self.literal(replace(term, periods=frozenset((period.id,)))) for period in periods])
        (period,) = periods
        rooms = [room for room in period.rooms if room in term.rooms]
        if len(rooms) == len(period.rooms):
            return self._any([self._in_period(session, period) for session in term.sessions])
        if len(rooms) != 1:
            return self._any([self.literal(replace(term, rooms=frozenset((room,)))) for room in rooms])
        return self._any([self._in_block(session, period, rooms[0]) for session in term.sessions if rooms[0] in self.of(session).rooms])

    def _in_block(self, session: str, period: Period, room: str) -> cp_model.BoolVarT:
        key = ("block", session, period.id, room)
        if key not in self._literals:
            self._literals[key] = self.every([self._in_period(session, period), self.of(session).rooms[room]])
        return self._literals[key]

    def _in_period(self, session: str, period: Period) -> cp_model.BoolVarT:
        key = ("period", session, period.id)
        if key not in self._literals:
            first, last = self._windows[period.id]
            starts = self.of(session).placements.starts
            if bisect_left(starts, first) == bisect_right(starts, last):
                self._literals[key] = self._false
            else:
                inside = StartsIn(session, ((first, last),))
                self._literals[key] = self.literal(All((inside, InRoom(session, frozenset(period.rooms)))))
        return self._literals[key]

    def _days_apart(self, first: str, then: str, least: int, most: int) -> cp_model.BoolVarT:
        """A literal over the days on which the two could be: few, and shared by all such terms."""
        days = self._variables.problem.clock.days
        pairs = [(one, other) for one in range(len(days)) for other in range(len(days)) if least <= other - one <= most]
        return self._any([self.every([self._on_day(first, one), self._on_day(then, other)]) for one, other in pairs])

    def _on_day(self, session: str, index: int) -> cp_model.BoolVarT:
        clock = self._variables.problem.clock
        day = clock.day(clock.days[index])
        return self.literal(StartsIn(session, ((clock.minute(day.start), clock.minute(day.end) - 1),)))

    def ends_before(self, first: str, then: str, gap: int) -> cp_model.BoolVarT:
        """``first`` is over ``gap`` minutes before ``then`` starts, by their start variables, held or not."""
        key = ("ends before", first, then, gap)
        if key not in self._literals:
            self._literals[key] = self._compare(self.of(first), self.of(then), gap)
        return self._literals[key]

    def _compare(self, first: SessionVariables, then: SessionVariables, gap: int) -> cp_model.BoolVarT:
        lead = first.session.minutes + gap
        starts, others = first.placements.starts or (0,), then.placements.starts or (0,)
        if starts[-1] + lead <= others[0]:
            return self.true
        if starts[0] + lead > others[-1]:
            return self._false
        literal = self._model.new_bool_var("")
        self._model.add(first.start + lead <= then.start).only_enforce_if(literal)
        self._model.add(first.start + lead > then.start).only_enforce_if(~literal)
        return literal

    def every(self, literals: Iterable[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        """The conjunction, folded: constants vanish, and one literal stands for itself."""
        needed = {literal.index: literal for literal in literals if literal.index != self.true.index}
        if self._false.index in needed or any(-index - 1 in needed for index in needed):
            return self._false
        if len(needed) <= 1:
            return next(iter(needed.values()), self.true)
        key = ("all", frozenset(needed))
        if key not in self._literals:
            literal = self._model.new_bool_var("")
            self._model.add_bool_and(list(needed.values())).only_enforce_if(literal)
            self._model.add_bool_or([literal, *(~other for other in needed.values())])
            self._literals[key] = literal
        return self._literals[key]

    def _any(self, literals: Iterable[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        return ~self.every([~literal for literal in literals])

    def _at_least(self, count: int, literals: list[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        open_literals, certain = self.split(literals)
        needed = count - certain
        if needed <= 0:
            return self.true
        if needed == 1 or needed >= len(open_literals):
            return self._any(open_literals) if needed == 1 else self.every(open_literals) if needed == len(open_literals) else self._false
        literal = self._model.new_bool_var("")
        self._model.add(cp_model.LinearExpr.sum(open_literals) >= needed).only_enforce_if(literal)
        self._model.add(cp_model.LinearExpr.sum(open_literals) < needed).only_enforce_if(~literal)
        return literal

    def split(self, literals: list[cp_model.BoolVarT]) -> tuple[list[cp_model.BoolVarT], int]:
        """The literals that are open, and how many of the others are true."""
        constants = {self.true.index, self._false.index}
        return [literal for literal in literals if literal.index not in constants], sum(x.index == self.true.index for x in literals)

    def possible(self, claims: Iterable[tuple[str, Literal]]) -> list[tuple[str, cp_model.BoolVarT]]:
        """The claims that can be made at all, as literals."""
        compiled = [(session, self.literal(claim)) for session, claim in claims]
        return [(session, claim) for session, claim in compiled if not self.is_false(claim)]


def can_overlap(first: SessionVariables, then: SessionVariables, gap: int) -> bool:
    """Whether any two starts of theirs leave less than ``gap`` minutes between the two sessions."""
    starts = then.placements.starts
    for start in first.placements.starts:
        index = bisect_right(starts, start - then.session.minutes - gap)
        if index < len(starts) and starts[index] < start + first.session.minutes + gap:
            return True
    return False
