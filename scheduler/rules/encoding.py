"""What the encodings of several kinds share. The checks never use it: code shared by the two would hide shared faults."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.domain.clock import Clock, Span
from scheduler.domain.problem import Person, Problem, Session
from scheduler.rules.terms import All, Any, Fact, Held, Literal, Not, Serves, StartsIn


def lies_within(session: Session, spans: Iterable[Span], clock: Clock) -> StartsIn:
    """The session lies wholly inside one of ``spans``."""
    starts = ((clock.minute(span.start), clock.minute(span.end) - session.minutes) for span in spans)
    return StartsIn(session.id, tuple((first, last) for first, last in starts if first <= last))


def held_but_not(session: Session, literal: Literal) -> Literal:
    """The session takes place, and the literal is false."""
    return All((Held(session.id), Not(literal)))


def may_serve(person: Person, session: Session) -> bool:
    """Whether the person has, or may be given, a role in the session."""
    return any(person.id in role.people for role in session.roles)


def sends_somebody(problem: Problem, delegation: str, session: Session) -> Literal | None:
    """The literal that somebody of the delegation has to be in the session; None where that can never be."""
    if delegation in session.audience or delegation in session.presenting:
        return Held(session.id)
    people = [person for person in problem.people if person.delegation == delegation and may_serve(person, session)]
    return Any(tuple(Serves(person.id, session.id) for person in people)) if people else None


def session_fact(session: Session) -> Fact:
    """The session's own line."""
    return Fact(f"{session.id} '{session.title}' takes {session.minutes} minutes", session.source)
