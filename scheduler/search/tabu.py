"""Annealed tabu search: of all swaps and moves, the cheapest but for some noise, again and again; the noise cools down, cycle after cycle.

What is drawn is a change with a probability in proportion to exp(-change / temperature), as a heat bath has it; that sessions may not go
back at once to where they just were keeps the cold search from falling back into the same agenda.

E. Taillard, Robust taboo search for the quadratic assignment problem, Parallel Computing 17, 1991.
J. W. Greene, K. J. Supowit, Simulated annealing without rejected moves, IEEE Transactions on Computer-Aided Design 5, 1986.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from scheduler.search.position import FORBIDDEN, Position
from scheduler.search.spots import Ints
from scheduler.search.tables import Table, Tables

TENURE = (0.1, 0.3)
"""For how many steps a session may not go back, as multiples of the number of sessions: between these."""
PATIENCE = 5
"""After so many steps for each session without a lower cost, a search without noise is over."""
CYCLE = 200
"""So many steps for each session are a cycle."""
HOT, WARM, COLD = 5.0, (0.15, 0.6), 0.05
"""Temperatures at which the first cycle and later ones begin, and at which all end, in multiples of what a change costs."""
NOISE = 1 << 18
"""So many random numbers are drawn beforehand, beside those of one step; each step begins somewhere among them."""

Found: TypeAlias = Callable[[Ints, int], None]
"""Is told of every agenda that breaks nothing and is better than those before, with its cost."""


class Tabu:
    """A search that goes on from step to step: at first without noise, then in cycles.

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
        self._tenure = [round(bound * len(vector)) for bound in TENURE]
        self._noise = self._rng.gumbel(size=NOISE + max(vector.size**2, self._until.size))
        self._scale: float | None = None
        self._temperature, self._cooling = 0.0, 1.0
        self._steps, self._end = 0, PATIENCE * len(vector)
        self._lowest = self._position.total
        self._best, self._cost = vector.copy(), None if tables.breaches(vector) else tables.cost(vector)

    def adopt(self, vector: Ints, cost: int) -> None:
        """Go on from an agenda that somebody else found, if it is better."""
        if self._cost is None or cost < self._cost:
            self._best, self._cost = vector.copy(), cost
            self._go_on_from_best()

    def step(self) -> None:
        """Make a change that is not forbidden, most probably one of the cheapest."""
        self._steps += 1
        position = self._position
        back = self._until.take(position.vector, axis=1)
        swap, by_swap = self._drawn_swap(np.minimum(back, back.T))
        move, by_move = swap, np.inf
        if position.has_room or by_swap >= FORBIDDEN / 2:
            move, by_move = self._drawn(position.moves(), self._until)
        if min(by_swap, by_move) >= FORBIDDEN / 2:
            self._until[:] = 0
        elif by_swap <= by_move:
            for session in swap:
                self._forbid_to_go_back(session)
            position.swap(*swap)
        else:
            self._forbid_to_go_back(move[0])
            position.move(*move)
        self._look_at_the_total()
        self._temperature *= self._cooling
        if self._steps >= self._end:
            self._begin_a_cycle()

    def _drawn_swap(self, until: Ints) -> tuple[tuple[int, int], float]:
        """A swap that changes by what it is drawn for. Few have an interplay, so that it is looked at in those that would be made."""
        changes = self._position.swaps()
        seen: set[tuple[int, int]] = set()
        while True:
            swap, value = self._drawn(changes, until)
            unseen = 0.0 if swap in seen else self._position.interplay(*swap)
            if not unseen:
                return swap, value
            one, other = swap
            changes[one, other] += unseen
            changes[other, one] += unseen
            seen |= {(one, other), (other, one)}

    def _drawn(self, changes: Table, until: Ints) -> tuple[tuple[int, int], float]:
        """Where the change is that is made, and what it is less its noise; a forbidden one only if it leads to the lowest total of all."""
        at = int(changes.argmin())
        if self._position.total + changes.flat[at] > self._lowest - 0.5:
            if self._temperature:
                first = int(self._rng.integers(NOISE))
                changes = changes - self._temperature * self._noise[first : first + changes.size].reshape(changes.shape)
            changes = np.where(until > self._steps, np.inf, changes)
            at = int(changes.argmin())
        row, column = divmod(at, changes.shape[1])
        return (row, column), float(changes[row, column])

    def _forbid_to_go_back(self, session: int) -> None:
        low, high = self._tenure
        self._until[session, self._position.vector[session]] = self._steps + int(self._rng.integers(low, high + 1))

    def _look_at_the_total(self) -> None:
        total = self._position.total
        if total < self._lowest - 0.5:
            self._lowest = total
            if self._scale is None:
                self._end = self._steps + PATIENCE * len(self._best)
        if self._cost is None or total < self._cost - 0.5:
            self._note()

    def _note(self) -> None:
        vector = self._position.vector
        cost = self._tables.cost(vector)
        if (self._cost is None or cost < self._cost) and not self._tables.breaches(vector):
            self._best, self._cost = vector.copy(), cost
            self._found(self._best, cost)

    def _begin_a_cycle(self) -> None:
        """Warm up, and go on from the best agenda."""
        if self._cost is not None:
            self._go_on_from_best()
        if self._scale is None:
            self._scale, begin = self._usual_change(), HOT
        else:
            begin = float(np.exp(self._rng.uniform(*np.log(WARM))))
        steps = CYCLE * len(self._best)
        self._temperature, self._cooling = begin * self._scale, (COLD / begin) ** (1 / steps)
        self._end = self._steps + steps

    def _usual_change(self) -> float:
        """What the cheapest change of a session that makes the agenda dearer costs; the median of all sessions."""
        changes = np.concatenate((self._position.swaps(), self._position.moves()), axis=1)
        cheapest = np.where(changes > 0.5, changes, np.inf).min(axis=1)
        possible = cheapest[cheapest < FORBIDDEN / 2]
        return float(np.median(possible)) if len(possible) else 1.0

    def _go_on_from_best(self) -> None:
        self._position.place(self._best)
        self._until[:] = 0
