"""Every kind of rule, over the registry: the solver's answers are exactly those that the check confirms, at the same cost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from brute_force import all_agendas
from solver_answers import checked_answers, solver_answers

from scheduler.check import check
from scheduler.rules import registry
from scheduler.rules.base import RuleBook
from scheduler.rules.example import Example

CASES = [pytest.param(example, id=f"{kind}: {example.title}") for kind in registry.rule_kinds() for example in registry.examples(kind)]


def book_of(example: Example, weight: int | None) -> RuleBook:
    return RuleBook("book", (replace(example.rule, weight=weight),))


@pytest.mark.parametrize("example", CASES)
def test_check_example(example: Example) -> None:
    violations = list(example.rule.check(example.problem, example.agenda))
    assert sum(violation.measure for violation in violations) == example.measure
    assert all(violation.measure > 0 and violation.sentence for violation in violations)


@pytest.mark.parametrize("example", CASES)
def test_example_breaks_nothing_but_its_rule(example: Example) -> None:
    assert check(example.problem, RuleBook("empty", ()), example.agenda).violations == ()


@pytest.mark.parametrize("example", CASES)
def test_example_fits_its_meeting(example: Example) -> None:
    assert example.rule.misfit(example.problem) == ""


@pytest.mark.parametrize("example", CASES)
def test_encode_must_equals_brute_force(example: Example) -> None:
    book = book_of(example, None)
    assert solver_answers(example.problem, book) == checked_answers(example.problem, book)


@pytest.mark.parametrize("example", CASES)
def test_encode_weighted_equals_brute_force(example: Example) -> None:
    book = book_of(example, 3)
    answers = checked_answers(example.problem, book)
    assert solver_answers(example.problem, book) == answers
    assert len(set(answers.values())) > 1, "the example costs the same whatever the agenda"


@pytest.mark.parametrize("example", CASES)
def test_instances_have_the_same_names_in_both_halves(example: Example) -> None:
    subjects = [instance.subject for instance in example.rule.encode(example.problem)]
    assert len(set(subjects)) == len(subjects)
    broken = {violation.subject for agenda in all_agendas(example.problem) for violation in example.rule.check(example.problem, agenda)}
    assert broken <= set(subjects)


@pytest.mark.parametrize("kind", registry.rule_kinds())
def test_examples_hold_and_break(kind: str) -> None:
    assert {example.measure > 0 for example in registry.examples(kind)} == {True, False}


@pytest.mark.parametrize("kind", registry.rule_kinds())
def test_kind_declares_itself_whole(kind: str) -> None:
    declared = registry.rule_kinds()[kind]
    assert declared.kind == kind
    assert declared.measure
    assert declared.__doc__
    assert all(example.rule.sentence() for example in registry.examples(kind))
