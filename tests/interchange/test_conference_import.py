"""A conference's programme as pretalx and as frab tell it becomes a meeting that can be planned anew, or kept as it was published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from conference_made_up import Json, answers, as_bytes, editor_data, guid, schedule_json, schedule_xml

from scheduler.domain.draft import Draft
from scheduler.files.draft_folder import write_draft
from scheduler.files.meeting_folder import Plan, read_meeting
from scheduler.interchange.conference.rules import Keep
from scheduler.interchange.frab.meeting import draft_of as frab_draft
from scheduler.interchange.pretalx.meeting import draft_of as pretalx_draft
from scheduler.solve.params import Params
from scheduler.solve.solver import solve

SCHEMAS = Path(__file__).parents[2].parent / "shared" / "schemas"
PLACES = {
    "OPENER": ("2027-03-27 09:00", "grosser-saal"),
    "TRANS1": ("2027-03-27 09:40", "grosser-saal"),
    "TRANS2": ("2027-03-27 13:00", "grosser-saal"),
    "BROKE1": ("2027-03-27 09:40", "room-2"),
    "WORKSH": ("2027-03-27 13:00", "room-2"),
    f"BROKE2-{guid('BROKE25')}": ("2027-03-28 10:00", "grosser-saal"),
    f"BROKE2-{guid('BROKE26')}": ("2027-03-28 10:55", "grosser-saal"),
}
UNPLANNED = ("", "")


def of_json(keep: Keep | None = None) -> Draft:
    return frab_draft(as_bytes(schedule_json()), "schedule.json", keep)


def of_xml(keep: Keep | None = None) -> Draft:
    return frab_draft(schedule_xml().encode(), "schedule.xml", keep)


def of_answers(keep: Keep | None = None) -> Draft:
    return pretalx_draft(as_bytes(answers()), "answers.json", keep)


def of_editor(keep: Keep | None = None) -> Draft:
    return pretalx_draft(as_bytes(editor_data()), "editor.json", keep)


FORMS = pytest.mark.parametrize("draft_of", [of_json, of_xml, of_answers, of_editor])
Form = Callable[..., Draft]


def rows(draft: Draft, name: str) -> list[dict[str, str]]:
    """The rows of a sheet; none where there is no such sheet."""
    return [dict(zip(sheet.header, row, strict=True)) for sheet in draft.sheets if sheet.name == name for row in sheet.rows]


def places(draft: Draft) -> dict[str, tuple[str, str]]:
    return {row["session"]: (row["published_start"], row["published_room"]) for row in rows(draft, "sessions")}


def imported(draft: Draft, folder: Path) -> Plan:
    write_draft(draft, folder)
    plan = read_meeting(folder)
    assert plan.warnings == ()
    return plan


def test_json_has_the_published_places_by_code() -> None:
    assert places(of_json()) == PLACES


def test_xml_has_the_published_places_by_guid() -> None:
    by_guid = {row["session"]: row["guid"] for row in rows(of_json(), "sessions")}
    assert places(of_xml()) == {by_guid[session]: place for session, place in PLACES.items()}


def test_xml_says_the_same_as_json_but_codes_and_seats() -> None:
    def unnamed(draft: Draft) -> list[dict[str, str]]:
        return [{key: row[key] for key in row if key not in ("session", "presenters")} for row in rows(draft, "sessions")]

    assert unnamed(of_xml()) == unnamed(of_json())
    assert rows(of_xml(), "periods") == rows(of_json(), "periods")
    assert of_xml().settings == of_json().settings


@pytest.mark.parametrize("draft_of", [of_answers, of_editor])
def test_pretalx_has_a_session_for_each_time_and_none_that_is_rejected(draft_of: Form) -> None:
    held_once = {code: place for code, place in PLACES.items() if "-" not in code}
    assert places(draft_of()) == {**held_once, "BROKE2-1": ("2027-03-28 10:00", "grosser-saal"), "BROKE2-2": UNPLANNED}


def test_pretalx_schedule_json_is_frabs() -> None:
    assert pretalx_draft(as_bytes(schedule_json()), "schedule.json") == of_json()


def test_session_keeps_what_a_planner_selects_on() -> None:
    session = next(row for row in rows(of_answers(), "sessions") if row["session"] == "TRANS1")
    assert session == {
        "session": "TRANS1",
        "title": "Transit | one",
        "minutes": "45",
        "theme": "Transit",
        "kind": "Talk",
        "presenters": "AAAAAA|BBBBBB",
        "language": "en",
        "do_not_record": "yes",
        "published_start": "2027-03-27 09:40",
        "published_room": "grosser-saal",
        "guid": "",
    }


def test_theme_is_one_value_whatever_the_track_is_called() -> None:
    assert {row["theme"] for row in rows(of_json(), "sessions")} == {"", "Transit", "Brokering / Finance"}


def test_periods_end_at_breaks_and_have_the_rooms_of_their_day() -> None:
    both = "grosser-saal|room-2"
    assert [tuple(row.values()) for row in rows(of_json(), "periods")] == [
        ("sat-27-0900", "2027-03-27", "09:00", "10:25", "morning", both),
        ("sat-27-1300", "2027-03-27", "13:00", "14:30", "afternoon", both),
        ("sun-28-1000", "2027-03-28", "10:00", "11:40", "morning", "grosser-saal"),
    ]


def test_rooms_have_the_least_pause_as_turnover() -> None:
    assert [(row["room"], row["capacity"], row["turnover"]) for row in rows(of_json(), "rooms")] == [
        ("grosser-saal", "200", "10"),
        ("room-2", "0", "10"),
    ]


@pytest.mark.parametrize(("start", "turnover"), [("09:30", "0"), ("09:49", "19"), ("09:50", "0")], ids=("none", "pause", "break"))
def test_turnover_is_the_pause_between_two_talks_and_no_break(start: str, turnover: str) -> None:
    told = schedule_json()
    opening, then, *_ = told["schedule"]["conference"]["days"][0]["rooms"]["Großer Saal"]
    then["date"] = f"2027-03-27T{start}:00+01:00"
    told["schedule"]["conference"]["days"] = [{"date": "2027-03-27", "rooms": {"Großer Saal": [opening, then]}}]
    assert {row["turnover"] for row in rows(frab_draft(as_bytes(told), "schedule.json"), "rooms")} == {turnover}


def test_submission_without_slots_is_held_as_often_as_it_asks() -> None:
    told = answers()
    told["slots"] = [slot for slot in told["slots"] if slot["submission"] != "BROKE2"]
    found = places(pretalx_draft(as_bytes(told), "a.json"))
    assert {session: place for session, place in found.items() if session.startswith("BROKE2")} == dict.fromkeys(
        ("BROKE2-1", "BROKE2-2"), UNPLANNED
    )


def test_settings_of_an_event() -> None:
    assert of_answers().settings == {
        "meeting": "invented2027",
        "title": "Invented Conference 2027",
        "zone": "Europe/Berlin",
        "first_day": "2027-03-27",
        "last_day": "2027-03-28",
        "grid": 5,
        "prepared": "2027-03-27T00:00:00Z",
        "organizer": {"name": "Secretariat", "email": "team@conference.example"},
    }


def test_availabilities_are_times_that_are_free() -> None:
    saturday = {"state": "free", "from": "2027-03-27 00:00+01:00", "to": "2027-03-28 00:00+01:00"}
    assert rows(of_answers(), "availability") == [{"about": "room-2", **saturday}, {"about": "AAAAAA", **saturday}]
    kinds = [dict(rule.fields)["id"] for rule in of_answers().rules]
    assert kinds == ["one-place", "one-per-room", "people-are-there", "rooms-are-free", "tracks-apart", "tracks-together"]


def test_periods_while_not_all_is_planned_are_half_days_too() -> None:
    both = "grosser-saal|room-2"
    assert [tuple(row.values()) for row in rows(of_editor(), "periods")] == [
        ("sat-27-0900", "2027-03-27", "09:00", "12:30", "morning", both),
        ("sat-27-1300", "2027-03-27", "13:00", "18:00", "afternoon", both),
        ("sun-28-0900", "2027-03-28", "09:00", "12:30", "morning", both),
        ("sun-28-1400", "2027-03-28", "14:00", "18:00", "afternoon", both),
    ]


def test_answers_in_full_say_the_same() -> None:
    told = answers()
    slots = {slot["id"]: slot for slot in told.pop("slots")}
    tracks = {track["id"]: track for track in told.pop("tracks")}
    types = {one["id"]: one for one in told.pop("submission-types")}
    people = {one["code"]: one for one in told["speakers"]["results"]}
    for one in told["submissions"]:
        one["slots"] = [slots[id] | {"room": None if slots[id]["room"] is None else {"id": slots[id]["room"]}} for id in one["slots"]]
        one["track"] = None if one["track"] is None else tracks[one["track"]]
        one["submission_type"] = types[one["submission_type"]]
        one["speakers"] = [people.get(code, {"code": code}) for code in one["speakers"]]
    assert pretalx_draft(as_bytes(told), "answers.json") == of_answers()


def test_pending_state_counts_before_the_state() -> None:
    told = answers()
    told["submissions"][-1] |= {"pending_state": "accepted", "speakers": ["AAAAAA"]}
    told["submissions"][0]["pending_state"] = "withdrawn"
    assert "REJECT" in places(pretalx_draft(as_bytes(told), "a.json"))
    assert "OPENER" not in places(pretalx_draft(as_bytes(told), "a.json"))


def test_zone_that_is_not_named_is_that_of_the_one_offset() -> None:
    told = schedule_json()
    conference = told["schedule"]["conference"]
    del conference["time_zone_name"]
    conference["days"].pop()
    draft = frab_draft(as_bytes(told), "schedule.json")
    assert draft.settings["zone"] == "Etc/GMT-1"
    assert places(draft)["OPENER"] == PLACES["OPENER"]


def test_people_without_any_id_are_told_apart_by_their_names() -> None:
    told = schedule_json()
    first, then = told["schedule"]["conference"]["days"][1]["rooms"]["Großer Saal"]
    first["persons"], then["persons"] = [{"name": "Иван Ель"}], [{"name": "Анна Ива"}, {"public_name": "Ash Alder", "id": 7}]
    people = {row["person"]: row["name"] for row in rows(frab_draft(as_bytes(told), "schedule.json"), "people")}
    assert {"Иван-Ель": "Иван Ель", "Анна-Ива": "Анна Ива", "person-7": "Ash Alder"}.items() <= people.items()


def test_talk_until_midnight_ends_its_period_at_24() -> None:
    told = schedule_json()
    event = told["schedule"]["conference"]["days"][1]["rooms"]["Großer Saal"][1]
    event |= {"date": "2027-03-28T23:15:00+02:00", "start": "23:15"}
    last = rows(frab_draft(as_bytes(told), "schedule.json"), "periods")[-1]
    assert (last["start"], last["end"], last["name"]) == ("23:15", "24:00", "evening")


@FORMS
def test_round_trip_places_every_session(draft_of: Form, tmp_path: Path) -> None:
    plan = imported(draft_of(), tmp_path / "meeting")
    agenda = solve(plan.problem, plan.book, Params(time_limit=10, seed=1), lambda _: None).agenda
    assert agenda.status == "optimal"
    assert {entry.session for entry in agenda.entries} == {session.id for session in plan.problem.sessions}
    assert len(agenda.entries) == 7


@FORMS
def test_round_trip_that_keeps_times_and_rooms_gives_the_published_programme(draft_of: Form, tmp_path: Path) -> None:
    draft = draft_of(Keep(times=True, rooms=True))
    plan = imported(draft, tmp_path / "meeting")
    agenda = solve(plan.problem, plan.book, Params(time_limit=10, seed=1), lambda _: None).agenda
    found = {entry.session: (f"{plan.problem.clock.local(entry.start):%Y-%m-%d %H:%M}", entry.room) for entry in agenda.entries}
    published = {session: place for session, place in places(draft).items() if place != UNPLANNED}
    assert {session: place for session, place in found.items() if session in published} == published


def test_keeping_times_alone_leaves_rooms_open() -> None:
    ids = [str(dict(rule.fields)["id"]) for rule in of_json(Keep(times=True)).rules]
    assert [id for id in ids if id.startswith("published")] == [
        f"published-{time}" for time in ("2027-03-27-0900", "2027-03-27-0940", "2027-03-27-1300", "2027-03-28-1000", "2027-03-28-1055")
    ]


def test_import_gives_the_same_bytes_again(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_draft(of_json(Keep(times=True, rooms=True)), tmp_path / name)
    assert [path.read_bytes() for path in sorted((tmp_path / "one").iterdir())] == [
        path.read_bytes() for path in sorted((tmp_path / "two").iterdir())
    ]


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas are not beside the checkout")
def test_made_up_json_is_as_the_schema_has_it() -> None:
    schema: Json = json.loads((SCHEMAS / "frab-schedule.schema.json").read_bytes())
    assert list(jsonschema.validators.validator_for(schema)(schema).iter_errors(schedule_json())) == []


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas are not beside the checkout")
def test_made_up_xml_is_as_the_schema_has_it() -> None:
    xmlschema = pytest.importorskip("xmlschema")
    assert list(xmlschema.XMLSchema(SCHEMAS / "frab-schedule.xsd").iter_errors(schedule_xml())) == []
