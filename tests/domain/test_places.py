"""What the sheets offer a session: on random meetings, just the entries that are found by force."""

from __future__ import annotations

from dataclasses import replace

from brute_force import all_agendas
from hypothesis import HealthCheck, given, settings
from random_meetings import problems

from scheduler.domain.places import places_of
from scheduler.domain.problem import Person, Problem
from scheduler.rules.example import TWO_ROOMS, tiny_meeting, tiny_session


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_places_are_those_found_by_force(problem: Problem) -> None:
    for session in problem.sessions:
        alone = replace(problem, sessions=(session,))
        offered = places_of(problem, session)
        found = [entry for place in offered.entries for entry in place]
        assert set(found) == {entry for agenda in all_agendas(alone) for entry in agenda.entries}
        assert len(set(found)) == len(found)
        assert len({(place[0].start, place[0].room) for place in offered.entries}) == len(offered.entries)
        assert all({(entry.start, entry.room) for entry in place} == {(place[0].start, place[0].room)} for place in offered.entries)


def test_places_are_in_order_of_start_and_of_the_sheet_of_rooms() -> None:
    problem = tiny_meeting(tiny_session("a", hours=2), rooms=TWO_ROOMS)
    places = [(place[0].period, place[0].room) for place in places_of(problem, problem.session("a")).entries]
    assert places[:3] == [("mon-am", "hall"), ("mon-am", "annex"), ("mon-pm", "hall")]


def test_choices_of_people_have_a_limit() -> None:
    pool = tuple(f"p-{number:02}" for number in range(21))
    problem = tiny_meeting(tiny_session("a", chair_pool=pool), people=tuple(Person(id=id, name=id) for id in pool))
    offered = places_of(problem, problem.session("a"))
    assert (offered.complete, [len(place) for place in offered.entries]) == (False, [20] * 8)
    fewer = places_of(problem, tiny_session("a", chair_pool=pool[1:]))
    assert (fewer.complete, [len(place) for place in fewer.entries]) == (True, [20] * 8)
