"""Time on the venue's clock: days of 23 and 25 hours, hours that do not occur or occur twice, and how two spans may lie."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.clock import MINUTES_PER_DAY, Clock, ClockTimeError, Span

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
DAYS = st.dates(date(2022, 1, 1), date(2037, 12, 31))
CLOCKS = st.builds(
    lambda zone, first, count: Clock(ZoneInfo(zone), first, first + timedelta(days=count)), st.sampled_from(ZONES), DAYS, st.integers(0, 20)
)
FACES = st.integers(0, MINUTES_PER_DAY - 1)


def clock_on(zone: str, day: date) -> Clock:
    return Clock(ZoneInfo(zone), day, day)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


# What every day has, whatever the zone


@settings(deadline=None, max_examples=400)
@given(CLOCKS)
def test_clock_days_follow_each_other_without_a_gap(clock: Clock) -> None:
    spans = [clock.day(day) for day in clock.days]
    assert (clock.days[0], clock.days[-1]) == (clock.first_day, clock.last_day)
    assert [earlier.end for earlier in spans[:-1]] == [later.start for later in spans[1:]]


@settings(deadline=None, max_examples=400)
@given(CLOCKS, st.data())
def test_clock_midnight_is_the_first_instant_of_its_day(clock: Clock, data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(clock.days))
    midnight = clock.midnight(day)
    assert midnight.tzinfo is UTC
    assert clock.local(midnight).date() == day
    assert clock.local(midnight - timedelta(seconds=1)).date() == day - timedelta(days=1)


@settings(deadline=None, max_examples=400)
@given(CLOCKS, FACES, st.data())
def test_clock_instant_shows_the_asked_time_or_says_why_not(clock: Clock, face: int, data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(clock.days))
    start = clock.midnight(day)
    shown = [
        instant
        for minute in range(clock.day(day).minutes)
        if (local := clock.local(instant := start + timedelta(minutes=minute))).hour * 60 + local.minute == face
    ]
    if len(shown) == 1:
        assert [clock.instant(day, face)] == shown
    else:
        with pytest.raises(ClockTimeError):
            clock.instant(day, face)


@settings(deadline=None)
@given(CLOCKS, st.data())
def test_clock_instant_of_twenty_four_hours_is_the_next_midnight(clock: Clock, data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(clock.days))
    assert clock.instant(day, MINUTES_PER_DAY) == clock.midnight(day + timedelta(days=1)) == clock.day(day).end


@settings(deadline=None)
@given(CLOCKS, st.integers(-100_000, 100_000))
def test_clock_minute_is_the_inverse_of_at(clock: Clock, minute: int) -> None:
    assert clock.minute(clock.at(minute)) == minute
    assert clock.minute(clock.at(minute) + timedelta(seconds=59)) == minute
    assert clock.at(minute).tzinfo is UTC


@settings(deadline=None)
@given(CLOCKS, st.integers(-100_000, 100_000), st.integers(0, 100_000))
def test_clock_minutes_are_elapsed_minutes_even_across_a_change(clock: Clock, minute: int, length: int) -> None:
    assert Span(clock.at(minute), clock.at(minute + length)).minutes == length


@settings(deadline=None)
@given(CLOCKS, st.integers(-100_000, 100_000))
def test_clock_local_is_the_same_instant_on_another_clock(clock: Clock, minute: int) -> None:
    local = clock.local(clock.at(minute))
    assert (local.tzinfo, local.astimezone(UTC)) == (clock.zone, clock.at(minute))


def test_clock_minute_counts_from_the_first_day() -> None:
    clock = Clock(ZoneInfo("Europe/Vienna"), date(2027, 3, 27), date(2027, 3, 28))
    assert clock.minute(clock.instant(date(2027, 3, 27), 600)) == 600
    assert clock.minute(clock.instant(date(2027, 3, 28), 600)) == 1440 + 540, "02:00-03:00 was left out"
    assert clock.minute(utc(26, 22)) == -60


# Days on which the clocks change, those that change at midnight among them


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Vienna", date(2027, 3, 27), 24),
        ("Europe/Vienna", date(2027, 3, 28), 23),
        ("Europe/Vienna", date(2027, 10, 31), 25),
        ("America/New_York", date(2027, 3, 14), 23),
        ("America/New_York", date(2027, 11, 7), 25),
        ("Africa/Cairo", date(2027, 4, 30), 23),  # 00:00 → 01:00
        ("Africa/Cairo", date(2027, 10, 28), 25),  # 24:00 → 23:00
        ("Asia/Beirut", date(2027, 3, 28), 23),  # 00:00 → 01:00
        ("Asia/Beirut", date(2027, 10, 30), 25),  # 24:00 → 23:00
        ("America/Havana", date(2027, 3, 14), 23),  # 00:00 → 01:00
        ("America/Havana", date(2027, 11, 7), 25),  # 01:00 → 00:00
        ("America/Asuncion", date(2022, 10, 2), 23),  # 00:00 → 01:00; Paraguay has kept summer time since 2024
        ("America/Asuncion", date(2022, 3, 26), 25),  # 24:00 → 23:00
        ("Australia/Lord_Howe", date(2027, 10, 3), 23.5),
        ("Australia/Lord_Howe", date(2027, 4, 4), 24.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),  # the day that Samoa left out
    ],
)
def test_clock_day_has_its_hours(zone: str, day: date, hours: float) -> None:
    assert clock_on(zone, day).day(day).minutes == hours * 60


@pytest.mark.parametrize(
    ("zone", "day", "midnight"),
    [
        ("Africa/Cairo", date(2027, 4, 30), "2027-04-30T01:00:00+03:00"),
        ("America/Havana", date(2027, 3, 14), "2027-03-14T01:00:00-04:00"),
        ("America/Havana", date(2027, 11, 7), "2027-11-07T00:00:00-04:00"),  # the first of two
        ("Asia/Beirut", date(2027, 10, 31), "2027-10-31T00:00:00+02:00"),
    ],
)
def test_clock_midnight_where_clocks_change_at_midnight(zone: str, day: date, midnight: str) -> None:
    clock = clock_on(zone, day)
    assert clock.local(clock.midnight(day)).isoformat() == midnight


@pytest.mark.parametrize(
    ("zone", "day", "face", "message"),
    [
        ("Europe/Vienna", date(2027, 3, 28), "02:00", "02:00 does not occur on 2027-03-28: the clocks of Europe/Vienna go forward over it"),
        ("Europe/Vienna", date(2027, 3, 28), "02:59", "02:59 does not occur on 2027-03-28: the clocks of Europe/Vienna go forward over it"),
        ("Europe/Vienna", date(2027, 10, 31), "02:00", "02:00 occurs twice on 2027-10-31: the clocks of Europe/Vienna go back over it"),
        ("Europe/Vienna", date(2027, 10, 31), "02:59", "02:59 occurs twice on 2027-10-31: the clocks of Europe/Vienna go back over it"),
        ("Africa/Cairo", date(2027, 4, 30), "00:00", "00:00 does not occur on 2027-04-30: the clocks of Africa/Cairo go forward over it"),
        ("Africa/Cairo", date(2027, 10, 28), "23:30", "23:30 occurs twice on 2027-10-28: the clocks of Africa/Cairo go back over it"),
        ("America/Havana", date(2027, 11, 7), "00:00", "00:00 occurs twice on 2027-11-07: the clocks of America/Havana go back over it"),
        (
            "Australia/Lord_Howe",
            date(2027, 10, 3),
            "02:15",
            "02:15 does not occur on 2027-10-03: the clocks of Australia/Lord_Howe go forward over it",
        ),
        (
            "Australia/Lord_Howe",
            date(2027, 4, 4),
            "01:45",
            "01:45 occurs twice on 2027-04-04: the clocks of Australia/Lord_Howe go back over it",
        ),
    ],
)
def test_clock_time_that_is_not_one_instant_is_refused(zone: str, day: date, face: str, message: str) -> None:
    hours, minutes = map(int, face.split(":"))
    with pytest.raises(ClockTimeError) as caught:
        clock_on(zone, day).instant(day, hours * 60 + minutes)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("zone", "day", "face", "instant"),
    [
        ("Europe/Vienna", date(2027, 3, 28), 119, utc(28, 0, 59)),
        ("Europe/Vienna", date(2027, 3, 28), 180, utc(28, 1)),
        ("Asia/Beirut", date(2027, 3, 28), 60, utc(27, 22)),
        ("America/Havana", date(2027, 3, 14), 60, utc(14, 5)),
        ("Asia/Kathmandu", date(2027, 3, 28), 0, utc(27, 18, 15)),
    ],
)
def test_clock_instant_beside_a_change(zone: str, day: date, face: int, instant: datetime) -> None:
    assert clock_on(zone, day).instant(day, face) == instant


# Spans


def span(start: int, end: int) -> Span:
    return Span(utc(1, start), utc(1, end))


@pytest.mark.parametrize(
    ("other", "overlaps", "contains"),
    [
        pytest.param(span(6, 8), False, False, id="before"),
        pytest.param(span(8, 10), False, False, id="meets"),
        pytest.param(span(8, 11), True, False, id="overlaps"),
        pytest.param(span(10, 11), True, True, id="starts"),
        pytest.param(span(11, 12), True, True, id="inside"),
        pytest.param(span(12, 13), True, True, id="finishes"),
        pytest.param(span(10, 13), True, True, id="equal"),
        pytest.param(span(9, 14), True, False, id="around"),
        pytest.param(span(12, 14), True, False, id="overlapped"),
        pytest.param(span(13, 15), False, False, id="met"),
        pytest.param(span(14, 15), False, False, id="after"),
    ],
)
def test_span_against_ten_to_thirteen(other: Span, overlaps: bool, contains: bool) -> None:
    ten_to_thirteen = span(10, 13)
    assert (ten_to_thirteen.overlaps(other), other.overlaps(ten_to_thirteen)) == (overlaps, overlaps)
    assert ten_to_thirteen.contains(other) is contains


def test_span_is_sorted_by_start_then_end() -> None:
    assert sorted([span(10, 12), span(9, 13), span(9, 10)]) == [span(9, 10), span(9, 13), span(10, 12)]


@pytest.mark.parametrize("zone", [None, ZoneInfo("UTC"), ZoneInfo("Europe/Vienna")])
def test_span_of_another_zone_than_utc_is_refused(zone: ZoneInfo | None) -> None:
    for start, end in ((datetime(2027, 3, 1, tzinfo=zone), utc(1, 0)), (utc(1, 0), datetime(2027, 3, 1, tzinfo=zone))):
        with pytest.raises(ValueError, match="a span is between two instants in UTC"):
            Span(start, end)
