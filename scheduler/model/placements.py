"""Where each session could go at all: its starts and rooms, enumerated before any variable is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta

from scheduler.domain.problem import Period, Problem, Session


@dataclass(frozen=True, slots=True)
class Placements:
    """The places of one session.

    Parameters
    ----------
    starts : tuple of int
        Every minute at which it could start in some room, ascending.
    by_room : mapping of str to tuple of int
        For each room that could hold it, in the sheet's order, the starts that are possible there.
    """

    starts: tuple[int, ...]
    by_room: Mapping[str, tuple[int, ...]]


def enumerate_placements(problem: Problem) -> Mapping[str, Placements]:
    """For every session, each start on the meeting's grid at which it lies wholly in a period, by room."""
    grid = {period.id: _grid_minutes(problem, period) for period in problem.periods}
    by_length = {minutes: _placements(problem, grid, minutes) for minutes in {session.minutes for session in problem.sessions}}
    return {session.id: by_length[session.minutes] for session in problem.sessions}


def _placements(problem: Problem, grid: Mapping[str, tuple[int, ...]], minutes: int) -> Placements:
    by_room: dict[str, tuple[int, ...]] = {}
    for room in problem.rooms:
        periods = [period for period in problem.periods if room.id in period.rooms]
        starts = {start for period in periods for start in grid[period.id] if start + minutes <= problem.clock.minute(period.span.end)}
        if starts:
            by_room[room.id] = tuple(sorted(starts))
    return Placements(tuple(sorted({start for starts in by_room.values() for start in starts})), by_room)


def _grid_minutes(problem: Problem, period: Period) -> tuple[int, ...]:
    """The minutes of the period at which the venue's clock shows a multiple of the grid past midnight."""
    clock, grid = problem.clock, problem.meeting.grid
    first = clock.minute(period.span.start)
    local = (clock.local(period.span.start + timedelta(minutes=n)) for n in range(period.span.minutes))
    return tuple(first + n for n, face in enumerate(local) if (face.hour * 60 + face.minute) % grid == 0)


def period_of(problem: Problem, session: Session, start: int, room: str) -> Period:
    """The period in which a session that starts then, in that room, lies wholly; StopIteration if there is none."""
    begins = problem.clock.at(start)
    ends = begins + timedelta(minutes=session.minutes)
    assert begins.tzinfo is UTC
    return next(p for p in problem.periods if room in p.rooms and p.span.start <= begins and ends <= p.span.end)
