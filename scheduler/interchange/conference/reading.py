"""What readers of programmes share: zones, instants and lengths as files write them, each wrong one a fault at its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from scheduler.domain.clock import MINUTES_PER_DAY
from scheduler.domain.suggestions import suggestion
from scheduler.domain.zones import load_zone, zone_names
from scheduler.interchange.conference.programme import Place, Talk

Fault: TypeAlias = Callable[[str, str], None]
"""Notes that something is wrong at some place: what, and what to do about it (empty where that is plain)."""
LONGEST = 30
"""Days between the first and the last that a conference may have; a mistyped year has more."""
_LENGTH = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")


def zone_named(name: str, fault: Fault) -> ZoneInfo:
    """The time zone of that name; UTC, and a fault, where there is none."""
    if name in zone_names():
        return load_zone(name)
    fault(f"there is no time zone '{name}'", suggestion(name, zone_names(), "write continent and city, as in Europe/Vienna"))
    return load_zone("UTC")


def zone_of_offset(moments: Iterable[datetime], fault: Fault) -> ZoneInfo:
    """The zone that has the one offset, in whole hours, that all ``moments`` have; UTC, and a fault, where there is no such offset."""
    offsets = {moment.utcoffset() for moment in moments}
    offset = offsets.pop() if len(offsets) == 1 else None
    hours, rest = divmod(offset, timedelta(hours=1)) if offset is not None else (0, timedelta(1))
    name = "UTC" if hours == 0 else f"Etc/GMT{-hours:+}"
    if rest or name not in zone_names():
        fault("the file does not say in which time zone the conference is", "add it as time_zone_name, as in Europe/Vienna")
        return load_zone("UTC")
    return load_zone(name)


def instant(text: str, zone: ZoneInfo, fault: Fault) -> datetime | None:
    """The instant, in UTC, of an ISO date and time; on the clock of ``zone`` where it has no offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        fault(f"'{text}' is not a date with a time", "write it as in 2027-03-09T14:00:00+01:00")
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).replace(second=0, microsecond=0)


def day(text: str, fault: Fault) -> date | None:
    """The day of an ISO date, or of a date with a time."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        fault(f"'{text}' is not a date", "write it as in 2027-03-09")
        return None


def minutes_of(text: str, fault: Fault) -> int:
    """The minutes of a length in hours and minutes, ``0:45``, or with seconds behind, which do not count; 1, and a fault, for any other."""
    match = _LENGTH.fullmatch(text)
    minutes = int(match[1]) * 60 + int(match[2]) if match else 0
    if match is None:
        fault(f"'{text}' is not a length in hours and minutes", "write it as in 0:45")
    elif not minutes:
        fault("it has no length", "write hours and minutes, as in 0:45")
    return minutes or 1


def place_of(start: datetime, room: str, minutes: int, zone: ZoneInfo, fault: Fault) -> Place | None:
    """Where a talk was planned, or None and a fault if it goes on past midnight."""
    local = start.astimezone(zone)
    if local.hour * 60 + local.minute + minutes > MINUTES_PER_DAY:
        fault(f"it begins at {local:%H:%M} and goes on past midnight", "give it a length that ends at 24:00, or leave it out")
        return None
    return Place(start, room)


def check_talks(talks: Iterable[Talk], days: Iterable[date], faults: Mapping[str, Fault], fault: Fault) -> None:
    """Report ids that are there twice, at the last place of each, and days that are too far apart for one conference."""
    found = tuple(talks)
    for id, count in Counter(talk.id for talk in found).items():
        if count > 1:
            faults[id](f"the id '{id}' is there {count} times", "give each time that something is on an id of its own")
    all_days = [*days, *(talk.place.start.date() for talk in found if talk.place)]
    if not found:
        fault("nothing is on", "name a file that has talks")
    elif not all_days:
        fault("no day is named, and nothing is planned on any", "add the conference's first and last day")
    elif (max(all_days) - min(all_days)).days > LONGEST:
        fault(f"from {min(all_days)} to {max(all_days)} are more than {LONGEST} days", "correct the year of one of the dates")
