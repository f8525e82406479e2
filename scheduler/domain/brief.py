"""Briefs: notes laid onto a calendar, and what has become of what they lie on since last time.

Nothing here reads the clock: how late a version is follows from the calendar and from what was written last time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from scheduler.domain.notes import CalendarEntry, Note, Notes, Programme, digest, folded

Kind = Literal["moved", "renamed", "renumbered", "went", "new"]
_TICK = timedelta(seconds=1)
"""The least by which calendars tell two times apart (RFC 5545, section 3.3.5)."""


@dataclass(frozen=True, slots=True)
class Session:
    """An entry with the notes that lie on it, if there are any."""

    entry: CalendarEntry
    notes: tuple[Note, ...]

    @property
    def text(self) -> str:
        """All notes, one after the other."""
        return "\n\n".join(note.text for note in self.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """An entry as it was when notes last lay on it, and the stamp that its brief was written with.

    ``keys`` are those of the notes, ``note`` is a fingerprint of their texts, empty once none lies there any more.
    """

    uid: str
    start: datetime
    end: datetime
    whole_days: bool
    title: str
    place: str
    keys: tuple[str, ...]
    note: str
    cancelled: bool
    sequence: int
    stamp: datetime

    @staticmethod
    def of(session: Session) -> Laid:
        """The session as it is now, with the stamp of its entry."""
        entry = session.entry
        return Laid(
            uid=entry.uid,
            start=entry.start,
            end=entry.end,
            whole_days=entry.whole_days,
            title=entry.title,
            place=entry.place,
            keys=tuple(dict.fromkeys(folded(note.key) for note in session.notes)),
            note=digest(session.text),
            cancelled=entry.cancelled,
            sequence=entry.sequence,
            stamp=entry.stamp,
        )

    def after(self, before: Laid) -> Laid:
        """What follows ``before``: the same version where nothing else is shown, otherwise a later one."""
        same = replace(before, keys=self.keys)
        if replace(self, sequence=same.sequence, stamp=same.stamp) == same:
            return same
        return replace(self, sequence=max(self.sequence, before.sequence + 1), stamp=max(self.stamp, before.stamp + _TICK))

    def gone(self) -> Laid:
        """What is left when no note lies on it any more."""
        return replace(self, cancelled=True, note="").after(self)


@dataclass(frozen=True, slots=True)
class Layer:
    """What lay where at one time: the ``keys`` of all notes, and every entry that one lies on, or once lay on."""

    keys: frozenset[str]
    entries: tuple[Laid, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered from one time to the next.

    Parameters
    ----------
    calendar : str
        The fingerprint of the calendar.
    now : Layer
        As it was written last.
    before : Layer or None
        As it was with the calendar before that one; None if that one was the first.
    """

    calendar: str
    now: Layer
    before: Layer | None


@dataclass(frozen=True, slots=True)
class Change:
    """What has become of an entry that a ``note`` lay on, or has come to lie on.

    ``before`` is None if the note is new there, ``after`` if the entry is in the calendar no more.
    """

    kind: Kind
    note: Note
    before: Laid | None
    after: CalendarEntry | None


@dataclass(frozen=True, slots=True)
class Brief:
    """Notes laid onto a programme: every session, with its notes; what fits none; what has changed; and what to remember of it."""

    programme: Programme
    general: str
    sessions: tuple[Session, ...]
    unplaced: tuple[Note, ...]
    changes: tuple[Change, ...]
    memory: Memory


def brief(programme: Programme, notes: Notes, memory: Memory | None) -> Brief:
    """Lay ``notes`` onto a programme. ``memory`` is of the last time; without one there is nothing to compare with.

    What has changed is counted from the calendar before, so that it is still said when only the notes are revised.
    """
    known = frozenset(key for entry in programme.entries for key in entry.keys)
    named = tuple(note.called(known) for note in notes.notes)
    sessions = tuple(Session(entry, tuple(_lying_on(entry, named))) for entry in programme.entries)
    fingerprint = programme.fingerprint()
    last = memory.now.entries if memory else ()
    before = None if memory is None else memory.before if memory.calendar == fingerprint else memory.now
    return Brief(
        programme=programme,
        general=notes.general,
        sessions=sessions,
        unplaced=tuple(note for note in named if folded(note.key) not in known),
        changes=tuple(_changes(before, sessions, named)) if before else (),
        memory=Memory(fingerprint, Layer(frozenset(folded(note.key) for note in named), _advance(last, sessions)), before),
    )


def _lying_on(entry: CalendarEntry, notes: Iterable[Note]) -> Iterator[Note]:
    return (note for note in notes if folded(note.key) in entry.keys)


def _advance(last: Iterable[Laid], sessions: Iterable[Session]) -> tuple[Laid, ...]:
    """The entries that notes lie on now, and as cancelled those that one once lay on: no UID is ever lost."""
    known = {laid.uid: laid for laid in last}
    now = {session.entry.uid: Laid.of(session) for session in sessions if session.notes}
    lying = (now[uid].after(known[uid]) if uid in known else now[uid] for uid in now)
    gone = (known[uid].gone() for uid in known if uid not in now)
    return tuple(sorted((*lying, *gone), key=lambda laid: (laid.start, laid.place, laid.uid)))


def _changes(before: Layer, sessions: tuple[Session, ...], notes: Iterable[Note]) -> Iterator[Change]:
    """What has become of each note's entries since ``before``, note by note."""
    entries = {session.entry.uid: session.entry for session in sessions}
    for note in notes:
        key = folded(note.key)
        lay = {laid.uid: laid for laid in before.entries if key in laid.keys and not laid.cancelled}
        lies = {uid: entry for uid, entry in entries.items() if key in entry.keys and not entry.cancelled}
        for uid, laid in lay.items():
            kind = _kind(laid, entries.get(uid), uid in lies)
            if kind is not None:
                yield Change(kind, note, laid, entries.get(uid))
        if key in before.keys:
            yield from (Change("new", note, None, entry) for uid, entry in lies.items() if uid not in lay)


def _kind(laid: Laid, entry: CalendarEntry | None, lies: bool) -> Kind | None:
    """What has become of an entry that a note lay on; None if nothing has."""
    if entry is None or entry.cancelled:
        return "went"
    if not lies:
        return "renumbered"
    if (laid.start, laid.end, laid.place) != (entry.start, entry.end, entry.place):
        return "moved"
    return "renamed" if laid.title != entry.title else None
