"""The check refutes every way in which an agenda can contradict the sheets, and adds costs up by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.check import Verdict, check
from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.problem import Person, Role
from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.rules.base import RuleBook
from scheduler.rules.example import TWO_ROOMS, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.kinds.on_day import OnDay
from scheduler.rules.kinds.within import Within

PEOPLE = (Person(id="aut-01", name="Linnet Alder"), Person(id="bel-01", name="Rowan Finch"))
BASE = tiny_meeting(
    tiny_session("talk", presenters=("aut-01",)),
    tiny_session("panel", chair_pool=("aut-01", "bel-01")),
    tiny_session("extra", optional=True),
    rooms=TWO_ROOMS,
    people=PEOPLE,
)
MORNING, *OTHERS = BASE.periods
PROBLEM = replace(BASE, periods=(replace(MORNING, rooms=("hall",), single=True), *OTHERS))
EMPTY = RuleBook("empty", ())
GOOD = tiny_agenda(PROBLEM, talk="Mon 10:00 hall", panel="Mon 14:00 annex bel-01")
TALK, PANEL = GOOD.entries


def refutations(*entries: Entry, omitted: tuple[str, ...] = ("extra",)) -> list[str]:
    verdict = check(PROBLEM, EMPTY, Agenda(meeting="example", entries=entries, omitted=omitted))
    return [f"{violation.subject}: {violation.sentence}" for violation in verdict.refutations]


def test_check_good_agenda() -> None:
    assert check(PROBLEM, EMPTY, GOOD) == Verdict((), ())


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        pytest.param((TALK,), "panel: panel is not held, and it is not optional", id="left out"),
        pytest.param(
            (TALK, replace(TALK, start=TALK.start + timedelta(hours=5), period="mon-pm"), PANEL),
            "talk: talk is in the agenda 2 times",
            id="twice",
        ),
        pytest.param((replace(TALK, minutes=30), PANEL), "talk: talk takes 30 minutes instead of 60", id="short"),
        pytest.param(
            (replace(TALK, start=TALK.start + timedelta(minutes=30)), PANEL),
            "talk: talk starts at 10:30, off the grid of 60 minutes",
            id="off the grid",
        ),
        pytest.param(
            (replace(TALK, start=TALK.start + timedelta(hours=2)), PANEL),
            "talk: talk, Mon 12:00 for 60 minutes, is not wholly in the period mon-am",
            id="outside its period",
        ),
        pytest.param(
            (replace(TALK, start=TALK.start - timedelta(hours=1)), PANEL),
            "talk: talk, Mon 09:00 for 60 minutes, is not wholly in the period mon-am",
            id="before its period",
        ),
        pytest.param(
            (replace(TALK, room="annex"), PANEL), "talk: talk is in annex, which is not open in the period mon-am", id="closed room"
        ),
        pytest.param((replace(TALK, duties=()), PANEL), "talk: talk has the roles none instead of presenter", id="nobody presents"),
        pytest.param(
            (replace(TALK, duties=(Duty("presenter", ("bel-01",)),)), PANEL),
            "talk: talk: bel-01 as presenter, instead of 1 of aut-01",
            id="somebody else presents",
        ),
        pytest.param(
            (TALK, replace(PANEL, duties=(Duty("chair", ("aut-01", "bel-01")),))),
            "panel: panel: aut-01, bel-01 as chair, instead of 1 of aut-01, bel-01",
            id="too many chairs",
        ),
        pytest.param(
            (TALK, replace(PANEL, duties=(Duty("chair", ()),))),
            "panel: panel: nobody as chair, instead of 1 of aut-01, bel-01",
            id="no chair",
        ),
        pytest.param((replace(TALK, room="attic"), PANEL), "talk: talk: no room is called attic", id="unknown room"),
        pytest.param((replace(TALK, period="noon"), PANEL), "talk: talk: no period is called noon", id="unknown period"),
        pytest.param((replace(TALK, session="tlak"), PANEL), "tlak: tlak: no session is called tlak", id="unknown session"),
        pytest.param((replace(TALK, duties=(Duty("presenter", ("x",)),)), PANEL), "talk: talk: no person is called x", id="unknown person"),
    ],
)
def test_check_agenda_that_contradicts_the_sheets(entries: tuple[Entry, ...], sentence: str) -> None:
    assert refutations(*entries) == [sentence]


def test_check_second_session_in_a_single_period() -> None:
    crowded = replace(PANEL, start=TALK.start + timedelta(hours=1), period="mon-am", room="hall")
    assert refutations(TALK, crowded) == ["talk, panel: talk and panel are both in hall in mon-am, which holds one session per room"]


def test_check_unknown_session_among_the_omitted() -> None:
    assert refutations(TALK, PANEL, omitted=("extar",)) == ["extar: no session is called extar"]


def test_check_agenda_of_another_meeting() -> None:
    verdict = check(PROBLEM, EMPTY, replace(GOOD, meeting="other"))
    assert [violation.sentence for violation in verdict.refutations] == ["the agenda is for the meeting other, not for example"]


def test_check_person_from_a_pool_takes_a_second_role() -> None:
    talk = replace(PROBLEM.session("panel"), roles=(Role("presenter", ("aut-01",)), Role("chair", ("aut-01", "bel-01"))))
    problem = tiny_meeting(talk, people=PEOPLE)
    entry = tiny_agenda(problem, panel="Mon 10:00 hall aut-01").entries[0]
    assert entry.duties == (Duty("presenter", ("aut-01",)), Duty("chair", ("aut-01",)))
    sentences = [v.sentence for v in check(problem, EMPTY, Agenda(meeting="example", entries=(entry,))).violations]
    assert sentences == ["panel: aut-01 takes two roles at once"]


def test_check_adds_up_costs_by_rule() -> None:
    tuesday = OnDay(id="tuesday", for_=Selector(), day=When.parse("Tue"), weight=7)
    mornings = Within(id="mornings", for_=Selector(), window=When.parse("morning"), weight=5)
    late = Within(id="evenings", for_=Selector(), window=When.parse("14:00-24:00"))
    verdict = check(PROBLEM, RuleBook("book", (tuesday, mornings, late)), GOOD)
    assert verdict.cost_by_rule == (("tuesday", 14), ("mornings", 5))
    assert verdict.cost == 19
    assert [violation.instance for violation in verdict.refutations] == ["evenings[talk]"]
