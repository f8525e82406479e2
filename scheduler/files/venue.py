"""The sheets ``periods`` and ``rooms``: when and where sessions may run."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from scheduler.domain.clock import ClockTimeError, Span
from scheduler.domain.problem import Period, Room
from scheduler.domain.times import TimeTextError, When, clock_minutes
from scheduler.files.cells import Reading, RowReader


def read_rooms(reading: Reading) -> tuple[Room, ...]:
    """Every room, in the sheet's order."""
    return tuple(_room(RowReader(row, reading)) for row in reading.sheets.rows("rooms"))


def _room(cells: RowReader) -> Room:
    return Room(
        id=cells.row.id,
        name=cells.text("name", cells.row.id),
        building=cells.text("building"),
        capacity=cells.number("capacity"),
        features=cells.texts("features"),
        turnover=cells.number("turnover"),
        columns=cells.row.columns,
        source=cells.row.place,
    )


def read_periods(reading: Reading) -> tuple[Period, ...]:
    """Every period that could be read, in the sheet's order; two at once in one room are a fault."""
    found = (_period(RowReader(row, reading)) for row in reading.sheets.rows("periods"))
    periods = tuple(period for period in found if period is not None)
    for one, other in combinations(periods, 2):
        shared = [room for room in one.rooms if room in other.rooms]
        if shared and one.span.overlaps(other.span):
            message = f"the period '{other.id}' overlaps '{one.id}' (line {one.source.line}) in the room '{shared[0]}'"
            reading.faults.add(other.source, message, "change a start or an end, or give each its own rooms in the column rooms")
    return periods


def _period(cells: RowReader) -> Period | None:
    day = _day(cells)
    span = _span(cells, day)
    rooms = cells.all_or_several("rooms", "rooms") or tuple(cells.reading.sheets.ids("rooms"))
    single = cells.flag("single")
    if day is None or span is None:
        return None
    name = cells.text("name", cells.row.id)
    return Period(
        id=cells.row.id, day=day, span=span, name=name, rooms=rooms, single=single, columns=cells.row.columns, source=cells.row.place
    )


def _day(cells: RowReader) -> date | None:
    """The period's day, named by a date, a weekday or a number."""
    text = cells.text("day")
    if not text:
        return None
    try:
        when = When.parse(text)
        if not when.whole_day:
            raise TimeTextError(f"'{text}' is not a day", "write a date, a weekday, or a number: 2027-03-09, Tue, day 2")
        if cells.reading.clock is None:
            return None
        first, *others = when.days(cells.reading.clock)
    except TimeTextError as error:
        cells.fault("day", str(error), error.hint)
        return None
    if others:
        cells.fault("day", f"the meeting has more than one '{text}'", f"write the date, as in {first}")
        return None
    return first


def _span(cells: RowReader, day: date | None) -> Span | None:
    """From the period's start to its end; only the two texts are looked at where the day is not known."""
    start, end = _clock_time(cells, "start"), _clock_time(cells, "end")
    if start is None or end is None:
        return None
    if start >= end:
        cells.fault(
            "end",
            f"the period ends at {cells.text('end')}, which is not after its start, {cells.text('start')}",
            "write a later end; at most 24:00",
        )
        return None
    if day is None or cells.reading.clock is None:
        return None
    instants = []
    for column, minutes in (("start", start), ("end", end)):
        try:
            instants.append(cells.reading.clock.instant(day, minutes))
        except ClockTimeError as error:
            cells.fault(column, str(error), "choose a time outside the hour in which the clocks change")
    return Span(*instants) if len(instants) == 2 else None


def _clock_time(cells: RowReader, column: str) -> int | None:
    text = cells.text(column)
    try:
        return clock_minutes(text) if text else None
    except TimeTextError as error:
        cells.fault(column, str(error), error.hint)
        return None
