"""``programme.xlsx``: a grid for each day, and beside them flat sheets; it can be edited and read back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from openpyxl import Workbook
from openpyxl.styles import Font

from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Problem
from scheduler.files.agenda_grid import grid_name
from scheduler.files.agenda_table import CHANGES, NAME, PLACED, Place, placed_text, table_rows
from scheduler.files.agenda_workbook import ABOUT
from scheduler.interchange.stamped_workbook import stamped_bytes
from scheduler.publish.colours import body_colours
from scheduler.publish.day_grid import day_grids
from scheduler.publish.grid_sheet import fill_grid_sheet
from scheduler.publish.loads import DAYS, DELEGATIONS, PEOPLE, ROOMS, day_loads, delegation_loads, person_loads, room_loads
from scheduler.publish.marks import Marks, Since
from scheduler.publish.sheet_cells import FONT, MADE_BY, Value, flat_sheet
from scheduler.publish.text import one_line

_GREY = "7A828C"


def workbook(problem: Problem, agenda: Agenda, since: Since | None = None) -> bytes:
    """The workbook's bytes, with what has changed ``since`` a release marked; the same for the same agenda and release.

    Its stamps are the meeting's ``prepared``.
    """
    marks = Marks.of(problem, agenda, since) if since else None
    book = Workbook()
    book.remove(book.worksheets[0])
    colours = body_colours(problem)
    for grid in day_grids(problem, agenda):
        fill_grid_sheet(book.create_sheet(grid_name(grid.day)), problem, grid, colours, marks)
    _add_agenda(book, problem, agenda, marks)
    if marks:
        flat_sheet(book.create_sheet(CHANGES), marks.header, marks.rows())
    flat_sheet(book.create_sheet("rooms"), ROOMS, room_loads(problem, agenda))
    flat_sheet(book.create_sheet("days"), DAYS, day_loads(problem, agenda))
    flat_sheet(book.create_sheet("people"), PEOPLE, person_loads(problem, agenda))
    flat_sheet(book.create_sheet("delegations"), DELEGATIONS, delegation_loads(problem, agenda))
    flat_sheet(book.create_sheet(ABOUT), ("key", "value"), _about(problem, agenda, since))
    return _bytes(book, problem)


def _add_agenda(book: Workbook, problem: Problem, agenda: Agenda, marks: Marks | None) -> None:
    header, *rows = table_rows(problem, agenda)
    placed = [Place(entry.start, entry.room) for entry in agenda.entries] + [None] * len(agenda.omitted)
    sheet = book.create_sheet(NAME)
    added = [(placed_text(problem, place), *([marks.note(row[0])] if marks else [])) for row, place in zip(rows, placed, strict=True)]
    cells = ((*map(_typed, header, row), *more) for row, more in zip(rows, added, strict=True))
    flat_sheet(sheet, (*header, PLACED, *([CHANGES] if marks else [])), cells)
    for row in sheet.iter_rows(min_col=len(header) + 1, max_col=len(header) + 1):
        row[0].font = Font(name=FONT, italic=True, color=_GREY)


def _typed(column: str, text: str) -> Value:
    """A cell as Excel would hold it, so that it can be sorted, and what is typed into it reads the same."""
    if column == "day" and text:
        return date.fromisoformat(text)
    if column in ("start", "end") and len(text) == len("hh:mm"):
        return time.fromisoformat(text)
    return int(text) if column == "minutes" and text else text


def _about(problem: Problem, agenda: Agenda, since: Since | None) -> Iterator[tuple[Value, Value]]:
    yield "meeting", problem.meeting.id
    yield "title", one_line(problem.meeting.title)
    yield "zone", problem.clock.zone.key
    yield "status", agenda.status
    yield "cost", agenda.cost
    yield "bound", agenda.bound
    yield "inputs", agenda.inputs
    yield "book", agenda.book
    yield "variant", agenda.variant or ""
    yield "seed", agenda.seed
    if since:
        yield "changes since", f"release {since.release}"
    yield (
        "note",
        (
            "Move a session in the grid of its day, cell and all, or change its day, start and room in the sheet agenda. "
            "Then 'schedule check' reads this file back. The column 'placed' stays as it is. The cost above is that before any change."
        ),
    )


def _bytes(book: Workbook, problem: Problem) -> bytes:
    book.properties.creator = book.properties.lastModifiedBy = MADE_BY
    book.properties.title = one_line(problem.meeting.title)
    return stamped_bytes(book, problem.meeting.prepared)
