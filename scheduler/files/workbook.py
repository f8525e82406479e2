"""Sheets of an Excel workbook. Typed cells are written back as the text that a CSV file would hold."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import BadZipFile

import pandas
from openpyxl.utils.exceptions import InvalidFileException

from scheduler.domain.errors import Source
from scheduler.files.faults import Faults
from scheduler.files.tables import Table, table


def read_workbook(path: Path, file: str, faults: Faults) -> tuple[Table, ...] | None:
    """Every sheet of a workbook as a table, in the workbook's order; None, and a fault, if it is no workbook."""
    try:
        sheets = pandas.read_excel(path, sheet_name=None, header=None, dtype=object, na_filter=False, engine="openpyxl")
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        faults.add(
            Source(file),
            "the file is not an Excel workbook, or is damaged",
            "open it in Excel and save it again as 'Excel Workbook (*.xlsx)'",
        )
        return None
    return tuple(
        table(name, f"{file}[{name}]", ((row, map(cell_text, cells)) for row, cells in enumerate(frame.to_numpy().tolist(), 1)))
        for name, frame in sheets.items()
    )


def cell_text(value: object) -> str:
    """What a CSV file would hold for a cell's value: ``2027-03-09``, ``2027-03-09T14:00``, ``09:30``, ``5``, ``yes``."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else _without_seconds(value.isoformat(timespec="seconds"))
        case date():
            return value.isoformat()
        case time():
            return _without_seconds(value.isoformat(timespec="seconds"))
        case timedelta():
            hours, minutes = divmod(round(value.total_seconds() / 60), 60)
            return f"{hours:02}:{minutes:02}"
        case _:
            return str(value)


def _without_seconds(text: str) -> str:
    return text.removesuffix(":00") if text.count(":") == 2 else text
