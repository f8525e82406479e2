"""How full the rooms are and who carries how much: tables for the report and for the workbook."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Delegation, Person, Problem, Room
from scheduler.publish.audiences import for_delegation, for_room

Cells = tuple[str | int, ...]
ROOMS = ("Room", "Sessions", "Minutes", "Minutes of its periods", "Share")
PEOPLE = ("Person", "Delegation", "Sessions with a duty", "Minutes")
DELEGATIONS = ("Delegation", "Delegates", "Sessions in its calendar", "Minutes", "Duties of its people")


def room_loads(problem: Problem, agenda: Agenda) -> Iterator[Cells]:
    """A row per room under ``ROOMS``; the share is of the minutes in which it is open."""
    return (_room(problem, agenda, room) for room in problem.rooms)


def _room(problem: Problem, agenda: Agenda, room: Room) -> Cells:
    entries = for_room(agenda, room)
    used = sum(entry.minutes for entry in entries)
    offered = sum(period.span.minutes for period in problem.periods if room.id in period.rooms)
    return room.name, len(entries), used, offered, f"{used / offered:.0%}" if offered else ""


def person_loads(problem: Problem, agenda: Agenda) -> Iterator[Cells]:
    """A row under ``PEOPLE`` for each person who has a duty."""
    for person in problem.people:
        entries = [entry for entry in agenda.entries if person.id in entry.people]
        if entries:
            yield _person(problem, person, entries)


def _person(problem: Problem, person: Person, entries: list[Entry]) -> Cells:
    delegation = problem.delegation(person.delegation).name if person.delegation else ""
    return person.name, delegation, len(entries), sum(entry.minutes for entry in entries)


def delegation_loads(problem: Problem, agenda: Agenda) -> Iterator[Cells]:
    """A row per delegation under ``DELEGATIONS``."""
    return (_delegation(problem, agenda, delegation) for delegation in problem.delegations)


def _delegation(problem: Problem, agenda: Agenda, delegation: Delegation) -> Cells:
    entries = for_delegation(problem, agenda, delegation)
    people = {person.id for person in problem.people if person.delegation == delegation.id}
    duties = sum(len(people & entry.people) for entry in agenda.entries)
    return delegation.name, delegation.delegates, len(entries), sum(entry.minutes for entry in entries), duties
