"""Hard first: what is left costs what it did, and every agenda that was taken away costs at least the bound."""

from __future__ import annotations

import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_meetings import book_of, problems, rules_of_every_kind
from solver_answers import checked_answers, enumerated

from scheduler.domain.problem import Problem
from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.model.builder import build
from scheduler.model.formulation import formulate
from scheduler.model.hardened import Hardened, HardFirst
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import tiny_meeting, tiny_session
from scheduler.rules.kinds.not_after import NotAfter
from scheduler.rules.kinds.not_parallel import NotParallel
from scheduler.rules.kinds.prefer import Prefer


def prefer(id: str, session: str, day: int, weight: int) -> Prefer:
    return Prefer(id=id, for_=Selector((("id", (session,)),)), time=When.parse(f"day {day}"), weight=weight)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=4), st.integers(0, 9))
def test_harden_loses_only_what_costs_the_bound(problem: Problem, rules: list[Rule], most: int) -> None:
    book = book_of(problem, rules)
    answers = checked_answers(problem, book)
    formulation = formulate(problem, book)
    hard = HardFirst(formulation).harden(most)
    left = enumerated(build(hard.formulation))
    assert left.items() <= answers.items()
    lost = [cost for entries, cost in answers.items() if entries not in left]
    assert min(lost, default=hard.bound) >= hard.bound
    assert min(answers.values(), default=HardFirst(formulation).unavoidable) >= HardFirst(formulation).unavoidable


def test_harden_keeps_what_no_agenda_avoids() -> None:
    """The talk is to end before the day begins, which it never does: that is charged still, and counted to the bound."""
    rules = NotAfter(id="early", for_=Selector(), time=When.parse("day 1, 09:00"), weight=500), prefer("day-2", "a", 2, 40)
    formulation = formulate(tiny_meeting(tiny_session("a")), RuleBook("book", rules))
    hard = HardFirst(formulation).harden(10)
    assert hard.bound == 540
    assert HardFirst(formulation).unavoidable == 500
    assert set(enumerated(build(hard.formulation)).values()) == {500}


def test_harden_forbids_nothing_where_nothing_is_dear() -> None:
    formulation = formulate(tiny_meeting(tiny_session("a")), RuleBook("book", (prefer("day-2", "a", 2, 40),)))
    assert HardFirst(formulation).harden(40) == Hardened(formulation, math.inf)


def test_ranks_end_before_a_weight_ten_times_their_least() -> None:
    weights = (1, 4, 9, 10, 90, 1000)
    rules = tuple(prefer(id, id, 1, weight) for id, weight in zip("abcdef", weights, strict=True))
    assert HardFirst(formulate(tiny_meeting(*(tiny_session(id) for id in "abcdef")), RuleBook("book", rules))).ranks == (9, 90)


def test_ranks_are_of_no_use_where_weights_are_alike() -> None:
    rules = prefer("one", "a", 1, 1), NotParallel(id="apart", for_=Selector(), weight=60)
    assert HardFirst(formulate(tiny_meeting(tiny_session("a"), tiny_session("b")), RuleBook("book", rules))).ranks == ()
