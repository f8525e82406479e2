"""Times as planners write them: what each form means, on days of any length, and what is said of those that mean nothing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.clock import Clock, Span
from scheduler.domain.meeting import Meeting, Organizer
from scheduler.domain.problem import Period, Problem
from scheduler.domain.times import HELP, WEEKDAYS, TimeTextError, When, clock_minutes

TWO_WEEKS = Clock(ZoneInfo("Europe/Vienna"), date(2027, 3, 22), date(2027, 4, 4))
"""Monday to the Sunday after next; the clocks go forward on the first Sunday."""
DAY_WORDS = ("first day", "day 2", "day 0", "day 99", "day x", "wed", "Sunday", "2027-03-28", "2027-02-30")
OTHER_WORDS = ("morning", "lunch", "9:30", "24:00", "25:00", "9:60", "2:30", "12:30-13:30", "13:30 – 12:30", " ", ",", ", ", "-", ":", "½")
WORDS = st.sampled_from(DAY_WORDS + OTHER_WORDS)


def problem_of(clock: Clock) -> Problem:
    """Each day but Sundays has a morning, 10:00-13:00, and the first day an afternoon, 15:00-18:00, which its sheet gives first."""
    mornings = [(day, "morning", 600, 780) for day in clock.days if day.weekday() != 6]
    periods = (
        Period(id=f"{day}-{name}", day=day, name=name, rooms=(), span=Span(clock.instant(day, start), clock.instant(day, end)))
        for day, name, start, end in [(clock.first_day, "afternoon", 900, 1080), *reversed(mornings)]
    )
    organizer = Organizer("Secretariat", "secretariat@example.org")
    meeting = Meeting(id="m", title="M", clock=clock, grid=5, prepared=datetime(2027, 1, 1, tzinfo=UTC), organizer=organizer)
    return Problem(meeting=meeting, periods=tuple(periods), rooms=(), sessions=())


MEETING = problem_of(TWO_WEEKS)
ONE_WEEK = problem_of(Clock(TWO_WEEKS.zone, date(2027, 3, 22), date(2027, 3, 26)))


def shown(problem: Problem, text: str) -> list[str]:
    """The spans of a time on the venue's clock: ``Mon 22 10:00-13:00``, ``Mon 22 00:00-Tue 23 00:00``."""
    spans = When.parse(text).spans(problem)
    faces = [(problem.clock.local(span.start), problem.clock.local(span.end)) for span in spans]
    return [f"{start:%a %d %H:%M}-" + (f"{end:%H:%M}" if start.date() == end.date() else f"{end:%a %d %H:%M}") for start, end in faces]


def refusal(problem: Problem, text: str) -> tuple[str, str]:
    with pytest.raises(TimeTextError) as caught:
        When.parse(text).spans(problem)
    return str(caught.value), caught.value.hint


# Clock times


@pytest.mark.parametrize(
    ("text", "minutes"), [("0:00", 0), ("9:30", 570), ("09:30", 570), (" 9:30 ", 570), ("23:59", 1439), ("24:00", 1440)]
)
def test_clock_minutes_of_a_clock_time(text: str, minutes: int) -> None:
    assert clock_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "9", "9.30", "9:3", "9:300", "930", "9:30 pm", "-1:00", "009:30", "9:30\n9:30"])
def test_clock_minutes_of_something_else(text: str) -> None:
    with pytest.raises(TimeTextError) as caught:
        clock_minutes(text)
    assert (str(caught.value), caught.value.hint) == (f"'{text}' is not a clock time", "write hours and minutes: 09:30")


@pytest.mark.parametrize("text", ["24:01", "25:00", "99:99", "9:60"])
def test_clock_minutes_of_a_time_that_no_clock_shows(text: str) -> None:
    with pytest.raises(TimeTextError) as caught:
        clock_minutes(text)
    assert (str(caught.value), caught.value.hint) == (f"'{text}' is not a clock time", "hours go to 24:00, minutes to 59")


@settings(deadline=None)
@given(st.integers(0, 1440))
def test_clock_minutes_reads_what_a_clock_shows(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    assert clock_minutes(f"{hours}:{rest:02}") == clock_minutes(f"{hours:02}:{rest:02}") == minutes


# What each form means


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("first day", ["Mon 22 00:00-Tue 23 00:00"]),
        ("FIRST  Day", ["Mon 22 00:00-Tue 23 00:00"]),
        ("last day", ["Fri 26 00:00-Sat 27 00:00"]),
        ("day 1", ["Mon 22 00:00-Tue 23 00:00"]),
        ("Day 05", ["Fri 26 00:00-Sat 27 00:00"]),
        ("Wed", ["Wed 24 00:00-Thu 25 00:00"]),
        ("wednes", ["Wed 24 00:00-Thu 25 00:00"]),
        ("WEDNESDAY", ["Wed 24 00:00-Thu 25 00:00"]),
        ("2027-03-24", ["Wed 24 00:00-Thu 25 00:00"]),
        ("afternoon", ["Mon 22 15:00-18:00"]),
        ("morning", ["Mon 22 10:00-13:00", "Tue 23 10:00-13:00", "Wed 24 10:00-13:00", "Thu 25 10:00-13:00", "Fri 26 10:00-13:00"]),
        ("first day, afternoon", ["Mon 22 15:00-18:00"]),
        ("first day,morning", ["Mon 22 10:00-13:00"]),
        ("Wed, morning", ["Wed 24 10:00-13:00"]),
        ("14:00", ["Mon 22 14:00-14:00", "Tue 23 14:00-14:00", "Wed 24 14:00-14:00", "Thu 25 14:00-14:00", "Fri 26 14:00-14:00"]),
        ("day 3, 9:05", ["Wed 24 09:05-09:05"]),
        ("day 3, 24:00", ["Thu 25 00:00-00:00"]),
        ("2027-03-24, 12:30-13:30", ["Wed 24 12:30-13:30"]),
        ("Thu , 12:30 – 13:30", ["Thu 25 12:30-13:30"]),
        ("last day, 0:00-24:00", ["Fri 26 00:00-Sat 27 00:00"]),
    ],
)
def test_when_form_means_its_spans(text: str, spans: list[str]) -> None:
    assert shown(ONE_WEEK, text) == spans


@pytest.mark.parametrize(
    ("text", "single", "whole_day"),
    [
        ("day 3", False, True),
        ("morning", False, False),
        ("day 3, morning", False, False),
        ("14:00", True, False),
        ("day 3, 14:00", True, False),
        ("12:30-13:30", False, False),
    ],
)
def test_when_knows_how_wide_it_is(text: str, single: bool, whole_day: bool) -> None:
    when = When.parse(text)
    assert (when.single, when.whole_day) == (single, whole_day)


def test_when_weekday_in_two_weeks_means_both() -> None:
    assert shown(MEETING, "Tue") == ["Tue 23 00:00-Wed 24 00:00", "Tue 30 00:00-Wed 31 00:00"]
    assert shown(MEETING, "Tue, morning") == ["Tue 23 10:00-13:00", "Tue 30 10:00-13:00"]


def test_when_day_of_the_clock_change_has_23_hours() -> None:
    assert [span.minutes for span in When.parse("day 7").spans(MEETING)] == [23 * 60]
    assert [span.minutes for span in When.parse("day 7, 1:00-4:00").spans(MEETING)] == [2 * 60]


def test_when_every_day_is_as_long_as_the_meeting() -> None:
    assert sum(span.minutes for span in When.parse("0:00-24:00").spans(MEETING)) == 14 * 24 * 60 - 60


@settings(deadline=None)
@given(st.dates(date(2022, 1, 1), date(2037, 1, 1)), st.integers(1, 21), st.data())
def test_when_names_of_one_day_mean_the_same(first: date, count: int, data: st.DataObject) -> None:
    clock = Clock(ZoneInfo("Europe/Vienna"), first, first + timedelta(days=count - 1))
    problem = problem_of(clock)
    number = data.draw(st.integers(1, count))
    day = clock.days[number - 1]
    expected = (clock.day(day),)
    assert When.parse(f"day {number}").spans(problem) == expected
    assert When.parse(day.isoformat()).spans(problem) == expected
    assert expected[0] in When.parse(WEEKDAYS[day.weekday()][:3]).spans(problem)


# What means nothing


@pytest.mark.parametrize("text", ["", " ", ",", "day 1,", ", 14:00", "day 1, morning, 14:00"])
def test_when_of_missing_or_too_many_parts_is_refused(text: str) -> None:
    assert refusal(MEETING, text) == (f"'{text}' is not a time", HELP)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("dya 3, 14:00", "'dya 3' is not a day", HELP),
        ("morning, 14:00", "'morning' is not a day", HELP),
        ("Mon, 14:75", "'14:75' is not a clock time", "hours go to 24:00, minutes to 59"),
        ("13:00-12:00", "'13:00-12:00' ends before it begins", HELP),
        ("Mon, 13:00-13:00", "'13:00-13:00' ends before it begins", HELP),
        ("day 0", "'day 0': the meeting has no such day", "it runs from Mon 2027-03-22 to Fri 2027-03-26"),
        ("day 6", "'day 6': the meeting has no such day", "it runs from Mon 2027-03-22 to Fri 2027-03-26"),
        ("Sat, morning", "'Sat, morning': the meeting has no such day", "it runs from Mon 2027-03-22 to Fri 2027-03-26"),
        ("2027-03-27", "'2027-03-27': the meeting has no such day", "it runs from Mon 2027-03-22 to Fri 2027-03-26"),
        ("Mornin", "'Mornin': no period is named 'Mornin'", "did you mean 'morning'?"),
        ("evening", "'evening': no period is named 'evening'", "the periods are named afternoon, morning"),
        ("lunch", "'lunch': no period is named 'lunch'", "the periods are named afternoon, morning"),
        ("Tue, afternoon", "'Tue, afternoon': no period is named 'afternoon' on that day", "the periods on that day are named morning"),
    ],
)
def test_when_that_the_meeting_does_not_have_is_refused(text: str, message: str, hint: str) -> None:
    assert refusal(ONE_WEEK, text) == (message, hint)


def test_when_on_a_day_without_periods_is_refused() -> None:
    assert refusal(MEETING, "Sun, morning") == (
        "'Sun, morning': no period is named 'morning' on that day",
        "there are no periods on that day",
    )


@pytest.mark.parametrize("text", ["2:30", "day 7, 2:30", "1:00-2:30"])
def test_when_in_the_hour_that_is_left_out_is_refused(text: str) -> None:
    assert refusal(MEETING, text) == (
        "02:30 does not occur on 2027-03-28: the clocks of Europe/Vienna go forward over it",
        "choose a time outside the hour in which the clocks change, or name a day",
    )


def test_when_in_the_hour_that_comes_twice_is_refused() -> None:
    autumn = problem_of(Clock(TWO_WEEKS.zone, date(2027, 10, 31), date(2027, 10, 31)))
    assert refusal(autumn, "first day, 2:00")[0] == "02:00 occurs twice on 2027-10-31: the clocks of Europe/Vienna go back over it"


@settings(deadline=None, max_examples=500)
@given(st.one_of(st.text(max_size=30), st.lists(WORDS, max_size=3).map(", ".join), st.lists(WORDS, max_size=3).map("".join)))
def test_when_of_any_text_has_spans_or_is_refused_with_a_hint(text: str) -> None:
    try:
        spans = When.parse(text).spans(MEETING)
    except TimeTextError as error:
        assert error.hint  # noqa: PT017 (a text may as well be a time)
    else:
        meeting = Span(TWO_WEEKS.midnight(TWO_WEEKS.first_day), TWO_WEEKS.day(TWO_WEEKS.last_day).end)
        assert spans
        assert list(spans) == sorted(spans)
        assert all(meeting.contains(span) for span in spans)
