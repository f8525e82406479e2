"""Why there is no agenda: rules, and the facts beneath them, that cannot hold together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from ortools.sat.python import cp_model

from scheduler.domain.errors import Interrupted
from scheduler.domain.problem import Problem
from scheduler.model.builder import build
from scheduler.model.formulation import Demand, demands_of, formulate_demands
from scheduler.rules.base import RuleBook
from scheduler.solve.counting import Shortage, count_shortages
from scheduler.solve.params import Params
from scheduler.solve.search import new_solver, search

SECONDS_TO_EXPLAIN = 30.0
"""How long a conflict is looked for."""
SECONDS_PER_SOLVE = 5.0
"""How long one set of demands may take; one that is not decided by then counts as feasible."""
MOST_LINES = 25
"""More instances, or facts, than this are not listed one by one."""
Group: TypeAlias = tuple[Demand, ...]
"""Demands that are kept or left out together: those of one rule, or a single one."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why there is no agenda.

    Parameters
    ----------
    shortages : tuple of Shortage
        What counting alone shows to be too little: time, rooms, places. If there is any, nothing else was looked for.
    demands : tuple of Demand
        Rule instances and facts that cannot hold together.
    minimal : bool
        Whether it is proved that without any one of ``demands`` the others can.
    """

    shortages: tuple[Shortage, ...]
    demands: tuple[Demand, ...] = ()
    minimal: bool = False

    def text(self) -> str:
        """The conflict for the secretariat: each rule and fact with file, line and why."""
        if self.shortages:
            return "no agenda keeps every rule, because there is too little to go round:\n" + "\n".join(map(str, self.shortages))
        facts = tuple(dict.fromkeys(fact for demand in self.demands for fact in demand.instance.facts))
        given = [f"  {fact.source}: {fact.sentence}" for fact in facts[:MOST_LINES]]
        if len(facts) > MOST_LINES:
            given.append(f"  and {len(facts) - MOST_LINES} lines more")
        minimal = "Without any one of them the others can." if self.minimal else "Perhaps fewer of them suffice."
        return "\n".join(
            ["no agenda keeps every rule. These cannot hold together:", *self._rule_lines(), "while this is given:", *given, minimal]
        )

    def _rule_lines(self) -> Iterator[str]:
        """Each rule's instances one by one; where they are many, each rule once."""
        demands = [demand for demand in self.demands if demand.rule is not None]
        for rule, group in groupby(demands, key=lambda demand: demand.rule):
            assert rule is not None
            subjects = [demand.instance.subject for demand in group]
            names = [rule.named(subject) for subject in subjects]
            if len(demands) > MOST_LINES:
                names = [f"{rule.id} ({len(subjects)} times)" if len(subjects) > 1 else names[0]]
            for name in names:
                yield f"  {rule.source}: {name}: {rule.demand()}"
                if rule.why:
                    yield f"      why: {rule.why}"


def explain(problem: Problem, book: RuleBook, params: Params) -> Conflict:
    """Why no agenda keeps the hard rules, which the caller has seen proved.

    Counting comes first, since the commonest cause has a one-line answer. Then demands in conflict are looked for, on
    models of their own without objective or assumptions: CP-SAT's assumption cores were nearly everything here.
    """
    shortages = tuple(count_shortages(problem, book))
    if shortages:
        return Conflict(shortages)
    return _Progression(problem, params, demands_of(problem, book)).conflict()


class _Progression:
    """Finds a minimal set of demands in conflict, by the shortest prefixes that are infeasible.

    The last demand of the shortest infeasible prefix belongs to every conflict in that prefix. It is kept, and the
    search goes on before it, until what is kept is infeasible by itself: k demands among n take about k log2 n solves
    (Marques-Silva, Janota, Belov: Minimal Sets over Monotone Predicates in Boolean Formulae, CAV 2013).
    """

    def __init__(self, problem: Problem, params: Params, demands: tuple[Demand, ...]) -> None:
        self._problem = problem
        self._params = params
        self._demands = demands
        self._deadline = time.monotonic() + min(params.time_limit, SECONDS_TO_EXPLAIN)
        self._all_decided = True

    def conflict(self) -> Conflict:
        """The conflict: whole rules first, then their instances; not minimal where a solve was not decided in time."""
        by_rule = groupby(self._demands, key=lambda demand: demand.rule)
        rules = self._minimal(tuple(tuple(group) for _, group in by_rule))
        kept = self._minimal(tuple((demand,) for group in rules for demand in group))
        rank = {id(demand): index for index, demand in enumerate(self._demands)}
        demands = sorted((demand for group in kept for demand in group), key=lambda demand: rank[id(demand)])
        return Conflict((), tuple(demands), self._all_decided)

    def _minimal(self, candidates: tuple[Group, ...]) -> tuple[Group, ...]:
        """Groups of demands in conflict, without any one of which the others can hold."""
        kept: tuple[Group, ...] = ()
        while candidates and not self._is_infeasible(kept):
            length = self._shortest_infeasible_prefix(candidates, kept)
            kept = (candidates[length - 1], *kept)
            candidates = candidates[: length - 1]
        return kept

    def _shortest_infeasible_prefix(self, candidates: tuple[Group, ...], kept: tuple[Group, ...]) -> int:
        feasible, infeasible = 0, len(candidates)
        while feasible + 1 < infeasible:
            middle = (feasible + infeasible) // 2
            if self._is_infeasible((*kept, *candidates[:middle])):
                infeasible = middle
            else:
                feasible = middle
        return infeasible

    def _is_infeasible(self, groups: tuple[Group, ...]) -> bool:
        """Whether it is proved that the demands of these groups cannot hold together."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            self._all_decided = False
            return False
        solver = new_solver(replace(self._params, time_limit=min(left, SECONDS_PER_SOLVE)), deterministic=False)
        formulation = formulate_demands(self._problem, (demand for group in groups for demand in group))
        outcome = search(solver, build(formulation).model, lambda progress: None)
        if outcome.interrupted:
            raise Interrupted("interrupted; no agenda keeps every rule, and which of them are in conflict was not found yet")
        self._all_decided = self._all_decided and outcome.status != cp_model.UNKNOWN
        return outcome.status == cp_model.INFEASIBLE
