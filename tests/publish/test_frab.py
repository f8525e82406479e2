"""schedule.xml and schedule.json: what conference apps are told, by ids that stay; valid, and read back by our own importer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from published_meetings import meeting_in, two_bodies, worded

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.clock import Clock, Span
from scheduler.domain.draft import Draft
from scheduler.domain.problem import Period, Person, Problem, Role, Room, Session
from scheduler.domain.zones import load_zone
from scheduler.interchange.frab.meeting import draft_of
from scheduler.publish import frab
from scheduler.publish.frab_files import schedule_json, schedule_xml
from scheduler.publish.ics import JOIN
from scheduler.publish.text import one_line
from scheduler.publish.wording import person_name

SCHEMAS = Path(__file__).parents[2].parent / "shared" / "schemas"
XML, JSON = "schedule.xml", "schedule.json"
NAMESPACE = UUID("b9af99e7-16b0-5cf9-9933-8a1bf70db269")
WRITERS = {XML: schedule_xml, JSON: schedule_json}
FORMS = pytest.mark.parametrize("form", [XML, JSON])
Json = dict[str, Any]


def told(problem: Problem, agenda: Agenda) -> Json:
    """The conference of schedule.json."""
    return dict(json.loads(schedule_json(problem, agenda, "3"))["schedule"]["conference"])


def events(problem: Problem, agenda: Agenda) -> dict[str, Json]:
    """The events of schedule.json by title."""
    return {event["title"]: event for day in told(problem, agenda)["days"] for listed in day["rooms"].values() for event in listed}


def test_xml_is_as_apps_read_it() -> None:
    top = ElementTree.fromstring(schedule_xml(*two_bodies(), "3"))
    conference = top.find("conference")
    assert conference is not None
    assert {part.tag: part.text for part in conference} == {
        "acronym": "two_bodies",
        "title": "Spring meeting",
        "start": "2027-03-01",
        "end": "2027-03-01",
        "days": "1",
        "timeslot_duration": "00:05",
        "time_zone_name": "Europe/Vienna",
    }
    assert (top.findtext("version"), [part.attrib for part in top.iter("generator")]) == ("3", [{"name": "Rostrum"}])
    (day,) = top.iter("day")
    times = {"start": "2027-03-01T04:00:00+01:00", "end": "2027-03-02T04:00:00+01:00"}
    assert day.attrib == {"index": "1", "date": "2027-03-01", **times}
    assert [(room.get("name"), [event.findtext("title") for event in room]) for room in day] == [
        ("Great Hall", ["Export control issues; new, urgent", "Coffee"]),
        ("Salon", ["Small group"]),
    ]
    event = day[0][0]
    number = event.get("id")
    assert {part.tag: part.text for part in event} == {
        "date": "2027-03-01T11:00:00+01:00",
        "start": "11:00",
        "duration": "01:30",
        "room": "Great Hall",
        "slug": f"two_bodies-rpoc-4a-{number}",
        "title": "Export control issues; new, urgent",
        "subtitle": "Agenda item 4a",
        "track": "RPOC",
        "type": None,
        "language": None,
        "abstract": None,
        "description": "Presenters: Ana Example (Northland), Eastland\nChair: Bo Example (Northland)\nRapporteur: Cy Example (Westland)",
        "persons": "\n     ",
        "links": None,
    }
    assert [person.text for person in event.iter("person")] == [
        "Ana Example (Northland)",
        "Eastland",
        "Bo Example (Northland)",
        "Cy Example (Westland)",
    ]


def test_json_says_the_same_as_xml() -> None:
    problem, agenda = two_bodies()
    top = ElementTree.fromstring(schedule_xml(problem, agenda, "3"))
    by_title = events(problem, agenda)
    assert len(by_title) == 3
    for element in top.iter("event"):
        event = by_title[str(element.findtext("title"))]
        own = {part.tag: part.text or "" for part in element if part.tag not in ("persons", "links")}
        assert own == {name: event[name] for name in own}
        assert (element.get("guid"), element.get("id")) == (event["guid"], str(event["id"]))
        persons = [{"id": int(one.get("id", 0)), "guid": one.get("guid"), "name": one.text} for one in element.iter("person")]
        assert persons == event["persons"]
    rooms = {(room.get("name"), room.get("guid")) for room in top.iter("room") if room.get("name")}
    assert rooms == {(room["name"], room["guid"]) for room in told(problem, agenda)["rooms"]}


def test_guid_is_made_of_the_ids_of_session_and_meeting() -> None:
    assert uuid5(NAMESPACE_DNS, "rostrum-scheduler") == NAMESPACE == frab.NAMESPACE
    event = events(*two_bodies())["Small group"]
    assert event["guid"] == str(uuid5(NAMESPACE, "session:group@two-bodies")) == "a70838c5-be72-56dc-bae3-a16e7575595f"
    assert event["id"] == 403303327


def test_ids_stay_when_the_session_moves_and_others_come() -> None:
    problem, agenda = two_bodies()
    before = events(problem, agenda)["Small group"]
    first = Session(id="aaa", title="First of all", minutes=30)
    moved = tuple(replace(entry, start=entry.start + timedelta(hours=1), room="hall") for entry in agenda.entries)
    added = Entry("aaa", moved[0].start, 30, "am", "salon")
    renamed = tuple(replace(one, title="Renamed") if one.id == "group" else one for one in problem.sessions)
    after = events(replace(problem, sessions=(first, *renamed)), Agenda(agenda.meeting, (added, *moved)))["Renamed"]
    kept = ("guid", "id", "slug")
    assert [after[key] for key in kept] == [before[key] for key in kept]
    assert after["date"] != before["date"]


def test_guid_of_an_imported_conference_is_its_own() -> None:
    problem, agenda = two_bodies()
    known, twice = "0f3b1c2d-5e6f-4a7b-8c9d-0e1f2a3b4c5d", "1f3b1c2d-5e6f-4a7b-8c9d-0e1f2a3b4c5d"
    columns = {"group": known, "rpoc-4a": twice, "coffee": twice, "extra": "none"}
    sessions = tuple(replace(one, columns={"guid": (columns[one.id],)}) for one in problem.sessions)
    found = {title: event["guid"] for title, event in events(replace(problem, sessions=sessions), agenda).items()}
    assert found == {title: event["guid"] for title, event in events(problem, agenda).items()} | {"Small group": known}


def test_language_and_the_wish_not_to_be_recorded_come_from_columns() -> None:
    problem, agenda = two_bodies()
    columns = {"group": {"language": ("fr",), "do_not_record": ("yes",)}, "rpoc-4a": {"do_not_record": ("no",)}, "coffee": {}, "extra": {}}
    problem = replace(problem, sessions=tuple(replace(one, columns=columns[one.id]) for one in problem.sessions))
    found = {event["title"]: (event["language"], event.get("do_not_record")) for event in events(problem, agenda).values()}
    assert found == {"Small group": ("fr", True), "Export control issues; new, urgent": ("", False), "Coffee": ("", None)}
    top = ElementTree.fromstring(schedule_xml(problem, agenda, "3"))
    assert {event.findtext("title"): event.findtext("recording/optout") for event in top.iter("event")} == {
        "Small group": "true",
        "Export control issues; new, urgent": "false",
        "Coffee": None,
    }


def test_link_of_a_video_meeting_is_the_event_s_link() -> None:
    problem, agenda = two_bodies()
    link = "https://video.example/j/1?a=1&b=2"
    problem = replace(problem, sessions=tuple(replace(one, link=link if one.id == "group" else "") for one in problem.sessions))
    found = {title: event["links"] for title, event in events(problem, agenda).items() if event["links"]}
    assert found == {"Small group": [{"url": link, "title": JOIN}]}
    top = ElementTree.fromstring(schedule_xml(problem, agenda, "3"))
    linked = [(event.findtext("title"), [(one.get("href"), one.text) for one in event.iter("link")]) for event in top.iter("event")]
    assert [one for one in linked if one[1]] == [("Small group", [(link, JOIN)])]


def test_numbers_that_would_be_the_same_differ() -> None:
    span = 2**31 - 1_000
    one, two, other = UUID(int=5), UUID(int=5 + span), UUID(int=6)
    assert frab.numbers((two, one, other)) == {one: 1_005, two: 1_007, other: 1_006}
    assert max(frab.numbers((UUID(int=span - 1), UUID(int=2 * span - 1))).values()) == 2**31 - 1


def test_rooms_of_one_name_are_told_apart() -> None:
    def names(*rooms: Room) -> list[str]:
        problem, _ = meeting_in("Europe/Vienna", date(2027, 3, 1), date(2027, 3, 1), ())
        start = datetime(2027, 3, 1, 9, tzinfo=UTC)
        entries = tuple(Entry(f"s-{room.id}", start, 60, "always", room.id) for room in rooms)
        sessions = tuple(Session(id=entry.session, title="Session", minutes=60) for entry in entries)
        agenda = Agenda("abroad", entries)
        conference = told(replace(problem, rooms=rooms, sessions=sessions), agenda)
        listed = [room["name"] for room in conference["rooms"]]
        (day,) = conference["days"]
        assert {name: [event["room"] for event in day["rooms"][name]] for name in listed} == {name: [name] for name in listed}
        return listed

    hall, salon = Room(id="a", name="Room 1", building="Palais", capacity=1), Room(id="b", name="Room 2", building="Palais", capacity=1)
    annex, again = replace(hall, id="c", building="Annex"), replace(hall, id="d")
    assert names(hall, salon) == ["Room 1", "Room 2"]
    assert names(hall, salon, annex) == ["Room 1, Palais", "Room 2, Palais", "Room 1, Annex"]
    assert names(hall, again) == ["Room 1, Palais [a]", "Room 1, Palais [d]"]
    assert names(replace(hall, name="\x07", building="")) == ["a"]


def test_day_ends_at_four_and_has_what_begins_before() -> None:
    clock = Clock(ZoneInfo("Europe/Vienna"), date(2027, 3, 27), date(2027, 3, 29))
    # On Sunday the clocks go from 02:00 to 03:00.
    local = ((27, 23, 30), (28, 1, 30), (28, 3, 59), (28, 4, 0), (29, 3, 0))
    starts = tuple(datetime(2027, 3, day, hour, minute, tzinfo=clock.zone).astimezone(UTC) for day, hour, minute in local)
    conference = told(*meeting_in(clock.zone.key, clock.first_day, clock.last_day, starts))
    assert [(day["day_start"], day["day_end"], [event["title"] for event in day["rooms"]["Hall"]]) for day in conference["days"]] == [
        ("2027-03-27T04:00:00+01:00", "2027-03-28T04:00:00+02:00", ["Session 0", "Session 1", "Session 2"]),
        ("2027-03-28T04:00:00+02:00", "2027-03-29T04:00:00+02:00", ["Session 3", "Session 4"]),
        ("2027-03-29T04:00:00+02:00", "2027-03-30T04:00:00+02:00", []),
    ]
    assert (conference["daysCount"], conference["start"], conference["end"]) == (3, "2027-03-27", "2027-03-29")
    night = conference["days"][0]["rooms"]["Hall"][1]
    assert (night["date"], night["end"], night["duration"]) == ("2027-03-28T01:30:00+01:00", "2027-03-28T03:30:00+02:00", "01:00")


def test_what_is_held_before_the_first_day_has_a_day_of_its_own() -> None:
    conference = told(*meeting_in("Europe/Vienna", date(2027, 3, 2), date(2027, 3, 2), (datetime(2027, 3, 1, 9, tzinfo=UTC),)))
    assert [(day["index"], day["date"]) for day in conference["days"]] == [(1, "2027-03-01"), (2, "2027-03-02")]


def test_session_of_a_whole_day_can_be_read_as_a_time_of_day() -> None:
    problem, agenda = meeting_in("Europe/Vienna", date(2027, 3, 1), date(2027, 3, 1), (datetime(2027, 2, 28, 23, tzinfo=UTC),))
    long = replace(agenda, entries=tuple(replace(entry, minutes=1440) for entry in agenda.entries))
    (event,) = events(problem, long).values()
    assert (event["duration"], event["end"]) == ("23:59", "2027-03-02T00:00:00+01:00")


def test_acronym_has_four_letters_whatever_the_id() -> None:
    problem, agenda = two_bodies()

    def acronym(id: str) -> str:
        return str(told(replace(problem, meeting=replace(problem.meeting, id=id)), agenda)["acronym"])

    found = [acronym(id) for id in ("nla-plenary-2027", "Österreich.27", "ie", "会议")]
    assert found == ["nla_plenary_2027", "osterreich_27", "meeting_ie", "meeting"]


def test_schedule_of_a_meeting_without_sessions_has_its_days() -> None:
    problem, agenda = two_bodies()
    conference = told(problem, replace(agenda, entries=(), omitted=()))
    assert (conference["rooms"], [(day["date"], day["rooms"]) for day in conference["days"]]) == ([], [("2027-03-01", {})])


# Reading back -----------------------------------------------------------------------------------------------------------------------------

WORDS = st.text(max_size=30)
ZONES = (
    "Europe/Vienna",
    "America/New_York",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Pacific/Auckland",
    "America/Argentina/Buenos_Aires",
    "UTC",
)


@st.composite
def meetings(draw: st.DrawFn) -> tuple[Problem, Agenda]:
    """Three days with a clock change in Europe, sessions at any time in rooms and with people of any name."""
    clock = Clock(load_zone(draw(st.sampled_from(ZONES))), date(2027, 3, 27), date(2027, 3, 29))
    rooms = tuple(
        Room(id=f"r{n}", name=draw(WORDS), building=draw(st.sampled_from(("", "A"))), capacity=draw(st.integers(0, 999))) for n in range(3)
    )
    people = tuple(Person(id=f"p{n}", name=draw(WORDS)) for n in range(3))
    sessions, entries = [], []
    for number in range(draw(st.integers(1, 6))):
        minutes = draw(st.integers(1, 240))
        day = clock.day(draw(st.sampled_from(clock.days)))
        start = day.start + timedelta(minutes=draw(st.integers(0, day.minutes - minutes)))
        serving = tuple(sorted(draw(st.sets(st.sampled_from(("p0", "p1", "p2"))))))
        role = draw(st.sampled_from(("presenter", "chair", "rapporteur")))
        body, theme, kind = (draw(st.sampled_from(("", "IE", "a <b> & 'c'"))) for _ in range(3))
        sessions.append(
            Session(
                id=f"s{number}", title=draw(WORDS), minutes=minutes, body=body or None, theme=theme, kind=kind, roles=(Role(role, serving),)
            )
        )
        entries.append(Entry(f"s{number}", start, minutes, "always", draw(st.sampled_from(("r0", "r1", "r2"))), (Duty(role, serving),)))
    base, _ = meeting_in(clock.zone.key, clock.first_day, clock.last_day, ())
    span = Span(clock.midnight(clock.first_day), clock.midnight(clock.last_day + timedelta(days=1)))
    periods = (Period(id="always", day=clock.first_day, span=span, name="always", rooms=("r0", "r1", "r2")),)
    problem = replace(
        base,
        meeting=replace(base.meeting, clock=clock, title=draw(WORDS)),
        periods=periods,
        rooms=rooms,
        people=people,
        sessions=tuple(sessions),
    )
    return problem, Agenda(base.meeting.id, tuple(entries))


def sheet(draft: Draft, name: str) -> list[dict[str, str]]:
    return [dict(zip(one.header, row, strict=True)) for one in draft.sheets if one.name == name for row in one.rows]


@FORMS
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(meetings())
@example(worded(("]]>", "<!DOCTYPE x>", "&amp;", 'a"b', "c\x00\ud800\uffff", "  d  ", "\u2028", "🏳️‍🌈")))
def test_importer_reads_back_sessions_times_rooms_and_people(form: str, meeting: tuple[Problem, Agenda]) -> None:
    problem, agenda = meeting
    draft = draft_of(WRITERS[form](problem, agenda, "1"), form)
    own, people, halls = (
        frab.guids(*of, problem.meeting) for of in (("session", problem.sessions), ("person", problem.people), ("room", problem.rooms))
    )
    rooms = {row["room"]: row["guid"] for row in sheet(draft, "rooms")}
    names = {row["person"]: row["name"] for row in sheet(draft, "people")}
    found = {
        row["guid"]: (row["title"], row["minutes"], row["theme"], row["kind"], row["published_start"], rooms[row["published_room"]])
        for row in sheet(draft, "sessions")
    }
    expected = {
        str(own[entry.session]): (
            one_line(session.title) or session.id,
            str(entry.minutes),
            one_line(session.body or session.theme),
            one_line(session.kind),
            f"{problem.clock.local(entry.start):%Y-%m-%d %H:%M}",
            str(halls[entry.room]),
        )
        for entry in agenda.entries
        for session in (problem.session(entry.session),)
    }
    assert found == expected
    serving = {row["guid"]: set(filter(None, row["presenters"].split("|"))) for row in sheet(draft, "sessions")}
    assert serving == {str(own[entry.session]): {str(people[person]) for person in entry.people} for entry in agenda.entries}
    assert names == {str(people[id]): person_name(problem, id) or id for entry in agenda.entries for id in entry.people}
    assert (draft.settings["zone"], draft.settings["title"]) == (
        problem.clock.zone.key,
        one_line(problem.meeting.title) or problem.meeting.id,
    )


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(meetings())
def test_ids_in_a_schedule_differ(meeting: tuple[Problem, Agenda]) -> None:
    found = [event for day in told(*meeting)["days"] for listed in day["rooms"].values() for event in listed]
    assert len(found) == len(meeting[1].entries)
    for key in ("guid", "id", "slug"):
        assert len({event[key] for event in found}) == len(found)


# The schemas ------------------------------------------------------------------------------------------------------------------------------

beside = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas are not beside the checkout")


def abroad(zone: str) -> tuple[Problem, Agenda]:
    return meeting_in(
        zone, date(2027, 3, 27), date(2027, 3, 29), (datetime(2027, 3, 28, 9, tzinfo=UTC), datetime(2027, 3, 28, 0, tzinfo=UTC))
    )


def by_video() -> tuple[Problem, Agenda]:
    problem, agenda = two_bodies()
    return replace(problem, sessions=tuple(replace(one, link="https://video.example/j/1") for one in problem.sessions)), agenda


MEETINGS: list[Callable[[], tuple[Problem, Agenda]]] = [
    two_bodies,
    by_video,
    lambda: worded(("]]>", "", "\x00", "&", "ab", "🏳️‍🌈")),
    lambda: abroad("Etc/GMT-1"),
    lambda: abroad("America/St_Johns"),
    lambda: abroad("CET"),
    lambda: abroad("UTC"),
]


@beside
@pytest.mark.parametrize("meeting", MEETINGS)
def test_json_is_as_the_schema_has_it(meeting: Callable[[], tuple[Problem, Agenda]]) -> None:
    schema: Json = json.loads((SCHEMAS / "frab-schedule.schema.json").read_bytes())
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert list(validator.iter_errors(json.loads(schedule_json(*meeting(), "3")))) == []


@beside
@pytest.mark.parametrize("meeting", MEETINGS)
def test_xml_is_as_the_schema_has_it(meeting: Callable[[], tuple[Problem, Agenda]]) -> None:
    xmlschema = pytest.importorskip("xmlschema")
    content = schedule_xml(*meeting(), "3").decode()
    assert list(xmlschema.XMLSchema(SCHEMAS / "frab-schedule.xsd").iter_errors(content)) == []


@beside
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(meetings())
def test_schedule_of_any_meeting_is_as_the_schemas_have_it(meeting: tuple[Problem, Agenda]) -> None:
    xmlschema = pytest.importorskip("xmlschema")
    schema: Json = json.loads((SCHEMAS / "frab-schedule.schema.json").read_bytes())
    assert list(jsonschema.validators.validator_for(schema)(schema).iter_errors(json.loads(schedule_json(*meeting, "3")))) == []
    assert list(xmlschema.XMLSchema(SCHEMAS / "frab-schedule.xsd").iter_errors(schedule_xml(*meeting, "3").decode())) == []


@FORMS
def test_schedule_keeps_its_bytes(form: str) -> None:
    assert WRITERS[form](*two_bodies(), "3") == WRITERS[form](*two_bodies(), "3")
