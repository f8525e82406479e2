"""Notes on a programme: which lie where, what has become of that, and which version of an entry is the later one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.brief import Brief, Change, Memory, brief
from scheduler.domain.errors import Source
from scheduler.domain.notes import CalendarEntry, Note, Notes, Programme, folded
from scheduler.domain.zones import load_zone

VIENNA = load_zone("Europe/Vienna")
TEN, STAMP, SECOND = datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), timedelta(seconds=1)


def entry(session: str, item: str, body: str = "RPOC", hours: int = 0, **other: object) -> CalendarEntry:
    start = TEN + timedelta(hours=hours)
    title = f"{body}: {item}. Title of {session}"
    made = CalendarEntry(
        uid=f"{session}@spring",
        session=session,
        body=body,
        item=item,
        start=start,
        end=start + timedelta(hours=1),
        title=title,
        stamp=STAMP,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def note(key: str, text: str = "text", longer: str = "") -> Note:
    return Note(key, text, Source("notes.md", 1), longer)


def laid(entries: tuple[CalendarEntry, ...], notes: tuple[Note, ...], memory: Memory | None = None) -> Brief:
    return brief(Programme("Spring", VIENNA, entries), Notes("", notes), memory)


def lying(made: Brief) -> dict[str, list[str]]:
    """The keys of the notes on each session that has some."""
    return {session.entry.session: [note.key for note in session.notes] for session in made.sessions if session.notes}


def told(made: Brief) -> list[tuple[str, str, str]]:
    """What is said: the kind, the note, and the session."""

    def uid(change: Change) -> str:
        found = change.after or change.before
        assert found is not None
        return found.uid.partition("@")[0]

    return [(change.kind, change.note.key, uid(change)) for change in made.changes]


def stamps(made: Brief) -> dict[str, tuple[int, datetime, bool]]:
    return {one.uid.partition("@")[0]: (one.sequence, one.stamp, one.cancelled) for one in made.memory.now.entries}


A, B, SG = entry("rpoc-4a", "4a"), entry("rpoc-4b", "4b", hours=1), entry("sg-1", "4a", "SG", hours=-1)


@pytest.mark.parametrize(
    ("key", "longer", "expected"),
    [
        ("4b", "", ["rpoc-4b"]),
        ("4B.", "", ["rpoc-4b"]),
        ("4a", "4a Export", ["rpoc-4a", "sg-1"]),
        ("RPOC", "RPOC: 4a", ["rpoc-4a"]),
        ("sg 4A", "", ["sg-1"]),
        ("rpoc-4a", "rpoc-4a 4b", ["rpoc-4a"]),
        ("RPOC-4A:", "", ["rpoc-4a"]),
        ("4", "", []),
        ("RPOC", "RPOC Title", []),
    ],
)
def test_brief_note_lies_on_item_of_any_body_or_on_one_session(key: str, longer: str, expected: list[str]) -> None:
    made = laid((A, B, SG), (note(key, longer=longer),))
    assert sorted(lying(made)) == expected
    assert [one.key for one in made.unplaced] == ([] if expected else [key])


def test_brief_notes_on_one_session_keep_their_order() -> None:
    made = laid((A,), (note("rpoc-4a", "first"), note("4a", "second")))
    assert lying(made) == {"rpoc-4a": ["rpoc-4a", "4a"]}
    assert made.sessions[0].text == "first\n\nsecond"


def test_brief_folded_takes_composed_and_decomposed_for_one() -> None:
    assert folded("Ö-1. ") == folded("O\u0308-1") == "ö-1"


def test_brief_of_the_first_time_has_nothing_to_tell() -> None:
    made = laid((A, B), (note("4a"), note("9")))
    assert told(made) == []
    assert stamps(made) == {"rpoc-4a": (0, STAMP, False)}


def test_brief_again_is_the_same() -> None:
    first = laid((A, B), (note("4a"),))
    assert laid((A, B), (note("4a"),), first.memory) == first
    moved = laid((entry("rpoc-4a", "4a", hours=3), B), (note("4a"),), first.memory)
    assert told(moved) == [("moved", "4a", "rpoc-4a")]
    assert laid(tuple(one.entry for one in moved.sessions), (note("4a"),), moved.memory) == moved


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((entry("rpoc-4a", "4a", start=TEN + SECOND),), [("moved", "4a", "rpoc-4a")]),
        ((entry("rpoc-4a", "4a", end=TEN + SECOND),), [("moved", "4a", "rpoc-4a")]),
        ((entry("rpoc-4a", "4a", place="Salon"),), [("moved", "4a", "rpoc-4a")]),
        ((entry("rpoc-4a", "4a", title="RPOC: 4a. Other"),), [("renamed", "4a", "rpoc-4a")]),
        ((entry("rpoc-4a", "4b"),), [("renumbered", "4a", "rpoc-4a")]),
        ((entry("rpoc-4a", "4b"), entry("new", "4a")), [("renumbered", "4a", "rpoc-4a"), ("new", "4a", "new")]),
        ((entry("rpoc-4a", "4a", cancelled=True),), [("went", "4a", "rpoc-4a")]),
        ((), [("went", "4a", "rpoc-4a")]),
        ((A, entry("more", "4a", hours=2)), [("new", "4a", "more")]),
        ((replace(A, sequence=5, stamp=STAMP + SECOND, details=("Chair: Ana",)),), []),
    ],
)
def test_brief_tells_what_became_of_the_entry_under_a_note(after: tuple[CalendarEntry, ...], expected: list[tuple[str, str, str]]) -> None:
    assert told(laid(after, (note("4a"),), laid((A,), (note("4a"),)).memory)) == expected


def test_brief_tells_the_same_after_notes_are_revised_and_no_more_with_the_next_calendar() -> None:
    first = laid((A, B), (note("4a"), note("4b")))
    later = (entry("rpoc-4a", "4a", hours=3), B)
    second = laid(later, (note("4a"), note("4b")), first.memory)
    revised = laid(later, (note("4a", "other"), note("rpoc-4b")), second.memory)
    assert told(second) == told(revised) == [("moved", "4a", "rpoc-4a")]
    third = laid((*later, SG), (note("4a", "other"), note("rpoc-4b")), revised.memory)
    assert told(third) == [("new", "4a", "sg-1")]


def test_brief_of_what_came_back_tells_that_it_is_new() -> None:
    gone = laid((B,), (note("4a"),), laid((A,), (note("4a"),)).memory)
    back = laid((A, B), (note("4a"),), gone.memory)
    assert told(back) == [("new", "4a", "rpoc-4a")]
    assert stamps(back) == {"rpoc-4a": (2, STAMP + 2 * SECOND, False)}


def test_brief_version_rises_where_something_else_is_shown_and_only_there() -> None:
    first = laid((A,), (note("4a"),)).memory
    revised = laid((A,), (note("4a", "other"),), first)
    assert stamps(revised) == {"rpoc-4a": (1, STAMP + SECOND, False)}
    later = STAMP + timedelta(days=1)
    moved = entry("rpoc-4a", "4a", hours=3, sequence=7, stamp=later)
    assert stamps(laid((moved,), (note("4a", "other"),), revised.memory)) == {"rpoc-4a": (7, later, False)}
    untouched = replace(A, sequence=9, stamp=later, details=("Chair: Ana",))
    assert stamps(laid((untouched,), (note("rpoc-4a"),), first)) == {"rpoc-4a": (0, STAMP, False)}


def test_brief_of_a_note_that_was_removed_is_cancelled_for_ever() -> None:
    memory = laid((A, B), (note("4a"), note("4b"))).memory
    without = laid((A, B), (note("4b"),), memory)
    assert told(without) == []
    assert stamps(without) == {"rpoc-4a": (1, STAMP + SECOND, True), "rpoc-4b": (0, STAMP, False)}
    assert laid((A, B), (note("4b"),), without.memory).memory == without.memory


DAYS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("12"), st.integers(0, 2), st.booleans()), unique_by=lambda one: one[0])
NOTES = st.dictionaries(st.sampled_from(("a", "b", "1", "2")), st.sampled_from("xy"))


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, NOTES), min_size=2, max_size=6))
def test_brief_over_any_times_loses_no_entry_and_no_version_falls(
    times: list[tuple[list[tuple[str, str, int, bool]], dict[str, str]]],
) -> None:
    memory: Memory | None = None
    for entries, notes in times:
        before = memory
        shown = tuple(entry(session, item, hours=hours, cancelled=gone) for session, item, hours, gone in entries)
        made = laid(shown, tuple(note(key, text) for key, text in notes.items()), before)
        memory = made.memory
        now = {one.uid: one for one in memory.now.entries}
        assert {uid for uid, one in now.items() if not one.cancelled} == {
            session.entry.uid for session in made.sessions if session.notes and not session.entry.cancelled
        }
        for old in before.now.entries if before else ():
            new = now[old.uid]
            same = replace(new, keys=old.keys) == old
            assert same or (new.sequence > old.sequence and new.stamp > old.stamp)
            assert same or replace(new, keys=old.keys, sequence=old.sequence, stamp=old.stamp) != old
