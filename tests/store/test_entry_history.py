"""The history of entries: what is shown is what was asked for, nothing is lost, and programs can tell the later version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.store.history import (
    CANCELLED,
    CONFIRMED,
    Key,
    Line,
    ShowableT,
    Shown,
    ShownDeadline,
    Stamp,
    Withhold,
    advance,
    nothing_withheld,
    shown_in,
)

MONDAY = datetime(2027, 10, 11, 8, tzinfo=UTC)
FIRST, SECOND, THIRD = (datetime(2027, 9, day, 9, tzinfo=UTC) for day in (1, 2, 3))
TALK = Shown("talk@rpoc", MONDAY, MONDAY + timedelta(hours=1), "RPOC: Talk", "Hall", "", "RPOC", "Secretariat", "secretariat@example.org")
ANA, BO, ALL = "people/ana.ics", "people/bo.ics", "programme.ics"


def in_calendars(shown: Shown, *calendars: str) -> dict[Key, Shown]:
    return {(calendar, shown.uid): shown for calendar in calendars}


def stamps(lines: Mapping[Key, Line[Shown]]) -> dict[str, tuple[int, datetime, str]]:
    return {calendar: (line.stamp.sequence, line.stamp.published, line.stamp.status) for (calendar, _), line in lines.items()}


def test_history_begins_at_sequence_0() -> None:
    lines = advance({}, in_calendars(TALK, ALL), FIRST)
    assert lines == {(ALL, TALK.uid): Line(TALK, Stamp(0, FIRST, FIRST, CONFIRMED))}


def test_history_of_a_moved_entry_raises_its_sequence_in_every_calendar() -> None:
    before = advance({}, in_calendars(TALK, ALL, ANA), FIRST)
    for moved in (replace(TALK, start=MONDAY - timedelta(hours=1)), replace(TALK, location="Annex")):
        lines = advance(before, in_calendars(moved, ALL, ANA), SECOND)
        assert stamps(lines) == {ALL: (1, SECOND, CONFIRMED), ANA: (1, SECOND, CONFIRMED)}


def test_history_of_a_renamed_entry_is_modified_alone() -> None:
    before = advance({}, in_calendars(TALK, ALL), FIRST)
    lines = advance(before, in_calendars(replace(TALK, summary="RPOC: The talk"), ALL), SECOND)
    assert lines[ALL, TALK.uid].stamp == Stamp(0, SECOND, SECOND, CONFIRMED)


def test_history_of_a_withdrawn_entry_stays_cancelled_for_ever() -> None:
    before = advance({}, in_calendars(TALK, ALL, ANA), FIRST)
    lines = advance(before, {}, SECOND)
    assert stamps(lines) == {ALL: (1, SECOND, CANCELLED), ANA: (1, SECOND, CANCELLED)}
    assert advance(lines, {}, THIRD) == lines


def test_history_cancels_an_entry_for_who_leaves_it_and_shows_later_changes_to_the_others_alone() -> None:
    before = advance({}, in_calendars(TALK, ALL, ANA, BO), FIRST)
    without = advance(before, in_calendars(TALK, ALL, BO), SECOND)
    assert stamps(without) == {ALL: (1, SECOND, CONFIRMED), ANA: (1, SECOND, CANCELLED), BO: (1, SECOND, CONFIRMED)}
    moved = replace(TALK, location="Annex")
    later = advance(without, in_calendars(moved, ALL, BO), THIRD)
    assert later[ANA, TALK.uid] == without[ANA, TALK.uid]
    assert later[BO, TALK.uid] == Line(moved, Stamp(2, THIRD, THIRD))


def test_history_gives_an_entry_back_as_a_later_version_than_its_cancellation() -> None:
    cancelled = advance(advance({}, in_calendars(TALK, ALL), FIRST), {}, SECOND)
    assert stamps(advance(cancelled, in_calendars(TALK, ALL), THIRD)) == {ALL: (2, THIRD, CONFIRMED)}


def test_history_lets_somebody_join_without_telling_the_others() -> None:
    before = advance({}, in_calendars(TALK, ALL), FIRST)
    lines = advance(before, in_calendars(TALK, ALL, BO), SECOND)
    assert stamps(lines) == {ALL: (0, FIRST, CONFIRMED), BO: (0, SECOND, CONFIRMED)}


def test_history_of_a_deadline_is_a_later_version_if_it_moves_and_modified_if_it_is_met() -> None:
    paper = ShownDeadline("paper+a@m", date(2027, 2, 1), "Paper", "", "Secretariat", "s@example.org")
    key = ("deadlines.ics", paper.uid)
    before = advance({}, {key: paper}, FIRST)
    moved, met = (advance(before, {key: now}, SECOND) for now in (replace(paper, day=date(2027, 2, 2)), replace(paper, done=FIRST)))
    assert (moved[key].stamp, met[key].stamp) == (Stamp(1, SECOND, SECOND), Stamp(0, SECOND, SECOND))


def closed(calendar: str, shown: Shown) -> Shown:
    """All that Ana may still be told."""
    return replace(shown, summary="Closed", description="") if calendar == ANA else shown


def test_history_withholds_from_a_calendar_what_it_may_say_no_more() -> None:
    before = advance({}, in_calendars(TALK, ALL, ANA), FIRST)
    lines = advance(before, {}, SECOND, closed)
    assert {calendar: (line.shown.summary, line.stamp.sequence) for (calendar, _), line in lines.items()} == {
        ALL: ("RPOC: Talk", 1),
        ANA: ("Closed", 1),
    }


def test_history_withholds_what_was_cancelled_before_as_a_change_for_which_nobody_is_elsewhere() -> None:
    before = advance(advance({}, in_calendars(TALK, ALL, ANA), FIRST), {}, SECOND)
    lines = advance(before, {}, THIRD, closed)
    assert lines[ALL, TALK.uid] == before[ALL, TALK.uid]
    assert lines[ANA, TALK.uid] == Line(replace(TALK, summary="Closed"), Stamp(1, THIRD, THIRD, CANCELLED))
    assert advance(lines, {}, THIRD + timedelta(days=1), closed) == lines


def test_history_gives_back_in_full_what_was_withheld() -> None:
    before = advance(advance({}, in_calendars(TALK, ANA), FIRST), {}, SECOND, closed)
    assert advance(before, in_calendars(TALK, ANA), THIRD, closed)[ANA, TALK.uid] == Line(TALK, Stamp(2, THIRD, THIRD))


def states() -> st.SearchStrategy[dict[Key, Shown]]:
    """What may be shown: of two sessions, each in some calendars, at one of a few places and under one of two titles."""
    uid = st.sampled_from(["a@m", "b@m"])
    entry = st.builds(
        lambda uid, hour, location, title: replace(TALK, uid=uid, start=MONDAY + timedelta(hours=hour), location=location, summary=title),
        uid,
        st.integers(0, 1),
        st.sampled_from(["Hall", "Annex"]),
        st.sampled_from(["Talk", "The talk"]),
    )
    one = st.tuples(entry, st.sets(st.sampled_from([ANA, BO, ALL])))
    return st.lists(one, max_size=2, unique_by=lambda pair: pair[0].uid).map(
        lambda pairs: {key: shown for entry, calendars in pairs for key, shown in in_calendars(entry, *sorted(calendars)).items()}
    )


def deadlines() -> st.SearchStrategy[dict[Key, ShownDeadline]]:
    """The same of two deadlines, on one of two days, done or not."""
    entry = st.builds(
        lambda uid, day, done: ShownDeadline(
            uid, date(2027, 2, day), "Papers", "", "Secretariat", "s@example.org", FIRST if done else None
        ),
        st.sampled_from(["a@m", "b@m"]),
        st.integers(1, 2),
        st.booleans(),
    )
    return st.lists(entry, max_size=2, unique_by=lambda one: one.uid).map(lambda found: {("deadlines.ics", one.uid): one for one in found})


@settings(deadline=None)
@given(st.lists(states(), min_size=1, max_size=6), st.sampled_from([nothing_withheld, closed]))
def test_history_of_random_releases_keeps_its_promises(shows: list[dict[Key, Shown]], withhold: Withhold[Shown]) -> None:
    assert_keeps_promises(shows, withhold)


@settings(deadline=None)
@given(st.lists(deadlines(), min_size=1, max_size=6))
def test_history_of_random_deadlines_keeps_the_same_promises(shows: list[dict[Key, ShownDeadline]]) -> None:
    assert_keeps_promises(shows, nothing_withheld)


def assert_keeps_promises(shows: list[dict[Key, ShowableT]], withhold: Withhold[ShowableT]) -> None:
    before: dict[Key, Line[ShowableT]] = {}
    for number, now in enumerate(shows):
        at = FIRST + timedelta(days=number)
        lines = advance(before, now, at, withhold)
        assert shown_in(lines) == now
        assert lines.keys() >= before.keys()
        assert advance(lines, now, at + timedelta(hours=1), withhold) == lines
        assert all(line.is_open or withhold(calendar, line.shown) == line.shown for (calendar, _), line in lines.items())
        for key, old in before.items():
            new = lines[key]
            assert new.stamp.sequence >= old.stamp.sequence
            if new != old:
                assert new.stamp.modified == new.stamp.published == at
            if (new.shown.place, new.stamp.status) != (old.shown.place, old.stamp.status):
                assert new.stamp.sequence > old.stamp.sequence
        for uid in {uid for _, uid in now}:
            assert len({line.stamp.sequence for (_, other), line in lines.items() if other == uid and line.is_open}) == 1
        before = lines
