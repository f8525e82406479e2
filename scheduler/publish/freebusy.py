"""When rooms and people are busy, without saying why: VFREEBUSY (RFC 5545, section 3.6.4), for those who plan beside the meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import quote

from icalendar import Calendar, FreeBusy, vPeriod

from scheduler.publish.calendars import ENDING, PROGRAMME
from scheduler.publish.ics import PRODUCT, organizer
from scheduler.store.history import Key, Line, Shown, per_calendar

FOLDER = "freebusy"
FOLDERS = ("rooms/", "people/")
"""Of which calendars there are busy times."""


def freebusy_files(names: Mapping[str, str], lines: Mapping[Key, Line[Shown]]) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of a file of busy times for each room and person that has a calendar, from the first session to the last.

    What is cancelled takes up no time. There are no files where there is no session.
    """
    own = per_calendar(lines)
    programme = own.get(PROGRAMME, {}).values()
    held = [line.shown for line in programme if line.is_open]
    if not held:
        return
    first, last = min(entry.start for entry in held), max(entry.end for entry in held)
    meeting, published = held[0].uid.partition("@")[2], max(line.stamp.published for line in programme)
    for path in names:
        if path.startswith(FOLDERS):
            part = FreeBusy()
            part.add("uid", f"{FOLDER}-{quote(path.removesuffix(ENDING), safe='')}@{meeting}")
            part.add("dtstamp", published)
            part.add("organizer", organizer(held[0]))
            part.add("dtstart", first)
            part.add("dtend", last)
            busy = (line.shown for line in own.get(path, {}).values() if line.is_open)
            for start, end in united((entry.start, entry.end) for entry in busy):
                part.add("freebusy", _period(start, end))
            vcalendar = Calendar({"VERSION": "2.0", "PRODID": PRODUCT, "METHOD": "PUBLISH"})
            vcalendar.add_component(part)
            content: bytes = vcalendar.to_ical(sorted=False)
            yield f"{FOLDER}/{path}", content


def _period(start: datetime, end: datetime) -> vPeriod:
    """A time as BUSY; the property is of periods only, so that none needs VALUE to say so (RFC 5545, section 3.8.2.6)."""
    period = vPeriod((start, end))
    period.params.pop("VALUE", None)
    period.params["FBTYPE"] = "BUSY"
    return period


def united(spans: Iterator[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The same minutes as spans that neither overlap nor meet, ascending."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
