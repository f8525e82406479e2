"""When the events of a calendar are, recurring ones unrolled.

``recurring-ical-events`` unrolls them on the clock face of a series' own zone; zones and lengths are ours, so that an event over
a clock change is as long as RFC 5545 (3.8.5.3) says: the same elapsed time where its end was given, the same days where a number
of days was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]

from scheduler.domain.clock import Span
from scheduler.domain.errors import Source
from scheduler.files.faults import Faults
from scheduler.files.ics_events import Event, Length
from scheduler.files.ics_lines import EXPORT_AGAIN

_NUMBER = "X-NUMBER"
_MARGIN = timedelta(days=2)
"""More than any two clocks differ."""
_MINUTE = timedelta(minutes=1)


def busy_times(events: Sequence[Event], days: Span, faults: Faults) -> tuple[tuple[Span, Source], ...]:
    """The busy times within ``days``, whole minutes that are cut off at both ends of them, in their order, each with its source."""
    found: list[tuple[Span, Source]] = []
    for series in _series(events):
        try:
            for event, start, length in _unrolled(series, days):
                span = _within(days, start, length.end(start, event.start.zone))
                if event.busy and span is not None:
                    found.append((span, event.source))
        except (ValueError, OverflowError):
            message = "the event recurs in a way that cannot be followed"
            faults.add(series[0].source, message, f"correct it in the calendar program, and {EXPORT_AGAIN}")
    return tuple(sorted(set(found)))


def _series(events: Sequence[Event]) -> Iterator[tuple[Event, ...]]:
    """Each event with those that replace some of its times. Two that only share a UID, as copies made by hand do, are two."""
    replacing = [event for event in events if event.replaces is not None]
    masters = [event for event in events if event.replaces is None]
    for event in masters:
        yield (event, *(other for other in replacing if event.uid and other.uid == event.uid))
    known = {event.uid for event in masters if event.uid}
    yield from ((event,) for event in replacing if event.uid not in known)


def _unrolled(series: Sequence[Event], days: Span) -> Iterator[tuple[Event, datetime, Length]]:
    """Every time of the series that may lie in ``days``: the event, its start in UTC, and its length."""
    zone = series[0].start.zone
    calendar = icalendar.Calendar()
    for number, event in enumerate(series):
        calendar.add_component(_on_one_clock(event, number, zone))
    first, last = (instant.astimezone(zone).replace(tzinfo=None) for instant in (days.start - _MARGIN, days.end + _MARGIN))
    lengths = {stamp.face_in(zone): length for stamp, length in series[0].added if length is not None}
    for occurrence in recurring_ical_events.of(calendar).between(first, last):
        event, face = series[int(occurrence[_NUMBER])], occurrence["DTSTART"].dt
        own = face == event.start.face_in(zone)
        start = event.start.instant if own else face.replace(tzinfo=zone).astimezone(UTC)
        yield event, start, lengths.get(face, event.length)


def _on_one_clock(event: Event, number: int, zone: tzinfo) -> icalendar.Event:
    """The event with all of its times as the clock of ``zone`` shows them, without a zone: they compare as they should."""
    plain = icalendar.Event()
    start = event.start.face_in(zone)
    plain.add("UID", "series")
    plain.add(_NUMBER, str(number))
    plain.add("SEQUENCE", event.sequence)
    plain.add("DTSTART", start)
    plain.add("DTEND", start + event.length.days + event.length.exact)
    for rule in event.rules:
        until = [_until(value, zone) for value in rule.get("UNTIL", ())]
        plain.add("RRULE", icalendar.vRecur({**rule, "UNTIL": until} if until else rule))
    if event.added:
        plain.add("RDATE", [stamp.face_in(zone) for stamp, _ in event.added])
    if event.excepted:
        plain.add("EXDATE", [stamp.face.date() if stamp.whole_day else stamp.face_in(zone) for stamp in event.excepted])
    if event.replaces is not None:
        plain.add("RECURRENCE-ID", event.replaces.face_in(zone), parameters={"RANGE": "THISANDFUTURE"} if event.onwards else {})
    return plain


def _until(value: object, zone: tzinfo) -> datetime:
    """The last moment of a recurrence; a date is meant with the whole of its day."""
    match value:
        case datetime(tzinfo=None):
            return value
        case datetime():
            return value.astimezone(zone).replace(tzinfo=None) if value.year < 9999 else datetime.max.replace(microsecond=0)
        case _:
            assert isinstance(value, date)
            return datetime.combine(value, time(23, 59, 59))


def _within(days: Span, start: datetime, end: datetime) -> Span | None:
    """From ``start`` to ``end``, widened to whole minutes; None where that is no minute of ``days``."""
    first = max(start - timedelta(seconds=start.second), days.start)
    last = min(end + (-timedelta(seconds=end.second) % _MINUTE), days.end)
    return Span(first, last) if start < end and first < last else None
