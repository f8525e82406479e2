"""Sending what is in the outbox: each message once, whatever breaks off, and whoever else sends at the same time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from scheduler.deliver.outbox import OUTBOX, Message
from scheduler.deliver.smtp import Connection, Lost, Rejected, Unclear
from scheduler.domain.errors import Refused
from scheduler.store.ledger import PATIENCE
from scheduler.store.mails import REFUSED, SENT, Mails

LOCK = ".sending.sqlite"
"""A file in the outbox that whoever sends holds a lock of; the system takes it back from a process that dies."""

Fate = Literal["sent", "refused", "uncertain", "left"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: the server took it; refused it; may have taken it; or it was left for another time. And what was said."""

    message: Message
    fate: Fate
    said: str = ""


@contextmanager
def sending_alone(folder: Path) -> Iterator[None]:
    """Send while nobody else sends for the meeting in ``folder``: mails without an end are then those of somebody who broke off.

    Raises
    ------
    Refused
        If another is still sending after ``PATIENCE`` seconds.
    """
    path = folder / OUTBOX / LOCK
    path.parent.mkdir(exist_ok=True)
    lock = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Refused(
                f"another 'schedule notify' is sending for {folder}: {error}", "wait until it has ended, then try again"
            ) from error
        yield
    finally:
        lock.close()


@dataclass(frozen=True, slots=True)
class Post:
    """What sends the messages of one ``release``: the ledger's ``mails``, a ``connection``, the ``sender``'s address, and the clock.

    It is used within ``sending_alone`` only.
    """

    release: int
    mails: Mails
    connection: Connection
    sender: str
    now: Callable[[], datetime]

    def send(self, messages: Iterable[Message], stopped: Callable[[], bool]) -> Iterator[Outcome]:
        """Send messages one after another, and tell of each what became of it.

        Once the connection breaks for good, or ``stopped`` says so between two messages, the others are left.

        Raises
        ------
        Refused
            If there is no connection to be had.
        """
        broken: str | None = None
        for message in messages:
            if broken is not None or stopped():
                yield Outcome(message, "left", broken or "")
            else:
                outcome = self._send(message)
                broken = outcome.said if outcome.fate in ("left", "uncertain") else None
                yield outcome

    def _send(self, message: Message) -> Outcome:
        """Send one message. The ledger knows that it will be handed over before it is, and afterwards what the server answered."""
        notice, email = message.notice, message.person.email
        try:
            self.connection.offer(self.sender, email)
        except Rejected as error:
            return Outcome(message, "refused", str(error))
        except Lost as error:
            return Outcome(message, "left", str(error))
        number = self.mails.begin(self.release, notice.key, notice.after, email, self.now())
        try:
            said = self.connection.hand_over(message.content)
        except Rejected as error:
            self.mails.end(number, REFUSED, str(error), self.now())
            return Outcome(message, "refused", str(error))
        except Unclear as error:
            return Outcome(message, "uncertain", str(error))
        self.mails.end(number, SENT, said, self.now())
        return Outcome(message, "sent", said)
