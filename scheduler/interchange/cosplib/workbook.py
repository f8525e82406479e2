"""The cells of a workbook, read strictly: all that is missing or of a wrong type is a fault, with its sheet and cell, all at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from scheduler.domain.errors import Fault, InputError, Source
from scheduler.domain.suggestions import suggestion


def tidied(name: str) -> str:
    """A name without blanks around it, and with single ones between its words."""
    return " ".join(name.split())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows of values. Rows and columns count from 1; beyond the last all cells are empty. ``faults`` are the whole file's."""

    name: str
    file: str
    rows: tuple[tuple[object, ...], ...]
    faults: list[Fault]

    def fault(self, row: int, column: int, message: str, hint: str = "") -> None:
        """Note that a cell is wrong, a whole row where ``column`` is 0, or the whole sheet where both are."""
        letter = get_column_letter(column) if column else ""
        self.faults.append(Fault(Source(f"{self.file}[{self.name}]", row, letter), message, hint))

    def value(self, row: int, column: int) -> object:
        """What a cell holds; None where it is empty, or holds blanks only."""
        cells = self.rows[row - 1] if row <= len(self.rows) else ()
        value = cells[column - 1] if column <= len(cells) else None
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, row: int, column: int) -> str:
        """A cell as text, which may be empty; the blanks around it belong to it."""
        value = self.value(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = "" if value is None else str(value)
        if "|" in text or "\n" in text:
            self.fault(row, column, f"'{text[:60]}' has a line break or a '|', which separates values in our sheets", "write it without")
        return text

    def needed(self, row: int, column: int, what: str) -> str:
        """A text that must be there."""
        text = self.text(row, column)
        if not text:
            self.fault(row, column, f"{what} is missing")
        return text

    def number(self, row: int, column: int, least: int = 0) -> int:
        """A whole number, ``least`` or more; an empty cell is 0."""
        value = self.value(row, column)
        number = 0 if value is None else int(value) if isinstance(value, float) and value.is_integer() else value
        if type(number) is not int:
            self.fault(row, column, f"'{value}' is not a whole number", "write digits only, as in 10")
            return least
        if number < least:
            self.fault(row, column, f"{number} is below {least}")
        return max(least, number)

    def day(self, row: int, column: int) -> date:
        """A day, as a date or as text."""
        value = self.value(row, column)
        try:
            return value.date() if isinstance(value, datetime) else date.fromisoformat(str(value)[:10])
        except ValueError:
            self.fault(row, column, f"'{'' if value is None else value}' is not a day", "write year, month, day: 2021-07-28")
            return date.min

    def clock(self, row: int, column: int) -> int:
        """A time of the day as minutes since midnight."""
        value = self.value(row, column)
        try:
            clock = value if isinstance(value, time) else time.fromisoformat(str(value))
        except ValueError:
            self.fault(row, column, f"'{'' if value is None else value}' is not a time", "write hours and minutes: 09:30")
            return 0
        return clock.hour * 60 + clock.minute

    def filled(self, what: str) -> dict[str, int]:
        """The rows below the header by the names in the first column, in order; rows without any value are left out."""
        named: dict[str, int] = {}
        plain: dict[str, int] = {}
        for row, cells in enumerate(self.rows[1:], 2):
            if all(self.value(row, column) is None for column in range(1, len(cells) + 1)):
                continue
            name = self.needed(row, 1, what)
            if tidied(name) in plain:
                self.fault(row, 1, f"'{name}' is there already, in row {plain[tidied(name)]}", "give each a name of its own")
            elif name:
                named[name] = plain[tidied(name)] = row
        return named

    def headed(self, first: int, names: Collection[str], what: str) -> dict[str, int]:
        """The columns from ``first`` on by the names in the header, which are all of ``names``."""
        columns: dict[str, int] = {}
        for column in range(first, len(self.rows[0]) + 1 if self.rows else 0):
            name = self.text(1, column)
            if name in columns:
                self.fault(1, column, f"the {what} '{name}' is there already")
            elif name in names:
                columns[name] = column
            elif name:
                self.fault(1, column, f"there is no {what} '{name}'", suggestion(name, names))
        self._miss(names, columns, what, "column")
        return columns

    def listed(self, names: Collection[str], what: str) -> dict[str, int]:
        """The rows below the header by the names in the first column, which are all of ``names``."""
        rows = self.filled(f"the name of the {what}")
        for name, row in rows.items():
            if name not in names:
                self.fault(row, 1, f"there is no {what} '{name}'", suggestion(name, names))
        self._miss(names, rows, what, "row")
        return rows

    def _miss(self, names: Collection[str], known: Collection[str], what: str, line: str) -> None:
        missing = [name for name in names if name not in known]
        if missing:
            others = f", nor for {len(missing) - 1} more" if missing[1:] else ""
            self.fault(0, 0, f"there is no {line} for the {what} '{missing[0]}'{others}")


def read_sheets(content: bytes, file: str, names: Sequence[str], what: str) -> dict[str, Sheet]:
    """The sheets of a workbook that must be there, by name; cells with formulas as they were last computed.

    Raises
    ------
    InputError
        If it is no workbook, or lacks one of the sheets.
    """
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise InputError((Fault(Source(file), "the file is not an Excel workbook, or is damaged", f"name {what}"),)) from None
    missing = [Fault(Source(file), f"there is no sheet '{name}'", suggestion(name, book.sheetnames)) for name in names if name not in book]
    if missing:
        raise InputError(tuple(missing))
    faults: list[Fault] = []
    return {name: Sheet(name, file, tuple(book[name].iter_rows(values_only=True)), faults) for name in names}
