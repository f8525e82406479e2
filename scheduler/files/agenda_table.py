"""An agenda as a flat table, one row per session: what ``agenda.csv`` and the workbook's sheet ``agenda`` hold.

A cost would be out of date as soon as somebody edits the table, so there is none in it: it is for the check to work out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.clock import Clock, ClockTimeError, Span
from scheduler.domain.errors import Source
from scheduler.domain.problem import Period, Problem, Session
from scheduler.domain.suggestions import suggestion
from scheduler.files.cells import Reading, RowReader
from scheduler.files.faults import Faults
from scheduler.files.schema import Schema
from scheduler.files.sheets import Sheets, sheet
from scheduler.files.tables import Table, read_csv
from scheduler.files.values import BadValue, moment

NAME = "agenda"
COLUMNS = ("session", "title", "body", "held", "day", "start", "end", "minutes", "period", "room")
PLACED = "placed"
"""The column of the workbook that says where the session was when the workbook was written."""
CHANGES = "changes"
"""The column of the workbook that says what has become of the session since the last release; it is there to be read."""
NOT_HELD = "not held"
_NEEDED_WHERE_HELD = ("day", "start", "room")
_FORMULA = re.compile(r"[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Place:
    """When and where a session begins: an instant in UTC, a room's id."""

    start: datetime
    room: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as read: where the session is now (None: not held), its length in minutes, its period's id, and who takes its roles.

    ``placed`` is where it was when the table was written; it means something only where ``placed_known``.
    """

    session: str
    place: Place | None
    minutes: int
    period: str
    duties: tuple[Duty, ...]
    source: Source
    placed: Place | None = None
    placed_known: bool = False


def clock_time(clock: Clock, instant: datetime) -> str:
    """The venue's clock time, ``09:30``; with its offset, ``02:30+01:00``, where the clock shows it twice on that day."""
    local = clock.local(instant)
    text = f"{local:%H:%M}"
    try:
        clock.instant(local.date(), local.hour * 60 + local.minute)
    except ClockTimeError:
        return text + local.isoformat()[-6:]
    return text


def role_column(role: str) -> str:
    """The column of a role: its name, unless a column of another meaning has that name."""
    return f"role {role}" if role in (*COLUMNS, PLACED, CHANGES) else role


def table_roles(problem: Problem, agenda: Agenda) -> tuple[str, ...]:
    """Every role of the sheets or the agenda, in the order in which they first appear."""
    sheets = (role.name for session in problem.sessions for role in session.roles)
    taken = (duty.role for entry in agenda.entries for duty in entry.duties)
    return tuple(dict.fromkeys((*sheets, *taken)))


def table_rows(problem: Problem, agenda: Agenda) -> Iterator[tuple[str, ...]]:
    """The table as text, its header first, then the sessions that are held, by time, then those that are not."""
    roles = table_roles(problem, agenda)
    yield (*COLUMNS, *(role_column(role) for role in roles))
    for entry in agenda.entries:
        yield _held_row(problem, entry, roles)
    for id in agenda.omitted:
        session = problem.session(id)
        people = {role.name: role.people for role in session.roles if role.decided}
        blank = ("", "", "", str(session.minutes), "", "")
        yield (id, session.title, session.body or "", "no", *blank, *("|".join(people.get(role, ())) for role in roles))


def _held_row(problem: Problem, entry: Entry, roles: tuple[str, ...]) -> tuple[str, ...]:
    session, clock = problem.session(entry.session), problem.clock
    people = {duty.role: duty.people for duty in entry.duties}
    day = clock.local(entry.start).date().isoformat()
    times = (day, clock_time(clock, entry.start), clock_time(clock, entry.end))
    placed = (*times, str(entry.minutes), entry.period, entry.room)
    return (session.id, session.title, session.body or "", "yes", *placed, *("|".join(people.get(role, ())) for role in roles))


def placed_text(problem: Problem, place: Place | None) -> str:
    """A place as the column ``placed`` words it: ``2027-10-11 10:00 hall-2``, or ``not held``."""
    if place is None:
        return NOT_HELD
    return f"{problem.clock.local(place.start).date()} {clock_time(problem.clock, place.start)} {place.room}"


def agenda_csv(problem: Problem, agenda: Agenda) -> bytes:
    """The table as a CSV file in UTF-8 with a byte order mark, without which Excel takes it for another encoding.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    for row in table_rows(problem, agenda):
        writer.writerow(f"'{cell}" if _FORMULA.match(cell) else cell for cell in row)
    return text.getvalue().encode("utf-8-sig", "replace")


def read_agenda_csv(path: Path, problem: Problem, faults: Faults) -> Agenda:
    """The agenda of a CSV file; without its entries where there is a fault."""
    table = read_csv(path, NAME, str(path), faults)
    rows = read_rows(table, problem, faults) if table else ()
    return agenda_of(problem, (entry_or_omitted(problem, row, row.place) for row in rows))


def agenda_of(problem: Problem, rows: Iterable[Entry | str]) -> Agenda:
    """An agenda of entries and of the ids of sessions that are not held, mixed."""
    found = tuple(rows)
    held = tuple(row for row in found if isinstance(row, Entry))
    return Agenda(meeting=problem.meeting.id, entries=held, omitted=tuple(row for row in found if isinstance(row, str)))


def entry_or_omitted(problem: Problem, row: TableRow, place: Place | None) -> Entry | str:
    """The entry of ``row`` at ``place``; the session's id where it is not held."""
    if place is None:
        return row.session
    span = Span(place.start, place.start + timedelta(minutes=row.minutes))
    return Entry(row.session, place.start, row.minutes, _period(problem, row.period, span, place.room), place.room, row.duties)


def _period(problem: Problem, stated: str, span: Span, room: str) -> str:
    """The period that the row names if the session is in it; otherwise the one that it was moved to, or else the nearest."""

    def misfit(period: Period) -> tuple[bool, bool, bool, timedelta]:
        return not period.span.contains(span), period.id != stated, room not in period.rooms, abs(period.span.start - span.start)

    return min(problem.periods, key=misfit).id


def read_rows(table: Table, problem: Problem, faults: Faults) -> tuple[TableRow, ...]:
    """Every row of the table; columns that are neither ours nor a role's are taken for notes."""
    before = len(faults)
    roles = tuple(dict.fromkeys(role.name for session in problem.sessions for role in session.roles))
    schema = Schema(NAME, (*COLUMNS, *map(role_column, roles), PLACED, CHANGES), ("session", "held"))
    read = sheet(table, faults, schema)
    if read is None:
        return ()
    for column in _NEEDED_WHERE_HELD:
        if column not in read.header and len(faults) == before:
            faults.add(Source(table.file, 1), f"the column '{column}' is missing", "add it: day, start and room say where a session is")
    if len(faults) > before:
        return ()
    reading = Reading(faults, Sheets({}), problem.clock, None)
    rows = (_RowReader(problem, RowReader(row, reading)).read(roles) for row in read.rows)
    return tuple(row for row in rows if row is not None)


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads one row of the table."""

    problem: Problem
    cells: RowReader

    def read(self, roles: tuple[str, ...]) -> TableRow | None:
        """The row; None, and a fault, where it names no session of the meeting."""
        row = self.cells.row
        sessions = {session.id: session for session in self.problem.sessions}
        if not self._is_known("session", row.id, sessions, "session"):
            return None
        session = sessions[row.id]
        place = self._place() if self.cells.flag("held") else None
        placed = self._placed()
        return TableRow(
            session=session.id,
            place=place,
            minutes=self.cells.number("minutes", default=session.minutes, least=1),
            period=self._one_of("period", {period.id: period for period in self.problem.periods}),
            duties=tuple(self._duties(session, roles)),
            source=row.place,
            placed=placed,
            placed_known=bool(row.cells.get(PLACED)),
        )

    def _place(self) -> Place | None:
        empty = [column for column in _NEEDED_WHERE_HELD if not self.cells.text(column)]
        for column in empty:
            hint = "a session that is held needs a day, a start and a room; or write 'no' under 'held'"
            self.cells.fault(column, "the cell is empty", hint)
        room = self._one_of("room", {room.id: room for room in self.problem.rooms})
        day = self.cells.day("day")
        if empty or day is None:
            return None
        try:
            start = moment(f"{day} {self.cells.text('start')}", self.problem.clock)
        except BadValue as error:
            self.cells.fault("start", str(error), error.hint)
            return None
        return Place(start, room) if start is not None else None

    def _placed(self) -> Place | None:
        text = self.cells.text(PLACED, NOT_HELD)
        when, _, room = text.rpartition(" ")
        try:
            start = None if text == NOT_HELD else moment(when, self.problem.clock)
        except BadValue:
            hint = "leave this column as it was written, or empty it"
            self.cells.fault(PLACED, f"'{text}' is not where the session was", hint)
            return None
        return Place(start, room) if start is not None else None

    def _duties(self, session: Session, roles: tuple[str, ...]) -> Iterator[Duty]:
        """Those of the session's own roles, empty ones included, so that the check misses nobody; then others that are filled in."""
        people = {person.id: person for person in self.problem.people}
        own = tuple(role.name for role in session.roles)
        for role in dict.fromkeys((*own, *roles)):
            ids = self.cells.row.columns.get(role_column(role), ())
            known = tuple(id for id in ids if self._is_known(role_column(role), id, people, "person"))
            if known or role in own:
                yield Duty(role, known)

    def _one_of(self, column: str, known: Mapping[str, object]) -> str:
        text = self.cells.text(column)
        return text if text and self._is_known(column, text, known, column) else ""

    def _is_known(self, column: str, id: str, known: Mapping[str, object], noun: str) -> bool:
        if id in known:
            return True
        if id:
            self.cells.fault(column, f"the meeting has no {noun} '{id}'", suggestion(id, known, "use an id of the meeting's sheets"))
        return False
