"""An agenda read back from the workbook, whether a session was moved in the grid of its day or in the sheet ``agenda``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.errors import Source
from scheduler.domain.problem import Problem
from scheduler.files.agenda_grid import GridCell, grid_day, grid_name, read_grid
from scheduler.files.agenda_table import NAME, Place, TableRow, agenda_of, entry_or_omitted, placed_text, read_rows
from scheduler.files.faults import Faults
from scheduler.files.tables import Line, Table
from scheduler.files.workbook import read_workbook

ABOUT = "about"
"""The sheet that says, by key, what the agenda was made from."""


def read_agenda_workbook(path: Path, problem: Problem, faults: Faults) -> Agenda:
    """The agenda of a workbook, with what it was made from; without its entries where there is a fault.

    The column ``placed`` says where each session was. Where the grid differs from it, the session was moved in the grid;
    where the row's day, start and room differ, in the sheet; where both do, and not to the same place, it is a fault.
    A workbook without any grid is read by its sheet ``agenda`` alone.
    """
    tables = {table.name: table for table in read_workbook(path, str(path), faults) or ()}
    if tables and NAME not in tables:
        faults.add(Source(str(path)), f"the sheet '{NAME}' is missing", "give its sheet that name again, or make the workbook anew")
    about = {line.cells[0]: Line(line.number, line.cells[1:2]) for line in tables[ABOUT].lines} if ABOUT in tables else {}
    _check_meeting(about, f"{path}[{ABOUT}]", problem, faults)
    if len(faults):
        return agenda_of(problem, ())

    def made(key: str) -> str:
        return "".join(about[key].cells) if key in about else ""

    seed = int(made("seed")) if made("seed").isdecimal() else 0
    agenda = agenda_of(problem, _entries(tables, str(path), problem, faults))
    return replace(agenda, inputs=made("inputs"), book=made("book"), variant=made("variant") or None, seed=seed)


def _check_meeting(about: Mapping[str, Line], file: str, problem: Problem, faults: Faults) -> None:
    """Report a workbook of another meeting; one that does not say may be of any."""
    line = about.get("meeting")
    if line and line.cells not in ((), (problem.meeting.id,)):
        message = f"the agenda is of the meeting '{line.cells[0]}', not of '{problem.meeting.id}'"
        faults.add(Source(file, line.number, "B"), message, "read it with that meeting's folder")


def _entries(tables: Mapping[str, Table], file: str, problem: Problem, faults: Faults) -> Iterator[Entry | str]:
    """The entries that are held and the ids of the sessions that are not; none where there is a fault."""
    rows = read_rows(tables[NAME], problem, faults)
    grids = _grids(tables.values(), faults)
    cells = tuple(cell for day, table in grids.items() for cell in read_grid(table, day, problem, faults))
    if grids:
        _check_days(rows, grids, problem, file, faults)
        _check_cells(cells, rows, faults)
    if not len(faults):
        shown = {cell.session: cell.place for cell in cells}
        for row in rows:
            place = _merged(problem, row, shown.get(row.session), faults) if grids else row.place
            yield entry_or_omitted(problem, row, place)


def _grids(tables: Iterable[Table], faults: Faults) -> dict[date, Table]:
    """The grid of each day; two of one day, as when a sheet was copied, are a fault."""
    grids: dict[date, Table] = {}
    for table in tables:
        day = grid_day(table)
        if day is not None and grids.setdefault(day, table) is not table:
            message = f"this sheet is of the same day as '{grids[day].name}'"
            faults.add(
                Source(table.file), message, "remove one of the two, or take the date out of the name of the one that does not count"
            )
    return grids


def _check_days(rows: Iterable[TableRow], days: Iterable[date], problem: Problem, file: str, faults: Faults) -> None:
    """Report each day whose grid is gone: all of its sessions would otherwise count as taken out."""
    placed = {problem.clock.local(row.placed.start).date() for row in rows if row.placed is not None}
    for day in sorted(placed.difference(days)):
        hint = "give the sheet that name again; to take its sessions out, empty their cells"
        faults.add(Source(file), f"the sheet '{grid_name(day)}' is missing", hint)


def _check_cells(cells: Iterable[GridCell], rows: Iterable[TableRow], faults: Faults) -> None:
    """Report each session that stands in two cells, or has no row to say who takes part."""
    known = {row.session for row in rows}
    first: dict[str, GridCell] = {}
    for cell in cells:
        other = first.setdefault(cell.session, cell)
        if other is not cell:
            faults.add(cell.source, f"the session '{cell.session}' is also in {other.source}", "empty one of the two cells")
        elif known and cell.session not in known:
            message = f"the session '{cell.session}' has no row in the sheet '{NAME}'"
            faults.add(cell.source, message, f"add its row, which names its people; '{NAME}' has a row for every session")


def _merged(problem: Problem, row: TableRow, shown: Place | None, faults: Faults) -> Place | None:
    """Where the session is, by its row and by the cell that shows it, if one does."""
    if not row.placed_known or row.place in (row.placed, shown):
        return shown
    if shown != row.placed:
        there, here = placed_text(problem, shown), placed_text(problem, row.place)
        message = f"the session '{row.session}' was moved twice: to {there} in the grid, to {here} in this row"
        hint = "put it in the same place in both, or move it back in one of them"
        faults.add(Source(row.source.file, row.source.line, "day"), message, hint)
    return row.place
