"""How sessions, roles and people are named wherever delegates read of them: each name on one line."""

from __future__ import annotations

from scheduler.domain.agenda import Entry
from scheduler.domain.problem import CHAIR, PRESENTER, Problem, Session
from scheduler.publish.text import one_line


def item_number(session: Session) -> str:
    """The number of the agenda item, without a full stop: ``4a``; empty where there is none."""
    return one_line(session.item).rstrip(".")


def heading(session: Session) -> str:
    """Body, item number and title, in this order as narrow columns cut the end off: ``RPOC: 4a. Export control issues``."""
    title = one_line(session.title)
    numbered = f"{item_number(session)}. {title}" if session.item else title
    return f"{one_line(session.body)}: {numbered}" if session.body else numbered


def place(problem: Problem, entry: Entry) -> str:
    """Room and building: ``Hall 2, Congress Centre``."""
    room = problem.room(entry.room)
    return ", ".join(one_line(part) for part in (room.name, room.building) if part)


def roles(problem: Problem, entry: Entry) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each role that is taken, with names: presenters, people before delegations, then the chair, then the others in order."""
    presenting = tuple(one_line(problem.delegation(id).name) for id in problem.session(entry.session).presenting)
    taken = {PRESENTER: presenting} if presenting else {}
    for duty in entry.duties:
        taken[duty.role] = (*(person_name(problem, id) for id in duty.people), *taken.get(duty.role, ()))
    rank = {PRESENTER: 0, CHAIR: 1}
    return tuple(sorted(((role, names) for role, names in taken.items() if names), key=lambda item: rank.get(item[0], 2)))


def person_name(problem: Problem, id: str) -> str:
    """The person's name with the delegation: ``Ana Example (Northland)``."""
    person = problem.person(id)
    name = one_line(person.name)
    return f"{name} ({one_line(problem.delegation(person.delegation).name)})" if person.delegation else name


def party(problem: Problem, text: str) -> str:
    """Who is meant by a cell that may name a delegation or a person by id, and anybody else in words, such as ``all delegations``."""
    if any(delegation.id == text for delegation in problem.delegations):
        return one_line(problem.delegation(text).name)
    return person_name(problem, text) if any(person.id == text for person in problem.people) else one_line(text)


def role_line(role: str, names: tuple[str, ...]) -> str:
    """One line about one role: ``Presenters: Ana Example (Northland), Eastland``."""
    name = one_line(role)
    plural = "s" if len(names) > 1 and not name.endswith("s") else ""
    return f"{name[:1].upper()}{name[1:]}{plural}: {', '.join(names)}"
