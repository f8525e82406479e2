"""The yearly rule of a time zone: the footer of its TZif file (RFC 9636, section 3.3), a TZ string as POSIX defines it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

_NAME = r"(?:<([^>]+)>|([A-Za-z]{3,}))"
_OFFSET = r"([+-]?\d{1,3}(?::\d{2}){0,2})"
_CHANGE = rf"M(\d{{1,2}})\.([1-5])\.([0-6])(?:/{_OFFSET})?"
_FIXED = re.compile(_NAME + _OFFSET)
_CHANGING = re.compile(rf"{_NAME}{_OFFSET}{_NAME}{_OFFSET}?,{_CHANGE},{_CHANGE}")
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_LAST_WEEK = 5
_TWO_O_CLOCK = "2"


@dataclass(frozen=True, slots=True)
class LocalTime:
    """What a zone's clocks show for a while: ``offset`` east of UTC, and the abbreviation ``name``."""

    offset: timedelta
    name: str


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When the clocks change every year, in the terms of a recurrence rule (RFC 5545, section 3.3.10).

    ``day`` is a BYDAY value; where ``month_days`` is given, it is the weekday that falls on one of them.
    """

    month: int
    day: str
    month_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """``time`` after midnight of the ``week``-th (5: the last) ``weekday`` (0: Sunday) of ``month``.

    The time may be negative, or longer than a day: Jerusalem's clocks change 26 hours into the fourth Thursday of
    March, which is the Friday after it.
    """

    month: int
    week: int
    weekday: int
    time: timedelta

    def face(self, year: int) -> datetime:
        """What the clocks show in ``year`` at the moment when they are changed."""
        first = date(year, self.month, 1)
        day = 1 + (self.weekday - first.isoweekday()) % 7 + 7 * (self.week - 1)
        if day > monthrange(year, self.month)[1]:
            day -= 7
        return datetime.combine(first.replace(day=day), time()) + self.time

    def recurrence(self) -> Recurrence | None:
        """The same as a recurrence rule; None where that cannot be said in one month's days."""
        days = self.time // timedelta(days=1)
        weekday = _WEEKDAYS[(self.weekday + days) % 7]
        if days == 0:
            return Recurrence(self.month, f"{-1 if self.week == _LAST_WEEK else self.week}{weekday}")
        if self.week == _LAST_WEEK and self.month == 2:
            return None
        length = monthrange(2001, self.month)[1]
        first = days + (length - 6 if self.week == _LAST_WEEK else 7 * self.week - 6)
        if first < 1 or first + 6 > length:
            return None
        return Recurrence(self.month, weekday, tuple(range(first, first + 7)))


@dataclass(frozen=True, slots=True)
class YearlyChange:
    """On ``change``, as the clocks show it until then, they go from ``before`` to ``after``."""

    change: Change
    before: LocalTime
    after: LocalTime

    def instant(self, year: int) -> datetime:
        """When that is in ``year``, in UTC."""
        return (self.change.face(year) - self.before.offset).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """A zone's clocks from some year on: ``standard`` time always, or two ``changes`` a year."""

    standard: LocalTime
    changes: tuple[YearlyChange, ...] = ()

    @classmethod
    def parse(cls, footer: str) -> YearlyRule | None:
        """Read the footer; None if it is empty, or counts days instead of weeks (no zone has done so for decades)."""
        if fixed := _FIXED.fullmatch(footer):
            return cls(LocalTime(-_duration(fixed[3]), fixed[1] or fixed[2]))
        match = _CHANGING.fullmatch(footer)
        if match is None:
            return None
        standard = LocalTime(-_duration(match[3]), match[1] or match[2])
        offset = -_duration(match[6]) if match[6] else standard.offset + timedelta(hours=1)
        summer = LocalTime(offset, match[4] or match[5])
        starts, ends = (
            Change(int(month), int(week), int(weekday), _duration(at or _TWO_O_CLOCK))
            for month, week, weekday, at in (match.group(7, 8, 9, 10), match.group(11, 12, 13, 14))
        )
        return cls(standard, (YearlyChange(starts, standard, summer), YearlyChange(ends, summer, standard)))


def _duration(text: str) -> timedelta:
    """``[+-]h[:m[:s]]``; in a TZ string hours may go up to 167."""
    hours, minutes, seconds = (*map(int, text.lstrip("+-").split(":")), 0, 0)[:3]
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -size if text.startswith("-") else size
