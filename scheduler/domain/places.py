"""Where a session could be at all, and with whom: what the sheets allow before any rule is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, islice, product

from scheduler.domain.agenda import Duty, Entry
from scheduler.domain.problem import Period, Problem, Session

STAFFINGS = 20
"""So many ways to fill a session's roles are offered at most."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the sheets offer a session.

    Parameters
    ----------
    entries : tuple of tuple of Entry
        For each place, a start in a room, the entries that the session could have there: by period and people. In order of
        start and of the rooms' sheet.
    complete : bool
        Whether every choice of people is among them.
    """

    entries: tuple[tuple[Entry, ...], ...]
    complete: bool


def places_of(problem: Problem, session: Session) -> Offered:
    """Every start on the meeting's grid at which the session lies wholly in a period, in each of the period's rooms."""
    staffings = tuple(islice(_staffings(session), STAFFINGS + 1))
    rank = {room.id: index for index, room in enumerate(problem.rooms)}
    found: dict[tuple[datetime, int], list[Entry]] = {}
    for period in problem.periods:
        for start in _starts(problem, period, session.minutes):
            for room, duties in product(period.rooms, staffings[:STAFFINGS]):
                entry = Entry(session.id, start, session.minutes, period.id, room, duties)
                found.setdefault((start, rank[room]), []).append(entry)
    return Offered(tuple(tuple(found[place]) for place in sorted(found)), len(staffings) <= STAFFINGS)


def _starts(problem: Problem, period: Period, minutes: int) -> Iterator[datetime]:
    for minute in range(period.span.minutes - minutes + 1):
        start = period.span.start + timedelta(minutes=minute)
        face = problem.clock.local(start)
        if (face.hour * 60 + face.minute) % problem.meeting.grid == 0:
            yield start


def _staffings(session: Session) -> Iterator[tuple[Duty, ...]]:
    """Every way to fill the roles: nobody who is chosen takes two of them."""
    given = {person for role in session.roles if role.decided for person in role.people}
    for people in product(*(combinations(role.people, role.count) for role in session.roles)):
        chosen = [person for role, group in zip(session.roles, people, strict=True) if not role.decided for person in group]
        if len(chosen) == len(set(chosen)) and given.isdisjoint(chosen):
            yield tuple(Duty(role.name, tuple(sorted(group))) for role, group in zip(session.roles, people, strict=True))
