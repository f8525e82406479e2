"""From the course of solves to figures, every one worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up import FIRST, HOPELESS, LONGEST, NOTHING, SECOND, WEEK

from scheduler.bench.course import Course, worst
from scheduler.solve.params import Progress


@pytest.mark.parametrize(
    ("seconds", "cost"),
    [(0.5, None), (3.9, None), (4.0, 900), (9.4, 900), (10, 500), (28.9, 500), (30, 420), (40, 400), (60, 400), (1000, 400)],
)
def test_cost_at_is_the_last_that_was_told_by_then(seconds: float, cost: int | None) -> None:
    assert FIRST.cost_at(seconds) == cost


def test_cost_at_is_the_least_where_two_threads_told_in_the_wrong_order() -> None:
    course = Course(1, 60.0, (Progress(4.0, 900, 0), Progress(5.0, 500, 0), Progress(5.001, 900, 10)), Progress(60.0, 500, 10))
    assert (course.cost_at(10), course.best) == (500, 5.0)


def test_cost_at_after_the_end_is_that_of_the_end_even_if_it_was_never_told() -> None:
    course = replace(SECOND, told=(), end=Progress(2.0, 7, 7))
    assert (course.cost_at(1.9), course.cost_at(2.0), course.cost_at(10)) == (None, 7, 7)


@pytest.mark.parametrize(
    ("course", "first", "best", "proof"),
    [(FIRST, 4.0, 40.0, None), (SECOND, 11.0, 20.0, 35.0), (LONGEST, 3.0, 3.0, None), (NOTHING, None, None, None)],
)
def test_course_seconds_to_the_first_agenda_to_the_best_and_to_the_proof(
    course: Course, first: float | None, best: float | None, proof: float | None
) -> None:
    assert (course.first, course.best, course.proof) == (first, best, proof)


def test_course_whose_agenda_the_check_found_cheaper_than_told_has_it_at_the_end() -> None:
    course = Course(1, 60.0, (Progress(4.0, 12, 10),), Progress(6.0, 10, 10))
    assert (course.first, course.best, course.proof) == (4.0, 6.0, 6.0)


@pytest.mark.parametrize(("figures", "expected"), [((1, 3, 2), 3), ((0.5,), 0.5), ((9, None, 2), None), ((None,), None)])
def test_worst_is_the_largest_or_what_never_came(figures: tuple[float | None, ...], expected: float | None) -> None:
    assert worst(figures) == expected


def test_measurement_takes_the_worst_of_each_figure_from_the_usual_solves() -> None:
    assert (WEEK.first, WEEK.best, WEEK.proof) == (11.0, 40.0, None)
    assert (WEEK.cost_at(10), WEEK.cost_at(30), WEEK.cost_at(60)) == (None, 420, 400)
    assert (WEEK.cost, WEEK.spread, WEEK.bound, WEEK.gap) == (400, 400 - 360, 300, 100 / 400)


def test_measurement_gap_is_that_of_one_solve_not_of_one_s_cost_and_the_other_s_bound() -> None:
    dear, loose = replace(FIRST, end=Progress(60.0, 400, 390)), replace(SECOND, end=Progress(60.0, 300, 270))
    assert replace(WEEK, courses=(dear, loose)).gap == 30 / 300


def test_measurement_proof_is_that_of_the_slowest_where_all_have_one() -> None:
    later = Course(2, 60.0, (Progress(41.0, 360, 360),), Progress(42.0, 360, 360))
    assert replace(WEEK, courses=(SECOND, later)).proof == 41.0


def test_above_best_known_is_from_the_lowest_cost_of_any_solve() -> None:
    assert WEEK.above_best_known == (400 - 320) / 320
    assert replace(WEEK, longest=None).above_best_known == (400 - 360) / 360
    assert replace(WEEK, longest=FIRST).above_best_known == (400 - 360) / 360
    assert replace(WEEK, longest=NOTHING).above_best_known == (400 - 360) / 360


def test_above_best_known_of_nothing_is_counted_from_1() -> None:
    free, dear = replace(FIRST, end=Progress(60.0, 0, 0)), replace(SECOND, end=Progress(60.0, 3, 0))
    assert replace(WEEK, courses=(free, dear), longest=None).above_best_known == 3.0


def test_measurement_with_a_solve_that_found_nothing_has_no_worst_cost() -> None:
    assert (HOPELESS.cost, HOPELESS.spread, HOPELESS.bound, HOPELESS.gap) == (None, None, 80, None)
    assert (HOPELESS.first, HOPELESS.best, HOPELESS.proof, HOPELESS.above_best_known) == (None, None, None, None)
