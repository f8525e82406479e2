"""Random tiny meetings under several rules at once: the solver and the check agree on every agenda and on every cost."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_meetings import book_of, problems, rules_of_every_kind
from solver_answers import checked_answers, solver_answers

from scheduler.domain.problem import Problem
from scheduler.rules.base import Rule


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=4))
def test_solver_and_check_agree_on_random_meetings(problem: Problem, rules: list[Rule]) -> None:
    book = book_of(problem, rules)
    assert solver_answers(problem, book) == checked_answers(problem, book)
