"""Why there is no agenda: rules, and the facts beneath them, that cannot hold together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.problem import Problem
from scheduler.model.builder import BuiltModel, Demand, build
from scheduler.rules.base import RuleBook
from scheduler.solve.counting import Shortage, count_shortages
from scheduler.solve.params import Params
from scheduler.solve.search import new_solver

SECONDS_TO_SHRINK = 20.0
"""How long a conflict is made smaller, after it has been found."""


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
        if not self.demands:
            return "no agenda keeps every rule, but no smaller set of rules was found to be in conflict"
        rules = [line for demand in self.demands for line in _rule_lines(demand)]
        facts = {fact: None for demand in self.demands for fact in demand.facts}
        given = [f"  {fact.source}: {fact.sentence}" for fact in facts]
        minimal = "Without any one of them the others can." if self.minimal else "Perhaps fewer of them suffice."
        lines = ["no agenda keeps every rule. These cannot hold together:", *rules, "while this is given:", *given, minimal]
        return "\n".join(lines)


def _rule_lines(demand: Demand) -> Iterator[str]:
    if demand.rule is not None:
        yield f"  {demand.rule.source}: {demand.rule.id}[{demand.subject}]: {demand.rule.sentence()}"
        if demand.rule.why:
            yield f"      why: {demand.rule.why}"


def explain(problem: Problem, book: RuleBook, params: Params) -> Conflict:
    """Count first, since the commonest cause has a one-line answer; then look for demands in conflict, and shrink them.

    The search drops the objective: with it, the solver's core is everything.
    """
    shortages = tuple(count_shortages(problem, book))
    if shortages:
        return Conflict(shortages)
    built = build(problem, book, explain=True)
    status, core = _search_conflict(built, list(built.demands), params, params.time_limit)
    if status != cp_model.INFEASIBLE:
        return Conflict(())
    core, minimal = _shrink(built, core, params)
    order = {index: rank for rank, index in enumerate(built.demands)}
    return Conflict((), tuple(built.demands[index] for index in sorted(core, key=order.__getitem__)), minimal)


def _search_conflict(built: BuiltModel, assumed: list[int], params: Params, seconds: float) -> tuple[cp_model.CpSolverStatus, list[int]]:
    """Solve with the literals assumed; where that is infeasible, some of them that suffice for it."""
    built.model.clear_assumptions()
    built.model.add_assumptions([built.model.get_bool_var_from_proto_index(index) for index in assumed])
    solver = new_solver(params.seed, 1, seconds, deterministic=True)
    status = solver.solve(built.model)
    if status != cp_model.INFEASIBLE:
        return status, []
    known = set(assumed)  # CP-SAT has been seen to name literals that were not assumed.
    return status, [index for index in solver.sufficient_assumptions_for_infeasibility() if index in known]


def _shrink(built: BuiltModel, core: list[int], params: Params) -> tuple[list[int], bool]:
    """Leave out demands for as long as the rest stays infeasible; and whether that was always decided.

    Whole rules are left out first, then halves of those that cannot go, down to single demands.
    """
    deadline = time.monotonic() + SECONDS_TO_SHRINK
    by_rule: dict[str, list[int]] = {}
    for index in core:
        rule = built.demands[index].rule
        by_rule.setdefault(rule.id if rule else "", []).append(index)
    chunks = list(by_rule.values())
    needed: list[int] = []
    decided = True
    while chunks and (left := deadline - time.monotonic()) > 0:
        chunk = chunks.pop()
        others = [index for other in chunks for index in other]
        status, smaller = _search_conflict(built, needed + others, params, left)
        if status == cp_model.INFEASIBLE:
            chunks = [kept for other in chunks if (kept := [index for index in other if index in smaller])]
        elif len(chunk) > 1:
            chunks += [chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]]
        else:
            decided = decided and status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
            needed += chunk
    return needed + [index for chunk in chunks for index in chunk], decided and not chunks
