"""How meetings of families, such as themes of many presentations, are decided: first their periods, then rooms, then starts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from ortools.sat.python import cp_model

from scheduler.model.cells import Cell, Outline
from scheduler.model.formulation import Formulation
from scheduler.model.hardened import Hardened
from scheduler.model.periods_first import periods_first
from scheduler.model.relaxation import Relaxation, relax
from scheduler.solve.outline import realise, restricted, settle, settle_in_blocks
from scheduler.solve.outline_search import Found, OutlineSearch
from scheduler.solve.params import Phase
from scheduler.solve.run import Effort, Run
from scheduler.solve.search import Enough

ONE_EACH, ANY, LATEST = Phase(0.42, 240.0), Phase(0.3, 180.0), Phase(0.65, 360.0)
"""Until when cheap periods are looked for: with one room each, with any rooms, and at the latest, if all that are found are dear."""
ROOMS = Phase(0.08, 60.0)
"""Finding cheap rooms in these, at each level of costs."""
GLANCE, BOUND = Phase(0.12, 60.0), Phase(0.12, 240.0)
"""The bound of periods: at first, as a part of finding some, to know what they cost, and later, to prove more."""
SETTLE, SHARE, REALISE = Phase(0.1, 60.0), Phase(0.06, 60.0), Phase(0.15, 60.0)
"""The three ways to make an agenda of an outline."""
TURNS, PROOF, OUTLINE, REARRANGE = 3, Phase(0.05, 240.0), Phase(0.08, 240.0), Phase(0.2, 120.0)
"""Periods and rooms at once, in turns: by many workers, which prove a bound, by few, and by neighbourhoods."""
LAST = Phase(0.08, 20.0)
"""What is left, after neighbourhoods, for an agenda of the outline that they come to."""
HASTE = 0.4
"""Where less of the limit than this share is left, any rooms will do that are found."""
DEARER, FAR = 2, 10
"""One room each is worth so many times what any rooms cost, and nothing is worth so many times that."""
LARGE = 20_000
"""So many variables take a model's presolve too long."""
PROVABLE = 1_500
"""Of a model with more variables than this for each second that they have, many workers prove nothing, and CP-SAT betters nothing."""
FEW, SOME = 2, 4
"""Workers that find cheap solutions in a quarter of the time that eight take, which prove more; and that decide whether there are any."""
LEAST = 1.0
"""A search for cheap periods has so many seconds at the least."""
PATIENCE = 1.0
"""Periods and rooms are cheap enough where none better have come for as long as these took to find: later steps go on from them."""


def in_blocks(run: Run) -> bool:
    """Advance a run by outlines that give families periods and rooms; whether there is an agenda."""
    run.count()
    bound = _BoundOfPeriods(run)
    periods = None if run.done else _cheapest_periods(run, bound)
    if periods is None:
        return False
    found = _with_rooms(run, periods)
    _follow(run, found)
    if not run.done:
        found = _cheapest_outline(run, found, bound)
    if found is not None and run.best is not None and run.best.cost > found.cost and not run.done:
        settle_in_blocks(run, found.outline, Effort(SHARE.of(run.params.time_limit)))
    return run.best is not None


class _BoundOfPeriods:
    """The relaxation of families' periods, whose bound is one of the meeting; none where it is too large."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._relaxation = relax(periods_first(run.formulation)) if _blocks(run) <= LARGE and not run.done else None
        self._found: Found | None = None

    def search(self, effort: Effort) -> Found | None:
        """The cheapest periods that are found on the way."""
        if self._relaxation is not None and not self._run.done:
            self._found = _cheapest(self._run, "bound of periods", self._relaxation, math.inf, self._found, effort) or self._found
        return self._found


def _cheapest_periods(run: Run, bound: _BoundOfPeriods) -> Found | None:
    """The cheapest periods of families: with one room in a period for each if that is not much dearer, or else with any rooms.

    With one room each, rooms are sooner found that are not dear. How much dearer it is tells a search that proves a bound.
    """
    limit, dear, worth = run.params.time_limit, math.inf, math.inf
    ends, any_ends, latest = (run.left - phase.of(limit) for phase in (ONE_EACH, ANY, LATEST))
    free = bound.search(Effort(GLANCE.of(limit), workers=FEW, enough=Enough(PATIENCE)))
    if free is not None:
        dear, worth = FAR * _avoidable(run, free), run.hard_first.unavoidable + DEARER * _avoidable(run, free)
    one_each = _search_periods(run, 1, dear, worth, ends, latest)
    if one_each is not None and (one_each.cost <= worth or run.left <= ends):
        return one_each
    return _search_periods(run, None, dear, math.inf, any_ends, latest) or one_each or free


def _blocks(run: Run) -> int:
    """How many variables there are at the least for the rooms of families in periods."""
    return sum(len(cell.rooms) for family in set(run.formulation.families.values()) for cell in run.cells[family[0]])


def _search_periods(run: Run, most: int | None, dear: float, worth: float, ends: float, latest: float) -> Found | None:
    """The cheapest periods that can be found soon; rooms that would be dear are charged for, and what is ``dear`` otherwise forbidden.

    Some searches come to periods that are ``worth`` it in a few seconds and others never: one that is stuck begins anew with another seed.
    It ends when so many seconds are left, or at the ``latest``, if all that was found is dear, as neighbourhoods seldom mend that.
    """
    if run.done:
        return None
    relaxation, best = relax(periods_first(run.formulation, most, levels=(0, *run.hard_first.ranks), dear=dear)), None
    large, wanted = _is_large(relaxation), run.hard_first.unavoidable + dear
    for seed in count():
        enough = Enough(PATIENCE, worth, soon=max(run.left - ends, LEAST), wanted=wanted)
        effort = Effort(max(run.left - latest, LEAST), workers=FEW, seed=seed, light=large, enough=enough)
        outcome = run.search("cheapest periods", relaxation, effort, tell_cost=False, tell_bound=False)
        best = _cheaper_of(Found.of(relaxation, outcome), best)
        is_over = not outcome.found or outcome.bound > worth or run.done or run.left <= latest
        if is_over or (best is not None and best.cost <= (wanted if run.left <= ends else worth)):
            break
    return best


def _avoidable(run: Run, found: Found) -> int:
    return found.cost - run.hard_first.unavoidable


def _with_rooms(run: Run, periods: Found) -> Found | None:
    """Cheap rooms for every session in this period; None where none are found.

    Whether there are any that cost nothing more is soon decided; otherwise they are of the lowest level of costs above which all can be
    forbidden, if there is time to try each.
    """
    for relaxation in _levels_of_rooms(run, periods):
        if run.done:
            return None
        effort = Effort(ROOMS.of(run.params.time_limit), workers=SOME, enough=Enough(PATIENCE))
        outcome = run.search("rooms", relaxation, effort, tell_cost=False, tell_bound=False)
        if outcome.found:
            return Found.of(relaxation, outcome)
    return None


def _levels_of_rooms(run: Run, periods: Found) -> Iterator[Relaxation]:
    """The relaxations that leave every session in this period, from the least that rooms may cost to all."""
    everything = relax(_in_periods(run.formulation, run.cells, periods.outline))
    yield _capped(everything, periods.cost)
    for level in run.hard_first.ranks:
        if run.left < HASTE * run.params.time_limit:
            break
        yield _without_dear(everything, level)
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


def _without_dear(relaxation: Relaxation, most: int) -> Relaxation:
    """The relaxation without all that costs more than this for each that it counts."""
    model = relaxation.model.clone()
    objective, variables = model.proto.objective, model.proto.variables
    for variable, cost in zip(list(objective.vars), list(objective.coeffs), strict=True):
        domain = variables[variable].domain
        if abs(cost) > most and domain[0] < domain[len(domain) - 1]:
            least = domain[0] if cost > 0 else domain[len(domain) - 1]
            domain.clear()
            domain.extend((least, least))
    return replace(relaxation, model=model)


def _cheapest_outline(run: Run, found: Found | None, bound: _BoundOfPeriods) -> Found | None:
    """A cheaper outline than the one found, and an agenda of each on the way: by neighbourhoods and, if it is small, by CP-SAT in turns."""
    limit, needed = run.params.time_limit, 0.0
    for turn in range(TURNS):
        if run.done or run.left < needed:
            break
        hard = _below_the_best(run)
        relaxation = relax(hard.formulation)
        needed = relaxation.seconds + LAST.of(limit)
        if turn == 1:
            bound.search(Effort(BOUND.of(limit)))
        if found is None or (turn and _is_provable(run, relaxation)):
            found = _solved(run, relaxation, hard.bound, found)
            _follow(run, found)
        if found is not None and not run.done:
            found = _rearranged(run, OutlineSearch(run, relaxation, found.outline), found)
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
        found = _cheaper_of(_cheapest(run, "outline, proving", relaxation, beyond, found, Effort(PROOF.of(limit))), found)
    if not run.done:
        effort = Effort(OUTLINE.of(limit), workers=FEW, light=_is_large(relaxation), enough=Enough(PATIENCE))
        found = _cheaper_of(_cheapest(run, "cheapest outline", relaxation, beyond, found, effort), found)
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


def _is_provable(run: Run, relaxation: Relaxation) -> bool:
    return len(relaxation.model.proto.variables) <= PROVABLE * PROOF.of(run.params.time_limit)


def _is_large(relaxation: Relaxation) -> bool:
    return len(relaxation.model.proto.variables) > LARGE


def _follow(run: Run, found: Found | None) -> None:
    """Make an agenda of an outline; if its sessions do not fit so, of the blocks that it gives to families; or of one that is like it."""
    if found is None or run.done or (run.best is not None and run.best.cost <= found.cost):
        return
    limit = run.params.time_limit
    if settle(run, found.outline, Effort(SETTLE.of(limit))) or run.done:
        return
    if not settle_in_blocks(run, found.outline, Effort(SHARE.of(limit), light=True)) and run.best is None and not run.done:
        realise(run, found.outline, REALISE.of(limit))
