"""``schedule brief``: what a delegation is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import change, contents, schedule, schedule_apart

HALL = "in Great Hall, Congress Centre"


@pytest.fixture
def programme(ok_small: Path) -> Path:
    """The programme of ok_small."""
    assert schedule("solve", "ok_small", "-q").code == 0
    return ok_small / "out" / "programme.ics"


def session_of(programme: Path) -> tuple[str, str]:
    """The id and the title of the first session in the calendar."""
    lines = programme.read_text("utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("UID:"))
    title = next(line for line in lines[at:] if line.startswith("SUMMARY:"))
    return lines[at][4:].partition("@")[0], title[8:].replace("\\", "")


def test_brief_says_what_to_print_and_import(programme: Path, tmp_path: Path) -> None:
    session, _ = session_of(programme)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "ours.yaml").write_text(f"{session}: listen\n", "utf-8")
    before = contents(tmp_path / "ok_small")
    answer = schedule("brief", "ok_small/out/programme.ics", "--notes", "notes/ours.yaml")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "1 note on 1 session: print notes/brief/brief.html, import notes/brief/brief.ics.\n"
    assert sorted(contents(tmp_path / "notes")) == ["brief/brief.html", "brief/brief.ics", "brief/brief.json", "ours.yaml"]
    assert contents(tmp_path / "ok_small") == before


def test_brief_warns_of_what_moved_went_and_fits_nothing(programme: Path, tmp_path: Path) -> None:
    session, title = session_of(programme)
    Path("notes.md").write_text(f"## {session}\nlisten\n\n## {session}x\nnothing\n", "utf-8")
    assert schedule("brief", str(programme), "--notes", "notes.md", "--out", "b").code == 0
    change(programme, "DTSTART;", "X-OLD;")
    change(programme, "SEQUENCE:0\n", "SEQUENCE:0\nDTSTART:20270301T000000Z\n")
    answer = schedule("brief", str(programme), "--notes", "notes.md", "--out", "b")
    assert answer.code == 0
    first, second, hint = answer.err.splitlines()
    assert first.startswith(f"warning: notes.md:1: {session}: {title} moved: ")
    assert (second, hint) == (f"warning: notes.md:4: no session of {programme} is '{session}x'", f"    did you mean '{session}'?")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.ics", "--notes", "none.md"], "none.ics: the file cannot be read: No such file or directory\n    correct the path"),
        (["none.ics", "--notes", "none.md"], "none.md: the file cannot be read: No such file or directory"),
        (["ok_small/out/programme.ics", "--notes", "n.txt"], "n.txt: notes cannot be read from a file of that ending"),
        (["ok_small/out/programme.ics", "--notes", "n.md", "--zone", "Vienna"], "--zone: there is no time zone 'Vienna'"),
    ],
)
@pytest.mark.usefixtures("programme")
def test_brief_that_cannot_be_names_its_faults(arguments: list[str], message: str) -> None:
    before = contents(Path())
    answer = schedule("brief", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert contents(Path()) == before


def test_brief_whose_folder_cannot_be_made_says_so(programme: Path) -> None:
    Path("notes.md").write_text("## 4a\nx\n", "utf-8")
    Path("brief").write_text("in the way", "utf-8")
    answer = schedule("brief", str(programme), "--notes", "notes.md")
    assert answer.code == 1
    assert answer.err.startswith("error: brief")
    assert Path("brief").read_text("utf-8") == "in the way"


def test_brief_in_a_process_of_its_own(programme: Path) -> None:
    Path("notes.yml").write_text("nothing: x\n", "utf-8")
    answer = schedule_apart("brief", str(programme), "--notes", "notes.yml")
    assert answer.code == 0
    assert answer.out == "0 notes on 0 sessions: print brief/brief.html, import brief/brief.ics.\n"
