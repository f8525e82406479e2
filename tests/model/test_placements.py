"""Where sessions could go, before any rule: on the venue's grid, wholly in a period, in a room that is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.clock import Clock, Span
from scheduler.domain.problem import Period, Problem
from scheduler.model.placements import enumerate_placements, period_of
from scheduler.rules.example import TWO_ROOMS, tiny_meeting, tiny_session

HALF_HOUR_ZONE = Clock(ZoneInfo("Asia/Kolkata"), date(2027, 3, 1), date(2027, 3, 1))
SPRING = Clock(ZoneInfo("Europe/Vienna"), date(2027, 3, 28), date(2027, 3, 28))
AUTUMN = Clock(ZoneInfo("Europe/Vienna"), date(2027, 10, 31), date(2027, 10, 31))


def meeting(clock: Clock, start: int, end: int, hours: int = 1) -> Problem:
    """One period from ``start`` to ``end``, minutes past midnight on the clock's first day, and one session."""
    base = tiny_meeting(tiny_session("talk", hours=hours))
    span = Span(clock.instant(clock.first_day, start), clock.instant(clock.first_day, end))
    period = Period(id="only", day=clock.first_day, span=span, name="only", rooms=("hall",))
    return replace(base, meeting=replace(base.meeting, clock=clock), periods=(period,))


def test_enumerate_placements_period_that_begins_off_the_grid() -> None:
    assert enumerate_placements(meeting(HALF_HOUR_ZONE, 9 * 60 + 30, 12 * 60))["talk"].starts == (600, 660)


def test_enumerate_placements_session_longer_than_the_period() -> None:
    placements = enumerate_placements(meeting(HALF_HOUR_ZONE, 9 * 60, 10 * 60, hours=2))["talk"]
    assert (placements.starts, dict(placements.by_room)) == ((), {})


@pytest.mark.parametrize(
    ("clock", "starts"),
    [
        pytest.param(SPRING, (60, 120), id="forward: 01:00 and 03:00, an hour apart"),
        pytest.param(AUTUMN, (60, 120, 180, 240), id="back: 01:00, 02:00 twice, 03:00"),
    ],
)
def test_enumerate_placements_over_a_clock_change(clock: Clock, starts: tuple[int, ...]) -> None:
    assert enumerate_placements(meeting(clock, 60, 240))["talk"].starts == starts


def test_enumerate_placements_room_closed_in_a_period() -> None:
    base = tiny_meeting(tiny_session("talk", hours=2), rooms=TWO_ROOMS)
    monday, *others = base.periods
    placements = enumerate_placements(replace(base, periods=(replace(monday, rooms=("hall",)), *others)))["talk"]
    assert dict(placements.by_room) == {"hall": (600, 840, 2040, 2280), "annex": (840, 2040, 2280)}


def test_period_of_entry_is_the_one_in_which_its_room_is_open() -> None:
    base = tiny_meeting(tiny_session("talk"), rooms=TWO_ROOMS)
    first = replace(base.periods[0], rooms=("hall",))
    second = replace(base.periods[0], id="mon-am-annex", rooms=("annex",))
    problem = replace(base, periods=(first, second, *base.periods[1:]))
    assert period_of(problem, problem.sessions[0], 600, "annex").id == "mon-am-annex"
