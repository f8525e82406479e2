"""A delegation's brief of one release after the other: what is written, that it updates what was imported, that it goes nowhere."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import libical
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from khal_calendar import Khal
from published_meetings import two_bodies
from test_calendar_text import AWKWARD
from test_released import FIRST, SECOND, THIRD, changed, opened, released

from scheduler.domain.errors import InputError, Refused
from scheduler.files.atomic import write_file
from scheduler.publish.brief_calendar import brief_uid
from scheduler.publish.briefs import CALENDAR, MEMORY, PAGE, WrittenBrief, write_brief
from scheduler.publish.released import revert, write_releases
from scheduler.publish.text import plain

NOTES = """\
Our line: listen.

## 4a
We support it.

## coffee
Meet Eastland.

## 9
Raise the date.
"""
ITEM = "RPOC: 4a. Export control issues; new, urgent"


@pytest.fixture
def releases(tmp_path: Path) -> tuple[Path, ...]:
    """The programme of three releases: an item moves, coffee is withdrawn and any other business added; then all is as it was."""
    released(tmp_path, *two_bodies(), FIRST)
    released(tmp_path, *changed(), SECOND)
    with opened(tmp_path) as ledger:
        revert(ledger, 1, THIRD, "")
        write_releases(ledger, tmp_path)
    return tuple(tmp_path / "releases" / number / "programme.ics" for number in "123")


def noted(folder: Path, text: str = NOTES, name: str = "notes.md") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def events(folder: Path) -> dict[str, Event]:
    """The entries of brief.ics by session, none twice, after libical has found nothing amiss."""
    content = (folder / CALENDAR).read_bytes()
    assert libical.faults(content) == ()
    parts = Calendar.from_ical(content).walk("VEVENT")
    found = {str(event["UID"]): event for event in parts}
    assert len(found) == len(parts)
    return {uid.removesuffix("+brief@two-bodies"): event for uid, event in found.items()}


def shown(folder: Path) -> dict[str, tuple[str, str, int, str]]:
    """When each entry begins, its status, version and title."""
    return {
        session: (f"{event['DTSTART'].dt:%H:%M}", str(event["STATUS"]), int(event["SEQUENCE"]), str(event["SUMMARY"]))
        for session, event in events(folder).items()
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def said(written: WrittenBrief) -> list[str]:
    return [f"{fault.source.line}: {fault.message}" for fault in written.warnings]


def test_brief_follows_the_releases(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    notes, out = noted(tmp_path), tmp_path / "brief"
    first = write_brief(releases[0], notes, out)
    assert said(first) == [f"9: no session of {releases[0]} is '9'"]
    assert shown(out) == {
        "rpoc-4a": ("11:00", "CONFIRMED", 0, f"Brief: {ITEM}"),
        "coffee": ("15:00", "CONFIRMED", 0, "Brief: Coffee"),
    }
    second = write_brief(releases[1], notes, out)
    hall = "in Great Hall, Congress Centre"
    assert said(second) == [
        f"3: 4a: {ITEM} moved: Mon 1 Mar 11:00-12:30 {hall} → Mon 1 Mar 15:00-16:30 {hall}",
        f"6: coffee: Coffee is cancelled; it was Mon 1 Mar 15:00-15:30 {hall}",
    ]
    assert second.news == (f"9: RPOC: 9. Any other business has come under this note: Mon 1 Mar 10:00-10:30 {hall}",)
    assert shown(out) == {
        "extra": ("10:00", "CONFIRMED", 0, "Brief: RPOC: 9. Any other business"),
        "rpoc-4a": ("15:00", "CONFIRMED", 1, f"Brief: {ITEM}"),
        "coffee": ("15:00", "CANCELLED", 1, "CANCELLED: Brief: Coffee"),
    }
    third = write_brief(releases[2], notes, out)
    assert [(change.kind, change.note.key) for change in third.brief.changes] == [("moved", "4a"), ("new", "coffee"), ("went", "9")]
    assert shown(out) == {
        "extra": ("10:00", "CANCELLED", 1, "CANCELLED: Brief: RPOC: 9. Any other business"),
        "rpoc-4a": ("11:00", "CONFIRMED", 2, f"Brief: {ITEM}"),
        "coffee": ("15:00", "CONFIRMED", 2, "Brief: Coffee"),
    }


def test_brief_is_confidential_and_takes_up_nobodys_time(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    write_brief(releases[0], noted(tmp_path), tmp_path / "brief")
    found = events(tmp_path / "brief")
    assert {(str(event["CLASS"]), str(event["TRANSP"])) for event in found.values()} == {("CONFIDENTIAL", "TRANSPARENT")}
    assert [event["DESCRIPTION"] for event in found.values()] == ["We support it.", "Meet Eastland."]
    calendar = (tmp_path / "brief" / CALENDAR).read_bytes()
    assert [name for name in (b"METHOD", b"ORGANIZER", b"ATTENDEE") if name in calendar] == []


def test_brief_of_what_left_the_calendar_is_cancelled_and_says_no_more(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    notes, out = noted(tmp_path), tmp_path / "brief"
    write_brief(releases[0], notes, out)
    text = releases[0].read_bytes().decode()
    begin = text.index("BEGIN:VEVENT\r\nUID:coffee")
    end = text.index("END:VEVENT\r\n", begin) + len("END:VEVENT\r\n")
    shorter = tmp_path / "shorter.ics"
    shorter.write_bytes((text[:begin] + text[end:]).encode())
    written = write_brief(shorter, notes, out)
    assert said(written) == [
        "6: coffee: Coffee is not in the calendar any more; it was Mon 1 Mar 15:00-15:30 in Great Hall, Congress Centre",
        f"9: no session of {shorter} is '9'",
    ]
    assert shown(out)["coffee"] == ("15:00", "CANCELLED", 1, "CANCELLED: Brief: Coffee")
    assert "DESCRIPTION" not in events(out)["coffee"]
    assert "Notes without a session" in (out / PAGE).read_text("utf-8")


def test_brief_twice_gives_the_same_bytes(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    notes, out = noted(tmp_path), tmp_path / "brief"
    for release in releases:
        write_brief(release, notes, out)
        before = contents(out)
        write_brief(release, notes, out)
        assert contents(out) == before


def test_brief_of_the_same_calendar_in_another_place_has_the_same_bytes(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    for name in ("here", "there"):
        folder = tmp_path / name
        folder.mkdir()
        for release in releases:
            write_brief(release, noted(folder), folder / "brief")
    assert contents(tmp_path / "here" / "brief") == contents(tmp_path / "there" / "brief")


def test_brief_whose_writer_dies_gives_out_no_version_twice(
    tmp_path: Path, releases: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The calendar is written and may have been imported, when the disk is full; then the notes are revised."""
    out = tmp_path / "brief"
    write_brief(releases[0], noted(tmp_path), out)

    def dies(path: Path, content: bytes, mode: int) -> None:
        if path.name == PAGE:
            raise OSError(28, "No space left on device")
        write_file(path, content, mode)

    monkeypatch.setattr("scheduler.publish.briefs.write_file", dies)
    with pytest.raises(Refused, match="No space left on device"):
        write_brief(releases[1], noted(tmp_path), out)
    assert shown(out)["rpoc-4a"][2] == 1
    monkeypatch.setattr("scheduler.publish.briefs.write_file", write_file)
    again = write_brief(releases[1], noted(tmp_path, NOTES.replace("support", "oppose")), out)
    assert shown(out)["rpoc-4a"][2] == 2
    assert [change.kind for change in again.brief.changes] == ["moved", "went", "new"]


def test_brief_stays_in_its_folder_which_its_owner_alone_reads(
    tmp_path: Path, releases: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    notes, out = noted(tmp_path), tmp_path / "kept" / "brief"
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*") if path.is_file()}
    write_brief(releases[0], notes, out)
    write_brief(releases[1], notes, out)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*") if path.is_file()}
    written = {out / name for name in (CALENDAR, PAGE, MEMORY)}
    assert {path: after[path] for path in after if path not in written} == before
    assert set(after) - set(before) == written
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (out, *written)}
    assert modes == {"brief": 0o700, CALENDAR: 0o600, PAGE: 0o600, MEMORY: 0o600}


def test_brief_imported_twice_into_khal_is_one_entry_each(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    notes, out, khal = noted(tmp_path), tmp_path / "brief", Khal(tmp_path)
    for release in (releases[0], releases[0], releases[1], releases[2]):
        write_brief(release, notes, out)
        khal.take(out / CALENDAR)
        entries = khal.shown("2027-03-01 1d", "uid", "start-time", "title", "status")
        assert len(entries) == len(shown(out))
        assert {uid.removesuffix("+brief@two-bodies"): (start, status.strip(), title) for uid, start, title, status in entries} == {
            session: (start, status, title) for session, (start, status, _, title) in shown(out).items()
        }


@pytest.mark.parametrize(
    ("uid", "expected"),
    [("rpoc-4a@spring", "rpoc-4a+brief@spring"), ("a@b@c", "a@b+brief@c"), ("5f2c", "5f2c+brief"), ("@spring", "+brief@spring")],
)
def test_brief_has_a_name_of_its_own(uid: str, expected: str) -> None:
    assert brief_uid(uid) == expected


def test_brief_of_whole_days_and_moments_passes_libical(tmp_path: Path) -> None:
    calendar = tmp_path / "days.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-TIMEZONE:America/Sao_Paulo\n"
        "BEGIN:VEVENT\nUID:day@two-bodies\nDTSTART;VALUE=DATE:20270301\nSUMMARY:1. Day\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:now@two-bodies\nDTSTART;TZID=America/Sao_Paulo:20270301T100000\nSUMMARY:2. Moment\nEND:VEVENT\nEND:VCALENDAR\n",
        "utf-8",
    )
    out = tmp_path / "brief"
    write_brief(calendar, noted(tmp_path, "1: day\n2: moment\n", "notes.yaml"), out)
    found = events(out)
    assert {name: event["DTSTART"].to_ical() for name, event in found.items()} == {"day": b"20270301", "now": b"20270301T100000"}
    assert {name: event["DTEND"].to_ical() for name, event in found.items() if "DTEND" in event} == {"day": b"20270302"}
    assert "all day" in (out / PAGE).read_text("utf-8")


def test_brief_faults_are_told_all_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    calendar, out = tmp_path / "a.ics", tmp_path / "brief"
    calendar.write_text("BEGIN:VCARD\n", "utf-8")
    out.mkdir()
    (out / MEMORY).write_text("{}", "utf-8")
    with pytest.raises(InputError) as caught:
        write_brief(calendar, noted(tmp_path, "4a: [[x]]\n", "notes.yaml"), out)
    assert [Path(fault.source.file).name for fault in caught.value.faults] == ["a.ics", MEMORY, "notes.yaml"]
    assert contents(out) == {MEMORY: b"{}"}


def test_brief_never_overwrites_what_it_reads(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    calendar = tmp_path / CALENDAR
    calendar.write_bytes(releases[0].read_bytes())
    with pytest.raises(InputError, match=r"the brief would be written over it"):
        write_brief(calendar, noted(tmp_path), tmp_path)
    assert calendar.read_bytes() == releases[0].read_bytes()


def test_brief_of_another_meeting_is_refused(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    notes, out = noted(tmp_path), tmp_path / "brief"
    write_brief(releases[0], notes, out)
    before = contents(out)
    other = tmp_path / "other.ics"
    other.write_bytes(releases[0].read_bytes().replace(b"@two-bodies", b"@plenary"))
    with pytest.raises(Refused, match="has the brief of another meeting, two-bodies"):
        write_brief(other, notes, out)
    assert contents(out) == before


def test_brief_of_an_empty_calendar_is_refused_unless_something_lay_there(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    empty, notes, out = tmp_path / "empty.ics", noted(tmp_path), tmp_path / "brief"
    empty.write_text("BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-TIMEZONE:Europe/Vienna\nEND:VCALENDAR\n", "utf-8")
    with pytest.raises(InputError, match="the calendar has no entries"):
        write_brief(empty, notes, out)
    write_brief(releases[0], notes, out)
    write_brief(empty, notes, out)
    assert [status for _, status, _, _ in shown(out).values()] == ["CANCELLED", "CANCELLED"]


@pytest.fixture(scope="module")
def with_libical() -> None:
    """Skips the test before hypothesis begins, which would show the skip as a failing example."""
    libical.library()


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("any")
    released(folder, *two_bodies(), FIRST)
    return folder / "releases" / "1" / "programme.ics"


@pytest.mark.usefixtures("with_libical")
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=300))
@example("\n".join(word.replace("\0", "") for word in AWKWARD if "\ud800" not in word))
@settings(deadline=None, max_examples=50)
def test_brief_of_any_text_arrives_and_passes_libical(tmp_path_factory: pytest.TempPathFactory, programme: Path, text: str) -> None:
    folder = tmp_path_factory.mktemp("text")
    written = write_brief(programme, noted(folder, f"## 4a\n{text}\n"), folder / "brief")
    found = events(folder / "brief")
    lying = [session for session in written.brief.sessions if session.notes]
    assert {session.entry.session: plain(session.text).strip() for session in lying} == {
        name: str(event.get("DESCRIPTION", "")) for name, event in found.items()
    }
