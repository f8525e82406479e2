"""Nobody reads what is marked above them: every byte of every file is searched for it, on random meetings, over several releases."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from marked_meetings import ALL_WORDS, NEUTRAL, Reader, agendas, changed, problems, texts, title, words
from test_released import BOOK

from scheduler.domain.agenda import Agenda
from scheduler.domain.policy import FULL, GROUPS, NOTHING, Audience
from scheduler.domain.problem import Body, Problem, Session
from scheduler.publish.folder import publish
from scheduler.publish.released import release
from scheduler.publish.seen import seen_by
from scheduler.store.ledger import Ledger

Release = tuple[Problem, Agenda]
DAYS = tuple(datetime(2027, 1, day, 9, 30, tzinfo=UTC) for day in (1, 2, 3))
SLOW = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NO_TITLES = frozenset(one for one in ALL_WORDS if not one.startswith("Qtitle"))


@st.composite
def stories(draw: st.DrawFn) -> tuple[Release, ...]:
    """Three releases of a meeting, between which entries move, come and go, and markings and the policy change."""
    problem = draw(problems())
    found = []
    for _ in DAYS:
        found.append((problem, draw(agendas(problem))))
        problem = draw(changed(problem))
    return tuple(found)


def may_read(problem: Problem, agenda: Agenda, audience: Audience) -> set[str]:
    """All words that the audience may read of an agenda."""
    reader = Reader(problem, audience.views)
    omitted = [problem.session(id) for id in agenda.omitted]
    held = [reader.of_entry(entry) for entry in agenda.entries]
    return reader.of_papers().union(*held, *(reader.of_session(session) for session in omitted if reader.view(session) == FULL))


def may_still_read(story: tuple[Release, ...], audience: Audience) -> set[str]:
    """The words of what has been released before and may be read by the markings of the last release; of what is gone, by its own."""
    now, _ = story[-1]
    gone = {one.id: _as_marked(problem, one) for problem, _ in story for one in problem.sessions} | {one.id: one for one in now.sessions}
    reader = Reader(replace(now, sessions=tuple(gone.values())), audience.views)
    return {one for _, agenda in story for entry in agenda.entries for one in reader.of_entry(entry)}


def _as_marked(problem: Problem, session: Session) -> Session:
    level = Reader(problem, ()).level(session)
    return replace(session, marking=problem.meeting.markings[level])


def unfolded(content: bytes) -> str:
    """A calendar as it is read: long lines joined, and nothing escaped."""
    text = content.replace(b"\r\n ", b"").decode()
    return re.sub(r"\\([\\;,])", r"\1", text).replace("\\n", "\n")


def legible(path: str, content: bytes) -> str:
    """All that can be found in a file: its bytes as they are, and as they are read."""
    raw = content.decode()
    return "\n".join((raw, unfolded(content) if path.endswith(".ics") else html.unescape(raw)))


def uids(text: str) -> set[str]:
    """All UIDs of a calendar."""
    return set(re.findall(r"^UID:(\S+)", text, re.MULTILINE))


def without_ids_given_out(text: str, given_out: set[str]) -> str:
    """A calendar without the UIDs of cancelled entries that it had before: by these alone programs find what they are to cancel."""
    known = "|".join(map(re.escape, given_out)) or "-"
    blocks = re.split(r"(?=BEGIN:V)", text)
    return "".join(re.sub(rf"UID:({known})\b", "", block) if "\nSTATUS:CANCELLED" in block else block for block in blocks)


def titles(content: bytes) -> list[str]:
    """What the entries of a calendar that are not cancelled are called: by the word of their title."""
    found = [str(one["SUMMARY"]) for one in Calendar.from_ical(content).walk("VEVENT") if one["STATUS"] == "CONFIRMED"]
    return sorted(next(iter(words(one, ALL_WORDS - NO_TITLES)), NEUTRAL if NEUTRAL in one else one) for one in found)


@given(st.data())
@SLOW
def test_meeting_as_seen_has_exactly_what_the_audience_may_read(data: st.DataObject) -> None:
    problem = data.draw(problems())
    agenda = data.draw(agendas(problem))
    for audience in problem.meeting.policy.audiences:
        found = "\n".join(texts(seen_by(problem, agenda, audience)))
        assert words(found, ALL_WORDS) == may_read(problem, agenda, audience)


@given(stories())
@SLOW
def test_files_of_every_audience_have_nothing_that_is_marked_higher(story: tuple[Release, ...]) -> None:
    for number, before, files in released(story):
        problem, agenda = story[number - 1]
        for audience in problem.meeting.policy.audiences:
            folder = f"audiences/{audience.name}"
            own = {path.removeprefix(f"{folder}/"): content for path, content in files.items() if path.startswith(f"{folder}/")}
            assert own.keys() == {"deadlines.ics", "programme.html", "programme.ics", "schedule.json", "schedule.xml"}
            may = may_read(problem, agenda, audience)
            for name in ("programme.html", "schedule.json", "schedule.xml"):
                assert words(legible(name, own[name]), ALL_WORDS) <= may
            calendar = f"{folder}/programme.ics"
            assert found_in(files[calendar], before.get(calendar)) <= may | may_still_read(story[:number], audience)
            deadlines = f"{folder}/deadlines.ics"
            assert found_in(files[deadlines], before.get(deadlines)) <= may
            reader = Reader(problem, audience.views)
            views = {entry.session: reader.view(problem.session(entry.session)) for entry in agenda.entries}
            named = reader.may("title")
            expected = [title(problem.session(id)) if view == FULL and named else NEUTRAL for id, view in views.items() if view != NOTHING]
            assert titles(files[calendar]) == sorted(expected)


@given(stories())
@SLOW
def test_calendars_of_delegations_people_rooms_and_bodies_have_nothing_that_is_marked_higher(story: tuple[Release, ...]) -> None:
    for number, before, files in released(story):
        problem, agenda = story[number - 1]
        rows = {audience.name: audience for audience in problem.meeting.policy.calendars}
        for group in GROUPS:
            for row in getattr(problem, group):
                path, audience = f"{group}/{row.id}.ics", rows.get(f"{group}/{row.id}", rows.get(group))
                own = {row.id, row.title if isinstance(row, Body) else row.name}
                if audience is not None:
                    may = own | may_read(problem, agenda, audience) | may_still_read(story[:number], audience)
                    assert found_in(files[path], before.get(path)) <= may
                assert words(legible(path, files.get(f"freebusy/{path}", b"")), ALL_WORDS) <= {row.id}


def found_in(content: bytes, before: bytes | None) -> set[str]:
    """The words of a calendar, but for the ids that it had ``before`` in entries that are now cancelled."""
    given_out = uids(unfolded(before)) if before else set()
    return words(without_ids_given_out(legible(".ics", content), given_out), ALL_WORDS)


def released(story: tuple[Release, ...]) -> Iterator[tuple[int, dict[str, bytes], dict[str, bytes]]]:
    """The number, the files of the release before, and its own, of each release of a story; and the same of each working copy.

    The report and the workbook are the secretariat's, and take a hundred times as long as all the others.
    """
    working: dict[str, bytes] = {}
    kept = {
        "write_file": lambda path, content: working.update({path.as_posix(): content}),
        "report": lambda *_: "",
        "workbook": lambda *_: b"",
    }
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection, patch.multiple("scheduler.publish.folder", **kept):
        ledger, before = Ledger(connection), dict[str, bytes]()
        ledger.migrate()
        for number, ((problem, agenda), at) in enumerate(zip(story, DAYS, strict=True), 1):
            working.clear()
            publish(problem, BOOK, agenda, (), Path())
            yield number, {}, dict(working)
            release(ledger, problem, BOOK, agenda, (), {}, at, "")
            yield number, before, ledger.files(number)
            before = ledger.files(number)
