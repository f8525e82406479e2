"""Whatever a sheet's cells contain, calendars carry it: through every parser, in lines that may be folded."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path

import javascript
import libical
import pytest
import recurring_ical_events
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from khal_calendar import Khal
from published_meetings import worded

from scheduler.publish.folder import years_of
from scheduler.publish.ics import calendar, event, first_stamp, shown
from scheduler.publish.text import one_line, plain
from scheduler.publish.vtimezone import PublishedZone
from scheduler.store.history import Line

AWKWARD = (
    "commas, semicolons; and \\ backslashes",
    r"C:\North\new\, \; \N \n",
    "two\nlines\r\nor\rmore\u2028and\x85more",
    "a tab\tstays",
    "controls\x00\x07\x1b\x7f\x9f go",
    "\ud800 alone",
    'quotation "marks" and ^carets^',
    "BEGIN:VEVENT",
    "\nEND:VCALENDAR\n",
    "ümläut " * 30,
    "🏳️‍🌈" * 40,
    "العربية עברית 中文",
    " blank at both ends ",
    "=\u00a0E4",
    ":",
    "\ufeffmark",
    "non\ufffechar\uffffacters",
)
NODE_ICAL_SPOILS = re.compile(r'\\[nN]|^".*"$')
"""node-ical takes a backslash before n for a line break, though it is escaped, and drops quotation marks around the whole."""
KHAL_SPOILS = re.compile(r"\\N")
"""khal takes a backslash before a capital N for a line break."""
WORD = st.text(max_size=90).filter(one_line)
WORDS = st.lists(WORD, min_size=1, max_size=12)


def _content(words: tuple[str, ...]) -> bytes:
    problem, agenda = worded(words)
    zone = PublishedZone.load("Europe/Vienna")
    stamp = first_stamp(problem.meeting)
    return calendar(
        zone, years_of(problem), problem.meeting.title, (event(zone, Line(shown(problem, entry), stamp)) for entry in agenda.entries)
    )


def _shown(words: tuple[str, ...]) -> dict[str, tuple[str, str, str]]:
    """Summary, location and description of each event by UID."""
    lines = [one_line(word) for word in words]
    return {f"s{number}@worded": (f"{line}: {line}", f"{line}, {line}", f"Chair: {line}") for number, line in enumerate(lines)}


def _titles(expected: dict[str, tuple[str, str, str]]) -> dict[str, str]:
    return {uid: title for uid, (title, _, _) in expected.items()}


def _without(spoilt: re.Pattern[str], titles: dict[str, str], expected: dict[str, str]) -> dict[str, str]:
    """The titles but for those that a program is known to spoil, of which an empty text is left."""
    return {uid: "" if spoilt.search(expected[uid]) else title for uid, title in titles.items()}


@pytest.fixture(scope="module")
def with_libical() -> None:
    """Skips the test before hypothesis begins, which would show the skip as a failing example."""
    libical.library()


@pytest.fixture(scope="module")
def with_javascript() -> None:
    """The same for Node.js and its parsers."""
    javascript.parse(())


@pytest.mark.usefixtures("with_libical")
@given(WORDS)
@example(list(AWKWARD))
@settings(deadline=None)
def test_words_of_any_kind_survive_icalendar_and_vobject_and_pass_libical(words: list[str]) -> None:
    content = _content(tuple(words))
    expected = _shown(tuple(words))
    parsed = Calendar.from_ical(content)
    with_icalendar = {
        str(part["UID"]): (str(part["SUMMARY"]), str(part["LOCATION"]), str(part["DESCRIPTION"])) for part in parsed.walk("VEVENT")
    }
    with_vobject = {
        part.uid.value: (part.summary.value, part.location.value, part.description.value)
        for part in vobject.readOne(content.decode()).vevent_list
    }
    assert (with_icalendar, with_vobject) == (expected, expected)
    assert libical.faults(content) == ()
    assert {uid: summary for uid, (summary, _, _) in libical.events(content).items()} == _titles(expected)


@pytest.mark.usefixtures("with_javascript")
@given(st.lists(WORD, min_size=40, max_size=60))
@example(list(AWKWARD))
@settings(deadline=None, max_examples=4)
def test_titles_of_any_kind_survive_ical_js_node_ical_recurring_ical_events_and_khal(words: list[str]) -> None:
    """Many in few calendars, because each takes three processes."""
    content = _content(tuple(words))
    expected = _titles(_shown(tuple(words)))
    (parsed,) = javascript.parse((content,))
    in_script = {parser: {uid: title for uid, (title, _, _) in events.items()} for parser, events in parsed.items()}
    assert in_script["ical.js"] == expected
    assert _without(NODE_ICAL_SPOILS, in_script["node-ical"], expected) == _without(NODE_ICAL_SPOILS, expected, expected)
    occurrences = recurring_ical_events.of(Calendar.from_ical(content)).at(date(2027, 3, 1))
    assert (len(occurrences), {str(part["UID"]): str(part["SUMMARY"]) for part in occurrences}) == (len(words), expected)
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "worded.ics").write_bytes(content)
        khal = Khal(Path(place))
        khal.take(Path(place) / "worded.ics")
        listed = khal.shown("2027-03-01 1d", "uid", "title")
    assert len(listed) == len(words)
    assert _without(KHAL_SPOILS, dict(listed), expected) == _without(KHAL_SPOILS, expected, expected)


@given(WORDS)
@example(list(AWKWARD))
@settings(deadline=None)
def test_lines_hold_75_octets_of_whole_characters(words: list[str]) -> None:
    content = _content(tuple(words))
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines if b"\n" in line or b"\r" in line] == []


@given(st.text())
def test_plain_text_has_no_control_characters(text: str) -> None:
    kept = plain(text)
    assert [
        char for char in kept if char not in "\t\n" and (ord(char) < 32 or 127 <= ord(char) < 160 or 0xD800 <= ord(char) < 0xE000)
    ] == []
    assert plain(kept) == kept


def test_plain_text_keeps_what_is_allowed() -> None:
    assert plain("Tab\tÄ\u00a0€ 中\U0001f3f3") == "Tab\tÄ\u00a0€ 中\U0001f3f3"


def test_one_line_joins_lines_by_spaces() -> None:
    assert one_line("  a \r\n\r\n b\u2028c\t") == "a b c"
