"""Days counted from a meeting, against calendars that are gone through day by day."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.clock import Clock
from scheduler.domain.due import Due

VIENNA = ZoneInfo("Europe/Vienna")
DAY = timedelta(days=1)
WEEK = Clock(VIENNA, date(2027, 3, 31), date(2027, 4, 2))
"""Wednesday to Friday."""
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
WEEKENDS = st.sets(st.integers(0, 6), max_size=6)
COUNTS = st.integers(1, 60)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def on(day: date) -> Clock:
    return Clock(VIENNA, day, day)


def due(text: str) -> Due:
    found = Due.parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 month before opening", date(2027, 2, 28)),
        ("13 months before opening", date(2026, 2, 28)),
        ("37 months before opening", date(2024, 2, 29)),
        ("3 months after opening", date(2027, 6, 30)),
        ("9 months after closing", date(2028, 1, 2)),
        ("6 weeks before opening", date(2027, 2, 17)),
        ("10 days before closing", date(2027, 3, 23)),
        ("2 weeks after closing", date(2027, 4, 16)),
        ("1 day after opening", date(2027, 4, 1)),
        ("5 business days before opening", date(2027, 3, 24)),
        ("1 business day after closing", date(2027, 4, 5)),
        ("  1  Month BEFORE opening ", date(2027, 2, 28)),
    ],
)
def test_due_is_the_day_that_people_would_count(text: str, expected: date) -> None:
    assert due(text).day(WEEK, weekday) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "opening",
        "month before opening",
        "a month before opening",
        "1 month opening",
        "1 year before opening",
        "1 month before the opening",
        "-1 day before opening",
        "1000 days before opening",
        "１ day before opening",
        "1 day before opening, 18:00",
    ],
)
def test_due_of_another_form_is_none(text: str) -> None:
    assert Due.parse(text) is None


@settings(deadline=None)
@given(DAYS, COUNTS, st.booleans())
def test_due_months_away_is_the_last_day_of_that_month_which_is_not_later_in_it(day: date, count: int, before: bool) -> None:
    found = due(f"{count} months {'before' if before else 'after'} opening").day(on(day), weekday)
    step, passed, other = (-DAY if before else DAY), 0, day
    while passed < count:
        month = other.month
        other += step
        passed += other.month != month
    in_month = [one for n in range(-31, 32) if (one := other + n * DAY).replace(day=1) == other.replace(day=1)]
    assert found == max(one for one in in_month if one.day <= day.day)


@settings(deadline=None)
@given(DAYS, COUNTS, st.booleans(), WEEKENDS, st.sets(st.integers(-90, 90)))
def test_due_business_days_away_has_as_many_of_them_up_to_it(
    day: date, count: int, before: bool, weekend: set[int], holidays: set[int]
) -> None:
    closed = {day + n * DAY for n in holidays}

    def business(one: date) -> bool:
        return one.weekday() not in weekend and one not in closed

    found = due(f"{count} business days {'before' if before else 'after'} closing").day(on(day), business)
    passed = [one for n in range(1, abs((found - day).days) + 1) if business(one := day + (-n if before else n) * DAY)]
    assert (len(passed), passed[-1], found < day) == (count, found, before)


@settings(deadline=None)
@given(DAYS, COUNTS, st.sampled_from([("day", 1), ("week", 7)]), st.booleans())
def test_due_days_and_weeks_away_are_elapsed_days(day: date, count: int, unit: tuple[str, int], before: bool) -> None:
    found = due(f"{count} {unit[0]} {'before' if before else 'after'} opening").day(on(day), weekday)
    assert (found - day).days == count * unit[1] * (-1 if before else 1)
