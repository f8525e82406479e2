"""Calendars that delegates import or subscribe to: iCalendar (RFC 5545) as Outlook, Google, Apple and Thunderbird read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote

from icalendar import Calendar, Event, vCalAddress, vCategory, vDuration, vUri

from scheduler.domain.agenda import Entry
from scheduler.domain.problem import Meeting, Problem
from scheduler.publish.text import CalendarText, one_line
from scheduler.publish.vtimezone import PublishedZone
from scheduler.publish.wording import heading, item_number, place, role_line, roles
from scheduler.store.history import CANCELLED, Line, Shown, Stamp

PRODUCT = "-//Rostrum//rostrum-scheduler//EN"
"""Our PRODID. It names no version: a calendar whose meeting has not changed keeps its bytes when Rostrum is updated."""
REFRESH = timedelta(hours=1)
"""How often a subscribed calendar should be fetched again: on the day of the meeting a moved session matters within the hour."""


def first_stamp(meeting: Meeting) -> Stamp:
    """The stamp of every entry before there is a release: made when the meeting was prepared, and never changed."""
    return Stamp(sequence=0, modified=meeting.prepared, published=meeting.prepared)


def uid(meeting: Meeting, session: str) -> str:
    """The entry's name for ever: from the session's and the meeting's ids alone, so that a moved session stays one entry."""
    return f"{quote(session, safe='')}@{quote(meeting.id, safe='')}"


def shown(problem: Problem, entry: Entry) -> Shown:
    """What calendars show of an entry of the agenda."""
    session, answerable = problem.session(entry.session), problem.meeting.organizer
    return Shown(
        uid=uid(problem.meeting, entry.session),
        start=entry.start,
        end=entry.end,
        summary=one_line(heading(session)),
        location=one_line(place(problem, entry)),
        description=_description(problem, entry),
        category=one_line(session.body or ""),
        organizer=one_line(answerable.name),
        email=answerable.email,
    )


def event(zone: PublishedZone, line: Line) -> Event:
    """An entry as a VEVENT, on the clock of ``zone``. A cancelled one says so in its title, and takes up nobody's time."""
    entry, stamp = line.shown, line.stamp
    vevent = Event()
    vevent.add("uid", entry.uid)
    vevent.add("dtstamp", stamp.published)
    vevent.add("last-modified", stamp.modified)
    vevent.add("sequence", stamp.sequence)
    add_times(vevent, entry.start, entry.end, zone)
    vevent.add("summary", CalendarText(entry.summary if line.is_open else f"{CANCELLED}: {entry.summary}"))
    vevent.add("location", CalendarText(entry.location))
    if entry.description:
        vevent.add("description", CalendarText(entry.description))
    if entry.category:
        vevent.add("categories", _categories(entry.category))
    vevent.add("organizer", organizer(entry))
    vevent.add("status", stamp.status)
    vevent.add("transp", "OPAQUE" if line.is_open else "TRANSPARENT")
    return vevent


def calendar(zone: PublishedZone, years: tuple[int, int], name: str, events: Iterable[Event]) -> bytes:
    """A whole calendar called ``name`` for the first to the last of some years, as the bytes of its file.

    It may be empty, so that a subscription outlives a change.
    """
    vcalendar = Calendar()
    vcalendar.add("version", "2.0")
    vcalendar.add("prodid", PRODUCT)
    vcalendar.add("calscale", "GREGORIAN")
    vcalendar.add("method", "PUBLISH")
    # RFC 7986 has NAME and REFRESH-INTERVAL; Outlook and Google read the X- names, which are older.
    vcalendar.add("name", _text(name))
    vcalendar.add("x-wr-calname", _text(name))
    vcalendar.add("x-wr-timezone", CalendarText(zone.zone.key))
    vcalendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    vcalendar.add("x-published-ttl", vDuration(REFRESH))
    vcalendar.add_component(zone.vtimezone(*years))
    for vevent in events:
        vcalendar.add_component(vevent)
    content: bytes = vcalendar.to_ical(sorted=False)
    return content


def add_times(vevent: Event, start: datetime, end: datetime, zone: PublishedZone) -> None:
    """Add start and end as the venue's clock shows them; both in UTC if one lies in an hour that the clock shows twice.

    Such an hour stands for its first occurrence (RFC 5545, section 3.3.5), and programs that see one time in UTC and
    the other on the venue's clock mistake the length.
    """
    local = tuple(instant.astimezone(zone.zone) for instant in (start, end))
    twice = any(time.utcoffset() != time.replace(fold=1 - time.fold).utcoffset() for time in local)
    for name, instant, time in zip(("dtstart", "dtend"), (start, end), local, strict=True):
        if twice:
            vevent.add(name, instant)
        else:
            vevent.add(name, time.replace(tzinfo=None), parameters={"TZID": zone.zone.key})


def _description(problem: Problem, entry: Entry) -> str:
    item = item_number(problem.session(entry.session))
    lines = [f"Agenda item {item}"] if item else []
    return "\n".join([*lines, *(role_line(role, names) for role, names in roles(problem, entry))])


def organizer(entry: Shown) -> vCalAddress:
    """Who answers for an entry, as an address with a name."""
    address = vCalAddress(vUri(f"mailto:{quote(entry.email, safe='@+')}"))
    # A quotation mark in a parameter needs RFC 6868, which many programs do not know.
    address.params["CN"] = entry.organizer.replace('"', "'")
    return address


def _categories(body: str) -> vCategory:
    category = vCategory([])
    category.cats.append(CalendarText(body))
    return category


def _text(text: str) -> CalendarText:
    return CalendarText(one_line(text))
