"""The mails that were sent: before each is handed to the server that it will be, and afterwards what became of it.

A mail without an end is in doubt: the program, or the connection, ended after the server may have taken it (RFC 5321, section 4.5.3.2.6,
on the moment after the final full stop). It is never sent again by itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from scheduler.store.history import Key
from scheduler.store.triggers import only_added_to

SENT, REFUSED, GIVEN = "sent", "refused", "given"
"""How a mail ended: the server took it, or did not; or it was never written, because the person had the entry by other means."""

TABLES = ("mails", "mail_ends")
MIGRATION = (
    """CREATE TABLE mails (number INTEGER PRIMARY KEY AUTOINCREMENT, release INTEGER NOT NULL, calendar TEXT NOT NULL, uid TEXT NOT NULL,
       after INTEGER REFERENCES mails, address TEXT NOT NULL, begun TEXT NOT NULL)""",
    """CREATE TABLE mail_ends (mail INTEGER PRIMARY KEY REFERENCES mails, outcome TEXT NOT NULL, said TEXT NOT NULL,
       ended TEXT NOT NULL)""",
    *only_added_to(TABLES, "what was sent is never changed"),
)
"""What the ledger gets for them."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail about one entry of a person's calendar, as a release has it.

    Parameters
    ----------
    number : int
        By which it is known, in the order of sending.
    release : int
        The release whose line it tells.
    key : (str, str)
        The calendar and the UID of that line.
    after : int, optional
        The number of the mail before it about this entry; None for the first.
    address : str
        Where it went; empty where it is only known that the person has the entry.
    outcome : str, optional
        ``SENT`` or ``GIVEN``; None while it is in doubt.
    """

    number: int
    release: int
    key: Key
    after: int | None
    address: str
    outcome: str | None


class Mails:
    """The mails of one ledger, to which mails and their ends are added and of which nothing is ever changed."""

    def __init__(self, connection: sqlite3.Connection, alone: Callable[[], AbstractContextManager[None]]) -> None:
        self._connection = connection
        self._alone = alone

    def all(self) -> dict[int, Mail]:
        """Every mail by its number, ascending, without those that the server refused: these reached nobody."""
        rows = self._connection.execute(
            """SELECT number, release, calendar, uid, after, address, outcome FROM mails LEFT JOIN mail_ends ON mail = number
               WHERE outcome IS NOT ? ORDER BY number""",
            (REFUSED,),
        )
        return {
            number: Mail(number, release, (calendar, uid), after, address, outcome)
            for number, release, calendar, uid, after, address, outcome in rows
        }

    def begin(self, release: int, key: Key, after: int | None, address: str, at: datetime) -> int:
        """Note that a mail is about to be handed to the server; its number."""
        number = self._connection.execute(
            "INSERT INTO mails (release, calendar, uid, after, address, begun) VALUES (?, ?, ?, ?, ?, ?)",
            (release, *key, after, address, at.isoformat()),
        ).lastrowid
        assert number is not None
        return number

    def end(self, number: int, outcome: str, said: str, at: datetime) -> None:
        """Note what became of a mail that was begun, with what the server ``said``."""
        self._connection.execute("INSERT INTO mail_ends VALUES (?, ?, ?, ?)", (number, outcome, said, at.isoformat()))

    def give(self, release: int, keys: Iterable[tuple[Key, int | None]], at: datetime) -> None:
        """Note of entries, each with the number of the mail before about it, that people have them by other means; of all, or of none."""
        with self._alone():
            for key, after in keys:
                self.end(self.begin(release, key, after, "", at), GIVEN, "", at)
