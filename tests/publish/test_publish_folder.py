"""The folder: which files, whose, and what happens to those that were there before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import libical
import pytest
from icalendar import Calendar
from published_meetings import two_bodies

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.errors import Refused
from scheduler.domain.problem import Delegation, Problem
from scheduler.files.agenda_file import agenda_bytes
from scheduler.publish.folder import publish
from scheduler.publish.report import report
from scheduler.rules.base import RuleBook

BOOK = RuleBook("none", ())
FILES = [
    "agenda.csv",
    "agenda.json",
    "bodies/IE.ics",
    "bodies/RPOC.ics",
    "bodies/SG.ics",
    "deadlines.ics",
    "delegations/east.ics",
    "delegations/north.ics",
    "delegations/west.ics",
    "people/ana.ics",
    "people/bo.ics",
    "people/cy.ics",
    "people/di.ics",
    "programme.html",
    "programme.ics",
    "programme.xlsx",
    "report.md",
    "rooms/hall.ics",
    "rooms/salon.ics",
    "schedule.json",
    "schedule.xml",
]


def _arguments() -> tuple[Problem, RuleBook, Agenda, tuple[Violation, ...]]:
    problem, agenda = two_bodies()
    return problem, BOOK, agenda, ()


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _uids(content: bytes) -> list[str]:
    return [str(part["UID"]).partition("@")[0] for part in Calendar.from_ical(content).walk("VEVENT")]


def test_publish_writes_every_file_and_says_which(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    written = publish(problem, BOOK, agenda, (), tmp_path / "out")
    assert (sorted(path.relative_to(tmp_path / "out").as_posix() for path in written), list(_tree(tmp_path / "out"))) == (FILES, FILES)
    assert written[0] == tmp_path / "out" / "agenda.json"


def test_publish_writes_the_agenda_and_the_report(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    publish(problem, BOOK, agenda, (), tmp_path)
    files = _tree(tmp_path)
    assert (files["agenda.json"], files["report.md"].decode()) == (agenda_bytes(problem, agenda), report(problem, BOOK, agenda, ()))


def test_publish_gives_each_calendar_its_entries_and_a_name(tmp_path: Path) -> None:
    publish(*_arguments(), tmp_path)
    calendars = {path: content for path, content in _tree(tmp_path).items() if path.endswith(".ics")}
    assert {path: _uids(content) for path, content in calendars.items()} == {
        "programme.ics": ["group", "rpoc-4a", "coffee"],
        "delegations/north.ics": ["group", "rpoc-4a"],
        "delegations/east.ics": ["rpoc-4a"],
        "delegations/west.ics": ["rpoc-4a"],
        "people/ana.ics": ["group", "rpoc-4a"],
        "people/bo.ics": ["rpoc-4a"],
        "people/cy.ics": ["rpoc-4a"],
        "people/di.ics": [],
        "rooms/hall.ics": ["rpoc-4a", "coffee"],
        "rooms/salon.ics": ["group"],
        "bodies/RPOC.ics": ["rpoc-4a"],
        "bodies/SG.ics": ["group"],
        "bodies/IE.ics": [],
        "deadlines.ics": [],
    }
    names = ("programme.ics", "delegations/north.ics", "people/ana.ics", "rooms/hall.ics", "bodies/IE.ics", "deadlines.ics")
    assert [str(Calendar.from_ical(calendars[path])["NAME"]) for path in names] == [
        "Spring meeting",
        "Spring meeting: Northland",
        "Spring meeting: Ana Example",
        "Spring meeting: Great Hall",
        "Spring meeting: Information Exchange",
        "Spring meeting: deadlines",
    ]


def test_every_published_calendar_passes_libical(tmp_path: Path) -> None:
    publish(*_arguments(), tmp_path)
    calendars = {path: content for path, content in _tree(tmp_path).items() if path.endswith(".ics")}
    assert {path: libical.faults(content) for path, content in calendars.items()} == dict.fromkeys(calendars, ())


def test_publish_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    publish(*_arguments(), tmp_path / "first")
    publish(*_arguments(), tmp_path / "second")
    assert _tree(tmp_path / "first") == _tree(tmp_path / "second")


def test_publish_again_removes_our_calendars_of_those_who_are_gone(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    publish(replace(problem, delegations=(*problem.delegations, Delegation(id="gone", name="Gone"))), BOOK, agenda, (), tmp_path)
    assert "delegations/gone.ics" in _tree(tmp_path)
    publish(problem, BOOK, agenda, (), tmp_path)
    assert list(_tree(tmp_path)) == FILES


def test_publish_leaves_foreign_files_alone(tmp_path: Path) -> None:
    foreign = {
        "delegations/holidays.ics": b"BEGIN:VCALENDAR\r\nPRODID:-//Somebody//Else//EN\r\nEND:VCALENDAR\r\n",
        "delegations/notes.txt": b"\r\nPRODID:-//Rostrum//rostrum-scheduler//EN\r\n",
        "old.ics": b"\r\nPRODID:-//Rostrum//rostrum-scheduler//EN\r\n",
    }
    for path, content in foreign.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    publish(*_arguments(), tmp_path)
    assert {path: content for path, content in _tree(tmp_path).items() if path not in FILES} == foreign


def test_publish_of_ids_like_paths_stays_in_the_folder(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    ids = ("../../escape", "/etc/x", "..", "a/b", "nul", "North", "NORTH")
    problem = replace(problem, delegations=(*problem.delegations, *(Delegation(id=id, name="Any") for id in ids)))
    publish(problem, BOOK, agenda, (), tmp_path / "meeting" / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["meeting"]
    assert [path.name for path in (tmp_path / "meeting").iterdir()] == ["out"]
    assert len(list((tmp_path / "meeting" / "out" / "delegations").iterdir())) == 3 + len(ids)


def test_publish_that_cannot_make_a_file_leaves_the_old_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(*_arguments(), tmp_path)
    before = _tree(tmp_path)
    problem, agenda = two_bodies()

    def fail(*_: object) -> bytes:
        raise RuntimeError("no calendar")

    monkeypatch.setattr("scheduler.publish.calendars.calendar", fail)
    with pytest.raises(RuntimeError, match="no calendar"):
        publish(problem, BOOK, replace(agenda, cost=99), (), tmp_path)
    assert _tree(tmp_path) == before


def test_publish_where_a_file_stands_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("not a folder")
    with pytest.raises(Refused, match=r"out/agenda\.json cannot be written: ") as refused:
        publish(*_arguments(), tmp_path / "out")
    assert "--out" in refused.value.hint


def test_publish_that_cannot_remove_a_stale_calendar_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, agenda = two_bodies()
    publish(replace(problem, delegations=(*problem.delegations, Delegation(id="gone", name="Gone"))), BOOK, agenda, (), tmp_path)

    def unlink(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(Refused, match=r"delegations/gone\.ics cannot be removed: Permission denied"):
        publish(problem, BOOK, agenda, (), tmp_path)


def test_publish_of_an_agenda_that_breaks_a_hard_rule_is_impossible(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    with pytest.raises(ValueError, match=r"one-place\[ana\]"):
        publish(problem, BOOK, agenda, (Violation("one-place", "ana", 1, None, "Ana is in two places"),), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_publish_in_a_zone_without_data_is_refused_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, agenda = two_bodies()

    def unknown(key: str) -> None:
        raise Refused(f"no zone {key}")

    monkeypatch.setattr("scheduler.publish.vtimezone.PublishedZone.load", unknown)
    with pytest.raises(Refused, match="no zone Europe/Vienna"):
        publish(problem, BOOK, agenda, (), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
