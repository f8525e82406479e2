"""Answers the rules' terms from the cells of sessions alone: what is certain there, and what is possible.

A term that a cell does not decide has two answers. ``certain`` is a literal that may be false unless the term is true at
every start that the cells leave; ``possible`` one that may be true unless the term is false at all of them. Both are tied down
in that one direction only, so that a model which forbids what is certain, and charges it, keeps every agenda and overstates
no cost: it is a relaxation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any as AnyValue

import numpy as np
from ortools.sat.python import cp_model

from scheduler.domain.problem import Session
from scheduler.model.alike import alike
from scheduler.model.cell_pairs import Parts, holds, parts_of
from scheduler.model.cells import Cell
from scheduler.model.certainty import Mask
from scheduler.model.formulation import Formulation
from scheduler.model.relaxed_blocks import RelaxedBlocks
from scheduler.model.session_cells import SessionCells
from scheduler.rules.meaning import sessions_of
from scheduler.rules.terms import (
    All,
    Any,
    AnyIn,
    AtLeast,
    Literal,
    Measure,
    Not,
    Pairwise,
    Serves,
)


class RelaxedCompiler:
    """Turns terms into CP-SAT over the cells of one model."""

    def __init__(self, model: cp_model.CpModel, formulation: Formulation, cells: Mapping[str, tuple[Cell, ...]]) -> None:
        self._model = model
        self._clock = formulation.problem.clock
        self.true = model.new_constant(1)
        self.false = ~self.true
        self._memory: dict[AnyValue, cp_model.BoolVarT] = {}
        self.sessions: dict[str, SessionCells] = {}
        self._decided: dict[AnyValue, bool | Parts] = {}
        self._serves: dict[tuple[str, str], cp_model.BoolVarT] = {}
        for members in alike(formulation, cells):
            session = formulation.problem.session(members[0])
            held = self.true if session.id in formulation.required else model.new_bool_var(f"held {session.id}")
            self.sessions[session.id] = SessionCells(model, session, cells[session.id], held, members)
            self._create_roles(session, held)
        self.blocks = RelaxedBlocks(model, self.sessions, formulation)

    def _create_roles(self, session: Session, held: cp_model.BoolVarT) -> None:
        for role in session.roles:
            pool = [held if role.decided else self._model.new_bool_var("") for _ in role.people]
            if not role.decided:
                self._model.add(cp_model.LinearExpr.sum(pool) == role.count * held)
            for person, literal in zip(role.people, pool, strict=True):
                known = self._serves.get((person, session.id))
                self._serves[person, session.id] = literal if known is None else self._some((known, literal))

    def certain(self, term: Literal) -> cp_model.BoolVarT:
        """A literal that is true where the term is true whatever the starts."""
        return self._literal(term, sure=True)

    def possible(self, term: Literal) -> cp_model.BoolVarT:
        """A literal that is false where the term is false whatever the starts."""
        return self._literal(term, sure=False)

    def in_cells(self, one: SessionCells, mask: Mask) -> cp_model.BoolVarT:
        """The session is held, in one of the cells of the mask."""
        chosen = np.flatnonzero(mask).tolist()
        if not chosen:
            return self.false
        if len(chosen) == len(one.literals):
            return one.held
        if len(chosen) == 1:
            return one.literals[chosen[0]]
        key = (one.session.id, mask.tobytes())
        if key not in self._memory:
            literal = self._model.new_bool_var("")
            self._model.add(cp_model.LinearExpr.sum([one.literals[index] for index in chosen]) == literal)
            self._memory[key] = literal
        return self._memory[key]

    def _literal(self, term: Literal, *, sure: bool) -> cp_model.BoolVarT:
        key = (term, sure)
        literal = self._memory.get(key)  # Once: a term's hash goes over all of its parts.
        if literal is None:
            literal = self._memory[key] = self._compile(term, sure=sure)
        return literal

    def _compile(self, term: Literal, *, sure: bool) -> cp_model.BoolVarT:
        if isinstance(term, Not):
            return ~self._literal(term.literal, sure=not sure)
        if isinstance(term, Serves):
            return self._serves.get((term.person, term.session), self.false)
        if isinstance(term, AnyIn):
            return self._any_in(term, sure=sure)
        sessions = sessions_of(term)
        if len(sessions) == 1:
            one = self.sessions[next(iter(sessions))]
            if not depends_on_a_choice(term, one.session):
                certain, possible = one.masks(term)
                return self.in_cells(one, certain if sure else possible)
        if isinstance(term, All):
            return self._conjunction(term.literals, sure=sure)
        if isinstance(term, Any):
            return ~self._conjunction(tuple(Not(literal) for literal in term.literals), sure=not sure)
        if isinstance(term, AtLeast):
            return self._at_least(term, sure=sure)
        assert isinstance(term, Pairwise)
        return self._pair(term, sure=sure)

    def _any_in(self, term: AnyIn, *, sure: bool) -> cp_model.BoolVarT:
        """A cell is certainly in these rooms where all of its own are, and possibly where one is; families know exactly."""
        if self.blocks.know(term):
            if len(term.periods) == 1 or len(term.rooms) == 1:
                return self._any_of(self.blocks.inside(term))
            parts = (AnyIn(term.sessions, frozenset((period,)), term.rooms) for period in sorted(term.periods))
            return self._any_of([self._literal(part, sure=sure) for part in parts])
        inside: list[cp_model.BoolVarT] = []
        for one in (self.sessions[session] for session in term.sessions):
            in_periods = [number for period in term.periods for number in one.in_period.get(period, ())]
            rooms = ((number, one.cells[number].rooms) for number in in_periods)
            there = [number for number, own in rooms if (term.rooms.issuperset(own) if sure else not term.rooms.isdisjoint(own))]
            mask = np.zeros(len(one.cells), dtype=np.bool_)
            mask[there] = True
            inside.append(self.in_cells(one, mask))
        return self._any_of(inside)

    def _any_of(self, literals: Iterable[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        """A literal that is true exactly where one of these is, any of which may be constant or the same as another."""
        several = {literal.index: literal for literal in literals if literal.index != self.false.index}
        return self._some(several.values()) if len(several) > 1 else next(iter(several.values()), self.false)

    def _conjunction(self, terms: Iterable[Literal], *, sure: bool) -> cp_model.BoolVarT:
        """All of the terms; what speaks of one session comes first, since it often decides."""
        literals: dict[int, cp_model.BoolVarT] = {}
        for term in sorted(terms, key=lambda term: len(sessions_of(term))):
            literal = self._literal(term, sure=sure)
            if literal.index == self.false.index or (~literal).index in literals:
                return self.false
            if literal.index != self.true.index:
                literals[literal.index] = literal
        return self._every(literals.values()) if sure else self._at_most_every(literals.values())

    def _every(self, literals: Iterable[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        """A literal that is true where all are."""
        needed = list(literals)
        if len(needed) <= 1:
            return needed[0] if needed else self.true
        literal = self._model.new_bool_var("")
        self._model.add_bool_or([literal, *(~other for other in needed)])
        return literal

    def _at_most_every(self, literals: Iterable[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        """A literal that is false where one of them is."""
        needed = list(literals)
        if len(needed) <= 1:
            return needed[0] if needed else self.true
        literal = self._model.new_bool_var("")
        self._model.add_bool_and(needed).only_enforce_if(literal)
        return literal

    def _at_least(self, term: AtLeast, *, sure: bool) -> cp_model.BoolVarT:
        literals = [self._literal(literal, sure=sure) for literal in term.literals]
        literal = self._model.new_bool_var("")
        if sure:
            self._model.add(cp_model.LinearExpr.sum(literals) < term.count).only_enforce_if(~literal)
        else:
            self._model.add(cp_model.LinearExpr.sum(literals) >= term.count).only_enforce_if(literal)
        return literal

    def _some(self, literals: Iterable[cp_model.BoolVarT]) -> cp_model.BoolVarT:
        """A literal that is true exactly where one of them is."""
        several = list(literals)
        literal = self._model.new_bool_var("")
        self._model.add_bool_or(several).only_enforce_if(literal)
        self._model.add_bool_and([~other for other in several]).only_enforce_if(~literal)
        return literal

    def _pair(self, term: Pairwise, *, sure: bool) -> cp_model.BoolVarT:
        """A literal over the cells of two sessions. Many pairs share their cells with others: what these decide of a term is asked once."""
        one, other = self.sessions[term.first], self.sessions[term.then]
        asked = replace(term, first="", then="")
        key = asked, sure, id(one.cells), id(other.cells), one.session.minutes, other.session.minutes
        if key not in self._decided:
            self._decided[key] = parts_of(holds(term, one, other, self._clock, sure=sure), sure=sure)
        decided = self._decided[key]
        if not isinstance(decided, bool):
            return self._somewhere(one, other, decided, sure=sure)
        both = one.held, other.held
        return self.false if not decided else self._every(both) if sure else self._at_most_every(both)

    def _somewhere(self, one: SessionCells, other: SessionCells, parts: Parts, *, sure: bool) -> cp_model.BoolVarT:
        """A literal that is true in every part; or false where a part has the first one's cell but not the other's."""
        literal = self._model.new_bool_var("")
        for rows, row in parts:
            first, then = self.in_cells(one, rows), self.in_cells(other, row)
            self._model.add_bool_or([literal, ~first, ~then] if sure else [~literal, ~first, then])
        if not sure:
            self._model.add_bool_and([one.held, other.held]).only_enforce_if(literal)
        return literal


def depends_on_a_choice(term: Measure, session: Session) -> bool:
    """Whether a term about this session alone speaks of who serves from a pool, which no cell decides, or of a block."""
    match term:
        case AnyIn():
            return True
        case Serves(person):
            return any(person in role.people and not role.decided for role in session.roles)
        case All(literals) | Any(literals) | AtLeast(_, literals):
            return any(depends_on_a_choice(literal, session) for literal in literals)
        case Not(literal):
            return depends_on_a_choice(literal, session)
        case _:
            return False
