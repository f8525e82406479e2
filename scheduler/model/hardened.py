"""Hard first: what costs much is forbidden, and if the best agenda that is left costs less than that, nothing was lost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from scheduler.domain.problem import Problem
from scheduler.model.certainty import Places, certainty
from scheduler.model.families import Block
from scheduler.model.formulation import Breach, Charge, Formulation, narrowed_by
from scheduler.model.placements import Placements
from scheduler.model.plain_terms import plainly
from scheduler.rules.terms import AnyIn

WIDE, STEP = 100, 10
"""Weights are of different ranks where the largest is so many times the smallest; then one rank goes up to so many times its least."""


@dataclass(frozen=True, slots=True)
class Hardened:
    """A formulation in which dear charges must count nothing.

    Parameters
    ----------
    formulation : Formulation
        What is left to decide.
    bound : float
        What every agenda costs at least in which one of these charges does count; infinity where there are none.
    """

    formulation: Formulation
    bound: float


class HardFirst:
    """Hardens one formulation, at one level or another."""

    def __init__(self, formulation: Formulation) -> None:
        self._formulation = formulation

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """The largest weight of each rank but the highest, ascending; none where all weights are of one rank."""
        weights = sorted({charge.weight for charge in self._formulation.charges if charge not in self._fixed})
        if not weights or weights[-1] < WIDE * weights[0]:
            return ()
        tops, least = [], weights[0]
        for weight, above in pairwise(weights):
            if above >= STEP * least:
                tops.append(weight)
                least = above
        return tuple(tops)

    @cached_property
    def unavoidable(self) -> int:
        """What every agenda costs at least: the charges about a session alone that count at each of its places."""
        return sum(charge.weight for charge in self._fixed)

    def harden(self, most: int) -> Hardened:
        """Forbid every charge that costs more than ``most`` for each that it counts; what no agenda avoids stays a charge."""
        formulation = self._formulation
        dear = [charge for charge in formulation.charges if charge.weight > most and charge not in self._fixed]
        blocks = [charge.measure for charge in dear if isinstance(charge.measure, AnyIn)]
        others = [charge.measure for charge in dear if not isinstance(charge.measure, AnyIn)]
        terms = dict.fromkeys(term for measure in others for term in plainly(measure, formulation.problem))
        breaches = tuple(Breach.of(term) for term in terms)
        hard = replace(
            formulation,
            breaches=formulation.breaches + breaches,
            charges=tuple(charge for charge in formulation.charges if charge.weight <= most or charge in self._fixed),
            placements=narrowed_by(formulation.problem, _outside(formulation, blocks), breaches),
        )
        return Hardened(hard, self.unavoidable + min((charge.weight for charge in dear), default=math.inf))

    @cached_property
    def _fixed(self) -> frozenset[Charge]:
        places: dict[str, Places] = {}
        return frozenset(charge for charge in self._formulation.charges if len(charge.sessions) == 1 and self._is_certain(charge, places))

    def _is_certain(self, charge: Charge, places: dict[str, Places]) -> bool:
        (id,) = charge.sessions
        if id not in self._formulation.required:
            return False
        if id not in places:
            places[id] = Places.of(self._formulation.placements[id].by_room)
        return bool(certainty(charge.measure, self._formulation.problem.session(id), places[id]).true.all())


def _outside(formulation: Formulation, terms: Iterable[AnyIn]) -> Mapping[str, Placements]:
    """The placements that lie in none of the blocks that the terms name."""
    forbidden: dict[str, set[Block]] = {}
    for term in terms:
        blocks = {(period, room) for period in term.periods for room in term.rooms}
        for session in term.sessions:
            forbidden.setdefault(session, set()).update(blocks)
    known: dict[tuple[int, frozenset[Block]], Placements] = {}
    left = dict(formulation.placements)
    for session, taken in forbidden.items():
        key = id(left[session]), frozenset(taken)
        if key not in known:
            known[key] = _without(formulation.problem, left[session], taken)
        left[session] = known[key]
    return left


def _without(problem: Problem, placements: Placements, blocks: set[Block]) -> Placements:
    spans = {period.id: (problem.clock.minute(period.span.start), problem.clock.minute(period.span.end)) for period in problem.periods}
    windows: dict[str, list[tuple[int, int]]] = {}
    for period, room in blocks:
        if room in problem.period(period).rooms:
            windows.setdefault(room, []).append(spans[period])
    return Placements.of(
        {
            room: [start for start in starts if not any(first <= start < last for first, last in windows.get(room, ()))]
            for room, starts in placements.by_room.items()
        }
    )
