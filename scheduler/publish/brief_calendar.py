"""``brief.ics``: a delegation's notes as entries of its own calendar, beside those of the programme, for its own eyes.

It has no METHOD and no ORGANIZER: nobody has sent it (RFC 5546 is about what is sent).
"""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar, Event

from scheduler.domain.brief import Brief, Laid
from scheduler.publish.ics import PRODUCT, add_times
from scheduler.publish.text import CalendarText, one_line, plain
from scheduler.publish.vtimezone import PublishedZone
from scheduler.store.history import CANCELLED, CONFIRMED

TITLE = "Brief"
"""What titles of briefs begin with, so that a list of entries tells them from sessions."""
_DAY = timedelta(days=1)


def brief_uid(uid: str) -> str:
    """The name of the brief of an entry. A ``+`` never stands in UIDs of ours, so that no session has the name of another's brief."""
    name, at, meeting = uid.rpartition("@")
    return f"{name}+brief{at}{meeting}" if at else f"{uid}+brief"


def brief_calendar(brief: Brief) -> bytes:
    """The bytes of the file: an entry for each session that notes lie on, or once lay on."""
    vcalendar, zone = Calendar(), PublishedZone.load(brief.programme.zone.key)
    vcalendar.add("version", "2.0")
    vcalendar.add("prodid", PRODUCT)
    vcalendar.add("calscale", "GREGORIAN")
    vcalendar.add("x-wr-calname", CalendarText(brief_name(brief)))
    vcalendar.add("x-wr-timezone", CalendarText(zone.zone.key))
    entries, texts = brief.memory.now.entries, {session.entry.uid: session.text for session in brief.sessions}
    times = [(laid.start, laid.end) for laid in entries] + [(entry.start, entry.end) for entry in brief.programme.entries]
    years = {instant.astimezone(zone.zone).year for both in times for instant in both}
    vcalendar.add_component(zone.vtimezone(min(years), max(years)))
    for laid in entries:
        vcalendar.add_component(_event(laid, texts.get(laid.uid, ""), zone))
    content: bytes = vcalendar.to_ical(sorted=False)
    return content


def brief_name(brief: Brief) -> str:
    """What the calendar and the page are called."""
    name = one_line(brief.programme.name)
    return f"{TITLE}: {name}" if name else TITLE


def _event(laid: Laid, text: str, zone: PublishedZone) -> Event:
    vevent = Event()
    vevent.add("uid", brief_uid(laid.uid))
    vevent.add("dtstamp", laid.stamp)
    vevent.add("last-modified", laid.stamp)
    vevent.add("sequence", laid.sequence)
    if laid.whole_days:
        start, end = (instant.astimezone(zone.zone).date() for instant in (laid.start, laid.end))
        vevent.add("dtstart", start)
        vevent.add("dtend", max(end, start + _DAY))
    else:
        add_times(vevent, laid.start, laid.end, zone)
    if laid.start == laid.end:
        del vevent["DTEND"]  # It may not be at the start (RFC 5545, section 3.8.2.2).
    title = f"{TITLE}: {one_line(laid.title)}"
    vevent.add("summary", CalendarText(f"{CANCELLED}: {title}" if laid.cancelled else title))
    if place := one_line(laid.place):
        vevent.add("location", CalendarText(place))
    if description := plain(text).strip():
        vevent.add("description", CalendarText(description))
    vevent.add("class", "CONFIDENTIAL")
    vevent.add("status", CANCELLED if laid.cancelled else CONFIRMED)
    vevent.add("transp", "TRANSPARENT")
    return vevent
