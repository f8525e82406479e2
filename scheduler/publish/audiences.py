"""Which entries belong in whose calendar."""

from __future__ import annotations

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Body, Delegation, Person, Problem, Room


def for_delegation(problem: Problem, agenda: Agenda, delegation: Delegation) -> tuple[Entry, ...]:
    """What the delegation must attend, what it presents, its bilaterals, and what its people have duties in."""
    people = {person.id for person in problem.people if person.delegation == delegation.id}

    def concerns(entry: Entry) -> bool:
        session = problem.session(entry.session)
        return delegation.id in session.delegations or not people.isdisjoint(entry.people)

    return tuple(entry for entry in agenda.entries if concerns(entry))


def for_person(problem: Problem, agenda: Agenda, person: Person) -> tuple[Entry, ...]:
    """The person's duties, and the sessions of the bodies that the person is named in."""
    return tuple(entry for entry in agenda.entries if person.id in entry.people or problem.session(entry.session).body in person.bodies)


def for_room(agenda: Agenda, room: Room) -> tuple[Entry, ...]:
    """What takes place in the room."""
    return tuple(entry for entry in agenda.entries if entry.room == room.id)


def for_body(problem: Problem, agenda: Agenda, body: Body) -> tuple[Entry, ...]:
    """The body's sessions."""
    return tuple(entry for entry in agenda.entries if problem.session(entry.session).body == body.id)
