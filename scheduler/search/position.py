"""An agenda as a vector of spots, with what every move from it changes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.search.spots import Ints
from scheduler.search.tables import Table, Tables

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
        self._itself = np.ascontiguousarray(np.diagonal(costs.relations, axis1=1, axis2=2))
        self._speaking = [
            [index for index, (term, _) in enumerate(self._wide) if session in term.members] for session in range(len(vector))
        ]
        self.place(vector)

    def place(self, vector: Ints) -> None:
        """Start anew from a vector."""
        self.vector = vector.copy()
        self._marginal = self._unary.copy()
        for weights, relation in zip(self.costs.weights, self.costs.relations, strict=True):
            self._marginal += weights @ relation[:, vector].T
        self._correction = np.zeros((len(vector), len(vector)))
        for session in range(len(vector)):
            self._correct(session)
        self._elsewhere = [np.zeros((len(term.members), self._unary.shape[1])) for term, _ in self._wide]
        self._count_wide(range(len(self._wide)))
        self.total = self.costs.total(vector) + sum(weight * term.count(vector) for term, weight in self._wide)

    def moves(self) -> tuple[Table, Table]:
        """What the cost changes by if two sessions swap their spots, and if one goes to another spot."""
        here = self._marginal[:, self.vector]
        now = np.diagonal(here)
        return here + here.T - now[:, None] - now + self._correction, self._marginal - now[:, None]

    def move(self, session: int, spot: int) -> None:
        """Put a session to another spot."""
        self.total += float(self._marginal[session, spot] - self._marginal[session, self.vector[session]])
        change = self._by_spot[spot] - self._by_spot[self.vector[session]]
        self._marginal += self._by_session[session] @ change
        self.vector[session] = spot
        self._correct(session)
        self._count_wide(self._speaking[session])

    def _correct(self, session: int) -> None:
        """If both of two move, what they cost each other is not the sum of what each alone would find."""
        own, spot = self.vector, self.vector[session]
        changes = self.costs.relations[:, spot, own] + self._by_spot[spot][:, own] - self._itself[:, own] - self._itself[:, spot, None]
        self._correction[session] = self._correction[:, session] = (self._by_session[session].T * changes).sum(axis=0)

    def _count_wide(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            term, weight = self._wide[number]
            elsewhere = weight * term.elsewhere(self.vector).astype(np.float64)
            self._marginal[term.members] += elsewhere - self._elsewhere[number]
            self._elsewhere[number] = elsewhere


def _dearest(tables: Tables) -> float:
    """The most that one session at a spot, two sessions, or a term about more cost at a time; at least 1."""
    pairs = [float(weights.max() * relation.max()) for weights, relation in zip(tables.soft.weights, tables.soft.relations, strict=True)]
    return max([1.0, *pairs, float(tables.soft.unary.max()), *(term.weight for term in tables.wide if not term.hard)])
