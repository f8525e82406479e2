"""Calendars that delegates import or subscribe to: iCalendar (RFC 5545) as Outlook, Google, Apple and Thunderbird read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote, unquote

from icalendar import Alarm, Calendar, Component, Event, vCalAddress, vCategory, vDuration, vUri

from scheduler.domain.agenda import Entry
from scheduler.domain.marking import level_told
from scheduler.domain.meeting import Meeting
from scheduler.domain.problem import Problem
from scheduler.publish.text import CalendarText, one_line
from scheduler.publish.vtimezone import PublishedZone
from scheduler.publish.wording import heading, item_number, place, role_line, roles
from scheduler.store.history import CANCELLED, Line, Shown, ShownDeadline, Stamp

PRODUCT = "-//Rostrum//rostrum-scheduler//EN"
"""Our PRODID. It names no version: a calendar whose meeting has not changed keeps its bytes when Rostrum is updated."""
JOIN = "Join by video"
"""What the link of a session is called."""
PUBLIC, PRIVATE, CONFIDENTIAL = "PUBLIC", "PRIVATE", "CONFIDENTIAL"
"""The classes of the lowest marking, of those between, and of the highest."""
REFRESH = timedelta(hours=1)
"""How often a subscribed calendar should be fetched again: on the day of the meeting a moved session matters within the hour."""


def first_stamp(meeting: Meeting) -> Stamp:
    """The stamp of every entry before there is a release: made when the meeting was prepared, and never changed."""
    return Stamp(sequence=0, modified=meeting.prepared, published=meeting.prepared)


def uid(meeting: Meeting, session: str) -> str:
    """The entry's name for ever: from the session's and the meeting's ids alone, so that a moved session stays one entry."""
    return f"{quote(session, safe='')}@{quote(meeting.id, safe='')}"


def session_of(uid: str) -> str:
    """The id of the session whose entry has this UID."""
    return unquote(uid.partition("@")[0])


def shown(problem: Problem, entry: Entry) -> Shown:
    """What calendars show of an entry of the agenda, beside reminders, which only some of them have."""
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
        link=session.link,
        access=access(problem.meeting, level_told(problem, session)),
    )


def access(meeting: Meeting, level: int) -> str:
    """The CLASS of what has this level (RFC 5545, section 3.8.1.3); none where all has the same. Who may see what does not rest on it."""
    highest = len(meeting.markings) - 1
    if not highest:
        return ""
    return CONFIDENTIAL if level == highest else PRIVATE if level else PUBLIC


def event(zone: PublishedZone, line: Line[Shown]) -> Event:
    """An entry as a VEVENT, on the clock of ``zone``.

    A cancelled one says so in its title, takes up nobody's time, reminds nobody, and offers nobody to join by video.
    """
    entry, stamp = line.shown, line.stamp
    vevent = Event()
    add_identity(vevent, entry.uid, stamp)
    add_times(vevent, entry.start, entry.end, zone)
    vevent.add("summary", title(line))
    if entry.location:
        vevent.add("location", CalendarText(entry.location))
    if entry.description:
        vevent.add("description", CalendarText(entry.description))
    if entry.category:
        vevent.add("categories", _categories(entry.category))
    add_class(vevent, entry.access)
    vevent.add("organizer", organizer(entry))
    vevent.add("status", stamp.status)
    vevent.add("transp", "OPAQUE" if line.is_open else "TRANSPARENT")
    if line.is_open:
        _add_link(vevent, entry.link)
        for minutes in entry.reminders:
            vevent.add_component(_reminder(minutes, entry.summary))
    return vevent


def add_identity(component: Component, uid: str, stamp: Stamp) -> None:
    """Add by which name and in which version programs know an entry."""
    component.add("uid", uid)
    component.add("dtstamp", stamp.published)
    component.add("last-modified", stamp.modified)
    component.add("sequence", stamp.sequence)


def add_class(component: Component, access: str) -> None:
    """Add how close programs are asked to keep an entry, if anything is marked at all."""
    if access:
        component.add("class", access)


def title(line: Line[Shown] | Line[ShownDeadline]) -> CalendarText:
    """What an entry is called; of a cancelled one, that it is."""
    summary = line.shown.summary
    return CalendarText(summary if line.is_open else f"{CANCELLED}: {summary}")


def calendar(
    zone: PublishedZone, years: tuple[int, int], name: str, components: Iterable[Component], method: str | None = "PUBLISH"
) -> bytes:
    """A whole calendar called ``name`` for the first to the last of some years, as the bytes of its file.

    It may be empty, so that a subscription outlives a change. Without a ``method`` it may have entries of several kinds.
    """
    vcalendar = Calendar()
    vcalendar.add("version", "2.0")
    vcalendar.add("prodid", PRODUCT)
    vcalendar.add("calscale", "GREGORIAN")
    if method is not None:
        vcalendar.add("method", method)
    # RFC 7986 has NAME and REFRESH-INTERVAL; Outlook and Google read the X- names, which are older.
    vcalendar.add("name", _text(name))
    vcalendar.add("x-wr-calname", _text(name))
    vcalendar.add("x-wr-timezone", CalendarText(zone.zone.key))
    vcalendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    vcalendar.add("x-published-ttl", vDuration(REFRESH))
    vcalendar.add_component(zone.vtimezone(*years))
    for component in components:
        vcalendar.add_component(component)
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
    """Lines about an entry; the link is among them, since Outlook and Google show it nowhere else."""
    session = problem.session(entry.session)
    item = item_number(session)
    lines = [f"Agenda item {item}"] if item else []
    lines += [role_line(role, names) for role, names in roles(problem, entry)]
    return "\n".join([*lines, f"{JOIN}: {session.link}"] if session.link else lines)


def _add_link(vevent: Event, link: str) -> None:
    """Add where one joins by video: as CONFERENCE (RFC 7986, section 5.11), and as URL for programs that do not know that."""
    if link:
        vevent.add("url", vUri(link))
        vevent.add("conference", vUri(link), parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": JOIN})


def _reminder(minutes: int, summary: str) -> Alarm:
    """What reminds of an entry so many minutes before it starts (RFC 5545, section 3.6.6)."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(minutes=-minutes))
    alarm.add("description", CalendarText(summary))
    return alarm


def organizer(entry: Shown | ShownDeadline) -> vCalAddress:
    """Who answers for an entry."""
    return address(entry.organizer, entry.email)


def address(name: str, email: str) -> vCalAddress:
    """A calendar user, by an address with a name."""
    found = vCalAddress(vUri(f"mailto:{quote(email, safe='@+')}"))
    # A quotation mark in a parameter needs RFC 6868, which many programs do not know.
    found.params["CN"] = name.replace('"', "'")
    return found


def _categories(body: str) -> vCategory:
    category = vCategory([])
    category.cats.append(CalendarText(body))
    return category


def _text(text: str) -> CalendarText:
    return CalendarText(one_line(text))
