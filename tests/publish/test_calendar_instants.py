"""The same instants in every parser that delegates' programs are built on, in a second release: of what stays, moves and is cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise

import javascript
import libical
import pytest
import recurring_ical_events
import vobject
from icalendar import Calendar, Component, Event
from published_meetings import PREPARED, meeting_in

from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Problem
from scheduler.publish.calendars import PROGRAMME, calendar_files
from scheduler.publish.folder import years_of
from scheduler.publish.ics import calendar, event, first_stamp, shown
from scheduler.publish.vtimezone import PublishedZone
from scheduler.store.history import Line, advance

Events = dict[str, tuple[str, int, int]]
"""Each event by UID: its summary, its start and its end in seconds since 1970."""
HOUR = timedelta(hours=1)
LENGTH = 2 * HOUR
"""Of every session, so that one runs across each change of the clocks."""
PLACES = (
    ("Europe/Vienna", 2027),
    ("Pacific/Auckland", 2027),
    ("America/Sao_Paulo", 2027),
    ("America/Sao_Paulo", 2018),
    ("Asia/Kolkata", 2027),
    ("Africa/Casablanca", 2025),
    ("Africa/Cairo", 2027),
    ("America/New_York", 2027),
    ("America/Nuuk", 2027),
    ("Asia/Jerusalem", 2027),
    ("Europe/Dublin", 2027),
    ("UTC", 2027),
)
LIKE_UTC_IN_2000 = ("UTC", "Europe/Dublin", "Africa/Casablanca")
"""Zones whose VTIMEZONE vobject takes for UTC, because before the meeting's years it shows no other time. It knows them by name only."""
NEW_LAWS = ("Africa/Cairo", "America/Nuuk")
"""Zones whose clocks follow laws of 2023. Node.js as Debian 12 has it still shows those of 2022, and node-ical asks nobody else."""


def _starts(key: str, year: int) -> tuple[datetime, ...]:
    """10:00 UTC on the days of a March, a July and a November week, and the hours around each change of the clocks, one of them across it.

    Without those that begin or end when the clocks show an hour for the second time: they have a test of their own.
    """
    zone = PublishedZone.load(key).zone
    week = [datetime(year, month, day, 10, tzinfo=UTC) for month in (3, 7, 11) for day in range(22, 29)]
    hours = [datetime(year, 1, 1, tzinfo=UTC) + n * HOUR for n in range(365 * 24)]
    changes = [after for before, after in pairwise(hours) if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()]
    starts = (*week, *(change + n * HOUR for change in changes for n in (-24, -3, -2, -1, 0, 1, 2, 24)))
    return tuple(start for start in starts if not start.astimezone(zone).fold and not (start + LENGTH).astimezone(zone).fold)


@cache
def _meeting(key: str, year: int) -> tuple[Problem, Agenda]:
    return meeting_in(key, date(year, 1, 1), date(year, 12, 31), _starts(key, year), LENGTH)


@cache
def _content(key: str, year: int, tzid: str) -> bytes:
    """The programme of release 2; under a TZID that no program knows, it can only be read by its own VTIMEZONE.

    In release 1, sessions that move were a day and an hour earlier, and all were held.
    """
    problem, agenda = _meeting(key, year)
    now = {entry.session: shown(problem, entry) for entry in agenda.entries}
    first, second = {}, {}
    for session, one in now.items():
        earlier = replace(one, start=one.start - 25 * HOUR, end=one.end - 25 * HOUR)
        first[PROGRAMME, one.uid] = earlier if _fate(session) == "moved" else one
        if _fate(session) != "cancelled":
            second[PROGRAMME, one.uid] = one
    lines = advance(advance({}, first, PREPARED), second, PREPARED + HOUR)
    content = dict(calendar_files(key, years_of(problem), {PROGRAMME: "Meeting"}, lines))[PROGRAMME]
    return content.replace(f"TZID:{key}\r\n".encode(), f"TZID:{tzid}\r\n".encode()).replace(
        f"TZID={key}:".encode(), f"TZID={tzid}:".encode()
    )


def _fate(session: str) -> str:
    """What became of the session ``sN`` in release 2."""
    return ("stays", "moved", "cancelled")[int(session[1:]) % 3]


def _expected(key: str, year: int) -> Events:
    problem, agenda = _meeting(key, year)
    return {
        f"{entry.session}@{problem.meeting.id}": (
            f"{'CANCELLED: ' if _fate(entry.session) == 'cancelled' else ''}{problem.session(entry.session).title}",
            int(entry.start.timestamp()),
            int(entry.end.timestamp()),
        )
        for entry in agenda.entries
    }


def _tzid(key: str, year: int, known: bool) -> str:
    return key if known else f"Rostrum/{key.replace('/', '-')}-{year}"


@cache
def _in_javascript() -> dict[tuple[str, int, str], dict[str, Events]]:
    """All calendars in one run of Node.js."""
    keys = tuple((key, year, tzid) for key, year in PLACES for known in (True, False) for tzid in [_tzid(key, year, known)])
    return dict(zip(keys, javascript.parse(tuple(_content(*key) for key in keys)), strict=True))


def _in_icalendar(parts: Iterable[Component]) -> Events:
    return {str(part["UID"]): (str(part["SUMMARY"]), int(part.start.timestamp()), int(part.end.timestamp())) for part in parts}


def _in_vobject(content: bytes) -> Events:
    return {
        part.uid.value: (part.summary.value, int(part.dtstart.value.timestamp()), int(part.dtend.value.timestamp()))
        for part in vobject.readOne(content.decode()).vevent_list
    }


@pytest.fixture
def forgetful_vobject(monkeypatch: pytest.MonkeyPatch) -> None:
    """vobject without the zones that it remembers by name from other calendars."""
    monkeypatch.setitem(vars(vobject.icalendar), "__tzidMap", {"UTC": vobject.icalendar.utc})


@pytest.mark.parametrize(("key", "year"), PLACES)
def test_second_release_has_what_stays_moves_and_is_cancelled(key: str, year: int) -> None:
    parts = Calendar.from_ical(_content(key, year, key)).walk("VEVENT")
    found = {str(part["UID"]).partition("@")[0]: (part["SEQUENCE"], str(part["STATUS"])) for part in parts}
    stories = {"stays": (0, "CONFIRMED"), "moved": (1, "CONFIRMED"), "cancelled": (1, "CANCELLED")}
    assert found == {entry.session: stories[_fate(entry.session)] for entry in _meeting(key, year)[1].entries}


@pytest.mark.parametrize("known", [True, False], ids=["IANA name", "unknown name"])
@pytest.mark.parametrize(("key", "year"), PLACES)
class TestInstantsOfEveryPlace:
    def test_instants_in_libical(self, key: str, year: int, known: bool) -> None:
        content = _content(key, year, _tzid(key, year, known))
        assert (libical.faults(content), libical.events(content)) == ((), _expected(key, year))

    def test_instants_in_ical_js(self, key: str, year: int, known: bool) -> None:
        assert _in_javascript()[key, year, _tzid(key, year, known)]["ical.js"] == _expected(key, year)

    def test_instants_in_icalendar(self, key: str, year: int, known: bool) -> None:
        parsed = Calendar.from_ical(_content(key, year, _tzid(key, year, known)))
        assert _in_icalendar(parsed.walk("VEVENT")) == _expected(key, year)

    def test_instants_in_recurring_ical_events(self, key: str, year: int, known: bool) -> None:
        parsed = Calendar.from_ical(_content(key, year, _tzid(key, year, known)))
        occurrences = recurring_ical_events.of(parsed).between(date(year, 1, 1), date(year + 1, 1, 1))
        assert (len(occurrences), _in_icalendar(occurrences)) == (len(_expected(key, year)), _expected(key, year))


@pytest.mark.parametrize(
    ("key", "year", "known"), [(*place, known) for place in PLACES for known in (True, False) if known or place[0] not in LIKE_UTC_IN_2000]
)
def test_instants_in_vobject(key: str, year: int, known: bool, forgetful_vobject: None) -> None:
    assert _in_vobject(_content(key, year, _tzid(key, year, known))) == _expected(key, year)


@pytest.mark.parametrize(("key", "year"), [place for place in PLACES if place[0] not in NEW_LAWS])
def test_instants_in_node_ical(key: str, year: int) -> None:
    # node-ical reads no VTIMEZONE: it knows IANA names, or nothing.
    assert _in_javascript()[key, year, key]["node-ical"] == _expected(key, year)


CHANGE_IN_AUTUMN = datetime(2027, 10, 31, 1, tzinfo=UTC)
"""When Vienna's clocks go from 03:00 back to 02:00."""


def _autumn(length: timedelta) -> tuple[list[Event], bytes, Events]:
    """Sessions that begin three hours before the change, and each hour from then on, to two hours after it."""
    starts = tuple(CHANGE_IN_AUTUMN + n * HOUR for n in (-3, -2, -1, 0, 1, 2))
    problem, agenda = meeting_in("Europe/Vienna", date(2027, 10, 30), date(2027, 10, 31), starts, length)
    zone = PublishedZone.load("Europe/Vienna")
    events = [event(zone, Line(shown(problem, entry), first_stamp(problem.meeting))) for entry in agenda.entries]
    expected = {
        f"{entry.session}@abroad": (problem.session(entry.session).title, int(entry.start.timestamp()), int(entry.end.timestamp()))
        for entry in agenda.entries
    }
    return events, calendar(zone, years_of(problem), "Night", events), expected


def test_times_that_touch_an_hour_shown_twice_are_written_in_utc() -> None:
    events, _, _ = _autumn(HOUR)
    assert [tuple(part[name].to_ical().decode() for name in ("DTSTART", "DTEND")) for part in events] == [
        ("20271031T000000", "20271031T010000"),
        ("20271030T230000Z", "20271031T000000Z"),
        ("20271031T000000Z", "20271031T010000Z"),
        ("20271031T010000Z", "20271031T020000Z"),
        ("20271031T030000", "20271031T040000"),
        ("20271031T040000", "20271031T050000"),
    ]


@pytest.mark.parametrize("length", [HOUR, LENGTH])
def test_instants_in_an_hour_shown_twice_are_the_same_everywhere(length: timedelta, forgetful_vobject: None) -> None:
    # recurring-ical-events is left out: it moves UTC times to X-WR-TIMEZONE, and loses which of the two hours was meant.
    _, content, expected = _autumn(length)
    (script,) = javascript.parse((content,))
    found = [libical.events(content), _in_icalendar(Calendar.from_ical(content).walk("VEVENT")), _in_vobject(content), *script.values()]
    assert found == [expected] * 5
