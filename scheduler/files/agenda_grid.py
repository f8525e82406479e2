"""The grid of one day in the workbook: a time to a row, a room to a column, and in each session's cell its id in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.errors import Source
from scheduler.domain.problem import Problem
from scheduler.domain.suggestions import suggestion
from scheduler.files.agenda_table import Place
from scheduler.files.faults import Faults
from scheduler.files.tables import Line, Table
from scheduler.files.values import BadValue, moment

TIME = "Time"
"""Heads the column of times, and marks the row that names the rooms."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MARK = re.compile(r"\[([^\[\]\n]*)\]\s*$")
_LETTERS = 26


def grid_name(day: date) -> str:
    """The name of a day's grid: ``Mon 2027-10-11``."""
    return f"{day:%a} {day}"


def grid_day(table: Table) -> date | None:
    """The day of a grid, from its sheet's name; None for any other sheet."""
    found = _DAY.search(table.name)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def mark(id: str) -> str:
    """How a cell says which session or room it stands for, at its end: ``[rpoc-4a]``."""
    return f"[{id}]"


def _marked(text: str) -> str | None:
    found = _MARK.search(text)
    return found[1].strip() if found else None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A session in the grid: its id, where the cell puts it, and which cell that is."""

    session: str
    place: Place
    source: Source


def read_grid(table: Table, day: date, problem: Problem, faults: Faults) -> Iterator[GridCell]:
    """Every session of a day's grid. What stands outside the columns of rooms and the rows of times is taken for notes."""
    header = next((line for line in table.lines if TIME in line.cells), None)
    if header is None:
        faults.add(
            Source(table.file), f"no cell says '{TIME}'", "write it back: it heads the column of times, in the row that names the rooms"
        )
        return
    grid = _Grid(table.file, day, header.cells.index(TIME), problem, faults)
    rooms = dict(grid.rooms(header))
    for line in table.lines:
        if line.number > header.number:
            yield from grid.cells(line, rooms)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A grid that is being read; ``times`` is the number of its column of times, from 0."""

    file: str
    day: date
    times: int
    problem: Problem
    faults: Faults

    def _source(self, row: int, column: int) -> Source:
        return Source(self.file, row, _letters(column))

    def rooms(self, header: Line) -> Iterator[tuple[int, str | None]]:
        """The room's id of each column that names one; None, and a fault, where the meeting has no such room."""
        known = {room.id for room in self.problem.rooms}
        for column, text in enumerate(header.cells):
            id = _marked(text)
            if id is not None and id not in known:
                self.faults.add(self._source(header.number, column), f"the meeting has no room '{id}'", suggestion(id, known))
            if id is not None:
                yield column, id if id in known else None

    def cells(self, line: Line, rooms: Mapping[int, str | None]) -> Iterator[GridCell]:
        """The sessions of one row."""
        sessions = {session.id for session in self.problem.sessions}
        filled = [(column, text, _marked(text)) for column, text in enumerate(line.cells) if column > self.times and text]
        start = self._start(line, any(id in sessions or (id and column in rooms) for column, _, id in filled))
        for column, text, id in filled:
            source = self._source(line.number, column)
            if id is None and column in rooms and start is not None:
                hint = "a session's cell ends in its id in brackets, [session]; put notes below the last time or beside the rooms"
                self.faults.add(source, f"'{text.splitlines()[0]}' names no session", hint)
            elif id is None or (id not in sessions and column not in rooms):
                continue
            elif id not in sessions:
                self.faults.add(source, f"the meeting has no session '{id}'", suggestion(id, sessions, "use an id of the sheet sessions"))
            elif column not in rooms:
                hint = "move it, or end the column's header in a room's id: [room]"
                self.faults.add(source, f"the session '{id}' is in no room's column", hint)
            elif start is not None and (room := rooms[column]) is not None:
                yield GridCell(id, Place(start, room), source)

    def _start(self, line: Line, needed: bool) -> datetime | None:
        """The instant of a row; None where it has none, which is a fault only where it is ``needed``."""
        text, source = "".join(line.cells[self.times : self.times + 1]), self._source(line.number, self.times)
        try:
            if text:
                return moment(f"{self.day} {text}", self.problem.clock)
        except BadValue as error:
            if needed:
                self.faults.add(source, str(error), error.hint)
            return None
        if needed:
            self.faults.add(source, "the row has no time", "write the venue's clock time there, as in 09:30, or move its cells")
        return None


def _letters(column: int) -> str:
    """A column's letters, from its number counted from 0: ``A``, ``Z``, ``AA``."""
    before, last = divmod(column, _LETTERS)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
