"""An agenda as a vector of spots, with what every move from it changes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.search.spots import Bools, Ints
from scheduler.search.tables import Costs, Table, Tables

FORBIDDEN = 1e13
"""What a spot costs that a session may not have."""
PENALTY = 5.0
"""How many times the dearest single cost is what a breach costs."""


class Position:
    """An agenda, what it costs, and what every move from it would change; breaches count as costs.

    Parameters
    ----------
    tables : Tables
        What is counted.
    vector : array of int
        The spot of each session.

    Attributes
    ----------
    vector : array of int
        As it is now.
    total : float
        What it costs.
    penalty : float
        What a breach costs in it.
    has_room : bool
        Whether there is a spot that nobody has, or that two may share: without one, every move breaks something.
    costs : Costs
        What is counted of one session and of two, with the penalties.
    """

    def __init__(self, tables: Tables, vector: Ints) -> None:
        self.penalty = PENALTY * _dearest(tables)
        self.costs = costs = tables.soft.with_penalties(tables.hard, self.penalty)
        self._wide = tuple((term, term.weight * (self.penalty if term.hard else 1.0)) for term in tables.wide)
        self._unary = np.where(tables.spots.allowed, costs.unary, FORBIDDEN)
        self._by_session = np.ascontiguousarray(costs.weights.transpose(2, 1, 0))
        self._by_spot = np.ascontiguousarray(costs.relations.transpose(2, 0, 1))
        self._tied, self._corrections = _corrections(costs)
        self._speaking = [
            {index for index, (term, _) in enumerate(self._wide) if session in term.members} for session in range(len(vector))
        ]
        self._sessions = np.arange(len(vector))
        self._to_take = np.flatnonzero(tables.spots.allowed.any(axis=0))
        self._shareable = bool((~_exclusive(tables.hard)[self._to_take]).any())
        self.place(vector)

    def place(self, vector: Ints) -> None:
        """Start anew from a vector."""
        self.vector = vector.copy()
        self._look_for_room()
        sessions, spots = self._unary.shape
        weights = self._by_session.transpose(1, 0, 2).reshape(sessions, -1)
        self._marginal = self._unary + weights @ self._by_spot[vector].reshape(-1, spots)
        self._correction = np.einsum("irj,irj->ij", self._tied, self._corrections[vector][:, :, vector])
        np.fill_diagonal(self._correction, np.inf)
        self._elsewhere = [np.zeros((len(term.members), self._unary.shape[1])) for term, _ in self._wide]
        self._count_wide(range(len(self._wide)))
        self.total = self.costs.total(vector) + sum(weight * term.count(vector) for term, weight in self._wide)

    def swaps(self) -> Table:
        """What the cost changes by if two sessions swap their spots, but for their interplay; infinity for a session with itself."""
        here = self._marginal.take(self.vector, axis=1)
        here -= here.diagonal().copy()[:, None]
        swaps = here + here.T
        swaps += self._correction
        return swaps

    def interplay(self, one: int, other: int) -> float:
        """What ``swaps`` does not see: terms about more sessions that speak of both change by other than what two moves would."""
        shared = self._speaking[one] & self._speaking[other]
        if not shared:
            return 0.0
        swapped = self.vector.copy()
        swapped[[one, other]] = swapped[[other, one]]
        unseen = 0.0
        for number in sorted(shared):
            term, weight = self._wide[number]
            rows = [int(np.flatnonzero(term.members == session)[0]) for session in (one, other)]
            seen = sum(
                self._elsewhere[number][row, swapped[s]] - self._elsewhere[number][row, self.vector[s]]
                for row, s in zip(rows, (one, other), strict=True)
            )
            unseen += weight * (term.count(swapped) - term.count(self.vector)) - float(seen)
        return unseen

    def moves(self) -> Table:
        """What the cost changes by if one session goes to another spot."""
        return self._marginal - self._marginal[self._sessions, self.vector][:, None]

    def move(self, session: int, spot: int) -> None:
        """Put a session to another spot."""
        here = self.vector[session]
        self.total += float(self._marginal[session, spot] - self._marginal[session, here])
        self._marginal += self._by_session[session] @ (self._by_spot[spot] - self._by_spot[here])
        self.vector[session] = spot
        self._look_for_room()
        self._correct(session)
        self._count_wide(self._speaking[session])

    def swap(self, one: int, other: int) -> None:
        """Let two sessions swap their spots."""
        if not self._speaking[one].isdisjoint(self._speaking[other]):
            here, there = int(self.vector[one]), int(self.vector[other])
            self.move(one, there)
            self.move(other, here)
            return
        here, there = self.vector[one], self.vector[other]
        change = self._marginal[one, there] - self._marginal[one, here] + self._marginal[other, here] - self._marginal[other, there]
        self.total += float(change + self._correction[one, other])
        self._marginal += (self._by_session[one] - self._by_session[other]) @ (self._by_spot[there] - self._by_spot[here])
        self.vector[one], self.vector[other] = there, here
        self._correct(one)
        self._correct(other)
        self._count_wide(self._speaking[one] | self._speaking[other])

    def _look_for_room(self) -> None:
        taken = np.bincount(self.vector, minlength=self._unary.shape[1])
        self.has_room = self._shareable or bool((taken[self._to_take] == 0).any())

    def _correct(self, session: int) -> None:
        """If both of two move, what they cost each other is not the sum of what each alone would find."""
        changes = self._corrections[self.vector[session]].take(self.vector, axis=1)
        changes *= self._tied[session]
        correction = changes.sum(axis=0)
        correction[session] = np.inf
        self._correction[session] = self._correction[:, session] = correction

    def _count_wide(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            term, weight = self._wide[number]
            elsewhere = weight * term.elsewhere(self.vector).astype(np.float64)
            self._marginal[term.members] += elsewhere - self._elsewhere[number]
            self._elsewhere[number] = elsewhere


def _corrections(costs: Costs) -> tuple[Table, Table]:
    """For each session and spot, what makes a swap of what two moves would change: weights and values of relations that differ in it."""
    found: dict[bytes, tuple[Table, Table]] = {}
    for weights, relation in zip(costs.weights, costs.relations, strict=True):
        itself = relation.diagonal()
        correction = relation + relation.T - itself - itself[:, None]
        if correction.any():
            known = found.get(correction.tobytes())
            found[correction.tobytes()] = weights if known is None else known[0] + weights, correction
    none = np.zeros((0, *costs.weights.shape[1:])), np.zeros((0, *costs.relations.shape[1:]))
    tied, corrections = (np.concatenate((empty, *([pair[side][None] for pair in found.values()]))) for side, empty in enumerate(none))
    return np.ascontiguousarray(tied.transpose(2, 0, 1)), np.ascontiguousarray(corrections.transpose(1, 0, 2))


def _exclusive(hard: Costs) -> Bools:
    """The spots that no two sessions may share: being left out is not one."""
    exclusive = np.zeros(hard.unary.shape[1], dtype=np.bool_)
    for weights, relation in zip(hard.weights, hard.relations, strict=True):
        if int((weights > 0).sum()) == weights.size - weights.shape[0]:
            exclusive |= relation.diagonal() > 0
    return exclusive


def _dearest(tables: Tables) -> float:
    """The most that one session at a spot, two sessions, or a term about more cost at a time; at least 1."""
    pairs = [float(weights.max() * relation.max()) for weights, relation in zip(tables.soft.weights, tables.soft.relations, strict=True)]
    return max([1.0, *pairs, float(tables.soft.unary.max()), *(term.weight for term in tables.wide if not term.hard)])
