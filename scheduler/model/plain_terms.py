"""The rules' terms in their plainest form, so that the same thing, said by several rules, is one term to the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import TypeAlias

from scheduler.domain.problem import Problem, Role
from scheduler.rules.encoding import starts_in_periods
from scheduler.rules.meaning import sessions_of
from scheduler.rules.structure import mapped
from scheduler.rules.terms import (
    All,
    Any,
    AnyIn,
    Clashes,
    Crowding,
    Excess,
    Held,
    InRoom,
    Literal,
    Measure,
    MinutesEarly,
    MinutesLate,
    OverlapMinutes,
    Overlaps,
    Pairs,
    Pairwise,
    Rising,
    SamePeriod,
    SameRoom,
    Serves,
    StartsIn,
    Times,
)

Plain: TypeAlias = Literal | Clashes | Crowding | Excess
"""What is left of the terms where they must count nothing."""


def plainly(term: Measure, problem: Problem) -> Iterator[Plain]:
    """Terms that count nothing exactly where this one counts nothing, as plain as they can be."""
    match term:
        case Times(count, measure):
            yield from plainly(measure, problem) if count else ()
        case Any(literals) | Rising(literals) | Excess(literals, 0):
            for literal in literals:
                yield from plainly(literal, problem)
        case MinutesEarly(session, minute):
            yield StartsIn(session, ((0, minute - 1),))
        case MinutesLate(session, minute):
            end = problem.clock.minute(problem.clock.day(problem.clock.last_day).end)
            yield StartsIn(session, ((minute - problem.session(session).minutes + 1, end),))
        case OverlapMinutes(first, then):
            yield Overlaps(first, then)
        case Pairs(first, then):
            yield All((Any(first), Any(then)))
        case AnyIn(sessions):
            for session in sessions:
                yield simple(replace(term, sessions=(session,)), problem)
        case _:
            yield term


def counted(term: Measure, problem: Problem) -> Iterator[tuple[Measure, int]]:
    """Terms, each with how many times it counts, that together count what this one counts."""
    match term:
        case Times(times, measure):
            yield from ((inner, times * count) for inner, count in counted(measure, problem))
        case Clashes(claims, gap):
            for (one, claim), (other, other_claim) in combinations(claims, 2):
                yield simple(All((claim, other_claim, Overlaps(one, other, gap))), problem), 1
        case OverlapMinutes(first, then):
            yield OverlapMinutes(min(first, then), max(first, then)), 1
        case MinutesEarly() | MinutesLate():
            yield term, 1
        case Excess() | Rising() | Pairs() | Crowding():
            yield mapped(term, lambda literal: simple(literal, problem)), 1
        case _:
            yield simple(term, problem), 1


def simple(term: Literal, problem: Problem) -> Literal:
    """A literal that is true exactly where this one is, in one form for all that say the same of two sessions."""
    match term:
        case Serves(person, session):
            return _serves(term, [role for role in problem.session(session).roles if person in role.people])
        case Overlaps(first, then, gap):
            return Overlaps(min(first, then), max(first, then), gap)
        case SameRoom(first, then):
            return SameRoom(min(first, then), max(first, then))
        case SamePeriod(first, then):
            return SamePeriod(min(first, then), max(first, then))
        case AnyIn((session,), periods, rooms):
            chosen = (period for period in problem.periods if period.id in periods)
            return All((starts_in_periods(problem, problem.session(session), chosen), InRoom(session, rooms)))
        case AnyIn():
            return term
        case All(literals):
            return _all(simple(literal, problem) for literal in literals)
        case Any((literal,)):
            return simple(literal, problem)
        case _:
            return mapped(term, lambda literal: simple(literal, problem))


def _serves(term: Serves, roles: list[Role]) -> Literal:
    """That somebody serves whose ``roles`` these may be."""
    if not roles:
        return Any(())
    return Held(term.session) if any(role.decided for role in roles) else term


def _all(literals: Iterable[Literal]) -> Literal:
    """All of the literals; that a session is held is not said again where another literal implies it."""
    each = tuple(dict.fromkeys(literals))
    held = frozenset().union(*(sessions_of(literal) for literal in each if isinstance(literal, StartsIn | InRoom | Serves | Pairwise)))
    needed = tuple(literal for literal in each if not (isinstance(literal, Held) and literal.session in held))
    return needed[0] if len(needed) == 1 else All(needed)
