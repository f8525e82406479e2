"""What a calendar says of an entry, property by property."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import libical
import pytest
from icalendar import Calendar, Component
from published_meetings import two_bodies

from scheduler.domain.agenda import Agenda
from scheduler.domain.meeting import Organizer
from scheduler.domain.problem import Problem
from scheduler.publish.folder import publish, years_of
from scheduler.publish.ics import calendar, event, first_stamp, shown, uid
from scheduler.publish.vtimezone import PublishedZone
from scheduler.publish.wording import roles
from scheduler.rules.base import RuleBook
from scheduler.store.history import Line, Stamp

VIENNA = PublishedZone.load("Europe/Vienna")


def _event(problem: Problem, agenda: Agenda, session: str, stamp: Stamp | None = None) -> Component:
    entry = agenda.entry(session)
    assert entry is not None
    return event(VIENNA, Line(shown(problem, entry), stamp or first_stamp(problem.meeting)))


def _lines(part: Component) -> list[str]:
    return part.to_ical(sorted=False).decode().replace("\r\n ", "").split("\r\n")


def test_event_with_everything() -> None:
    assert _lines(_event(*two_bodies(), "rpoc-4a")) == [
        "BEGIN:VEVENT",
        "UID:rpoc-4a@two-bodies",
        "DTSTAMP:20260830T090000Z",
        "LAST-MODIFIED:20260830T090000Z",
        "SEQUENCE:0",
        "DTSTART;TZID=Europe/Vienna:20270301T110000",
        "DTEND;TZID=Europe/Vienna:20270301T123000",
        r"SUMMARY:RPOC: 4a. Export control issues\; new\, urgent",
        r"LOCATION:Great Hall\, Congress Centre",
        r"DESCRIPTION:Agenda item 4a\nPresenters: Ana Example (Northland)\, Eastland\nChair: Bo Example (Northland)"
        r"\nRapporteur: Cy Example (Westland)",
        "CATEGORIES:RPOC",
        "ORGANIZER;CN=Secretariat:mailto:secretariat@example.org",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "",
    ]


def test_event_of_a_session_without_body_item_or_roles_leaves_those_lines_out() -> None:
    assert _lines(_event(*two_bodies(), "coffee"))[7:-2] == [
        "SUMMARY:Coffee",
        r"LOCATION:Great Hall\, Congress Centre",
        "ORGANIZER;CN=Secretariat:mailto:secretariat@example.org",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
    ]


def test_description_names_presenters_then_the_chair_then_other_roles() -> None:
    problem, agenda = two_bodies()
    entry = agenda.entry("rpoc-4a")
    assert entry is not None
    turned = replace(entry, duties=entry.duties[::-1])
    assert [role for role, _ in roles(problem, turned)] == ["presenter", "chair", "rapporteur"]


def test_event_shows_the_stamp_that_it_is_given() -> None:
    stamp = Stamp(3, datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC), "TENTATIVE")
    lines = _lines(_event(*two_bodies(), "group", stamp))
    assert [*lines[2:5], lines[-4]] == [
        "DTSTAMP:20270201T000000Z",
        "LAST-MODIFIED:20270102T030405Z",
        "SEQUENCE:3",
        "STATUS:TENTATIVE",
    ]


def test_uid_stays_when_the_session_moves() -> None:
    problem, agenda = two_bodies()
    entry = agenda.entry("group")
    assert entry is not None
    moved = replace(entry, start=datetime(2027, 3, 1, 14, tzinfo=UTC), room="hall", period="pm", minutes=30)
    assert event(VIENNA, Line(shown(problem, moved), first_stamp(problem.meeting)))["UID"] == "group@two-bodies"


def test_uids_of_two_sessions_never_meet() -> None:
    meeting = two_bodies()[0].meeting
    pairs = [("a@b", "c"), ("a", "b@c"), ("a%40b", "c"), ("ä b", "c"), ("a\nb", "c")]
    assert [uid(replace(meeting, id=id), session) for session, id in pairs] == [
        "a%40b@c",
        "a@b%40c",
        "a%2540b@c",
        "%C3%A4%20b@c",
        "a%0Ab@c",
    ]


def test_organizer_with_awkward_name_and_address_passes_libical() -> None:
    problem, agenda = two_bodies()
    organizer = Organizer('The "Secretariat", Vienna; room: 5\nfloor', "sécretariat+plan@example.org")
    problem = replace(problem, meeting=replace(problem.meeting, organizer=organizer))
    part = _event(problem, agenda, "coffee")
    assert _lines(part)[9] == ("ORGANIZER;CN=\"The 'Secretariat', Vienna; room: 5 floor\":mailto:s%C3%A9cretariat+plan@example.org")
    assert libical.faults(calendar(VIENNA, years_of(problem), "Any", [part])) == ()


def test_calendar_head_is_what_programs_look_for() -> None:
    problem, _ = two_bodies()
    assert calendar(VIENNA, years_of(problem), "Spring, week", ()).decode().split("\r\n")[:12] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Rostrum//rostrum-scheduler//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        r"NAME:Spring\, week",
        r"X-WR-CALNAME:Spring\, week",
        "X-WR-TIMEZONE:Europe/Vienna",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Vienna",
    ]


def test_calendar_without_entries_passes_libical() -> None:
    assert libical.faults(calendar(VIENNA, years_of(two_bodies()[0]), "Nothing", ())) == ()


LINK = "https://video.example.org/j/93?pwd=a,b;c#d"


def _linked() -> Problem:
    problem, _ = two_bodies()
    sessions = tuple(replace(one, link=LINK) if one.id == "rpoc-4a" else one for one in problem.sessions)
    return replace(problem, sessions=sessions, meeting=replace(problem.meeting, reminders=(15, 1440)))


def test_event_with_a_link_has_it_where_programs_look_for_it() -> None:
    problem, (_, agenda) = _linked(), two_bodies()
    lines = _lines(_event(problem, agenda, "rpoc-4a"))
    assert [line for line in lines if "video.example.org" in line] == [
        r"DESCRIPTION:Agenda item 4a\nPresenters: Ana Example (Northland)\, Eastland\nChair: Bo Example (Northland)"
        r"\nRapporteur: Cy Example (Westland)\nJoin by video: https://video.example.org/j/93?pwd=a\,b\;c#d",
        f"URL:{LINK}",
        f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join by video:{LINK}",
    ]
    assert libical.faults(calendar(VIENNA, years_of(problem), "Any", [_event(problem, agenda, "rpoc-4a")])) == ()


def test_event_that_is_cancelled_offers_no_link_and_reminds_nobody() -> None:
    problem, (_, agenda) = _linked(), two_bodies()
    entry = agenda.entry("rpoc-4a")
    assert entry is not None
    reminding, stamp = replace(shown(problem, entry), reminders=(15,)), first_stamp(problem.meeting)
    parts = [event(VIENNA, Line(reminding, replace(stamp, status=status))) for status in ("CONFIRMED", "CANCELLED")]
    names = [{re.split("[:;]", line)[0] for line in _lines(part)} for part in parts]
    assert names[0] - names[1] == {"URL", "CONFERENCE", "ACTION", "TRIGGER"}


def test_reminders_are_alarms_before_the_sessions_of_delegations_and_people_alone(tmp_path: Path) -> None:
    problem, (_, agenda) = _linked(), two_bodies()
    publish(problem, RuleBook("none", ()), agenda, (), tmp_path)
    triggers = {}
    for path in tmp_path.rglob("*.ics"):
        assert libical.faults(path.read_bytes()) == ()
        events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        told = {line for part in events for alarm in part.subcomponents for line in _lines(alarm) if line.startswith("TRIGGER")}
        triggers[path.relative_to(tmp_path).as_posix()] = told
    named = [*(f"delegations/{id}" for id in ("north", "east", "west")), *(f"people/{id}" for id in ("ana", "bo", "cy"))]
    both = {"TRIGGER:-PT15M", "TRIGGER:-P1D"}
    assert {path: told for path, told in triggers.items() if told} == {f"{name}.ics": both for name in named}


def test_reminder_says_of_what() -> None:
    problem, agenda = two_bodies()
    entry = agenda.entry("rpoc-4a")
    assert entry is not None
    (alarm,) = event(VIENNA, Line(replace(shown(problem, entry), reminders=(120,)), first_stamp(problem.meeting))).subcomponents
    described = r"DESCRIPTION:RPOC: 4a. Export control issues\; new\, urgent"
    assert _lines(alarm) == ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT2H", described, "END:VALARM", ""]


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        (b"ORGANIZER;CN=Secretariat", b"ATTENDEE", "ATTENDEE"),
        (b"UID:coffee@two-bodies\r\n", b"", "UID"),
        (b"DTSTAMP:20260830T090000Z\r\n", b"", "DTSTAMP"),
        (b"TRANSP:OPAQUE", b"TRANSP", "TRANSP"),
    ],
)
def test_libical_finds_the_faults_that_it_is_here_for(right: bytes, wrong: bytes, fault: str) -> None:
    problem, agenda = two_bodies()
    content = calendar(VIENNA, years_of(problem), "Any", [_event(problem, agenda, "coffee")])
    assert right in content
    assert any(fault in found for found in libical.faults(content.replace(right, wrong)))
