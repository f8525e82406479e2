"""How meetings of families, such as themes of many presentations, are decided: first their periods, then rooms, then starts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from ortools.sat.python import cp_model

from scheduler.model.cells import Cell, Outline, cells_of
from scheduler.model.formulation import Formulation
from scheduler.model.hardened import Hardened
from scheduler.model.periods_first import periods_first
from scheduler.model.relaxation import Relaxation, relax
from scheduler.solve.outline import realise, restricted, settle, settle_in_blocks
from scheduler.solve.outline_search import Found, OutlineSearch
from scheduler.solve.params import Phase
from scheduler.solve.run import Effort, Run

PERIODS, ROOMS, BOUND = Phase(0.4, 240.0), Phase(0.08, 60.0), Phase(0.2, 60.0)
"""Finding cheap periods, cheap rooms in these at each level of costs, and, as a part of the first, the bound of periods."""
SETTLE, SHARE, REALISE = Phase(0.1, 60.0), Phase(0.06, 60.0), Phase(0.15, 60.0)
"""The three ways to make an agenda of an outline."""
PROOFS, OUTLINE, REARRANGE = (Phase(0.03, 60.0), Phase(0.05, 240.0)), Phase(0.15, 240.0), Phase(0.2, 240.0)
"""Periods and rooms at once, in two turns: by many workers, which prove a bound, by few, and by neighbourhoods."""
DEARER, FAR = 2, 10
"""One room each is worth so many times what any rooms cost, and nothing is worth so many times that."""
LARGE = 20_000
"""So many variables take a model's presolve too long."""
FEW, SOME = 2, 4
"""Workers that find cheap solutions in a quarter of the time that eight take, which prove more; and that decide whether there are any."""
LEAST = 1.0
"""A search for cheap periods has so many seconds at the least."""
PATIENCE = 1.0
"""Periods and rooms are cheap enough where none better have come for as long as these took to find: later steps go on from them."""


def in_blocks(run: Run) -> bool:
    """Advance a run by outlines that give families periods and rooms; whether there is an agenda."""
    run.count()
    periods = None if run.done else _cheapest_periods(run)
    if periods is None:
        return False
    found = _with_rooms(run, periods)
    _follow(run, found)
    if not run.done:
        found = _cheapest_outline(run, found)
    if found is not None and run.best is not None and run.best.cost > found.cost and not run.done:
        settle_in_blocks(run, found.outline, Effort(SHARE.of(run.params.time_limit)))
    return run.best is not None


def _cheapest_periods(run: Run) -> Found | None:
    """The cheapest periods of families: with one room in a period for each if that is not much dearer, or else with any rooms.

    With one room each, rooms are sooner found that are not dear. How much dearer it is tells a search that proves a bound.
    """
    ends = run.left - PERIODS.of(run.params.time_limit)
    free, dear, worth = None, math.inf, math.inf
    if _blocks(run) <= LARGE:
        effort = Effort(BOUND.of(run.params.time_limit), workers=FEW, patience=PATIENCE)
        free = _cheapest(run, "bound of periods", relax(periods_first(run.formulation)), math.inf, None, effort)
    if free is not None:
        dear, worth = FAR * _avoidable(run, free), run.hard_first.unavoidable + DEARER * _avoidable(run, free)
    one_each = _search_periods(run, 1, dear, worth, ends)
    if one_each is not None and one_each.cost <= worth:
        return one_each
    return _search_periods(run, None, dear, math.inf, ends) or one_each or free


def _blocks(run: Run) -> int:
    """How many variables there are at the least for the rooms of families in periods."""
    return sum(len(cell.rooms) for family in set(run.formulation.families.values()) for cell in run.cells[family[0]])


def _search_periods(run: Run, most: int | None, dear: float, worth: float, ends: float) -> Found | None:
    """The cheapest periods that can be found soon; rooms that would be dear are charged for, and what is ``dear`` otherwise forbidden.

    Some searches come to periods that are ``worth`` it in a few seconds and others never: one that is stuck begins anew with another seed.
    """
    if run.done:
        return None
    relaxation, best = relax(periods_first(run.formulation, most, levels=(0, *run.hard_first.ranks), dear=dear)), None
    large = _is_large(relaxation)
    for seed in count():
        effort = Effort(max(run.left - ends, LEAST), workers=FEW, seed=seed, light=large, patience=PATIENCE, worth=worth)
        outcome = run.search("cheapest periods", relaxation, effort, tell_cost=False, tell_bound=False)
        best = _cheaper_of(Found.of(relaxation, outcome), best)
        is_over = not outcome.found or outcome.bound > worth or run.done or run.left <= ends
        if is_over or (best is not None and best.cost <= worth):
            break
    return best


def _avoidable(run: Run, found: Found) -> int:
    return found.cost - run.hard_first.unavoidable


def _with_rooms(run: Run, periods: Found) -> Found | None:
    """Cheap rooms for every session in this period; None where none are found.

    Whether there are any that cost nothing more is soon decided; otherwise they are of the lowest level of costs above which all can be
    forbidden.
    """
    for relaxation in _levels_of_rooms(run, periods):
        if run.done:
            return None
        effort = Effort(ROOMS.of(run.params.time_limit), workers=SOME, patience=PATIENCE)
        outcome = run.search("rooms", relaxation, effort, tell_cost=False, tell_bound=False)
        if outcome.found:
            return Found.of(relaxation, outcome)
    return None


def _levels_of_rooms(run: Run, periods: Found) -> Iterator[Relaxation]:
    """The relaxations that leave every session in this period, from the least that rooms may cost to all."""
    everything = relax(_in_periods(run.formulation, run.cells, periods.outline))
    yield _capped(everything, periods.cost)
    for hard in map(run.hard_first.harden, run.hard_first.ranks):
        yield relax(_in_periods(hard.formulation, cells_of(hard.formulation), periods.outline))
    yield everything


def _in_periods(formulation: Formulation, cells: Mapping[str, tuple[Cell, ...]], outline: Outline) -> Formulation:
    """The formulation in which every session stays in its period."""
    return restricted(formulation, {id: [cell for cell in own if _is_in(outline[id], cell)] for id, own in cells.items()})


def _is_in(where: Cell | None, cell: Cell) -> bool:
    return where is not None and where.period == cell.period


def _capped(relaxation: Relaxation, cost: int) -> Relaxation:
    """The relaxation without all that costs more."""
    model = relaxation.model.clone()
    model.proto.objective.domain.extend((cp_model.INT_MIN, cost - round(model.proto.objective.offset)))
    return replace(relaxation, model=model)


def _cheapest_outline(run: Run, found: Found | None) -> Found | None:
    """A cheaper outline than the one found, and an agenda of each on the way."""
    limit, proving = run.params.time_limit, True
    for proof in PROOFS:
        if run.done:
            break
        hard = _below_the_best(run)
        relaxation = relax(hard.formulation)
        large = _is_large(relaxation)
        if proving and not large:
            proved = _cheapest(run, "outline, proving", relaxation, hard.bound, found, Effort(proof.of(limit)))
            found, proving = _cheaper_of(proved, found), proved is not None
        if not run.done:
            effort = Effort(OUTLINE.of(limit), workers=FEW, light=large, patience=PATIENCE)
            found = _cheaper_of(_cheapest(run, "cheapest outline", relaxation, hard.bound, found, effort), found)
        _follow(run, found)
        if found is not None and not run.done:
            found = OutlineSearch(run, relaxation).improve(found.outline, REARRANGE.of(limit)) or found
            _follow(run, found)
    return found


def _cheaper_of(one: Found | None, other: Found | None) -> Found | None:
    return min((found for found in (one, other) if found is not None), key=lambda found: found.cost, default=None)


def _below_the_best(run: Run) -> Hardened:
    """All is forbidden that would cost as much as the best agenda."""
    if run.best is None:
        return Hardened(run.formulation, math.inf)
    return run.hard_first.harden(run.best.cost - run.hard_first.unavoidable - 1)


def _cheapest(run: Run, step: str, relaxation: Relaxation, beyond: float, known: Found | None, effort: Effort) -> Found | None:
    """The cheapest outline of a relaxation, from one that is known on; ``beyond`` is what agendas cost at least that it leaves out."""
    if known is not None:
        relaxation.hint(known.outline)
    outcome = run.search(step, relaxation, effort, tell_cost=False, tell_bound=False)
    run.infeasible = run.infeasible or (outcome.status == cp_model.INFEASIBLE and beyond == math.inf)
    run.raise_bound(beyond if outcome.status == cp_model.INFEASIBLE else min(beyond, outcome.bound))
    return Found.of(relaxation, outcome)


def _is_large(relaxation: Relaxation) -> bool:
    return len(relaxation.model.proto.variables) > LARGE


def _follow(run: Run, found: Found | None) -> None:
    """Make an agenda of an outline; if its sessions do not fit so, of the blocks that it gives to families; or of one that is like it."""
    if found is None or run.done:
        return
    limit = run.params.time_limit
    if settle(run, found.outline, Effort(SETTLE.of(limit))) or run.done:
        return
    if not settle_in_blocks(run, found.outline, Effort(SHARE.of(limit), light=True)) and run.best is None and not run.done:
        realise(run, found.outline, REALISE.of(limit))
