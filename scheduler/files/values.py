"""The texts of cells and settings, read as numbers, days, moments, zones and ids."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scheduler.domain.clock import Clock, ClockTimeError
from scheduler.domain.suggestions import closest
from scheduler.domain.times import TimeTextError, clock_minutes
from scheduler.domain.zones import load_zone, zone_names

_MOMENT = re.compile(r"(\S{10})(?:[ T]\s*)(\d{1,2}:\d{2})(?::00)?\s*(Z|[+-]\d{2}:\d{2})?")
_LINK = re.compile(r"https?://[\w.~:/?#\[\]@!$&'()*+,;=%-]+", re.ASCII | re.IGNORECASE)
_ID = re.compile(r"\w[\w.-]*")
_EMAIL = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9][A-Za-z0-9-]*)+", re.ASCII
)
YEARS = range(1990, 2201)
"""Years that a date may have: one outside them is taken for a typo."""
DAY_HELP = "write year, month, day: 2027-03-09"
MOMENT_HELP = "write year, month, day and the venue's clock time: 2027-03-09 14:00"


class BadValue(ValueError):
    """A text that is not what its place needs; ``hint`` says what would be right."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def whole_number(text: str, least: int = 0) -> int:
    """The number, ``least`` or more, that ``text`` writes in digits.

    Raises
    ------
    BadValue
        If it does not.
    """
    if not (text.isascii() and text.isdecimal()):
        raise BadValue(f"'{text}' is not a whole number", "write digits only, as in 30")
    if len(text) > 9:
        raise BadValue(f"'{text}' is too large a number", "write at most nine digits")
    if int(text) < least:
        raise BadValue(f"'{text}' is too small", f"write {least} or more")
    return int(text)


def yes_or_no(text: str) -> bool:
    """Whether ``text`` says yes.

    Raises
    ------
    BadValue
        If it says neither yes nor no.
    """
    if text.casefold() not in ("yes", "no"):
        raise BadValue(f"'{text}' is neither yes nor no", "write yes or no")
    return text.casefold() == "yes"


def calendar_day(text: str) -> date:
    """The day of an ISO date, ``2027-03-09``.

    Raises
    ------
    BadValue
        If it is no such date.
    """
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise BadValue(f"'{text}' is not a date", DAY_HELP)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadValue(f"there is no day {text} in the calendar", DAY_HELP) from None
    if day.year not in YEARS:
        raise BadValue(f"{text} cannot be right", "correct the year")
    return day


def moment(text: str, clock: Clock | None) -> datetime | None:
    """The instant, in UTC, of ``2027-03-09 14:00`` on the venue's clock, or of the same with an offset such as ``+01:00`` or ``Z``.

    None where it needs the venue's clock and that is not known, because the meeting's own settings are wrong.

    Raises
    ------
    BadValue
        If it is no such moment, or the venue's clock does not show it exactly once.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise BadValue(f"'{text}' is not a date with a time", MOMENT_HELP)
    day, offset = calendar_day(match[1]), match[3]
    try:
        minutes = clock_minutes(match[2])
        if offset:
            return datetime.fromisoformat(f"{day}T{minutes // 60:02}:{minutes % 60:02}{offset}").astimezone(UTC)
        return clock.instant(day, minutes) if clock else None
    except TimeTextError as error:
        raise BadValue(str(error), error.hint) from None
    except ClockTimeError as error:
        raise BadValue(str(error), "add the offset from UTC that is meant, as in 2027-03-09 14:00+01:00") from None
    except ValueError:
        raise BadValue(f"'{text}' is not a date with a time", MOMENT_HELP) from None


def zone(text: str) -> ZoneInfo:
    """The IANA time zone of that name.

    Raises
    ------
    BadValue
        If there is none.
    """
    if text in zone_names():
        return load_zone(text)
    cities = {name.rpartition("/")[2]: name for name in sorted(zone_names())}
    close = cities.get(closest(text.replace(" ", "_"), cities, 0.8)) or closest(text, zone_names())
    hint = f"did you mean '{close}'?" if close else "write continent and city, as in Europe/Vienna"
    raise BadValue(f"there is no time zone '{text}'", hint)


def link(text: str) -> str:
    """``text`` if it is an address in the web that calendars can carry: a URI (RFC 3986) of the scheme http or https.

    Raises
    ------
    BadValue
        If it is none.
    """
    try:
        host = urlsplit(text).hostname
    except ValueError:
        host = None
    if not host or not _LINK.fullmatch(text):
        raise BadValue(f"'{text}' is not a link", "copy the whole address, as in https://video.example.org/room-1")
    return text


def identifier(text: str) -> str:
    """``text`` if it can be an id.

    Raises
    ------
    BadValue
        If it cannot: files are named after ids, and cells list them.
    """
    if not _ID.fullmatch(text):
        raise BadValue(f"'{text}' cannot be an id", "use letters, digits, '-', '_' and '.', and begin with a letter or digit")
    return text


def email_address(text: str) -> str:
    """``text`` if it is an e-mail address as every mail server takes it (RFC 5322, section 3.4.1, without what is quoted).

    Raises
    ------
    BadValue
        If it is not.
    """
    if not (_EMAIL.fullmatch(text) and text.isascii()):
        raise BadValue(f"'{text}' is not an e-mail address", "write one address, in plain letters, as in secretariat@example.org")
    return text


def split(text: str) -> tuple[str, ...]:
    """The values of a cell, separated by ``|``; none for an empty cell."""
    return tuple(value for piece in text.split("|") if (value := piece.strip()))
