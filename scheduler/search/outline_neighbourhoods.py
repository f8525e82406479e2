"""What a step of the search over outlines frees: families, periods, rooms, some families in some periods, or what a cost follows from."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scheduler.model.certainty import Mask
from scheduler.model.families import Family
from scheduler.model.relaxation import Relaxation
from scheduler.model.rows import Rows, Values

STEPWISE = 1.25
"""How a kind's size changes after a step that was solved in a moment, or not solved."""
HOPE, FORGETTING = 0.3, 0.97
"""With so many gains in a second each kind begins; and what is left of its gains and seconds after each step."""
WANDERING = 0.5
"""The share of steps that wander."""
FEW = 2, 3
"""In so many periods some families are free."""
MOST_LEFT = 8
"""So many decisions a step may leave for others that cost the same: with twenty fewer steps came to an end, with none costs stayed high."""
MOST_DECISIONS = 300
"""A cost that follows from more decisions than this is looked at no further."""
NO_ROOM = -1

Group: TypeAlias = Family | str
Parts: TypeAlias = Mapping[int, tuple[Group, ...]]


class OutlineNeighbourhoods:
    """Chooses neighbourhoods, each kind at a size that it learns from how its steps end.

    Parameters
    ----------
    parts : mapping of int to tuple
        What every variable that decides something is about (``parts_of``).
    rows : Rows
        The constraints of what an outline is a solution of.
    rng : random.Random
        What chance is taken from.
    """

    def __init__(self, parts: Parts, rows: Rows, rng: random.Random) -> None:
        self._rows = rows
        self._rng = rng
        self._decisions = np.array(list(parts), dtype=np.int64)
        self._families = _numbered([part[0] for part in parts.values()])
        self._periods = _numbered([part[1] for part in parts.values()])
        self._rooms = _numbered([part[2] if len(part) > 2 else None for part in parts.values()])
        self._kinds: dict[str, Callable[[Values, int], Mask]] = {
            "families": self._of_families,
            "periods": self._of_periods,
            "rooms": self._of_rooms,
            "families in periods": self._of_families_in_periods,
            "costs": self._of_costs,
        }
        self._sizes = {"families": 2.0, "periods": 2.0, "rooms": 2.0, "families in periods": 6.0, "costs": 2.0}
        self._least = dict(self._sizes)
        self._gains, self._seconds = dict.fromkeys(self._kinds, HOPE), dict.fromkeys(self._kinds, 1.0)

    def choose(self, values: Values) -> tuple[str, Mask]:
        """A kind of neighbourhood of a solution, and the variables that are free in it."""
        kind = self._rng.choices(list(self._kinds), [self._gains[kind] / self._seconds[kind] for kind in self._kinds])[0]
        inside = self._kinds[kind](values, round(self._sizes[kind]))
        free = np.zeros(len(values), dtype=np.bool_)
        free[self._decisions[inside]] = True
        return kind, free

    def learn(self, kind: str, seconds: float, *, gained: bool, solved: bool, quickly: bool) -> None:
        """Adapt a kind's size to how a step of it ended, and how often kinds are chosen to what they gain in a second.

        Ropke, Pisinger: An adaptive large neighborhood search heuristic for the pickup and delivery problem with time windows,
        Transportation Science 2006. Kinds that gain nothing get equal time.
        """
        for other in self._kinds:
            self._gains[other] = HOPE + (self._gains[other] - HOPE) * FORGETTING
            self._seconds[other] = 1.0 + (self._seconds[other] - 1.0) * FORGETTING
        self._gains[kind] += gained
        self._seconds[kind] += seconds
        if not solved:
            self._sizes[kind] = max(self._least[kind], self._sizes[kind] / STEPWISE)
        elif quickly:
            self._sizes[kind] = min(self._sizes[kind] * STEPWISE, len(self._decisions))

    def leave(self, values: Values, free: Mask) -> list[int]:
        """Some of the free decisions by which somebody is somewhere, or none: where others cost the same, these are to be left.

        Otherwise what is found first is what there was, and the search never wanders among outlines of the same cost.
        """
        held = self._decisions[self._held(values) & free[self._decisions]]
        return self._sample(held, MOST_LEFT).tolist() if self._rng.random() < WANDERING else []

    def paying(self, values: Values) -> NDArray[np.int64]:
        """A family that pays for where it is, the more the likelier; none where none does."""
        costs = self._rows.costs(values)[self._decisions]
        paid = np.bincount(self._families, weights=np.maximum(costs, 0))
        return self._one_of(paid)

    def _of_families(self, values: Values, size: int) -> Mask:
        """Some families wherever they are, and one that pays for where it is."""
        some = self._sample(np.unique(self._families), size)
        return np.isin(self._families, np.concatenate([some, self.paying(values)]))

    def _of_periods(self, _: Values, size: int) -> Mask:
        """All that is in some periods."""
        return np.isin(self._periods, self._sample(np.unique(self._periods), size))

    def _of_rooms(self, values: Values, size: int) -> Mask:
        """The families that are in one of some rooms at some time, wherever they are."""
        rooms = self._sample(np.unique(self._rooms[self._rooms != NO_ROOM]), size)
        return np.isin(self._families, np.unique(self._families[np.isin(self._rooms, rooms) & self._held(values)]))

    def _of_families_in_periods(self, values: Values, size: int) -> Mask:
        """In a few periods some families that are in one of them, and one that pays for where it is."""
        periods = np.isin(self._periods, self._sample(np.unique(self._periods), self._rng.choice(FEW)))
        some = self._sample(np.unique(self._families[periods & self._held(values)]), size)
        return periods & np.isin(self._families, np.concatenate([some, self.paying(values)]))

    def _of_costs(self, values: Values, size: int) -> Mask:
        """Of what one cost follows from, the dearer the likelier: some families wherever they are, and all that is in a period."""
        chosen = self._one_of(np.maximum(self._rows.costs(values), 0))
        if not len(chosen):
            return self._of_families(values, size)
        causes = self._rows.decisions_of(int(chosen[0]), MOST_DECISIONS)
        among = np.isin(self._decisions, causes) & self._held(values)
        families = self._sample(np.unique(self._families[among]), size)
        return np.isin(self._families, families) | np.isin(self._periods, self._sample(np.unique(self._periods[among]), 1))

    def _held(self, values: Values) -> Mask:
        """The decisions by which somebody is somewhere."""
        return np.asarray(values[self._decisions] > 0)

    def _sample(self, every: NDArray[np.int64], size: int) -> NDArray[np.int64]:
        return np.array(self._rng.sample(every.tolist(), min(size, len(every))), dtype=np.int64)

    def _one_of(self, weights: NDArray[np.float64] | Values) -> NDArray[np.int64]:
        """The number of one weight, the greater the likelier; none where all are 0."""
        some = np.flatnonzero(weights)
        return np.array(self._rng.choices(some.tolist(), weights[some].tolist()) if len(some) else [], dtype=np.int64)


def parts_of(relaxation: Relaxation) -> Parts:
    """What every variable that decides something is about, by its number: a family and a period, and a room where it is about one.

    A session that is of no family stands for itself.
    """
    parts: dict[int, tuple[Group, ...]] = {}
    for one in relaxation.compiler.sessions.values():
        for cell, number in zip(one.cells, one.literals, strict=True):
            parts[number.index] = relaxation.families.get(one.session.id, one.members), cell.period
    for (family, period, room), literal in relaxation.compiler.blocks.literals():
        parts[literal.index] = family, period, room
    return parts


def _numbered(keys: Sequence[Group | None]) -> NDArray[np.int64]:
    """A number for each key, the same for the same; -1 for none."""
    numbers: dict[Group, int] = {}
    return np.array([NO_ROOM if key is None else numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
