"""Every agenda of a tiny problem, enumerated from its sheets alone: what the solver is held against."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations, product

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.problem import Problem, Session

MINUTE = timedelta(minutes=1)


def all_agendas(problem: Problem) -> Iterator[Agenda]:
    """Every way to place, staff and leave out sessions that the sheets allow, whatever the rules say."""
    choices = [list(_choices(problem, session)) for session in problem.sessions]
    for combination in product(*choices):
        entries = tuple(entry for entry in combination if entry is not None)
        held = {entry.session for entry in entries}
        omitted = tuple(session.id for session in problem.sessions if session.id not in held)
        if not _crowded(problem, entries):
            yield Agenda(meeting=problem.meeting.id, entries=entries, omitted=omitted)


def _choices(problem: Problem, session: Session) -> Iterator[Entry | None]:
    if session.optional:
        yield None
    for period in problem.periods:
        for start in _minutes(period.span.start, period.span.end - session.minutes * MINUTE):
            local = start.astimezone(problem.clock.zone)
            if (local.hour * 60 + local.minute) % problem.meeting.grid == 0:
                for room, duties in product(period.rooms, _staffings(session)):
                    yield Entry(session.id, start, session.minutes, period.id, room, duties)


def _minutes(first: datetime, last: datetime) -> Iterator[datetime]:
    moment = first
    while moment <= last:
        yield moment
        moment += MINUTE


def _staffings(session: Session) -> Iterator[tuple[Duty, ...]]:
    for people in product(*(combinations(role.people, role.count) for role in session.roles)):
        chosen = [person for role, group in zip(session.roles, people, strict=True) if not role.decided for person in group]
        given = {person for role in session.roles if role.decided for person in role.people}
        if len(chosen) == len(set(chosen)) and given.isdisjoint(chosen):
            yield tuple(Duty(role.name, tuple(sorted(group))) for role, group in zip(session.roles, people, strict=True))


def _crowded(problem: Problem, entries: tuple[Entry, ...]) -> bool:
    cells = [(entry.period, entry.room) for entry in entries if problem.period(entry.period).single]
    return len(cells) != len(set(cells))
