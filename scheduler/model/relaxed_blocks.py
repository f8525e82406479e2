"""The blocks of families in the period relaxation: whether any of a family is in a room in a period.

What is said of a theme's rooms is said of its blocks, so that its sessions decide their periods alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.model.cells import Cell
from scheduler.model.families import Family, whole_families
from scheduler.model.formulation import Formulation
from scheduler.model.session_cells import SessionCells
from scheduler.rules.terms import AnyIn, Clashes, InRoom


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
        self._literals: dict[Family, dict[str, dict[str, cp_model.BoolVarT]]] = {}
        self._one_at_a_time = _rooms_for_one_at_a_time(formulation)
        self._families = formulation.families
        for family in dict.fromkeys(formulation.families.values()):
            self._create(family)

    def know(self, term: AnyIn) -> bool:
        """Whether a term is about whole families, so that blocks say all of it."""
        return whole_families(term.sessions, self._families) is not None

    def inside(self, term: AnyIn) -> list[cp_model.BoolVarT]:
        """The literals of the blocks that a term about whole families names."""
        families = whole_families(term.sessions, self._families) or ()
        rooms = sorted(term.rooms)
        named = (self._literals[family].get(period, {}) for family in families for period in sorted(term.periods))
        return [literals[room] for literals in named for room in rooms if room in literals]

    def literals(self) -> Iterator[tuple[tuple[Family, str, str], cp_model.BoolVarT]]:
        """Every block, as a family, a period and a room, with its literal."""
        for family, periods in self._literals.items():
            for period, rooms in periods.items():
                yield from (((family, period, room), literal) for room, literal in rooms.items())

    def rooms(self, family: Family, period: str) -> Mapping[str, cp_model.BoolVarT]:
        """The literals of the family's blocks in a period, by room."""
        return self._literals.get(family, {}).get(period, {})

    def _create(self, family: Family) -> None:
        cells: dict[str, list[_Place]] = {}
        for one in (self._sessions[id] for id in family if id in self._sessions):
            for cell, number in zip(one.cells, one.literals, strict=True):
                cells.setdefault(cell.period, []).append(_Place(one, cell, number))
        self._literals[family] = {}
        for period, places in cells.items():
            rooms = dict.fromkeys(room for place in places for room in place.cell.rooms)
            blocks: dict[str, cp_model.BoolVarT] = {room: self._model.new_bool_var("") for room in rooms}
            self._literals[family][period] = blocks
            self._tie(places, blocks)
            if self._one_at_a_time.issuperset(blocks):
                for some in dict.fromkeys([tuple(blocks), *(place.cell.rooms for place in places)]):
                    inside = [place for place in places if set(place.cell.rooms) <= set(some)]
                    self._fit(inside, cp_model.LinearExpr.sum([blocks[room] for room in some]))

    def _tie(self, places: list[_Place], blocks: Mapping[str, cp_model.BoolVarT]) -> None:
        """Who is in a period is in a room that the family has there, and each such room has somebody."""
        numbers = [place.number for place in places]
        self._model.add(cp_model.LinearExpr.sum(list(blocks.values())) <= cp_model.LinearExpr.sum(numbers))
        for room, literal in blocks.items():
            inside = [place.number for place in places if room in place.cell.rooms]
            if len(inside) < len(places):
                self._model.add(cp_model.LinearExpr.sum(inside) >= literal)
        for place in places:
            rooms = [blocks[room] for room in place.cell.rooms]
            self._model.add(place.number <= len(place.one.members) * cp_model.LinearExpr.sum(rooms))

    def _fit(self, places: list[_Place], rooms: cp_model.LinearExprT) -> None:
        """No more are in a period than its rooms hold, in whatever unit one counts, rounding down.

        With a unit u, a room that is open for L minutes holds no more than ⌊L/u⌋, of which a session of m minutes takes ⌊m/u⌋.
        """
        first, end = places[0].cell.window
        numbers, minutes = [place.number for place in places], [place.one.session.minutes for place in places]
        for unit in (1, *sorted(set(minutes))):
            taken = [length // unit for length in minutes]
            self._model.add(cp_model.LinearExpr.weighted_sum(numbers, taken) <= (end - first) // unit * rooms)


@dataclass(frozen=True, slots=True)
class _Place:
    """Somebody's cell: of a session, or of several that are alike, with the number of those that are there."""

    one: SessionCells
    cell: Cell
    number: cp_model.BoolVarT


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
