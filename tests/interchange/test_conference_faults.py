"""Programmes that are wrong: everything is said at once, with its place, and nothing is made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conference_made_up import Json, answers, as_bytes, editor_data, guid, schedule_json, schedule_xml

from scheduler.domain.errors import InputError
from scheduler.interchange.frab.meeting import draft_of as frab_draft
from scheduler.interchange.pretalx.meeting import draft_of as pretalx_draft

XML_HINT = "\n    name a schedule.xml as conference apps read it"
LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE schedule [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<schedule>&b;</schedule>
"""
OUTSIDE = b"""<!DOCTYPE schedule [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<schedule><conference><title>&secret;</title></conference></schedule>
"""


def faults(draft_of: Callable[[bytes, str], object], content: bytes, file: str) -> str:
    with pytest.raises(InputError) as caught:
        draft_of(content, file)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<schedule><day></schedule>", "s.xml:1: the file is not XML, or is damaged: mismatched tag: line 1, column 17"),
        (b"<rss/>", "s.xml:1: the file begins with <rss>, not with <schedule>"),
        (LAUGHS, "s.xml:2: document types and entities are not read"),
        (OUTSIDE, "s.xml:1: document types and entities are not read"),
        (
            b"<?xml version='1.0' encoding='klingon'?><schedule/>",
            "s.xml: the file is not XML, or is damaged: unknown encoding: klingon",
        ),
    ],
    ids=("damaged", "another root", "entities", "outside entity", "encoding"),
)
def test_xml_that_is_no_schedule(content: bytes, message: str) -> None:
    assert faults(frab_draft, content, "s.xml") == message + XML_HINT


def test_xml_events_that_are_wrong_are_all_said_with_their_lines() -> None:
    lines = schedule_xml().splitlines()
    text = schedule_xml().replace("Europe/Berlin", "Europe/Berln").replace("<duration>00:30<", "<duration>half an hour<")
    text = text.replace("2027-03-27T13:00:00+01:00", "tomorrow", 1).replace("<title>Brokering one</title>", "")
    place = {title: next(n for n, line in enumerate(lines, 1) if title in line) for title in ("Opening", "Transit two", "Brokering one")}
    assert faults(frab_draft, text.encode(), "s.xml").splitlines() == [
        "s.xml:4: there is no time zone 'Europe/Berln'",
        "    did you mean 'Europe/Berlin'?",
        f"s.xml:{place['Opening']}: 'half an hour' is not a length in hours and minutes",
        "    write it as in 0:45",
        f"s.xml:{place['Transit two']}: 'tomorrow' is not a date with a time",
        "    write it as in 2027-03-09T14:00:00+01:00",
        f"s.xml:{place['Brokering one']}: the event has no <title>",
        "    add it",
    ]


def _event(told: Json) -> Json:
    event: Json = told["schedule"]["conference"]["days"][0]["rooms"]["Room | 2"][0]
    return event


def _past_midnight(told: Json) -> None:
    _event(told).update(date="2027-03-27T23:30:00+01:00", duration="1:00")


def _no_length(told: Json) -> None:
    _event(told)["duration"] = "0:00"


def _types(told: Json) -> None:
    _event(told).update(title=None, track=7)
    told["schedule"]["conference"]["rooms"][0]["capacity"] = "many"


def _same_guid(told: Json) -> None:
    first, then = told["schedule"]["conference"]["days"][1]["rooms"]["Großer Saal"]
    then["guid"] = first["guid"]


def _no_ids(told: Json) -> None:
    event = _event(told)
    for key in ("guid", "code", "id"):
        del event[key]


def _year(told: Json) -> None:
    _event(told)["date"] = "2037-03-27T09:40:00+01:00"


def _no_zone(told: Json) -> None:
    del told["schedule"]["conference"]["time_zone_name"]


def _nothing_on(told: Json) -> None:
    told["schedule"]["conference"]["days"] = []


def _keys(told: Json) -> None:
    del told["schedule"]["conference"]["title"]
    del _event(told)["date"]


AT = "s.json:schedule.conference"
EVENT = f"{AT}.days[0].rooms.Room | 2[0]"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            _past_midnight,
            [f"{EVENT}: it begins at 23:30 and goes on past midnight", "    give it a length that ends at 24:00, or leave it out"],
        ),
        (_no_length, [f"{EVENT}: it has no length", "    write hours and minutes, as in 0:45"]),
        (
            _types,
            [
                f"{EVENT}.title: null is not a text",
                f"{EVENT}.track: 7 is not a text",
                f'{AT}.rooms[0].capacity: "many" is not a whole number',
            ],
        ),
        (
            _same_guid,
            [
                f"{AT}.days[1].rooms.Großer Saal[1]: the id 'BROKE2-{guid('BROKE25')}' is there 2 times",
                "    give each time that something is on an id of its own",
            ],
        ),
        (
            _no_ids,
            [f"{EVENT}: the event has no guid and no id", "    give it a guid, by which it is known when its time or title changes"],
        ),
        (_year, [f"{AT}: from 2027-03-27 to 2037-03-27 are more than 30 days", "    correct the year of one of the dates"]),
        (
            _no_zone,
            [f"{AT}: the file does not say in which time zone the conference is", "    add it as time_zone_name, as in Europe/Vienna"],
        ),
        (_nothing_on, [f"{AT}: nothing is on", "    name a file that has talks"]),
        (_keys, [f"{AT}: the key 'title' is missing", f"{EVENT}: the key 'date' is missing"]),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_json_that_is_wrong(change: Callable[[Json], None], expected: list[str]) -> None:
    told = schedule_json()
    change(told)
    assert faults(frab_draft, as_bytes(told), "s.json").splitlines() == expected


def test_json_without_a_schedule() -> None:
    assert faults(frab_draft, b"{}", "s.json") == "s.json: the key 'schedule' is missing"


def _page(told: Json) -> None:
    told["speakers"]["next"] = "https://conference.example/?page=2"


def _room(told: Json) -> None:
    told["slots"][0]["room"] = 77


def _duration(told: Json) -> None:
    told["submissions"][1]["duration"] = None


def _free(told: Json) -> None:
    told["rooms"][1]["availabilities"][0]["end"] = "2027-03-27T00:00:00+01:00"


def _submission_twice(told: Json) -> None:
    told["submissions"].insert(1, told["submissions"][0])


def _no_event(told: Json) -> None:
    del told["event"]["timezone"], told["rooms"]


def _track(told: Json) -> None:
    told["submissions"][0]["track"] = True


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_page, ["a.json:speakers.next: this is one page of several", "    put the results of all pages into one list"]),
        (_room, ["a.json:slots[0].room: there is no room 77", "    add the answer about all rooms"]),
        (_duration, ["a.json:submissions[1].duration: it has no length", "    write minutes, as in 45"]),
        (_free, ["a.json:rooms[1].availabilities[0].end: it is not after the start", "    correct one of the two"]),
        (
            _submission_twice,
            ["a.json:submissions[1].code: the id 'OPENER' is there 2 times", "    give each time that something is on an id of its own"],
        ),
        (_track, ["a.json:submissions[0].track: true is not a text"]),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_answers_that_are_wrong(change: Callable[[Json], None], expected: list[str]) -> None:
    told = answers()
    change(told)
    assert faults(pretalx_draft, as_bytes(told), "a.json").splitlines() == expected


def test_answers_without_what_is_needed() -> None:
    told = answers()
    _no_event(told)
    assert faults(pretalx_draft, as_bytes(told), "a.json").splitlines() == [
        "a.json: the key 'rooms' is missing",
        "a.json:event: the key 'timezone' is missing",
    ]


def test_editor_data_that_is_wrong() -> None:
    told = editor_data()
    told["event_start"] = "soon"
    told["talks"][0]["start"] = "at nine"
    assert faults(pretalx_draft, as_bytes(told), "e.json").splitlines() == [
        "e.json:event_start: 'soon' is not a date",
        "    write it as in 2027-03-09",
        "e.json:talks[0].start: 'at nine' is not a date with a time",
        "    write it as in 2027-03-09T14:00:00+01:00",
    ]


def test_json_of_something_else() -> None:
    message = faults(pretalx_draft, b'{"rooms": []}', "x.json")
    assert message.startswith("x.json: it has neither 'schedule', nor 'submissions', nor 'talks'\n    name pretalx's schedule.json")
