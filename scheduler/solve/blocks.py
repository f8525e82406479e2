"""How meetings of families, such as themes of many presentations, are decided: first their periods, then rooms, then starts."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.model.cells import Outline, cells_of
from scheduler.model.formulation import Formulation
from scheduler.model.hardened import Hardened
from scheduler.model.periods_first import periods_first
from scheduler.model.relaxation import Relaxation, relax
from scheduler.solve.outline import realise, restricted, settle, settle_in_blocks
from scheduler.solve.outline_search import Found, OutlineSearch
from scheduler.solve.params import Phase
from scheduler.solve.run import Effort, Run

LEVEL, LONGER, LEVELS = Phase(0.08, 60.0), Phase(0.16, 120.0), Phase(0.4, 240.0)
"""Looking for any periods of families at one level of costs, longer where few rooms for each may do, and at all levels."""
PERIODS, ROOMS = Phase(0.22, 120.0), Phase(0.1, 60.0)
"""The cheapest periods, and the cheapest rooms in these."""
SETTLE, SHARE, REALISE = Phase(0.1, 60.0), Phase(0.06, 60.0), Phase(0.15, 60.0)
"""The three ways to make an agenda of an outline."""
OUTLINE, REARRANGE, ROUNDS = Phase(0.08, 240.0), Phase(0.25, 240.0), 2
"""Periods and rooms at once: by CP-SAT alone, which proves a bound, and by neighbourhoods; so many times in turns."""
LARGE = 20_000
"""So many variables take a model's presolve too long."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where to begin.

    Parameters
    ----------
    hard : Hardened
        The lowest level of costs above which all can be forbidden, as far as that is known.
    most : int or None
        How many rooms a family has in a period at the most, if it is few.
    outline : Outline
        Periods in which all of this is kept.
    """

    hard: Hardened
    most: int | None
    outline: Outline


def in_blocks(run: Run) -> bool:
    """Advance a run by outlines that give families periods and rooms; whether there is an agenda."""
    run.count()
    limit = run.params.time_limit
    start = None if run.done else _lowest_level(run) or _rearranged(run)
    if start is None:
        return False
    outline = start.outline if start.hard.bound == math.inf else _cheapest_periods(run, start, PERIODS.of(limit)) or start.outline
    found = _with_rooms(run, start, outline)
    _follow(run, found)
    if not run.done:
        found = _cheapest_outline(run, start.hard, found)
    if found is not None and run.best is not None and run.best.cost > found.cost and not run.done:
        settle_in_blocks(run, found.outline, Effort(SHARE.of(limit)))
    return run.best is not None


def _cheapest_outline(run: Run, hard: Hardened, found: Found | None) -> Found | None:
    """A cheaper outline than the one found, and an agenda of each on the way."""
    limit = run.params.time_limit
    if run.best is not None:
        # All is forbidden that would cost as much as the best agenda.
        hard = run.hard_first.harden(run.best.cost - run.hard_first.unavoidable - 1)
    relaxation = relax(hard.formulation)
    neighbourhoods = OutlineSearch(run, relaxation)
    for _ in range(ROUNDS):
        if not run.done:
            proved = _cheapest(run, "cheapest outline", relaxation, hard.bound, found.outline if found else None, OUTLINE.of(limit))
            found = min((one for one in (proved, found) if one is not None), key=lambda one: one.cost, default=None)
            _follow(run, found)
        if found is not None and not run.done:
            found = neighbourhoods.improve(found.outline, REARRANGE.of(limit)) or found
            _follow(run, found)
    return found


def _lowest_level(run: Run) -> Start | None:
    """Any periods at the lowest level that has some; None where none are soon found there, or with all costs allowed at the least.

    At each level families have one room in a period at first: there are far fewer ways to decide that, and few cost less.
    """
    ends = run.left - LEVELS.of(run.params.time_limit)
    for hard in (run.hard_first.harden(rank) for rank in run.hard_first.ranks):
        open_yet = False
        for most in (1, None):
            if run.done or run.left <= ends:
                return None
            phase = LONGER if open_yet else LEVEL
            status, outline = _any_periods(run, hard.formulation, most, phase.of(run.params.time_limit))
            if outline is not None:
                return Start(hard, most, outline)
            open_yet = open_yet or (most is not None and status != cp_model.INFEASIBLE)
        if status == cp_model.INFEASIBLE:
            run.raise_bound(hard.bound)
        elif open_yet:
            return None
    return None


def _rearranged(run: Run) -> Start | None:
    """The cheapest periods that neighbourhoods come to from any; None where none are found.

    Where the feasibility jump takes long to find periods without a dear cost, this comes to as cheap ones in ten seconds. They are no
    more than a last resort, since the rooms that some of them leave are dear.
    """
    for most in (None, 1):
        if run.done:
            return None
        status, outline = _any_periods(run, run.formulation, most, LEVEL.of(run.params.time_limit))
        if outline is not None:
            search = OutlineSearch(run, relax(periods_first(run.formulation, most)))
            found = search.improve(outline, PERIODS.of(run.params.time_limit))
            return Start(Hardened(run.formulation, math.inf), most, found.outline if found else outline)
        if status == cp_model.INFEASIBLE and most is None:
            run.infeasible = True
    return None


def _any_periods(run: Run, formulation: Formulation, most: int | None, seconds: float) -> tuple[cp_model.CpSolverStatus, Outline | None]:
    """Any periods of a formulation, and how the search for them ended.

    Two workers, since one of them is then CP-SAT's feasibility jump, which finds such periods far sooner than tree search does.
    """
    relaxation = relax(periods_first(replace(formulation, charges=()), most))
    outcome = run.search("any periods", relaxation, Effort(seconds, workers=2), tell_cost=False, tell_bound=False)
    return outcome.status, relaxation.outline(outcome.solver.value) if outcome.found else None


def _cheapest_periods(run: Run, start: Start, seconds: float) -> Outline | None:
    """The cheapest periods where the start is; with few rooms for each family they prove no bound."""
    relaxation = relax(periods_first(start.hard.formulation, start.most))
    found = _cheapest(run, "cheapest periods", relaxation, start.hard.bound if start.most is None else 0, start.outline, seconds)
    return found.outline if found else None


def _cheapest(run: Run, step: str, relaxation: Relaxation, beyond: float, known: Outline | None, seconds: float) -> Found | None:
    """The cheapest outline of a relaxation, from one that is known on; ``beyond`` is what agendas cost at least that it leaves out."""
    if known:
        relaxation.hint(known)
    outcome = run.search(step, relaxation, _effort(relaxation, seconds), tell_cost=False, tell_bound=False)
    run.infeasible = run.infeasible or (outcome.status == cp_model.INFEASIBLE and beyond == math.inf)
    run.raise_bound(beyond if outcome.status == cp_model.INFEASIBLE else min(beyond, outcome.bound))
    return Found.of(relaxation, outcome)


def _with_rooms(run: Run, start: Start, periods: Outline) -> Found | None:
    """The cheapest outline with every session in this period."""
    if run.done:
        return None
    formulation = start.hard.formulation
    cells = cells_of(formulation)
    choices = {id: [cell for cell in cells[id] if where and cell.period == where.period] for id, where in periods.items()}
    relaxation = relax(restricted(formulation, choices))
    effort = _effort(relaxation, ROOMS.of(run.params.time_limit))
    outcome = run.search("rooms", relaxation, effort, tell_cost=False, tell_bound=False)
    return Found.of(relaxation, outcome)


def _effort(relaxation: Relaxation, seconds: float) -> Effort:
    return Effort(seconds, light=len(relaxation.model.proto.variables) > LARGE)


def _follow(run: Run, found: Found | None) -> None:
    """Make an agenda of an outline; if its sessions do not fit so, of the blocks that it gives to families; or of one that is like it."""
    if found is None or run.done:
        return
    limit = run.params.time_limit
    if settle(run, found.outline, Effort(SETTLE.of(limit))) or run.done:
        return
    if not settle_in_blocks(run, found.outline, Effort(SHARE.of(limit), light=True)) and run.best is None and not run.done:
        realise(run, found.outline, REALISE.of(limit))
