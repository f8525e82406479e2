"""``each``: a rule for each value of a column, the same in the model and in the check."""

from dataclasses import replace

from solver_answers import checked_answers, solver_answers

from scheduler.check import check
from scheduler.domain.problem import Problem, Session
from scheduler.domain.selector import Selector
from scheduler.rules.base import RuleBook
from scheduler.rules.example import TWO_ROOMS, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.kinds.not_parallel import NotParallel


def session(id: str, *themes: str) -> Session:
    return replace(tiny_session(id), columns={"session": (id,), "theme": themes})


PROBLEM = tiny_meeting(session("a", "lasers"), session("b", "lasers", "valves"), session("c", "valves"), session("d"), rooms=TWO_ROOMS)
APART = NotParallel(id="apart", for_=Selector(), each="theme", weight=5)


def at_once(problem: Problem, *ids: str) -> list[str]:
    """What is broken when these sessions run at once, and the others one by one."""
    later = iter(("Mon 14:00 hall", "Mon 15:00 hall", "Tue 10:00 hall"))
    rooms = dict(zip(ids, ("hall", "annex"), strict=True))
    places = {one.id: f"Mon 10:00 {rooms[one.id]}" if one.id in rooms else next(later) for one in problem.sessions}
    return [violation.instance for violation in check(problem, RuleBook("book", (APART,)), tiny_agenda(problem, **places)).violations]


def test_each_value_is_an_instance_of_its_own() -> None:
    subjects = ["lasers: a, b", "valves: b, c"]
    assert [instance.subject for instance in APART.instances(PROBLEM)] == subjects
    assert at_once(PROBLEM, "a", "b") == ["apart[lasers: a, b]"]
    assert at_once(PROBLEM, "b", "c") == ["apart[valves: b, c]"]
    assert (at_once(PROBLEM, "a", "c"), at_once(PROBLEM, "a", "d")) == ([], [])


def test_each_costs_are_those_of_one_rule() -> None:
    places = {id: f"Mon 10:00 {room}" for id, room in (("a", "hall"), ("b", "annex"), ("c", "hall"), ("d", "hall"))}
    verdict = check(PROBLEM, RuleBook("book", (APART,)), tiny_agenda(PROBLEM, **places))
    assert verdict.cost_by_rule == (("apart", 10),)


def test_each_is_part_of_what_the_rule_demands() -> None:
    assert APART.demand() == "for each theme: no two sessions run at the same time"
    assert replace(APART, each="").demand() == APART.sentence()


def test_each_only_divides_the_sessions_that_for_picks() -> None:
    rule = replace(APART, for_=Selector((("theme", ("lasers",)),)))
    assert [instance.subject for instance in rule.instances(PROBLEM)] == ["lasers: a, b"]


def test_each_means_the_same_to_the_solver_and_to_the_check() -> None:
    problem = tiny_meeting(session("a", "lasers"), session("b", "lasers", "valves"), session("c", "valves"), rooms=TWO_ROOMS)
    for weight in (None, 5):
        book = RuleBook("book", (replace(APART, weight=weight),))
        assert solver_answers(problem, book) == checked_answers(problem, book)
