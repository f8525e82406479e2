"""Loads and the use of rooms, where availability, overlaps and several days matter: numbers derived by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.domain.clock import Span
from scheduler.domain.problem import Availability, Person
from scheduler.publish.loads import day_loads, person_loads, room_loads
from scheduler.rules.example import TWO_ROOMS, moment, tiny_agenda, tiny_meeting, tiny_session

PEOPLE = (Person(id="ana", name="Ana"), Person(id="bo", name="Bo"), Person(id="cy", name="Cy"))
PROBLEM = tiny_meeting(
    tiny_session("a", presenters=("ana",)),
    tiny_session("b", hours=2, presenters=("bo",)),
    tiny_session("c", presenters=("bo",)),
    rooms=TWO_ROOMS,
    people=PEOPLE,
)
AGENDA = tiny_agenda(PROBLEM, a="Mon 11:00 annex", b="Mon 10:00 hall", c="Tue 14:00 hall")


def times(start: str, end: str, *, free: bool, id: str = "hall") -> Availability:
    return Availability(id=id, free=free, span=Span(moment(start), moment(end)))


@pytest.mark.parametrize(
    ("rows", "minutes"),
    [
        ((), 480),  # two hours in each of four half-days
        ((times("Mon 09:00", "Mon 10:30", free=False),), 450),  # half an hour of it in the morning
        ((times("Mon 12:00", "Mon 14:00", free=False),), 480),  # over lunch
        ((times("Mon 10:00", "Mon 11:00", free=False), times("Mon 10:30", "Mon 11:30", free=False)), 390),  # 90 minutes, not 120
        ((times("Mon 10:00", "Mon 11:30", free=False), times("Mon 10:30", "Mon 11:00", free=False)), 390),  # the one within the other
        ((times("Tue 10:00", "Tue 16:00", free=True),), 240),  # let on Tuesday only
        ((times("Tue 10:00", "Tue 16:00", free=True), times("Tue 11:00", "Tue 15:00", free=False)), 120),
        ((times("Tue 10:00", "Tue 11:00", free=True), times("Tue 11:00", "Tue 12:00", free=True)), 120),
        ((times("Mon 10:00", "Mon 12:00", free=False, id="annex"),), 480),  # another room
    ],
)
def test_room_is_open_when_it_is_to_be_had(rows: tuple[Availability, ...], minutes: int) -> None:
    problem = replace(PROBLEM, availability=rows)
    hall = next(room_loads(problem, AGENDA))
    assert hall == ("Hall", 2, 180, minutes, f"{180 / minutes:.0%}")


def test_periods_that_overlap_are_open_once() -> None:
    morning = PROBLEM.periods[0]
    longer = replace(morning, id="brunch", span=Span(moment("Mon 11:00"), moment("Mon 13:00")))
    problem = replace(PROBLEM, periods=(*PROBLEM.periods, longer))
    assert next(room_loads(problem, AGENDA))[3] == 540


def test_room_that_is_never_open_has_no_share() -> None:
    problem = replace(PROBLEM, availability=(times("Mon 00:00", "Tue 23:00", free=False),))
    assert next(room_loads(problem, AGENDA)) == ("Hall", 2, 180, 0, "")


def test_days_have_a_share_and_a_peak() -> None:
    """On Monday the hall is joined by the annex at 11:00; both are open for four hours a day."""
    assert list(day_loads(PROBLEM, AGENDA)) == [
        ("Monday 1 March 2027", 2, 180, 480, "38%", 2, "11:00"),
        ("Tuesday 2 March 2027", 1, 60, 480, "12%", 1, "14:00"),
    ]


def test_day_on_which_nothing_happens_has_no_peak() -> None:
    assert list(day_loads(PROBLEM, tiny_agenda(PROBLEM, a="Mon 11:00 annex")))[1] == ("Tuesday 2 March 2027", 0, 0, 480, "0%", 0, "")


def test_people_with_the_most_minutes_come_first() -> None:
    """Bo has two hours on Monday and one on Tuesday."""
    assert list(person_loads(PROBLEM, AGENDA)) == [("Bo", "", 2, 180, 120), ("Ana", "", 1, 60, 60)]
