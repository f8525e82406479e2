"""Models in which a part of the agenda is given allow just what the whole model allows beside that part."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model
from random_meetings import book_of, problems, rules_of_every_kind
from solver_answers import Answers, checked_answers, enumerated

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Problem
from scheduler.model.builder import build
from scheduler.model.formulation import formulate
from scheduler.rules.base import Rule


def agreeing(answers: Answers, wanted: dict[str, Entry | None]) -> Answers:
    """The answers that have these sessions so."""
    return {
        entries: cost
        for entries, cost in answers.items()
        if all({entry.session: entry for entry in entries}.get(id) == entry for id, entry in wanted.items())
    }


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=3), st.data())
def test_build_with_a_part_given_allows_what_goes_with_it(problem: Problem, rules: list[Rule], data: st.DataObject) -> None:
    book = book_of(problem, rules)
    answers = checked_answers(problem, book)
    if not answers:
        return
    known = {entry.session: entry for entry in data.draw(st.sampled_from(sorted(answers, key=str)))}
    fixed = {id: known.get(id) for id in data.draw(st.sets(st.sampled_from(("a", "b", "c"))))}
    formulation = formulate(problem, book)
    for trusted in (False, True):
        assert enumerated(build(formulation, fixed, trusted=trusted)) == agreeing(answers, fixed)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=3), st.data())
def test_hint_of_an_agenda_is_a_solution(problem: Problem, rules: list[Rule], data: st.DataObject) -> None:
    book = book_of(problem, rules)
    answers = checked_answers(problem, book)
    if not answers:
        return
    entries = data.draw(st.sampled_from(sorted(answers, key=str)))
    built = build(formulate(problem, book))
    for _ in range(2):
        built.variables.hint(built.model, Agenda("m", entries))
        assert built.model.validate() == ""
    known = {entry.session: entry for entry in entries}
    for id, session in built.variables.sessions.items():
        for variable, value in session.values(known.get(id), problem):
            built.model.add(variable == int(value))
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    assert solver.solve(built.model) == cp_model.OPTIMAL
    assert built.variables.agenda(solver.value).entries == entries
    assert solver.value(built.cost) == answers[entries]
