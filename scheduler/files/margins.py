"""The sheets around the sessions: availability, papers, deadlines and pairs."""

from __future__ import annotations

from scheduler.domain.clock import Span
from scheduler.domain.problem import Availability, Deadline, Pair, Paper
from scheduler.domain.suggestions import suggestion
from scheduler.files.cells import Reading, RowReader


def read_availability(reading: Reading) -> tuple[Availability, ...]:
    """Every stretch of time that could be read, in the sheet's order."""
    found = (_availability(RowReader(row, reading)) for row in reading.sheets.rows("availability"))
    return tuple(row for row in found if row is not None)


def _availability(cells: RowReader) -> Availability | None:
    about = cells.one("about", "people", "rooms", "delegations")
    state = cells.text("state").casefold()
    if state and state not in ("free", "busy"):
        cells.fault("state", f"'{cells.text('state')}' is neither free nor busy", "write free or busy")
    start, end = cells.moment("from"), cells.moment("to", end=True)
    if about is None or start is None or end is None:
        return None
    if start >= end:
        cells.fault("to", f"the end, {cells.text('to')}, is not after the start, {cells.text('from')}", "correct one of the two")
        return None
    return Availability(id=about, free=state == "free", span=Span(start, end), columns=cells.row.columns, source=cells.row.place)


def read_papers(reading: Reading) -> tuple[Paper, ...]:
    """Every paper, in the sheet's order."""
    return tuple(_paper(RowReader(row, reading)) for row in reading.sheets.rows("papers"))


def _paper(cells: RowReader) -> Paper:
    return Paper(
        id=cells.row.id,
        title=cells.text("title", cells.row.id),
        author=cells.text("author"),
        session=cells.one("session", "sessions"),
        due=cells.due("due"),
        received=cells.day("received"),
        summary=cells.text("summary"),
        marking=cells.marking(),
        columns=cells.row.columns,
        source=cells.row.place,
    )


def read_deadlines(reading: Reading) -> tuple[Deadline, ...]:
    """Every deadline whose day could be read, in the sheet's order."""
    found = (_deadline(RowReader(row, reading)) for row in reading.sheets.rows("deadlines"))
    return tuple(row for row in found if row is not None)


def _deadline(cells: RowReader) -> Deadline | None:
    due, marking = cells.due("due"), cells.marking()
    if due is None:
        return None
    return Deadline(
        id=cells.row.id,
        title=cells.text("title", cells.row.id),
        due=due,
        who=cells.text("who"),
        marking=marking,
        columns=cells.row.columns,
        source=cells.row.place,
    )


def read_pairs(reading: Reading) -> tuple[Pair, ...]:
    """Every pair, in the sheet's order."""
    return tuple(_pair(RowReader(row, reading)) for row in reading.sheets.rows("pairs"))


def _pair(cells: RowReader) -> Pair:
    kind = cells.text("kind", "session")
    if "sessions" not in cells.reading.sheets.unreadable:
        _check_groups(cells, kind)
    return Pair(
        id=cells.row.id,
        second=cells.text("second"),
        weight=cells.number("weight", default=1),
        kind=kind,
        columns=cells.row.columns,
        source=cells.row.place,
    )


def _check_groups(cells: RowReader, kind: str) -> None:
    """A pair names two sessions, or two values of the column of the sheet sessions that ``kind`` names."""
    sheets = cells.reading.sheets
    columns = sheets.columns("sessions")
    if kind not in columns:
        hint = suggestion(kind, columns, "leave it empty for a pair of sessions")
        cells.fault("kind", f"the sheet sessions has no column '{kind}'", hint)
        return
    groups = {value for row in sheets.rows("sessions") for value in row.columns.get(kind, ())}
    for column in ("first", "second"):
        if (text := cells.text(column)) and text not in groups:
            cells.fault(
                column,
                f"there is no {kind} '{text}' in the sheet sessions",
                suggestion(text, sorted(groups), "correct it, or remove the row"),
            )
