"""The story of a meeting's releases: a session moves, one is withdrawn, one is added, a person leaves; then all is as it was."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import libical
import pytest
from icalendar import Calendar, Event
from openpyxl import load_workbook
from published_meetings import two_bodies

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.errors import Refused
from scheduler.domain.problem import Problem
from scheduler.publish.folder import publish
from scheduler.publish.kept import kept_meeting
from scheduler.publish.released import Changes, history, release, revert, since_latest, write_releases
from scheduler.rules.base import RuleBook
from scheduler.store.ledger import Ledger, Release, ledger_of

BOOK = RuleBook("none", ())
FIRST, SECOND, THIRD = (datetime(2027, 1, day, 9, 30, tzinfo=UTC) for day in (1, 2, 3))


@contextmanager
def opened(folder: Path) -> Iterator[Ledger]:
    with ledger_of(folder, create=True) as ledger:
        assert ledger is not None
        yield ledger


def released(folder: Path, problem: Problem, agenda: Agenda, at: datetime, note: str = "") -> Release:
    with opened(folder) as ledger:
        made = release(ledger, problem, BOOK, agenda, (), {"meeting.yaml": b"x"}, at, note)
        write_releases(ledger, folder)
    return made


def changed() -> tuple[Problem, Agenda]:
    """The item is now in the afternoon without Cy, coffee is withdrawn, and any other business is held."""
    problem, agenda = two_bodies()
    item, group = agenda.entry("rpoc-4a"), agenda.entry("group")
    assert item is not None
    assert group is not None
    later = replace(item, start=item.start + timedelta(hours=4), period="pm", duties=item.duties[:2])
    extra = replace(group, session="extra", minutes=30, room="hall", start=group.start, period="am")
    roles = {session.id: session.roles[:2] for session in problem.sessions}
    sessions = tuple(replace(one, optional=one.id == "coffee" or one.optional, roles=roles[one.id]) for one in problem.sessions)
    return replace(problem, sessions=sessions), Agenda(agenda.meeting, (later, group, extra), omitted=("coffee",))


def events(path: Path) -> dict[str, Event]:
    content = path.read_bytes()
    assert libical.faults(content) == ()
    parts = Calendar.from_ical(content).walk("VEVENT")
    found = {str(part["UID"]).partition("@")[0]: part for part in parts}
    assert len(found) == len(parts)
    return found


def stories(path: Path) -> dict[str, tuple[str, int, str]]:
    return {name: (str(part["STATUS"]), int(part["SEQUENCE"]), part["DTSTAMP"].to_ical().decode()) for name, part in events(path).items()}


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_release_has_the_files_of_the_working_copy(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    publish(problem, BOOK, agenda, (), tmp_path / "out")
    released(tmp_path, problem, agenda, FIRST)
    mine, working = tree(tmp_path / "releases" / "1"), tree(tmp_path / "out")
    assert {path for path in mine if not path.startswith("freebusy/")} == working.keys()
    calendars = {path for path in working if path.endswith(".ics") and b"VEVENT" in mine[path]}
    assert {path for path in working if mine[path] != working[path]} == calendars | {"schedule.xml", "schedule.json"}
    assert [json.loads(files["schedule.json"])["schedule"]["version"] for files in (mine, working)] == ["1", "draft"]


def test_release_moves_withdraws_and_adds(tmp_path: Path) -> None:
    released(tmp_path, *two_bodies(), FIRST)
    released(tmp_path, *changed(), SECOND)
    first, second = (stories(tmp_path / "releases" / number / "programme.ics") for number in "12")
    assert first == dict.fromkeys(("group", "rpoc-4a", "coffee"), ("CONFIRMED", 0, "20270101T093000Z"))
    assert second == {
        "group": ("CONFIRMED", 0, "20270101T093000Z"),
        "rpoc-4a": ("CONFIRMED", 1, "20270102T093000Z"),
        "extra": ("CONFIRMED", 0, "20270102T093000Z"),
        "coffee": ("CANCELLED", 1, "20270102T093000Z"),
    }
    coffee = events(tmp_path / "releases" / "2" / "programme.ics")["coffee"]
    assert (str(coffee["SUMMARY"]), str(coffee["TRANSP"])) == ("CANCELLED: Coffee", "TRANSPARENT")


def test_release_cancels_for_who_has_left_and_says_no_more_to_them(tmp_path: Path) -> None:
    problem, agenda = changed()
    released(tmp_path, *two_bodies(), FIRST)
    released(tmp_path, problem, agenda, SECOND)
    before = (tmp_path / "releases" / "2" / "people" / "cy.ics").read_bytes()
    assert stories(tmp_path / "releases" / "2" / "people" / "cy.ics") == {"rpoc-4a": ("CANCELLED", 1, "20270102T093000Z")}
    item = agenda.entry("rpoc-4a")
    assert item is not None
    moved = tuple(replace(item, start=item.start + timedelta(minutes=30)) if entry == item else entry for entry in agenda.entries)
    released(tmp_path, problem, replace(agenda, entries=moved), THIRD)
    assert (tmp_path / "releases" / "3" / "people" / "cy.ics").read_bytes() == before
    assert stories(tmp_path / "releases" / "3" / "people" / "bo.ics")["rpoc-4a"] == ("CONFIRMED", 2, "20270103T093000Z")


def test_release_goes_on_with_the_calendar_of_who_left_the_sheets(tmp_path: Path) -> None:
    problem, agenda = changed()
    released(tmp_path, *two_bodies(), FIRST)
    released(tmp_path, replace(problem, people=tuple(person for person in problem.people if person.id != "cy")), agenda, SECOND)
    assert stories(tmp_path / "releases" / "2" / "people" / "cy.ics") == {"rpoc-4a": ("CANCELLED", 1, "20270102T093000Z")}


def undated(folder: Path) -> dict[str, bytes]:
    """The files of a release that say neither which it is nor what it changed."""
    return {path: content for path, content in tree(folder).items() if path not in ("programme.xlsx", "schedule.xml", "schedule.json")}


def test_release_without_changes_has_the_same_bytes(tmp_path: Path) -> None:
    for at in (FIRST, SECOND):
        released(tmp_path, *two_bodies(), at)
    assert undated(tmp_path / "releases" / "1") == undated(tmp_path / "releases" / "2")


def test_revert_shows_the_old_release_as_a_new_change(tmp_path: Path) -> None:
    released(tmp_path, *two_bodies(), FIRST)
    released(tmp_path, *changed(), SECOND)
    with opened(tmp_path) as ledger:
        made = revert(ledger, 1, THIRD, "")
        write_releases(ledger, tmp_path)
        found = [(one.number, one.reverts, changes) for one, changes in history(ledger)]
    assert (made.number, made.reverts) == (3, 1)
    assert found == [(1, None, Changes(3, 0, 0, 0)), (2, None, Changes(1, 1, 0, 1)), (3, 1, Changes(1, 1, 0, 1))]
    old, new = (events(tmp_path / "releases" / number / "programme.ics") for number in "13")
    assert {name: (part["DTSTART"].dt, part["LOCATION"]) for name, part in old.items()} == {
        name: (part["DTSTART"].dt, part["LOCATION"]) for name, part in new.items() if part["STATUS"] == "CONFIRMED"
    }
    assert stories(tmp_path / "releases" / "3" / "programme.ics") == {
        "group": ("CONFIRMED", 0, "20270101T093000Z"),
        "rpoc-4a": ("CONFIRMED", 2, "20270103T093000Z"),
        "coffee": ("CONFIRMED", 2, "20270103T093000Z"),
        "extra": ("CANCELLED", 1, "20270103T093000Z"),
    }
    papers = ("agenda.json", "report.md", "programme.html")
    one, three = (tree(tmp_path / "releases" / number) for number in "13")
    assert {name: one[name] for name in papers} == {name: three[name] for name in papers}


def versions(folder: Path) -> tuple[str, str, list[tuple[object, ...]] | None]:
    """Which version a release's schedules say they are, and what its workbook says has changed."""
    files = tree(folder)
    top = ElementTree.fromstring(files["schedule.xml"])
    book = load_workbook(BytesIO(files["programme.xlsx"]))
    changes = list(book["changes"].values) if "changes" in book.sheetnames else None
    return str(top.findtext("version")), json.loads(files["schedule.json"])["schedule"]["version"], changes


ITEM = "RPOC: 4a. Export control issues; new, urgent"
EARLY, LATE = (f"Mon 01 Mar {times} in Great Hall, Congress Centre" for times in ("11:00-12:30", "15:00-16:30"))


def test_workbook_of_a_release_marks_what_has_changed_since_the_one_before(tmp_path: Path) -> None:
    released(tmp_path, *two_bodies(), FIRST)
    released(tmp_path, *changed(), SECOND)
    released(tmp_path, *changed(), THIRD)
    first, second, third = (versions(tmp_path / "releases" / number) for number in "123")
    header = ("change", "session", "title", "what")
    assert first == ("1", "1", None)
    assert (second[:2], third) == (("2", "2"), ("3", "3", [(*header, "in release 2", "now")]))
    assert second[2] is not None
    assert second[2][0] == (*header, "in release 1", "now")
    assert second[2][3] == ("moved", "rpoc-4a", ITEM, "time and room", EARLY, LATE)


def test_workbook_of_a_revert_marks_what_it_takes_back(tmp_path: Path) -> None:
    released(tmp_path, *two_bodies(), FIRST)
    released(tmp_path, *changed(), SECOND)
    with opened(tmp_path) as ledger:
        revert(ledger, 1, THIRD, "", two_bodies())
        write_releases(ledger, tmp_path)
    xml, in_json, changes = versions(tmp_path / "releases" / "3")
    assert (xml, in_json) == ("3", "3")
    assert changes is not None
    assert changes[0][-2:] == ("in release 2", "now")
    assert [row[:2] for row in changes[1:]] == [
        ("withdrawn", "extra"),
        *[("moved", "rpoc-4a")] * 2,
        ("added", "coffee"),
    ]
    assert changes[2] == ("moved", "rpoc-4a", ITEM, "time and room", LATE, EARLY)


def test_revert_without_the_sheets_keeps_what_the_old_release_said(tmp_path: Path) -> None:
    released(tmp_path, *two_bodies(), FIRST)
    with opened(tmp_path) as ledger:
        assert kept_meeting(ledger, 1) is None
        revert(ledger, 1, SECOND, "", kept_meeting(ledger, 1))
        write_releases(ledger, tmp_path)
    assert versions(tmp_path / "releases" / "2") == ("1", "1", None)


def test_publish_marks_what_has_changed_since_the_latest_release(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        assert since_latest(ledger) is None
    released(tmp_path, *changed(), FIRST)
    released(tmp_path, *two_bodies(), SECOND)
    problem, agenda = changed()
    with opened(tmp_path) as ledger:
        publish(problem, BOOK, agenda, (), tmp_path / "out", since_latest(ledger))
    xml, in_json, changes = versions(tmp_path / "out")
    assert (xml, in_json) == ("draft", "draft")
    assert changes is not None
    assert changes[0][-2:] == ("in release 2", "now")
    assert changes[3] == ("moved", "rpoc-4a", ITEM, "time and room", EARLY, LATE)


def test_workbook_after_a_release_of_nothing_marks_everything_as_added(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    released(tmp_path, problem, Agenda(agenda.meeting, ()), FIRST)
    released(tmp_path, problem, agenda, SECOND)
    changes = versions(tmp_path / "releases" / "2")[2]
    assert changes is not None
    assert [row[:2] for row in changes[1:]] == [("added", "group"), ("added", "rpoc-4a"), ("added", "coffee")]


def test_revert_to_what_is_shown_already_has_the_same_bytes(tmp_path: Path) -> None:
    """Also where that is in another year than the meeting."""
    early = FIRST - timedelta(days=400)
    released(tmp_path, *two_bodies(), early)
    with opened(tmp_path) as ledger:
        revert(ledger, 1, early, "")
        write_releases(ledger, tmp_path)
    assert tree(tmp_path / "releases" / "1") == tree(tmp_path / "releases" / "2")


def test_revert_to_a_release_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger, pytest.raises(Refused, match="there is no release 1"):
        revert(ledger, 1, FIRST, "")


def test_releases_that_were_lost_are_written_again_and_no_other_is_touched(tmp_path: Path) -> None:
    released(tmp_path, *two_bodies(), FIRST)
    released(tmp_path, *changed(), SECOND)
    lost, kept = tmp_path / "releases" / "1", tmp_path / "releases" / "2"
    before = tree(lost)
    (kept / "note.txt").write_text("ours")
    lost.rename(tmp_path / "elsewhere")
    with opened(tmp_path) as ledger:
        assert write_releases(ledger, tmp_path) == (lost,)
    assert tree(lost) == before
    assert (kept / "note.txt").read_text() == "ours"


def test_releases_half_written_when_their_command_was_killed_go(tmp_path: Path) -> None:
    released(tmp_path, *two_bodies(), FIRST)
    half, foreign = tmp_path / "releases" / ".1.writing.a1b2c3_4", tmp_path / "releases" / ".1.original"
    for folder in (half, foreign):
        folder.mkdir()
        (folder / "programme.ics").write_text("BEGIN:VCALENDAR")
    with opened(tmp_path) as ledger:
        assert write_releases(ledger, tmp_path) == ()
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == [".1.original", "1"]


def test_release_is_on_the_disk_before_its_folder_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a power failure, a folder with empty files would be taken for whole, and never be written again."""
    flushed, sync, target = [], os.fsync, tmp_path / "releases" / "1"

    def flush(handle: int) -> None:
        assert not target.exists()
        sync(handle)
        flushed.append(os.fstat(handle).st_ino)

    monkeypatch.setattr(os, "fsync", flush)
    released(tmp_path, *two_bodies(), FIRST)
    assert sorted(flushed) == sorted(path.stat().st_ino for path in target.rglob("*") if path.is_file())


def test_release_of_what_the_check_refutes_is_none(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    broken = Violation("room", "hall", 1, None, "Two at once.")
    with opened(tmp_path) as ledger:
        with pytest.raises(ValueError, match="cannot be published"):
            release(ledger, problem, BOOK, agenda, (broken,), {}, FIRST, "")
        assert ledger.releases() == ()
