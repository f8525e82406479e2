"""The sample RPOC: it reads without a fault, and is the meeting that its README and the issue describe."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from scheduler.domain.problem import Problem, Session
from scheduler.files.meeting_folder import Plan, read_meeting

ROOT = Path(__file__).parent.parent
DUE = {"visa": date(2027, 2, 26), "papers": date(2027, 3, 12), "names": date(2027, 3, 26), "talks": date(2027, 4, 2)}
AGENDA = ("1", "2", "3", "4a", "4b", "5", "6", "7a", "7b", "8a", "8b", "9", "10")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_meeting(ROOT / "data" / "rpoc")


@pytest.fixture(scope="module")
def problem(plan: Plan) -> Problem:
    return plan.problem


def of_body(problem: Problem, body: str) -> list[Session]:
    return [session for session in problem.sessions if session.body == body]


def test_rpoc_reads_without_a_warning(plan: Plan) -> None:
    assert plan.warnings == ()


def test_rpoc_is_as_large_as_its_readme_says(problem: Problem) -> None:
    sizes = len(problem.delegations), sum(row.delegates for row in problem.delegations), len(problem.people), len(problem.rooms)
    assert (*sizes, len(problem.sessions)) == (34, 116, 60, 4, 37)


def test_rpoc_has_ten_items_in_order(problem: Problem) -> None:
    items = [session.item for session in of_body(problem, "RPOC")]
    assert tuple(items) == AGENDA
    assert len({item.rstrip("ab") for item in items}) == 10


def test_rpoc_has_two_rooms_with_interpretation_and_two_without(problem: Problem) -> None:
    assert Counter("interpretation" in room.features for room in problem.rooms) == {True: 2, False: 2}


def test_rpoc_items_are_for_all_partners_in_a_hall_that_seats_them(problem: Problem) -> None:
    partners = tuple(row.id for row in problem.delegations)
    assert {(session.audience, session.size) for session in of_body(problem, "RPOC")} == {(partners, 116)}
    assert [room.id for room in problem.rooms if room.capacity >= 116 and "interpretation" in room.features] == ["great-hall"]


def test_rpoc_every_session_fits_a_room_and_a_period(problem: Problem) -> None:
    longest = {room.id: max(period.span.minutes for period in problem.periods if room.id in period.rooms) for room in problem.rooms}
    homeless = [
        session.id
        for session in problem.sessions
        if not any(
            room.capacity >= session.size and {*session.features} <= {*room.features} and longest[room.id] >= session.minutes
            for room in problem.rooms
        )
    ]
    assert homeless == []


def test_rpoc_three_items_have_a_chair_from_a_pool(problem: Problem) -> None:
    open_roles = {session.item: role.people for session in of_body(problem, "RPOC") for role in session.roles if not role.decided}
    pool = ("vice-chair", "esp-01", "swe-01")
    assert open_roles == {"4b": pool, "5": pool, "8b": pool}


def test_rpoc_nobody_in_a_pool_presents_the_item(problem: Problem) -> None:
    for session in problem.sessions:
        names = [person for role in session.roles for person in role.people]
        assert len(names) == len(set(names)), session.id


def test_rpoc_people_have_invented_names_of_their_own(problem: Problem) -> None:
    words = [person.name.split() for person in problem.people]
    assert {len(name) for name in words} == {2}
    assert len({first for first, _ in words}) == 60


def test_rpoc_book_keeps_the_rules_that_the_regime_lives_by(plan: Plan) -> None:
    must = {rule.id for rule in plan.book.rules if rule.must}
    small_group = {"small-group-the-day-before", "opening"}
    order = {"agenda-order", "wrap-up-last", "future-meetings-last"}
    one_place = {"one-place", "one-delegate", "one-body"}
    breaks = {"photo", "reception", "lunch-on-tuesday", "coffee-on-tuesday-morning"}
    assert must >= small_group | order | one_place | breaks


def test_rpoc_book_gives_a_reason_for_every_rule(plan: Plan) -> None:
    assert [rule.id for rule in plan.book.rules if not rule.why] == []


def test_rpoc_presenter_in_sao_paulo_has_a_calendar_of_one_day_and_a_weekly_meeting(problem: Problem) -> None:
    spans = [(problem.clock.local(row.span.start), problem.clock.local(row.span.end)) for row in problem.availability if row.id == "bra-02"]
    assert [f"{start:%a %H:%M} - {end:%a %H:%M}" for start, end in spans] == ["Mon 00:00 - Tue 00:00", "Tue 14:30 - Tue 16:00"]


def test_rpoc_deadlines_are_counted_from_the_opening(problem: Problem) -> None:
    """Ten business days before Monday, 12 April: Easter Monday, 29 March, is none."""
    assert {deadline.id: deadline.due for deadline in problem.deadlines} == DUE


def test_rpoc_speaker_by_video_has_a_link(problem: Problem) -> None:
    assert [session.id for session in problem.sessions if session.link] == ["rpoc-7b"]
