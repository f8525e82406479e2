"""Every place that sessions can have, numbered: an agenda is then a vector of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.problem import Problem, Session
from scheduler.model.cells import cells_of
from scheduler.model.formulation import Formulation

Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where sessions are, as arrays of one shape; ``period`` and ``room`` are numbers in the sheets, ``day`` counts from the first.

    A session that is not held has ``held`` false; what the other arrays say of it means nothing.
    """

    start: Ints
    end: Ints
    day: Ints
    period: Ints
    room: Ints
    held: Bools

    def at(self, numbers: Ints) -> Places:
        """The places with these numbers."""
        return self._each(lambda array: array[numbers])

    @property
    def column(self) -> Places:
        """The same places down a column."""
        return self._each(lambda array: array[:, None])

    def _each(self, change: Callable[[NDArray[Any]], NDArray[Any]]) -> Places:
        return Places(*map(change, (self.start, self.end, self.day, self.period, self.room, self.held)))


@dataclass(frozen=True, eq=False)
class Spots:
    """The spots of a meeting: a room, a start and a length each, and as the last one being left out.

    Parameters
    ----------
    problem : Problem
        The meeting.
    places : Places
        Where each spot is.
    sessions : tuple of str
        The sessions, in the sheet's order: what vectors are over.
    allowed : array of bool, sessions × spots
        The spots that each may have.
    """

    problem: Problem
    places: Places
    sessions: tuple[str, ...]
    allowed: Bools

    @staticmethod
    def of(formulation: Formulation) -> Spots:
        """The spots of a formulation's placements."""
        problem, clock = formulation.problem, formulation.problem.clock
        rooms = {room.id: index for index, room in enumerate(problem.rooms)}
        periods = {period.id: index for index, period in enumerate(problem.periods)}
        found: dict[tuple[int, int, int, int], int] = {}
        own: list[list[int]] = []
        for id, cells in cells_of(formulation).items():
            minutes = problem.session(id).minutes
            keys = [(start, minutes, periods[cell.period], rooms[room]) for cell in cells for room in cell.rooms for start in cell.starts]
            own.append([found.setdefault(key, len(found)) for key in keys])
        allowed = np.zeros((len(own), len(found) + 1), dtype=np.bool_)
        for row, (session, numbers) in enumerate(zip(problem.sessions, own, strict=True)):
            allowed[row, numbers] = True
            allowed[row, -1] = session.id not in formulation.required
        table = np.array([*found, (-1, 0, -1, -1)], dtype=np.int64)
        midnights = np.array([clock.minute(clock.midnight(day)) for day in clock.days])
        day = np.searchsorted(midnights, table[:, 0], side="right") - 1
        held = np.arange(len(table)) < len(found)
        places = Places(table[:, 0], table[:, 0] + table[:, 1], day, table[:, 2], table[:, 3], held)
        return Spots(problem, places, tuple(session.id for session in problem.sessions), allowed)

    @property
    def nowhere(self) -> int:
        """The number of being left out."""
        return len(self.places.held) - 1

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each session."""
        return {id: number for number, id in enumerate(self.sessions)}

    @cached_property
    def _spot_at(self) -> Mapping[tuple[int, int, int], int]:
        columns = (self.places.start, self.places.end, self.places.room)
        return {key: number for number, key in enumerate(zip(*(column.tolist() for column in columns), strict=True))}

    def vector(self, agenda: Agenda) -> Ints:
        """The spot of each session in an agenda."""
        rooms = {room.id: index for index, room in enumerate(self.problem.rooms)}
        entries = {entry.session: entry for entry in agenda.entries}
        return np.array([self._spot(entries.get(id), rooms) for id in self.sessions], dtype=np.int64)

    def _spot(self, entry: Entry | None, rooms: Mapping[str, int]) -> int:
        if entry is None:
            return self.nowhere
        start = self.problem.clock.minute(entry.start)
        return self._spot_at[start, start + entry.minutes, rooms[entry.room]]

    def agenda(self, vector: Ints, before: Agenda) -> Agenda:
        """The agenda of a vector, in which people keep the duties that they have in ``before``; for a session anew, the first serve."""
        duties = {entry.session: entry.duties for entry in before.entries}
        entries: list[Entry] = []
        for id, spot in zip(self.sessions, vector.tolist(), strict=True):
            if spot != self.nowhere:
                session, start = self.problem.session(id), self.problem.clock.at(int(self.places.start[spot]))
                period, room = self.problem.periods[self.places.period[spot]].id, self.problem.rooms[self.places.room[spot]].id
                entries.append(Entry(id, start, session.minutes, period, room, duties.get(id) or _first_to_serve(session)))
        held = {entry.session for entry in entries}
        return Agenda(self.problem.meeting.id, tuple(entries), tuple(id for id in self.sessions if id not in held))


def _first_to_serve(session: Session) -> tuple[Duty, ...]:
    """The people of each role who come first in the sheet, nobody in two roles."""
    duties: list[Duty] = []
    for role in session.roles:
        taken = {person for duty in duties for person in duty.people}
        people = role.people if role.decided else tuple(person for person in role.people if person not in taken)[: role.count]
        duties.append(Duty(role.name, tuple(sorted(people))))
    return tuple(duties)
