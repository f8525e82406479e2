"""The ledger of a meeting's releases: an SQLite file in its folder, to which releases are added and of which nothing is ever changed."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from scheduler.domain.errors import Refused
from scheduler.store import mails
from scheduler.store.history import Key, Line, ShowableT, Shown, ShownDeadline, Stamp
from scheduler.store.triggers import only_added_to

LEDGER = "releases.sqlite"
"""The file's name in the meeting folder."""
PATIENCE = 60.0
"""So many seconds one waits while another makes a release."""


def _entry_table(table: str) -> str:
    return f"""CREATE TABLE {table} (release INTEGER NOT NULL, calendar TEXT NOT NULL, uid TEXT NOT NULL, shown TEXT NOT NULL,
           sequence INTEGER NOT NULL, modified TEXT NOT NULL, published TEXT NOT NULL, status TEXT NOT NULL,
           PRIMARY KEY (release, calendar, uid))"""


def _kept(*tables: str) -> tuple[str, ...]:
    return only_added_to(tables, "a release is never changed")


_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE releases (number INTEGER PRIMARY KEY, published TEXT NOT NULL, note TEXT NOT NULL, reverts INTEGER,
           zone TEXT NOT NULL, first_year INTEGER NOT NULL, last_year INTEGER NOT NULL)""",
        """CREATE TABLE inputs (release INTEGER NOT NULL, path TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (release, path))""",
        """CREATE TABLE calendars (release INTEGER NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (release, path))""",
        _entry_table("lines"),
        """CREATE TABLE files (release INTEGER NOT NULL, path TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (release, path))""",
        *_kept("releases", "inputs", "calendars", "lines", "files"),
    ),
    (_entry_table("deadlines"), *_kept("deadlines")),
    mails.MIGRATION,
)
"""What each version of the ledger adds to the one before. SQLite's user_version says how many of them a file has."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a release is made of.

    Parameters
    ----------
    zone : str
        The zone on whose clock its calendars show times.
    years : (int, int)
        The first and the last year for which they describe that clock, at the least.
    inputs : mapping of str to bytes
        The sheets and the rule book that it was made from, by their paths.
    calendars : mapping of str to str
        The path of every calendar, with the name that readers see.
    lines : mapping of (str, str) to Line of Shown
        The sessions of all calendars.
    files : mapping of str to bytes
        All that delegates are given, by path: calendars, the programme, the agenda.
    deadlines : mapping of (str, str) to Line of ShownDeadline
        The deadlines of all calendars.
    """

    zone: str
    years: tuple[int, int]
    inputs: Mapping[str, bytes]
    calendars: Mapping[str, str]
    lines: Mapping[Key, Line[Shown]]
    files: Mapping[str, bytes]
    deadlines: Mapping[Key, Line[ShownDeadline]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its ``number``, from 1, and when it was ``published``, in UTC.

    ``reverts`` is the number of the release that it shows again, if it does; ``zone`` and ``years`` are those of its calendars.
    """

    number: int
    published: datetime
    note: str
    reverts: int | None
    zone: str
    years: tuple[int, int]


class Ledger:
    """The releases of one meeting; ``ledger_of`` opens it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def releases(self) -> tuple[Release, ...]:
        """All releases, in order."""
        columns = "number, published, note, reverts, zone, first_year, last_year"
        rows = self._connection.execute(f"SELECT {columns} FROM releases ORDER BY number")
        return tuple(
            Release(number, datetime.fromisoformat(at), note, reverts, zone, (first, last))
            for number, at, note, reverts, zone, first, last in rows
        )

    def lines(self, number: int) -> dict[Key, Line[Shown]]:
        """The sessions of a release; none if there is no such release."""
        return self._entries("lines", number, _shown)

    def deadlines(self, number: int) -> dict[Key, Line[ShownDeadline]]:
        """The deadlines of a release; none if there is no such release."""
        return self._entries("deadlines", number, _shown_deadline)

    def calendars(self, number: int) -> dict[str, str]:
        """The name of each calendar of a release, by its path."""
        return dict(self._connection.execute("SELECT path, name FROM calendars WHERE release = ? ORDER BY path", (number,)))

    def files(self, number: int) -> dict[str, bytes]:
        """All that delegates were given by a release."""
        return self._blobs("files", number)

    def inputs(self, number: int) -> dict[str, bytes]:
        """What a release was made from."""
        return self._blobs("inputs", number)

    @property
    def mails(self) -> mails.Mails:
        """The mails that told people of releases."""
        return mails.Mails(self._connection, self.alone)

    def add(self, make: Callable[[int, datetime], Contents], at: datetime, note: str, reverts: int | None = None) -> Release:
        """Add a release, whole or not at all, while nobody else does.

        ``make`` is told its number and when it is published, which is ``at`` or, where the clock was put back, the time of the last one.

        Raises
        ------
        Refused
            If another release is still being made after ``PATIENCE`` seconds.
        """
        with self.alone():
            last = max(self.releases(), key=lambda release: release.number, default=None)
            number = last.number + 1 if last else 1
            published = max(at, last.published) if last else at
            contents = make(number, published)
            release = Release(number, published, note, reverts, contents.zone, contents.years)
            self._insert("releases", [(number, published.isoformat(), note, reverts, contents.zone, *contents.years)])
            self._insert("inputs", [(number, path, zlib.compress(content)) for path, content in contents.inputs.items()])
            self._insert("calendars", [(number, path, name) for path, name in contents.calendars.items()])
            self._insert("lines", _rows(number, contents.lines))
            self._insert("deadlines", _rows(number, contents.deadlines))
            self._insert("files", [(number, path, zlib.compress(content)) for path, content in contents.files.items()])
        return release

    def migrate(self) -> None:
        """Bring the file up to this version.

        Raises
        ------
        Refused
            If a later version of Rostrum has made it.
        """
        if self._version() == len(_MIGRATIONS):  # Whoever only reads then waits for nobody, and needs no permission to write.
            return
        with self.alone():
            version = self._version()
            if version > len(_MIGRATIONS):
                raise Refused(f"{LEDGER} was made by a later version of Rostrum", "update it with 'pip install -U rostrum-scheduler'")
            for statement in (statement for migration in _MIGRATIONS[version:] for statement in migration):
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A transaction that waits for others, keeps them waiting, and is undone by a crash."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _version(self) -> int:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        return int(version)

    def _insert(self, table: str, rows: list[tuple[object, ...]]) -> None:
        if rows:
            self._connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)

    def _entries(self, table: str, number: int, read: Callable[[str], ShowableT]) -> dict[Key, Line[ShowableT]]:
        columns = "calendar, uid, shown, sequence, modified, published, status"
        rows = self._connection.execute(f"SELECT {columns} FROM {table} WHERE release = ? ORDER BY calendar, uid", (number,))
        return {(calendar, uid): Line(read(shown), _stamp(*stamp)) for calendar, uid, shown, *stamp in rows}

    def _blobs(self, table: str, number: int) -> dict[str, bytes]:
        rows = self._connection.execute(f"SELECT path, content FROM {table} WHERE release = ? ORDER BY path", (number,))
        return {path: zlib.decompress(content) for path, content in rows}


@contextmanager
def ledger_of(folder: Path, *, create: bool = False) -> Iterator[Ledger | None]:
    """The ledger of the meeting in ``folder``; None where there is none yet, unless one is to be made.

    Raises
    ------
    Refused
        If the file is no ledger, was made by a later version of Rostrum, or stays locked by another.
    """
    path = folder / LEDGER
    if not create and not path.exists():
        yield None
        return
    try:
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            # What a commit has said must be on the disk, even if the power fails at once, or a mail could be sent twice: with a rollback
            # journal, SQLite promises that only so.
            connection.execute("PRAGMA synchronous = EXTRA")
            ledger = Ledger(connection)
            ledger.migrate()
            yield ledger
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise Refused(
            f"{path} cannot be used: {error}", "see that nobody else is making a release, and that you may write there"
        ) from error
    except sqlite3.DatabaseError as error:
        raise Refused(f"{path} is no ledger of releases: {error}", "put it back from a copy; nothing was changed") from error


def _rows(number: int, lines: Mapping[Key, Line[Shown]] | Mapping[Key, Line[ShownDeadline]]) -> list[tuple[object, ...]]:
    return [(number, calendar, uid, *_columns(line)) for (calendar, uid), line in lines.items()]


def _columns(line: Line[Shown] | Line[ShownDeadline]) -> tuple[str, int, str, str, str]:
    shown = json.dumps({name: _plain(value) for name, value in asdict(line.shown).items()}, ensure_ascii=False, sort_keys=True)
    stamp = line.stamp
    return shown, stamp.sequence, stamp.modified.isoformat(), stamp.published.isoformat(), stamp.status


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _shown(text: str) -> Shown:
    """A session, which earlier versions kept without link and reminders."""
    fields = json.loads(text)
    times = {name: datetime.fromisoformat(fields[name]) for name in ("start", "end")}
    return Shown(**{**fields, **times, "reminders": tuple(fields.get("reminders", ()))})


def _shown_deadline(text: str) -> ShownDeadline:
    fields = json.loads(text)
    done = datetime.fromisoformat(fields["done"]) if fields["done"] else None
    return ShownDeadline(**{**fields, "day": date.fromisoformat(fields["day"]), "done": done})


def _stamp(sequence: int, modified: str, published: str, status: str) -> Stamp:
    return Stamp(sequence, datetime.fromisoformat(modified), datetime.fromisoformat(published), status)
