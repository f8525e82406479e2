from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from input_error_cases import OK_SMALL
from ok_small_agenda import AGENDA

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.errors import InputError
from scheduler.domain.problem import Problem
from scheduler.files.agenda_file import STATUSES, agenda_bytes, read_agenda
from scheduler.files.meeting_folder import read_meeting

PROBLEM = read_meeting(OK_SMALL).problem


def test_agenda_bytes_are_an_entry_to_a_line_with_the_venues_offsets() -> None:
    agenda = replace(AGENDA, entries=AGENDA.entries[:2], omitted=("wrap-up", "proposals-b"))
    assert (
        agenda_bytes(PROBLEM, agenda).decode()
        == """\
{
 "format": 1,
 "meeting": "ok-small-2027",
 "zone": "Europe/Vienna",
 "inputs": "sha256:a",
 "book": "sha256:b",
 "variant": null,
 "seed": 1,
 "status": "optimal",
 "cost": 45,
 "bound": 45,
 "cost_by_rule": {"opening-early": 0, "over-by-noon": 45},
 "entries": [
  {"session": "opening", "title": "Opening", "body": "TEM", "held": true, "start": "2027-03-27T10:00:00+01:00", "minutes": 30, \
"period": "sat-am", "room": "hall", "people": {"chair": ["chair-tem"]}},
  {"session": "proposals-a", "title": "Proposals on lasers", "body": "TEM", "held": true, "start": "2027-03-28T09:00:00+02:00", \
"minutes": 90, "period": "sun-am", "room": "hall", "people": {"presenter": ["bru-01"], "chair": ["chair-tem"]}},
  {"session": "proposals-b", "title": "Proposals on valves", "body": "TEM", "held": false},
  {"session": "wrap-up", "title": "Wrap-up", "body": "TEM", "held": false}
 ]
}
"""
    )


def test_agenda_without_entries_is_read_back(tmp_path: Path) -> None:
    assert read_back(tmp_path, Agenda(meeting="ok-small-2027", entries=())) == Agenda(meeting="ok-small-2027", entries=())


def test_agenda_spread_over_more_lines_by_hand_is_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "agenda.json"
    path.write_bytes(agenda_bytes(PROBLEM, AGENDA).replace(b", ", b",\n"))
    assert read_agenda(path, PROBLEM) == AGENDA


def read_back(folder: Path, agenda: Agenda) -> Agenda:
    path = folder / "agenda.json"
    path.write_bytes(agenda_bytes(PROBLEM, agenda))
    return read_agenda(path, PROBLEM)


def ids(*sheets: str) -> st.SearchStrategy[str]:
    return st.sampled_from([row.id for sheet in sheets for row in getattr(PROBLEM, sheet)])


def duties() -> st.SearchStrategy[tuple[Duty, ...]]:
    one = st.builds(Duty, st.sampled_from(["presenter", "chair", "rapporteur"]), st.lists(ids("people"), unique=True).map(tuple))
    return st.lists(one, unique_by=lambda duty: duty.role).map(tuple)


def entries(session: str) -> st.SearchStrategy[Entry | None]:
    start = st.integers(0, 3 * 24 * 60).map(lambda minutes: datetime(2027, 3, 26, tzinfo=UTC) + timedelta(minutes=minutes))
    return st.none() | st.builds(Entry, st.just(session), start, st.integers(1, 600), ids("periods"), ids("rooms"), duties())


@st.composite
def agendas(draw: st.DrawFn, problem: Problem = PROBLEM) -> Agenda:
    drawn = {session.id: draw(entries(session.id)) for session in problem.sessions}
    words = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
    return Agenda(
        meeting=problem.meeting.id,
        entries=tuple(entry for entry in drawn.values() if entry is not None),
        omitted=tuple(session for session, entry in drawn.items() if entry is None),
        inputs=draw(words),
        book=draw(words),
        variant=draw(st.none() | words),
        seed=draw(st.integers(0, 2**31)),
        status=draw(st.sampled_from(STATUSES)),
        cost=draw(st.integers(0, 10**12)),
        bound=draw(st.integers(0, 10**12)),
        cost_by_rule=tuple(draw(st.dictionaries(words, st.integers(0, 10**9), max_size=3)).items()),
    )


@settings(deadline=None)
@given(agenda=agendas())
def test_agenda_of_any_kind_is_read_back_equal(tmp_path_factory: pytest.TempPathFactory, agenda: Agenda) -> None:
    assert read_back(tmp_path_factory.mktemp("agenda"), agenda) == agenda


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"minutes": 30', '"minutes": 0', "14:minutes: a session cannot take 0 minutes"),
        ('"minutes": 30', '"minutes": true', "14:minutes: 'minutes' is true, which is not a whole number"),
        ("10:00:00+01:00", "10:00:30+01:00", "14:start: '2027-03-27T10:00:30+01:00' is not the start of a session"),
        ('"start": "2027-03-27T10:00:00+01:00"', '"start": null', "14:start: 'start' is null, which is not a text"),
        ('"room": "annex"', '"room": 5', "16:room: 'room' is 5, which is not a text"),
        ('["bru-01"]', '"bru-01"', "15:people: the role 'presenter' has \"bru-01\" and not a list of people"),
        ('["bru-01"]', "[7]", "15:people: the meeting has no person 7"),
        ('  {"session": "wrap-up"', '  7, {"session": "wrap-up"', " entry 4 is 7, which is not a group in braces"),
        ('"session": "wrap-up"', '"sesion": "wrap-up"', "session: 'session' is missing"),
        ('"over-by-noon": 45', '"over-by-noon": "45"', "12:over-by-noon: 'over-by-noon' is \"45\", which is not a whole number"),
    ],
)
def test_agenda_value_that_is_wrong_is_one_fault(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = agenda_bytes(PROBLEM, AGENDA).decode()
    assert text.count(old) == 1
    assert faults_of(tmp_path, text.replace(old, new)) == [fault]


def test_agenda_with_two_unknown_sessions_says_so_of_each(tmp_path: Path) -> None:
    text = (
        agenda_bytes(PROBLEM, AGENDA)
        .decode()
        .replace('"session": "wrap-up"', '"session": "x"')
        .replace('"session": "opening"', '"session": "y"')
    )
    assert faults_of(tmp_path, text) == ["14:session: the meeting has no session 'y'", "17:session: the meeting has no session 'x'"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: the file is no agenda, or is damaged: expecting value"),
        ("[]", "1: the file is no agenda"),
        ("7", "1: the file is no agenda"),
        ("[" * 100_000, " the file is no agenda, or is damaged"),
        ("1" * 5000, " the file is no agenda, or is damaged"),
    ],
    ids=["empty", "list", "number", "brackets", "digits"],
)
def test_agenda_that_is_none_is_one_fault(tmp_path: Path, text: str, fault: str) -> None:
    assert faults_of(tmp_path, text) == [fault]


def faults_of(folder: Path, text: str) -> list[str]:
    path = folder / "agenda.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_agenda(path, PROBLEM)
    return [str(fault).partition("\n")[0].removeprefix(f"{path}:") for fault in caught.value.faults]
