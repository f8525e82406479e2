"""Made-up meetings: of the size that is asked for, the same each time, and with everything that the rules speak of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from scheduler.bench.synthetic import synthetic
from scheduler.check import check
from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.problem import Person, Problem, Session
from scheduler.files.draft_folder import write_draft
from scheduler.files.meeting_folder import Plan, read_meeting


def made(presentations: int, folder: Path) -> Plan:
    write_draft(synthetic(presentations), folder)
    return read_meeting(folder)


@pytest.mark.parametrize("presentations", [40, 300])
def test_synthetic_meeting_has_what_was_asked_for(presentations: int, tmp_path: Path) -> None:
    plan = made(presentations, tmp_path / "meeting")
    problem = plan.problem
    assert plan.warnings == ()
    assert (len(problem.sessions), len(problem.periods), len(problem.rooms)) == (presentations, 32, 23)
    assert all(5 * session.minutes == period.span.minutes for session in problem.sessions for period in problem.periods)


def test_synthetic_meeting_is_sparse_as_real_ones_are(tmp_path: Path) -> None:
    problem = made(300, tmp_path / "meeting").problem
    speakers = [session.roles[0].people for session in problem.sessions]
    appearances = [sum(person.id in people for people in speakers) for person in problem.people]
    away = [person for person in problem.people if (person.arrives, person.leaves) != (problem.people[0].arrives, problem.people[0].leaves)]
    assert (len(problem.people), len({session.theme for session in problem.sessions}), len(problem.pairs)) == (250, 20, 40)
    assert min(appearances) >= 1
    assert sum(appearances) > 300
    assert 10 < len(away) < 50
    assert 0 < sum(session.columns["wish"] == ("morning",) for session in problem.sessions) < 40


def test_synthetic_meeting_is_the_same_again_but_for_its_seed() -> None:
    assert synthetic(50) == synthetic(50)
    assert synthetic(50, seed=2) != synthetic(50)


def test_synthetic_meeting_has_an_agenda(tmp_path: Path) -> None:
    plan = made(200, tmp_path / "meeting")
    verdict = check(plan.problem, plan.book, Agenda(plan.problem.meeting.id, tuple(first_places(plan.problem))))
    assert verdict.refutations == ()
    assert dict(verdict.cost_by_rule).keys() == {"themes-together", "similar-themes", "mornings"}
    assert min(cost for _, cost in verdict.cost_by_rule) > 0


def first_places(problem: Problem) -> Iterator[Entry]:
    """Each presentation in the last period and the first room that will do for it."""
    taken: set[tuple[datetime, str]] = set()
    for session in problem.sessions:
        people = [problem.person(id) for id in session.roles[0].people]
        found = next(entry for entry in _places(problem, session, people) if taken.isdisjoint(_claims(entry, people)))
        taken |= _claims(found, people)
        yield found


def _claims(entry: Entry, people: list[Person]) -> set[tuple[datetime, str]]:
    return {(entry.start, entry.room), *((entry.start, person.id) for person in people)}


def _places(problem: Problem, session: Session, people: list[Person]) -> Iterator[Entry]:
    rooms = [room for room in problem.rooms if room.capacity >= session.size]
    for period, number, room in product(reversed(problem.periods), range(5), rooms):
        start = period.span.start + number * timedelta(minutes=session.minutes)
        there = all((not one.arrives or one.arrives <= start) and (not one.leaves or start < one.leaves) for one in people)
        if there:
            duties = (Duty("presenter", session.roles[0].people),)
            yield Entry(session.id, start, session.minutes, period.id, room.id, duties)
