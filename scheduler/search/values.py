"""What terms count where some sessions are at many places at once: ``rules/meaning.py`` on arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import TypeAlias

import numpy as np

from scheduler.domain.problem import Problem
from scheduler.rules.terms import (
    All,
    Any,
    AnyIn,
    AtLeast,
    Clashes,
    Crowding,
    DaysApart,
    Excess,
    Follows,
    Held,
    InRoom,
    Literal,
    Measure,
    MinutesEarly,
    MinutesLate,
    Not,
    OverlapMinutes,
    Overlaps,
    Pairs,
    Pairwise,
    Precedes,
    Rising,
    SamePeriod,
    Serves,
    StartsIn,
    Times,
)
from scheduler.search.spots import Bools, Ints, Places

TRUE, ZERO = np.ones((), dtype=np.bool_), np.zeros((), dtype=np.int64)

Where: TypeAlias = Callable[[str], Places]
"""The places of a session, by its id; those of several have shapes that can be broadcast together."""


class Values:
    """Evaluates the terms of one meeting."""

    def __init__(self, problem: Problem) -> None:
        self._rooms: Mapping[str, int] = {room.id: index for index, room in enumerate(problem.rooms)}
        self._periods: Mapping[str, int] = {period.id: index for index, period in enumerate(problem.periods)}
        self._decided = {
            (person, session.id) for session in problem.sessions for role in session.roles if role.decided for person in role.people
        }

    def count(self, term: Measure, where: Where) -> Ints:
        """What a term counts at every combination of places."""
        match term:
            case Times(times, measure):
                return np.asarray(times * self.count(measure, where))
            case Excess(literals, limit):
                return np.maximum(self._number(literals, where) - limit, 0)
            case Rising(literals):
                number = self._number(literals, where)
                return number * (number + 1) // 2
            case Pairs(first, then):
                return self._number(first, where) * self._number(then, where)
            case MinutesEarly(session, minute):
                one = where(session)
                return np.where(one.held, np.maximum(minute - one.start, 0), 0)
            case MinutesLate(session, minute):
                one = where(session)
                return np.where(one.held, np.maximum(one.end - minute, 0), 0)
            case OverlapMinutes(first, then):
                one, other = where(first), where(then)
                shared = np.minimum(one.end, other.end) - np.maximum(one.start, other.start)
                return np.where(one.held & other.held, np.maximum(shared, 0), 0)
            case Clashes(claims, gap):
                pairs = [
                    All((claim, beside, Overlaps(session, other, gap)))
                    for index, (session, claim) in enumerate(claims)
                    for other, beside in claims[:index]
                ]
                return self._number(tuple(pairs), where)
            case Crowding():
                return self._crowding(term, where)
            case _:
                return self.truth(term, where).astype(np.int64)

    def truth(self, term: Literal, where: Where) -> Bools:
        """Where a literal is true."""
        match term:
            case Held(session):
                return where(session).held
            case StartsIn(session, ranges):
                one = where(session)
                inside = ((first <= one.start) & (one.start <= last) for first, last in ranges)
                return one.held & reduce(np.logical_or, inside, np.zeros_like(one.held))
            case InRoom(session, rooms):
                one = where(session)
                return one.held & np.isin(one.room, [number for room, number in self._rooms.items() if room in rooms])
            case Serves(person, session):
                held = where(session).held
                return held if (person, session) in self._decided else np.zeros_like(held)
            case AnyIn(sessions, periods, rooms):
                return reduce(np.logical_or, (self._is_in(where(session), periods, rooms) for session in sessions), ~TRUE)
            case All(literals):
                return reduce(np.logical_and, (self.truth(literal, where) for literal in literals), TRUE)
            case Any(literals):
                return reduce(np.logical_or, (self.truth(literal, where) for literal in literals), ~TRUE)
            case AtLeast(least, literals):
                return np.asarray(self._number(literals, where) >= least)
            case Not(literal):
                return ~self.truth(literal, where)
            case _:
                one, other = where(term.first), where(term.then)
                return one.held & other.held & _is_related(term, one, other)

    def _is_in(self, one: Places, periods: frozenset[str], rooms: frozenset[str]) -> Bools:
        inside = np.isin(one.period, [number for period, number in self._periods.items() if period in periods])
        return one.held & inside & np.isin(one.room, [number for room, number in self._rooms.items() if room in rooms])

    def _number(self, literals: tuple[Literal, ...], where: Where) -> Ints:
        """How many of the literals are true."""
        return _sum(self.truth(literal, where) for literal in literals)

    def _crowding(self, term: Crowding, where: Where) -> Ints:
        made = [(where(session), self.truth(claim, where) & where(session).held) for session, claim in term.claims]
        total = ZERO
        for one, claim in made:
            running = [other_claim & (other.start <= one.start) & (one.start < other.end) for other, other_claim in made]
            total = total + claim * np.maximum(_sum(running) - term.limit, 0)
        return total


def _sum(masks: Iterable[Bools]) -> Ints:
    return reduce(np.add, (mask.astype(np.int64) for mask in masks), ZERO)


def _is_related(term: Pairwise, one: Places, other: Places) -> Bools:
    match term:
        case Overlaps(_, _, gap):
            return (other.start - one.end < gap) & (one.start - other.end < gap)
        case Precedes(_, _, gap):
            return np.asarray(other.start - one.end >= gap)
        case Follows(_, _, least, most):
            between = other.start - one.end
            return (least <= between) & (between <= most)
        case DaysApart(_, _, least, most):
            apart = other.day - one.day
            return (least <= apart) & (apart <= most)
        case SamePeriod():
            return np.asarray(one.period == other.period)
        case _:
            return np.asarray(one.room == other.room)
