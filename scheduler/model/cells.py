"""Cells: a session in one period and one room, whatever its start there. They are what the period relaxation decides.

A cell has all the rooms that will do where a period holds one session per room and nothing is said of the session's room; or where the
session is of a family, and what is said of rooms is said of the family.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scheduler.domain.problem import Problem
from scheduler.model.certainty import Places, certainty
from scheduler.model.formulation import Formulation
from scheduler.model.placements import Placements
from scheduler.rules.structure import leaves
from scheduler.rules.terms import AnyIn, Clashes, InRoom, Measure, SameRoom


@dataclass(frozen=True, slots=True)
class Cell:
    """The places of a session in one period.

    Parameters
    ----------
    rooms : tuple of str
        The ids of the rooms, in the sheet's order: one or, where any will do, several.
    period : str
        The period's id.
    window : (int, int)
        The minutes at which the period begins and ends.
    starts : tuple of int
        The minutes at which the session can start there, in each of the rooms, ascending; never empty.
    """

    rooms: tuple[str, ...]
    period: str
    window: tuple[int, int]
    starts: tuple[int, ...]


Outline: TypeAlias = Mapping[str, Cell | None]
"""In which cell each session is; None where it is left out."""


def cells_of(formulation: Formulation) -> Mapping[str, tuple[Cell, ...]]:
    """Every session's cells: each of its places is in exactly one."""
    problem = formulation.problem
    windows = _windows(problem)
    known: dict[tuple[int, int], tuple[Cell, ...]] = {}
    cells: dict[str, tuple[Cell, ...]] = {}
    for session in problem.sessions:
        placements = formulation.placements[session.id]
        key = id(placements), session.minutes
        if key not in known:
            known[key] = tuple(_cells(windows, placements, session.minutes))
        cells[session.id] = known[key]
    single = {period.id for period in problem.periods if period.single}
    indifferent = {name for name, own in cells.items() if all(cell.period in single for cell in own)}
    told = set(_told_rooms(formulation)) if indifferent else set()
    by_family = formulation.families.keys() - set(_rooms_of_their_own(formulation)) if formulation.families else frozenset()
    indifferent = (indifferent - told) | by_family
    united = {id(own): own for own in cells.values()}
    united |= {key: _united(united[key]) for key in {id(cells[name]) for name in indifferent}}
    return {name: united[id(own)] if name in indifferent else own for name, own in cells.items()}


def _windows(problem: Problem) -> Mapping[str, list[tuple[str, tuple[int, int]]]]:
    """The periods of each room, with the minutes at which they begin and end."""
    windows: dict[str, list[tuple[str, tuple[int, int]]]] = {}
    for period in problem.periods:
        window = problem.clock.minute(period.span.start), problem.clock.minute(period.span.end)
        for room in period.rooms:
            windows.setdefault(room, []).append((period.id, window))
    return windows


def _cells(windows: Mapping[str, list[tuple[str, tuple[int, int]]]], placements: Placements, minutes: int) -> Iterator[Cell]:
    for room, starts in placements.by_room.items():
        for period, (first, last) in windows[room]:
            inside = starts[bisect_left(starts, first) : bisect_right(starts, last - minutes)]
            if inside:
                yield Cell((room,), period, (first, last), inside)


def _united(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells of one period and the same starts as one."""
    rooms: dict[tuple[str, tuple[int, int], tuple[int, ...]], tuple[str, ...]] = {}
    for cell in cells:
        key = cell.period, cell.window, cell.starts
        rooms[key] = (*rooms.get(key, ()), *cell.rooms)
    return tuple(Cell(those, *key) for key, those in rooms.items())


def _told_rooms(formulation: Formulation) -> Iterator[str]:
    """The sessions of which some term tells rooms apart, beside that a room holds one at a time."""
    for breach in formulation.breaches:
        if len(breach.sessions) > 1 and not keeps_a_room(breach.measure):
            yield from _in_rooms(breach.measure)
    for charge in formulation.charges:
        if len(charge.sessions) > 1:
            yield from _in_rooms(charge.measure)
    yield from _rooms_of_their_own(formulation)


def _rooms_of_their_own(formulation: Formulation) -> Iterator[str]:
    """The sessions of which a charge tells rooms apart, be it about them alone or with others, but not as a part of a family."""
    for charge in formulation.charges:
        if len(charge.sessions) > 1:
            yield from (leaf.session for leaf in leaves(charge.measure) if isinstance(leaf, InRoom))
        elif set(_in_rooms(charge.measure)) and not _is_same_in_all_rooms(formulation, charge.measure):
            yield from charge.sessions


def keeps_a_room(term: Measure) -> bool:
    """Whether a term only keeps sessions from one room at one time."""
    return isinstance(term, Clashes) and len({claim.rooms if isinstance(claim, InRoom) else None for _, claim in term.claims} - {None}) == 1


def _in_rooms(term: Measure) -> Iterator[str]:
    """The sessions of whose room a term speaks."""
    for leaf in leaves(term):
        match leaf:
            case InRoom(session):
                yield session
            case SameRoom(first, then):
                yield from (first, then)
            case AnyIn(sessions):
                yield from sessions


def _is_same_in_all_rooms(formulation: Formulation, term: Measure) -> bool:
    """Whether what is certain of a term about one session at a start does not depend on the room."""
    (id,) = set(_in_rooms(term))
    places = Places.of(formulation.placements[id].by_room)
    found = certainty(term, formulation.problem.session(id), places)
    answers = set(zip(places.starts.tolist(), found.true.tolist(), found.false.tolist(), strict=True))
    return len(answers) == len(formulation.placements[id].starts)
