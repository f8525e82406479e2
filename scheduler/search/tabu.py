"""Tabu search: of all swaps and moves that do not put sessions back where they just were, the cheapest, again and again.

E. Taillard, Robust taboo search for the quadratic assignment problem, Parallel Computing 17, 1991.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from scheduler.search.position import FORBIDDEN, Position
from scheduler.search.spots import Ints
from scheduler.search.tables import Table, Tables

TENURE = (1, 6)
"""For how many steps a session may not go back, as multiples of the number of sessions: between these."""
PATIENCE = 5
"""After so many steps for each session without a better agenda, the search goes on from a shaken copy of the best one."""
SHAKEN = (5, 40)
"""So many random swaps shake it."""

Found: TypeAlias = Callable[[Ints, int], None]
"""Is told of every agenda that breaks nothing and is better than those before, with its cost."""


class Tabu:
    """A search that goes on from step to step.

    Parameters
    ----------
    tables : Tables
        What is counted.
    vector : array of int
        Where to begin; it may break rules.
    seed : int
        Of its random numbers.
    found : callable
        Is told of better agendas.
    """

    def __init__(self, tables: Tables, vector: Ints, seed: int, found: Found) -> None:
        self._tables = tables
        self._position = Position(tables, vector)
        self._rng = np.random.default_rng(seed)
        self._found = found
        self._until = np.zeros(tables.spots.allowed.shape, dtype=np.int64)
        self._tenure = tuple(bound * len(vector) for bound in TENURE)
        self._steps = self._since = 0
        self._lowest = self._position.total
        self._best, self._cost = vector.copy(), None if tables.breaches(vector) else tables.cost(vector)

    def adopt(self, vector: Ints, cost: int) -> None:
        """Go on from an agenda that somebody else found, if it is better."""
        if self._cost is None or cost < self._cost:
            self._best, self._cost = vector.copy(), cost
            self._go_on_from(vector)

    def step(self) -> None:
        """Make the cheapest move that is not forbidden."""
        self._steps += 1
        position = self._position
        back = self._until.take(position.vector, axis=1)
        swap, by_swap = self._cheapest(position.swaps(), np.minimum(back, back.T))
        move, by_move = self._cheapest(position.moves(), self._until)
        if min(by_swap, by_move) >= FORBIDDEN / 2 or self._steps - self._since > PATIENCE * len(self._best):
            self._go_on_from(self._shaken())
        elif by_swap <= by_move:
            for session in swap:
                self._forbid_to_go_back(session)
            position.swap(*swap)
        else:
            self._forbid_to_go_back(move[0])
            position.move(*move)
        if position.total < self._lowest - 0.5:
            self._lowest, self._since = position.total, self._steps
        if self._cost is None or position.total < self._cost - 0.5:
            self._note()

    def _cheapest(self, changes: Table, until: Ints) -> tuple[tuple[int, int], float]:
        """Where the cheapest change is and what it is; a forbidden one only if it leads to the lowest total of all."""
        at = int(changes.argmin())
        if self._position.total + changes.flat[at] > self._lowest - 0.5:
            changes = np.where(until > self._steps, np.inf, changes)
            at = int(changes.argmin())
        row, column = divmod(at, changes.shape[1])
        return (row, column), float(changes[row, column])

    def _forbid_to_go_back(self, session: int) -> None:
        low, high = self._tenure
        self._until[session, self._position.vector[session]] = self._steps + int(self._rng.integers(low, high + 1))

    def _note(self) -> None:
        vector = self._position.vector
        cost = self._tables.cost(vector)
        if (self._cost is None or cost < self._cost) and not self._tables.breaches(vector):
            self._best, self._cost = vector.copy(), cost
            self._found(self._best, cost)

    def _shaken(self) -> Ints:
        """The best agenda, with some sessions swapped that can have each other's spots."""
        vector, allowed = self._best.copy(), self._tables.spots.allowed
        for _ in range(int(self._rng.integers(*SHAKEN))):
            one = int(self._rng.integers(len(vector)))
            others = np.flatnonzero(allowed[one, vector] & allowed[:, vector[one]])
            if len(others):
                other = int(self._rng.choice(others))
                vector[one], vector[other] = vector[other], vector[one]
        return vector

    def _go_on_from(self, vector: Ints) -> None:
        self._position.place(vector)
        self._until[:] = 0
        self._since = self._steps
        self._lowest = min(self._lowest, self._position.total)
