"""Calendars as delegations have them: as we publish them, and as other programs save them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from published_meetings import two_bodies, worded

from scheduler.domain.errors import Fault
from scheduler.domain.notes import CalendarEntry, Programme
from scheduler.files.faults import Faults
from scheduler.files.programme_calendar import read_programme
from scheduler.publish.calendars import PROGRAMME, calendar_files, shown_in_calendars
from scheduler.publish.calendars import calendars as published_calendars
from scheduler.publish.folder import years_of
from scheduler.publish.ics import first_stamp
from scheduler.publish.text import one_line
from scheduler.store.history import CANCELLED, Line

PREPARED = datetime(2026, 8, 30, 9, tzinfo=UTC)


def content(cancelled: bool = False) -> str:
    """The programme of the meeting of two bodies, as we publish it."""
    problem, agenda = two_bodies()
    published = published_calendars(problem, agenda)
    stamp = first_stamp(problem.meeting)
    stamp = replace(stamp, status=CANCELLED, sequence=3) if cancelled else stamp
    lines = {key: Line(shown, stamp) for key, shown in shown_in_calendars(problem, published).items()}
    files = dict(calendar_files("Europe/Vienna", years_of(problem), {PROGRAMME: "Spring meeting"}, lines))
    return files[PROGRAMME].decode()


def read(path: Path, text: str, zone: str | None = None) -> tuple[Programme, list[Fault]]:
    path.write_bytes(text.encode())
    faults, warnings = Faults(), list[Fault]()
    programme = read_programme(path, zone, faults, warnings)
    faults.raise_any()
    assert programme is not None
    return programme, warnings


def said(path: Path, text: str, zone: str | None = None) -> list[str]:
    path.write_bytes(text.encode())
    faults = Faults()
    read_programme(path, zone, faults, [])
    return [f"{fault.source}: {fault.message} / {fault.hint}".removeprefix(f"{path.parent}/") for fault in faults.all()]


def at(hour: int, minute: int = 0) -> datetime:
    """A time of that day in Vienna, which is an hour ahead of UTC in March."""
    return datetime(2027, 3, 1, hour - 1, minute, tzinfo=UTC)


ENTRIES = (
    CalendarEntry(
        uid="group@two-bodies",
        session="group",
        body="",
        item="",
        start=at(10),
        end=at(11),
        title="SG: Small group",
        place="Salon",
        stamp=PREPARED,
    ),
    CalendarEntry(
        uid="rpoc-4a@two-bodies",
        session="rpoc-4a",
        body="RPOC",
        item="4a",
        start=at(11),
        end=at(12, 30),
        title="RPOC: 4a. Export control issues; new, urgent",
        place="Great Hall, Congress Centre",
        details=("Presenters: Ana Example (Northland), Eastland", "Chair: Bo Example (Northland)", "Rapporteur: Cy Example (Westland)"),
        stamp=PREPARED,
    ),
    CalendarEntry(
        uid="coffee@two-bodies",
        session="coffee",
        body="",
        item="",
        start=at(15),
        end=at(15, 30),
        title="Coffee",
        place="Great Hall, Congress Centre",
        stamp=PREPARED,
    ),
)


def test_programme_is_read_as_it_was_published(tmp_path: Path) -> None:
    programme, warnings = read(tmp_path / "programme.ics", content())
    assert (programme.name, programme.zone.key, programme.entries) == ("Spring meeting", "Europe/Vienna", ENTRIES)
    assert warnings == []
    cancelled, _ = read(tmp_path / "programme.ics", content(cancelled=True))
    assert cancelled.entries == tuple(replace(entry, cancelled=True, sequence=3) for entry in ENTRIES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\r\n", "\n"),
        ("BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR"),
        ("SUMMARY:", "summary;LANGUAGE=en:"),
        ("METHOD:PUBLISH\r\n", ""),
        ("STATUS:CONFIRMED\r\n", ""),
        ("TZID=Europe/Vienna:", "TZID=/softwarestudio.org/Europe/Vienna:"),
        ("X-WR-TIMEZONE:Europe/Vienna", "X-WR-TIMEZONE:America/New_York"),
        ("DESCRIPTION:Agenda item 4a\\n", "DESCRIPTION:"),
        ("END:VCALENDAR\r\n", "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:x\r\nSUMMARY:x\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"),
    ],
)
def test_programme_is_read_as_other_programs_save_it(tmp_path: Path, old: str, new: str) -> None:
    text = content()
    assert old in text
    programme, warnings = read(tmp_path / "saved.ics", text.replace(old, new))
    assert (programme.name, programme.zone.key, programme.entries) == ("Spring meeting", "Europe/Vienna", ENTRIES)
    assert warnings == []


def test_programme_whose_status_was_lost_is_cancelled_by_its_titles(tmp_path: Path) -> None:
    programme, _ = read(tmp_path / "saved.ics", content(cancelled=True).replace("STATUS:CANCELLED\r\n", ""))
    assert [(entry.title, entry.cancelled) for entry in programme.entries] == [(entry.title, True) for entry in ENTRIES]


def calendar(*events: str, head: str = "") -> str:
    body = "".join(f"BEGIN:VEVENT\r\n{event}END:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{body}END:VCALENDAR\r\n"


OPAQUE = "UID:5f2c9a\r\nDTSTART:20270301T100000Z\r\nDTEND:20270301T110000Z\r\nSUMMARY:Closed session\r\n"


def test_programme_in_utc_takes_the_zone_of_the_calendar_or_the_one_given(tmp_path: Path) -> None:
    named, warnings = read(tmp_path / "a.ics", calendar(OPAQUE, head="X-WR-TIMEZONE:Asia/Tokyo\r\n"))
    assert (named.zone.key, named.entries[0].start, warnings) == ("Asia/Tokyo", datetime(2027, 3, 1, 10, tzinfo=UTC), [])
    given_, warnings = read(tmp_path / "a.ics", calendar(OPAQUE), "Europe/Vienna")
    assert (given_.zone.key, warnings) == ("Europe/Vienna", [])
    nowhere, warnings = read(tmp_path / "a.ics", calendar(OPAQUE, head="X-WR-TIMEZONE:Nowhere\r\n"))
    assert nowhere.zone.key == "UTC"
    assert [(warning.message, warning.hint) for warning in warnings] == [
        ("the calendar does not name the venue's time zone, so that all times are in UTC", "give it with --zone")
    ]


def test_programme_with_windows_zone_and_opaque_uid(tmp_path: Path) -> None:
    text = calendar("UID:5F\r\nDTSTART;TZID=W. Europe Standard Time:20270701T100000\r\nDURATION:PT1H\r\nSUMMARY:3.1. Title\r\n")
    programme, _ = read(tmp_path / "a.ics", text)
    (only,) = programme.entries
    assert programme.zone.key == "Europe/Berlin"
    assert (only.start, only.end) == (datetime(2027, 7, 1, 8, tzinfo=UTC), datetime(2027, 7, 1, 9, tzinfo=UTC))
    assert (only.session, only.item, only.body, only.names) == ("5F", "3.1", "", ("3.1", "5F"))


def test_programme_keeps_the_later_of_two_versions(tmp_path: Path) -> None:
    versions = ((1, 1, "first"), (2, 1, "second"), (2, 2, "third"), (1, 3, "old"))
    events = [f"{OPAQUE}SEQUENCE:{number}\r\nDTSTAMP:2027010{day}T000000Z\r\nLOCATION:{place}\r\n" for number, day, place in versions]
    programme, _ = read(tmp_path / "a.ics", calendar(*events))
    assert [(entry.place, entry.sequence, entry.stamp.day) for entry in programme.entries] == [("third", 2, 2)]


def test_programme_with_whole_days_and_without_length(tmp_path: Path) -> None:
    day = "UID:day\r\nDTSTART;VALUE=DATE:20270301\r\n"
    programme, _ = read(tmp_path / "a.ics", calendar(day, "UID:moment\r\nDTSTART;TZID=Europe/Vienna:20270301T100000\r\n"))
    whole, moment = programme.entries
    assert (whole.whole_days, whole.start, whole.end) == (True, at(1) - timedelta(hours=1), at(1) + timedelta(hours=23))
    assert (moment.whole_days, moment.start, moment.end) == (False, at(10), at(10))
    assert moment.title == "(no title)"


def test_programme_of_a_series_takes_its_first_date_and_says_so(tmp_path: Path) -> None:
    series = f"{OPAQUE}RRULE:FREQ=DAILY;COUNT=3\r\n"
    other = OPAQUE.replace("DTSTART", "RECURRENCE-ID:20270302T100000Z\r\nDTSTART").replace("T10", "T12").replace("T11", "T13")
    programme, warnings = read(tmp_path / "a.ics", calendar(series, other, head="X-WR-TIMEZONE:UTC\r\n"))
    assert [entry.start.hour for entry in programme.entries] == [10]
    assert [(warning.source.line, warning.message) for warning in warnings] == [
        (4, "'Closed session' is a series, of which only the first date is taken")
    ]


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("BEGIN:VCARD\n", None, ["a.ics:1: the file is not an iCalendar file / export the calendar again as an iCalendar file (.ics)"]),
        (
            calendar(OPAQUE.replace("UID:5f2c9a\r\n", ""), OPAQUE.replace("DTSTART:2027", "DTSTART:x"), head="X-WR-TIMEZONE:UTC\r\n"),
            None,
            [
                "a.ics:4: the event has no UID, so that it cannot be told again / export the calendar again as an iCalendar file (.ics)",
                "a.ics:11:DTSTART: 'x0301T100000Z' is not a date or a time / "
                "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
            ],
        ),
        (calendar(OPAQUE), "Wien", ["--zone: there is no time zone 'Wien' / write continent and city, as in Europe/Vienna"]),
    ],
)
def test_programme_that_cannot_be_read_is_named(tmp_path: Path, text: str, zone: str | None, expected: list[str]) -> None:
    assert said(tmp_path / "a.ics", text, zone) == expected


# A body whose name is the word that marks a cancelled title cannot be told from it.
WORDS = st.lists(st.text(max_size=90).filter(lambda text: one_line(text) not in ("", "CANCELLED")), min_size=1, max_size=5)


@given(WORDS)
@example([r"C:\North\new\, \; \N \n", "ends at a fold: " + "ab " * 40, "4. ", ": 1. "])
@settings(deadline=None)
def test_programme_of_any_words_is_read_as_it_was_published(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    problem, agenda = worded(tuple(words))
    published = published_calendars(problem, agenda)
    lines = {key: Line(shown, first_stamp(problem.meeting)) for key, shown in shown_in_calendars(problem, published).items()}
    files = dict(calendar_files("Europe/Vienna", years_of(problem), {PROGRAMME: words[0]}, lines))
    programme, _ = read(tmp_path_factory.mktemp("words") / "a.ics", files[PROGRAMME].decode())
    assert {entry.session: (entry.title, entry.place, entry.details) for entry in programme.entries} == {
        f"s{number}": (f"{one_line(word)}: {one_line(word)}", f"{one_line(word)}, {one_line(word)}", (f"Chair: {one_line(word)}",))
        for number, word in enumerate(words)
    }
