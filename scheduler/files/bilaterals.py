"""The sheet ``bilaterals``: two delegations who ask to meet on the margins. Each request becomes a session that may be left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.problem import Delegation, Session
from scheduler.files.cells import Reading, RowReader
from scheduler.files.schema import SCHEMAS
from scheduler.files.sheets import Sheet, SheetRow, Sheets

KIND = "bilateral"
"""What the column ``kind`` of the sessions says of them, so that rules can pick them."""
MINUTES = 30
"""How long they take where the sheet does not say."""
SEATS = 8
"""For how many there is room where the sheet does not say: four people a side."""


def read_bilaterals(reading: Reading, delegations: tuple[Delegation, ...]) -> tuple[Session, ...]:
    """Every request, in the sheet's order, as an optional session."""
    names = {delegation.id: delegation.name for delegation in delegations}
    return tuple(_bilateral(RowReader(row, reading), names) for row in _requests(reading.sheets))


def _bilateral(cells: RowReader, names: dict[str, str]) -> Session:
    sides = tuple(id for column in ("a", "b") if (id := cells.one(column, "delegations")) is not None)
    if len(sides) == 2 and sides[0] == sides[1]:
        cells.fault("b", f"'{sides[1]}' cannot meet itself", "name the other delegation")
    cells.number("priority")  # Rules select on its text, but it is to be a number.
    _check_id(cells)
    return Session(
        id=cells.row.id,
        title="Bilateral " + " \N{EN DASH} ".join(names.get(side, side) for side in sides),
        minutes=cells.number("minutes", default=MINUTES, least=1),
        kind=KIND,
        between=sides,
        size=cells.number("size", default=SEATS),
        marking=cells.marking(),
        optional=True,
        columns=cells.row.columns,
        source=cells.row.place,
    )


def _check_id(cells: RowReader) -> None:
    """Requests and sessions stand in one programme, so that no two of them may share an id."""
    id = cells.row.id.casefold()
    for row in cells.reading.sheets.rows("sessions"):
        if id and row.id.casefold() == id:
            message = f"the id '{cells.row.id}' is already that of the session in {row.place}"
            cells.fault(SCHEMAS["bilaterals"].noun, message, "give the request an id of its own")


def with_bilaterals(sheets: Sheets) -> Sheets:
    """The sheets as rules select from them: the requests are rows of ``sessions`` too, with their columns."""
    if "bilaterals" in sheets.unreadable:
        return replace(sheets, unreadable=sheets.unreadable | {"sessions"})
    if "sessions" not in sheets.found or "bilaterals" not in sheets.found:
        return sheets
    sessions, header = sheets.found["sessions"], sheets.found["bilaterals"].header
    rows = (*sessions.rows, *_requests(sheets))
    both = Sheet(sessions.schema, tuple(dict.fromkeys((*sessions.header, *header))), rows, {row.id: row for row in rows})
    return replace(sheets, found={**sheets.found, "sessions": both})


def _requests(sheets: Sheets) -> Iterator[SheetRow]:
    """The rows of the sheet, with the columns of a session by which rules pick them."""
    for row in sheets.rows("bilaterals"):
        yield replace(row, columns={**row.columns, "session": (row.id,), "kind": (KIND,)})
