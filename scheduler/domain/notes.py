"""What a brief is made of: a delegation's notes, and a calendar of the meeting."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from scheduler.domain.errors import Source

_PUNCTUATION = ".:,;)"
"""What may follow an item's number without being part of it."""


def bare(key: str) -> str:
    """A key without what may follow its words: ``RPOC: 4A.`` is ``RPOC 4A``."""
    words = (word.rstrip(_PUNCTUATION) for word in unicodedata.normalize("NFC", key).split())
    return " ".join(filter(None, words))


def folded(key: str) -> str:
    """A key as keys are compared: ``RPOC: 4A.`` is ``rpoc 4a``."""
    return bare(key).casefold()


@dataclass(frozen=True, slots=True)
class Note:
    """What a delegation has noted on an agenda item, or on one session.

    ``key`` names it, ``text`` is Markdown. A heading does not say where its key ends and its title begins: ``longer`` is the key if it
    has one word more, as in ``RPOC 4a``.
    """

    key: str
    text: str
    source: Source
    longer: str = ""

    def called(self, known: Collection[str]) -> Note:
        """The note with the longer key if that one is ``known``."""
        return replace(self, key=self.longer, longer="") if folded(self.longer) in known else replace(self, longer="")


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes, in the order of their file, none of them empty; ``general`` belongs to no session."""

    general: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """A session as a calendar shows it.

    Parameters
    ----------
    uid : str
        Its name for ever.
    session, body, item : str
        The session's id, its body and the number of its agenda item, as far as the calendar gives them away; otherwise empty.
    start, end : datetime
        In UTC; the venue's midnights where it takes ``whole_days``.
    details : tuple of str
        What else is said of it, by lines, such as who chairs it.
    cancelled : bool
        Whether it was withdrawn.
    sequence : int
        How often it was moved or withdrawn, as the calendar counts it.
    stamp : datetime
        When this version of it was made, in UTC.
    """

    uid: str
    session: str
    body: str
    item: str
    start: datetime
    end: datetime
    title: str
    place: str = ""
    details: tuple[str, ...] = ()
    whole_days: bool = False
    cancelled: bool = False
    sequence: int = 0
    stamp: datetime

    @property
    def names(self) -> tuple[str, ...]:
        """What a note can be called that lies on it: ``4a``, ``RPOC 4a``, or the session's id."""
        numbered = f"{self.body} {self.item}" if self.body and self.item else ""
        return tuple(filter(bare, (self.item, numbered, self.session)))

    @property
    def keys(self) -> frozenset[str]:
        """The same, as keys are compared."""
        return frozenset(map(folded, self.names))


@dataclass(frozen=True, slots=True)
class Programme:
    """A calendar of a meeting: its name, the venue's zone, and its entries in order of time, each UID once."""

    name: str
    zone: ZoneInfo
    entries: tuple[CalendarEntry, ...]

    @property
    def meetings(self) -> frozenset[str]:
        """The meetings that its entries belong to, by what follows the ``@`` in their UIDs."""
        return frozenset(meeting_of(entry.uid) for entry in self.entries)

    def fingerprint(self) -> str:
        """``sha256:…`` of what it shows. Stamps do not count: some programs write the hour of the export into every entry."""
        shown = sorted((entry.uid, str(entry.start), str(entry.end), entry.title, entry.place, entry.cancelled) for entry in self.entries)
        return digest(repr(shown))


def meeting_of(uid: str) -> str:
    """What stands behind the ``@`` of a UID."""
    return uid.rpartition("@")[2] if "@" in uid else ""


def digest(text: str) -> str:
    """``sha256:…`` of a text."""
    return f"sha256:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
