"""Builds CP-SAT models of a formulation: of the whole of it, or with a part of the agenda given."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from ortools.sat.python import cp_model

from scheduler.domain.agenda import Entry
from scheduler.domain.problem import Problem
from scheduler.model.compiler import Compiler, Expression
from scheduler.model.exclusions import Exclusions
from scheduler.model.formulation import Charge, Formulation
from scheduler.model.measures import Measures
from scheduler.model.variables import Variables, create_variables
from scheduler.rules.terms import All, InRoom, StartsIn

Given: TypeAlias = Mapping[str, Entry | None]
"""What is decided of some sessions already: the entry of each or, where it is left out, None."""
NOTHING_GIVEN: Given = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class BuiltModel:
    """A model with the keys to read it.

    Parameters
    ----------
    model : CpModel
        The model, minimising the cost if anything is charged.
    variables : Variables
        The decisions, from which a solution's agenda is read.
    charges : tuple of (Charge, expression)
        What each charge counts.
    seconds : float
        What building it took.
    """

    model: cp_model.CpModel
    variables: Variables
    charges: tuple[tuple[Charge, Expression], ...]
    seconds: float

    @property
    def cost(self) -> Expression:
        """Σ weight × measure over the charges."""
        return _cost(self.charges)


def build(formulation: Formulation, given: Given = NOTHING_GIVEN, *, charged: bool = True, trusted: bool = False) -> BuiltModel:
    """Build the model of a formulation in which what is ``given`` is fixed.

    Parameters
    ----------
    formulation : Formulation
        What the model says.
    given : mapping of str to Entry or None
        What is decided of some sessions already.
    charged : bool
        Whether the model minimises the cost; otherwise any agenda that keeps the demands will do.
    trusted : bool
        Whether what is given keeps every demand that speaks of nothing else, so that these need not be said again.
    """
    began = time.monotonic()
    model = cp_model.CpModel()
    variables = create_variables(model, formulation, given)
    compiler = Compiler(model, variables)
    _hold_one_in_single_periods(model, compiler, formulation.problem)
    measures = Measures(model, compiler)
    exclusions = Exclusions(model, variables, compiler)
    exclusions.forbid_all(breach.measure for breach in formulation.breaches if not trusted or not breach.sessions <= given.keys())
    counts = tuple((charge, measures.count(charge.measure)) for charge in formulation.charges if charged)
    if counts:
        model.minimize(_cost(counts))
    return BuiltModel(model, variables, counts, time.monotonic() - began)


def _cost(charges: tuple[tuple[Charge, Expression], ...]) -> Expression:
    return cp_model.LinearExpr.weighted_sum([measure for _, measure in charges], [charge.weight for charge, _ in charges])


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
