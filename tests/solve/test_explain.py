"""Why there is no agenda: what counting finds, and rules in conflict, named by file, line and why."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.clock import Span
from scheduler.domain.errors import Source
from scheduler.domain.problem import Availability, Body, Person, Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import TWO_ROOMS, moment, tiny_meeting, tiny_session
from scheduler.rules.kinds.available import Available
from scheduler.rules.kinds.before import Before
from scheduler.rules.kinds.on_day import OnDay
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.one_place import OnePlace
from scheduler.rules.kinds.room_has import RoomHas
from scheduler.rules.kinds.within import Within
from scheduler.solve.counting import count_shortages
from scheduler.solve.explain import Conflict, explain
from scheduler.solve.params import Params


def choose(column: str, *values: str) -> Selector:
    return Selector(((column, values),))


ROOMS = OnePerRoom(id="rooms", for_=choose("room", ALL), source=Source("book.yaml", 2))
MONDAY_MORNING = Within(id="morning", for_=Selector(), window=When.parse("day 1, morning"), source=Source("book.yaml", 5), why="We fly.")


def conflict(problem: Problem, *rules: Rule) -> Conflict:
    return explain(problem, RuleBook("book", rules), Params())


def before(first: str, then: str, line: int, gap: int = 0) -> Before:
    return Before(
        id=f"{first}-{then}",
        first=choose("id", first),
        then=choose("id", then),
        gap=gap,
        source=Source("book.yaml", line),
        why=f"Why {line}.",
    )


def test_explain_session_without_a_place_names_every_rule_that_takes_one_away() -> None:
    problem = tiny_meeting(replace(tiny_session("gala", size=50), source=Source("sessions.csv", 4)), tiny_session("talk"), rooms=TWO_ROOMS)
    fits = RoomHas(id="fits", for_=Selector(), source=Source("book.yaml", 9))
    hired = Availability(id="hall", free=False, span=Span(moment("Mon 10:00"), moment("Mon 12:00")), source=Source("availability.csv", 2))
    there = Available(id="hall-hours", for_=choose("room", ALL), source=Source("book.yaml", 12))
    found = conflict(replace(problem, availability=(hired,)), MONDAY_MORNING, fits, there)
    assert [str(shortage) for shortage in found.shortages] == [
        "  gala 'Gala' (60 minutes) has no place left by these rules together:\n"
        "      book.yaml:5: morning[gala]: every session lies within day 1, morning\n"
        "      book.yaml:9: fits[gala]: every session is in a room with enough seats and the features that it needs\n"
        "      sessions.csv:4: gala needs 50 seats\n"
        "      book.yaml:12: hall-hours[hall]: no room is needed while away\n"
        "      availability.csv:2: hall is busy Mon 10:00 to Mon 12:00"
    ]


def test_explain_too_many_sessions_for_a_room() -> None:
    problem = tiny_meeting(*(tiny_session(id) for id in "abc"))
    found = conflict(problem, MONDAY_MORNING, ROOMS)
    assert [shortage.sentence for shortage in found.shortages] == ["180 minutes of sessions fit only into hall, where 120 are open to them"]


def test_explain_too_many_duties_for_a_person() -> None:
    person = Person(id="aut-01", name="Linnet Alder", leaves=moment("Mon 12:00"), source=Source("people.csv", 4))
    problem = tiny_meeting(*(tiny_session(id, presenters=("aut-01",)) for id in "abc"), people=(person,), rooms=TWO_ROOMS)
    found = conflict(problem, OnePlace(id="one-place", for_=choose("person", ALL)), Available(id="there", for_=choose("person", ALL)))
    assert [shortage.sentence for shortage in found.shortages] == [
        "aut-01: a, b, c take 180 minutes one after the other, and have 120 to run in"
    ]


def test_explain_too_many_sessions_for_a_body() -> None:
    problem = tiny_meeting(*(tiny_session(id, body="tem") for id in "abc"), bodies=(Body(id="tem", title="TEM"),), rooms=TWO_ROOMS)
    found = conflict(problem, OnePlace(id="one-place", for_=choose("body", ALL)), MONDAY_MORNING)
    assert [shortage.sentence for shortage in found.shortages] == [
        "tem: a, b, c take 180 minutes one after the other, and have 120 to run in"
    ]


def test_explain_optional_sessions_are_never_too_many() -> None:
    problem = tiny_meeting(tiny_session("a"), tiny_session("b"), tiny_session("c", optional=True))
    assert list(count_shortages(problem, RuleBook("book", (MONDAY_MORNING, ROOMS)))) == []


def test_explain_circle_is_minimal_and_leaves_innocent_rules_out() -> None:
    problem = tiny_meeting(*(tiny_session(id) for id in "abcd"))
    innocent = OnDay(id="monday", for_=choose("id", "d"), day=When.parse("Mon"), source=Source("book.yaml", 3))
    found = conflict(problem, innocent, before("a", "b", 10), before("b", "c", 20), before("c", "a", 30), before("d", "a", 40))
    rules = [demand.rule.id for demand in found.demands if demand.rule]
    assert (rules, found.minimal) == (["a-b", "b-c", "c-a"], True)


def test_explain_text_names_file_line_id_and_why_and_each_fact_once() -> None:
    problem = tiny_meeting(*(replace(tiny_session(id), source=Source("sessions.csv", line)) for line, id in enumerate("ab", 2)))
    found = conflict(problem, before("a", "b", 10), before("b", "a", 20))
    assert found.text().splitlines() == [
        "no agenda keeps every rule. These cannot hold together:",
        "  book.yaml:10: a-b[a, b]: every session (id a) is over before any session (id b) starts",
        "      why: Why 10.",
        "  book.yaml:20: b-a[b, a]: every session (id b) is over before any session (id a) starts",
        "      why: Why 20.",
        "while this is given:",
        "  sessions.csv:2: a 'A' takes 60 minutes",
        "  sessions.csv:3: b 'B' takes 60 minutes",
        "Without any one of them the others can.",
    ]


def test_explain_time_too_short_for_a_proof_does_not_claim_one() -> None:
    problem = tiny_meeting(*(tiny_session(id) for id in "ab"))
    found = explain(problem, RuleBook("book", (before("a", "b", 1), before("b", "a", 2))), Params(time_limit=0.0))
    assert ([demand.instance.subject for demand in found.demands], found.minimal) == (["a", "b", "a, b", "b, a"], False)
    assert found.text().splitlines()[-1] == "Perhaps fewer of them suffice."
