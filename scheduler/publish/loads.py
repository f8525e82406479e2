"""How full the rooms are and who carries how much: tables for the report and for the workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.clock import Span
from scheduler.domain.problem import PRESENTER, Delegation, Person, Problem, Room
from scheduler.publish.audiences import for_delegation, for_room

Cells = tuple[str | int, ...]
ROOMS = ("Room", "Sessions", "Minutes", "Minutes in which it is open", "Share")
DAYS = ("Day", "Sessions", "Minutes", "Minutes in which rooms are open", "Share", "Rooms in use at the peak", "Peak from")
PEOPLE = ("Person", "Delegation", "Sessions with a duty", "Minutes", "Minutes on the fullest day")
DELEGATIONS = (
    "Delegation",
    "Delegates",
    "Sessions in its calendar",
    "Minutes",
    "Presentations",
    "Duties of its people",
    "Bilaterals granted",
    "Bilaterals requested",
)


def room_loads(problem: Problem, agenda: Agenda) -> Iterator[Cells]:
    """A row per room under ``ROOMS``, in the order of the sheet."""
    return (_room(problem, agenda, room) for room in problem.rooms)


def _room(problem: Problem, agenda: Agenda, room: Room) -> Cells:
    entries = for_room(agenda, room)
    used = sum(entry.minutes for entry in entries)
    offered = _open_minutes(problem, room, (period.span for period in problem.periods if room.id in period.rooms))
    return room.name, len(entries), used, offered, _share(used, offered)


def day_loads(problem: Problem, agenda: Agenda) -> Iterator[Cells]:
    """A row under ``DAYS`` for each day that has a period; the peak is the first moment at which the most rooms are in use."""
    for day in sorted({period.day for period in problem.periods}):
        entries = [entry for entry in agenda.entries if problem.period(entry.period).day == day]
        yield _day(problem, day, entries)


def _day(problem: Problem, day: date, entries: list[Entry]) -> Cells:
    used = sum(entry.minutes for entry in entries)
    offered = sum(
        _open_minutes(problem, room, (period.span for period in problem.periods if period.day == day and room.id in period.rooms))
        for room in problem.rooms
    )
    in_use = [len({other.room for other in entries if other.start <= entry.start < other.end}) for entry in entries]
    peak = max(in_use, default=0)
    since = f"{problem.clock.local(entries[in_use.index(peak)].start):%H:%M}" if entries else ""
    return f"{day:%A} {day.day} {day:%B %Y}", len(entries), used, offered, _share(used, offered), peak, since


def _share(used: int, offered: int) -> str:
    return f"{used / offered:.0%}" if offered else ""


def _open_minutes(problem: Problem, room: Room, periods: Iterable[Span]) -> int:
    """The minutes of the periods in which the room is to be had: not busy, and free where free times are named for it."""
    rows = [row for row in problem.availability if row.id == room.id]
    offered = _joined(periods)
    if any(row.free for row in rows):
        offered = _shared(offered, _joined(row.span for row in rows if row.free))
    taken = _shared(offered, _joined(row.span for row in rows if not row.free))
    return sum(span.minutes for span in offered) - sum(span.minutes for span in taken)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same moments in spans that do not overlap."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _shared(some: list[Span], others: list[Span]) -> list[Span]:
    """The moments in both; within each, spans do not overlap."""
    return [Span(max(one.start, other.start), min(one.end, other.end)) for one in some for other in others if one.overlaps(other)]


def person_loads(problem: Problem, agenda: Agenda) -> Iterator[Cells]:
    """A row under ``PEOPLE`` for each person who has a duty, those with the most minutes first."""
    loads = ((person, [entry for entry in agenda.entries if person.id in entry.people]) for person in problem.people)
    rows = [_person(problem, person, entries) for person, entries in loads if entries]
    return iter(sorted(rows, key=lambda row: -int(row[PEOPLE.index("Minutes")])))


def _person(problem: Problem, person: Person, entries: list[Entry]) -> Cells:
    delegation = problem.delegation(person.delegation).name if person.delegation else ""
    by_day = Counter[date]()
    for entry in entries:
        by_day[problem.clock.local(entry.start).date()] += entry.minutes
    return person.name, delegation, len(entries), by_day.total(), max(by_day.values())


def delegation_loads(problem: Problem, agenda: Agenda) -> Iterator[Cells]:
    """A row per delegation under ``DELEGATIONS``, in the order of the sheet."""
    return (_delegation(problem, agenda, delegation) for delegation in problem.delegations)


def _delegation(problem: Problem, agenda: Agenda, delegation: Delegation) -> Cells:
    entries = for_delegation(problem, agenda, delegation)
    people = {person.id for person in problem.people if person.delegation == delegation.id}
    duties = sum(len(people & entry.people) for entry in agenda.entries)
    presented = sum(_presents(problem, delegation, people, entry) for entry in entries)
    granted = sum(delegation.id in problem.session(entry.session).between for entry in entries)
    requested = sum(delegation.id in session.between for session in problem.sessions)
    minutes = sum(entry.minutes for entry in entries)
    return delegation.name, delegation.delegates, len(entries), minutes, presented, duties, granted, requested


def _presents(problem: Problem, delegation: Delegation, people: set[str], entry: Entry) -> bool:
    presenters = {person for duty in entry.duties if duty.role == PRESENTER for person in duty.people}
    return delegation.id in problem.session(entry.session).presenting or not people.isdisjoint(presenters)
