"""Cells read as what their columns hold. A cell that is wrong becomes a fault, and a stand-in takes its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from scheduler.domain.clock import Clock
from scheduler.domain.selector import ALL
from scheduler.domain.suggestions import suggestion
from scheduler.files import values
from scheduler.files.due import Host, due_day
from scheduler.files.faults import Faults
from scheduler.files.schema import SCHEMAS
from scheduler.files.sheets import SheetRow, Sheets
from scheduler.files.values import BadValue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reading of every sheet needs.

    ``clock``, ``markings`` and ``host`` are None where the meeting's own settings are wrong; nothing is then said about them again.
    """

    faults: Faults
    sheets: Sheets
    clock: Clock | None
    markings: tuple[str, ...] | None
    host: Host | None = None

    def refers(self, id: str, sheets: tuple[str, ...], fault: Callable[[str, str], None], otherwise: str) -> bool:
        """Whether ``id`` is a row of one of the ``sheets``; if not, it is a ``fault``, except where not all of their ids are known.

        ``otherwise`` is what to do about it, if not to add the row.
        """
        held = self.sheets
        if any(id in held.ids(sheet) for sheet in sheets):
            return True
        if all(held.ids_known(sheet) for sheet in sheets):
            noun = " or ".join(SCHEMAS[sheet].noun for sheet in sheets).replace(" or ", ", ", len(sheets) - 2)
            names = [name for sheet in sheets for name in held.ids(sheet)]
            fault(f"there is no {noun} '{id}'", suggestion(id, names, f"add it to the sheet {' or '.join(sheets)}, or {otherwise}"))
        return False


@dataclass(frozen=True, slots=True)
class RowReader:
    """The cells of one row."""

    row: SheetRow
    reading: Reading

    def fault(self, column: str, message: str, hint: str = "") -> None:
        """Note that the cell of ``column`` is wrong, unless the whole row is shifted, which is a fault already."""
        if self.row.whole:
            self.reading.faults.add(self.row.source(column), message, hint)

    def text(self, column: str, default: str = "") -> str:
        """The cell as it is, or ``default`` where it is empty."""
        return self.row.cells.get(column) or default

    def texts(self, column: str) -> tuple[str, ...]:
        """The cell's values, each once."""
        return tuple(dict.fromkeys(self.row.columns.get(column, ())))

    def number(self, column: str, default: int = 0, least: int = 0) -> int:
        """A whole number, ``least`` or more."""
        return self._parse(column, partial(values.whole_number, least=least), default)

    def flag(self, column: str) -> bool:
        """Yes or no; an empty cell is no."""
        return self._parse(column, values.yes_or_no, False)

    def day(self, column: str) -> date | None:
        """A date, None where the cell is empty."""
        return self._parse(column, values.calendar_day, None)

    def due(self, column: str) -> date | None:
        """A date, which may be counted from the meeting, None where the cell is empty."""
        return self._parse(column, partial(due_day, clock=self.reading.clock, host=self.reading.host), None)

    def link(self, column: str) -> str:
        """An address in the web, empty where the cell is empty."""
        return self._parse(column, values.link, "")

    def zone(self, column: str) -> ZoneInfo | None:
        """A time zone, None where the cell is empty."""
        return self._parse(column, values.zone, None)

    def email(self, column: str) -> str:
        """An e-mail address; empty where the cell is empty."""
        return self._parse(column, values.email_address, "")

    def moment(self, column: str, *, end: bool = False) -> datetime | None:
        """An instant, None where the cell is empty; a bare date is the start of that day, or its ``end``."""
        return self._parse(column, partial(self._moment, end=end), None)

    def _moment(self, text: str, end: bool) -> datetime | None:
        clock = self.reading.clock
        if len(text) != 10:
            return values.moment(text, clock)
        day = values.calendar_day(text)
        if clock is None:
            return None
        return clock.day(day).end if end else clock.day(day).start

    def one(self, column: str, *sheets: str) -> str | None:
        """The id of a row in one of the ``sheets``, None where the cell is empty."""
        text = self.text(column)
        return text if text and self.refers(column, text, *sheets) else None

    def several(self, column: str, *sheets: str) -> tuple[str, ...]:
        """Ids of rows in the ``sheets``, each once, in the cell's order."""
        return tuple(id for id in self.texts(column) if self.refers(column, id, *sheets))

    def all_or_several(self, column: str, sheet: str) -> tuple[str, ...]:
        """Ids of rows in the ``sheet``, every row's for ``all``."""
        if self.text(column).casefold() == ALL:
            return tuple(self.reading.sheets.ids(sheet))
        return self.several(column, sheet)

    def refers(self, column: str, id: str, *sheets: str) -> bool:
        """Whether ``id`` is a row of one of the ``sheets``; if not, a fault, except where not all of their ids are known."""
        return self.reading.refers(id, sheets, partial(self.fault, column), "correct it here")

    def marking(self, column: str = "marking") -> str:
        """One of the meeting's markings; empty where the cell is empty."""
        text, names = self.text(column), self.reading.markings
        if text and names is not None and text not in names:
            self.fault(column, f"there is no marking '{text}'", suggestion(text, names))
        return text

    def _parse(self, column: str, parse: Callable[[str], T], default: T) -> T:
        text = self.text(column)
        if not text:
            return default
        try:
            return parse(text)
        except BadValue as error:
            self.fault(column, str(error), error.hint)
            return default
