"""The tables of the local search count what the check counts, and every move changes what it says it does."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from brute_force import all_agendas
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_meetings import book_of, problems, rules_of_every_kind, tables_and_choices

from scheduler.check import check
from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Person, Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.model.formulation import formulate
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import TWO_ROOMS, tiny_meeting, tiny_session
from scheduler.rules.kinds.not_parallel import NotParallel
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.one_place import OnePlace
from scheduler.rules.terms import Any, AnyIn
from scheduler.search.position import FORBIDDEN, PENALTY, Position
from scheduler.search.spots import Ints
from scheduler.search.tables import Tables, tables_of
from scheduler.search.values import Values
from scheduler.search.wide import MOST_CASES, wide

SAMPLE = 12
"""So many agendas of a random meeting are counted."""
LIGHT = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def allowed_agendas(problem: Problem, tables: Tables, data: st.DataObject) -> list[Agenda]:
    """Some agendas, good or bad, in which every session has a place that no rule about it alone takes away."""
    spots = tables.spots
    where = {
        (id, int(spots.places.start[spot]), problem.rooms[int(spots.places.room[spot])].id)
        for id, row in zip(spots.sessions, spots.allowed, strict=True)
        for spot in np.flatnonzero(row)
        if spot != spots.nowhere
    }
    required = {id for id, row in zip(spots.sessions, spots.allowed, strict=True) if not row[spots.nowhere]}
    agendas = [
        agenda
        for agenda in all_agendas(problem)
        if all((entry.session, problem.clock.minute(entry.start), entry.room) in where for entry in agenda.entries)
        and required <= {entry.session for entry in agenda.entries}
    ]
    return data.draw(st.lists(st.sampled_from(agendas), min_size=1, max_size=SAMPLE)) if agendas else []


@LIGHT
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=4), st.data())
def test_tables_count_what_the_check_counts(problem: Problem, rules: list[Rule], data: st.DataObject) -> None:
    book = book_of(problem, rules)
    tables = tables_of(formulate(problem, book))
    assume(tables is not None)
    assert tables is not None
    for agenda in allowed_agendas(problem, tables, data):
        vector = tables.spots.vector(agenda)
        verdict = check(problem, book, agenda)
        assert tables.cost(vector) == verdict.cost
        assert (tables.breaches(vector) > 0) == bool(verdict.refutations)
        assert tables.spots.agenda(vector, agenda).entries == agenda.entries


def total(tables: Tables, vector: Ints) -> float:
    """What a vector costs, breaches included, counted from the definitions."""
    position = Position(tables, vector)
    costs = position.costs.total(vector)
    wide = sum(term.weight * (position.penalty if term.hard else 1) * term.count(vector) for term in tables.wide)
    return costs + wide


@pytest.mark.parametrize("most_cases", [0, MOST_CASES])
@LIGHT
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=4), st.data())
def test_moves_change_the_cost_by_what_they_say(most_cases: int, problem: Problem, rules: list[Rule], data: st.DataObject) -> None:
    with patch("scheduler.search.wide.MOST_CASES", most_cases):
        tables, choices, vector = tables_and_choices(problem, rules, data)
    position = Position(tables, vector)
    for _ in range(4):
        assert position.total == total(tables, position.vector)
        swaps, moves = position.swaps(), position.moves()
        for session, row in enumerate(choices):
            for spot in row:
                moved = position.vector.copy()
                moved[session] = spot
                assert moves[session, spot] == total(tables, moved) - position.total
        for one, other in ((0, 1), (0, 2), (1, 2)):
            swapped = position.vector.copy()
            swapped[[one, other]] = swapped[[other, one]]
            if swapped[one] in choices[one] and swapped[other] in choices[other]:
                assert swaps[one, other] + position.interplay(one, other) == total(tables, swapped) - position.total
        session = data.draw(st.integers(0, len(choices) - 1))
        position.move(session, data.draw(st.sampled_from(choices[session])))
        one, other = data.draw(st.sampled_from([(0, 1), (0, 2), (1, 2)]))
        if position.vector[one] in choices[other] and position.vector[other] in choices[one]:
            position.swap(one, other)


def test_moves_to_where_a_session_may_not_be_are_forbidden() -> None:
    tables = tables_of(formulate(tiny_meeting(tiny_session("a", hours=2), tiny_session("b")), RuleBook("book", ())))
    assert tables is not None
    a, b = (np.flatnonzero(row) for row in tables.spots.allowed)
    position = Position(tables, np.array([a[0], b[0]]))
    swaps, moves = position.swaps(), position.moves()
    assert swaps[0, 1] >= FORBIDDEN
    assert (moves[0, b] >= FORBIDDEN).all()


@pytest.mark.parametrize(("sessions", "alone", "room"), [("abcdefgh", True, False), ("abcdefg", True, True), ("abcdefgh", False, True)])
def test_has_room_unless_every_move_breaks_something(sessions: str, alone: bool, room: bool) -> None:
    """One room has eight spots of an hour; with a rule that wants each session alone in it, eight sessions leave no room."""
    rules = (OnePerRoom(id="rooms", for_=Selector((("room", (ALL,)),))),) if alone else ()
    tables = tables_of(formulate(tiny_meeting(*(tiny_session(id) for id in sessions)), RuleBook("book", rules)))
    assert tables is not None
    position = Position(tables, np.arange(len(sessions)))
    assert position.has_room == room
    position.move(0, 1)
    assert position.has_room
    position.move(0, 0)
    assert position.has_room == room


def test_breach_costs_more_than_what_is_dearest() -> None:
    rules = NotParallel(id="apart", for_=Selector()), NotParallel(id="rather", for_=Selector(), weight=7)
    formulation = formulate(tiny_meeting(tiny_session("a"), tiny_session("b"), rooms=TWO_ROOMS), RuleBook("book", rules))
    tables = tables_of(formulation)
    assert tables is not None
    assert Position(tables, np.array([0, 0])).penalty == PENALTY * 7


def test_tables_are_not_made_where_a_rule_asks_who_serves() -> None:
    people = tuple(Person(id=id, name=id.upper()) for id in "pq")
    problem = tiny_meeting(tiny_session("a", chair_pool=("p", "q")), tiny_session("b", chair_pool=("p", "q")), people=people)
    assert tables_of(formulate(problem, RuleBook("book", ()))) is not None
    once = OnePlace(id="once", for_=Selector((("person", (ALL,)),)))
    assert tables_of(formulate(problem, RuleBook("book", (once,)))) is None


def test_work_of_a_term_grows_with_the_sessions_that_each_of_its_literals_speaks_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a theme of four is in a block is four questions: a deterministic run that reckoned one overran its limit."""
    problem = tiny_meeting(*(tiny_session(id) for id in "abcd"), rooms=TWO_ROOMS)
    tables = tables_of(formulate(problem, RuleBook("book", (NotParallel(id="apart", for_=Selector(), weight=1),))))
    assert tables is not None

    monkeypatch.setattr("scheduler.search.wide.MOST_CASES", 0)

    def work(*groups: tuple[str, ...]) -> int:
        blocks = tuple(AnyIn(group, frozenset(("mon-am",)), frozenset(("hall",))) for group in groups)
        return wide(Any(blocks), 1.0, tables.spots, Values(problem), hard=False).work

    assert work(tuple("abcd")) == work(("a", "b"), ("c", "d")) == work(*"abcd") > 0
    assert work(tuple("abcd"), tuple("abcd")) == 2 * work(tuple("abcd"))
