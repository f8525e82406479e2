"""The report's chapter on what was left out: its words, for every way in which a session can be left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.check import SHEETS
from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.omission import Hindrance, Nearest, Omission, Opening
from scheduler.publish.omitted import omitted_chapter
from scheduler.rules.example import TWO_ROOMS, moment, tiny_agenda, tiny_meeting, tiny_session

PROBLEM = tiny_meeting(tiny_session("talk_1", body="TEM", optional=True), tiny_session("plenary"), rooms=TWO_ROOMS)
AGENDA = tiny_agenda(PROBLEM, plenary="Mon 10:00 hall")
ENTRY = Entry("talk_1", moment("Mon 10:00"), 60, "mon-am", "hall")
TAKEN = Hindrance(("rooms", "free"), 3, ("plenary",), ENTRY, ("hall is taken", "aut is away"))
OWN = Hindrance(("hall-only",), 8, (), ENTRY, ("no wish",))


def chapter(omission: Omission, agenda: Agenda = AGENDA) -> list[str]:
    return list(omitted_chapter(PROBLEM, agenda, (omission,)))


def said(omission: Omission) -> list[str]:
    """What stands below the session's heading."""
    return chapter(omission)[4:]


def test_chapter_has_a_heading_per_session() -> None:
    title, method, proof, heading, *_ = chapter(Omission("talk_1", 0))
    assert (title, heading) == ("## What was not granted, and why", r"### talk\_1: TEM: Talk\_1")
    assert method.startswith("Each session that is left out was tried at every start on the grid in every open room")
    assert proof == "It is not proved that no more could be granted: a longer search may find room by moving several sessions at once."


def test_chapter_of_a_proved_agenda_does_not_hope() -> None:
    proof = chapter(Omission("talk_1", 0), replace(AGENDA, status="optimal"))[2]
    assert proof == "No programme is cheaper than this one; another of the same cost may grant other requests."


def test_chapter_where_everything_is_held() -> None:
    assert list(omitted_chapter(PROBLEM, AGENDA, ())) == [
        "## What was not granted, and why",
        "Everything is granted: no session is left out.",
    ]


def test_chapter_of_a_meeting_without_optional_sessions_is_empty() -> None:
    problem = replace(PROBLEM, sessions=PROBLEM.sessions[1:])
    assert list(omitted_chapter(problem, AGENDA, ())) == []


def test_session_without_a_place() -> None:
    assert said(Omission("talk_1", 0)) == ["The sheets leave it no place: it fits into no period, or nobody can take its roles."]


def test_session_that_others_leave_no_place() -> None:
    assert said(Omission("talk_1", 11, (OWN,), (TAKEN,))) == [
        "Rules about it alone leave it 3 of its 11 places; at each of these it would break rules together with other sessions.",
        "| Places | Rules broken there | Sessions in the way | At the first of them |\n"
        "| ---: | --- | --- | --- |\n"
        "| 8 | hall-only | none | no wish |\n"
        "| 3 | rooms, free | plenary | hall is taken; aut is away |",
    ]


def test_session_that_rules_about_it_alone_leave_no_place() -> None:
    assert said(Omission("talk_1", 8, (OWN,)))[0] == "Rules about it alone leave it none of its 8 places."


def test_sheets_are_no_rule_and_only_five_sessions_are_named() -> None:
    crowd = replace(TAKEN, rules=(SHEETS,), sessions=tuple("abcdefg"))
    assert said(Omission("talk_1", 3, (), (crowd,)))[1].splitlines()[-1] == (
        "| 3 | the sheets | a, b, c, d, e and 2 more | hall is taken; aut is away |"
    )
    five = replace(crowd, sessions=tuple("abcde"))
    assert said(Omission("talk_1", 3, (), (five,)))[1].splitlines()[-1] == "| 3 | the sheets | a, b, c, d, e | hall is taken; aut is away |"


@pytest.mark.parametrize(
    ("extra", "by_rule", "price"),
    [
        (40, (("granted", -20), ("late_1", 60)), r"costs 40 more than leaving it out (granted -20, late\_1 +60)"),
        (0, (), "costs as much as leaving it out"),
        (-20, (("granted", -20),), "costs 20 less than leaving it out: a longer search would find a better programme (granted -20)"),
    ],
)
def test_session_that_could_be_held(extra: int, by_rule: tuple[tuple[str, int], ...], price: str) -> None:
    assert said(Omission("talk_1", 5, open=2, cheapest=Opening(ENTRY, extra, by_rule))) == [
        "It could be held: at 2 of its 5 places no rule that must hold is broken. "
        f"The cheapest is Monday 1 March, 10:00–11:00, Hall, and {price}."
    ]


@pytest.mark.parametrize(
    ("sessions", "words"),
    [(("a_1",), r"a\_1 were"), (("a", "b"), "a and b were"), (("a", "b", "c"), "a, b and c were")],
)
def test_nearest_place_is_named(sessions: tuple[str, ...], words: str) -> None:
    assert said(Omission("talk_1", 3, (), (TAKEN,), nearest=Nearest(ENTRY, sessions)))[2:] == [
        f"The nearest is Monday 1 March, 10:00–11:00, Hall: it would break no such rule if {words} not there."
    ]


def test_people_who_were_not_tried_are_spoken_of() -> None:
    last = said(Omission("talk_1", 3, (), (TAKEN,), all_tried=False))[-1]
    assert last == "Of the ways to fill its roles, only the first 20 were tried."
