from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.clock import Clock, ClockTimeError
from scheduler.files.values import BadValue, calendar_day, identifier, moment, split, whole_number, yes_or_no, zone

YEAR = Clock(ZoneInfo("Europe/Vienna"), date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-09 14:00",
        "2027-03-09T14:00",
        "2027-03-09 14:00:00",
        "2027-03-09 14:00+01:00",
        "2027-03-09T13:00Z",
        "2027-03-09 15:00 +02:00",
    ],
)
def test_moment_may_be_written_in_several_ways(text: str) -> None:
    assert moment(text, YEAR) == datetime(2027, 3, 9, 13, tzinfo=UTC)


def test_moment_without_an_offset_is_not_known_without_a_clock() -> None:
    assert (moment("2027-03-09 14:00", None), moment("2027-03-09 14:00Z", None)) == (None, datetime(2027, 3, 9, 14, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["2027-03-09", "14:00", "2027-3-9 14:00", "2027-03-09 14:60", "2027-03-09 25:00", "2027-03-09 14:00+25:00", ""]
)
def test_moment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        moment(text, YEAR)


@settings(deadline=None)
@given(day=st.dates(YEAR.first_day, YEAR.last_day), minutes=st.integers(0, 24 * 60 - 1))
def test_moment_on_the_venues_clock_reads_as_written_or_is_refused(day: date, minutes: int) -> None:
    face = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    try:
        instant = moment(f"{face:%Y-%m-%d %H:%M}", YEAR)
    except BadValue:
        with pytest.raises(ClockTimeError):
            YEAR.instant(day, minutes)
    else:
        assert instant is not None
        assert YEAR.local(instant).replace(tzinfo=None) == face


@pytest.mark.parametrize("text", ["-1", "1.5", "1e3", "１２", "²", "", " 1", "1000000000"])
def test_whole_number_of_other_shapes_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        whole_number(text)


def test_whole_number_at_its_least_is_taken() -> None:
    assert (whole_number("0"), whole_number("007"), whole_number("1", least=1)) == (0, 7, 1)


def test_yes_and_no_in_any_capitals() -> None:
    assert [yes_or_no(text) for text in ("yes", "Yes", "no", "NO")] == [True, True, False, False]


@pytest.mark.parametrize("text", ["27-03-09", "2027-W10-2", "20270309", "1066-10-14", "9999-12-31"])
def test_calendar_day_of_other_forms_and_ages_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        calendar_day(text)


@pytest.mark.parametrize("text", ["aut-02", "Österreich", "4a", "a.b", "_x", "東京"])
def test_identifier_of_letters_and_digits_is_taken(text: str) -> None:
    assert identifier(text) == text


@pytest.mark.parametrize("text", ["", ".hidden", "-x", "..", "a/b", "a b", "a|b", "a\\b", "x:y", "a\n"])
def test_identifier_that_no_file_may_have_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        identifier(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("vienna", "Europe/Vienna"), ("Paris", "Europe/Paris"), ("New York", "America/New_York"), ("europe/rome", "Europe/Rome")],
)
def test_zone_that_is_misspelt_is_guessed(text: str, meant: str) -> None:
    with pytest.raises(BadValue) as caught:
        zone(text)
    assert caught.value.hint == f"did you mean '{meant}'?"


@pytest.mark.parametrize("text", ["../../etc/passwd", "/etc/localtime", "Europe", "CET+1", ""])
def test_zone_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        zone(text)


def test_split_leaves_out_what_is_empty() -> None:
    assert split(" a | |b|") == ("a", "b")
