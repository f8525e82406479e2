"""Cost tables: what an agenda costs is Σ U[i, place i] + ½ Σ W_r[i, j] · D_r[place i, place j], and what terms about more sessions count.

W_r weighs a relation r between two sessions, D_r says how much two spots stand in it. Pairs of sessions of which the same is asked share
a relation, so that there are few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scheduler.model.formulation import Formulation
from scheduler.model.plain_terms import counted
from scheduler.rules.meaning import sessions_of
from scheduler.rules.structure import leaves, mapped
from scheduler.rules.terms import (
    AnyIn,
    Crowding,
    DaysApart,
    Follows,
    Held,
    InRoom,
    Literal,
    Measure,
    MinutesEarly,
    MinutesLate,
    OverlapMinutes,
    Overlaps,
    Precedes,
    SamePeriod,
    SameRoom,
    Serves,
    StartsIn,
)
from scheduler.search.spots import Ints, Spots
from scheduler.search.values import Values
from scheduler.search.wide import Wide, wide

MOST_SPOTS = 1500
"""Of more spots than this, relations between them would be too large."""
ONE, OTHER = "0", "1"
"""The names of the two sessions in the terms of relations."""

Table: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """What is counted of one session at a spot, and of two at theirs.

    Parameters
    ----------
    unary : array, sessions × spots
        Of each session at each spot.
    weights : array, relations × sessions × sessions
        How much each relation weighs between two sessions.
    relations : array, relations × spots × spots
        How much two spots stand in it; W[i, j] · D[p, q], summed over the relations, is the same for (j, i) and (q, p).
    """

    unary: Table
    weights: Table
    relations: Table

    def total(self, vector: Ints) -> float:
        """What is counted of a vector of spots."""
        one = self.unary[np.arange(len(vector)), vector].sum()
        return float(one + (self.weights * self.relations[:, vector[:, None], vector]).sum() / 2)

    def with_penalties(self, hard: Costs, penalty: float) -> Costs:
        """Both together, where each that ``hard`` counts costs ``penalty``."""
        weights, relations = np.concatenate((self.weights, penalty * hard.weights)), np.concatenate((self.relations, hard.relations))
        return Costs(self.unary + penalty * hard.unary, weights, relations)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What agendas cost, and what they break.

    Parameters
    ----------
    spots : Spots
        What the numbers mean.
    soft, hard : Costs
        What is charged, and how often something is that must not be.
    wide : tuple of Wide
        What speaks of more sessions than two.
    """

    spots: Spots
    soft: Costs
    hard: Costs
    wide: tuple[Wide, ...]

    @property
    def work(self) -> int:
        """How many additions a step of the search takes, more or less."""
        sessions, spots = self.soft.unary.shape
        pairs = (len(self.soft.weights) + len(self.hard.weights) + 4) * sessions * (sessions + spots)
        return int(pairs + sum(2 * len(term.members) / sessions * term.work for term in self.wide))

    @property
    def density(self) -> float:
        """The share of the pairs of sessions between which something is charged."""
        sessions = len(self.spots.sessions)
        tied = np.triu((self.soft.weights > 0).any(axis=0), 1)
        return float(tied.sum()) / max(1, sessions * (sessions - 1) // 2)

    def cost(self, vector: Ints) -> int:
        """What an agenda costs."""
        return round(self.soft.total(vector) + sum(term.weight * term.count(vector) for term in self.wide if not term.hard))

    def breaches(self, vector: Ints) -> int:
        """How often something is that must not be."""
        return round(self.hard.total(vector) + sum(term.count(vector) for term in self.wide if term.hard))


def tables_of(formulation: Formulation) -> Tables | None:
    """The cost tables of a formulation; None where there are too many spots, or rules ask who takes a role."""
    spots = Spots.of(formulation)
    if spots.nowhere > MOST_SPOTS:
        return None
    problem = formulation.problem
    charges = formulation.charges
    breaches = [part for breach in formulation.breaches for part, _ in counted(breach.measure, problem)]
    if any(isinstance(leaf, Serves) for term in (*breaches, *(charge.measure for charge in charges)) for leaf in leaves(term)):
        return None
    soft, hard = _Collector(spots, hard=False), _Collector(spots, hard=True)
    for charge in charges:
        soft.add(charge.measure, float(charge.weight))
    for term in breaches:
        hard.add(term, 1.0)
    hard.hold_one_in_single_periods()
    return Tables(spots, soft.costs(), hard.costs(), (*soft.wide, *hard.wide))


class _Collector:
    """Sorts terms into tables."""

    def __init__(self, spots: Spots, *, hard: bool) -> None:
        self._spots = spots
        self._hard = hard
        self._values = Values(spots.problem)
        self._unary = np.zeros(spots.allowed.shape)
        self._pairs: dict[Measure, Table] = {}
        self._same_room: list[tuple[Table, Table]] = []
        self.wide: list[Wide] = []

    def add(self, term: Measure, weight: float) -> None:
        """Let each that the term counts count ``weight``."""
        members = sorted(self._spots.number[id] for id in sessions_of(term))
        if len(members) == 1:
            self._unary[members[0]] += weight * self._values.count(term, lambda _: self._spots.places)
        elif len(members) == 2 and not isinstance(term, Crowding):
            one, other = members
            shape = _renamed(term, {self._spots.sessions[one]: ONE, self._spots.sessions[other]: OTHER})
            if shape not in self._pairs:
                self._pairs[shape] = self._no_weights()
            self._pairs[shape][one, other] += weight
        elif members:
            self.wide.append(wide(term, weight, self._spots, self._values, hard=self._hard))

    def hold_one_in_single_periods(self) -> None:
        """Let any two sessions in one room of a period with ``single`` count."""
        places, periods = self._spots.places, self._spots.problem.periods
        single = places.held & np.array([index >= 0 and periods[index].single for index in places.period.tolist()])
        if single.any():
            shared = (places.period[:, None] == places.period) & (places.room[:, None] == places.room) & single
            self._same_room.append((np.triu(self._no_weights() + 1, 1), shared.astype(np.float64)))

    def costs(self) -> Costs:
        """Everything that was added about one session or two; pairs with the same weights share a relation."""
        by_weights: dict[bytes, tuple[Table, Table]] = {}
        for weights, relation in (*((weights, self._relation(shape)) for shape, weights in self._pairs.items()), *self._same_room):
            known = by_weights.get(weights.tobytes())
            by_weights[weights.tobytes()] = weights, relation if known is None else known[1] + relation
        pairs: list[tuple[Table, Table]] = []
        for weights, relation in by_weights.values():
            if (relation == relation.T).all():
                pairs.append((weights + weights.T, relation))
            else:
                pairs += [(weights, relation), (weights.T, relation.T)]
        none, nowhere = self._no_weights()[None][:0], np.zeros((0, *2 * self._unary.shape[1:]))
        all_weights = np.concatenate([none, *(weights[None] for weights, _ in pairs)])
        return Costs(self._unary, all_weights, np.concatenate([nowhere, *(relation[None] for _, relation in pairs)]))

    def _no_weights(self) -> Table:
        return np.zeros((len(self._spots.sessions), len(self._spots.sessions)))

    def _relation(self, shape: Measure) -> Table:
        sides = {ONE: self._spots.places.column, OTHER: self._spots.places}
        found = self._values.count(shape, sides.__getitem__)
        return np.broadcast_to(found, 2 * self._unary.shape[1:]).astype(np.float64)


def _renamed(term: Measure, names: Mapping[str, str]) -> Measure:
    """The term with its sessions under other names."""
    match term:
        case Held() | StartsIn() | InRoom() | Serves() | MinutesEarly() | MinutesLate():
            return replace(term, session=names[term.session])
        case Precedes() | Follows() | Overlaps() | SameRoom() | SamePeriod() | DaysApart() | OverlapMinutes():
            return replace(term, first=names[term.first], then=names[term.then])
        case AnyIn(sessions):
            return replace(term, sessions=tuple(names[session] for session in sessions))
        case _:
            return mapped(term, lambda literal: _renamed_literal(literal, names))


def _renamed_literal(term: Literal, names: Mapping[str, str]) -> Literal:
    return _renamed(term, names)  # type: ignore[return-value]
