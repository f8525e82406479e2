"""Who finds what in the calendar."""

from __future__ import annotations

import pytest
from published_meetings import two_bodies

from scheduler.domain.agenda import Entry
from scheduler.publish.audiences import for_body, for_delegation, for_person, for_room

PROBLEM, AGENDA = two_bodies()


def _ids(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    return tuple(entry.session for entry in entries)


@pytest.mark.parametrize(
    ("delegation", "sessions"),
    [
        ("north", ("group", "rpoc-4a")),  # in the audience of both
        ("east", ("rpoc-4a",)),  # in its audience, and presents it
        ("west", ("rpoc-4a",)),  # not in the audience: its rapporteur serves there
    ],
)
def test_delegation_has_its_audience_sessions_and_its_peoples_duties(delegation: str, sessions: tuple[str, ...]) -> None:
    assert _ids(for_delegation(PROBLEM, AGENDA, PROBLEM.delegation(delegation))) == sessions


def test_delegation_that_only_presents_has_the_session() -> None:
    problem, agenda = two_bodies(audience=())
    assert _ids(for_delegation(problem, agenda, problem.delegation("east"))) == ("rpoc-4a",)


@pytest.mark.parametrize(
    ("person", "sessions"),
    [
        ("ana", ("group", "rpoc-4a")),  # named in the small group; presents in the RPOC
        ("bo", ("rpoc-4a",)),  # chairs it
        ("di", ()),
    ],
)
def test_person_has_duties_and_the_sessions_of_the_bodies_named(person: str, sessions: tuple[str, ...]) -> None:
    assert _ids(for_person(PROBLEM, AGENDA, PROBLEM.person(person))) == sessions


def test_person_of_the_pool_who_was_not_chosen_has_no_duty() -> None:
    # Ana and Bo are the pool of the chair. Were Ana not the presenter too, only Bo would have the session.
    problem, agenda = two_bodies(presenters=())
    assert _ids(for_person(problem, agenda, problem.person("ana"))) == ("group",)


@pytest.mark.parametrize(("room", "sessions"), [("hall", ("rpoc-4a", "coffee")), ("salon", ("group",))])
def test_room_has_what_takes_place_in_it(room: str, sessions: tuple[str, ...]) -> None:
    assert _ids(for_room(AGENDA, PROBLEM.room(room))) == sessions


@pytest.mark.parametrize(("body", "sessions"), [("RPOC", ("rpoc-4a",)), ("SG", ("group",)), ("IE", ())])
def test_body_has_its_sessions(body: str, sessions: tuple[str, ...]) -> None:
    assert _ids(for_body(PROBLEM, AGENDA, PROBLEM.body(body))) == sessions
