"""A calendar of a meeting as a delegation has it: one that Rostrum published, or another program saved from it (RFC 5545)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import icalendar
from icalendar.parser import Contentline

from scheduler.domain.errors import Fault, Source
from scheduler.domain.notes import CalendarEntry, Programme
from scheduler.domain.zones import load_zone
from scheduler.files.faults import Faults
from scheduler.files.ics_events import YEARS, EventReader
from scheduler.files.ics_lines import EXPORT_AGAIN, Component, ContentLine, calendar_properties, components
from scheduler.files.ics_zones import Zones
from scheduler.files.tables import decoded
from scheduler.files.values import BadValue, zone

_ITEM_LINE = re.compile(r"Agenda item (\S.*)", re.IGNORECASE)
"""How our descriptions begin where a session is an agenda item."""
_ITEM_IN_TITLE = re.compile(r"(?:^|: )(\d[\w.]*?)\.\s")
"""The item's number in our titles, ``RPOC: 4a. Export control issues``, for programs that drop descriptions."""
_CANCELLED = "CANCELLED"
_READ = ("UID", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "LAST-MODIFIED", "DTSTAMP")
"""What icalendar reads. When an entry is comes from our own reader, which knows lines, and more zones."""
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Texts:
    """What a VEVENT says in words, each text empty where it says nothing."""

    properties: icalendar.Event

    def text(self, name: str) -> str:
        """A property's text; the first where there are several."""
        found = self.properties.get(name, "")
        return str(found[0] if isinstance(found, list) else found).strip()

    def stamp(self) -> datetime:
        """When this version was made: the later of LAST-MODIFIED and DTSTAMP, in UTC."""
        found = (getattr(self.properties.get(name), "dt", None) for name in ("LAST-MODIFIED", "DTSTAMP"))
        times = (time for time in found if isinstance(time, datetime) and time.year in YEARS)
        return max((time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC) for time in times), default=_EARLIEST)


def read_programme(path: Path, zone_name: str | None, faults: Faults, warnings: list[Fault]) -> Programme | None:
    """The entries of a calendar; None, and faults, if it cannot be read. ``zone_name`` is the venue's zone where the file should not say.

    Of a series only the first date counts, with a warning: sessions do not recur.
    """
    file, before = str(path), len(faults)
    text = decoded(path, file, faults, EXPORT_AGAIN)
    found = components(text, file, faults) if text is not None else ()
    if text is None or len(faults) > before:
        return None
    names = calendar_properties(text)
    venue = _venue(found, names, zone_name, file, faults, warnings)
    reader = EventReader(file, Zones.of(found, venue), faults)
    entries: dict[str, CalendarEntry] = {}
    for component in found:
        for entry in _entries(component, reader, warnings):
            known = entries.get(entry.uid)
            if known is None or (known.sequence, known.stamp) <= (entry.sequence, entry.stamp):
                entries[entry.uid] = entry
    ordered = sorted(entries.values(), key=lambda entry: (entry.start, entry.place, entry.uid))
    return Programme(_first(names, "X-WR-CALNAME", "NAME"), venue, tuple(ordered))


def _entries(component: Component, reader: EventReader, warnings: list[Fault]) -> Iterator[CalendarEntry]:
    """The entry that a VEVENT is: one, unless it cannot be read or is one date of a series."""
    if component.name != "VEVENT":
        return
    source = Source(reader.file, component.line)
    try:
        read = (line.text for line in component.properties if line.name in _READ)
        parsed = icalendar.Event.from_ical("\r\n".join(("BEGIN:VEVENT", *read, "END:VEVENT")))
    except ValueError:
        reader.faults.add(source, "the event cannot be read", EXPORT_AGAIN)
        return
    assert isinstance(parsed, icalendar.Event)
    texts = _Texts(parsed)
    uid, title = texts.text("UID"), texts.text("SUMMARY")
    if not uid:
        reader.faults.add(source, "the event has no UID, so that it cannot be told again", EXPORT_AGAIN)
    for event in reader.events((component,)):
        if event.replaces is not None:
            continue
        if event.rules or event.added:
            warnings.append(Fault(source, f"'{title}' is a series, of which only the first date is taken"))
        lines = tuple(line.strip() for line in texts.text("DESCRIPTION").splitlines() if line.strip())
        bare = title.removeprefix(f"{_CANCELLED}:").strip()
        item = _item(lines, bare)
        body, numbered, _ = bare.partition(f": {item}. ")
        yield CalendarEntry(
            uid=uid,
            session=unquote(uid.rpartition("@")[0]) or uid,
            body=body if numbered else "",
            item=item,
            start=event.start.instant,
            end=event.length.end(event.start.instant, event.start.zone),
            title=bare or "(no title)",
            place=texts.text("LOCATION"),
            details=tuple(line for line in lines if _ITEM_LINE.fullmatch(line) is None),
            whole_days=event.start.whole_day,
            cancelled=texts.text("STATUS").upper() == _CANCELLED or bare != title,
            sequence=event.sequence,
            stamp=texts.stamp(),
        )


def _item(lines: Sequence[str], title: str) -> str:
    """The number of the agenda item; empty where there is none."""
    said = (match[1] for line in lines if (match := _ITEM_LINE.fullmatch(line)))
    in_title = _ITEM_IN_TITLE.search(title)
    return next(said, in_title[1] if in_title else "")


def _venue(
    found: Sequence[Component], names: Sequence[ContentLine], given: str | None, file: str, faults: Faults, warnings: list[Fault]
) -> ZoneInfo:
    """The venue's zone: the one ``given``, or that of most entries, or else of the calendar; UTC, and a warning, where none is known."""
    if given is not None:
        try:
            return zone(given)
        except BadValue as error:
            faults.add(Source("--zone"), str(error), error.hint)
            return load_zone("UTC")
    described = (line for component in found if component.name == "VTIMEZONE" for line in component.properties)
    candidates = (*_zones_of_entries(found), _first(names, "X-WR-TIMEZONE"), _first(tuple(described), "TZID"))
    zones = Zones(UTC)
    for name in filter(None, candidates):
        try:
            known = zones.find(name)
        except BadValue:
            continue
        assert isinstance(known, ZoneInfo)
        return known
    warnings.append(
        Fault(Source(file), "the calendar does not name the venue's time zone, so that all times are in UTC", "give it with --zone")
    )
    return load_zone("UTC")


def _zones_of_entries(found: Sequence[Component]) -> tuple[str, ...]:
    """The zones in which entries begin, that of most first."""
    starts = (line for component in found if component.name == "VEVENT" for line in component.properties if line.name == "DTSTART")
    zones = Counter(zone for zone, _ in map(_parts, starts) if zone)
    return tuple(zone for zone, _ in zones.most_common())


def _first(lines: Sequence[ContentLine], *names: str) -> str:
    """The text of the first of these properties that is there."""
    texts = (_parts(line)[1] for name in names for line in lines if line.name == name)
    return next(filter(None, texts), "")


def _parts(line: ContentLine) -> tuple[str, str]:
    """The TZID and the text of a property, each empty if there is none."""
    try:
        _, parameters, value = Contentline(line.text).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return "", ""
    return str(parameters.get("TZID", "")), str(icalendar.vText.from_ical(value)).strip()
