"""Periods first: the formulation in which families count the rooms that they have in a period, and no term says which.

There are far fewer ways to give families periods than to give them rooms, and where rooms are much alike, rooms are found for nearly
every one. In this formulation the rooms of a family in a period are taken in the sheet's order, so that the first stands for "one room
at least", the second for "two at least", and so on. What tells one of them from another is left out, and that families share none is
Hall's condition (``single_periods.py``): every agenda of the meeting is one of this formulation that costs no more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias, cast

import numpy as np

from scheduler.domain.problem import Problem
from scheduler.model.cells import Cell, cells_of, keeps_a_room
from scheduler.model.certainty import Places, certainty
from scheduler.model.families import Families, Family, is_about_a_block, whole_families
from scheduler.model.formulation import Breach, Charge, Formulation
from scheduler.model.placements import Placements
from scheduler.model.plain_terms import plainly
from scheduler.model.single_periods import critical
from scheduler.rules.meaning import sessions_of
from scheduler.rules.structure import MeasureT, leaves
from scheduler.rules.terms import All, Any, AnyIn, AtLeast, Excess, InRoom, Literal, Measure, Not, Pairs, Rising, StartsIn, Times

Rooms: TypeAlias = Mapping[tuple[Family, str], tuple[str, ...]]
"""Rooms of a family in a period, in the sheet's order."""
Blocks: TypeAlias = Mapping[tuple[Family, str], tuple[AnyIn, ...]]
"""A term for each room of a family in a period that is counted."""
Cells: TypeAlias = Mapping[str, tuple[Cell, ...]]


def periods_first(formulation: Formulation, most: int | None = None, levels: tuple[int, ...] = (), dear: float = math.inf) -> Formulation:
    """The formulation that decides periods alone.

    With ``most``, no family has more rooms than so many in a period, and with ``levels`` more is charged where so many families want the
    same rooms that some must pay more than a level for another one. What is ``dear``, costing more than that for each that it counts, and
    cannot be charged for while rooms are not decided, is forbidden. All of this leaves agendas out or makes them dearer, so that nothing
    proved of it is a bound.
    """
    families, cells = formulation.families, cells_of(formulation)
    rooms = _rooms_of_families(formulation, cells)
    counted = {(family, period): own[: min(most or len(family), len(family))] for (family, period), own in rooms.items()}
    blocks = {key: tuple(_block(*key, room) for room in own) for key, own in counted.items()}
    alike = _Alike(rooms, counted, families)
    asking = [charge for charge in formulation.charges if _asks_for_a_room(charge, families)]
    apart = set(asking)
    forbidden = [charge.measure for charge in asking if charge.weight > dear and len(charge.sessions) > 1]
    breaches = [*formulation.breaches, *(Breach.of(term) for measure in forbidden for term in plainly(measure, formulation.problem))]
    of_blocks = _of_levels(formulation, rooms, blocks, levels) if levels else _of_blocks(formulation, rooms, blocks)
    charges = (*alike.charges(charge for charge in formulation.charges if charge not in apart), *of_blocks)
    return replace(
        formulation,
        breaches=(*alike.breaches(breaches), *_shared_out(formulation.problem, rooms, blocks), *_in_order(rooms, blocks)),
        charges=(*charges, *_of_sessions(formulation, asking)),
        placements={**formulation.placements, **_widened(families, cells, rooms)},
    )


def _rooms_of_families(formulation: Formulation, cells: Cells) -> Rooms:
    """The rooms in which some of a family can be in a period, for all families and periods."""
    found: dict[tuple[Family, str], set[str]] = {}
    for id, family in formulation.families.items():
        for cell in cells[id]:
            found.setdefault((family, cell.period), set()).update(cell.rooms)
    order = {room.id: number for number, room in enumerate(formulation.problem.rooms)}
    return {key: tuple(sorted(rooms, key=order.__getitem__)) for key, rooms in found.items()}


def _widened(families: Families, cells: Cells, rooms: Rooms) -> dict[str, Placements]:
    """A family's sessions can be wherever one of them can, at the starts that they have in the period."""
    known: dict[tuple[Family, int], Placements] = {}
    widened: dict[str, Placements] = {}
    for session, family in families.items():
        key = family, id(cells[session])
        if key not in known:
            starts: dict[str, set[int]] = {}
            for cell in cells[session]:
                for room in rooms[family, cell.period]:
                    starts.setdefault(room, set()).update(cell.starts)
            known[key] = Placements.of(starts)
        widened[session] = known[key]
    return widened


def _asks_for_a_room(charge: Charge, families: Families) -> bool:
    """Whether a charge would part the cells of a family's session by their rooms."""
    return any(isinstance(leaf, InRoom) and leaf.session in families for leaf in leaves(charge.measure))


def _shared_out(problem: Problem, rooms: Rooms, blocks: Blocks) -> Iterator[Breach]:
    """Families have no more of some rooms, that are all they could have, than there are."""
    by_period: dict[str, list[tuple[Family, frozenset[str]]]] = {}
    for (family, period), own in rooms.items():
        by_period.setdefault(period, []).append((family, frozenset(own)))
    for period, families in by_period.items():
        for some in critical({own for _, own in families}, frozenset(problem.period(period).rooms)):
            inside = [(family, period) for family, own in families if own <= some]
            counted = tuple(block for key in inside for block in blocks[key])
            if len(counted) > len(some):
                yield Breach(Excess(counted, len(some)), frozenset(session for family, _ in inside for session in family))


def _in_order(rooms: Rooms, blocks: Blocks) -> Iterator[Breach]:
    """A family's next room in a period is taken after the one before it, and none that is not counted."""
    for (family, period), own in blocks.items():
        sessions = frozenset(family)
        for before, block in pairwise(own):
            yield Breach(All((block, Not(before))), sessions)
        if others := rooms[family, period][len(own) :]:
            yield Breach(AnyIn(family, frozenset((period,)), frozenset(others)), sessions)


def _of_blocks(formulation: Formulation, rooms: Rooms, blocks: Blocks) -> Iterator[Charge]:
    """What the blocks of families cost at least, where each has a cost of its own.

    That is what the cheapest room costs, for every room that a family has; and the step to the next dearer, for all rooms that
    families who like the same ones have beside these.
    """
    alike: dict[tuple[str, frozenset[str]], list[tuple[Family, int]]] = {}
    for (family, period), costs in _costs_of_blocks(formulation, rooms).items():
        least = min(costs.values())
        liked = frozenset(room for room, cost in costs.items() if cost == least)
        if least:
            yield _charge([(family, period)], blocks, 0, least)
        if len(liked) < len(costs):
            alike.setdefault((period, liked), []).append((family, min(cost for cost in costs.values() if cost > least) - least))
    for (period, liked), families in alike.items():
        yield _charge([(family, period) for family, _ in families], blocks, len(liked), min(step for _, step in families))


def _of_levels(formulation: Formulation, rooms: Rooms, blocks: Blocks, levels: tuple[int, ...]) -> Iterator[Charge]:
    """What the blocks of families cost where each has the cheapest room or, at each level, too few are left that cost no more than that."""
    costs_of = _costs_of_blocks(formulation, rooms)
    by_period: dict[str, list[tuple[Family, Mapping[str, int]]]] = {}
    for (family, period), costs in costs_of.items():
        by_period.setdefault(period, []).append((family, costs))
        if least := min(costs.values()):
            yield _charge([(family, period)], blocks, 0, least)
    for period, families in by_period.items():
        for level in levels:
            wanted = [(family, *_wanted(costs, level)) for family, costs in families]
            wanted = [one for one in wanted if one[2]]
            for some in critical({own for _, own, _ in wanted}, frozenset(formulation.problem.period(period).rooms)):
                inside = [(family, step) for family, own, step in wanted if own <= some]
                yield _charge([(family, period) for family, _ in inside], blocks, len(some), min(step for _, step in inside))


def _wanted(costs: Mapping[str, int], level: int) -> tuple[frozenset[str], int]:
    """The rooms that cost a level at the most above the cheapest, and what the next one costs above it; nothing where there is none."""
    least = min(costs.values())
    own = frozenset(room for room, cost in costs.items() if cost - least <= level)
    return own, min((cost - least for room, cost in costs.items() if room not in own), default=0)


def _of_sessions(formulation: Formulation, charges: Iterable[Charge]) -> Iterator[Charge]:
    """What a session costs by itself, in the room that is cheapest at each start."""
    own: dict[str, list[Charge]] = {}
    for charge in charges:
        if len(charge.sessions) == 1:
            own.setdefault(next(iter(charge.sessions)), []).append(charge)
    for id, alone in own.items():
        places, session = Places.of(formulation.placements[id].by_room), formulation.problem.session(id)
        costs = np.sum([charge.weight * certainty(charge.measure, session, places).true for charge in alone], axis=0)
        starts: dict[int, list[int]] = {}
        for start in formulation.placements[id].starts:
            starts.setdefault(int(costs[places.starts == start].min()), []).append(start)
        for cost, those in starts.items():
            if cost:
                yield Charge(StartsIn(id, tuple((start, start) for start in those)), frozenset((id,)), cost)


def _costs_of_blocks(formulation: Formulation, rooms: Rooms) -> Mapping[tuple[Family, str], Mapping[str, int]]:
    """What each block costs by itself, for families and periods where one costs something."""
    found: dict[tuple[Family, str], dict[str, int]] = {}
    for charge in formulation.charges:
        term = charge.measure
        if isinstance(term, AnyIn) and len(term.periods) == len(term.rooms) == 1:
            for family in whole_families(term.sessions, formulation.families) or ():
                key, room = (family, next(iter(term.periods))), next(iter(term.rooms))
                if room in rooms.get(key, ()):
                    costs = found.setdefault(key, dict.fromkeys(rooms[key], 0))
                    costs[room] += charge.weight
    return found


def _charge(keys: Iterable[tuple[Family, str]], blocks: Blocks, limit: int, weight: int) -> Charge:
    term = Excess(tuple(block for key in keys for block in blocks[key]), limit)
    return Charge(term, sessions_of(term), weight)


def _block(family: Family, period: str, room: str) -> AnyIn:
    return AnyIn(family, frozenset((period,)), frozenset((room,)))


class _Alike:
    """Picks the terms that treat alike all the rooms that a family could have in a period."""

    def __init__(self, rooms: Rooms, counted: Rooms, families: Families) -> None:
        self._rooms = rooms
        self._others = {key: frozenset(own[len(counted[key]) :]) for key, own in rooms.items()}
        self._families = families

    def breaches(self, breaches: Iterable[Breach]) -> Iterator[Breach]:
        """Those that can stay."""
        for breach in breaches:
            term = breach.measure
            if keeps_a_room(term) or (not is_about_a_block(term) and self._treats(term)):
                yield Breach(self._trimmed(term), breach.sessions)

    def charges(self, charges: Iterable[Charge]) -> Iterator[Charge]:
        """Those that can stay."""
        for charge in charges:
            if self._treats(charge.measure):
                measure = self._trimmed(charge.measure)
                if not isinstance(measure, Excess) or len(measure.literals) > measure.limit:
                    yield Charge(measure, charge.sessions, charge.weight)

    def _treats(self, term: Measure) -> bool:
        """Whether a term says nothing of a family's room, or counts all of its rooms."""
        match term:
            case Times(_, measure) | Not(measure):
                return self._treats(measure)
            case Excess(literals) | Rising(literals) | Any(literals) | AtLeast(_, literals):
                return self._counts_all(literals)
            case Pairs(first, then):
                return self._counts_all(first) and self._counts_all(then)
            case All(literals):
                return all(self._treats(literal) for literal in literals)
            case AnyIn():
                return self._counts_all((term,))
            case _:
                return True

    def _counts_all(self, literals: Iterable[Literal]) -> bool:
        """Whether of a family's rooms in a period literals count every one or none."""
        counted: dict[tuple[Family, str], set[str]] = {}
        for literal in literals:
            if not isinstance(literal, AnyIn):
                if not self._treats(literal):
                    return False
                continue
            for family in whole_families(literal.sessions, self._families) or ():
                periods = [period for period in literal.periods if (family, period) in self._rooms]
                if len(periods) > 1 and not all(literal.rooms.issuperset(self._rooms[family, period]) for period in periods):
                    return False
                for period in periods:
                    counted.setdefault((family, period), set()).update(literal.rooms)
        return all(rooms.isdisjoint(self._rooms[key]) or rooms.issuperset(self._rooms[key]) for key, rooms in counted.items())

    def _trimmed(self, term: MeasureT) -> MeasureT:
        """The term without counting rooms that are not counted."""
        match term:
            case Excess(literals) | Rising(literals):
                return cast("MeasureT", replace(term, literals=self._of_counted(literals)))
            case Pairs(first, then):
                return cast("MeasureT", Pairs(self._of_counted(first), self._of_counted(then)))
            case Times(count, measure):
                return cast("MeasureT", Times(count, self._trimmed(measure)))
            case _:
                return term

    def _of_counted(self, literals: tuple[Literal, ...]) -> tuple[Literal, ...]:
        return tuple(literal for literal in literals if not (isinstance(literal, AnyIn) and self._is_of_others(literal)))

    def _is_of_others(self, literal: AnyIn) -> bool:
        families = whole_families(literal.sessions, self._families)
        keys = [(family, period) for family in families or () for period in literal.periods]
        return bool(keys) and all(literal.rooms <= self._others.get(key, frozenset()) for key in keys)
