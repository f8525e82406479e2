"""What the terms mean on an agenda: as much as the check of the rule that they come from counts, for every kind."""

from __future__ import annotations

import pytest
from brute_force import all_agendas
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_meetings import book_of, problems, rules_of_every_kind

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Problem
from scheduler.rules import registry
from scheduler.rules.base import Rule
from scheduler.rules.example import CLOCK, Example, tiny_meeting, tiny_session
from scheduler.rules.meaning import Spot, count, sessions_of, spot_of

CASES = [pytest.param(example, id=f"{kind}: {example.title}") for kind in registry.rule_kinds() for example in registry.examples(kind)]


def by_terms(problem: Problem, rule: Rule, agenda: Agenda) -> dict[str, int]:
    """What each instance counts that is broken."""
    spots = {entry.session: spot_of(problem, entry) for entry in agenda.entries}
    counted = {instance.subject: sum(count(breach, spots) for breach in instance.breaches) for instance in rule.instances(problem)}
    return {subject: measure for subject, measure in counted.items() if measure}


def by_check(problem: Problem, rule: Rule, agenda: Agenda) -> dict[str, int]:
    return {violation.subject: violation.measure for violation in rule.violations(problem, agenda)}


@pytest.mark.parametrize("example", CASES)
def test_terms_count_what_the_check_counts(example: Example) -> None:
    assert sum(by_terms(example.problem, example.rule, example.agenda).values()) == example.measure
    for agenda in all_agendas(example.problem):
        assert by_terms(example.problem, example.rule, agenda) == by_check(example.problem, example.rule, agenda)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), rules_of_every_kind(), st.integers(0, 999))
def test_terms_count_what_the_check_counts_on_random_meetings(problem: Problem, rule: Rule, number: int) -> None:
    agendas = list(all_agendas(problem))
    agenda = agendas[number % len(agendas)] if agendas else Agenda(meeting=problem.meeting.id, entries=())
    for fitting in book_of(problem, [rule]).rules:
        assert by_terms(problem, fitting, agenda) == by_check(problem, fitting, agenda)


@pytest.mark.parametrize("example", CASES)
def test_terms_do_not_depend_on_sessions_that_they_do_not_speak_of(example: Example) -> None:
    spots = {entry.session: spot_of(example.problem, entry) for entry in example.agenda.entries}
    for instance in example.rule.instances(example.problem):
        for breach in instance.breaches:
            spoken_of = {session: spot for session, spot in spots.items() if session in sessions_of(breach)}
            assert count(breach, spoken_of) == count(breach, spots)


def test_day_is_that_of_the_venue() -> None:
    """Tuesday's first hour begins at 23:00 on Monday in UTC."""
    problem = tiny_meeting(tiny_session("a"))
    spot = spot_of(problem, Entry("a", CLOCK.midnight(CLOCK.last_day), 60, "tue-am", "hall"))
    assert spot == Spot(1440, 1500, 1, "tue-am", "hall", frozenset())
