"""VTIMEZONE components, evaluated by RFC 5545's own definition, against the time zone database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar, Component
from published_meetings import meeting_in

from scheduler.domain.errors import Refused
from scheduler.publish.folder import years_of
from scheduler.publish.ics import calendar
from scheduler.publish.vtimezone import PublishedZone
from scheduler.publish.yearly import Change, LocalTime, Recurrence, YearlyRule

HOUR = timedelta(hours=1)
KEYS = tuple((files("tzdata") / "zones").read_text(encoding="utf-8").split())
WEEKS = tuple(datetime(2027, month, 8, tzinfo=UTC) + n * 11 * HOUR for month in (3, 7, 11) for n in range(16))
CHANGING = (
    ("Europe/Vienna", 2027),
    ("Europe/Dublin", 2027),
    ("America/New_York", 2027),
    ("America/Santiago", 2027),
    ("America/Nuuk", 2027),
    ("America/Vancouver", 2026),
    ("Pacific/Auckland", 2027),
    ("Pacific/Chatham", 2027),
    ("Australia/Lord_Howe", 2027),
    ("Asia/Jerusalem", 2027),
    ("Asia/Gaza", 2027),
    ("Africa/Cairo", 2027),
    ("Africa/Casablanca", 2025),
    ("Asia/Almaty", 2024),
    ("America/Sao_Paulo", 2018),
)


def _published(key: str, year: int) -> tuple[Component, ...]:
    """The parts of the VTIMEZONE in a calendar of a meeting in ``year``, read again."""
    problem, _ = meeting_in("UTC", date(year, 6, 1), date(year, 6, 2), ())
    content = calendar(PublishedZone.load(key), years_of(problem), "Zone", ())
    (component,) = Calendar.from_ical(content).walk("VTIMEZONE")
    assert component["TZID"] == key
    return tuple(component.subcomponents)


def _offset(parts: tuple[Component, ...], instant: datetime) -> timedelta:
    """The offset at ``instant``: that of the part with the latest onset (RFC 5545, section 3.6.5)."""
    onsets = []
    for part in parts:
        before, start = part["TZOFFSETFROM"].td, part["DTSTART"].dt
        clock = instant.replace(tzinfo=None) + before
        if "RRULE" in part:
            onset = rrulestr(part["RRULE"].to_ical().decode(), dtstart=start).before(clock, inc=True)
        else:
            onset = start if start <= clock else None
        if onset is not None:
            onsets.append((onset - before, part["TZOFFSETTO"].td))
    return max(onsets)[1]


@pytest.mark.parametrize("key", KEYS)
def test_vtimezone_of_every_zone_agrees_with_the_database(key: str) -> None:
    parts = _published(key, 2027)
    zone = PublishedZone.load(key).zone
    assert [_offset(parts, instant) for instant in WEEKS] == [instant.astimezone(zone).utcoffset() for instant in WEEKS]


@pytest.mark.parametrize(("key", "year"), CHANGING)
def test_vtimezone_around_every_change_agrees_with_the_database(key: str, year: int) -> None:
    parts = _published(key, year)
    zone = PublishedZone.load(key).zone
    hours = [datetime(year, 1, 1, tzinfo=UTC) + n * HOUR for n in range(365 * 24)]
    offsets = [instant.astimezone(zone).utcoffset() for instant in hours]
    near = [n for n in range(1, len(hours)) if offsets[n] != offsets[n - 1]]
    assert near, "a year without a change proves nothing"
    moments = [hours[n] + timedelta(minutes=m) for n in near for m in (-120, -60, -31, -30, -1, 0, 1, 30, 59, 60, 120)]
    assert [_offset(parts, instant) for instant in moments] == [instant.astimezone(zone).utcoffset() for instant in moments]


@pytest.mark.parametrize(("key", "year"), CHANGING)
def test_vtimezone_never_lists_dates(key: str, year: int) -> None:
    assert [part.get("RDATE") for part in _published(key, year)] == [None] * len(_published(key, year))


def test_vtimezone_of_vienna_is_two_yearly_rules() -> None:
    assert [part.to_ical(sorted=False).decode().split("\r\n") for part in _published("Europe/Vienna", 2027)] == [
        [
            "BEGIN:DAYLIGHT",
            "DTSTART:20260329T020000",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0200",
            "TZNAME:CEST",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            "END:DAYLIGHT",
            "",
        ],
        [
            "BEGIN:STANDARD",
            "DTSTART:20261025T030000",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100",
            "TZNAME:CET",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            "END:STANDARD",
            "",
        ],
    ]


def test_vtimezone_of_a_fixed_zone_is_one_observance() -> None:
    assert [(part.name, part["TZOFFSETTO"].td) for part in _published("Asia/Kolkata", 2027)] == [
        ("STANDARD", timedelta(hours=5, minutes=30))
    ]


def test_vtimezone_of_casablanca_lists_the_observances_of_three_years() -> None:
    parts = _published("Africa/Casablanca", 2024)
    assert [(part.name, part["DTSTART"].dt.isoformat(), "RRULE" in part) for part in parts] == [
        ("DAYLIGHT", "2023-01-01T01:00:00", False),
        ("STANDARD", "2023-03-19T03:00:00", False),
        ("DAYLIGHT", "2023-04-23T02:00:00", False),
        ("STANDARD", "2024-03-10T03:00:00", False),
        ("DAYLIGHT", "2024-04-14T02:00:00", False),
        ("STANDARD", "2025-02-23T03:00:00", False),
        ("DAYLIGHT", "2025-04-06T02:00:00", False),
    ]


def test_vtimezone_of_dublin_calls_winter_standard() -> None:
    assert {part.name: part["TZNAME"] for part in _published("Europe/Dublin", 2027)} == {"STANDARD": "GMT", "DAYLIGHT": "IST"}


def test_vtimezone_of_a_zone_that_leaves_its_offset_for_good_is_standard_before_and_after() -> None:
    # Kazakhstan went from +06 to +05 in March 2024.
    parts = _published("Asia/Almaty", 2024)
    assert [(part.name, part["TZOFFSETTO"].td) for part in parts] == [("STANDARD", 6 * HOUR), ("STANDARD", 5 * HOUR)]


def test_lowest_offset_of_a_zone_is_never_called_daylight() -> None:
    for key in KEYS:
        parts = _published(key, 2027)
        lowest = min(part["TZOFFSETTO"].td for part in parts)
        assert {part.name for part in parts if part["TZOFFSETTO"].td == lowest} == {"STANDARD"}, key


@pytest.mark.parametrize("key", ["Europe/Wien", "localtime", "../zones", "", "/etc/localtime", "Europe"])
def test_zone_that_the_database_lacks_is_refused(key: str) -> None:
    with pytest.raises(Refused, match="has no zone"):
        PublishedZone.load(key)


CHANGES = [
    # (TZ string's month.week.weekday and hours, in 2027, as a recurrence)
    (Change(3, 5, 0, 2 * HOUR), datetime(2027, 3, 28, 2), Recurrence(3, "-1SU")),
    (Change(3, 2, 0, 2 * HOUR), datetime(2027, 3, 14, 2), Recurrence(3, "2SU")),
    (Change(3, 4, 4, 26 * HOUR), datetime(2027, 3, 26, 2), Recurrence(3, "FR", tuple(range(23, 30)))),
    (Change(3, 4, 4, 50 * HOUR), datetime(2027, 3, 27, 2), Recurrence(3, "SA", tuple(range(24, 31)))),
    (Change(9, 1, 6, 24 * HOUR), datetime(2027, 9, 5, 0), Recurrence(9, "SU", tuple(range(2, 9)))),
    (Change(3, 5, 0, -1 * HOUR), datetime(2027, 3, 27, 23), Recurrence(3, "SA", tuple(range(24, 31)))),
    (Change(3, 1, 0, -1 * HOUR), datetime(2027, 3, 6, 23), None),
    (Change(10, 5, 4, 24 * HOUR), datetime(2027, 10, 29, 0), None),
    (Change(4, 5, 0, -1 * HOUR), datetime(2027, 4, 24, 23), Recurrence(4, "SA", tuple(range(23, 30)))),
    (Change(4, 5, 0, 24 * HOUR), datetime(2027, 4, 26, 0), None),
    (Change(2, 5, 0, 2 * HOUR), datetime(2027, 2, 28, 2), Recurrence(2, "-1SU")),
    (Change(2, 5, 0, -2 * HOUR), datetime(2027, 2, 27, 22), None),
]


@pytest.mark.parametrize(("change", "face", "recurrence"), CHANGES)
def test_change_becomes_a_recurrence_where_one_month_holds_it(change: Change, face: datetime, recurrence: Recurrence | None) -> None:
    assert (change.face(2027), change.recurrence()) == (face, recurrence)


@pytest.mark.parametrize("change", [change for change, _, recurrence in CHANGES if recurrence])
def test_recurrence_falls_on_the_change_in_every_year(change: Change) -> None:
    recurrence = change.recurrence()
    assert recurrence is not None
    days = f";BYMONTHDAY={','.join(map(str, recurrence.month_days))}" if recurrence.month_days else ""
    rule = rrulestr(f"FREQ=YEARLY;COUNT=40;BYMONTH={recurrence.month};BYDAY={recurrence.day}{days}", dtstart=change.face(2020))
    assert list(rule) == [change.face(year) for year in range(2020, 2060)]


def test_footer_of_every_form_is_read() -> None:
    east = LocalTime(timedelta(hours=5, minutes=30), "IST")
    assert YearlyRule.parse("IST-5:30") == YearlyRule(east)
    assert YearlyRule.parse("<-03>3") == YearlyRule(LocalTime(-3 * HOUR, "-03"))
    rule = YearlyRule.parse("<-02>2<-01>,M3.5.0/-1,M10.5.0/0")
    assert rule is not None
    winter, summer = LocalTime(-2 * HOUR, "-02"), LocalTime(-1 * HOUR, "-01")
    assert [(change.change, change.before, change.after) for change in rule.changes] == [
        (Change(3, 5, 0, -1 * HOUR), winter, summer),
        (Change(10, 5, 0, 0 * HOUR), summer, winter),
    ]


@pytest.mark.parametrize("footer", ["", "EST5EDT,J60,J300", "EST5EDT", "nonsense"])
def test_footer_without_weeks_is_no_yearly_rule(footer: str) -> None:
    assert YearlyRule.parse(footer) is None
