"""``schedule show``: the agenda as each audience sees it, and what is said to a filter that fits nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Answer, add_rule, change, schedule

WHOLE = ["Saturday 27 March 2027", "Opening", "Sunday 28 March 2027", "Proposals on lasers", "Proposals on valves", "Wrap-up"]
TITLES = ("Saturday", "Sunday", "Opening", "Proposals", "Wrap-up")


@pytest.fixture(autouse=True)
def solved(ok_small: Path) -> Path:
    assert schedule("solve", "ok_small", "-q").code == 0
    return ok_small


def seen(answer: Answer) -> list[str]:
    """The days and sessions that are shown, in order."""
    assert (answer.code, answer.err) == (0, "")
    return [name for line in answer.out.splitlines() for name in WHOLE if name in line]


def test_show_the_whole_agenda() -> None:
    answer = schedule("show", "ok_small")
    assert seen(answer) == WHOLE
    assert answer.out.splitlines()[:3] == [
        "Saturday 27 March 2027",
        "Time         Room        Item  Session  Who             ",
        "10:00-10:30  Great hall  1     Opening  chair Alma Quist",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--day", "day 1"], WHOLE[:2]),
        (["--day", "Sat"], WHOLE[:2]),
        (["--day", "2027-03-27"], WHOLE[:2]),
        (["--day", "last day"], WHOLE[2:]),
        (["--room", "annex"], [WHOLE[2], WHOLE[4]]),
        (["--room", "hall"], [*WHOLE[:4], WHOLE[5]]),
        (["--person", "bru-01"], WHOLE),
        (["--delegation", "ARD"], WHOLE),
        (["--body", "TEM"], WHOLE),
        (["--day", "Sun", "--room", "hall"], [*WHOLE[2:4], WHOLE[5]]),
        (["--day", "Sat", "--room", "annex"], []),
    ],
)
def test_show_only(options: list[str], expected: list[str]) -> None:
    answer = schedule("show", "ok_small", *options)
    assert seen(answer) == expected
    assert expected or answer.out == "Nothing to show.\n"


def test_show_of_one_of_several_bodies_and_delegations(rpoc: Path) -> None:
    assert schedule("solve", str(rpoc), "-q").code == 0
    small_group = schedule("show", str(rpoc), "--body", "SG").out
    assert ("Monday 12 April 2027" in small_group, "Tuesday" in small_group) == (True, False)
    everything, austria = schedule("show", str(rpoc)).out, schedule("show", str(rpoc), "--delegation", "aut").out
    assert 0 < len(austria.splitlines()) < len(everything.splitlines())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--room", "hal"], "--room: 'hal' is not known\n    did you mean 'hall'?"),
        (["--room", "Hall"], "--room: 'Hall' is not known\n    did you mean 'hall'?"),
        (["--room", "zzz"], "--room: 'zzz' is not known\n    write one of: hall, annex"),
        (["--person", "ard-1"], "--person: 'ard-1' is not known\n    did you mean 'ard-01'?"),
        (["--delegation", "AR"], "--delegation: 'AR' is not known\n    did you mean 'ARD'?"),
        (["--body", "LEEM"], "--body: 'LEEM' is not known\n    write one of: TEM"),
        (["--day", "Mon"], "--day: 'Mon': the meeting has no such day\n    it runs from Sat 2027-03-27 to Sun 2027-03-28"),
        (["--day", "morning"], "--day: 'morning' is not a day\n    write a day: first day, last day, day 2, Wed or 2027-10-13"),
        (["--day", "day 2, 2:30"], "--day: 'day 2, 2:30' is not a day\n    write a day: first day, last day, day 2, Wed or 2027-10-13"),
        (["--day", ""], "--day: '' is not a time\n    write a day"),
    ],
)
def test_show_of_what_is_not_known(options: list[str], message: str) -> None:
    answer = schedule("show", "ok_small", *options)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(message)
    assert answer.err.endswith("\n1 fault to correct; no file was changed.\n")


def test_show_person_of_a_large_meeting_that_is_not_known(rpoc: Path) -> None:
    assert schedule("solve", str(rpoc), "-q").code == 0
    answer = schedule("show", str(rpoc), "--person", "zzzzzz")
    assert answer.code == 2
    assert answer.err.startswith("--person: 'zzzzzz' is not known\n    its id stands in the first column of the sheet\n")


def test_show_another_agenda(solved: Path) -> None:
    (solved / "out").rename(solved.parent / "elsewhere")
    assert seen(schedule("show", "ok_small", "--agenda", "elsewhere/agenda.json")) == WHOLE


def test_show_says_when_the_rule_book_changed(solved: Path) -> None:
    add_rule(solved, "{id: early, rule: not_after, for: {id: opening}, time: 'day 1, 11:00', strength: must}")
    answer = schedule("show", "ok_small")
    assert (answer.code, answer.err) == (
        0,
        "note: the rule book changed since this agenda was made; 'schedule solve' makes a new one\n",
    )


def test_show_titles_with_marks_of_rich_and_shell_as_they_are(solved: Path) -> None:
    change(solved / "sessions.csv", "Opening", "[bold]Opening[/bold] \\[x]")
    change(solved / "people.csv", "Alma Quist", "[red]Alma")
    row = schedule("show", "ok_small", "--day", "day 1").out.splitlines()[2]
    assert row == "10:00-10:30  Great hall  1     [bold]Opening[/bold] \\[x]  chair [red]Alma"


NOT_HELD = "Not held; report.md says why:\n"
EXTRA, TALK = "  extra  Questions\n", "  talk  Bilateral Ardenia – Bruvia\n"


def leave_out(folder: Path) -> None:
    """Solve again with a session and a request for a bilateral that no day has room for."""
    header, *rows = (folder / "sessions.csv").read_text("utf-8").splitlines()
    sheet = [f"{header},optional", *(f"{row}," for row in rows), "extra,Questions,30,TEM,,,item,bru-01,,,,yes", ""]
    (folder / "sessions.csv").write_text("\n".join(sheet), "utf-8")
    (folder / "bilaterals.csv").write_text("request,a,b,minutes\ntalk,ARD,BRU,30\n", "utf-8")
    add_rule(folder, "{id: none, rule: at_most_per_day, for: {any: [{kind: bilateral}, {id: extra}]}, limit: 0, strength: must}")
    assert schedule("solve", "ok_small", "-q").code == 0


def test_show_lists_what_is_not_held_at_its_end(solved: Path) -> None:
    leave_out(solved)
    answer = schedule("show", "ok_small")
    assert seen(answer) == WHOLE
    assert answer.out.endswith(f"\n\n{NOT_HELD}{EXTRA}{TALK}")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--delegation", "ARD"], EXTRA + TALK),
        (["--delegation", "COR"], EXTRA),
        (["--body", "TEM"], EXTRA),
        (["--person", "bru-01"], EXTRA),
        (["--person", "bru-01", "--delegation", "ARD"], EXTRA),
        (["--day", "Sat"], ""),
        (["--room", "hall"], ""),
    ],
)
def test_show_lists_what_is_not_held_to_those_whom_it_concerns(solved: Path, options: list[str], expected: str) -> None:
    leave_out(solved)
    assert schedule("show", "ok_small", *options).out.partition(NOT_HELD)[2] == expected
