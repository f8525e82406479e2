"""What the terms mean on an agenda: which sessions they speak of, and what they count where these are held.

The checks never use it: they say what a rule means in their own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from scheduler.domain.agenda import Entry
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


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a session is held: ``start`` and ``end`` in the minutes of the terms, ``day`` counted from the first."""

    start: int
    end: int
    day: int
    period: str
    room: str
    people: frozenset[str]


Spots: TypeAlias = Mapping[str, Spot]
"""The spot of each session that is held, by its id."""


def spot_of(problem: Problem, entry: Entry) -> Spot:
    """An entry in the minutes of the terms."""
    start = problem.clock.minute(entry.start)
    day = (problem.clock.local(entry.start).date() - problem.clock.first_day).days
    return Spot(start, start + entry.minutes, day, entry.period, entry.room, entry.people)


def sessions_of(term: Measure) -> frozenset[str]:
    """The sessions that a term speaks of."""
    match term:
        case All(literals) | Any(literals) | AtLeast(_, literals) | Excess(literals) | Rising(literals):
            themes = {literal.sessions for literal in literals if isinstance(literal, AnyIn)}  # Each is named for many blocks.
            return frozenset().union(*themes, *(sessions_of(literal) for literal in literals if not isinstance(literal, AnyIn)))
        case Pairs(first, then):
            return sessions_of(All((*first, *then)))
        case Not(literal):
            return sessions_of(literal)
        case AnyIn(sessions):
            return frozenset(sessions)
        case Clashes(claims) | Crowding(claims):
            return frozenset(session for session, _ in claims)
        case Times(_, measure):
            return sessions_of(measure)
        case Held(session) | StartsIn(session) | InRoom(session) | Serves(_, session) | MinutesEarly(session) | MinutesLate(session):
            return frozenset((session,))
        case _:
            return frozenset((term.first, term.then))


def count(term: Measure, spots: Spots) -> int:
    """What a term counts: for a literal 1 where it is true."""
    match term:
        case Clashes(claims, gap):
            return _clashing_pairs(_made(claims, spots), gap)
        case Crowding(claims, limit):
            made = _made(claims, spots)
            if len(made) <= limit:
                return 0
            return sum(max(0, sum(other.start <= one.start < other.end for other in made) - limit) for one in made)
        case Excess(literals, limit):
            return max(0, sum(is_true(literal, spots) for literal in literals) - limit)
        case Rising(literals):
            number = sum(is_true(literal, spots) for literal in literals)
            return number * (number + 1) // 2
        case Pairs(first, then):
            return sum(is_true(literal, spots) for literal in first) * sum(is_true(literal, spots) for literal in then)
        case Times(times, measure):
            return times * count(measure, spots) if times else 0
        case OverlapMinutes(first, then):
            return _shared_minutes(spots.get(first), spots.get(then))
        case MinutesEarly(session, minute):
            return max(0, minute - spots[session].start) if session in spots else 0
        case MinutesLate(session, minute):
            return max(0, spots[session].end - minute) if session in spots else 0
        case _:
            return int(is_true(term, spots))


def _made(claims: tuple[tuple[str, Literal], ...], spots: Spots) -> list[Spot]:
    return [spots[session] for session, claim in claims if session in spots and is_true(claim, spots)]


def _clashing_pairs(made: list[Spot], gap: int) -> int:
    """How many pairs have less than ``gap`` minutes between them: in order of start, those after one that clash with it come first."""
    ordered = sorted(made, key=attrgetter("start"))
    pairs = 0
    for index, one in enumerate(ordered, start=1):
        while index < len(ordered) and ordered[index].start < one.end + gap:
            pairs, index = pairs + 1, index + 1
    return pairs


def _shared_minutes(one: Spot | None, other: Spot | None) -> int:
    return 0 if one is None or other is None else max(0, min(one.end, other.end) - max(one.start, other.start))


def is_true(term: Literal, spots: Spots) -> bool:
    """Whether a literal is true; a term about a session that is not held is false."""
    match term:
        case Held(session):
            return session in spots
        case InRoom(session, rooms):
            return session in spots and spots[session].room in rooms
        case StartsIn(session, ranges):
            return session in spots and any(first <= spots[session].start <= last for first, last in ranges)
        case Serves(person, session):
            return session in spots and person in spots[session].people
        case AnyIn(sessions, periods, rooms):
            held = (spots[session] for session in sessions if session in spots)
            return any(spot.period in periods and spot.room in rooms for spot in held)
        case All(literals):
            return all(is_true(literal, spots) for literal in literals)
        case Any(literals):
            return any(is_true(literal, spots) for literal in literals)
        case AtLeast(least, literals):
            return sum(is_true(literal, spots) for literal in literals) >= least
        case Not(literal):
            return not is_true(literal, spots)
        case _:
            return term.first in spots and term.then in spots and _is_related(term, spots[term.first], spots[term.then])


def _is_related(term: Pairwise, one: Spot, other: Spot) -> bool:
    between = other.start - one.end
    match term:
        case Overlaps(_, _, gap):
            return between < gap and one.start - other.end < gap
        case Precedes(_, _, gap):
            return between >= gap
        case Follows(_, _, least, most):
            return least <= between <= most
        case DaysApart(_, _, least, most):
            return least <= other.day - one.day <= most
        case SamePeriod():
            return one.period == other.period
        case _:
            return one.room == other.room
