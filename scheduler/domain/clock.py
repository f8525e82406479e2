"""Time on the venue's clock: days and clock times in, instants and elapsed minutes out.

Instants are aware datetimes in UTC, because Python compares and subtracts datetimes of one zone by their clock
faces, which is wrong across a clock change. Minutes are elapsed minutes since the first day's midnight, so that a
duration is a duration on every day. The venue's clock appears at the edges only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_PER_DAY = 24 * 60


class ClockTimeError(ValueError):
    """A clock time that does not occur, or occurs twice, on that day in that zone."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time from ``start`` up to, but not including, ``end``; both are instants in UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:
            raise ValueError("a span is between two instants in UTC")

    @property
    def minutes(self) -> int:
        """The length in elapsed minutes."""
        return int((self.end - self.start).total_seconds()) // 60

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one moment; spans that only meet do not."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Clock:
    """The venue's clock over the days of a meeting.

    Parameters
    ----------
    zone : ZoneInfo
        The venue's IANA zone.
    first_day, last_day : date
        The meeting's days, both included.
    """

    zone: ZoneInfo
    first_day: date
    last_day: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the meeting, in order."""
        count = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=n) for n in range(count))

    def midnight(self, day: date) -> datetime:
        """The first instant of ``day`` at the venue."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def day(self, day: date) -> Span:
        """The whole of ``day``: 23 or 25 hours when the clocks change."""
        return Span(self.midnight(day), self.midnight(day + timedelta(days=1)))

    def instant(self, day: date, clock_minutes: int) -> datetime:
        """The instant when the venue's clock shows ``clock_minutes`` past midnight of ``day`` (1440: the day's end).

        Raises
        ------
        ClockTimeError
            If the clock never shows that time on that day, or shows it twice.
        """
        if clock_minutes == MINUTES_PER_DAY:
            return self.midnight(day + timedelta(days=1))
        face = datetime.combine(day, time(*divmod(clock_minutes, 60)))
        instant = face.replace(tzinfo=self.zone).astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) != face:
            raise ClockTimeError(f"{face:%H:%M} does not occur on {day}: the clocks of {self.zone.key} go forward over it")
        if face.replace(tzinfo=self.zone, fold=1).astimezone(UTC) != instant:
            raise ClockTimeError(f"{face:%H:%M} occurs twice on {day}: the clocks of {self.zone.key} go back over it")
        return instant

    def minute(self, instant: datetime) -> int:
        """Elapsed minutes from the first day's midnight to ``instant``, rounded down; negative before it."""
        return int((instant - self.midnight(self.first_day)).total_seconds() // 60)

    def at(self, minute: int) -> datetime:
        """The instant ``minute`` elapsed minutes after the first day's midnight: the inverse of :meth:`minute`."""
        return self.midnight(self.first_day) + timedelta(minutes=minute)

    def local(self, instant: datetime) -> datetime:
        """``instant`` on the venue's clock."""
        return instant.astimezone(self.zone)
