"""Busy times: when, and nothing of what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import libical
from hypothesis import given
from hypothesis import strategies as st
from published_meetings import two_bodies
from test_released import FIRST, SECOND, changed, released, tree

from scheduler.publish.freebusy import freebusy_files, united

ZERO = datetime(2027, 1, 1, tzinfo=UTC)


def busy(content: bytes) -> list[tuple[str, str]]:
    """The busy times, in UTC, as the file has them."""
    assert libical.faults(content) == ()
    assert content.count(b"BEGIN:VFREEBUSY") == 1
    return re.findall(r"FREEBUSY;FBTYPE=BUSY:20270301T(\d{4})00Z/20270301T(\d{4})00Z\r\n", content.decode())


def test_freebusy_of_rooms_and_people_follows_the_release(tmp_path: Path) -> None:
    """In Vienna it is an hour later: the item at 11:00 and coffee at 15:00; then any other business at 10:00 and the item at 15:00."""
    released(tmp_path, *two_bodies(), FIRST)
    released(tmp_path, *changed(), SECOND)
    first, second = (tree(tmp_path / "releases" / number / "freebusy") for number in "12")
    people, rooms = ("ana", "bo", "cy", "di"), ("hall", "salon")
    assert list(first) == list(second) == [f"people/{id}.ics" for id in people] + [f"rooms/{id}.ics" for id in rooms]
    assert busy(first["rooms/hall.ics"]) == [("1000", "1130"), ("1400", "1430")]
    assert busy(second["rooms/hall.ics"]) == [("0900", "0930"), ("1400", "1530")]
    assert busy(first["people/ana.ics"]) == [("0900", "1130")]
    assert [busy(files[f"people/{id}.ics"]) for files, id in ((first, "cy"), (second, "cy"), (first, "di"))] == [[("1000", "1130")], [], []]


def test_freebusy_says_nothing_of_what_is_on(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    released(tmp_path, problem, agenda, FIRST)
    for content in tree(tmp_path / "releases" / "1" / "freebusy").values():
        for session in problem.sessions:
            assert session.title.encode() not in content
            assert session.id.encode() not in content


def test_freebusy_of_nothing_is_no_file() -> None:
    assert list(freebusy_files({"rooms/hall.ics": "Hall"}, {})) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10))))
def test_united_spans_hold_the_same_minutes(spans: list[tuple[int, int]]) -> None:
    def minutes(of: list[tuple[int, int]]) -> set[int]:
        return {minute for start, end in of for minute in range(start, end)}

    def instants() -> Iterator[tuple[datetime, datetime]]:
        return ((ZERO + timedelta(minutes=start), ZERO + timedelta(minutes=start + length)) for start, length in spans)

    found = [((start - ZERO) // timedelta(minutes=1), (end - ZERO) // timedelta(minutes=1)) for start, end in united(instants())]
    assert minutes(found) == minutes([(start, start + length) for start, length in spans])
    assert all(end < start for (_, end), (start, _) in pairwise(found))
