"""Due dates in sheets, with the business days of real countries."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from holidays import list_supported_countries
from holidays.registry import COUNTRIES
from input_error_cases import MEETING, append, change, copy_meeting

from scheduler.domain.clock import Clock
from scheduler.domain.errors import InputError
from scheduler.files.due import Host, due_day, host
from scheduler.files.meeting_folder import read_meeting
from scheduler.files.values import BadValue

APRIL = Clock(ZoneInfo("Europe/Vienna"), date(2027, 4, 11), date(2027, 4, 14))
"""From the Sunday two weeks after Easter to Wednesday."""


@pytest.fixture
def meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    copy_meeting()


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("AT", "9 business days before opening", date(2027, 3, 30)),
        ("AT", "10 business days before opening", date(2027, 3, 26)),  # Monday is Easter Monday; Good Friday is none of Austria's holidays
        ("DE", "10 business days before opening", date(2027, 3, 25)),
        ("SA", "1 business day before opening", date(2027, 4, 8)),  # The weekend is Friday and Saturday.
        ("AT", "1 business day before opening", date(2027, 4, 9)),
        ("US", "3 business days after closing", date(2027, 4, 19)),
    ],
)
def test_due_business_days_are_those_of_the_host(code: str, text: str, expected: date) -> None:
    assert due_day(text, APRIL, host(code)) == expected


def test_host_may_be_a_part_of_a_country() -> None:
    epiphany = date(2027, 1, 6)
    assert [host(code).is_business_day(epiphany) for code in ("DE", "DE-BY", "DE-HE")] == [True, False, True]


def test_host_of_every_country_of_the_library_is_taken() -> None:
    codes = list_supported_countries(include_aliases=False)
    wrong = [code for code in codes if host(code) != Host(code)]
    parts = [f"{code}-{part}" for code, parts in codes.items() for part in parts]
    assert wrong + [code for code in parts if host(code) != Host(code)] == []
    assert {names[1] for names in COUNTRIES.values()} == codes.keys()


@pytest.mark.parametrize(
    ("text", "meant"), [("at", "AT"), ("Austria", "AT"), ("AUT", "AT"), ("UK", "GB"), ("new zeeland", "NZ"), ("no", "NO")]
)
def test_host_by_another_name_is_suggested(text: str, meant: str) -> None:
    with pytest.raises(BadValue) as refused:
        host(text)
    assert (str(refused.value), refused.value.hint) == (
        f"there is no country '{text}' whose holidays are known",
        f"did you mean '{meant}'?",
    )


def test_due_is_not_said_to_be_wrong_where_the_settings_are() -> None:
    assert due_day("1 month before opening", None, Host()) is None
    assert due_day("1 business day before opening", APRIL, None) is None
    assert due_day("2027-03-01", None, None) == date(2027, 3, 1)


@pytest.mark.usefixtures("meeting")
def test_meeting_has_the_days_that_papers_and_deadlines_are_due() -> None:
    append("meeting.yaml", "host: AT\n")()
    change("deadlines.csv", "2027-02-27", "5 business days before opening")()
    append("papers.csv", "valves,Valves,,proposals-b,,,\n")()
    problem = read_meeting(MEETING).problem
    assert [(paper.id, paper.due) for paper in problem.papers] == [("lasers", date(2027, 2, 27)), ("valves", None)]
    assert [deadline.due for deadline in problem.deadlines] == [date(2027, 3, 22)]


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize("line", ["host: Austria", "host: [AT, DE]", "host: {country: AT}", "host:"])
def test_host_that_is_wrong_is_one_fault_although_business_days_need_it(line: str) -> None:
    append("meeting.yaml", f"{line}\n")()
    change("deadlines.csv", "2027-02-27", "5 business days before opening")()
    with pytest.raises(InputError) as caught:
        read_meeting(MEETING)
    assert [fault.source.file for fault in caught.value.faults] == ["meeting/meeting.yaml"]


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("reminders: [15 minutes, 1 day]", (15, 1440)),
        ("reminders: 2 hours", (120,)),
        ("reminders: [1 week, 24 hours, 1 day, 1 minute]", (1, 1440, 10080)),
        ("reminders: []", ()),
        ("reminders:", ()),
        ("", ()),
    ],
)
def test_reminders_are_minutes_each_once_the_shortest_first(line: str, minutes: tuple[int, ...]) -> None:
    append("meeting.yaml", f"{line}\n")()
    assert read_meeting(MEETING).problem.meeting.reminders == minutes


@pytest.mark.usefixtures("meeting")
def test_session_has_the_link_of_its_row() -> None:
    link = "https://video.example.org/j/93?pwd=a,b;c#d"
    change("sessions.csv", "features,marking\n", "features,marking,link\n")()
    change("sessions.csv", "interpretation,public", f'interpretation,public,"{link}"')()
    assert [session.link for session in read_meeting(MEETING).problem.sessions] == [link, "", "", ""]
