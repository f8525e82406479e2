"""The exact strategy: one CP-SAT model of the whole meeting, solved to the end or to the limit, and checked."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.check import Verdict, check
from scheduler.domain.agenda import Agenda
from scheduler.domain.errors import Infeasible, Interrupted, ModelMismatch, NothingFound
from scheduler.domain.problem import Problem
from scheduler.model.builder import BuiltModel, build
from scheduler.model.formulation import formulate
from scheduler.rules.base import RuleBook
from scheduler.solve.explain import explain
from scheduler.solve.params import SMALL_MEETING, Listener, Params, Progress
from scheduler.solve.search import DETERMINISTIC_TIME_PER_SECOND, Outcome, new_solver, search

LEAST_SECONDS = 0.1
"""What the second phase is left with when the first has used the whole limit."""


@dataclass(frozen=True, slots=True)
class Result:
    """An agenda that the check has confirmed.

    Parameters
    ----------
    agenda : Agenda
        The agenda, with its cost, its bound, and what it was made from.
    verdict : Verdict
        What it costs, by which rules.
    reproducible : bool
        Whether the same input gives the same agenda again: the solve was deterministic, and neither Ctrl-C nor the
        clock ended it.
    """

    agenda: Agenda
    verdict: Verdict
    reproducible: bool


def solve(problem: Problem, book: RuleBook, params: Params, listener: Listener) -> Result:
    """Find the agenda of least cost, as far as the limit allows.

    Raises
    ------
    Infeasible
        If no agenda keeps the hard rules; the message says which of them, and which facts, are in conflict.
    NothingFound, Interrupted
        If the limit, or Ctrl-C, came before there was an agenda.
    ModelMismatch
        If the check disagrees with the solver.
    """
    built = build(formulate(problem, book))
    outcome = _search_in_phases(problem, params, built, listener)
    if outcome.found:
        return _confirmed(problem, book, params, built, outcome)
    if outcome.interrupted:
        raise Interrupted("interrupted before there was an agenda")
    if outcome.status == cp_model.INFEASIBLE:
        raise Infeasible(explain(problem, book, params).text())
    if outcome.status == cp_model.MODEL_INVALID:
        raise ModelMismatch(f"the solver refuses the model: {built.model.validate()}")
    limit = f"{params.time_limit:g} seconds"
    raise NothingFound(f"no agenda was found within {limit}, and no proof that there is none", "give more time: --time-limit")


def _search_in_phases(problem: Problem, params: Params, built: BuiltModel, listener: Listener) -> Outcome:
    """Search a large meeting without its objective first, then again from there, every variable hinted.

    With the objective from the start, the first agenda of a plenary week takes many times as long.
    """
    deterministic = params.is_deterministic(problem)
    if len(problem.sessions) <= SMALL_MEETING or not built.model.has_objective():
        return search(new_solver(params, deterministic=deterministic), built.model, listener)
    began = time.monotonic()
    feasibility = built.model.clone()
    feasibility.proto.clear_objective()
    first = search(new_solver(params, deterministic=deterministic), feasibility, lambda progress: None)
    if not first.found or first.interrupted:
        return first
    listener(Progress(time.monotonic() - began, first.solver.value(built.cost), 0))
    for index, value in enumerate(first.solver.response_proto.solution):
        built.model.add_hint(built.model.get_int_var_from_proto_index(index), value)
    spent = first.solver.deterministic_time / DETERMINISTIC_TIME_PER_SECOND if deterministic else time.monotonic() - began
    rest = replace(params, time_limit=max(params.time_limit - spent, LEAST_SECONDS))
    second = search(new_solver(rest, deterministic=deterministic), built.model, listener, began)
    return second if second.found else replace(first, interrupted=second.interrupted)


def _confirmed(problem: Problem, book: RuleBook, params: Params, built: BuiltModel, outcome: Outcome) -> Result:
    agenda = built.variables.agenda(outcome.solver.value)
    verdict = check(problem, book, agenda)
    if verdict.refutations:
        broken = "\n".join(f"{violation.instance}: {violation.sentence}" for violation in verdict.refutations)
        raise ModelMismatch(f"the check refutes what the solver found:\n{broken}")
    reported = outcome.solver.value(built.cost)
    bound = outcome.bound if built.model.has_objective() else 0
    proved = reported == bound
    if verdict.cost > reported or (proved and verdict.cost != reported) or verdict.cost < bound:
        raise ModelMismatch(f"the agenda costs {verdict.cost}; the solver reports {reported}, and a bound of {bound}")
    status = "optimal" if verdict.cost == bound else "interrupted" if outcome.interrupted else "feasible"
    confirmed = replace(
        agenda,
        inputs=problem.inputs,
        book=book.fingerprint,
        variant=book.variant,
        seed=params.seed,
        status=status,
        cost=verdict.cost,
        bound=bound,
        cost_by_rule=verdict.cost_by_rule,
    )
    chance = outcome.interrupted or outcome.stopped_by_clock
    return Result(confirmed, verdict, params.is_deterministic(problem) and not chance)
