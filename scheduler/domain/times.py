"""Times as planners write them in rule books: ``first day, afternoon``, ``day 2, 12:30-13:30``, ``Wed``, ``14:00``.

A text is parsed without knowing the meeting; ``spans`` then says which stretches of that meeting are meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from scheduler.domain.clock import MINUTES_PER_DAY, Clock, ClockTimeError, Span
from scheduler.domain.problem import Problem
from scheduler.domain.suggestions import suggestion

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = r"(\d{1,2}):(\d{2})"
_CLOCK_TIME = re.compile(rf"{_CLOCK}(?:\s*[-–]\s*{_CLOCK})?$")
_DAY_NUMBER = re.compile(r"day\s+(\d+)$")
HELP = "write a day (first day, last day, day 3, Wed, 2027-10-13), a period's name or a time (14:00, 12:30-13:30), or both: 'day 3, 14:00'"


class TimeTextError(ValueError):
    """A time that cannot be read, or that does not exist in this meeting; ``hint`` says what would be right."""

    def __init__(self, message: str, hint: str = HELP) -> None:
        super().__init__(message)
        self.hint = hint


def clock_minutes(text: str) -> int:
    """Minutes past midnight of a clock time, ``9:30`` or ``09:30`` up to ``24:00``.

    Raises
    ------
    TimeTextError
        If the text is no clock time.
    """
    match = re.fullmatch(_CLOCK, text.strip())
    if match is None:
        raise TimeTextError(f"'{text}' is not a clock time", "write hours and minutes: 09:30")
    hours, minutes = int(match[1]), int(match[2])
    if minutes > 59 or hours * 60 + minutes > MINUTES_PER_DAY:
        raise TimeTextError(f"'{text}' is not a clock time", "hours go to 24:00, minutes to 59")
    return hours * 60 + minutes


@dataclass(frozen=True, slots=True)
class When:
    """A time in a rule book.

    Parameters
    ----------
    text : str
        As the planner wrote it.
    day : str
        ``first day``, ``last day``, ``day N``, a weekday in full or an ISO date; empty where every day is meant.
    part : str
        A period's name; empty where none is given.
    clock : tuple of int, or None
        Minutes past midnight at which it begins and ends; the two are equal for a single clock time.
    """

    text: str
    day: str = ""
    part: str = ""
    clock: tuple[int, int] | None = None

    @classmethod
    def parse(cls, text: str) -> When:
        """Read ``text``.

        Raises
        ------
        TimeTextError
            If it is not a day, a period's name, a clock time or range, or a day followed by one of those.
        """
        pieces = [piece.strip() for piece in text.split(",")]
        if not 1 <= len(pieces) <= 2 or not all(pieces):
            raise TimeTextError(f"'{text}' is not a time")
        day = _day(pieces[0])
        if day is None and len(pieces) == 2:
            raise TimeTextError(f"'{pieces[0]}' is not a day")
        rest = pieces[-1] if day is None or len(pieces) == 2 else ""
        match = _CLOCK_TIME.match(rest)
        if match is None:
            return cls(text, day or "", rest)
        start, _, end = re.split(r"\s*([-–])\s*", rest) if match[3] else (rest, "", rest)
        clock = clock_minutes(start), clock_minutes(end)
        if clock[0] > clock[1] or (match[3] and clock[0] == clock[1]):
            raise TimeTextError(f"'{rest}' ends before it begins")
        return cls(text, day or "", "", clock)

    @property
    def single(self) -> bool:
        """Whether it is one clock time, not a stretch."""
        return self.clock is not None and self.clock[0] == self.clock[1]

    @property
    def whole_day(self) -> bool:
        """Whether it names a day and nothing narrower."""
        return bool(self.day) and not self.part and self.clock is None

    def spans(self, problem: Problem) -> tuple[Span, ...]:
        """The stretches of the meeting that are meant, in order: one a day; a single clock time is an empty span.

        Raises
        ------
        TimeTextError
            If the meeting has no such day, no such period, or the venue's clock no such time.
        """
        days = self.days(problem.clock)
        if self.part:
            return self._named_periods(problem, days)
        if self.clock is None:
            return tuple(problem.clock.day(day) for day in days)
        start, end = self.clock
        try:
            return tuple(Span(problem.clock.instant(day, start), problem.clock.instant(day, end)) for day in days)
        except ClockTimeError as error:
            raise TimeTextError(str(error), "choose a time outside the hour in which the clocks change, or name a day") from None

    def _named_periods(self, problem: Problem, days: tuple[date, ...]) -> tuple[Span, ...]:
        there = [period for period in problem.periods if period.day in days]
        spans = [period.span for period in there if period.name == self.part]
        if not spans:
            where = " on that day" if self.day else ""
            names = ", ".join(sorted({period.name for period in there}))
            listed = f"the periods{where} are named {names}" if names else f"there are no periods{where}"
            hint = suggestion(self.part, (period.name for period in there), listed)
            raise TimeTextError(f"'{self.text}': no period is named '{self.part}'{where}", hint)
        return tuple(sorted(spans))

    def days(self, clock: Clock) -> tuple[date, ...]:
        """The days of the meeting that are meant, all of them where none is named.

        Raises
        ------
        TimeTextError
            If the meeting has no such day.
        """
        days = clock.days
        if not self.day:
            return days
        if self.day in WEEKDAYS:
            chosen = tuple(day for day in days if WEEKDAYS[day.weekday()] == self.day)
        elif self.day in ("first day", "last day"):
            chosen = (days[0] if self.day == "first day" else days[-1],)
        elif number := _DAY_NUMBER.match(self.day):
            chosen = days[int(number[1]) - 1 : int(number[1])] if int(number[1]) else ()
        else:
            chosen = tuple(day for day in days if day.isoformat() == self.day)
        if not chosen:
            raise TimeTextError(
                f"'{self.text}': the meeting has no such day", f"it runs from {days[0]:%a} {days[0]} to {days[-1]:%a} {days[-1]}"
            )
        return chosen

    def __str__(self) -> str:
        return self.text


def _day(text: str) -> str | None:
    """The day that ``text`` names, spelt in one way; None if it names none."""
    lower = " ".join(text.lower().split())
    if lower in ("first day", "last day") or _DAY_NUMBER.match(lower):
        return lower
    weekday = [name for name in WEEKDAYS if len(lower) >= 3 and name.startswith(lower)]
    if weekday:
        return weekday[0]
    try:
        return date.fromisoformat(lower).isoformat()
    except ValueError:
        return None
