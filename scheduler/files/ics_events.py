"""Events and free/busy times of an iCalendar file (RFC 5545): when they are, and never what they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TypeVar

from icalendar import vDDDTypes, vRecur
from icalendar.parser import Contentline

from scheduler.domain.errors import Source
from scheduler.files.faults import Faults
from scheduler.files.ics_lines import EXPORT_AGAIN, Component, ContentLine
from scheduler.files.ics_zones import Zones
from scheduler.files.values import BadValue

T = TypeVar("T")
Parse = Callable[[str, str], T]
"""Reads a value, given with its TZID."""
_NOT_BUSY = {"TRANSP": "TRANSPARENT", "STATUS": "CANCELLED"}
_FREQUENCIES = ("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAY, _LONGEST = timedelta(days=1), timedelta(days=100_000)
_CORRECT = f"correct it in the calendar program, and {EXPORT_AGAIN}"
YEARS = range(1601, 4502)
"""Years of a time that can be meant; Outlook writes the first and the last for 'never'."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date or a time as written: what the clock of ``zone`` shows, midnight for a date."""

    face: datetime
    zone: tzinfo
    whole_day: bool = False

    @property
    def instant(self) -> datetime:
        """In UTC. Of an hour that comes twice it is the first; in one that is left out the offset before it counts (3.3.5)."""
        return self.face.replace(tzinfo=self.zone).astimezone(UTC)

    def face_in(self, zone: tzinfo) -> datetime:
        """What the clock of ``zone`` shows at that time. A date is the same day everywhere."""
        return self.face if self.whole_day else self.instant.astimezone(zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Length:
    """How long an event is: first ``days`` as a calendar counts them, then ``exact`` time that elapses (3.3.6)."""

    days: timedelta = timedelta()
    exact: timedelta = timedelta()

    def end(self, start: datetime, zone: tzinfo) -> datetime:
        """The end, in UTC, of an event that begins at the instant ``start``; days are counted on the clock of ``zone``."""
        if self.days:
            start = Stamp(start.astimezone(zone).replace(tzinfo=None) + self.days, zone).instant
        return start + self.exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A VEVENT, or one period of a VFREEBUSY.

    ``added`` are times beside those of the ``rules``, with a length where it is another; ``excepted`` those that are left
    out; ``replaces`` is the time of the series of ``uid`` that this event stands for, ``onwards`` with all that follow.
    """

    source: Source
    start: Stamp
    length: Length
    busy: bool = True
    uid: str = ""
    sequence: int = 0
    rules: tuple[vRecur, ...] = ()
    added: tuple[tuple[Stamp, Length | None], ...] = ()
    excepted: tuple[Stamp, ...] = ()
    replaces: Stamp | None = None
    onwards: bool = False


@dataclass(frozen=True, slots=True)
class EventReader:
    """Reads the components of one file. ``zones`` are those that it may name."""

    file: str
    zones: Zones
    faults: Faults

    def events(self, components: Sequence[Component]) -> tuple[Event, ...]:
        """Everything that takes time, in the file's order; what else a calendar may hold, such as tasks, is passed over."""
        found: list[Event | None] = []
        for component in components:
            if component.name == "VEVENT":
                found.append(self._event(component))
            elif component.name == "VFREEBUSY":
                found += self._periods(component)
        return tuple(event for event in found if event is not None)

    def _event(self, component: Component) -> Event | None:
        before = len(self.faults)
        start = self._first(component, "DTSTART", self._stamp)
        end = self._first(component, "DTEND", self._stamp)
        duration = self._first(component, "DURATION", _duration)
        replaces = self._first(component, "RECURRENCE-ID", self._stamp)
        rules = tuple(self._every(component, "RRULE", _rule))
        added = tuple(period for periods in self._every(component, "RDATE", self._several) for period in periods)
        excepted = tuple(stamp for stamps in self._every(component, "EXDATE", self._several) for stamp, _ in stamps)
        sequence = _text(component, "SEQUENCE")
        if start is None and len(self.faults) == before:
            self.faults.add(Source(self.file, component.line), "the event has no DTSTART, so that nobody knows when it is", _CORRECT)
        if start is None or len(self.faults) > before:
            return None
        length = _length(start, end, duration)
        if length.end(start.instant, start.zone) < start.instant:
            self.faults.add(Source(self.file, component.line), "the event ends before it begins", _CORRECT)
            return None
        return Event(
            source=Source(self.file, component.line),
            start=start,
            length=length,
            busy=all(_text(component, name).upper() != value for name, value in _NOT_BUSY.items()),
            uid=_text(component, "UID"),
            sequence=int(sequence) if sequence.isdecimal() else 0,
            rules=rules,
            added=added,
            excepted=excepted,
            replaces=replaces,
            onwards=any(line.name == "RECURRENCE-ID" and "RANGE=THISANDFUTURE" in line.text.upper() for line in component.properties),
        )

    def _periods(self, component: Component) -> Iterator[Event]:
        """The times at which somebody is not free."""
        for line in component.properties:
            if line.name == "FREEBUSY" and "FBTYPE=FREE:" not in line.text.upper() and "FBTYPE=FREE;" not in line.text.upper():
                for start, length in self._parsed(line, self._several) or ():
                    yield Event(source=Source(self.file, line.number), start=start, length=length or Length())

    def _first(self, component: Component, name: str, parse: Parse[T]) -> T | None:
        return next((self._parsed(line, parse) for line in component.properties if line.name == name), None)

    def _every(self, component: Component, name: str, parse: Parse[T]) -> Iterator[T]:
        for line in component.properties:
            if line.name == name and (value := self._parsed(line, parse)) is not None:
                yield value

    def _parsed(self, line: ContentLine, parse: Parse[T]) -> T | None:
        """What a line states; None, and a fault, if it cannot be read."""
        try:
            try:
                _, parameters, value = Contentline(line.text).parts()  # type: ignore[no-untyped-call]
            except ValueError:
                raise BadValue(f"the line cannot be read: '{line.text}'") from None
            return parse(value, str(parameters.get("TZID", "")))
        except BadValue as error:
            self.faults.add(Source(self.file, line.number, line.name), str(error), error.hint or _CORRECT)
            return None

    def _several(self, value: str, tzid: str) -> tuple[tuple[Stamp, Length | None], ...]:
        """Dates, times or periods, divided by commas; a period has a length."""
        found: list[tuple[Stamp, Length | None]] = []
        for text in filter(None, value.split(",")):
            first, _, second = text.partition("/")
            start = self._stamp(first, tzid)
            length = self._until(second, tzid, start) if second else None
            if length is not None and length.end(start.instant, start.zone) < start.instant:
                raise BadValue(f"the period '{text}' ends before it begins")
            found.append((start, length))
        return tuple(found)

    def _until(self, value: str, tzid: str, start: Stamp) -> Length:
        """The second half of a period: a duration, or its end."""
        if value.lstrip("+-").upper().startswith("P"):
            return _duration(value, tzid)
        return Length(exact=self._stamp(value, tzid).instant - start.instant)

    def _stamp(self, value: str, tzid: str) -> Stamp:
        read = _read(value)
        match read:
            case datetime() if read.year in YEARS:
                if read.tzinfo is not None:
                    return Stamp(read.replace(tzinfo=None), UTC)
                return Stamp(read, self.zones.find(tzid) if tzid else self.zones.venue)
            case date() if read.year in YEARS:
                return Stamp(datetime(read.year, read.month, read.day), self.zones.venue, whole_day=True)
            case _:
                raise BadValue(f"'{value}' is not a date or a time")


def _read(value: str) -> object:
    """A date, a time or a duration; None if it is none."""
    try:
        return vDDDTypes.from_ical(value.strip())  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        return None


def _duration(value: str, tzid: str) -> Length:
    """Days and weeks as a calendar counts them; hours, minutes and seconds as they elapse."""
    days, _, time = value.strip().upper().partition("T")
    sign = days[: len(days) - len(days.lstrip("+-"))]
    parts = (_read(days) if days[-1:] != "P" else timedelta(), _read(f"{sign}PT{time}") if time else timedelta())
    match parts:
        case timedelta() as nominal, timedelta() as exact if abs(nominal + exact) < _LONGEST:
            return Length(nominal, exact)
        case _:
            raise BadValue(f"'{value}' is not a duration")


def _rule(value: str, tzid: str) -> vRecur:
    """How often an event returns."""
    try:
        rule: vRecur = vRecur.from_ical(value)
    except ValueError:
        rule = vRecur()
    known = rule.get("FREQ", [""])[0] in _FREQUENCIES and not {"COUNT", "UNTIL"} <= rule.keys()
    if not known or rule.get("INTERVAL", [1]) < [1] or not all(isinstance(until, date) for until in rule.get("UNTIL", ())):
        raise BadValue(f"the recurrence '{value}' cannot be followed")
    return rule


def _length(start: Stamp, end: Stamp | None, duration: Length | None) -> Length:
    if end is not None and start.whole_day and end.whole_day:
        # Some programs write the last day for the day after it.
        return Length(days=end.face - start.face or _DAY)
    if end is not None:
        return Length(exact=end.instant - start.instant)
    if duration is not None:
        return Length(days=duration.days + duration.exact) if start.whole_day else duration
    return Length(days=_DAY) if start.whole_day else Length()


def _text(component: Component, name: str) -> str:
    return next((line.text.partition(":")[2].strip() for line in component.properties if line.name == name), "")
