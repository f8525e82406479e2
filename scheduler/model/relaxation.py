"""The period relaxation: every session in a room and a period, without a start. Its bound is a bound of the meeting's cost.

Every agenda that keeps the demands is a solution of it that costs no more, so that what is proved of it holds for all agendas.
That the times within a period work out is left to the model proper.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.model.cells import Cell, Outline, cells_of
from scheduler.model.compiler import Expression
from scheduler.model.energy import EnergyRows
from scheduler.model.families import Families
from scheduler.model.formulation import Formulation
from scheduler.model.overlap_levels import longer_overlaps, overlap_levels, steps
from scheduler.model.plain_terms import Plain
from scheduler.model.relaxed_terms import RelaxedCompiler
from scheduler.model.session_cells import SessionCells
from scheduler.model.single_periods import hold_one_per_room
from scheduler.rules.meaning import sessions_of
from scheduler.rules.terms import (
    All,
    Clashes,
    Crowding,
    Excess,
    Literal,
    Measure,
    MinutesEarly,
    MinutesLate,
    OverlapMinutes,
    Pairs,
    Rising,
    Times,
)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The model of the relaxation, minimising its cost, with the keys to read it; building it took so many ``seconds``."""

    model: cp_model.CpModel
    compiler: RelaxedCompiler
    families: Families
    seconds: float

    def outline(self, value: Callable[[cp_model.BoolVarT], int]) -> Outline:
        """The cells of a solution; ``value`` gives a literal's value in it. A family's sessions have the rooms that it has there."""
        outline: dict[str, Cell | None] = {}
        for one in self.compiler.sessions.values():
            taken = [cell for cell, number in zip(one.cells, one.literals, strict=True) for _ in range(value(number))]
            placed = zip(one.members, taken, strict=False)
            outline |= dict.fromkeys(one.members) | {id: self._narrowed(id, cell, value) for id, cell in placed}
        return outline

    def hint(self, outline: Outline) -> None:
        """Tell the model to try this outline first, and no other that it was told of."""
        self.model.proto.clear_solution_hint()
        for variable, value in self.decisions(outline):
            self.model.add_hint(self.model.get_int_var_from_proto_index(variable), value)

    def decisions(self, outline: Outline) -> Iterator[tuple[int, int]]:
        """The variables that decide an outline, by their numbers, with their values in this one."""
        for one in self.compiler.sessions.values():
            taken = [cell for id in one.members if (cell := outline[id]) is not None]
            for cell, number in zip(one.cells, one.literals, strict=True):
                yield number.index, sum(_lies_in(other, cell) for other in taken)
        of_families = [(self.families[id], cell) for id, cell in outline.items() if cell and id in self.families]
        blocks = {(family, cell.period, room) for family, cell in of_families for room in cell.rooms}
        for block, literal in self.compiler.blocks.literals():
            yield literal.index, int(block in blocks)

    def _narrowed(self, id: str, cell: Cell, value: Callable[[cp_model.BoolVarT], int]) -> Cell:
        """The cell with those of its rooms alone that the session's family has."""
        family = self.families.get(id)
        if family is None or len(cell.rooms) == 1:
            return cell
        taken = {room for room, literal in self.compiler.blocks.rooms(family, cell.period).items() if value(literal)}
        return replace(cell, rooms=tuple(room for room in cell.rooms if room in taken)) if taken else cell


def _lies_in(one: Cell, other: Cell) -> bool:
    return one.period == other.period and set(one.rooms) <= set(other.rooms) and not set(one.starts).isdisjoint(other.starts)


def relax(formulation: Formulation) -> Relaxation:
    """Build the period relaxation of a formulation."""
    began = time.monotonic()
    model = cp_model.CpModel()
    measures = _Measures(model, RelaxedCompiler(model, formulation, cells_of(formulation)))
    forbidden = [breach.measure for breach in formulation.breaches]
    for breach in formulation.breaches:
        if len(breach.sessions) != 1 or breach.sessions <= measures.compiler.sessions.keys():
            measures.forbid(breach.measure)
    EnergyRows(model, measures.compiler).add(forbidden)
    hold_one_per_room(model, measures.compiler, formulation.problem)
    weights = [charge.weight for charge in formulation.charges]
    model.minimize(cp_model.LinearExpr.weighted_sum([measures.least(charge.measure) for charge in formulation.charges], weights))
    return Relaxation(model, measures.compiler, formulation.families, time.monotonic() - began)


class _Measures:
    """What terms count at least, and the constraints that it is nothing."""

    def __init__(self, model: cp_model.CpModel, compiler: RelaxedCompiler) -> None:
        self._model = model
        self.compiler = compiler

    def forbid(self, term: Plain) -> None:
        """Leave out the cells in which a term certainly counts something; energy rows see to what must not overlap."""
        match term:
            case Clashes() | Crowding():
                return
            case Excess(literals, limit):
                self._model.add(cp_model.LinearExpr.sum(self._certain(literals)) <= limit)
            case All(literals) if len(sessions_of(term)) > 1:
                self._model.add_bool_or([~literal for literal in self._certain(literals)])
            case _:
                self._model.add_bool_or([~self.compiler.certain(term)])

    def least(self, term: Measure) -> Expression:
        """An expression that is at most what a term counts, at every start that the cells leave."""
        match term:
            case Clashes() | Crowding():
                return 0
            case MinutesEarly(session, minute):
                one = self.compiler.sessions[session]
                return _weighted(one, [minute - cell.starts[-1] for cell in one.cells])
            case MinutesLate(session, minute):
                one = self.compiler.sessions[session]
                return _weighted(one, [cell.starts[0] + one.session.minutes - minute for cell in one.cells])
            case Excess(literals, limit):
                return self._above(self._certain(literals), limit)
            case Rising(literals):
                return self._rising(self._certain(literals))
            case Pairs(first, then):
                return self._product(self._certain(first), self._certain(then))
            case OverlapMinutes(first, then):
                one, other = self.compiler.sessions[first], self.compiler.sessions[then]
                levels = overlap_levels(one.starts, one.session.minutes, other.starts, other.session.minutes)
                overlaps = [self.compiler.certain(overlap) for overlap in longer_overlaps(first, then, levels)]
                return cp_model.LinearExpr.weighted_sum(overlaps, steps(levels))
            case Times(count, measure):
                return count * self.least(measure)
            case _:
                return self.compiler.certain(term)

    def _above(self, literals: list[cp_model.BoolVarT], limit: int) -> Expression:
        if len(literals) <= limit:
            return 0
        excess = self._model.new_int_var(0, len(literals) - limit, "")
        self._model.add(excess >= cp_model.LinearExpr.sum(literals) - limit)
        return excess

    def _certain(self, literals: Iterable[Literal]) -> list[cp_model.BoolVarT]:
        return [self.compiler.certain(literal) for literal in literals]

    def _product(self, first: list[cp_model.BoolVarT], then: list[cp_model.BoolVarT]) -> Expression:
        """For each of the first that is true, as many as are true of the others."""
        products = [self._model.new_int_var(0, len(then), "") for _ in first]
        for literal, product in zip(first, products, strict=True):
            self._model.add(product >= cp_model.LinearExpr.sum(then)).only_enforce_if(literal)
        return cp_model.LinearExpr.sum(products)

    def _rising(self, literals: list[cp_model.BoolVarT]) -> Expression:
        """The dearer steps are climbed last, because they cost more."""
        steps = [self._model.new_bool_var("") for _ in literals]
        self._model.add(cp_model.LinearExpr.sum(literals) <= cp_model.LinearExpr.sum(steps))
        return cp_model.LinearExpr.weighted_sum(steps, list(range(1, len(steps) + 1)))


def _weighted(one: SessionCells, minutes: list[int]) -> Expression:
    return cp_model.LinearExpr.weighted_sum(one.literals, [max(0, amount) for amount in minutes])
