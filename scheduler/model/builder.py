"""Builds the CP-SAT model of a problem under a rule book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.problem import Problem
from scheduler.model.compiler import Compiler, Expression
from scheduler.model.variables import Variables, create_variables
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.encoding import session_fact
from scheduler.rules.terms import All, Fact, InRoom, Instance, StartsIn


@dataclass(frozen=True, slots=True)
class Demand:
    """What an enforcement literal stands for: a rule's instance, or, where ``rule`` is None, a fact of a sheet alone."""

    rule: Rule | None
    subject: str
    facts: tuple[Fact, ...] = ()


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
    demands : mapping of int to Demand
        Built to explain: what the literal of each index enforces, to be assumed. Otherwise empty, all being enforced.
    """

    model: cp_model.CpModel
    variables: Variables
    cost: Expression
    demands: Mapping[int, Demand]


def build(problem: Problem, book: RuleBook, *, explain: bool = False) -> BuiltModel:
    """Build the model to solve; or, to ``explain`` a conflict, one with a literal per hard instance and no objective."""
    builder = _Builder(problem, explain)
    builder.hold_one_in_single_periods()
    for rule in book.rules:
        for instance in rule.encode(problem):
            if rule.weight is None:
                builder.demand(rule, instance)
            elif not explain:
                builder.charge(rule.weight, instance)
    return builder.built()


class _Builder:
    """The model while it is being built."""

    def __init__(self, problem: Problem, explain: bool) -> None:
        self._problem = problem
        self._explain = explain
        self._model = cp_model.CpModel()
        self._variables = create_variables(self._model, problem, explain=explain)
        self._compiler = Compiler(self._model, self._variables)
        self._measures: list[Expression] = []
        self._weights: list[int] = []
        self._demands: dict[int, Demand] = {}
        if explain:
            for session in (session for session in problem.sessions if not session.optional):
                held = self._variables.sessions[session.id].held
                self._demands[held.index] = Demand(None, session.id, (session_fact(session),))

    def demand(self, rule: Rule, instance: Instance) -> None:
        """Make the instance hold: always, or wherever its own literal is assumed."""
        on = self._variables.true
        if self._explain:
            on = self._model.new_bool_var(f"{rule.id}[{instance.subject}]")
            self._demands[on.index] = Demand(rule, instance.subject, instance.facts)
        for breach in instance.breaches:
            self._compiler.forbid(breach, on)

    def charge(self, weight: int, instance: Instance) -> None:
        """Add weight × measure of the instance to the cost."""
        self._measures += [self._compiler.measure(breach) for breach in instance.breaches]
        self._weights += [weight] * len(instance.breaches)

    def hold_one_in_single_periods(self) -> None:
        """Let a period with ``single`` hold at most one session per room, whatever the book says."""
        clock = self._problem.clock
        for period in (period for period in self._problem.periods if period.single):
            inside = (clock.minute(period.span.start), clock.minute(period.span.end) - 1)
            for room in period.rooms:
                here = [
                    self._compiler.literal(All((StartsIn(session.id, (inside,)), InRoom(session.id, frozenset((room,))))))
                    for session in self._problem.sessions
                ]
                self._model.add_at_most_one([literal for literal in here if not self._compiler.is_false(literal)])

    def built(self) -> BuiltModel:
        """The finished model; without weighted rules it has no objective."""
        cost = cp_model.LinearExpr.weighted_sum(self._measures, self._weights)
        if self._measures:
            self._model.minimize(cost)
        return BuiltModel(self._model, self._variables, cost, self._demands)
