"""Terms about more sessions than two: what they count for each place that one of the sessions could have, the others staying."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from scheduler.rules.meaning import sessions_of
from scheduler.rules.structure import leaves
from scheduler.rules.terms import (
    AtLeast,
    Clashes,
    Crowding,
    DaysApart,
    Excess,
    Held,
    InRoom,
    Literal,
    Measure,
    Rising,
    SamePeriod,
    SameRoom,
    Times,
)
from scheduler.search.spots import Ints, Spots
from scheduler.search.values import Values

CALL = 5_000
"""How many additions numpy makes in the time that it takes to call it."""
MOST_CASES = 100_000
"""A term with more cases than this is not counted in all of them beforehand."""
READ: Mapping[type, tuple[str, ...]] = {Held: (), DaysApart: ("day",), SamePeriod: ("period",), SameRoom: ("room",), InRoom: ("room",)}
"""Of which fields of places the value of a literal depends, besides whether a session is held; that of others on all of them."""
ALL_READ = ("start", "end", "day", "period", "room")


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """A term that counts by how many of its literals are true, each of which speaks of one session.

    Parameters
    ----------
    members : array of int
        The sessions that it speaks of, by their numbers.
    weight : float
        What it costs for each that it counts.
    hard : bool
        Whether it is not to count anything.
    true : array of int, members × spots
        How many of each member's literals are true at each spot.
    counted : callable
        What so many true ones count.
    """

    members: Ints
    weight: float
    hard: bool
    true: Ints
    counted: Callable[[Ints], Ints]

    @property
    def work(self) -> int:
        """How many additions it takes to count it anew, as it were: an operation on arrays takes as long as so many."""
        return 5 * CALL

    def count(self, vector: Ints) -> int:
        """What it counts."""
        return int(self.counted(self._now(vector).sum()))

    def elsewhere(self, vector: Ints) -> Ints:
        """What it counts with one member at another spot."""
        now = self._now(vector)
        return self.counted(now.sum() - now[:, None] + self.true)

    def _now(self, vector: Ints) -> Ints:
        return self.true[np.arange(len(self.members)), vector[self.members]]


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """Any other term, evaluated as it stands; the parameters that it shares with a tally mean the same."""

    members: Ints
    weight: float
    hard: bool
    term: Measure
    spots: Spots
    values: Values

    @property
    def work(self) -> int:
        """How many additions it takes to count it anew."""
        return CALL * 5 * len(self.members) * sum(len(sessions_of(leaf)) for leaf in leaves(self.term))

    def count(self, vector: Ints) -> int:
        """What it counts."""
        return int(self.values.count(self.term, lambda id: self.spots.places.at(vector[self.spots.number[id]])))

    def elsewhere(self, vector: Ints) -> Ints:
        """What it counts with one member at another spot."""
        size = self.spots.nowhere + 1
        return np.array([np.broadcast_to(self._moved(number, vector), size) for number in self.members.tolist()])

    def _moved(self, number: int, vector: Ints) -> Ints:
        places, numbers = self.spots.places, self.spots.number
        return self.values.count(self.term, lambda id: places if numbers[id] == number else places.at(vector[numbers[id]]))


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """A term of few cases, counted in each beforehand; the parameters that it shares with a tally mean the same.

    Parameters
    ----------
    kind : array of int
        The kind of each spot: among spots of one kind the term sees no difference.
    counted : array of int
        What it counts for each kind of spot of the first member, the second, and so on: an axis per member.
    """

    members: Ints
    weight: float
    hard: bool
    kind: Ints
    counted: Ints

    @property
    def work(self) -> int:
        """How many additions it takes to look it up."""
        return CALL * (3 + len(self.members))

    def count(self, vector: Ints) -> int:
        """What it counts."""
        return int(self.counted[tuple(self.kind[vector[self.members]])])

    def elsewhere(self, vector: Ints) -> Ints:
        """What it counts with one member at another spot."""
        now = tuple(self.kind[vector[self.members]].tolist())
        return np.array([self.counted[(*now[:axis], slice(None), *now[axis + 1 :])] for axis in range(len(now))])[:, self.kind]


Wide: TypeAlias = Tally | Whole | Cases


def wide(term: Measure, weight: float, spots: Spots, values: Values, *, hard: bool) -> Wide:
    """The quickest of the ways in which a term can be counted."""
    members = sorted(spots.number[id] for id in sessions_of(term))
    counted = _counted(term)
    if counted is None or not isinstance(term, Excess | Rising | AtLeast) or any(len(sessions_of(one)) != 1 for one in term.literals):
        return _cases(Whole(np.array(members), weight, hard, term, spots, values))
    true = np.zeros((len(members), spots.nowhere + 1), dtype=np.int64)
    for literal in term.literals:
        true[members.index(_about(literal, spots))] += values.count(literal, lambda _: spots.places)
    return Tally(np.array(members), weight, hard, true, counted)


def _cases(whole: Whole) -> Whole | Cases:
    """The term counted in all of its cases, if these are few."""
    places, members = whole.spots.places, whole.members.tolist()
    read = {"held", *(name for leaf in leaves(whole.term) for name in READ.get(type(leaf), ALL_READ))}
    if isinstance(whole.term, Times | Clashes | Crowding):
        read.update(ALL_READ)  # They speak of the sessions that make claims, too.
    _, first, kind = np.unique([getattr(places, name) for name in sorted(read)], axis=1, return_index=True, return_inverse=True)
    if len(first) ** len(members) > MOST_CASES:
        return whole
    axes = np.ix_(*[first] * len(members))
    sides = {whole.spots.sessions[number]: places.at(axis) for number, axis in zip(members, axes, strict=True)}
    counted = np.broadcast_to(whole.values.count(whole.term, sides.__getitem__), (len(first),) * len(members))
    return Cases(whole.members, whole.weight, whole.hard, kind, counted)


def _about(literal: Literal, spots: Spots) -> int:
    (id,) = sessions_of(literal)
    return spots.number[id]


def _counted(term: Measure) -> Callable[[Ints], Ints] | None:
    match term:
        case Excess(_, limit):
            return lambda number: np.maximum(number - limit, 0)
        case Rising():
            return lambda number: number * (number + 1) // 2
        case AtLeast(least, _):
            return lambda number: (number >= least).astype(np.int64)
        case _:
            return None
