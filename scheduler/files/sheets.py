"""Tables made into sheets: headers checked against the schema, rows with an id, every cell with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scheduler.domain.errors import Source
from scheduler.domain.problem import Columns
from scheduler.domain.suggestions import closest
from scheduler.files.faults import Faults
from scheduler.files.schema import SCHEMAS, Schema
from scheduler.files.tables import Line, Table
from scheduler.files.values import BadValue, identifier, split

MISSPELT = 0.8
"""How alike an unknown name must be to a known one that is absent, to be taken for a misspelling of it."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its id, its cells as text and split at ``|`` by column, and where it stands. Selectors can pick it.

    A row that is not ``whole`` has more cells than the header, so that its cells may stand under the wrong columns.
    """

    id: str
    cells: Mapping[str, str]
    columns: Columns
    place: Source
    whole: bool = True

    def source(self, column: str) -> Source:
        """Where the cell of ``column`` stands."""
        return Source(self.place.file, self.place.line, column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its header without unnamed columns, and its rows by id, or by line where ids are not unique."""

    schema: Schema
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    ids: Mapping[str, SheetRow]


@dataclass(frozen=True, slots=True)
class Sheets:
    """Every sheet of the meeting. One that is absent is empty; one that could not be read is in ``unreadable``.

    What is not known cannot be wrong: nothing is said about references to a sheet whose ids are not all known.
    """

    found: Mapping[str, Sheet]
    unreadable: frozenset[str] = frozenset()

    def rows(self, name: str) -> tuple[SheetRow, ...]:
        """The rows of a sheet in their order; none if it is absent or could not be read."""
        return self.found[name].rows if name in self.found else ()

    def ids(self, name: str) -> Mapping[str, SheetRow]:
        """The rows of a sheet by id."""
        return self.found[name].ids if name in self.found else {}

    def ids_known(self, name: str) -> bool:
        """Whether the sheet was read, and each of its rows has an id."""
        return name not in self.unreadable and "" not in self.ids(name)

    def columns(self, name: str) -> tuple[str, ...]:
        """Every column that may be spoken of: those of the header and those of the schema."""
        header = self.found[name].header if name in self.found else ()
        return tuple(dict.fromkeys((*SCHEMAS[name].columns, *header)))


def sheet(table: Table, faults: Faults, schema: Schema) -> Sheet | None:
    """Check a table against its schema; None if its id column is missing, so that nothing can be said about its rows."""
    header, *lines = table.lines or (Line(1, ()),)
    place = Source(table.file, header.number)
    _check_header(header.cells, lines, schema, place, faults)
    if schema.noun not in header.cells:
        return None
    rows = tuple(_row(line, header.cells, schema, table.file, faults) for line in lines)
    if schema.unique:
        _check_ids(rows, schema, faults)
    named = tuple(column for column in header.cells if column)
    return Sheet(schema, named, rows, {row.id: row for row in rows})


def _check_header(header: tuple[str, ...], lines: Collection[Line], schema: Schema, place: Source, faults: Faults) -> None:
    for column, count in Counter(column for column in header if column).items():
        if count > 1:
            faults.add(
                Source(place.file, place.line, column), f"the column '{column}' is there {count} times", "remove or rename all but one"
            )
    absent = [column for column in schema.columns if column not in header]
    for column in dict.fromkeys(column for column in header if column and column not in schema.columns):
        if meant := closest(column, absent, MISSPELT):
            absent.remove(meant)
            faults.add(Source(place.file, place.line, column), f"unknown column '{column}'", f"did you mean '{meant}'?")
    for column in absent:
        if column in schema.required:
            faults.add(
                place, f"the column '{column}' is missing", f"the sheet {schema.name} needs the columns {', '.join(schema.required)}"
            )
    for number, column in enumerate(header):
        if not column and any(line.cells[number : number + 1] not in ((), ("",)) for line in lines):
            faults.add(place, f"column {number + 1} has cells but no name", "name it in the first row, or empty its cells")


def _row(line: Line, header: tuple[str, ...], schema: Schema, file: str, faults: Faults) -> SheetRow:
    place = Source(file, line.number)
    if len(line.cells) > len(header):
        extra = line.cells[len(header)]
        hint = "put a text that contains the separator in quotation marks, or name the column in the first row"
        faults.add(place, f"the row has {len(line.cells)} cells, but the header only {len(header)}; the first too many is '{extra}'", hint)
    padded = line.cells[: len(header)] + ("",) * (len(header) - len(line.cells))
    # Reversed, so that of two columns of one name the first counts.
    cells = {column: cell for column, cell in reversed(tuple(zip(header, padded, strict=True))) if column}
    whole = len(line.cells) <= len(header)
    for column in schema.required:
        if whole and cells.get(column) == "":
            faults.add(Source(file, line.number, column), "the cell is empty", f"every row of the sheet {schema.name} needs its '{column}'")
    return SheetRow(cells[schema.noun], cells, {column: split(text) for column, text in cells.items()}, place, whole)


def _check_ids(rows: tuple[SheetRow, ...], schema: Schema, faults: Faults) -> None:
    seen: dict[str, SheetRow] = {}
    for row in rows:
        if not row.id:
            continue
        try:
            identifier(row.id)
        except BadValue as error:
            faults.add(row.source(schema.noun), str(error), error.hint)
        other = seen.setdefault(row.id.casefold(), row)
        if other is not row and other.id == row.id:
            faults.add(
                row.source(schema.noun), f"the id '{row.id}' is already that of line {other.place.line}", "give each row an id of its own"
            )
        elif other is not row:
            message = f"the id '{row.id}' differs only in capitals from '{other.id}' in line {other.place.line}"
            faults.add(row.source(schema.noun), message, "files are named after ids, and some computers take the two names for one")
