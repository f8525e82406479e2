"""Calendars that delegates import or subscribe to: iCalendar (RFC 5545) as Outlook, Google, Apple and Thunderbird read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from icalendar import Calendar, Event, vCalAddress, vCategory, vDuration, vUri

from scheduler.domain.agenda import Entry
from scheduler.domain.problem import Meeting, Problem
from scheduler.publish.text import CalendarText, one_line
from scheduler.publish.vtimezone import PublishedZone
from scheduler.publish.wording import heading, item_number, place, role_line, roles

PRODUCT = "-//Rostrum//rostrum-scheduler//EN"
"""Our PRODID. It names no version: a calendar whose meeting has not changed keeps its bytes when Rostrum is updated."""
REFRESH = timedelta(hours=1)
"""How often a subscribed calendar should be fetched again: on the day of the meeting a moved session matters within the hour."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The history of an entry that a calendar has to show, so that programs see which version is the later one.

    Parameters
    ----------
    sequence : int
        How often the entry's time, room or status has changed since it was first published (RFC 5545, section 3.8.7.4).
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
    status: str = "CONFIRMED"


def first_stamp(meeting: Meeting) -> Stamp:
    """The stamp of every entry before there is a release: made when the meeting was prepared, and never changed."""
    return Stamp(sequence=0, modified=meeting.prepared, published=meeting.prepared)


def uid(meeting: Meeting, session: str) -> str:
    """The entry's name for ever: from the session's and the meeting's ids alone, so that a moved session stays one entry."""
    return f"{quote(session, safe='')}@{quote(meeting.id, safe='')}"


def event(problem: Problem, zone: PublishedZone, entry: Entry, stamp: Stamp) -> Event:
    """One entry of the agenda as a VEVENT, on the clock of ``zone``."""
    session = problem.session(entry.session)
    vevent = Event()
    vevent.add("uid", uid(problem.meeting, entry.session))
    vevent.add("dtstamp", stamp.published)
    vevent.add("last-modified", stamp.modified)
    vevent.add("sequence", stamp.sequence)
    _add_times(vevent, entry, zone)
    vevent.add("summary", _text(heading(session)))
    vevent.add("location", _text(place(problem, entry)))
    if description := _description(problem, entry):
        vevent.add("description", CalendarText(description))
    if session.body:
        vevent.add("categories", _categories(session.body))
    vevent.add("organizer", _organizer(problem.meeting))
    vevent.add("status", stamp.status)
    vevent.add("transp", "OPAQUE")
    return vevent


def calendar(problem: Problem, zone: PublishedZone, name: str, events: Iterable[Event]) -> bytes:
    """A whole calendar called ``name``, as the bytes of its file. It may be empty, so that a subscription outlives a change."""
    clock = problem.clock
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
    vcalendar.add_component(zone.vtimezone(clock.first_day.year, clock.last_day.year))
    for vevent in events:
        vcalendar.add_component(vevent)
    content: bytes = vcalendar.to_ical(sorted=False)
    return content


def _add_times(vevent: Event, entry: Entry, zone: PublishedZone) -> None:
    """Add start and end as the venue's clock shows them; both in UTC if one lies in an hour that the clock shows twice.

    Such an hour stands for its first occurrence (RFC 5545, section 3.3.5), and programs that see one time in UTC and
    the other on the venue's clock mistake the length.
    """
    local = tuple(instant.astimezone(zone.zone) for instant in (entry.start, entry.end))
    twice = any(time.utcoffset() != time.replace(fold=1 - time.fold).utcoffset() for time in local)
    for name, instant, time in zip(("dtstart", "dtend"), (entry.start, entry.end), local, strict=True):
        if twice:
            vevent.add(name, instant)
        else:
            vevent.add(name, time.replace(tzinfo=None), parameters={"TZID": zone.zone.key})


def _description(problem: Problem, entry: Entry) -> str:
    item = item_number(problem.session(entry.session))
    lines = [f"Agenda item {item}"] if item else []
    return "\n".join([*lines, *(role_line(role, names) for role, names in roles(problem, entry))])


def _organizer(meeting: Meeting) -> vCalAddress:
    address = vCalAddress(vUri(f"mailto:{quote(meeting.organizer.email, safe='@+')}"))
    # A quotation mark in a parameter needs RFC 6868, which many programs do not know.
    address.params["CN"] = one_line(meeting.organizer.name).replace('"', "'")
    return address


def _categories(body: str) -> vCategory:
    category = vCategory([])
    category.cats.append(_text(body))
    return category


def _text(text: str) -> CalendarText:
    return CalendarText(one_line(text))
