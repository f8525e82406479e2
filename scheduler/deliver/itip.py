"""What a person's calendar program is told, as iTIP has it (RFC 5546): an invitation, its update, or its cancellation.

One entry to a message. Several components of one message must be of one UID (RFC 5546, sections 3.2.2 and 3.2.5), and Outlook takes
the first alone ([MS-STANOICAL], section 2.2.175).
"""

from __future__ import annotations

from icalendar import Calendar, vCalAddress

from scheduler.deliver.notices import Notice
from scheduler.domain.problem import Person
from scheduler.publish.ics import PRODUCT, address, event
from scheduler.publish.text import one_line
from scheduler.publish.vtimezone import PublishedZone

REQUEST, CANCEL = "REQUEST", "CANCEL"


def method(notice: Notice) -> str:
    """The method by which a program is told (RFC 5546, section 1.4)."""
    return REQUEST if notice.line.is_open else CANCEL


def itip(notice: Notice, person: Person, zone: PublishedZone) -> bytes:
    """The iCalendar object of a message: the entry as the person's published calendar has it, with the person as its attendee."""
    line = notice.line
    vevent = event(zone, line)
    vevent.add("attendee", _attendee(person))
    if notice.uninvited and not line.is_open:
        # Where somebody is uninvited and the entry goes on, STATUS must not be there (RFC 5546, section 3.2.5).
        del vevent["STATUS"]
    vcalendar = Calendar()
    vcalendar.add("version", "2.0")
    vcalendar.add("prodid", PRODUCT)
    vcalendar.add("calscale", "GREGORIAN")
    vcalendar.add("method", method(notice))
    years = [instant.astimezone(zone.zone).year for instant in (line.shown.start, line.shown.end)]
    vcalendar.add_component(zone.vtimezone(min(years), max(years)))
    vcalendar.add_component(vevent)
    content: bytes = vcalendar.to_ical(sorted=False)
    return content


def _attendee(person: Person) -> vCalAddress:
    """The person, of whom no reply is wanted.

    PARTSTAT says that nobody has answered, which is its default (RFC 5545, section 3.2.12): it is the attendee's own state (RFC 5546,
    section 2.1.1), and nobody else has accepted for the attendee.
    """
    attendee = address(one_line(person.name), person.email)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    attendee.params["RSVP"] = "FALSE"
    return attendee
