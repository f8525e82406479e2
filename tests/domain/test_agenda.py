"""Agendas are values: their order, their gap, and when two are the same."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.agenda import Agenda, Duty, Entry, Violation
from scheduler.domain.clock import Span

TEN = datetime(2027, 3, 1, 10, tzinfo=UTC)


def entry(session: str, room: str = "hall", start: datetime = TEN, duties: tuple[Duty, ...] = ()) -> Entry:
    return Entry(session, start, 30, "am", room, duties)


ENTRIES = (
    entry("z", "annex"),
    entry("a", "hall"),
    entry("b", "hall"),
    entry("c", "annex", TEN + timedelta(minutes=30)),
    entry("d", "annex", TEN + timedelta(days=1)),
)


@settings(deadline=None)
@given(st.permutations(ENTRIES), st.permutations(["x", "y", "w"]))
def test_agenda_of_the_same_entries_in_any_order_is_equal(entries: list[Entry], omitted: list[str]) -> None:
    agenda = Agenda("m", tuple(entries), tuple(omitted))
    assert agenda == Agenda("m", ENTRIES, ("w", "x", "y"))
    assert hash(agenda) == hash(Agenda("m", ENTRIES, ("w", "x", "y")))
    assert (agenda.entries, agenda.omitted) == (ENTRIES, ("w", "x", "y"))


@pytest.mark.parametrize(
    "other",
    [
        entry("a", start=TEN + timedelta(minutes=5)),
        entry("a", room="annex"),
        replace(entry("a"), minutes=45),
        replace(entry("a"), period="pm"),
        entry("a", duties=(Duty("chair", ("ana",)),)),
    ],
)
def test_agenda_with_another_entry_is_another(other: Entry) -> None:
    assert Agenda("m", (entry("a"),)) != Agenda("m", (other,))


def test_agenda_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Agenda("m", ENTRIES).cost = 1  # type: ignore[misc]


def test_agenda_replaced_is_sorted_again() -> None:
    assert replace(Agenda("m", ()), entries=ENTRIES[::-1]).entries == ENTRIES


@pytest.mark.parametrize(("cost", "bound", "gap"), [(0, 0, 0.0), (45, 45, 0.0), (100, 80, 0.2), (1, 0, 1.0)])
def test_agenda_gap(cost: int, bound: int, gap: float) -> None:
    assert Agenda("m", (), cost=cost, bound=bound).gap == gap


def test_agenda_entry_by_session() -> None:
    agenda = Agenda("m", ENTRIES, ("x",))
    assert [agenda.entry(id) for id in ("c", "x", "no-such-session")] == [ENTRIES[3], None, None]


def test_entry_ends_after_its_minutes() -> None:
    assert entry("a").end == TEN + timedelta(minutes=30)
    assert entry("a").span == Span(TEN, TEN + timedelta(minutes=30))


def test_entry_people_take_its_roles() -> None:
    assert entry("a", duties=(Duty("presenter", ("ana", "bo")), Duty("chair", ("ana",)))).people == {"ana", "bo"}


@pytest.mark.parametrize("zone", [None, ZoneInfo("UTC"), ZoneInfo("Europe/Vienna")])
def test_entry_of_another_zone_than_utc_is_refused(zone: ZoneInfo | None) -> None:
    with pytest.raises(ValueError, match="an entry starts at an instant in UTC"):
        entry("a", start=TEN.replace(tzinfo=zone))


def test_violation_names_its_instance() -> None:
    assert Violation("one-place", "aut-02", 1, None, "aut-02 is in two places").instance == "one-place[aut-02]"
