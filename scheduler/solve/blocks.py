"""How meetings of families, such as themes of many presentations, are decided: first their periods, then rooms, then starts."""

from __future__ import annotations

import math

from scheduler.model.hardened import Hardened
from scheduler.model.relaxation import Relaxation, relax
from scheduler.solve.beginnings import ANOTHER, PATIENCE, Beginnings, cheaper_of, cheapest, is_large
from scheduler.solve.outline import realise, settle, settle_in_blocks
from scheduler.solve.outline_search import Found, OutlineSearch
from scheduler.solve.params import Phase
from scheduler.solve.run import FEW, Effort, Run
from scheduler.solve.search import Enough

SETTLE, SHARE, REALISE = Phase(0.1, 60.0), Phase(0.06, 60.0), Phase(0.15, 60.0)
"""The three ways to make an agenda of an outline."""
TURNS, PROOF, OUTLINE, REARRANGE = 4, Phase(0.05, 240.0), Phase(0.08, 240.0), Phase(0.2, 120.0)
"""Periods and rooms at once, in turns: by many workers, which prove a bound, by few, and by neighbourhoods."""
LAST = Phase(0.08, 20.0)
"""What is left, after neighbourhoods, for an agenda of the outline that they come to."""
A_LITTLE = 0.25
"""The patience of neighbourhoods at first, where many workers can go on from what they found: these prove in a second what is the best."""
PROVABLE = 1_500
"""Of a model with more variables than this for each second that they have, many workers prove nothing, and CP-SAT betters nothing."""


def in_blocks(run: Run) -> bool:
    """Advance a run by outlines that give families periods and rooms; whether there is an agenda."""
    run.count()
    beginnings = Beginnings(run)
    periods = None if run.done else beginnings.periods()
    if periods is None:
        return False
    found = beginnings.rooms(periods)
    _follow(run, found)
    if not run.done:
        found = _cheapest_outline(run, found, beginnings)
    if found is not None and run.best is not None and run.best.cost > found.cost and not run.done:
        settle_in_blocks(run, found.outline, Effort(SHARE.of(run.params.time_limit)))
    return run.best is not None


def _cheapest_outline(run: Run, found: Found | None, beginnings: Beginnings) -> Found | None:
    """A cheaper outline than the one found, and an agenda of each on the way: by neighbourhoods and, if it is small, by CP-SAT in turns.

    One that is too large for CP-SAT is begun anew, by other periods, when neighbourhoods gain no more.
    """
    limit, needed, small = run.params.time_limit, 0.0, True
    for turn in range(TURNS):
        if run.done or run.left < needed:
            break
        if turn == 1:
            beginnings.prove_more()
        start = found if small else beginnings.another() or found
        hard = _below_the_best(run, start)
        relaxation = relax(hard.formulation)
        small = _is_provable(run, relaxation)
        needed = relaxation.seconds + LAST.of(limit) + (0.0 if small else ANOTHER.of(limit))
        if start is None or (turn and small):
            start = _solved(run, relaxation, hard.bound, start)
            _follow(run, start)
        if start is not None and not run.done:
            hope = A_LITTLE if small and not turn else 1.0
            start = _rearranged(run, OutlineSearch(run, relaxation, start.outline, hope), start)
        found = cheaper_of(start, found)
    return found


def _rearranged(run: Run, search: OutlineSearch, found: Found) -> Found:
    """The outline that neighbourhoods come to until they gain nothing more or little time is left, with an agenda of it now and then."""
    limit = run.params.time_limit
    while not run.done and not search.is_stuck and (left := run.left - LAST.of(limit)) > 0:
        better = search.improve(min(REARRANGE.of(limit), left))
        if better is None:
            break
        found = better
        _follow(run, found)
    return found


def _solved(run: Run, relaxation: Relaxation, beyond: float, found: Found | None) -> Found | None:
    """The cheapest outline that CP-SAT comes to: by many workers, where the model is small enough for them, and by few."""
    limit = run.params.time_limit
    if _is_provable(run, relaxation):
        found = cheaper_of(cheapest(run, "outline, proving", relaxation, beyond, found, Effort(PROOF.of(limit))), found)
    if not run.done:
        effort = Effort(OUTLINE.of(limit), workers=FEW, light=is_large(relaxation), enough=Enough(PATIENCE))
        found = cheaper_of(cheapest(run, "cheapest outline", relaxation, beyond, found, effort), found)
    return found


def _below_the_best(run: Run, start: Found | None) -> Hardened:
    """All is forbidden that would cost as much as the best agenda, and more than the outline that a search starts from."""
    if run.best is None:
        return Hardened(run.formulation, math.inf)
    most = max(run.best.cost - 1, start.cost if start is not None else 0)
    return run.hard_first.harden(most - run.hard_first.unavoidable)


def _is_provable(run: Run, relaxation: Relaxation) -> bool:
    return len(relaxation.model.proto.variables) <= PROVABLE * PROOF.of(run.params.time_limit)


def _follow(run: Run, found: Found | None) -> None:
    """Make an agenda of an outline; if its sessions do not fit so, of the blocks that it gives to families; or of one that is like it."""
    if found is None or run.done or (run.best is not None and run.best.cost <= found.cost):
        return
    limit = run.params.time_limit
    if settle(run, found.outline, Effort(SETTLE.of(limit))) or run.done:
        return
    if not settle_in_blocks(run, found.outline, Effort(SHARE.of(limit), light=True)) and run.best is None and not run.done:
        realise(run, found.outline, REALISE.of(limit))
