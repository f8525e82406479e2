"""The period relaxation is one: every agenda that the check confirms is a solution of it, and costs no less."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model
from random_meetings import book_of, problems, rules_of_every_kind
from solver_answers import checked_answers

from scheduler.domain.agenda import Entry
from scheduler.domain.problem import Problem, Room
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.model.cells import cells_of
from scheduler.model.formulation import formulate
from scheduler.model.relaxation import Relaxation, relax
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import tiny_meeting, tiny_session
from scheduler.rules.kinds.held import Held
from scheduler.rules.kinds.not_after import NotAfter
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.prefer import Prefer
from scheduler.rules.kinds.room_has import RoomHas

SAMPLE = 12
"""So many agendas of a random meeting are put to its relaxation."""
ONE_PER_ROOM = OnePerRoom(id="room", for_=Selector((("room", (ALL,)),)))


def least_cost(relaxation: Relaxation) -> int | None:
    """The proved least cost of a relaxation; None where it has no solution."""
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    status = solver.solve(relaxation.model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def fix(relaxation: Relaxation, problem: Problem, entries: tuple[Entry, ...]) -> None:
    """Put every session into the cell that these entries have it in."""
    starts = {entry.session: (entry.room, problem.clock.minute(entry.start)) for entry in entries}
    for one in relaxation.compiler.sessions.values():
        where = [starts.get(id, ("", 0)) for id in one.members]
        for cell, number in zip(one.cells, one.literals, strict=True):
            relaxation.model.add(number == sum(room in cell.rooms and start in cell.starts for room, start in where))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_relaxation_keeps_every_agenda_and_overstates_no_cost(problem: Problem, rules: list[Rule], random: object) -> None:
    book = book_of(problem, rules)
    answers = checked_answers(problem, book)
    formulation = formulate(problem, book)
    if not answers:
        return
    least = least_cost(relax(formulation))
    assert least is not None
    assert least <= min(answers.values())
    for entries in random.sample(sorted(answers, key=str), min(SAMPLE, len(answers))):  # type: ignore[attr-defined]
        relaxation = relax(formulation)
        fix(relaxation, problem, entries)
        cost = least_cost(relaxation)
        assert cost is not None
        assert cost <= answers[entries]


def test_relaxation_counts_minutes_against_the_period() -> None:
    """Five hours of talks, and two periods of two hours on each of two days: one talk is on the second day."""
    talks = [tiny_session(id) for id in "abcde"]
    first_day = Prefer(id="first-day", for_=Selector(), time=When.parse("day 1"), weight=7)
    assert least_cost(relax(formulate(tiny_meeting(*talks), RuleBook("book", (ONE_PER_ROOM, first_day))))) == 7


def test_relaxation_leaves_out_what_has_no_room() -> None:
    """Nine optional hours, and eight to hold them in."""
    talks = [tiny_session(id, optional=True) for id in "abcdefghi"]
    held = Held(id="held", for_=Selector(), weight=3)
    assert least_cost(relax(formulate(tiny_meeting(*talks), RuleBook("book", (ONE_PER_ROOM, held))))) == 3


def test_relaxation_takes_the_earliest_end_of_a_period() -> None:
    """In the period's hour or the next: the talk ends at eleven at the earliest, an hour after ten."""
    late = NotAfter(id="late", for_=Selector(), time=When.parse("day 1, 10:00"), per="minute", weight=1)
    assert least_cost(relax(formulate(tiny_meeting(tiny_session("a")), RuleBook("book", (late,))))) == 60


def test_cells_are_the_places_by_room_and_period() -> None:
    cells = cells_of(formulate(tiny_meeting(tiny_session("a", hours=2)), RuleBook("book", ())))["a"]
    assert [(cell.rooms[0], cell.starts) for cell in cells] == [("hall", (600,)), ("hall", (840,)), ("hall", (2040,)), ("hall", (2280,))]


def single_periods(problem: Problem) -> Problem:
    return replace(problem, periods=tuple(replace(period, single=True) for period in problem.periods))


def test_relaxation_shares_out_the_rooms_of_single_periods() -> None:
    """Four periods of a hall and an attic, five talks that only the hall seats: one has to be left out, or the attic taken."""
    rooms = (Room(id="hall", name="Hall", capacity=50), Room(id="attic", name="Attic", capacity=5))
    talks = [replace(tiny_session(id), size=20, optional=True) for id in "abcde"]
    problem = single_periods(tiny_meeting(*talks, *(tiny_session(id) for id in "xyz"), rooms=rooms))
    rules = RoomHas(id="seats", for_=Selector()), Held(id="held", for_=Selector(), weight=3)
    formulation = formulate(problem, RuleBook("book", rules))
    assert least_cost(relax(formulation)) == 3
    assert {len(cells) for cells in cells_of(formulation).values()} == {4}


def test_cells_of_single_periods_have_every_room_unless_a_rule_tells_them_apart() -> None:
    rooms = (Room(id="hall", name="Hall", capacity=50), Room(id="attic", name="Attic", capacity=5))
    problem = single_periods(tiny_meeting(tiny_session("a"), tiny_session("b"), tiny_session("c"), rooms=rooms))
    in_hall = Prefer(id="hall", for_=Selector((("id", ("b",)),)), room=Selector((("id", ("hall",)),)), weight=2)
    cells = cells_of(formulate(problem, RuleBook("book", (ONE_PER_ROOM, in_hall))))
    assert {id: {cell.rooms for cell in own} for id, own in cells.items()} == {
        "a": {("hall", "attic")},
        "b": {("hall",), ("attic",)},
        "c": {("hall", "attic")},
    }
