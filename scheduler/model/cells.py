"""Cells: a session in one room and one period, whatever its start there. They are what the period relaxation decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scheduler.domain.problem import Problem, Session
from scheduler.model.formulation import Formulation
from scheduler.model.placements import Placements


@dataclass(frozen=True, slots=True)
class Cell:
    """The places of a session in one room and period.

    Parameters
    ----------
    room, period : str
        Their ids.
    window : (int, int)
        The minutes at which the period begins and ends.
    starts : tuple of int
        The minutes at which the session can start there, ascending; never empty.
    """

    room: str
    period: str
    window: tuple[int, int]
    starts: tuple[int, ...]


Outline: TypeAlias = Mapping[str, Cell | None]
"""In which cell each session is; None where it is left out."""


def cells_of(formulation: Formulation) -> Mapping[str, tuple[Cell, ...]]:
    """Every session's cells: each of its places is in exactly one."""
    problem = formulation.problem
    return {session.id: _cells(problem, session, formulation.placements[session.id]) for session in problem.sessions}


def _cells(problem: Problem, session: Session, placements: Placements) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for room, starts in placements.by_room.items():
        left = starts
        for period in (period for period in problem.periods if room in period.rooms):
            first, last = problem.clock.minute(period.span.start), problem.clock.minute(period.span.end)
            inside = tuple(start for start in left if first <= start and start + session.minutes <= last)
            if inside:
                cells.append(Cell(room, period.id, (first, last), inside))
                left = tuple(start for start in left if start not in inside)
    return tuple(cells)
