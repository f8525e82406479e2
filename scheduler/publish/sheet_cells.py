"""Cells of a workbook: every text stays a text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from math import ceil

from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Color, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.publish.text import plain

MADE_BY = "Rostrum"
FONT = "Calibri"
LONGEST = 32_767
"""Characters that a cell can hold."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADER_FILL = PatternFill("solid", fgColor="E7EBF0")
_WIDEST = 60
"""Characters to a line of a flat sheet."""
_LINE = 15.0
"""Points to a line of a flat sheet."""
_FORMATS = {date: "yyyy-mm-dd", time: "hh:mm"}
Value = str | int | date | time


def put(sheet: Worksheet, row: int, column: int, value: Value | CellRichText) -> Cell:
    """Write ``value`` into a cell, and return it; a text is never taken for a formula, now or when somebody edits it."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), "a cell inside a merged one cannot hold anything"
    # plain() leaves line breaks as newlines, and nothing that the format forbids.
    cell.value = plain(value)[:LONGEST] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.quotePrefix = isinstance(value, str | CellRichText) and str(value).startswith(_FORMULA)
    return cell


def run(text: str, size: float, *, bold: bool = False, colour: str = "000000") -> TextBlock:
    """A stretch of text in one font, for a cell that has several."""
    return TextBlock(InlineFont(rFont=FONT, sz=size, b=bold, color=Color(f"FF{colour}")), plain(text))


def set_up_page(sheet: Worksheet, pages: int) -> None:
    """Print on landscape pages, as wide as the sheet, and on as many as ``pages``; 0 is as many as it takes."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, pages
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def flat_sheet(sheet: Worksheet, header: Iterable[Value], rows: Iterable[Iterable[Value]]) -> None:
    """Fill ``sheet`` with a table that can be sorted and filtered, its header in sight and printed on every page."""
    lines = [tuple(header), *(tuple(row) for row in rows)]
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            cell = put(sheet, number, column, value) if value != "" else sheet.cell(number, column)
            cell.font = Font(name=FONT, bold=number == 1)
            cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
            cell.fill = HEADER_FILL if number == 1 else PatternFill()
            cell.number_format = _FORMATS.get(type(value), "General")
        sheet.row_dimensions[number].height = _LINE * max(ceil(len(str(value)) / _WIDEST) for value in line)
    for column, values in enumerate(zip(*lines, strict=True), 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, 3 + max(len(str(value)) for value in values))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    set_up_page(sheet, pages=0)
