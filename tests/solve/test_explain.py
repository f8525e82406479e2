"""Why there is no agenda: what counting finds, and rules in conflict, named by file, line and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from string import ascii_letters

import pytest
from ortools.sat.python import cp_model

import scheduler.solve.explain as explain_module
from scheduler.domain.clock import Span
from scheduler.domain.errors import Source
from scheduler.domain.problem import Availability, Body, Person, Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.model.builder import build
from scheduler.model.formulation import demands_of, formulate
from scheduler.model.relaxation import relax
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import TWO_ROOMS, moment, tiny_meeting, tiny_session
from scheduler.rules.kinds.available import Available
from scheduler.rules.kinds.before import Before
from scheduler.rules.kinds.consecutive import Consecutive
from scheduler.rules.kinds.held import Held as IsHeld
from scheduler.rules.kinds.not_after import NotAfter
from scheduler.rules.kinds.not_before import NotBefore
from scheduler.rules.kinds.on_day import OnDay
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.one_place import OnePlace
from scheduler.rules.kinds.one_theme_per_room import OneThemePerRoom
from scheduler.rules.kinds.room_has import RoomHas
from scheduler.rules.kinds.within import Within
from scheduler.solve.conflict import find_conflict
from scheduler.solve.counting import count_shortages
from scheduler.solve.explain import Conflict, explain, glance
from scheduler.solve.params import Params
from scheduler.solve.questions import Questions
from scheduler.solve.search import search


def choose(column: str, *values: str) -> Selector:
    return Selector(((column, values),))


ROOMS = OnePerRoom(id="rooms", for_=choose("room", ALL), source=Source("book.yaml", 2))
MONDAY_MORNING = Within(id="morning", for_=Selector(), window=When.parse("day 1, morning"), source=Source("book.yaml", 5), why="We fly.")


PATIENT = 300.0
"""Seconds: what a machine with other things to do may take; none of these takes one."""


def conflict(problem: Problem, *rules: Rule) -> Conflict:
    return explain(problem, RuleBook("book", rules), Params(), PATIENT)


def named(found: Conflict) -> list[str]:
    """The sessions and rule instances of a conflict."""
    return [demand.rule.named(demand.instance.subject) if demand.rule else demand.instance.subject for demand in found.demands]


def fine_meeting(*minutes: int) -> Problem:
    """A meeting on a grid of five minutes, of sessions a, b, c, and so on, of so many minutes."""
    sessions = (replace(tiny_session(id), minutes=length) for id, length in zip(ascii_letters, minutes, strict=False))
    problem = tiny_meeting(*sessions)
    return replace(problem, meeting=replace(problem.meeting, grid=5))


def before(first: str, then: str, line: int, gap: int = 0) -> Before:
    return Before(
        id=f"{first}-{then}",
        first=choose("id", first),
        then=choose("id", then),
        gap=gap,
        source=Source("book.yaml", line),
        why=f"Why {line}.",
    )


def test_shortage_of_places_names_every_rule_that_is_needed_for_it_and_no_other() -> None:
    problem = tiny_meeting(replace(tiny_session("gala", size=50), source=Source("sessions.csv", 4)), tiny_session("talk"), rooms=TWO_ROOMS)
    fits = RoomHas(id="fits", for_=Selector(), source=Source("book.yaml", 9))
    hired = Availability(id="hall", free=False, span=Span(moment("Mon 10:00"), moment("Mon 12:00")), source=Source("availability.csv", 2))
    there = Available(id="hall-hours", for_=choose("room", ALL), source=Source("book.yaml", 12))
    monday = OnDay(id="monday", for_=Selector(), day=When.parse("day 1"), source=Source("book.yaml", 20))
    shortages = count_shortages(replace(problem, availability=(hired,)), RuleBook("book", (monday, MONDAY_MORNING, fits, there)))
    assert [str(shortage) for shortage in shortages] == [
        "  gala 'Gala' (60 minutes) has no place left by these rules together:\n"
        "      book.yaml:5: morning[gala]: every session lies within day 1, morning\n"
        "          why: We fly.\n"
        "      book.yaml:9: fits[gala]: every session is in a room with enough seats and the features that it needs\n"
        "      book.yaml:12: hall-hours[hall]: no room is needed while not available\n"
        "      while this is given:\n"
        "      sessions.csv:4: gala 'Gala' takes 60 minutes\n"
        "      sessions.csv:4: gala needs 50 seats\n"
        "      availability.csv:2: hall is busy Mon 10:00 to Mon 12:00"
    ]


def test_explain_session_longer_than_every_period() -> None:
    found = conflict(fine_meeting(200))
    assert found.text().splitlines()[:1] == [
        "no agenda keeps every rule: a 'A' (200 minutes) fits into no period; the longest, mon-am, has 120 minutes."
    ]


def test_explain_too_many_sessions_for_a_room() -> None:
    # Without one of the three sessions the two hours of the morning suffice; in the afternoon there is place, too.
    problem = tiny_meeting(*(tiny_session(id) for id in "abc"))
    found = conflict(problem, MONDAY_MORNING, ROOMS)
    assert (named(found), found.minimal) == (["a", "b", "c", "morning[a]", "morning[b]", "morning[c]", "rooms[hall]"], True)
    assert found.shortages == ("a, b, c fit only into hall; they take 180 minutes one after the other, and have 120 to run in",)


def test_explain_too_many_duties_for_a_person() -> None:
    person = Person(id="aut-01", name="Linnet Alder", leaves=moment("Mon 12:00"), source=Source("people.csv", 4))
    problem = tiny_meeting(*(tiny_session(id, presenters=("aut-01",)) for id in "abc"), people=(person,), rooms=TWO_ROOMS)
    found = conflict(problem, OnePlace(id="one-place", for_=choose("person", ALL)), Available(id="there", for_=choose("person", ALL)))
    assert (named(found), found.minimal) == (["a", "b", "c", "one-place[aut-01]", "there[aut-01]"], True)
    assert found.shortages == ("aut-01: a, b, c take 180 minutes one after the other, and have 120 to run in",)


def test_explain_too_many_sessions_for_a_body() -> None:
    problem = tiny_meeting(*(tiny_session(id, body="tem") for id in "abc"), bodies=(Body(id="tem", title="TEM"),), rooms=TWO_ROOMS)
    found = conflict(problem, OnePlace(id="one-place", for_=choose("body", ALL)), MONDAY_MORNING)
    assert found.shortages == ("tem: a, b, c take 180 minutes one after the other, and have 120 to run in",)


def test_explain_sessions_that_fit_by_minutes_but_not_by_number() -> None:
    # A day has two stretches of 120 minutes, each with place for two of 45; five would be 225 of 240 minutes.
    found = conflict(fine_meeting(*[45] * 5), Within(id="monday", for_=Selector(), window=When.parse("day 1, 10:00-16:00")), ROOMS)
    what = "they take at least 45 minutes each, and only 4 such can run one after the other in the stretches left to them"
    assert (found.shortages, found.minimal) == ((f"a, b, c, d, e fit only into hall; {what}",), True)


def test_explain_sessions_do_not_run_over_the_end_of_a_period_where_another_begins() -> None:
    # Two periods of 120 minutes that meet at noon: as one of 240 they would hold five of 45.
    problem = fine_meeting(*[45] * 5)
    lunch = timedelta(hours=2)
    spans = (
        period.span if period.name == "morning" else Span(period.span.start - lunch, period.span.end - lunch) for period in problem.periods
    )
    joined = replace(problem, periods=tuple(replace(period, span=span) for period, span in zip(problem.periods, spans, strict=True)))
    found = conflict(joined, OnDay(id="monday", for_=Selector(), day=When.parse("day 1")), ROOMS)
    what = "they take at least 45 minutes each, and only 4 such can run one after the other in the stretches left to them"
    assert found.shortages == (f"a, b, c, d, e fit only into hall; {what}",)


def test_explain_sessions_that_cannot_be_packed() -> None:
    # 2 x 120 minutes for 70 + 70 + 35 + 35 + 20: a stretch holds 70 + 35, and 20 fit into neither of the 15 that are left.
    found = conflict(fine_meeting(70, 70, 35, 35, 20), OnDay(id="monday", for_=Selector(), day=When.parse("day 1")), ROOMS)
    what = "they cannot be packed one after the other into the stretches of 120 + 120 minutes that are left to them"
    assert (found.shortages, found.minimal) == ((f"a, b, c, d, e fit only into hall; {what}",), True)


def test_explain_optional_sessions_are_never_too_many() -> None:
    problem = tiny_meeting(tiny_session("a"), tiny_session("b"), tiny_session("c", optional=True))
    assert list(count_shortages(problem, RuleBook("book", (MONDAY_MORNING, ROOMS)))) == []


def test_explain_circle_is_minimal_and_leaves_innocent_rules_out() -> None:
    problem = tiny_meeting(*(tiny_session(id) for id in "abcd"))
    innocent = OnDay(id="monday", for_=choose("id", "d"), day=When.parse("Mon"), source=Source("book.yaml", 3))
    found = conflict(problem, innocent, before("a", "b", 10), before("b", "c", 20), before("c", "a", 30), before("d", "a", 40))
    assert (named(found), found.minimal) == (["a", "b", "c", "a-b[a, b]", "b-c[b, c]", "c-a[c, a]"], True)


def test_glance_sees_a_circle() -> None:
    problem = tiny_meeting(*(tiny_session(id) for id in "abc"))
    found = glance(problem, RuleBook("book", (before("a", "b", 10), before("b", "a", 20), before("c", "a", 30))), PATIENT)
    assert found is not None
    assert (named(found), found.minimal) == (["a", "b", "a-b[a, b]", "b-a[b, a]"], True)


THEMES = OneThemePerRoom(id="themes", for_=Selector(), source=Source("book.yaml", 7))
SIX = tiny_meeting(*(tiny_session(f"t{number}", theme="transit" if number < 3 else "brokering") for number in range(6)))


def looked_at(monkeypatch: pytest.MonkeyPatch, rules: tuple[Rule, ...]) -> tuple[Conflict | None, list[int]]:
    """What a glance at six sessions of two themes sees, and how many variables its models have."""
    sizes: list[int] = []

    def watched(solver: cp_model.CpSolver, model: cp_model.CpModel, *others: object) -> object:
        sizes.append(len(model.proto.variables))
        return search(solver, model, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(explain_module, "search", watched)
    return glance(SIX, RuleBook("book", (ROOMS, THEMES, *rules)), PATIENT), sizes


def test_glance_at_themes_sees_a_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = looked_at(monkeypatch, (before("t0", "t1", 10), before("t1", "t0", 20)))
    assert found is not None
    assert named(found) == ["t0", "t1", "t0-t1[t0, t1]", "t1-t0[t1, t0]"]


def test_glance_at_themes_sees_two_in_one_block(monkeypatch: pytest.MonkeyPatch) -> None:
    morning = Within(id="early", for_=choose("id", "t0", "t5"), window=When.parse("day 1, morning"), source=Source("book.yaml", 5))
    found, _ = looked_at(monkeypatch, (morning,))
    assert found is not None
    assert [part for part in named(found) if "[" in part] == ["themes[mon-am, hall]", "early[t0]", "early[t5]"]


def test_glance_at_themes_makes_no_literal_for_each_session_in_each_block(monkeypatch: pytest.MonkeyPatch) -> None:
    found, sizes = looked_at(monkeypatch, ())
    formulation = formulate(SIX, RuleBook("book", (ROOMS, THEMES)))
    without_themes = formulate(SIX, RuleBook("book", (ROOMS,)))
    assert found is None
    assert sizes == [len(one.model.proto.variables) for one in (relax(formulation), build(without_themes))]
    assert sizes[1] < len(build(formulation).model.proto.variables)


def test_glance_at_what_holds_only_with_an_optional_session_says_nothing() -> None:
    """Without the talk, which may be left out, the questions have nothing to follow: a hint, and no proof."""
    problem = tiny_meeting(replace(tiny_session("talk"), optional=True), tiny_session("questions"))
    follow = Consecutive(id="follow", first=choose("id", "talk"), then=choose("id", "questions"))
    assert glance(problem, RuleBook("book", (follow,)), PATIENT) is None


def test_explain_session_that_is_wanted_by_another_is_not_left_out() -> None:
    """Without the talk the questions have nothing to follow; that alone would be no conflict, since the talk can be held."""
    problem = tiny_meeting(tiny_session("talk"), tiny_session("questions"), rooms=TWO_ROOMS)
    follow = Consecutive(id="follow", first=choose("id", "talk"), then=choose("id", "questions"))
    late = NotBefore(id="late", for_=choose("id", "questions"), time=When.parse("day 1, 15:00"))
    early = NotAfter(id="early", for_=choose("id", "talk"), time=When.parse("day 1, 12:00"))
    found = conflict(problem, follow, late, early)
    assert (named(found), found.minimal) == (["questions", "follow[questions]", "late[questions]", "early[talk]"], True)


def test_explain_hard_rule_that_wants_an_optional_session_held() -> None:
    problem = tiny_meeting(tiny_session("talk", optional=True), tiny_session("other"))
    held = IsHeld(id="held", for_=choose("id", "talk"))
    found = conflict(problem, held, before("talk", "other", 10), before("other", "talk", 20))
    assert (named(found), found.minimal) == (["other", "held[talk]", "talk-other[talk, other]", "other-talk[other, talk]"], True)


def test_explain_sessions_that_only_hard_rules_want_held() -> None:
    problem = tiny_meeting(tiny_session("talk", optional=True), tiny_session("tea", optional=True))
    found = conflict(problem, IsHeld(id="held", for_=Selector()), before("talk", "tea", 10), before("tea", "talk", 20))
    assert (named(found), found.minimal) == (["held[talk]", "held[tea]", "talk-tea[talk, tea]", "tea-talk[tea, talk]"], True)


def test_explain_does_not_call_minimal_what_was_not_seen_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Questions, "can", lambda questions, numbers: False)
    found = conflict(tiny_meeting(*(tiny_session(id) for id in "ab")), before("a", "b", 10), before("b", "a", 20))
    assert (named(found), found.minimal) == (["a", "b", "a-b[a, b]", "b-a[b, a]"], False)
    assert found.text().splitlines()[-1] == "Perhaps fewer of them suffice."


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
    nothing = explain(problem, RuleBook("book", (before("a", "b", 1), before("b", "a", 2))), Params(), seconds=0.0)
    assert nothing.text() == "no agenda keeps every rule; which of them stand against each other was not found in the time"
    crowd = tiny_meeting(*(tiny_session(id) for id in "abc"))
    counted = explain(crowd, RuleBook("book", (MONDAY_MORNING, ROOMS)), Params(), seconds=0.0)
    assert (len(counted.demands), counted.text().splitlines()[-1]) == (7, "Perhaps fewer of them suffice.")


def test_explain_many_instances_are_told_by_rule() -> None:
    # 27 sessions of 5 minutes take 135, of which the morning has 120; 25 take 125, one too many for the 24 that fit.
    lines = conflict(fine_meeting(*[5] * 27), MONDAY_MORNING, ROOMS).text().splitlines()
    assert lines[2:4] == ["  book.yaml:5: morning (25 times): every session lies within day 1, morning", "      why: We fly."]
    assert lines[-1] == "Without any one of these rules, or of these sessions, the others can."


def test_find_conflict_where_there_is_none() -> None:
    problem = tiny_meeting(*(tiny_session(id) for id in "ab"))
    assert find_conflict(problem, demands_of(problem, RuleBook("book", (before("a", "b", 10), ROOMS))), Params(), PATIENT) is None
