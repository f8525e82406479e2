"""Days by which something is due, counted from the meeting: ``1 month before opening``, ``5 business days before opening``."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from scheduler.domain.clock import Clock

Unit = Literal["day", "business day", "week", "month"]
BUSINESS_DAY: Unit = "business day"
_FORM = re.compile(r"(\d{1,3}) (day|business day|week|month)s? (before|after) (opening|closing)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Due:
    """A day as it is counted from the opening, the meeting's first day, or from the closing, its last.

    Parameters
    ----------
    count : int
        How many units it is away; negative before the opening or closing, positive after it.
    unit : str
        ``day``, ``business day``, ``week`` or ``month``.
    from_opening : bool
        Whether it is counted from the opening.
    """

    count: int
    unit: Unit
    from_opening: bool

    @classmethod
    def parse(cls, text: str) -> Due | None:
        """Read ``1 month before opening`` and the like; None for a text of another form."""
        match = _FORM.fullmatch(" ".join(text.lower().split()))
        if match is None:
            return None
        count = int(match[1])
        return cls(-count if match[3] == "before" else count, cast(Unit, match[2]), match[4] == "opening")

    def day(self, clock: Clock, is_business_day: Callable[[date], bool]) -> date:
        """The day that is meant in a meeting on ``clock``.

        A month before is the same day of the month before, or its last where it is shorter: a month before 31 March is the last day of
        February. A business day before is the first one that comes when one goes back from the day itself, which does not count.
        """
        start = clock.first_day if self.from_opening else clock.last_day
        if self.unit == "month":
            return _months_later(start, self.count)
        if self.unit == BUSINESS_DAY:
            return _business_days_later(start, self.count, is_business_day)
        return start + timedelta(days=self.count * (7 if self.unit == "week" else 1))


def _months_later(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _business_days_later(day: date, count: int, is_business_day: Callable[[date], bool]) -> date:
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day):
            day += step
    return day
