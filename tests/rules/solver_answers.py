"""Everything that the model allows, enumerated by CP-SAT, beside everything that the check confirms, enumerated by force."""

from __future__ import annotations

from brute_force import all_agendas
from ortools.sat.python import cp_model

from scheduler.check import check
from scheduler.domain.agenda import Entry
from scheduler.domain.problem import Problem
from scheduler.model.builder import build
from scheduler.model.formulation import formulate
from scheduler.rules.base import RuleBook

Answers = dict[tuple[Entry, ...], int]
"""The cost of each agenda, by its entries: starts, rooms and people."""


class _Collector(cp_model.CpSolverSolutionCallback):
    def __init__(self, problem: Problem, book: RuleBook) -> None:
        super().__init__()
        self.built = build(formulate(problem, book))
        self.answers: Answers = {}

    def on_solution_callback(self) -> None:
        agenda = self.built.variables.agenda(self.value)
        assert agenda.entries not in self.answers, "one agenda, several solutions: an auxiliary variable is not determined"
        self.answers[agenda.entries] = self.value(self.built.cost)


def solver_answers(problem: Problem, book: RuleBook) -> Answers:
    """What the model allows."""
    collector = _Collector(problem, book)
    model = collector.built.model
    model.clear_objective()
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    solver.solve(model, collector)
    return collector.answers


def checked_answers(problem: Problem, book: RuleBook) -> Answers:
    """What the check confirms."""
    verdicts = ((agenda, check(problem, book, agenda)) for agenda in all_agendas(problem))
    return {agenda.entries: verdict.cost for agenda, verdict in verdicts if not verdict.refutations}
