from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from input_error_cases import MEETING, OK_SMALL, append, change, copy_meeting, in_autumn, put

from scheduler.domain.clock import Span
from scheduler.domain.errors import InputError, Source
from scheduler.domain.meeting import Organizer, Travel
from scheduler.domain.problem import Delegation, Role
from scheduler.files.meeting_folder import Plan, read_meeting


@pytest.fixture(autouse=True)
def meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    copy_meeting()


def plan() -> Plan:
    return read_meeting(MEETING)


def said(warnings_of: Plan) -> list[str]:
    return [str(warning).replace("\n    ", " / ") for warning in warnings_of.warnings]


def roles(session: str) -> tuple[Role, ...]:
    return plan().problem.session(session).roles


def test_meeting_settings_are_typed() -> None:
    meeting = plan().problem.meeting
    assert (meeting.id, meeting.grid, meeting.markings) == ("ok-small-2027", 15, ("public", "partners"))
    assert meeting.prepared == datetime(2027, 1, 11, 9, tzinfo=UTC)
    assert meeting.organizer == Organizer("Secretariat", "secretariat@small.example")
    assert meeting.travel == (Travel("Main", "Annex", 10),)
    assert (meeting.clock.zone.key, meeting.clock.days) == ("Europe/Vienna", (date(2027, 3, 27), date(2027, 3, 28)))


def test_meeting_markings_are_public_where_none_are_given() -> None:
    change("meeting.yaml", "markings: [public, partners]\n", "")()
    change("bodies.csv", "partners", "")()
    change("deadlines.csv", "partners", "")()
    assert plan().problem.meeting.markings == ("public",)


def test_meeting_rows_keep_their_columns_and_their_place() -> None:
    row = plan().problem.room("annex")
    assert row.source == Source("meeting/rooms.csv", 3)
    assert row.columns == {
        "room": ("annex",),
        "name": ("Annex room",),
        "building": ("Annex",),
        "capacity": ("20",),
        "features": (),
        "turnover": ("15",),
    }


def test_meeting_times_on_both_sides_of_the_clock_change_are_the_right_instants() -> None:
    problem = plan().problem
    assert [period.span.start for period in problem.periods] == [
        datetime(2027, 3, 27, 9, tzinfo=UTC),
        datetime(2027, 3, 27, 14, tzinfo=UTC),
        datetime(2027, 3, 28, 7, tzinfo=UTC),
    ]
    assert problem.person("bru-01").arrives == datetime(2027, 3, 28, 7, tzinfo=UTC)


def test_meeting_time_that_comes_twice_is_told_apart_by_its_offset() -> None:
    in_autumn()
    change("availability.csv", "2027-10-31 02:30", "2027-10-31 02:30+01:00")()
    assert plan().problem.availability[0].span.start == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("day", ["2027-03-28", "Sun", "sunday", "day 2", "last day"])
def test_period_day_may_be_written_in_several_ways(day: str) -> None:
    change("periods.csv", "sun-am,2027-03-28", f"sun-am,{day}")()
    assert plan().problem.period("sun-am").day == date(2027, 3, 28)


def test_period_may_end_at_midnight_of_a_short_day() -> None:
    change("periods.csv", "09:00,13:00", "00:00,24:00")()
    period = plan().problem.period("sun-am")
    assert (period.span.minutes, period.span.end) == (23 * 60, datetime(2027, 3, 28, 22, tzinfo=UTC))


def test_periods_that_meet_and_periods_of_other_rooms_do_not_overlap() -> None:
    header, *rows = (MEETING / "periods.csv").read_text("utf-8").splitlines()
    rows = [f"{row},hall" for row in rows] + ["sat-noon,2027-03-27,13:00,15:00,noon,", "sat-annex,2027-03-27,10:00,12:00,annex,annex"]
    put("periods.csv", "\n".join([f"{header},rooms", *rows]).encode())()
    problem = plan().problem
    assert [period.rooms for period in problem.periods] == [("hall",)] * 3 + [("hall", "annex"), ("annex",)]


def test_period_on_a_weekday_that_comes_twice_is_a_fault() -> None:
    change("meeting.yaml", "last_day: 2027-03-28", "last_day: 2027-04-04")()
    change("periods.csv", "sun-am,2027-03-28", "sun-am,Sun")()
    with pytest.raises(InputError) as caught:
        plan()
    assert [str(fault) for fault in caught.value.faults] == [
        "meeting/periods.csv:4:day: the meeting has more than one 'Sun'\n    write the date, as in 2027-03-28"
    ]


def test_namibia_is_a_delegation() -> None:
    append("delegations.csv", "NA,Namibia,,\n")()
    assert plan().problem.delegation("NA") == Delegation(
        id="NA", name="Namibia", delegates=1, columns={"delegation": ("NA",), "name": ("Namibia",), "region": (), "delegates": ()}
    )


def test_availability_of_whole_days_includes_the_last() -> None:
    change("availability.csv", "2027-03-28 12:00,2027-03-28 18:00", "2027-03-27,2027-03-28")()
    span = plan().problem.availability[0].span
    assert span == Span(datetime(2027, 3, 26, 23, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC))


def test_session_audience_and_size_come_from_body_and_delegations() -> None:
    session = plan().problem.session("opening")
    assert (session.audience, session.size) == (("ARD", "BRU", "COR"), 1 + 2 + 3)


def test_session_audience_and_size_of_the_sheet_win() -> None:
    change(
        "sessions.csv",
        "marking\nopening",
        "marking,audience,size\nbriefing,Briefing,30,,,,,,,,,all,9\ntalk,Talk,30,TEM,,,,,,,,COR,\nopening",
    )()
    problem = plan().problem
    assert [(problem.session(id).audience, problem.session(id).size) for id in ("briefing", "talk")] == [
        (("ARD", "BRU", "COR"), 9),
        (("COR",), 3),
    ]


def test_session_roles_are_presenter_then_chair_then_others_as_written() -> None:
    change("sessions.csv", "chair: ard-01|cor-01", "rapporteur 2: bru-01|ard-01|bru-01|cor-01; chair: ard-01|cor-01")()
    assert roles("proposals-b") == (
        Role("presenter", ("cor-01",), 1),
        Role("chair", ("ard-01", "cor-01"), 1),
        Role("rapporteur", ("bru-01", "ard-01", "cor-01"), 2),
    )


@pytest.mark.parametrize("pool", ["ard-01|cor-01", "chair: ard-01 | cor-01", "Chair 1: ard-01|cor-01;"])
def test_session_pool_is_for_one_chair_unless_it_says_otherwise(pool: str) -> None:
    change("sessions.csv", "chair: ard-01|cor-01", pool)()
    assert roles("proposals-b")[1:] == (Role("chair", ("ard-01", "cor-01"), 1),)


def test_session_pool_without_a_chair_leaves_the_bodys_chair() -> None:
    change("sessions.csv", "chair: ard-01|cor-01", "rapporteur: ard-01|cor-01")()
    assert roles("proposals-b")[1:] == (Role("chair", ("chair-tem",), 1), Role("rapporteur", ("ard-01", "cor-01"), 1))


def test_session_without_body_and_chair_has_no_chair() -> None:
    change("sessions.csv", "Opening,30,TEM", "Opening,30,")()
    assert roles("opening") == ()


def test_session_chairs_of_the_sheet_win_over_the_bodys() -> None:
    change("sessions.csv", "theme", "chair")()
    change("sessions.csv", "2a,lasers", "2a,ard-01|cor-01")()
    change("sessions.csv", "2b,valves,presentation,cor-01,chair: ard-01|cor-01", "2b,ard-01,presentation,cor-01,")()
    assert roles("proposals-a") == (Role("presenter", ("bru-01",), 1), Role("chair", ("ard-01", "cor-01"), 2))


def test_session_presented_by_a_delegation_and_a_person() -> None:
    change("sessions.csv", "presentation,bru-01", "presentation,COR|bru-01")()
    session = plan().problem.session("proposals-a")
    assert (session.presenting, session.roles[0]) == (("COR",), Role("presenter", ("bru-01",), 1))


def test_inputs_fingerprint_is_the_same_for_other_encodings_of_the_same_sheets() -> None:
    before = plan().problem.inputs
    for name in ("rooms.csv", "people.csv"):
        text = (MEETING / name).read_text("utf-8")
        put(name, ("\n" + text.replace(",", ";").replace("\n", "\r\n")).encode("utf-8-sig"))()
    put("bilaterals.csv", b"request,a,b\n")()
    change("meeting.yaml", "rules: rules.yaml", "rules: ../meeting/rules.yaml")()
    change("meeting.yaml", "grid: 15\n", "")()
    append("meeting.yaml", "grid: 15   # minutes\n")()
    assert plan().problem.inputs == before


@pytest.mark.parametrize(
    ("file", "old", "new"), [("rooms.csv", "60", "61"), ("meeting.yaml", "grid: 15", "grid: 5"), ("rooms.csv", "Great hall", "great hall")]
)
def test_inputs_fingerprint_changes_with_any_value(file: str, old: str, new: str) -> None:
    before = plan()
    change(file, old, new)()
    assert plan().problem.inputs != before.problem.inputs
    assert plan().book.fingerprint == before.book.fingerprint


def test_book_fingerprint_is_of_what_the_book_says() -> None:
    before = plan().book.fingerprint
    change("rules.yaml", "  for: {body: TEM}\n  strength: must\n", "  strength: must   # and how\n  for:\n    body: TEM\n")()
    assert plan().book.fingerprint == before
    change("rules.yaml", "slight: 1", "slight: 2")()
    assert plan().book.fingerprint != before


def test_rules_given_by_the_caller_are_read_instead() -> None:
    Path("other.yaml").write_text("rules: []\n", "utf-8")
    book = read_meeting(MEETING, Path("other.yaml")).book
    assert (book.name, book.rules) == ("other", ())


def test_rules_given_by_the_caller_that_are_not_there_are_a_fault() -> None:
    with pytest.raises(InputError) as caught:
        read_meeting(MEETING, Path("nowhere/rules.yaml"))
    assert [str(fault).splitlines()[0] for fault in caught.value.faults] == ["nowhere/rules.yaml: there is no rule book nowhere/rules.yaml"]


def test_bilaterals_are_optional_sessions() -> None:
    put("bilaterals.csv", b"request,a,b,minutes,priority,size\nb1,ARD,BRU,,2,\nb2,COR,BRU,45,,12\n")()
    problem = plan().problem
    first, second = problem.sessions[-2:]
    assert (first.id, first.title, first.between, first.minutes, first.size) == (
        "b1",
        "Bilateral Ardenia \N{EN DASH} Bruvia",
        ("ARD", "BRU"),
        30,
        8,
    )
    assert (second.id, second.minutes, second.size) == ("b2", 45, 12)
    assert {(session.kind, session.optional, session.audience) for session in (first, second)} == {("bilateral", True, ())}
    assert first.delegations == ("ARD", "BRU")
    assert said(plan()) == []


def test_rules_pick_bilaterals_by_their_columns() -> None:
    put("bilaterals.csv", b"request,a,b,level\nb1,ARD,BRU,minister\nb2,COR,BRU,expert\n")()
    Path("other.yaml").write_text("rules:\n- {id: high, rule: held, for: {kind: bilateral, level: minister}, strength: must}\n", "utf-8")
    read = read_meeting(MEETING, Path("other.yaml"))
    assert [instance.subject for instance in read.book.rules[0].instances(read.problem)] == ["b1"]
    assert read.warnings == ()


def test_bilaterals_that_cannot_be_read_leave_the_columns_of_sessions_unknown() -> None:
    put("bilaterals.csv", b"requests,a,b,level\nb1,ARD,BRU,minister\n")()
    Path("other.yaml").write_text("rules:\n- {id: high, rule: held, for: {level: minister}, strength: must}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_meeting(MEETING, Path("other.yaml"))
    assert {fault.source.file for fault in caught.value.faults} == {"meeting/bilaterals.csv"}


def test_pairs_of_sessions_and_of_themes_are_kept() -> None:
    put("pairs.csv", b"first,second,weight,kind\nopening,wrap-up,,\nlasers,valves,7,theme\n")()
    assert [(row.id, row.second, row.weight, row.kind) for row in plan().problem.pairs] == [
        ("opening", "wrap-up", 1, "session"),
        ("lasers", "valves", 7, "theme"),
    ]


def test_reference_to_a_sheet_that_cannot_be_read_is_no_second_fault() -> None:
    put("people.csv", b"person,name\nchair-tem,Alma\xff\n")()
    with pytest.raises(InputError) as caught:
        plan()
    assert [str(fault.source) for fault in caught.value.faults] == ["meeting/people.csv:2"]


def test_times_and_dates_are_checked_for_their_form_where_the_zone_is_wrong() -> None:
    change("meeting.yaml", "Europe/Vienna", "Europe/Viena")()
    change("people.csv", "2027-03-28 09:00", "2027-03-28 9 h")()
    change("periods.csv", "15:00", "3 pm")()
    with pytest.raises(InputError) as caught:
        plan()
    assert [str(fault.source) for fault in caught.value.faults] == [
        "meeting/meeting.yaml:3:7",
        "meeting/people.csv:4:arrives",
        "meeting/periods.csv:3:start",
    ]


def test_travel_between_buildings_whose_names_have_hyphens_is_split_rightly() -> None:
    change("rooms.csv", "Main", "Main-North")()
    change("meeting.yaml", "Main-Annex", "Annex-Main-North")()
    assert plan().problem.meeting.travel == (Travel("Annex", "Main-North", 10),)


def test_ok_small_is_what_the_other_tests_count_on() -> None:
    problem = read_meeting(OK_SMALL).problem
    sizes = {
        name: len(getattr(problem, name)) for name in ("periods", "rooms", "sessions", "bodies", "delegations", "people", "availability")
    }
    assert sizes == {"periods": 3, "rooms": 2, "sessions": 4, "bodies": 1, "delegations": 3, "people": 4, "availability": 1}


@pytest.mark.parametrize("empty", ["markings:", "markings: []", "markings: '|'"])
def test_meeting_markings_that_are_empty_are_as_if_not_given(empty: str) -> None:
    change("meeting.yaml", "markings: [public, partners]", empty)()
    change("bodies.csv", "partners", "")()
    change("deadlines.csv", "partners", "")()
    assert plan().problem.meeting.markings == ("public",)


def test_meeting_travel_may_be_empty() -> None:
    change("meeting.yaml", "travel: {Main-Annex: 10}", "travel:")()
    assert plan().problem.meeting.travel == ()


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        ("{Main-Annex: 10}", "{Main-Annex: }", ["the key 'travel.Main-Annex' has no value"]),
        (
            "organizer: {name: Secretariat, email: secretariat@small.example}",
            "organizer:",
            ["the key 'organizer.name' is missing", "the key 'organizer.email' is missing"],
        ),
        ("{name: Secretariat, email:", "{name: , email:", ["the key 'organizer.name' has no value"]),
    ],
)
def test_meeting_settings_without_a_value_are_faults(old: str, new: str, messages: list[str]) -> None:
    change("meeting.yaml", old, new)()
    with pytest.raises(InputError) as caught:
        plan()
    assert [fault.message for fault in caught.value.faults] == messages


def test_travel_that_can_be_split_in_two_ways_is_a_fault() -> None:
    append("rooms.csv", "b,B,Main-Annex,1,,\nc,C,Annex-Main,1,,\n")()
    change("meeting.yaml", "Main-Annex: 10", "Main-Annex-Main: 10")()
    with pytest.raises(InputError) as caught:
        plan()
    assert [fault.message for fault in caught.value.faults] == ["'Main-Annex-Main' are not two buildings of the sheet rooms"]


def test_meeting_of_400_days_is_the_longest() -> None:
    change("meeting.yaml", "last_day: 2027-03-28", "last_day: 2028-04-29")()
    assert len(plan().problem.clock.days) == 400
    change("meeting.yaml", "last_day: 2028-04-29", "last_day: 2028-04-30")()
    with pytest.raises(InputError) as caught:
        plan()
    assert [fault.message for fault in caught.value.faults] == ["from 2027-03-27 to 2028-04-30 is more than 400 days"]


def test_rule_about_a_period_that_cannot_be_read_is_no_second_fault() -> None:
    change("periods.csv", "09:00,13:00", "09:00,1 pm")()
    change("rules.yaml", "last day, 12:00", "last day, morning")()
    with pytest.raises(InputError) as caught:
        plan()
    assert [str(fault.source) for fault in caught.value.faults] == ["meeting/periods.csv:4:end"]


def test_bilateral_of_two_unknown_delegations_is_two_faults() -> None:
    put("bilaterals.csv", b"request,a,b\nb1,XXXX,YYYY\n")()
    with pytest.raises(InputError) as caught:
        plan()
    assert [fault.message for fault in caught.value.faults] == ["there is no delegation 'XXXX'", "there is no delegation 'YYYY'"]
