"""``schedule release`` and ``schedule releases``: what is said, what is written, and that nothing is where there is no release."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from command_line import add_rule, contents, schedule, schedule_apart


@pytest.fixture
def solved(ok_small: Path) -> Path:
    assert schedule("solve", "ok_small", "-q").code == 0
    return ok_small


def test_release_says_where_it_is_and_what_it_changed(solved: Path) -> None:
    answer = schedule("release", "ok_small", "--note", "invitations")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Release 1 is in ok_small/releases/1: ")
    assert answer.out.endswith(": 4 added, 2 deadlines new or changed.\n")
    assert (solved / "releases" / "1" / "programme.ics").is_file()
    assert schedule("release", "ok_small").out == "Release 2 is in ok_small/releases/2: nothing changed.\n"
    lines = schedule("releases", "ok_small").out.splitlines()
    assert [line.split()[0] for line in lines] == ["Release", "1", "2"]
    assert lines[1].rstrip().endswith("invitations")


def test_release_as_json_and_reverted(solved: Path) -> None:
    first = json.loads(schedule("release", "ok_small", "--json").out)
    again = json.loads(schedule("release", "ok_small", "--revert", "1", "--json").out)
    assert (first["release"], first["reverts"], first["moved"]) == (1, None, 0)
    assert (again["release"], again["reverts"], again["added"]) == (2, 1, 0)
    assert json.loads(schedule("releases", "ok_small", "--json").out) == [first, again]
    assert "as release 1" in schedule("releases", "ok_small").out


def changes(folder: Path) -> list[tuple[object, ...]]:
    """The rows of the sheet changes, its header first."""
    return list(openpyxl.load_workbook(folder / "programme.xlsx")["changes"].values)


def move_last(folder: Path) -> str:
    """Write an agenda in which the last session is a quarter of an hour later, which only costs more; its id."""
    agenda = json.loads((folder / "out" / "agenda.json").read_text("utf-8"))
    entry = [one for one in agenda["entries"] if one["held"]][-1]
    entry["start"] = (datetime.fromisoformat(entry["start"]) + timedelta(minutes=15)).isoformat()
    (folder / "moved.json").write_text(json.dumps(agenda), "utf-8")
    return str(entry["session"])


def test_workbooks_mark_changes_since_the_release_before_them(solved: Path) -> None:
    """Also of a revert, which is made anew of the sheets as they were: today's are gone."""
    moved = move_last(solved)
    assert schedule("release", "ok_small").code == 0
    assert schedule("release", "ok_small", "--agenda", "ok_small/moved.json").code == 0
    assert [row[:2] for row in changes(solved / "releases" / "2")[1:]] == [("moved", moved)]
    assert schedule("solve", "ok_small", "-q").code == 0
    out = changes(solved / "out")
    assert [row[:2] for row in out[1:]] == [("moved", moved)]
    (solved / "sessions.csv").rename(solved / "sessions.txt")
    answer = schedule("release", "ok_small", "--revert", "1")
    assert (answer.code, answer.err) == (0, "")
    assert changes(solved / "releases" / "3") == out
    assert out[0][-2:] == ("in release 2", "now")
    assert json.loads((solved / "releases" / "3" / "schedule.json").read_text("utf-8"))["schedule"]["version"] == "3"


def test_revert_to_a_release_whose_sheets_cannot_be_read_says_so(solved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.files.inputs.input_files", lambda *_: {"meeting.yaml": b"meeting: [", "../rules.yaml": b""})
    assert schedule("release", "ok_small").code == 0
    answer = schedule("release", "ok_small", "--revert", "1")
    assert (answer.code, answer.out) == (0, "Release 2 is in ok_small/releases/2: nothing changed.\n")
    assert answer.err == (
        "note: the sheets of release 1 can no longer be read: programme.xlsx, schedule.xml and schedule.json are as they were then, "
        "with its number and its changes\n"
    )
    assert contents(solved / "releases" / "1") == contents(solved / "releases" / "2")
    assert not (solved.parent / "rules.yaml").exists()


def test_release_keeps_its_inputs_and_writes_what_was_lost(solved: Path) -> None:
    assert schedule("release", "ok_small").code == 0
    before = contents(solved / "releases")
    (solved / "releases" / "1").rename(solved / "lost")
    assert schedule("releases", "ok_small").code == 0
    assert contents(solved / "releases") == before


def test_release_whose_folder_cannot_be_written_is_kept(solved: Path) -> None:
    (solved / "releases").write_text("in the way", "utf-8")
    answer = schedule("release", "ok_small")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: ok_small/releases/1 cannot be written: ")
    assert "the release is made and in the ledger" in answer.err
    (solved / "releases").unlink()
    assert schedule("releases", "ok_small").code == 0
    assert (solved / "releases" / "1" / "programme.ics").is_file()


def test_releases_at_once_are_both_made(solved: Path) -> None:
    with ThreadPoolExecutor(4) as together:
        answers = list(together.map(lambda _: schedule_apart("release", str(solved)), range(4)))
    assert [answer.code for answer in answers] == [0] * 4, answers
    assert sorted(path.name for path in (solved / "releases").iterdir()) == ["1", "2", "3", "4"]
    assert len({answer.out.split()[1] for answer in answers}) == 4


def test_releases_of_a_meeting_that_has_none(ok_small: Path) -> None:
    before = contents(ok_small)
    answer = schedule("releases", "ok_small")
    assert (answer.code, answer.out) == (0, "There is no release yet; 'schedule release' makes one.\n")
    assert json.loads(schedule("releases", "ok_small", "--json").out) == []
    assert contents(ok_small) == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["ok_small", "--agenda", "none.json"], 2, "none.json: "),
        (["ok_small", "--revert", "1"], 1, "error: ok_small has no releases\n    make the first one with 'schedule release'\n"),
        (
            ["ok_small", "--revert", "1", "--agenda", "x.json"],
            1,
            "error: --revert and --agenda exclude each other\n    give one of them\n",
        ),
        (["nowhere"], 2, "nowhere: there is no such folder\n"),
        (["nowhere", "--revert", "1"], 1, "error: nowhere has no releases\n"),
    ],
)
def test_release_that_cannot_be_leaves_nothing(solved: Path, arguments: list[str], code: int, message: str) -> None:
    before = contents(solved)
    answer = schedule("release", *arguments)
    assert (answer.code, answer.out, answer.err[: len(message)]) == (code, "", message)
    assert contents(solved) == before


def test_release_of_an_agenda_that_breaks_a_rule_is_refused(solved: Path) -> None:
    add_rule(solved, "{id: late, rule: not_before, for: all, time: last day, strength: must}")
    before = contents(solved)
    answer = schedule("release", "ok_small")
    assert answer.code == 1
    assert "error: the agenda breaks what must hold: " in answer.err
    assert "'schedule check' lists everything" in answer.err
    assert contents(solved) == before


def test_diff_from_the_latest_release_to_now(solved: Path) -> None:
    assert schedule("release", "ok_small").code == 0
    answer = schedule("diff", "ok_small")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith(": nothing differs\n")
    agenda = json.loads((solved / "out" / "agenda.json").read_text("utf-8"))
    withdrawn = agenda["entries"].pop(0)
    (solved / "other.json").write_text(json.dumps(agenda), "utf-8")
    (first, *_) = json.loads(schedule("diff", "ok_small", "1", "ok_small/other.json", "--json").out)
    assert [(one["kind"], one["after"]) for one in first["differences"]] == [("withdrawn", None)]
    assert withdrawn["title"] in schedule("diff", "ok_small", "now", "ok_small/other.json", "--markdown").out


def test_release_warns_of_hidden_titles_without_a_secret(solved: Path) -> None:
    """Only one who hides something by its id needs one; and where there is one, nothing is said."""
    settings, said = solved / "meeting.yaml", "warning: ok_small: the settings hide titles and have no 'secret': "
    as_it_was = settings.read_text("utf-8")
    for added, warned in (
        ("", False),
        ("audiences: {public: {partners: nothing}}\n", False),
        ("audiences: {public: {partners: title}}\n", True),
        ("audiences: {delegations: {partners: title}}\n", True),
        ("fields: {title: partners}\n", True),
        ("fields: {title: partners}\nsecret: correct horse battery staple\n", False),
    ):
        settings.write_text(as_it_was + added, "utf-8")
        answer = schedule("release", "ok_small")
        assert (answer.code, said in answer.err) == (0, warned), added


def test_diff_for_one_delegation(solved: Path) -> None:
    assert schedule("release", "ok_small").code == 0
    sessions = solved / "sessions.csv"
    sessions.write_text(sessions.read_text("utf-8").replace("Opening", "Welcome"), "utf-8")
    told = "Small meeting of four sessions: Bruvia\n  TEM: 1. Welcome: was called 'TEM: 1. Opening'\n"
    assert schedule("diff", "ok_small", "--delegation", "BRU").out == told
    assert [one["calendar"] for one in json.loads(schedule("diff", "ok_small", "--delegation", "ARD", "--json").out)] == [
        "Small meeting of four sessions: Ardenia"
    ]
    answer = schedule("diff", "ok_small", "--delegation", "BRA")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith(
        "--delegation: there is no delegation 'BRA'\n    did you mean 'BRU'?\n1 fault to correct; no file was changed.\n"
    )


def test_diff_tells_of_a_deadline_that_has_moved(solved: Path) -> None:
    assert schedule("release", "ok_small").code == 0
    deadlines = solved / "deadlines.csv"
    deadlines.write_text(deadlines.read_text("utf-8").replace("2027-02-27", "3 weeks before opening"), "utf-8")
    told = "Small meeting of four sessions: deadlines\n  Deadline: Papers are due (delegations): Sat 27 Feb 2027 → Sat 06 Mar 2027\n"
    assert schedule("diff", "ok_small").out.endswith(told)
    ((_, nothing), (_, moved)) = (one.values() for one in json.loads(schedule("diff", "ok_small", "--json").out))
    assert nothing == []
    assert moved == [
        {
            "uid": "deadline+papers@ok-small-2027",
            "kind": "moved",
            "before": {"day": "2027-02-27", "summary": "Deadline: Papers are due (delegations)", "description": ""},
            "after": {"day": "2027-03-06", "summary": "Deadline: Papers are due (delegations)", "description": ""},
        }
    ]
    assert schedule("release", "ok_small").out == "Release 2 is in ok_small/releases/2: 1 deadline new or changed.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "error: ok_small has no releases yet\n    make one with 'schedule release', or name two agendas\n"),
        (["7"], "error: ok_small has no release 7\n    make one with 'schedule release', or name two agendas\n"),
    ],
)
def test_diff_with_a_release_that_is_not_there(solved: Path, arguments: list[str], message: str) -> None:
    answer = schedule("diff", "ok_small", *arguments)
    assert (answer.code, answer.out, answer.err) == (1, "", message)


def blocked(folder: Path, mark: str) -> str:
    """A weighted rule that is broken, whatever the agenda, as all wish for the first hour; the name of one breach."""
    add_rule(folder, "{id: early, rule: not_after, for: all, time: 'first day, 00:00', strength: 1, release: " + mark + "}")
    assert schedule("solve", "ok_small", "-q").code == 0
    report = json.loads(schedule("check", "ok_small", "--json").out)
    return next(str(violation["instance"]) for violation in report["violations"] if violation["rule"] == "early")


def test_release_that_a_rule_blocks_is_refused_until_it_is_accepted(ok_small: Path) -> None:
    name = blocked(ok_small, "block")
    before = contents(ok_small)
    answer = schedule("release", "ok_small")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: rules of the book hold the release back: early")
    assert f"--accept '{name}'" in answer.err
    assert contents(ok_small) == before
    (*parts,) = (part for part in answer.err.splitlines()[-1].split("--accept ")[1:])
    instances = [option for part in parts for option in ("--accept", part.strip().strip("'"))]
    assert schedule("release", "ok_small", *instances).code == 0
    assert schedule("release", "ok_small", "--accept", "early").code == 0


def test_release_that_a_rule_warns_of_is_made(ok_small: Path) -> None:
    name = blocked(ok_small, "warn")
    answer = schedule("release", "ok_small")
    assert answer.code == 0
    assert answer.err.startswith(f"warning: {name}: ")


def test_release_that_accepts_what_blocks_nothing_is_refused(solved: Path) -> None:
    answer = schedule("release", "ok_small", "--accept", "early")
    assert (answer.code, answer.err.splitlines()[:2]) == (2, ["--accept: 'early' blocks nothing", "    nothing blocks this release"])
    assert "--revert and --accept exclude each other" in schedule("release", "ok_small", "--revert", "1", "--accept", "early").err


def test_release_mark_that_is_none_is_named(ok_small: Path) -> None:
    add_rule(ok_small, "{id: early, rule: not_after, for: all, time: first day, strength: 1, release: blokc}")
    answer = schedule("validate", "ok_small")
    assert answer.code == 2
    assert "'release' cannot be 'blokc'\n    did you mean 'block'?" in answer.err
