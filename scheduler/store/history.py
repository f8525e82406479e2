"""The history of calendar entries, from release to release: what an entry shows, and the stamps by which programs tell its versions apart.

It says nothing of files and of the ledger, so that it can be tested whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"
"""The two states of an entry (RFC 5545, section 3.8.1.11)."""

T = TypeVar("T")
Key: TypeAlias = tuple[str, str]
"""A calendar, by the path of its file, and a UID."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The history of an entry that a calendar has to show, so that programs see which version is the later one.

    Parameters
    ----------
    sequence : int
        How often the entry's time, room, status or circle has changed since it was first published (RFC 5545, section 3.8.7.4).
    modified : datetime
        When anything about the entry last changed, in UTC.
    published : datetime
        When this version of it was published (DTSTAMP), in UTC.
    status : str
        ``CONFIRMED``, or what else RFC 5545, section 3.8.1.11, has for events.
    """

    sequence: int
    modified: datetime
    published: datetime
    status: str = CONFIRMED


@dataclass(frozen=True, slots=True)
class Shown:
    """What a calendar shows of a session, beside its stamp.

    ``start`` and ``end`` are in UTC; ``link`` is where one takes part by video; ``reminders`` are minutes before the start; ``access``
    is how close programs are asked to keep it (CLASS, RFC 5545, section 3.8.1.3), empty where the meeting marks nothing.
    """

    uid: str
    start: datetime
    end: datetime
    summary: str
    location: str
    description: str
    category: str
    organizer: str
    email: str
    link: str = ""
    reminders: tuple[int, ...] = ()
    access: str = ""

    @property
    def place(self) -> tuple[datetime, datetime, str]:
        """When and where it is: what sends people elsewhere if it changes, so that SEQUENCE then rises."""
        return self.start, self.end, self.location

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Sessions are listed by time, then by room."""
        return self.start, self.location, self.uid

    @property
    def details(self) -> tuple[str, ...]:
        """What else is said of it, line by line: the description, and the reminders."""
        return *self.description.splitlines(), *(f"Reminder {minutes} minutes before" for minutes in self.reminders)

    def when(self, zone: ZoneInfo) -> str:
        """When and where it is: ``Mon 01 Mar 10:00-11:00 in Hall``."""
        start, end = self.start.astimezone(zone), self.end.astimezone(zone)
        return f"{start:%a %d %b %H:%M}-{end:%H:%M}" + (f" in {self.location}" if self.location else "")


@dataclass(frozen=True, slots=True)
class ShownDeadline:
    """What a calendar shows of a deadline, beside its stamp; ``done`` is when it was met, in UTC, if that is known.

    ``access`` is as that of a session.
    """

    uid: str
    day: date
    summary: str
    description: str
    organizer: str
    email: str
    done: datetime | None = None
    access: str = ""

    @property
    def place(self) -> tuple[date]:
        """The day, whose change raises SEQUENCE."""
        return (self.day,)

    @property
    def order(self) -> tuple[date, str]:
        """Deadlines are listed by day."""
        return self.day, self.uid

    @property
    def details(self) -> tuple[str, ...]:
        """What else is said of it, line by line."""
        return tuple(self.description.splitlines())

    def when(self, zone: ZoneInfo) -> str:
        """The day, which is the same in every zone: ``Fri 26 Feb 2027``."""
        return f"{self.day:%a %d %b %Y}"


ShowableT = TypeVar("ShowableT", Shown, ShownDeadline)
Withhold: TypeAlias = Callable[[str, ShowableT], ShowableT]
"""What a calendar, by its path, may go on saying of an entry that it shows no more, of what it said when it did."""


def nothing_withheld(_: str, shown: ShowableT) -> ShowableT:
    """The same: those who may see the calendar may see what it said."""
    return shown


@dataclass(frozen=True, slots=True)
class Line(Generic[ShowableT]):
    """An entry of one calendar in one release."""

    shown: ShowableT
    stamp: Stamp

    @property
    def is_open(self) -> bool:
        """Whether it has not been cancelled."""
        return self.stamp.status != CANCELLED


def advance(
    before: Mapping[Key, Line[ShowableT]],
    now: Mapping[Key, ShowableT],
    at: datetime,
    withhold: Withhold[ShowableT] = nothing_withheld,
) -> dict[Key, Line[ShowableT]]:
    """The lines of a release made at the instant ``at``, of what the release before had and what is to be shown now.

    No line is ever lost: what is shown no more, or no more in a calendar, stays there as cancelled; ``withhold`` leaves what may be said
    of it.
    """
    lines: dict[Key, Line[ShowableT]] = {}
    known, wanted = _by_uid(before), _by_uid(now)
    for uid in sorted(known.keys() | wanted.keys()):
        revised = _revised(known.get(uid, {}), wanted.get(uid, {}), at, withhold)
        lines |= {(calendar, uid): revised[calendar] for calendar in sorted(revised)}
    return lines


def shown_in(lines: Mapping[Key, Line[ShowableT]]) -> dict[Key, ShowableT]:
    """What a release shows: its lines that are not cancelled."""
    return {key: line.shown for key, line in lines.items() if line.is_open}


def per_calendar(keyed: Mapping[Key, T]) -> dict[str, dict[str, T]]:
    """The same by calendar, and in each by UID."""
    found: dict[str, dict[str, T]] = {}
    for (calendar, uid), value in keyed.items():
        found.setdefault(calendar, {})[uid] = value
    return found


def _revised(
    before: Mapping[str, Line[ShowableT]], now: Mapping[str, ShowableT], at: datetime, withhold: Withhold[ShowableT]
) -> dict[str, Line[ShowableT]]:
    """The lines of one UID, by calendar.

    All calendars share its SEQUENCE, since somebody may have imported several. It rises where the place changes, where a calendar loses
    the entry, and where one gets it back.
    """
    held = {calendar: line for calendar, line in before.items() if line.is_open}
    moved = any(calendar in now and now[calendar].place != line.shown.place for calendar, line in held.items())
    given_back = any(calendar in before and calendar not in held for calendar in now)
    raised = moved or given_back or not held.keys() <= now.keys()
    latest = max((line.stamp.sequence for line in before.values()), default=0)
    stamp = Stamp(latest + raised if before else 0, at, at)
    lines = {calendar: _closed(line, withhold(calendar, line.shown), at) for calendar, line in before.items() if not line.is_open}
    for calendar in held.keys() - now.keys():
        lines[calendar] = Line(withhold(calendar, held[calendar].shown), replace(stamp, status=CANCELLED))
    for calendar, shown in now.items():
        known = held.get(calendar)
        lines[calendar] = known if known is not None and known.shown == shown and not raised else Line(shown, stamp)
    return lines


def _closed(line: Line[ShowableT], told: ShowableT, at: datetime) -> Line[ShowableT]:
    """A cancelled line that says what may still be ``told``: a later version of it, but nobody is to be elsewhere for that."""
    return line if told == line.shown else Line(told, replace(line.stamp, modified=at, published=at))


def _by_uid(keyed: Mapping[Key, T]) -> dict[str, dict[str, T]]:
    found: dict[str, dict[str, T]] = {}
    for (calendar, uid), value in keyed.items():
        found.setdefault(uid, {})[calendar] = value
    return found
