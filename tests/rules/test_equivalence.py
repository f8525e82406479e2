"""Every kind of rule, over the registry: the solver's answers are exactly those that the check confirms, at the same cost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from brute_force import all_agendas
from ortools.sat.python import cp_model

from scheduler.check import check
from scheduler.domain.agenda import Entry
from scheduler.domain.problem import Problem
from scheduler.model.builder import build
from scheduler.rules import registry
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import Example

CASES = [pytest.param(example, id=f"{kind}: {example.title}") for kind in registry.rule_kinds() for example in registry.examples(kind)]
Answers = dict[tuple[Entry, ...], int]


class Collector(cp_model.CpSolverSolutionCallback):
    def __init__(self, problem: Problem, book: RuleBook, explain: bool) -> None:
        super().__init__()
        self.built = build(problem, book, explain=explain)
        self.answers: Answers = {}

    def on_solution_callback(self) -> None:
        agenda = self.built.variables.agenda(self.value)
        assert agenda.entries not in self.answers, "one agenda, several solutions: an auxiliary variable is not determined"
        self.answers[agenda.entries] = self.value(self.built.cost)


def solver_answers(problem: Problem, rule: Rule, *, explain: bool = False) -> Answers:
    collector = Collector(problem, RuleBook("book", (rule,)), explain)
    collector.built.model.clear_objective()
    for literal in collector.built.demands:
        collector.built.model.add(collector.built.model.get_bool_var_from_proto_index(literal) == 1)
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    solver.solve(collector.built.model, collector)
    return collector.answers


def checked_answers(problem: Problem, rule: Rule) -> Answers:
    verdicts = ((agenda, check(problem, RuleBook("book", (rule,)), agenda)) for agenda in all_agendas(problem))
    return {agenda.entries: verdict.cost for agenda, verdict in verdicts if not verdict.refutations}


@pytest.mark.parametrize("example", CASES)
def test_check_example(example: Example) -> None:
    violations = list(example.rule.check(example.problem, example.agenda))
    assert sum(violation.measure for violation in violations) == example.measure
    assert all(violation.measure > 0 and violation.sentence for violation in violations)


@pytest.mark.parametrize("example", CASES)
def test_check_example_breaks_nothing_but_the_rule(example: Example) -> None:
    assert check(example.problem, RuleBook("empty", ()), example.agenda).violations == ()


@pytest.mark.parametrize("example", CASES)
def test_encode_must_equals_brute_force(example: Example) -> None:
    rule = replace(example.rule, weight=None)
    assert solver_answers(example.problem, rule) == checked_answers(example.problem, rule)


@pytest.mark.parametrize("example", CASES)
def test_encode_weighted_equals_brute_force(example: Example) -> None:
    rule = replace(example.rule, weight=3)
    answers = checked_answers(example.problem, rule)
    assert solver_answers(example.problem, rule) == answers
    assert len(set(answers.values())) > 1, "the example costs the same whatever the agenda"


@pytest.mark.parametrize("example", CASES)
def test_encode_explained_with_every_literal_true_equals_must(example: Example) -> None:
    rule = replace(example.rule, weight=None)
    assert solver_answers(example.problem, rule, explain=True) == solver_answers(example.problem, rule)


@pytest.mark.parametrize("kind", registry.rule_kinds())
def test_examples_hold_and_break(kind: str) -> None:
    measures = {example.measure > 0 for example in registry.examples(kind)}
    assert measures == {True, False}


@pytest.mark.parametrize("example", CASES)
def test_instances_are_the_same_in_both_halves(example: Example) -> None:
    known = {instance.subject for instance in example.rule.encode(example.problem)}
    broken: set[str] = set()
    for agenda in all_agendas(example.problem):
        broken |= {violation.subject for violation in example.rule.check(example.problem, agenda)}
    assert broken <= known
    assert len(known) == len(list(example.rule.encode(example.problem)))
