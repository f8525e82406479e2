"""Builds the CP-SAT model of a problem under a rule book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.problem import Problem
from scheduler.model.compiler import Compiler, Expression
from scheduler.model.variables import Variables, create_variables
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.encoding import session_fact
from scheduler.rules.terms import All, Held, InRoom, Instance, Not, StartsIn


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that must hold: an instance of a rule or, where ``rule`` is None, that a session is held at all."""

    rule: Rule | None
    instance: Instance


@dataclass(frozen=True, slots=True)
class BuiltModel:
    """A model with the keys to read it.

    Parameters
    ----------
    model : CpModel
        The model, minimising the cost if any rule is weighted.
    variables : Variables
        The decisions, from which a solution's agenda is read.
    cost : expression
        Σ weight × measure over the instances of weighted rules.
    """

    model: cp_model.CpModel
    variables: Variables
    cost: Expression


def demands_of(problem: Problem, book: RuleBook) -> tuple[Demand, ...]:
    """Everything that must hold: each session that is not optional, then each instance of the hard rules, in order."""
    sessions = (session for session in problem.sessions if not session.optional)
    held = (Demand(None, Instance(session.id, (Not(Held(session.id)),), (session_fact(session),))) for session in sessions)
    rules = (Demand(rule, instance) for rule in book.rules if rule.must for instance in rule.instances(problem))
    return (*held, *rules)


def build(problem: Problem, book: RuleBook) -> BuiltModel:
    """Build the model of a problem under a book: its demands hold, and the cost of its weighted rules is least."""
    charges = [(rule.weight, instance) for rule in book.rules if rule.weight is not None for instance in rule.instances(problem)]
    return build_demands(problem, demands_of(problem, book), charges)


def build_demands(problem: Problem, demands: Iterable[Demand], charges: Iterable[tuple[int, Instance]] = ()) -> BuiltModel:
    """Build a model in which just these demands hold, and each charge costs its weight times its measure.

    A session of which no demand says that it is held may be left out.
    """
    demands = tuple(demands)
    model = cp_model.CpModel()
    required = frozenset(demand.instance.subject for demand in demands if demand.rule is None)
    variables = create_variables(model, problem, required)
    compiler = Compiler(model, variables)
    _hold_one_in_single_periods(model, compiler, problem)
    for demand in (demand for demand in demands if demand.rule is not None):
        for breach in demand.instance.breaches:
            compiler.forbid(breach)
    costs = [(compiler.measure(breach), weight) for weight, instance in charges for breach in instance.breaches]
    cost = cp_model.LinearExpr.weighted_sum([measure for measure, _ in costs], [weight for _, weight in costs])
    if costs:
        model.minimize(cost)
    return BuiltModel(model, variables, cost)


def _hold_one_in_single_periods(model: cp_model.CpModel, compiler: Compiler, problem: Problem) -> None:
    """Let a period with ``single`` hold at most one session per room, whatever the book says."""
    for period in (period for period in problem.periods if period.single):
        inside = (problem.clock.minute(period.span.start), problem.clock.minute(period.span.end) - 1)
        for room in period.rooms:
            here = [
                compiler.literal(All((StartsIn(session.id, (inside,)), InRoom(session.id, frozenset((room,))))))
                for session in problem.sessions
            ]
            model.add_at_most_one([literal for literal in here if not compiler.is_false(literal)])
