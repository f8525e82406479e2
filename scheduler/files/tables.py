"""Sheets as they come from a file: a header, and cells that are all text. CSV files are read here, workbooks in ``workbook``."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from scheduler.domain.errors import Source
from scheduler.files.faults import Faults

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
ENCODING_HELP = "in Excel, save it again with File, Save As, type 'CSV UTF-8'; elsewhere choose the encoding UTF-8"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, not blank: its one-based number in the file, and its cells without the white space around them."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as written: its name, the file as a message names it, and its lines, the header first."""

    name: str
    file: str
    lines: tuple[Line, ...]


def table(name: str, file: str, rows: Iterable[tuple[int, Iterable[str]]]) -> Table:
    """A table of numbered rows: text in Unicode's composed form, blank rows and blank cells at the end of a row left out."""
    lines = (Line(number, _trimmed(cells)) for number, cells in rows)
    return Table(name, file, tuple(line for line in lines if line.cells))


def _trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    return without_blank_end(unicodedata.normalize("NFC", cell).strip() for cell in cells)


def without_blank_end(cells: Iterable[str]) -> tuple[str, ...]:
    """The cells of a row up to the last that is not blank."""
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def decoded(path: Path, file: str, faults: Faults, hint: str = ENCODING_HELP) -> str | None:
    """The text of a UTF-8 file, with or without a byte order mark; None, and a fault with ``hint``, if it is in another encoding."""
    try:
        content = path.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        cure = "correct the path" if missing else "close it in other programs, and check that you may read it"
        faults.add(Source(file), f"the file cannot be read: {error.strerror}", cure)
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 0 if content[:2] in (b"\xff\xfe", b"\xfe\xff") else content.count(b"\n", 0, error.start) + 1
        faults.add(Source(file, line), "the file is not in UTF-8, so that its letters cannot be told for certain", hint)
        return None
    if "\0" in text:
        faults.add(Source(file), "the file is not in UTF-8, or not a text file at all", hint)
        return None
    return text


def read_csv(path: Path, name: str, file: str, faults: Faults) -> Table | None:
    """The table of a CSV file with commas or semicolons, whichever its header has more of; None, and a fault, if it cannot be read."""
    text = decoded(path, file, faults)
    if text is None:
        return None
    header = next((line for line in StringIO(text) if line.strip(" \t\r\n,;")), "")
    separator = ";" if header.count(";") > header.count(",") else ","
    rows: list[list[str]] = []
    try:
        for chunk in _chunks(text, separator, len(text)):
            rows += chunk
    except csv.Error as error:
        _add_quotation_fault(Source(file, _line_of_fault(text, separator)), str(error), separator, faults)
        return None
    return table(name, file, zip(_line_numbers(rows), rows, strict=False))


def _chunks(text: str, separator: str, size: int) -> Iterator[list[list[str]]]:
    """The rows of a CSV text, ``size`` at a time, every cell as text.

    Raises
    ------
    csv.Error
        If quotation marks are amiss: pandas' Python engine reads with the standard library's reader, strictly.
    """
    import pandas  # Half a second to load: commands that read no sheets need not wait for it.

    if not text.strip():
        return
    widest = max(line.count(separator) for line in text.splitlines()) + 1
    try:
        frames = pandas.read_csv(
            StringIO(text, newline=""),
            sep=separator,
            header=None,
            names=range(widest),
            index_col=False,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
            engine="python",
            chunksize=size,
        )
        for frame in frames:
            yield frame.fillna("").to_numpy().tolist()
    except pandas.errors.ParserError as error:
        raise csv.Error(str(error)) from error


def _line_numbers(rows: Iterable[list[str]]) -> Iterator[int]:
    """The line on which each row begins, and last the line after them all: a cell in quotation marks may hold line breaks."""
    line = 1
    for cells in rows:
        yield line
        line += 1 + sum(len(_LINE_BREAK.findall(cell)) for cell in cells)
    yield line


def _line_of_fault(text: str, separator: str) -> int:
    """The line of the first row that cannot be read, found row by row because pandas does not tell."""
    rows: list[list[str]] = []
    with suppress(csv.Error):
        for chunk in _chunks(text, separator, 1):
            rows += chunk
    return list(_line_numbers(rows))[-1]


def _add_quotation_fault(source: Source, error: str, separator: str, faults: Faults) -> None:
    """Say in plain words what the reader of CSV files met in the row that begins at ``source``."""
    if "unexpected end" in error or "field larger" in error:
        faults.add(
            source, 'a quotation mark (") opens in this row and is never closed', "close it, or write it twice where it is part of the text"
        )
    elif "expected after" in error:
        faults.add(
            source,
            f"text follows a closing quotation mark (\") without a '{separator}' between",
            'write "" for a quotation mark inside a text',
        )
    else:
        faults.add(source, f"the row cannot be read: {error}", "open the file in a spreadsheet and save it again")
