"""What can be said of a term when nothing but one session's place is known: true, false, or not decided (None)."""

from __future__ import annotations

from typing import TypeAlias

from scheduler.domain.problem import Session
from scheduler.rules.terms import (
    All,
    Any,
    Clashes,
    Crowding,
    DaysApart,
    Excess,
    Follows,
    Held,
    InRoom,
    Measure,
    MinutesEarly,
    MinutesLate,
    Not,
    Overlaps,
    Precedes,
    Rising,
    SameRoom,
    Serves,
    StartsIn,
    Times,
)

Place: TypeAlias = tuple[str, int]
"""A room's id and the minute at which a session starts there."""


def sessions_of(term: Measure) -> frozenset[str]:
    """The sessions that a term speaks of."""
    match term:
        case All(literals) | Any(literals):
            return frozenset().union(*(sessions_of(literal) for literal in literals))
        case Not(literal):
            return sessions_of(literal)
        case Precedes(first, then) | Follows(first, then) | Overlaps(first, then) | SameRoom(first, then) | DaysApart(first, then):
            return frozenset((first, then))
        case Clashes(claims) | Crowding(claims):
            return frozenset(session for session, _ in claims)
        case Excess(literals) | Rising(literals):
            return frozenset().union(*(sessions_of(literal) for literal in literals))
        case Times(_, literal):
            return sessions_of(literal)
        case _:
            return frozenset((term.session,))


def certain_value(term: Measure, session: Session, place: Place) -> bool | None:
    """Whether a term about ``session`` alone counts anything when it is held at ``place``; None if that is not decided."""
    room, start = place
    match term:
        case Held():
            return True
        case StartsIn(_, ranges):
            return any(first <= start <= last for first, last in ranges)
        case InRoom(_, rooms):
            return room in rooms
        case Serves(person, _):
            roles = [role for role in session.roles if person in role.people]
            return True if any(role.decided for role in roles) else None if roles else False
        case MinutesEarly(_, minute):
            return start < minute
        case MinutesLate(_, minute):
            return start + session.minutes > minute
        case Times(count, literal):
            return certain_value(literal, session, place) if count else False
        case Not(literal):
            value = certain_value(literal, session, place)
            return None if value is None else not value
        case All(literals):
            values = {certain_value(literal, session, place) for literal in literals}
            return False if False in values else None if None in values else True
        case Any(literals):
            values = {certain_value(literal, session, place) for literal in literals}
            return True if True in values else None if None in values else False
        case _:
            return None
