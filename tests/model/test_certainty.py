"""What is certain at each place is what the model finds there: for every term about one session, at every place of it."""

from __future__ import annotations

import pytest

from scheduler.domain.problem import Person
from scheduler.model.builder import build
from scheduler.model.certainty import Places, certainty
from scheduler.model.formulation import Demand, formulate_demands
from scheduler.model.placements import enumerate_placements, narrowed
from scheduler.rules.example import TWO_ROOMS, tiny_meeting, tiny_session
from scheduler.rules.meaning import sessions_of
from scheduler.rules.terms import All, Any, Clashes, Held, InRoom, Instance, Literal, MinutesLate, Not, Overlaps, Serves, StartsIn, Times

PEOPLE = (Person(id="aut-01", name="Linnet Alder"), Person(id="bel-01", name="Rowan Finch"))
PROBLEM = tiny_meeting(tiny_session("talk", chair_pool=("aut-01", "bel-01")), rooms=TWO_ROOMS, people=PEOPLE)
TALK = PROBLEM.session("talk")
PLACES = Places.of(enumerate_placements(PROBLEM)["talk"].by_room)
TEN, HALL = StartsIn("talk", ((600, 600),)), InRoom("talk", frozenset(("hall",)))
CHAIRS = Serves("aut-01", "talk")


@pytest.mark.parametrize(
    ("term", "true", "false"),
    [
        pytest.param(Held("talk"), 16, 0, id="held"),
        pytest.param(TEN, 2, 14, id="one start in two rooms"),
        pytest.param(HALL, 8, 8, id="eight starts in one room"),
        pytest.param(All((TEN, HALL)), 1, 15, id="both"),
        pytest.param(Any((TEN, HALL)), 9, 7, id="either"),
        pytest.param(Not(TEN), 14, 2, id="not"),
        pytest.param(CHAIRS, 0, 0, id="open: somebody of a pool"),
        pytest.param(Serves("cze-01", "talk"), 0, 16, id="somebody else"),
        pytest.param(All((TEN, CHAIRS)), 0, 14, id="open only where the other is true"),
        pytest.param(Any((TEN, Not(CHAIRS))), 2, 0, id="true where one is, whatever the other"),
    ],
)
def test_certainty_counts(term: Literal, true: int, false: int) -> None:
    """The meeting has two days with four hours that a session of an hour can start in."""
    found = certainty(term, TALK, PLACES)
    assert (len(PLACES.starts), int(found.true.sum()), int(found.false.sum())) == (16, true, false)
    assert not (found.true & found.false).any()


def test_certainty_of_measures() -> None:
    late = certainty(MinutesLate("talk", 660), TALK, PLACES)
    assert sorted(PLACES.starts[late.false].tolist()) == [600, 600]
    assert not certainty(Times(0, Held("talk")), TALK, PLACES).true.any()
    assert certainty(Times(2, Held("talk")), TALK, PLACES).true.all()


def test_sessions_of_terms() -> None:
    assert sessions_of(All((Not(Overlaps("a", "b")), Held("c")))) == {"a", "b", "c"}
    assert sessions_of(Clashes((("a", Held("a")), ("b", Held("b"))))) == {"a", "b"}


def test_narrowed_says_which_breaches_took_something() -> None:
    morning = StartsIn("talk", ((0, 719), (1440, 2159)))
    left, because = narrowed(enumerate_placements(PROBLEM)["talk"], TALK, (Serves("cze-01", "talk"), Not(HALL), morning))
    assert dict(left.by_room) == {"hall": (840, 900, 2280, 2340)}
    assert because == (Not(HALL), morning)


def test_narrowed_stops_where_nothing_is_left() -> None:
    left, because = narrowed(enumerate_placements(PROBLEM)["talk"], TALK, (HALL, Not(HALL), TEN))
    assert (left.starts, dict(left.by_room), because) == ((), {}, (HALL, Not(HALL)))


def test_formulation_prunes_by_hard_terms_only() -> None:
    demand, charge = Demand(None, Instance("talk", (Not(HALL),))), (1, Instance("talk", (TEN,)))
    formulation = formulate_demands(PROBLEM, (demand,), (charge,))
    assert set(formulation.placements["talk"].by_room) == {"hall"}
    assert 600 in formulation.placements["talk"].starts
    assert len(build(formulation).variables.sessions["talk"].rooms) == 1
