"""What is certain of a term at each place of one session, when nothing else is known of the agenda."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.problem import Session
from scheduler.rules.terms import (
    All,
    Any,
    AtLeast,
    Held,
    InRoom,
    Measure,
    MinutesEarly,
    MinutesLate,
    Not,
    Serves,
    StartsIn,
    Times,
)

Mask: TypeAlias = NDArray[np.bool_]
"""A truth value per place."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Every place of a session: ``starts[i]`` is the minute of place i, ``rooms[codes[i]]`` its room."""

    rooms: tuple[str, ...]
    codes: NDArray[np.int64]
    starts: NDArray[np.int64]

    @staticmethod
    def of(by_room: Mapping[str, tuple[int, ...]]) -> Places:
        """The places with these starts in each room."""
        codes = np.repeat(np.arange(len(by_room)), [len(starts) for starts in by_room.values()])
        return Places(tuple(by_room), codes, np.array([*chain.from_iterable(by_room.values())], dtype=np.int64))

    @staticmethod
    def of_pairs(places: Sequence[tuple[str, int]]) -> Places:
        """These places, each a room and a start, in this order."""
        rooms = tuple(dict.fromkeys(room for room, _ in places))
        codes = {room: code for code, room in enumerate(rooms)}
        pairs = np.array([(codes[room], start) for room, start in places], dtype=np.int64).reshape(-1, 2)
        return Places(rooms, pairs[:, 0], pairs[:, 1])

    def where(self, mask: Mask) -> dict[str, tuple[int, ...]]:
        """The starts in each room at the places of the mask; rooms without any are left out."""
        starts = {room: tuple(self.starts[mask & (self.codes == code)].tolist()) for code, room in enumerate(self.rooms)}
        return {room: there for room, there in starts.items() if there}

    def constant(self, value: bool) -> Mask:
        """The same value at every place."""
        return np.full(len(self.starts), value)


@dataclass(frozen=True, slots=True, eq=False)
class Certainty:
    """At which places a term certainly counts something, and at which it certainly counts nothing; elsewhere it is open."""

    true: Mask
    false: Mask


def certainty(term: Measure, session: Session, places: Places) -> Certainty:
    """What is certain of a term about ``session`` alone where it is held at each of ``places``."""
    match term:
        case Held():
            return _decided(places.constant(True))
        case StartsIn(_, ranges):
            inside = [(first <= places.starts) & (places.starts <= last) for first, last in ranges]
            return _decided(reduce(np.logical_or, inside, places.constant(False)))
        case InRoom(_, rooms):
            return _decided(np.array([room in rooms for room in places.rooms], dtype=np.bool_)[places.codes])
        case Serves(person, _):
            roles = [role for role in session.roles if person in role.people]
            return Certainty(places.constant(any(role.decided for role in roles)), places.constant(not roles))
        case MinutesEarly(_, minute):
            return _decided(places.starts < minute)
        case MinutesLate(_, minute):
            return _decided(places.starts + session.minutes > minute)
        case Times(count, measure):
            return certainty(measure, session, places) if count else _decided(places.constant(False))
        case Not(literal):
            value = certainty(literal, session, places)
            return Certainty(value.false, value.true)
        case All(literals):
            return _conjunction((certainty(literal, session, places) for literal in literals), places)
        case Any(literals):
            value = certainty(All(tuple(Not(literal) for literal in literals)), session, places)
            return Certainty(value.false, value.true)
        case AtLeast(least, literals):
            values = [certainty(literal, session, places) for literal in literals]
            true, possible = (_sum((value.true for value in values), places), _sum((~value.false for value in values), places))
            return Certainty(true >= least, possible < least)
        case _:
            return Certainty(places.constant(False), places.constant(False))


def _decided(mask: Mask) -> Certainty:
    return Certainty(mask, ~mask)


def _sum(masks: Iterable[Mask], places: Places) -> NDArray[np.int64]:
    return sum((mask.astype(np.int64) for mask in masks), np.zeros(len(places.starts), dtype=np.int64))


def _conjunction(values: Iterable[Certainty], places: Places) -> Certainty:
    true, false = places.constant(True), places.constant(False)
    for value in values:
        true, false = true & value.true, false | value.false
    return Certainty(true, false)
