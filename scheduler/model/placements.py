"""Where each session could go at all: its starts and rooms, enumerated before any variable is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta

from scheduler.domain.problem import Period, Problem, Session
from scheduler.model.certainty import Places, certainty
from scheduler.rules.terms import Measure


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

    @property
    def number(self) -> int:
        """How many places: starts, counted in each room."""
        return sum(map(len, self.by_room.values()))

    @staticmethod
    def of(by_room: Mapping[str, Iterable[int]]) -> Placements:
        """The placements with these starts in each room; a room without any is left out."""
        rooms = {room: tuple(sorted(starts)) for room, starts in by_room.items()}
        every = {start for starts in rooms.values() for start in starts}
        return Placements(tuple(sorted(every)), {room: starts for room, starts in rooms.items() if starts})


def narrowed(placements: Placements, session: Session, breaches: Iterable[Measure]) -> tuple[Placements, tuple[Measure, ...]]:
    """The placements at which none of ``breaches``, terms about this ``session`` alone, is certain.

    Returns
    -------
    Placements
        What is left; none of it once a breach has taken the last one away.
    tuple of Measure
        The breaches that took some away.
    """
    places = Places.of(placements.by_room)
    left, because = places.constant(True), []
    for breach in breaches:
        taken = certainty(breach, session, places).true & left
        if taken.any():
            because.append(breach)
            left = left & ~taken
        if not left.any():
            break
    return (Placements.of(places.where(left)) if because else placements), tuple(because)


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
    return Placements.of(by_room)


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
