"""A notice as an e-mail: words for the person and, for the person's calendar program, an iTIP object (iMIP, RFC 6047)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from zoneinfo import ZoneInfo

from scheduler.deliver.itip import itip, method
from scheduler.deliver.notices import Notice
from scheduler.domain.meeting import Organizer
from scheduler.domain.problem import Person
from scheduler.publish.text import one_line, plain
from scheduler.publish.vtimezone import PublishedZone
from scheduler.store.history import Shown

MAILER = "Rostrum"
"""The header X-Mailer, by which a message is known for ours."""
_HEADINGS = {"added": "New", "moved": "Moved", "changed": "Changed", "withdrawn": "Cancelled"}
_SENTENCES = {
    "added": "This session is new in your calendar:",
    "moved": "This session has moved:",
    "changed": "This session has changed, at the same time and place:",
    "withdrawn": "This session does not take place:",
}
_UNINVITED = "This session goes on without you; you need not come:"
_CLOSING = "The calendar that comes with this message puts it into your own. You need not answer."


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all messages of a release have in common: the meeting's ``title``, who sends, the venue's zone, when it was ``published``."""

    title: str
    sender: Organizer
    zone: PublishedZone
    published: datetime


def message(notice: Notice, person: Person, letterhead: Letterhead) -> bytes:
    """The message as it is sent, in ASCII, with CRLF: the same for the same notice, wherever and whenever it is made."""
    identity = _identity(notice)
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(_in_header(letterhead.sender.name), addr_spec=letterhead.sender.email)
    made["To"] = Address(_in_header(person.name), addr_spec=person.email)
    made["Subject"] = _in_header(subject(notice))
    made["Date"] = letterhead.published
    made["Message-ID"] = f"<{identity}@{letterhead.sender.email.rpartition('@')[2]}>"
    made["X-Mailer"] = MAILER
    # No answers from those who are away (RFC 3834, section 5).
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(_words(notice, person, letterhead), cte="quoted-printable")
    parameters = {"method": method(notice), "charset": "utf-8", "component": "VEVENT"}
    calendar = itip(notice, person, letterhead.zone)
    made.add_alternative(calendar, maintype="text", subtype="calendar", cte="base64", params=parameters)
    # Neither base64 nor quoted-printable can have '=_' in a line (RFC 2045, section 6.7).
    made.set_boundary(f"=_{identity}")
    return made.as_bytes()


def subject(notice: Notice) -> str:
    """The message's subject: what has become of which session."""
    heading = _HEADINGS[notice.difference.kind] + (" for you" if _is_uninvited(notice) else "")
    return f"{heading}: {notice.line.shown.summary}"


def _in_header(text: str) -> str:
    """``text`` as a header may have it. What looks like an encoded word (RFC 2047) is taken apart.

    Python's email package would decode it, line breaks included, and so let a title write headers of its own.
    """
    return one_line(text).replace("=?", "= ?")


def _identity(notice: Notice) -> str:
    """The message's name for ever: one for each version of each person's entry (RFC 5322, section 3.6.4)."""
    stamp = notice.line.stamp
    parts = (*notice.key, str(stamp.sequence), stamp.published.isoformat(), stamp.status)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _is_uninvited(notice: Notice) -> bool:
    return notice.uninvited and not notice.line.is_open


def _words(notice: Notice, person: Person, letterhead: Letterhead) -> str:
    difference, entry = notice.difference, notice.line.shown
    lines = [letterhead.title, "", _UNINVITED if _is_uninvited(notice) else _SENTENCES[difference.kind], entry.summary, ""]
    if difference.before and difference.after and difference.kind == "moved":
        lines += ["It was:", *_when_and_where(difference.before, person, letterhead), "It is now:"]
    lines += _when_and_where(entry, person, letterhead)
    if difference.before and difference.after and difference.before.summary != entry.summary:
        lines += ["", f"It was called '{difference.before.summary}'."]
    if entry.description and notice.line.is_open:
        lines += ["", *entry.description.splitlines()]
    lines += ["", _CLOSING, "", "-- ", f"{one_line(letterhead.sender.name)} <{letterhead.sender.email}>"]
    return plain("\n".join(lines)) + "\n"


def _when_and_where(entry: Shown, person: Person, letterhead: Letterhead) -> list[str]:
    """When it is by the venue's clock, and by the person's where that shows another time."""
    venue, own = letterhead.zone.zone, person.zone
    lines = [f"  {_time(entry, venue)} ({venue.key})"]
    if own is not None and _time(entry, own) != _time(entry, venue):
        lines.append(f"  {_time(entry, own)} ({own.key})")
    return [*lines, f"  {entry.location}"] if entry.location else lines


def _time(entry: Shown, zone: ZoneInfo) -> str:
    start, end = entry.start.astimezone(zone), entry.end.astimezone(zone)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%A, %d %B %Y, %H:%M}"
    return f"{start:%A, %d %B %Y, %H:%M}-{until}"
