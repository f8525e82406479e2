"""A day of the workbook: times down, rooms across, a coloured cell for each session; it prints on one landscape page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain.problem import Problem, Session
from scheduler.files.agenda_grid import TIME, mark
from scheduler.files.agenda_table import CHANGES, clock_time
from scheduler.publish.colours import Colour
from scheduler.publish.day_grid import Block, DayGrid, column_shares
from scheduler.publish.marks import Marks
from scheduler.publish.sheet_cells import FONT, HEADER_FILL, LONGEST, MADE_BY, put, run, set_up_page
from scheduler.publish.text import one_line, plain
from scheduler.publish.wording import heading, role_line, roles

TITLE_ROW, LEGEND_ROW, HEADER_ROW = 1, 2, 3
_HALF_HOURS, _TIMES, _FIRST_ROOM = 1, 2, 3
_HEIGHT = 700.0
"""Points that the rows share, of which an idle row gets less than a busy one."""
_IDLE = 0.35
_TALLEST = 2.5
"""Points to a minute at most, for days with little in them."""
_RATIO = 1.42
"""A landscape page's width to its height, margins and header taken off."""
_NARROWEST, _WIDEST = 92.0, 300.0
_POINTS_PER_CHARACTER = 5.6
"""Of a column's width, whose unit is a digit of the standard font."""
_LETTER, _LINE = 0.5, 1.25
"""A letter's mean width, and a line's height, as parts of the size of the font."""
_SIZES = (10.0, 9.0, 8.0, 7.0)
_SMALLEST = 6.0
_GREY = "5F6670"
_NOTE_WIDTH, _NOTE_LINE, _NOTE_LETTERS = 320, 20, 45
"""Of a note: pixels across, pixels to a line, letters to a line."""
_THIN, _HAIR = Side("thin", color="8A9099"), Side("hair", color="C3C8CE")
_THICK = Side("thick", color="000000")
"""Frames what has changed."""


@dataclass(frozen=True, slots=True)
class _Page:
    """How tall the rows and how wide the rooms' columns are, in points."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]

    @classmethod
    def of(cls, problem: Problem, grid: DayGrid) -> _Page:
        """Fill the page: as wide as its shape makes it for the height of the rows; of that, who says more gets more."""
        weights = [grid.step * (1 if row in grid.busy else _IDLE) for row, _ in enumerate(grid.starts)]
        scale = min(_TALLEST, _HEIGHT / max(1.0, sum(weights)))
        heights = tuple(round(weight * scale, 2) for weight in weights)
        letters = ((block.column, len(" ".join(_lines(problem, block)))) for block in grid.blocks)
        shares = column_shares(len(grid.rooms), letters)
        width = sum(heights) * _RATIO / max(1.0, sum(shares))
        return cls(heights, tuple(min(_WIDEST, max(_NARROWEST, share * width)) for share in shares))


def fill_grid_sheet(sheet: Worksheet, problem: Problem, grid: DayGrid, colours: Mapping[str | None, Colour], marks: Marks | None) -> None:
    """Draw the day. ``colours`` holds the colour of each body by its id, and under None that of the others; ``marks`` what has changed."""
    page = _Page.of(problem, grid)
    _set_up_page(sheet, problem, grid)
    notes = {block.entry.session: marks.note(block.entry.session) for block in grid.blocks} if marks else {}
    _draw_head(sheet, problem, grid, page, _legend(problem, grid, colours, marks if any(notes.values()) else None))
    _draw_times(sheet, problem, grid, page)
    for block in grid.blocks:
        _draw_block(sheet, problem, block, page, colours)
        if note := notes.get(block.entry.session):
            _mark_block(sheet, block, note)


def _set_up_page(sheet: Worksheet, problem: Problem, grid: DayGrid) -> None:
    set_up_page(sheet, pages=1)
    sheet.page_margins.left = sheet.page_margins.right = 0.35
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.header = 0.6, 0.35, 0.25
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{TITLE_ROW}:{HEADER_ROW}"
    sheet.print_title_cols = f"{get_column_letter(_HALF_HOURS)}:{get_column_letter(_TIMES)}"
    sheet.freeze_panes = f"{get_column_letter(_FIRST_ROOM)}{HEADER_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    # An ampersand begins a code there, and at most 255 characters fit.
    header = sheet.oddHeader
    assert header is not None
    header.left.text = one_line(problem.meeting.title)[:100].replace("&", "&&")
    header.right.text = _day(grid)


def _day(grid: DayGrid) -> str:
    return f"{grid.day:%A} {grid.day.day} {grid.day:%B %Y}"


def _draw_head(sheet: Worksheet, problem: Problem, grid: DayGrid, page: _Page, legend: CellRichText) -> None:
    last = _FIRST_ROOM + max(1, len(grid.rooms)) - 1
    for row in (TITLE_ROW, LEGEND_ROW):
        sheet.merge_cells(start_row=row, end_row=row, start_column=_HALF_HOURS, end_column=last)
        sheet.cell(row, _HALF_HOURS).alignment = Alignment(vertical="center", wrap_text=True)
    title = (
        run(_day(grid), 16, bold=True),
        run(f"   {one_line(problem.meeting.title)}, times of {problem.clock.zone.key}", 11, colour=_GREY),
    )
    put(sheet, TITLE_ROW, _HALF_HOURS, CellRichText(*title))
    put(sheet, LEGEND_ROW, _HALF_HOURS, legend)
    sheet.row_dimensions[TITLE_ROW].height = 26
    width = max(_NARROWEST, sum(page.columns))
    sheet.row_dimensions[LEGEND_ROW].height = 20 * max(1, ceil(len(str(legend)) * 10 * _LETTER / width))
    sheet.row_dimensions[HEADER_ROW].height = 44
    put(sheet, HEADER_ROW, _TIMES, TIME)
    for column, id in enumerate(grid.rooms, _FIRST_ROOM):
        room = problem.room(id)
        lines = [run(one_line(room.name), 11, bold=True)]
        lines += [run(f"\n{one_line(room.building)}", 9)] if room.building else []
        put(sheet, HEADER_ROW, column, CellRichText(*lines, run(f" {mark(id)}", 8, colour=_GREY)))
        sheet.column_dimensions[get_column_letter(column)].width = page.columns[column - _FIRST_ROOM] / _POINTS_PER_CHARACTER
    for column in range(_HALF_HOURS, last + 1):
        cell = sheet.cell(HEADER_ROW, column)
        cell.fill, cell.border = HEADER_FILL, Border(bottom=_THIN)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.cell(HEADER_ROW, _TIMES).font = Font(name=FONT, size=8, color=_GREY)


def _legend(problem: Problem, grid: DayGrid, colours: Mapping[str | None, Colour], marks: Marks | None) -> CellRichText:
    """A square in the colour of each body that meets on this day, with its name; and where there are ``marks``, what they are."""
    there = {problem.session(block.entry.session).body for block in grid.blocks}
    named = [(body.id, _body_name(body.id, body.title)) for body in problem.bodies if body.id in there]
    shown = [*named, *([(None, "other")] if None in there else [])]
    runs = [piece for id, name in shown for piece in (run("■ ", 16, colour=colours[id].fill), run(f"{name}     ", 10))]
    if marks:
        runs.append(run(f"thick frame: changed since release {marks.release}, as the note on the cell and the sheet {CHANGES} say", 10))
    return CellRichText(*runs)


def _body_name(id: str, title: str) -> str:
    return one_line(title) if id == title else f"{id} {one_line(title)}"


def _draw_times(sheet: Worksheet, problem: Problem, grid: DayGrid, page: _Page) -> None:
    """The exact time of each row, small, which says where a cell that is moved goes; and large, each half hour."""
    sheet.column_dimensions[get_column_letter(_HALF_HOURS)].width = 7
    sheet.column_dimensions[get_column_letter(_TIMES)].width = 5.5
    for number, (start, height) in enumerate(zip(grid.starts, page.rows, strict=True)):
        row = HEADER_ROW + 1 + number
        sheet.row_dimensions[row].height = height
        text, minute = clock_time(problem.clock, start), problem.clock.local(start).minute
        side = _THIN if minute == 0 else _HAIR
        for column in range(_HALF_HOURS, _FIRST_ROOM + len(grid.rooms)):
            if minute % 30 == 0:
                sheet.cell(row, column).border = Border(top=side)
        exact = put(sheet, row, _TIMES, text)
        exact.font = Font(name=FONT, size=max(3.0, min(8.0, height * 0.75)), color=_GREY)
        exact.alignment = Alignment(horizontal="center", vertical="top")
    for first, last in _half_hours(problem, grid):
        cell = put(sheet, HEADER_ROW + 1 + first, _HALF_HOURS, clock_time(problem.clock, grid.starts[first]))
        height = sum(page.rows[first : last + 1])
        cell.font = Font(name=FONT, size=max(4.0, min(11.0, height * 0.75)), bold=problem.clock.local(grid.starts[first]).minute == 0)
        cell.alignment = Alignment(horizontal="center", vertical="top")
        sheet.merge_cells(start_row=HEADER_ROW + 1 + first, end_row=HEADER_ROW + 1 + last, start_column=_HALF_HOURS, end_column=_HALF_HOURS)


def _half_hours(problem: Problem, grid: DayGrid) -> list[tuple[int, int]]:
    """The first and last row of each half hour that begins with a row."""

    def minute(start: datetime) -> int:
        return problem.clock.local(start).minute

    firsts = [row for row, start in enumerate(grid.starts) if minute(start) % 30 == 0]
    ends = [*(row - 1 for row in firsts[1:]), len(grid.starts) - 1]
    return list(zip(firsts, ends, strict=True)) if firsts else []


def _draw_block(sheet: Worksheet, problem: Problem, block: Block, page: _Page, colours: Mapping[str | None, Colour]) -> None:
    session = problem.session(block.entry.session)
    top, column = HEADER_ROW + 1 + block.row, _FIRST_ROOM + block.column
    bottom = top + block.rows - 1
    fill = PatternFill("solid", fgColor=colours[session.body].fill)
    put(sheet, top, column, _block_text(problem, session, block, page)).alignment = Alignment(vertical="top", wrap_text=True)
    if block.rows > 1:
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)
    # After merging, which clears what the cells inside look like.
    for row in range(top, bottom + 1):
        cell = sheet.cell(row, column)
        cell.fill = fill
        cell.border = Border(_THIN, _THIN, _THIN if row == top else None, _THIN if row == bottom else None)


def _mark_block(sheet: Worksheet, block: Block, note: str) -> None:
    """Frame a session's cells, and write ``note`` to the first of them."""
    top, column = HEADER_ROW + 1 + block.row, _FIRST_ROOM + block.column
    bottom = top + block.rows - 1
    for row in range(top, bottom + 1):
        sheet.cell(row, column).border = Border(_THICK, _THICK, _THICK if row == top else None, _THICK if row == bottom else None)
    lines = ceil(len(note) / _NOTE_LETTERS) + 1
    sheet.cell(top, column).comment = Comment(plain(note)[:LONGEST], MADE_BY, height=lines * _NOTE_LINE, width=_NOTE_WIDTH)


def _block_text(problem: Problem, session: Session, block: Block, page: _Page) -> CellRichText:
    """Heading, time, people and id, in the largest font that fits; then run together; at last with fewer roles, or none."""
    height = sum(page.rows[block.row : block.row + block.rows])
    title, *details = _lines(problem, block)

    def fits(lines: list[str], size: float) -> bool:
        letters = max(1.0, (page.columns[block.column] - 8) / (size * _LETTER))
        return sum(max(1, ceil(len(line) / letters)) for line in lines) * size * _LINE <= height

    for between in ("\n", " · "):
        text = between.join(details)
        for size in _SIZES:
            if fits([title, *f"{text} {mark(session.id)}".split("\n")], size):
                return _runs(title, "\n", text, session.id, size)
    for kept in range(len(details), 0, -1):
        text = " · ".join(details[:kept])
        for size in (*_SIZES, _SMALLEST):
            if fits([f"{title}  {text} {mark(session.id)}"], size):
                return _runs(title, "  ", text, session.id, size)
    return _runs(title, "  ", details[0], session.id, _SMALLEST)


def _lines(problem: Problem, block: Block) -> tuple[str, ...]:
    """What a cell says beside the id: the heading, the times, then a line for each role."""
    entry, clock = block.entry, problem.clock
    times = f"{clock_time(clock, entry.start)}–{clock_time(clock, entry.end)}"
    return heading(problem.session(entry.session)), times, *(role_line(role, names) for role, names in roles(problem, entry))


def _runs(title: str, between: str, text: str, id: str, size: float) -> CellRichText:
    return CellRichText(run(title, size, bold=True), run(f"{between}{text} ", size), run(mark(id), size - 1, colour=_GREY))
