from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from ok_small_agenda import AGENDA, edited_agendas
from test_agenda_file import PROBLEM

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.errors import InputError
from scheduler.files.agenda_file import agenda_bytes, read_agenda
from scheduler.files.agenda_table import agenda_csv, clock_time

HEADER = "session,title,body,held,day,start,end,minutes,period,room,chair,presenter"
OPENING = "opening,Opening,TEM,yes,2027-03-27,10:00,10:30,30,sat-am,hall,chair-tem,"
LASERS = "proposals-a,Proposals on lasers,TEM,yes,2027-03-28,09:00,10:30,90,sun-am,hall,chair-tem,bru-01"
VALVES = "proposals-b,Proposals on valves,TEM,no,,,,60,,,,cor-01"
WRAP_UP = "wrap-up,Wrap-up,TEM,yes,2027-03-28,12:00,12:45,45,sun-am,hall,chair-tem,"


def as_table(agenda: Agenda) -> Agenda:
    """What a table can say of an agenda."""
    return Agenda(meeting=agenda.meeting, entries=agenda.entries, omitted=agenda.omitted)


def read(folder: Path, *rows: str) -> Agenda:
    path = folder / "agenda.csv"
    path.write_text("\n".join(rows), "utf-8")
    return read_agenda(path, PROBLEM)


def faults_of(folder: Path, *rows: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder, *rows)
    return [str(fault).removeprefix(f"{folder / 'agenda.csv'}:").replace("\n    ", " / ") for fault in caught.value.faults]


def test_agenda_csv_has_a_row_per_session_and_a_column_per_role() -> None:
    agenda = replace(AGENDA, entries=(*AGENDA.entries[:2], AGENDA.entries[3]), omitted=("proposals-b",))
    assert agenda_csv(PROBLEM, agenda).decode("utf-8") == "\ufeff" + "\r\n".join((HEADER, OPENING, LASERS, WRAP_UP, VALVES, ""))


@settings(deadline=None)
@given(agenda=edited_agendas(PROBLEM))
def test_agenda_of_any_kind_is_read_back_from_csv_as_from_json(tmp_path_factory: pytest.TempPathFactory, agenda: Agenda) -> None:
    folder = tmp_path_factory.mktemp("agenda")
    (folder / "agenda.csv").write_bytes(agenda_csv(PROBLEM, agenda))
    (folder / "agenda.json").write_bytes(agenda_bytes(PROBLEM, agenda))
    assert read_agenda(folder / "agenda.csv", PROBLEM) == agenda
    assert as_table(read_agenda(folder / "agenda.json", PROBLEM)) == agenda


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_agenda_csv_cell_that_looks_like_a_formula_gets_an_apostrophe(tmp_path: Path, title: str) -> None:
    sessions = tuple(replace(session, title=title) for session in PROBLEM.sessions)
    (tmp_path / "agenda.csv").write_bytes(agenda_csv(replace(PROBLEM, sessions=sessions), AGENDA))
    content = (tmp_path / "agenda.csv").read_bytes().decode()
    cell = f"'{title}"
    assert content.count(f',"{cell}",' if "\r" in title else f",{cell},") == 4
    assert read_agenda(tmp_path / "agenda.csv", PROBLEM) == as_table(AGENDA)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        ("2027-10-31T00:30+00:00", "02:30+02:00"),
        ("2027-10-31T01:30+00:00", "02:30+01:00"),
        ("2027-10-31T02:30+00:00", "03:30"),
        ("2027-03-28T01:00+00:00", "03:00"),
    ],
)
def test_clock_time_that_occurs_twice_has_its_offset(instant: str, text: str) -> None:
    assert clock_time(PROBLEM.clock, datetime.fromisoformat(instant).astimezone(UTC)) == text


def test_table_row_that_was_moved_gets_the_period_that_it_is_now_in(tmp_path: Path) -> None:
    moved = OPENING.replace("2027-03-27,10:00", "2027-03-27,16:00").replace("hall", "annex")
    start = datetime(2027, 3, 27, 15, tzinfo=UTC)
    assert read(tmp_path, HEADER, moved).entries == (Entry("opening", start, 30, "sat-pm", "annex", (Duty("chair", ("chair-tem",)),)),)


def test_table_row_moved_outside_every_period_gets_the_nearest(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER, OPENING.replace("10:00", "19:00")).entries[0].period == "sat-am"
    assert read(tmp_path, HEADER, OPENING.replace("10:00", "19:00").replace("sat-am", "")).entries[0].period == "sat-pm"


def test_table_of_semicolons_in_any_order_with_notes_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "notes;room;start;day;held;session;chair", "ask Ana;hall;10:00;2027-03-27;Yes;opening;chair-tem") == Agenda(
        meeting="ok-small-2027", entries=AGENDA.entries[:1]
    )


def test_table_row_with_nobody_in_a_role_says_so(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER, OPENING.replace("chair-tem", "")).entries[0].duties == (Duty("chair", ()),)


def test_table_faults_are_all_reported_at_once(tmp_path: Path) -> None:
    rows = (
        HEADER,
        OPENING.replace("2027-03-27", "27/03/2027").replace("hall", "hal").replace("chair-tem", "chair-tm"),
        LASERS.replace("09:00", "02:30").replace("90", "0").replace("sun-am", "sun"),
        VALVES.replace("proposals-b", "proposal-b").replace("no", "maybe"),
        WRAP_UP.replace("12:00", "").replace("2027-03-28", ""),
    )
    held_help = "a session that is held needs a day, a start and a room; or write 'no' under 'held'"
    assert faults_of(tmp_path, *rows) == [
        "2:chair: the meeting has no person 'chair-tm' / did you mean 'chair-tem'?",
        "2:day: '27/03/2027' is not a date / write year, month, day: 2027-03-09",
        "2:room: the meeting has no room 'hal' / did you mean 'hall'?",
        "3:minutes: '0' is too small / write 1 or more",
        "3:period: the meeting has no period 'sun' / did you mean 'sun-am'?",
        "3:start: 02:30 does not occur on 2027-03-28: the clocks of Europe/Vienna go forward over it"
        " / add the offset from UTC that is meant, as in 2027-03-09 14:00+01:00",
        "4:session: the meeting has no session 'proposal-b' / did you mean 'proposals-b'?",
        f"5:day: the cell is empty / {held_help}",
        f"5:start: the cell is empty / {held_help}",
    ]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ((), "1: the column 'session' is missing / the sheet agenda needs the columns session, held"),
        (("session,held,day,strt,room", "opening,yes,,,"), "1:strt: unknown column 'strt' / did you mean 'start'?"),
        (
            ("session,held,day,start", "opening,no,,"),
            "1: the column 'room' is missing / add it: day, start and room say where a session is",
        ),
        ((HEADER, OPENING, OPENING), "3:session: the id 'opening' is already that of line 2 / give each row an id of its own"),
        ((HEADER, OPENING.replace("yes", "maybe")), "2:held: 'maybe' is neither yes nor no / write yes or no"),
    ],
)
def test_table_that_is_wrong_is_one_fault(tmp_path: Path, rows: tuple[str, ...], fault: str) -> None:
    assert fault in faults_of(tmp_path, *rows)
    assert len(faults_of(tmp_path, *rows)) == (2 if not rows else 1)


def test_clock_time_is_read_back_at_every_minute_of_a_night_with_a_change(tmp_path: Path) -> None:
    clock = replace(PROBLEM.clock, first_day=datetime(2027, 10, 31).date(), last_day=datetime(2027, 10, 31).date())
    problem = replace(PROBLEM, meeting=replace(PROBLEM.meeting, clock=clock))
    for minute in range(60, 240, 10):
        agenda = Agenda(meeting="ok-small-2027", entries=(replace(AGENDA.entries[0], start=clock.at(minute)),))
        (tmp_path / "agenda.csv").write_bytes(agenda_csv(problem, agenda))
        assert read_agenda(tmp_path / "agenda.csv", problem).entries[0].start == clock.at(minute)
