"""Terms about more sessions than two: what they count for each place that one of the sessions could have, the others staying."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from scheduler.rules.meaning import sessions_of
from scheduler.rules.structure import leaves
from scheduler.rules.terms import AtLeast, Excess, Literal, Measure, Rising
from scheduler.search.spots import Ints, Spots
from scheduler.search.values import Values

CALL = 5_000
"""How many additions numpy makes in the time that it takes to call it."""


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
        return CALL * 5 * len(self.members) * sum(1 for _ in leaves(self.term))

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


Wide: TypeAlias = Tally | Whole


def wide(term: Measure, weight: float, spots: Spots, values: Values, *, hard: bool) -> Wide:
    """The quickest of the ways in which a term can be counted."""
    members = sorted(spots.number[id] for id in sessions_of(term))
    counted = _counted(term)
    if counted is None or not isinstance(term, Excess | Rising | AtLeast) or any(len(sessions_of(one)) != 1 for one in term.literals):
        return Whole(np.array(members), weight, hard, term, spots, values)
    true = np.zeros((len(members), spots.nowhere + 1), dtype=np.int64)
    for literal in term.literals:
        true[members.index(_about(literal, spots))] += values.count(literal, lambda _: spots.places)
    return Tally(np.array(members), weight, hard, true, counted)


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
