"""Hard first: what costs much is forbidden, and if the best agenda that is left costs less than that, nothing was lost."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise

from scheduler.model.certainty import Places, certainty
from scheduler.model.formulation import Breach, Charge, Formulation, narrowed_by
from scheduler.model.plain_terms import plainly


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


WIDE, STEP = 100, 10
"""Weights are of different ranks where the largest is so many times the smallest; then one rank goes up to so many times its least."""


def ranks(formulation: Formulation) -> tuple[int, ...]:
    """The largest weight of each rank but the highest, ascending; none where all weights are of one rank."""
    fixed = _unavoidable(formulation)
    weights = sorted({charge.weight for charge in formulation.charges if charge not in fixed})
    if not weights or weights[-1] < WIDE * weights[0]:
        return ()
    tops, least = [], weights[0]
    for weight, above in pairwise(weights):
        if above >= STEP * least:
            tops.append(weight)
            least = above
    return tuple(tops)


def harden(formulation: Formulation, most: int) -> Hardened:
    """Forbid every charge that costs more than ``most`` for each that it counts; what no agenda avoids stays a charge."""
    fixed = _unavoidable(formulation)
    dear = [charge for charge in formulation.charges if charge.weight > most and charge not in fixed]
    terms = dict.fromkeys(term for charge in dear for term in plainly(charge.measure, formulation.problem))
    breaches = tuple(Breach.of(term) for term in terms)
    kept = tuple(charge for charge in formulation.charges if charge.weight <= most or charge in fixed)
    placements = narrowed_by(formulation.problem, formulation.placements, breaches)
    hard = replace(formulation, breaches=formulation.breaches + breaches, charges=kept, placements=placements)
    return Hardened(hard, unavoidable(formulation) + min((charge.weight for charge in dear), default=math.inf))


def unavoidable(formulation: Formulation) -> int:
    """What every agenda costs at least: the charges about a session alone that count at each of its places."""
    return sum(charge.weight for charge in _unavoidable(formulation))


def _unavoidable(formulation: Formulation) -> Collection[Charge]:
    return {charge for charge in formulation.charges if len(charge.sessions) == 1 and _is_certain(formulation, charge)}


def _is_certain(formulation: Formulation, charge: Charge) -> bool:
    (id,) = charge.sessions
    if id not in formulation.required:
        return False
    places = Places.of(formulation.placements[id].by_room)
    return bool(certainty(charge.measure, formulation.problem.session(id), places).true.all())
