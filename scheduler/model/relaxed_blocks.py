"""The blocks of families in the period relaxation: whether any of a family is in a room in a period.

What is said of a theme's rooms is said of its blocks, so that its sessions decide their periods alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from ortools.sat.python import cp_model

from scheduler.model.families import Block
from scheduler.model.formulation import Formulation
from scheduler.model.session_cells import SessionCells
from scheduler.rules.terms import AnyIn, Clashes, InRoom

Family: TypeAlias = tuple[str, ...]


class RelaxedBlocks:
    """A literal for each family and block in which it could be, tied to the cells of its sessions.

    Parameters
    ----------
    model : CpModel
        The model of the relaxation.
    sessions : mapping of str to SessionCells
        The decisions about the sessions.
    formulation : Formulation
        Where the families are from.
    """

    def __init__(self, model: cp_model.CpModel, sessions: Mapping[str, SessionCells], formulation: Formulation) -> None:
        self._model = model
        self._sessions = sessions
        self._literals: dict[Family, dict[Block, cp_model.BoolVarT]] = {}
        self._one_at_a_time = _rooms_for_one_at_a_time(formulation)
        for family in dict.fromkeys(formulation.families.values()):
            if all(formulation.families.get(id) == family for id in family):
                self._create(family)

    def inside(self, term: AnyIn) -> list[cp_model.BoolVarT] | None:
        """The literals of the blocks that a term names; None if it is not about a family."""
        literals = self._literals.get(term.sessions)
        if literals is None:
            return None
        if len(term.periods) * len(term.rooms) > len(literals):
            return [literal for (period, room), literal in literals.items() if period in term.periods and room in term.rooms]
        named = (literals.get((period, room)) for period in sorted(term.periods) for room in sorted(term.rooms))
        return [literal for literal in named if literal is not None]

    def literals(self) -> Iterator[tuple[tuple[Family, str, str], cp_model.BoolVarT]]:
        """Every block, as a family, a period and a room, with its literal."""
        for family, blocks in self._literals.items():
            yield from (((family, *block), literal) for block, literal in blocks.items())

    def rooms(self, family: Family, period: str) -> dict[str, cp_model.BoolVarT]:
        """The literals of the family's blocks in a period, by room."""
        return {room: literal for (other, room), literal in self._literals.get(family, {}).items() if other == period}

    def _create(self, family: Family) -> None:
        there: dict[Block, list[cp_model.BoolVarT]] = {}
        for one in (self._sessions[id] for id in family):
            for cell, literal in zip(one.cells, one.literals, strict=True):
                for room in cell.rooms:
                    there.setdefault((cell.period, room), []).append(literal)
        self._literals[family] = {block: self._model.new_bool_var("") for block in there}
        for block, literals in there.items():
            self._model.add_bool_or([*literals, ~self._literals[family][block]])
        for period in dict.fromkeys(period for period, _ in there):
            self._fit(family, period)

    def _fit(self, family: Family, period: str) -> None:
        """Who is in a period is in a room that the family has there, and no more are than its rooms hold."""
        blocks = self.rooms(family, period)
        inside: list[tuple[int, cp_model.BoolVarT]] = []
        length = 0
        for one in (self._sessions[id] for id in family):
            for cell, literal in zip(one.cells, one.literals, strict=True):
                if cell.period == period:
                    self._model.add_bool_or([~literal, *(blocks[room] for room in cell.rooms)])
                    inside.append((one.session.minutes, literal))
                    length = cell.window[1] - cell.window[0]
        if not self._one_at_a_time.issuperset(blocks):
            return
        rooms = cp_model.LinearExpr.sum(list(blocks.values()))
        minutes = [minutes for minutes, _ in inside]
        self._model.add(cp_model.LinearExpr.weighted_sum([literal for _, literal in inside], minutes) <= length * rooms)
        for least in sorted(set(minutes)):
            long = [literal for minutes, literal in inside if minutes >= least]
            if length % least or len(long) < len(inside):
                self._model.add(cp_model.LinearExpr.sum(long) <= length // least * rooms)


def _rooms_for_one_at_a_time(formulation: Formulation) -> frozenset[str]:
    """The rooms in which no two of all sessions overlap."""
    everybody = len(formulation.problem.sessions)
    rooms: set[str] = set()
    for breach in formulation.breaches:
        if isinstance(breach.measure, Clashes) and len(breach.sessions) == everybody:
            claimed = {claim.rooms if isinstance(claim, InRoom) else frozenset[str]() for _, claim in breach.measure.claims}
            if len(claimed) == 1 and len(room := next(iter(claimed))) == 1:
                rooms |= room
    return frozenset(rooms)
