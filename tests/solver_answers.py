"""Everything that the model allows, enumerated by CP-SAT, beside everything that the check confirms, enumerated by force."""

from __future__ import annotations

from brute_force import all_agendas
from ortools.sat.python import cp_model

from scheduler.check import check
from scheduler.domain.agenda import Entry
from scheduler.domain.problem import Problem
from scheduler.model.builder import BuiltModel, build
from scheduler.model.formulation import formulate
from scheduler.rules.base import RuleBook

Answers = dict[tuple[Entry, ...], int]
"""The cost of each agenda, by its entries: starts, rooms and people."""


class _Collector(cp_model.CpSolverSolutionCallback):
    def __init__(self, built: BuiltModel) -> None:
        super().__init__()
        self._built = built
        self.answers: Answers = {}

    def on_solution_callback(self) -> None:
        agenda = self._built.variables.agenda(self.value)
        assert agenda.entries not in self.answers, "one agenda, several solutions: an auxiliary variable is not determined"
        self.answers[agenda.entries] = self.value(self._built.cost)


def enumerated(built: BuiltModel) -> Answers:
    """What a model allows."""
    collector = _Collector(built)
    built.model.clear_objective()
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    solver.solve(built.model, collector)
    return collector.answers


def solver_answers(problem: Problem, book: RuleBook) -> Answers:
    """What the model of a problem allows."""
    return enumerated(build(formulate(problem, book)))


def checked_answers(problem: Problem, book: RuleBook) -> Answers:
    """What the check confirms."""
    verdicts = ((agenda, check(problem, book, agenda)) for agenda in all_agendas(problem))
    return {agenda.entries: verdict.cost for agenda, verdict in verdicts if not verdict.refutations}
