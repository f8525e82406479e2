"""What is known before solving: items in the order in which people count, rows by id, walks between buildings."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.clock import Clock, Span
from scheduler.domain.meeting import Meeting, Organizer, Travel
from scheduler.domain.problem import Body, Delegation, Period, Person, Problem, Role, Room, Session

CLOCK = Clock(ZoneInfo("Europe/Vienna"), date(2027, 3, 1), date(2027, 3, 1))
TRAVEL = (Travel("Hofburg", "Annex", 10), Travel("Hofburg", "Museum", 5))
PERIOD = Period(id="am", day=date(2027, 3, 1), span=Span(CLOCK.at(600), CLOCK.at(780)), name="morning", rooms=("hall",))
ROOM = Room(id="hall", name="Hall", capacity=10)
SESSION = Session(id="hall", title="A session with a room's id", minutes=30)
BODY = Body(id="IE", title="Information Exchange")
DELEGATION = Delegation(id="aut", name="Austria")
PERSON = Person(id="aut-01", name="Ana")
PROBLEM = Problem(
    meeting=Meeting(
        id="m",
        title="M",
        clock=CLOCK,
        grid=5,
        prepared=datetime(2027, 1, 1, tzinfo=UTC),
        organizer=Organizer("Secretariat", "secretariat@example.org"),
        travel=TRAVEL,
    ),
    periods=(PERIOD,),
    rooms=(ROOM,),
    sessions=(SESSION,),
    bodies=(BODY,),
    delegations=(DELEGATION,),
    people=(PERSON,),
)


def order(item: str) -> tuple[tuple[int, str], ...]:
    return Session(id="s", title="S", minutes=5, item=item).item_order


IN_ORDER = ("", "1", "2", "4", "4a", "4b", "5", "9", "10", "10a", "10.2", "10.2.1", "10.10", "11")


def test_item_order_is_as_people_count() -> None:
    assert [order(item) for item in IN_ORDER] == sorted({order(item) for item in IN_ORDER})


@pytest.mark.parametrize(
    ("one", "other"), [("4a", "4A"), ("4.", "4"), ("4 (a)", "4a"), ("04", "4"), ("10.2", "10-2"), ("Item 5", "item 5.")]
)
def test_item_order_of_two_ways_to_write_an_item_is_the_same(one: str, other: str) -> None:
    assert order(one) == order(other)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 200), min_size=1, max_size=4), min_size=2, max_size=6))
def test_item_order_of_numbers_is_that_of_the_numbers(items: list[list[int]]) -> None:
    assert sorted((".".join(map(str, item)) for item in items), key=order) == [".".join(map(str, item)) for item in sorted(items)]


@settings(deadline=None)
@given(st.integers(0, 10_000), st.text("abcdefgh", min_size=1, max_size=3), st.text("abcdefgh", min_size=1, max_size=3))
def test_item_order_of_parts_lies_between_their_item_and_the_next(number: int, one: str, other: str) -> None:
    assert order(str(number)) < order(f"{number}{one}") < order(str(number + 1))
    assert (order(f"{number}{one}") < order(f"{number}{other}")) == (one < other)


@settings(deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_item_order_of_any_texts_can_be_compared(one: str, other: str) -> None:
    assert [order(one) < order(other), order(one) == order(other), order(one) > order(other)].count(True) == 1


@pytest.mark.parametrize(
    ("a", "b", "minutes"),
    [
        ("Hofburg", "Annex", 10),
        ("Annex", "Hofburg", 10),
        ("Museum", "Hofburg", 5),
        ("Annex", "Museum", 0),
        ("Annex", "Annex", 0),
        ("", "", 0),
    ],
)
def test_travel_minutes_between(a: str, b: str, minutes: int) -> None:
    assert PROBLEM.travel_minutes(a, b) == minutes


def test_problem_row_is_found_by_its_id_and_sheet() -> None:
    found = (
        PROBLEM.period("am"),
        PROBLEM.room("hall"),
        PROBLEM.session("hall"),
        PROBLEM.body("IE"),
        PROBLEM.delegation("aut"),
        PROBLEM.person("aut-01"),
    )
    assert found == (PERIOD, ROOM, SESSION, BODY, DELEGATION, PERSON)


@pytest.mark.parametrize("find", [PROBLEM.period, PROBLEM.room, PROBLEM.session, PROBLEM.body, PROBLEM.delegation, PROBLEM.person])
def test_problem_row_of_an_unknown_id_is_a_key_error(find: object) -> None:
    assert callable(find)
    with pytest.raises(KeyError):
        find("no-such-id")


@pytest.mark.parametrize(("count", "decided"), [(2, True), (1, False)])
def test_role_is_decided_where_everybody_takes_it(count: int, decided: bool) -> None:
    assert Role("chair", ("ana", "bo"), count).decided is decided
