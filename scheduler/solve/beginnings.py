"""Outlines to begin from, of meetings of families, such as themes of many presentations: cheap periods first, then rooms in these."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from ortools.sat.python import cp_model

from scheduler.model.cells import Cell, Outline
from scheduler.model.formulation import Formulation
from scheduler.model.periods_first import periods_first
from scheduler.model.relaxation import Relaxation, relax
from scheduler.solve.outline import restricted
from scheduler.solve.outline_search import Found
from scheduler.solve.params import Phase
from scheduler.solve.run import FEW, Effort, Run
from scheduler.solve.search import Enough

ONE_EACH, ANY, LATEST = Phase(0.42, 240.0), Phase(0.3, 180.0), Phase(0.65, 360.0)
"""Until when cheap periods are looked for: with one room each, with any rooms, and at the latest, if all that are found are dear."""
ANOTHER = Phase(0.15, 120.0)
"""Looking for other periods, when nothing more is gained from the first."""
ROOMS = Phase(0.08, 60.0)
"""Finding cheap rooms in these, at each level of costs."""
GLANCE, BOUND = Phase(0.08, 60.0), Phase(0.12, 240.0)
"""The bound of periods: at first, as a part of finding some, to know what they cost, and later, to prove more."""
HASTE = 0.4
"""Where less of the limit than this share is left, any rooms will do that are found."""
DEARER, FAR = 2, 10
"""One room each is worth so many times what any rooms cost, and nothing is worth so many times that."""
LARGE = 20_000
"""So many variables take a model's presolve too long."""
SOME = 4
"""Workers that decide whether there are any rooms."""
LEAST = 1.0
"""A search for cheap periods has so many seconds at the least."""
PATIENCE, HURRY = 1.0, 0.5
"""Periods and rooms are cheap enough where none better have come for as long as these took to find: later steps go on from them. Of periods
two searches in a hurry find more than one."""


class Beginnings:
    """Finds outlines of a run's meeting to begin from, each by seeds of its own.

    Parameters
    ----------
    run : Run
        Whose time is spent.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        # The relaxation of families' periods, whose bound is one of the meeting; none where it is too large.
        self._relaxation = relax(periods_first(run.formulation)) if _blocks(run) <= LARGE and not run.done else None
        self._free: Found | None = None
        self._most: int | None = 1
        self._dear = math.inf
        self._charged: Relaxation | None = None
        self._seeds = count()

    def prove_more(self) -> None:
        """Raise the bound once more, when what is left of the time is not needed for the cost."""
        self._raise_bound(Effort(BOUND.of(self._run.params.time_limit)))

    def periods(self) -> Found | None:
        """The cheapest periods of families: with one room in a period for each if that is not much dearer, or else with any rooms.

        With one room each, rooms are sooner found that are not dear. How much dearer it is tells a search that proves a bound.
        """
        run, limit, worth = self._run, self._run.params.time_limit, math.inf
        ends, any_ends, latest = (run.left - phase.of(limit) for phase in (ONE_EACH, ANY, LATEST))
        self._raise_bound(Effort(GLANCE.of(limit), workers=FEW, enough=Enough(PATIENCE)))
        if self._free is not None:
            avoidable = self._free.cost - run.hard_first.unavoidable
            self._dear, worth = FAR * avoidable, run.hard_first.unavoidable + DEARER * avoidable
        one_each = self._search_periods(worth, ends, latest)
        if one_each is not None and (one_each.cost <= worth or run.left <= ends):
            return one_each
        self._most, self._charged = None, None
        return self._search_periods(math.inf, any_ends, latest) or one_each or self._free

    def another(self) -> Found | None:
        """Other periods, and rooms in them."""
        ends = self._run.left - ANOTHER.of(self._run.params.time_limit)
        periods = self._search_periods(math.inf, ends, ends)
        return self.rooms(periods) if periods is not None else None

    def _raise_bound(self, effort: Effort) -> None:
        """Search for the bound that the periods of families have by themselves."""
        if self._relaxation is not None and not self._run.done:
            self._free = cheapest(self._run, "bound of periods", self._relaxation, math.inf, self._free, effort) or self._free

    def _search_periods(self, worth: float, ends: float, latest: float) -> Found | None:
        """The cheapest periods that can be found soon; rooms that would be dear are charged for, and what is dear otherwise forbidden.

        Some searches come to periods that are ``worth`` it in a few seconds and others never: one that is stuck begins anew with another
        seed. It ends when so many seconds are left, or at the ``latest``, if all that was found is dear: neighbourhoods seldom mend that.
        """
        run, best = self._run, None
        if run.done:
            return None
        if self._charged is None:
            self._charged = relax(periods_first(run.formulation, self._most, levels=(0, *run.hard_first.ranks), dear=self._dear))
        relaxation = self._charged
        large, wanted = is_large(relaxation), run.hard_first.unavoidable + self._dear
        for seed in self._seeds:
            enough = Enough(HURRY, worth, soon=max(run.left - ends, LEAST), wanted=wanted)
            effort = Effort(max(run.left - latest, LEAST), workers=FEW, seed=seed, light=large, enough=enough)
            outcome = run.search("cheapest periods", relaxation, effort, tell_cost=False, tell_bound=False)
            best = cheaper_of(Found.of(relaxation, outcome), best)
            is_over = not outcome.found or outcome.bound > worth or run.done or run.left <= latest
            if is_over or (best is not None and best.cost <= (wanted if run.left <= ends else worth)):
                break
        return best

    def rooms(self, periods: Found) -> Found | None:
        """Cheap rooms for every session in this period; None where none are found.

        Whether there are any that cost nothing more is soon decided; otherwise they are of the lowest level of costs above which all can be
        forbidden, if there is time to try each.
        """
        run = self._run
        for relaxation in _levels_of_rooms(run, periods):
            if run.done:
                return None
            effort = Effort(ROOMS.of(run.params.time_limit), workers=SOME, enough=Enough(PATIENCE))
            outcome = run.search("rooms", relaxation, effort, tell_cost=False, tell_bound=False)
            if outcome.found:
                return Found.of(relaxation, outcome)
        return None


def cheapest(run: Run, step: str, relaxation: Relaxation, beyond: float, known: Found | None, effort: Effort) -> Found | None:
    """The cheapest outline of a relaxation, from one that is known on; ``beyond`` is what agendas cost at least that it leaves out."""
    if known is not None:
        relaxation.hint(known.outline)
    outcome = run.search(step, relaxation, effort, tell_cost=False, tell_bound=False)
    run.infeasible = run.infeasible or (outcome.status == cp_model.INFEASIBLE and beyond == math.inf)
    run.raise_bound(beyond if outcome.status == cp_model.INFEASIBLE else min(beyond, outcome.bound))
    return Found.of(relaxation, outcome)


def cheaper_of(one: Found | None, other: Found | None) -> Found | None:
    """The one that costs less, if any."""
    return min((found for found in (one, other) if found is not None), key=lambda found: found.cost, default=None)


def is_large(relaxation: Relaxation) -> bool:
    """Whether presolving it wholly would take too long."""
    return len(relaxation.model.proto.variables) > LARGE


def _blocks(run: Run) -> int:
    """How many variables there are at the least for the rooms of families in periods."""
    return sum(len(cell.rooms) for family in set(run.formulation.families.values()) for cell in run.cells[family[0]])


def _levels_of_rooms(run: Run, periods: Found) -> Iterator[Relaxation]:
    """The relaxations that leave every session in this period, from the least that rooms may cost to all; built at once, for the first."""
    everything = relax(_in_periods(run.formulation, run.cells, periods.outline))
    yield _capped(everything, periods.cost)
    for level in run.hard_first.ranks:
        if run.left < HASTE * run.params.time_limit:
            break
        yield _without_dear(everything, level)
    yield replace(everything, seconds=0.0)


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
    return replace(relaxation, model=model, seconds=0.0)
