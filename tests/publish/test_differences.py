"""Differences in words, as delegates would put them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from published_meetings import two_bodies
from test_released import changed

from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Deadline, Problem
from scheduler.publish.calendars import calendars, shown_in_calendars
from scheduler.publish.deadlines import shown_deadlines
from scheduler.publish.differences import Side, as_markdown, by_calendar, differences

VIENNA = ZoneInfo("Europe/Vienna")


def side(problem: Problem, agenda: Agenda) -> Side:
    published = calendars(problem, agenda)
    return Side(shown_in_calendars(problem, published), {one.path: one.name for one in published}, shown_deadlines(problem))


def test_differences_of_the_programme_and_of_each_delegation() -> None:
    found = {name: [one.sentence(VIENNA) for one in own] for name, own in by_calendar(side(*two_bodies()), side(*changed()))}
    moved = (
        "RPOC: 4a. Export control issues; new, urgent: Mon 01 Mar 11:00-12:30 in Great Hall, Congress Centre → "
        "Mon 01 Mar 15:00-16:30 in Great Hall, Congress Centre; no longer Rapporteur: Cy Example (Westland)"
    )
    assert found == {
        "Spring meeting": [
            "RPOC: 9. Any other business: added, Mon 01 Mar 10:00-10:30 in Great Hall, Congress Centre",
            "Coffee: withdrawn, Mon 01 Mar 15:00-15:30 in Great Hall, Congress Centre",
            moved,
        ],
        "Spring meeting: Eastland": [moved],
        "Spring meeting: Northland": [moved],
        "Spring meeting: Westland": [
            "RPOC: 4a. Export control issues; new, urgent: withdrawn, Mon 01 Mar 11:00-12:30 in Great Hall, Congress Centre"
        ],
    }


def test_differences_of_one_programme_are_none() -> None:
    one = side(*two_bodies())
    assert list(by_calendar(one, one)) == [("Spring meeting", ())]
    assert as_markdown(by_calendar(one, one), VIENNA) == "## Spring meeting\n\nNothing differs.\n"


def test_difference_of_a_title_alone_is_a_change() -> None:
    problem, agenda = two_bodies()
    sessions = tuple(replace(session, title="Tea") if session.id == "coffee" else session for session in problem.sessions)
    old, new = (side(of, agenda).of("programme.ics") for of in (problem, replace(problem, sessions=sessions)))
    (found,) = differences(old, new)
    assert (found.kind, found.sentence(VIENNA)) == ("changed", "Tea: was called 'Coffee'")


def test_differences_of_deadlines_are_told_after_those_of_the_programme() -> None:
    problem, agenda = two_bodies()
    kept, moved, gone = (Deadline(id=id, title=id.title(), due=date(2027, 2, 26)) for id in ("names", "visa", "talks"))
    before = side(replace(problem, deadlines=(kept, moved, gone)), agenda)
    after = side(replace(problem, deadlines=(kept, replace(moved, due=date(2027, 1, 29)))), agenda)
    found = {name: [(one.kind, one.sentence(VIENNA)) for one in own] for name, own in by_calendar(before, after)}
    assert found == {
        "Spring meeting": [],
        "Spring meeting: deadlines": [
            ("moved", "Deadline: Visa: Fri 26 Feb 2027 → Fri 29 Jan 2027"),
            ("withdrawn", "Deadline: Talks: withdrawn, Fri 26 Feb 2027"),
        ],
    }


def test_difference_of_link_and_reminders_is_a_change_that_says_which() -> None:
    problem, agenda = two_bodies()
    linked = tuple(replace(one, link="https://v.example/1") if one.id == "group" else one for one in problem.sessions)
    later = replace(problem, sessions=linked, meeting=replace(problem.meeting, reminders=(15,)))
    found = {
        name: [(one.kind, one.sentence(VIENNA)) for one in own] for name, own in by_calendar(side(problem, agenda), side(later, agenda))
    }
    item = ("changed", "RPOC: 4a. Export control issues; new, urgent: now Reminder 15 minutes before")
    assert found == {
        "Spring meeting": [("changed", "SG: Small group: now Join by video: https://v.example/1")],
        "Spring meeting: Eastland": [item],
        "Spring meeting: Northland": [
            ("changed", "SG: Small group: now Join by video: https://v.example/1; now Reminder 15 minutes before"),
            item,
        ],
        "Spring meeting: Westland": [item],
    }


def test_differences_as_markdown_mean_what_they_say() -> None:
    problem, agenda = two_bodies()
    sessions = tuple(replace(session, title="*Tea*") if session.id == "coffee" else session for session in problem.sessions)
    page = as_markdown(by_calendar(side(problem, agenda), side(replace(problem, sessions=sessions), agenda)), VIENNA)
    assert page == "## Spring meeting\n\n- \\*Tea\\*: was called 'Coffee'\n"
