"""Large-neighbourhood search over outlines: most of one stays as it is, and the rest is arranged anew, again and again.

What is free is all that is in some periods, or some families wherever they are, or those that meet in some rooms. CP-SAT's own
neighbourhoods know nothing of these, and take several times as long to where these come in ten seconds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from ortools.sat.python import cp_model

from scheduler.model.cells import Outline
from scheduler.model.families import Family
from scheduler.model.relaxation import Relaxation
from scheduler.solve.run import Effort, Run
from scheduler.solve.search import Outcome, together

FIRST, SHORTEST, LONGEST = 3.0, 1.0, 3.0
"""What the first step may take, in which nothing is free, and what the others may at the least and at the most."""
LONGER = 5
"""A step may take so many times as long as the first: there is as much to build and to presolve in it."""
QUICKLY, STEPWISE = 0.3, 1.25
"""A step that takes less than this share of its limit could have been so much larger."""
LEAST = 2.0
"""So many families, periods or rooms are free in the first steps."""
PATIENCE = 100
"""After so many steps that gain nothing there is little hope."""
FAMILIES, ROOMS = 0, 2
"""Where a part has its family, and where its room."""

Part: TypeAlias = tuple[Family | str, ...]
"""A family and a period, and a room where a variable is about one."""


@dataclass(frozen=True, slots=True)
class Found:
    """A solution of a relaxation: its outline, its cost, which agendas seldom reach, and the value of every variable."""

    outline: Outline
    cost: int
    values: tuple[int, ...]

    @staticmethod
    def of(relaxation: Relaxation, outcome: Outcome) -> Found | None:
        """What a search has found, if anything."""
        if not outcome.found:
            return None
        values = tuple(outcome.solver.response_proto.solution)
        return Found(relaxation.outline(outcome.solver.value), round(outcome.solver.objective_value), values)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a relaxation's model, and the seconds that it took to make."""

    model: cp_model.CpModel
    seconds: float


class OutlineSearch:
    """Improves an outline step by step, on every core, or one step after the other in a deterministic run.

    Parameters
    ----------
    run : Run
        Whose time is spent.
    relaxation : Relaxation
        What counts the cost.
    """

    def __init__(self, run: Run, relaxation: Relaxation) -> None:
        self._run = run
        self._relaxation = relaxation
        self._parts = dict(_parts(relaxation))
        self._literals = {variable for variable in self._parts if list(relaxation.model.proto.variables[variable].domain) == [0, 1]}
        objective = relaxation.model.proto.objective
        own = zip(objective.vars, objective.coeffs, strict=True)
        self._costs = {variable: cost for variable, cost in own if variable in self._parts and cost > 0}
        self._kinds = [sorted({part[n] for part in self._parts.values() if n < len(part)}) for n in range(3)]
        self._best: Found | None = None
        self._in_vain = 0
        self._limit = SHORTEST

    def improve(self, start: Outline, seconds: float) -> Found | None:
        """The best outline after so many seconds, or sooner where nothing has been gained for long; None if the start is none."""
        before = self._run.left
        self._best = self._complete(start)
        if self._best is not None:
            self._limit = min(LONGEST, max(SHORTEST, LONGER * (before - self._run.left)))
            ends = before - seconds
            together([partial(self._climb, index, ends) for index in range(self._run.climbers)], self._run.interrupt)
        return self._best

    def _complete(self, start: Outline) -> Found | None:
        """The whole solution that an outline is a part of."""
        fixed = dict(self._relaxation.decisions(start))
        return Found.of(self._relaxation, self._search(fixed, (), Effort(FIRST, workers=1)))

    def _climb(self, index: int, ends: float) -> None:
        rng = random.Random(f"{self._run.params.seed} {index}")
        sizes = [LEAST for _ in self._kinds]
        for seed in self._run.seeds(index):
            if self._run.done or self._run.left <= ends or self._in_vain >= PATIENCE:
                return
            kind = rng.choice([n for n, every in enumerate(self._kinds) if every])
            every, before = self._kinds[kind], self._run.left
            chosen = set(rng.sample(every, min(round(sizes[kind]), len(every))))
            if kind == FAMILIES:
                chosen |= self._paying(rng)
            effort = Effort(self._limit, workers=1, linear=rng.randrange(2), seed=seed)
            outcome = self._step(self._meeting_in(chosen) if kind == ROOMS else chosen, effort)
            if outcome.status not in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
                sizes[kind] = max(LEAST, sizes[kind] / STEPWISE)
            elif before - self._run.left < self._limit * QUICKLY:
                sizes[kind] = min(sizes[kind] * STEPWISE, len(every))

    def _paying(self, rng: random.Random) -> set[Family | str]:
        """A family that pays for where it is, the more the likelier; none where none does."""
        best = self._best
        assert best is not None
        paid: dict[Family | str, int] = {}
        for variable, cost in self._costs.items():
            if best.values[variable]:
                family = self._parts[variable][0]
                paid[family] = paid.get(family, 0) + cost * best.values[variable]
        return set(rng.choices(list(paid), list(paid.values()))) if paid else set()

    def _meeting_in(self, rooms: set[Family | str]) -> set[Family | str]:
        """The families that are in one of the rooms at some time."""
        best = self._best
        assert best is not None
        return {part[0] for variable, part in self._parts.items() if len(part) > ROOMS and part[ROOMS] in rooms and best.values[variable]}

    def _step(self, free: set[Family | str], effort: Effort) -> Outcome:
        """Solve anew what is about one of the free families or periods."""
        best = self._best
        assert best is not None
        fixed = {variable: best.values[variable] for variable, part in self._parts.items() if free.isdisjoint(part)}
        outcome = self._search(fixed, best.values, effort)
        self._take(Found.of(self._relaxation, outcome))
        return outcome

    def _search(self, fixed: Mapping[int, int], hint: Sequence[int], effort: Effort) -> Outcome:
        """Search a copy of the model in which some variables are fixed."""
        began = time.monotonic()
        model = self._relaxation.model.clone()
        model.proto.clear_solution_hint()
        model.proto.solution_hint.vars.extend(range(len(hint)))
        model.proto.solution_hint.values.extend(hint)
        # One constraint for all literals: one each, for ten thousand, would take as long as the search.
        literals = [variable if value else -variable - 1 for variable, value in fixed.items() if variable in self._literals]
        model.proto.constraints.add().bool_and.literals.extend(literals)
        for variable in fixed.keys() - self._literals:
            model.add(model.get_int_var_from_proto_index(variable) == fixed[variable])
        copy = Copy(model, time.monotonic() - began)
        return self._run.search("rearrange outline", copy, effort, tell_cost=False, tell_bound=False)

    def _take(self, found: Found | None) -> None:
        """Take over what a step found, unless it is dearer; what costs as much is another place to go on from."""
        best = self._best
        assert best is not None
        self._in_vain = 0 if found is not None and found.cost < best.cost else self._in_vain + 1
        if found is not None and found.cost <= best.cost:
            self._best = found


def _parts(relaxation: Relaxation) -> Iterator[tuple[int, Part]]:
    """Every variable that decides something, by its number, with what it is about; a session that is of no family stands for itself."""
    for one in relaxation.compiler.sessions.values():
        for cell, number in zip(one.cells, one.literals, strict=True):
            yield number.index, (relaxation.families.get(one.session.id, one.members), cell.period)
    for (family, period, room), literal in relaxation.compiler.blocks.literals():
        yield literal.index, (family, period, room)
