"""What the encodings of several kinds share. The checks never use it: code shared by the two would hide shared faults."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import product

from scheduler.domain.clock import Clock, Span
from scheduler.domain.problem import Delegation, Period, Person, Problem, Row, Session, select
from scheduler.domain.selector import Selector, values_of
from scheduler.rules.terms import All, Any, AnyIn, Fact, Held, InRoom, Literal, Not, Serves, StartsIn


def lies_within(session: Session, spans: Iterable[Span], clock: Clock) -> StartsIn:
    """The session lies wholly inside one of ``spans``."""
    starts = ((clock.minute(span.start), clock.minute(span.end) - session.minutes) for span in spans)
    return StartsIn(session.id, tuple((first, last) for first, last in starts if first <= last))


def starts_in_periods(problem: Problem, session: Session, periods: Iterable[Period], after: int = 0, off: int = 0) -> Literal:
    """The session is in one of ``periods``, and starts at least ``after`` minutes after its beginning.

    If ``off`` is given, the minutes from that beginning to the session's are besides no multiple of it.

    The room counts only where another period, of other rooms, is at the same time.
    """
    ranges: dict[frozenset[str], list[tuple[int, int]]] = {}
    for period in periods:
        shared = any(other.id != period.id and other.span.overlaps(period.span) for other in problem.periods)
        first, last = problem.clock.minute(period.span.start) + after, problem.clock.minute(period.span.end) - session.minutes
        if first <= last:
            begins = problem.clock.minute(period.span.start)
            between = [(begin + 1, min(last, begin + off - 1)) for begin in range(begins, last, off)] if off else [(first, last)]
            ranges.setdefault(frozenset(period.rooms) if shared else frozenset(), []).extend(between)
    starts = {rooms: StartsIn(session.id, tuple(minutes)) for rooms, minutes in ranges.items()}
    return Any(tuple(All((start, InRoom(session.id, rooms))) if rooms else start for rooms, start in starts.items()))


def ids_by_value(problem: Problem, chosen: Selector, column: str) -> dict[str, tuple[str, ...]]:
    """The sessions that have each value of a column, as ``theme``, of those that a selector picks."""
    ids: dict[str, list[str]] = {}
    for session in select(problem.sessions, chosen):
        for value in dict.fromkeys(values_of(session, column)):
            ids.setdefault(value, []).append(session.id)
    return {value: tuple(having) for value, having in ids.items()}


def block(sessions: tuple[str, ...], period: Period, room: str) -> AnyIn:
    """One of the sessions is held in this period and room."""
    return AnyIn(sessions, frozenset((period.id,)), frozenset((room,)))


def half_days(problem: Problem) -> tuple[tuple[Period, ...], ...]:
    """The periods in order, those that overlap taken together."""
    found: list[list[Period]] = []
    end: datetime | None = None
    for period in sorted(problem.periods, key=lambda period: period.span):
        if end is not None and period.span.start < end:
            found[-1].append(period)
            end = max(end, period.span.end)
        else:
            found.append([period])
            end = period.span.end
    return tuple(map(tuple, found))


def held_but_not(session: Session, literal: Literal) -> Literal:
    """The session takes place, and the literal is false."""
    return All((Held(session.id), Not(literal)))


def may_serve(person: Person, session: Session) -> bool:
    """Whether the person has, or may be given, a role in the session."""
    return any(person.id in role.people for role in session.roles)


def sends_somebody(problem: Problem, delegation: str, session: Session) -> Literal | None:
    """The literal that somebody of the delegation has to be in the session; None where that can never be."""
    if delegation in session.delegations:
        return Held(session.id)
    people = [person for person in problem.people if person.delegation == delegation and may_serve(person, session)]
    return Any(tuple(Serves(person.id, session.id) for person in people)) if people else None


def claims_of(problem: Problem, row: Row) -> tuple[tuple[str, Literal], ...]:
    """The sessions in which a person, a delegation or a body is, or may be, wanted, each with the literal that it is."""
    match row:
        case Person():
            return tuple((session.id, Serves(row.id, session.id)) for session in problem.sessions_of(row.id))
        case Delegation():
            claims = ((session.id, sends_somebody(problem, row.id, session)) for session in problem.sessions)
            return tuple((id, claim) for id, claim in claims if claim is not None)
        case _:
            return tuple((session.id, Held(session.id)) for session in problem.sessions if session.body == row.id)


def pairs_with(
    sessions: Sequence[Session], column: str, named: Iterable[Collection[str]] | None = None
) -> Iterator[tuple[Session, Session]]:
    """The pairs of sessions that have two ``named`` values of a column or, by default, one that they share, in the sheet's order.

    They are found by the values: of all pairs of a thousand sessions, few are such.
    """
    having: dict[str, list[int]] = {}
    for number, session in enumerate(sessions):
        for value in values_of(session, column):
            having.setdefault(value, []).append(number)
    values = ((value, value) for value in having) if named is None else ((min(both), max(both)) for both in named)
    found = {(min(pair), max(pair)) for one, other in values for pair in product(having.get(one, ()), having.get(other, ()))}
    yield from ((sessions[first], sessions[then]) for first, then in sorted(found) if first != then)


def delegates_fact(delegation: Delegation) -> Fact:
    """The delegation's own line."""
    return Fact(f"{delegation.id} has {delegation.delegates} delegate{'s' if delegation.delegates != 1 else ''}", delegation.source)


def session_fact(session: Session) -> Fact:
    """The session's own line."""
    return Fact(f"{session.id} '{session.title}' takes {session.minutes} minutes", session.source)
