"""What the cells of two sessions decide of a term about both."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.clock import Clock
from scheduler.model.cells import Cell
from scheduler.model.certainty import Mask
from scheduler.model.session_cells import SessionCells
from scheduler.rules.terms import DaysApart, Follows, Overlaps, Pairwise, Precedes, SamePeriod, SameRoom

Minutes: TypeAlias = NDArray[np.int64]
Parts: TypeAlias = list[tuple[Mask, Mask]]
"""Some cells of one session, each time with some of another's."""


def holds(term: Pairwise, one: SessionCells, other: SessionCells, clock: Clock, *, sure: bool) -> Mask:
    """In which cells of its two sessions a term is certain or, if not ``sure``, possible: a row for each cell of the first one."""
    first, then = one.session.minutes, other.session.minutes
    a0, a1, b0, b1 = one.first[:, None], one.last[:, None], other.first[None, :], other.last[None, :]
    match term:
        case Precedes(gap=gap):
            return a1 + first + gap <= b0 if sure else a0 + first + gap <= b1
        case Follows(least=least, most=most) if sure:
            return (b0 - a1 - first >= least) & (b1 - a0 - first <= most)
        case Follows(least=least, most=most):
            return (b1 - a0 - first >= least) & (b0 - a1 - first <= most)
        case Overlaps(gap=gap) if sure:
            return (b1 < a0 + first + gap) & (a1 < b0 + then + gap)
        case Overlaps(gap=gap):
            return (b0 < a1 + first + gap) & (a0 < b1 + then + gap)
        case DaysApart(least=least, most=most):
            return _days(clock, a0, b0, least, most)
        case SameRoom():
            return _share_rooms(one.cells, other.cells, sure=sure)
        case SamePeriod():
            return _share_a_period(one.cells, other.cells)


def parts_of(there: Mask, *, sure: bool) -> bool | Parts:
    """What is known of a term that holds ``there``: the first session is in a row, the other in a column.

    A bool, if that is the same everywhere; or else parts, each some rows and the columns in which it holds for all of these alike.
    """
    if there.all() or not there.any():
        return bool(there.any())
    rows = np.unique(there, axis=0)
    if sure:
        return [((there | ~row).all(axis=1), row) for row in rows if row.any()]
    return [((~there | row).all(axis=1), row) for row in rows if not row.all()]


def _days(clock: Clock, first: Minutes, then: Minutes, least: int, most: int) -> Mask:
    """Whether so many days lie between the two; a cell is on one day."""
    midnights = np.array([clock.minute(clock.midnight(day)) for day in clock.days])
    apart = np.searchsorted(midnights, then, side="right") - np.searchsorted(midnights, first, side="right")
    return np.asarray((least <= apart) & (apart <= most))


def _share_rooms(cells: tuple[Cell, ...], others: tuple[Cell, ...], *, sure: bool) -> Mask:
    """Where sessions in two cells are in one room: certainly, if neither cell has another one, or possibly."""
    rooms = sorted({room for cell in (*cells, *others) for room in cell.rooms})
    mine, theirs = _rooms_matrix(cells, rooms), _rooms_matrix(others, rooms)
    shared: Mask = mine @ theirs.T
    return shared & (mine.sum(axis=1) == 1)[:, None] & (theirs.sum(axis=1) == 1)[None, :] if sure else shared


def _rooms_matrix(cells: tuple[Cell, ...], rooms: list[str]) -> Mask:
    """Which of the rooms each cell has: a row for each cell."""
    return np.array([[room in cell.rooms for room in rooms] for cell in cells], dtype=np.bool_).reshape(len(cells), len(rooms))


def _share_a_period(cells: tuple[Cell, ...], others: tuple[Cell, ...]) -> Mask:
    mine, theirs = (np.array([cell.period for cell in own], dtype=np.str_) for own in (cells, others))
    return np.asarray(mine[:, None] == theirs[None, :])
