"""A day as a grid of times and rooms: which rows and columns it needs, and which of its cells each session takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import gcd

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Period, Problem

LONGEST_STEP = 30
"""Minutes to a row at most, so that there are rows to move a session to."""
NARROWEST, WIDEST = 0.75, 1.5
"""Of a room's column on paper, relative to the mean."""


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of one session: its first row, how many rows, and its column, all counted from 0."""

    entry: Entry
    row: int
    rows: int
    column: int


@dataclass(frozen=True, slots=True)
class DayGrid:
    """One day.

    Parameters
    ----------
    day : date
        The day at the venue.
    step : int
        Minutes from one row to the next.
    starts : tuple of datetime
        The instant at which each row begins, in UTC.
    rooms : tuple of str
        The room's id of each column; a room in which sessions overlap has several columns, side by side.
    blocks : tuple of Block
        The day's sessions. None shares a cell with another.
    """

    day: date
    step: int
    starts: tuple[datetime, ...]
    rooms: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def busy(self) -> frozenset[int]:
        """The rows in which anything takes place."""
        return frozenset(row for block in self.blocks for row in range(block.row, block.row + block.rows))


def day_grids(problem: Problem, agenda: Agenda) -> Iterator[DayGrid]:
    """A grid for each day that has a period or a session, in order."""
    sessions: dict[date, list[Entry]] = {}
    for entry in agenda.entries:
        sessions.setdefault(problem.clock.local(entry.start).date(), []).append(entry)
    periods: dict[date, list[Period]] = {}
    for period in problem.periods:
        periods.setdefault(period.day, []).append(period)
    for day in sorted({*sessions, *periods}):
        yield _day_grid(problem, day, sessions.get(day, []), periods.get(day, []))


def _day_grid(problem: Problem, day: date, entries: list[Entry], periods: list[Period]) -> DayGrid:
    first = min(span.start for span in (*(entry.span for entry in entries), *(period.span for period in periods)))
    midnight = problem.clock.day(day).end
    last = min(midnight, max(span.end for span in (*(entry.span for entry in entries), *(period.span for period in periods))))

    def minutes(instant: datetime) -> int:
        return int((instant - first).total_seconds()) // 60

    starts = [minutes(start) for start in (*(entry.start for entry in entries), *(period.span.start for period in periods))]
    ends = [minutes(min(last, entry.end)) for entry in entries]
    step = _step(starts, ends, problem.meeting.grid)
    lines = -(-minutes(last) // step)
    open_rooms = {room for period in periods for room in period.rooms}
    used = {entry.room for entry in entries} or open_rooms
    columns: list[str] = []
    blocks: list[Block] = []
    for room in problem.rooms:
        if room.id in used:
            placed = [
                _block(entry, minutes(entry.start), minutes(min(last, entry.end)), step) for entry in entries if entry.room == room.id
            ]
            lanes = _lanes(placed)
            blocks += [Block(block.entry, block.row, block.rows, len(columns) + lane) for block, lane in zip(placed, lanes, strict=True)]
            columns += [room.id] * (max(lanes, default=0) + 1)
    return DayGrid(day, step, tuple(first + timedelta(minutes=step * row) for row in range(lines)), tuple(columns), tuple(blocks))


def column_shares(columns: int, letters: Iterable[tuple[int, int]]) -> tuple[float, ...]:
    """How wide each column is on paper, relative to the others: the more its sessions say, the wider.

    ``letters`` holds a session's column and how many letters are to be written there.
    """
    written = [0] * columns
    for column, number in letters:
        written[column] += number
    mean = max(1.0, sum(written) / max(1, columns))
    return tuple(round(min(WIDEST, max(NARROWEST, number / mean)), 2) for number in written)


def _step(starts: list[int], ends: list[int], grid: int) -> int:
    """Minutes to a row: as many as starts and ends allow. Ends between two rows of the meeting's grid are rounded up to a row."""
    step = gcd(LONGEST_STEP, *starts, *ends)
    return step if step >= grid else gcd(grid, *starts)


def _block(entry: Entry, start: int, end: int, step: int) -> Block:
    return Block(entry, start // step, max(1, -(-end // step) - start // step), 0)


def _lanes(blocks: list[Block]) -> list[int]:
    """The lane of each block, which are in order of time: the first that is free again."""
    free: list[int] = []
    lanes: list[int] = []
    for block in blocks:
        lane = next((lane for lane, row in enumerate(free) if row <= block.row), len(free))
        free[lane : lane + 1] = [block.row + block.rows]
        lanes.append(lane)
    return lanes
