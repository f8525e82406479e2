"""The report: every number derived by hand from the meeting of two bodies (see ``published_meetings``)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from published_meetings import two_bodies

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.publish.markdown import escaped, table
from scheduler.publish.report import report
from scheduler.rules.base import RuleBook
from scheduler.rules.kinds.not_before import NotBefore

EARLY = NotBefore(id="early-group", for_=Selector((("body", ("SG",)),)), time=When.parse("10:20"), weight=1, why="Trains | planes")
LATE = NotBefore(id="late-rpoc", for_=Selector((("body", ("RPOC",)),)), time=When.parse("10:00"))
BOOK = RuleBook("spring", (EARLY, LATE))
VIOLATIONS = (Violation("early-group", "group", 20, 20, "'Small group' starts 20 minutes early"),)


def _sections(text: str) -> dict[str, list[str]]:
    """The lines under each heading, without blank ones."""
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            sections[line] = []
        elif line:
            sections[list(sections)[-1]].append(line)
    return sections


def _report() -> dict[str, list[str]]:
    problem, agenda = two_bodies()
    return _sections(report(problem, BOOK, agenda, VIOLATIONS))


def test_report_has_these_sections() -> None:
    assert list(_report()) == [
        "# Spring meeting",
        "## Result",
        "## Cost by rule",
        "## What could not be had",
        "## What was not granted, and why",
        "### extra: RPOC: 9. Any other business",
        "## What each delegation got",
        "## Programme",
        "### Monday 1 March 2027",
        "## Use of rooms",
        "## Load per person",
    ]


def test_report_says_how_good_the_agenda_is() -> None:
    assert _report()["## Result"] == [
        "Optimal: it is proved that no agenda costs less.",
        "| Cost | Lower bound | Gap |",
        "| ---: | ---: | --- |",
        "| 20 | 20 | 0.0% |",
    ]


@pytest.mark.parametrize(("status", "word"), [("optimal", "Optimal"), ("feasible", "Feasible"), ("interrupted", "Interrupted")])
def test_report_names_the_status(status: str, word: str) -> None:
    problem, agenda = two_bodies()
    lines = _sections(report(problem, BOOK, replace(agenda, status=status, bound=15), VIOLATIONS))["## Result"]
    assert (lines[0].partition(":")[0], lines[-1]) == (word, "| 20 | 15 | 25.0% |")


def test_report_names_the_variant() -> None:
    problem, agenda = two_bodies()
    lines = _sections(report(problem, BOOK, replace(agenda, variant="tight"), VIOLATIONS))["## Result"]
    assert lines == ["By the variant “tight” of the rule book.", *_report()["## Result"]]


def test_report_gives_each_rule_its_cost_dearest_first() -> None:
    problem, agenda = two_bodies()
    lines = _sections(report(problem, RuleBook("spring", (LATE, EARLY)), agenda, VIOLATIONS))["## Cost by rule"]
    assert lines[1:] == [
        "| Rule | What it asks for | Strength | What it counts | Counted | Cost | Why |",
        "| --- | --- | --- | --- | ---: | ---: | --- |",
        f"| early-group | {escaped(EARLY.sentence())} | 1 | {EARLY.measured()} | 20 | 20 | Trains \\| planes |",
        f"| late-rpoc | {escaped(LATE.sentence())} | must | {LATE.measured()} | 0 | 0 |  |",
    ]


def test_report_says_what_could_not_be_had() -> None:
    assert _report()["## What could not be had"] == ["- **early-group\\[group\\]** (cost 20): 'Small group' starts 20 minutes early"]


def test_report_without_violations_says_so() -> None:
    problem, agenda = two_bodies()
    sections = _sections(report(problem, BOOK, agenda, ()))
    assert sections["## What could not be had"] == ["Nothing: every wish in the rule book is met."]


def test_report_shows_the_programme_of_a_day() -> None:
    assert _report()["### Monday 1 March 2027"] == [
        "| Time | Session | Room | Who |",
        "| --- | --- | --- | --- |",
        "| 10:00–11:00 | SG: Small group | Salon |  |",
        "| 11:00–12:30 | RPOC: 4a. Export control issues; new, urgent | Great Hall, Congress Centre "
        "| Presenters: Ana Example (Northland), Eastland; Chair: Bo Example (Northland); Rapporteur: Cy Example (Westland) |",
        "| 15:00–15:30 | Coffee | Great Hall, Congress Centre |  |",
    ]


def test_report_says_why_a_session_is_not_held() -> None:
    """Half an hour on a grid of five minutes has 31 starts in three hours: two rooms in the morning, the hall in the afternoon.

    late-rpoc, for the RPOC at 10:00 or later, leaves them all. No rule keeps two sessions out of a room.
    """
    sections = _report()
    assert sections["## What was not granted, and why"][1:] == [
        "No programme is cheaper than this one; another of the same cost may grant other requests."
    ]
    assert sections["### extra: RPOC: 9. Any other business"] == [
        "It could be held: at 93 of its 93 places no rule that must hold is broken. "
        "The cheapest is Monday 1 March, 10:00–10:30, Great Hall, Congress Centre, and costs as much as leaving it out."
    ]


def test_report_of_room_use() -> None:
    # hall: 90 + 30 of 180 + 180 minutes; salon: 60 of 180; one room at a time
    assert [line for line in _report()["## Use of rooms"] if "---" not in line] == [
        "| Room | Sessions | Minutes | Minutes in which it is open | Share |",
        "| Great Hall | 2 | 120 | 360 | 33% |",
        "| Salon | 1 | 60 | 180 | 33% |",
        "| Day | Sessions | Minutes | Minutes in which rooms are open | Share | Rooms in use at the peak | Peak from |",
        "| Monday 1 March 2027 | 3 | 180 | 540 | 33% | 1 | 10:00 |",
    ]


def test_report_of_peoples_load() -> None:
    assert _report()["## Load per person"][2:] == [
        "| Ana Example | Northland | 1 | 90 | 90 |",
        "| Bo Example | Northland | 1 | 90 | 90 |",
        "| Cy Example | Westland | 1 | 90 | 90 |",
        "Without a duty: 1.",
    ]


def test_report_of_what_each_delegation_got() -> None:
    # Northland attends 60 + 90 minutes, Ana and Bo serve once each, Ana as the presenter; Eastland presents by name; the two met in vain
    problem, agenda = two_bodies()
    talk = replace(problem.session("extra"), id="talk", between=("north", "east"))
    asked = replace(problem, sessions=(*problem.sessions, talk))
    unmet = (
        Violation("granted", "north", 1, 5, ""),
        Violation("fair", "transit: north", 1, 2, ""),
        Violation("other", "northland", 1, 9, ""),
    )
    sections = _sections(report(asked, BOOK, replace(agenda, omitted=("extra", "talk")), unmet))
    assert [line for line in sections["## What each delegation got"] if "---" not in line] == [
        "| Delegation | Delegates | Sessions in its calendar | Minutes | Presentations | Duties of its people | Bilaterals granted "
        "| Bilaterals requested | Wishes about it not met | Their cost |",
        "| Northland | 3 | 2 | 150 | 1 | 2 | 0 | 1 | 2 | 7 |",
        "| Eastland | 1 | 1 | 90 | 1 | 0 | 0 | 1 | 0 | 0 |",
        "| Westland | 1 | 1 | 90 | 0 | 1 | 0 | 0 | 0 | 0 |",
    ]


def test_report_of_an_empty_agenda() -> None:
    problem, _ = two_bodies()
    sections = _sections(report(problem, RuleBook("none", ()), Agenda(meeting="two-bodies", entries=()), ()))
    assert (sections["## Programme"], sections["## Load per person"]) == ([], ["Nobody has a duty."])


def test_escaped_text_means_itself() -> None:
    assert escaped("a|b\n*c* _d_ `e` [f](g) <h> #i ~j~ &amp; \\") == r"a\|b \*c\* \_d\_ \`e\` \[f\](g) \<h\> \#i \~j\~ \&amp; \\"


def test_table_puts_whole_numbers_to_the_right() -> None:
    assert table(("a", "b"), [("x", 1), ("y", 2)]) == "| a | b |\n| --- | ---: |\n| x | 1 |\n| y | 2 |"


def test_report_of_a_meeting_without_delegations_has_no_section_for_them() -> None:
    problem, agenda = two_bodies()
    alone = replace(problem, sessions=problem.sessions[1:], people=(), delegations=())
    held = Agenda(meeting="two-bodies", entries=agenda.entries[:1])
    assert "## What each delegation got" not in _sections(report(alone, BOOK, held, ()))
