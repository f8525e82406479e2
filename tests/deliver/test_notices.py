"""Who is told of what: exactly those whose entries differ from what they were last told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_meetings import two_bodies
from test_released import changed
from told_meeting import FIRST, SECOND, THIRD, addressed, box_of, give, make, opened, three_releases, told

from scheduler.deliver.notices import notices
from scheduler.domain.agenda import Agenda
from scheduler.publish.released import revert
from scheduler.store.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path) as ledger:
        yield ledger


def test_notices_of_a_first_release_are_new_to_everybody(ledger: Ledger) -> None:
    make(ledger, two_bodies(), FIRST)
    assert told(box_of(ledger, 1)) == [
        ("ana", "group", "added"),
        ("ana", "rpoc-4a", "added"),
        ("bo", "rpoc-4a", "added"),
        ("cy", "rpoc-4a", "added"),
    ]


def test_notices_go_to_exactly_those_whose_entries_changed(ledger: Ledger) -> None:
    three_releases(ledger)
    give(ledger, 1)
    assert told(box_of(ledger, 1)) == []
    assert told(box_of(ledger, 2)) == [("ana", "rpoc-4a", "moved"), ("bo", "rpoc-4a", "moved"), ("cy", "rpoc-4a", "withdrawn")]
    give(ledger, 2)
    assert told(box_of(ledger, 2)) == []
    assert told(box_of(ledger, 3)) == [("ana", "rpoc-4a", "moved"), ("bo", "rpoc-4a", "moved"), ("cy", "rpoc-4a", "added")]


def test_notices_compare_with_what_somebody_was_last_told_and_not_with_the_release_before(ledger: Ledger) -> None:
    """Who was skipped in release 2 hears nothing of release 3, which is as release 1 was; who was told of 2 alone hears of all."""
    three_releases(ledger)
    give(ledger, 1, "ana", "bo")
    give(ledger, 2, "bo")
    assert told(box_of(ledger, 3)) == [("bo", "rpoc-4a", "moved"), ("cy", "rpoc-4a", "added")]
    assert [one.notice.before for one in box_of(ledger, 3).messages][1] is None


def test_notices_of_what_somebody_never_heard_of_are_none_when_it_is_cancelled(ledger: Ledger) -> None:
    three_releases(ledger)
    assert told(box_of(ledger, 2)) == [("ana", "group", "added"), ("ana", "rpoc-4a", "added"), ("bo", "rpoc-4a", "added")]


def test_notices_take_nothing_back_by_an_older_release(ledger: Ledger) -> None:
    three_releases(ledger)
    give(ledger, 2)
    assert told(box_of(ledger, 1)) == [("cy", "rpoc-4a", "added")]
    give(ledger, 3)
    assert told(box_of(ledger, 1)) == told(box_of(ledger, 2)) == []


def test_notices_of_a_new_title_are_of_the_same_sequence_and_a_later_stamp(ledger: Ledger) -> None:
    problem, agenda = two_bodies()
    make(ledger, (problem, agenda), FIRST)
    give(ledger, 1)
    sessions = tuple(replace(one, title="Small circle") if one.id == "group" else one for one in problem.sessions)
    make(ledger, (replace(problem, sessions=sessions), agenda), SECOND)
    (message,) = box_of(ledger, 2).messages
    assert (message.person.id, message.notice.difference.kind) == ("ana", "changed")
    assert (message.notice.line.stamp.sequence, message.notice.line.stamp.published) == (0, SECOND)


def test_notices_are_none_where_only_the_version_has_risen(ledger: Ledger) -> None:
    """Westland need no longer attend the small group: SEQUENCE rises in every calendar, but to ana all is as it was."""
    problem, agenda = two_bodies()
    wider = tuple(replace(one, audience=("north", "west")) if one.id == "group" else one for one in problem.sessions)
    make(ledger, (replace(problem, sessions=wider), agenda), FIRST)
    give(ledger, 1)
    make(ledger, (problem, agenda), SECOND)
    assert ledger.lines(2)["people/ana.ics", "group@two-bodies"].stamp.sequence == 1
    assert told(box_of(ledger, 2)) == []


def test_notices_are_none_where_only_reminders_have_changed(ledger: Ledger) -> None:
    problem, agenda = two_bodies()
    make(ledger, (problem, agenda), FIRST)
    give(ledger, 1)
    make(ledger, (replace(problem, meeting=replace(problem.meeting, reminders=(15,))), agenda), SECOND)
    assert ledger.lines(2)["people/ana.ics", "group@two-bodies"].shown.reminders == (15,)
    assert told(box_of(ledger, 2)) == []


def test_notices_of_who_is_uninvited_and_of_what_is_withdrawn_differ(ledger: Ledger) -> None:
    three_releases(ledger)
    give(ledger, 1)
    assert {one.key[0]: one.uninvited for one in notices(ledger, 2) if not one.line.is_open} == {"people/cy.ics": True}
    problem, agenda = changed()
    without = Agenda(agenda.meeting, tuple(one for one in agenda.entries if one.session != "rpoc-4a"), omitted=("rpoc-4a", "coffee"))
    optional = tuple(replace(one, optional=True) for one in problem.sessions)
    make(ledger, (replace(problem, sessions=optional), without), THIRD)
    assert {one.key[0]: one.uninvited for one in notices(ledger, 4) if not one.line.is_open} == {
        "people/ana.ics": False,
        "people/bo.ics": False,
        "people/cy.ics": False,
    }


def test_notices_for_people_without_an_address_are_told_apart(ledger: Ledger) -> None:
    make(ledger, two_bodies(), FIRST)
    box = box_of(ledger, 1, addressed(two_bodies()[0], without=frozenset({"ana", "di"})))
    assert told(box) == [("bo", "rpoc-4a", "added"), ("cy", "rpoc-4a", "added")]
    assert [(person.id, notice.key[1].partition("@")[0]) for person, notice in box.unreachable] == [("ana", "group"), ("ana", "rpoc-4a")]


def test_notices_for_somebody_of_whom_nothing_was_kept_have_no_address(ledger: Ledger) -> None:
    make(ledger, two_bodies(), FIRST)
    problem = addressed(two_bodies()[0])
    with_others = two_bodies()[0]
    strangers = replace(with_others, people=(*with_others.people, replace(with_others.people[0], id="émile", bodies=("SG",))))
    make(ledger, (strangers, two_bodies()[1]), SECOND)
    give(ledger, 2)
    box = box_of(ledger, 2, problem)
    assert [(person.id, person.email) for person, _ in box.unreachable] == [(box.unreachable[0][0].id, "")]
    assert box.unreachable[0][0].id.startswith("emile~")


@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(st.sampled_from([1, 2]), st.frozensets(st.sampled_from(["ana", "bo", "cy"]))), min_size=1, max_size=6))
def test_notices_leave_everybody_with_what_the_latest_release_shows(
    tmp_path_factory: pytest.TempPathFactory, story: list[tuple[int, frozenset[str]]]
) -> None:
    """Whatever is released, and whoever is skipped: afterwards nobody is told again, and what each was told last is what is shown."""
    with opened(tmp_path_factory.mktemp("story")) as ledger:
        make(ledger, two_bodies(), FIRST)
        make(ledger, changed(), SECOND)
        for to, people in story:
            number = revert(ledger, to, THIRD, "").number
            if people:
                give(ledger, number, *people)
                assert people.isdisjoint(one.person.id for one in box_of(ledger, number).messages)
        give(ledger, len(ledger.releases()))
        lines = ledger.lines(len(ledger.releases()))
        last = {mail.key: ledger.lines(mail.release)[mail.key] for mail in ledger.mails.all().values()}
        for key, line in lines.items():
            if key[0].startswith("people/") and (line.is_open or key in last):
                assert (last[key].is_open, not line.is_open or last[key].shown == line.shown) == (line.is_open, True)
