"""An invented conference of two days, as pretalx and frab would write it: six talks and a workshop in two rooms, a lunch break between."""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

Json = dict[str, Any]
ZONE = "Europe/Berlin"
ROOMS = (("Großer Saal", 200), ("Room | 2", None))
PEOPLE = {"AAAAAA": "Ash Alder", "BBBBBB": "Birk Bay", "CCCCCC": "Cleo Cork"}
TRACKS = ("Transit", "Brokering | Finance")
TALKS: tuple[tuple[str, str, str, str, int, int, int | None, str, tuple[str, ...], bool], ...] = (
    ("OPENER", "Opening <first>", "2027-03-27", "09:00", 30, 0, None, "Talk", ("AAAAAA",), False),
    ("TRANS1", "Transit | one", "2027-03-27", "09:40", 45, 0, 0, "Talk", ("AAAAAA", "BBBBBB"), True),
    ("BROKE1", "Brokering one", "2027-03-27", "09:40", 45, 1, 1, "Talk", ("CCCCCC",), False),
    ("WORKSH", "A workshop", "2027-03-27", "13:00", 90, 1, 0, "Workshop", ("BBBBBB",), False),
    ("TRANS2", "Transit two", "2027-03-27", "13:00", 45, 0, 0, "Talk", ("AAAAAA",), False),
    ("BROKE2", "Brokering two", "2027-03-28", "10:00", 45, 0, 1, "Talk", ("CCCCCC",), False),
    ("BROKE2", "Brokering two", "2027-03-28", "10:55", 45, 0, 1, "Talk", ("CCCCCC",), False),
)
"""Code, title, day, start, minutes, room, track, kind, speakers, and whether they do not want to be recorded. The last is held twice."""


def guid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"https://conference.example/{name}"))


def offset(day: str) -> str:
    """Summer time begins in the night before the second day."""
    return "+01:00" if day == "2027-03-27" else "+02:00"


def schedule_json() -> Json:
    """A fresh schedule.json."""
    days = []
    for index, day in enumerate(("2027-03-27", "2027-03-28"), 1):
        rooms: Json = {}
        for number, talk in enumerate(TALKS):
            if talk[2] == day:
                rooms.setdefault(ROOMS[talk[5]][0], []).append(_event(number))
        bounds = {"day_start": f"{day}T04:00:00{offset(day)}", "day_end": f"{day}T23:59:00{offset(day)}"}
        days.append({"index": index, "date": day, **bounds, "rooms": rooms})
    conference = {
        "acronym": "invented2027",
        "title": "Invented Conference 2027",
        "start": "2027-03-27",
        "end": "2027-03-28",
        "daysCount": 2,
        "timeslot_duration": "00:05",
        "time_zone_name": ZONE,
        "rooms": [{"name": name, "guid": guid(name), "capacity": seats} for name, seats in ROOMS],
        "days": days,
    }
    return {"schedule": {"version": "1.0", "conference": conference}}


def _event(number: int) -> Json:
    code, title, day, start, minutes, room, track, kind, people, unrecorded = TALKS[number]
    return {
        "guid": guid(f"{code}{number}"),
        "code": code,
        "id": number + 1,
        "date": f"{day}T{start}:00{offset(day)}",
        "start": start,
        "duration": f"{minutes // 60:02}:{minutes % 60:02}",
        "room": ROOMS[room][0],
        "slug": f"invented2027-{number}-talk",
        "url": f"https://conference.example/{code}",
        "title": title,
        "subtitle": None,
        "track": None if track is None else TRACKS[track],
        "type": kind,
        "language": "en",
        "abstract": None,
        "do_not_record": unrecorded,
        "persons": [{"code": person, "name": PEOPLE[person], "guid": guid(person)} for person in people],
        "links": [],
    }


def schedule_xml() -> str:
    """The same as schedule.xml, in which nobody has a code."""
    conference = schedule_json()["schedule"]["conference"]
    lines = [
        "<?xml version='1.0' encoding='utf-8'?>",
        "<schedule>",
        "<version>1.0</version>",
        "<conference>",
        f"<title>{conference['title']}</title>",
        f"<acronym>{conference['acronym']}</acronym>",
        "<start>2027-03-27</start><end>2027-03-28</end><days>2</days><timeslot_duration>00:05</timeslot_duration>",
        f"<time_zone_name>{ZONE}</time_zone_name>",
        "</conference>",
    ]
    for day in conference["days"]:
        lines.append(f'<day date="{day["date"]}" start="{day["day_start"]}" end="{day["day_end"]}" index="{day["index"]}">')
        for room, events in day["rooms"].items():
            lines += [f"<room name={quoteattr(room)} guid={quoteattr(guid(room))}>", *map(_event_xml, events), "</room>"]
        lines.append("</day>")
    return "\n".join([*lines, "</schedule>", ""])


def _event_xml(event: Json) -> str:
    names = ("room", "title", "type", "date", "start", "duration", "abstract", "track", "language")
    texts = "".join(f"<{name}>{escape(event[name] or '')}</{name}>" for name in names)
    optout = str(event["do_not_record"]).lower()
    people = "".join(f"<person guid={quoteattr(person['guid'])}>{person['name']}</person>" for person in event["persons"])
    return (
        f'<event guid="{event["guid"]}" id="{event["id"]}">{texts}'
        f"<recording><license/><optout>{optout}</optout></recording><persons>{people}</persons></event>"
    )


def answers() -> Json:
    """Answers of the API about the same: the second time of the last talk is not planned yet, and one submission is rejected."""
    slots = [_slot(number) for number in range(len(TALKS))]
    slots[-1] |= {"start": None, "end": None, "room": None}
    unique = {talk[0]: talk for talk in TALKS}
    submissions = [
        {
            "code": code,
            "title": talk[1],
            "speakers": list(talk[8]),
            "submission_type": 1 if talk[7] == "Talk" else 2,
            "track": talk[6],
            "state": "confirmed",
            "duration": talk[4],
            "slot_count": 2 if code == "BROKE2" else 1,
            "content_locale": "en",
            "do_not_record": talk[9],
            "slots": [slot["id"] for slot in slots if slot["submission"] == code],
        }
        for code, talk in unique.items()
    ]
    rejected = {**submissions[0], "code": "REJECT", "state": "rejected", "speakers": ["DDDDDD"], "slots": []}
    saturday = {"start": "2027-03-27T00:00:00+01:00", "end": "2027-03-28T00:00:00+01:00", "allDay": True}
    return {
        "event": {
            "slug": "invented2027",
            "name": {"de": "Erfundene Konferenz", "en": "Invented Conference 2027"},
            "timezone": ZONE,
            "date_from": "2027-03-27",
            "date_to": "2027-03-28",
            "email": "team@conference.example",
        },
        "rooms": [
            {"id": 10 + n, "name": {"en": name}, "guid": guid(name), "capacity": seats, "availabilities": [dict(saturday)] if n else []}
            for n, (name, seats) in enumerate(ROOMS)
        ],
        "tracks": [{"id": n, "name": {"en": name}} for n, name in enumerate(TRACKS)],
        "submission-types": [{"id": 1, "name": {"en": "Talk"}}, {"id": 2, "name": {"en": "Workshop"}}],
        "speakers": {
            "count": 3,
            "next": None,
            "results": [
                {"code": code, "name": name, "availabilities": [dict(saturday)] if code == "AAAAAA" else []}
                for code, name in PEOPLE.items()
            ],
        },
        "slots": slots,
        "submissions": [*submissions, rejected],
    }


def _slot(number: int) -> Json:
    code, _, day, start, minutes, room, *_ = TALKS[number]
    hours, rest = divmod(int(start[:2]) * 60 + int(start[3:]) + minutes, 60)
    times = {"start": f"{day}T{start}:00{offset(day)}", "end": f"{day}T{hours:02}:{rest:02}:00{offset(day)}"}
    return {"id": 100 + number, "room": 10 + room, **times, "submission": code, "duration": minutes}


def editor_data() -> Json:
    """What the schedule editor loads, with a break."""
    told = answers()
    by_code = {one["code"]: one for one in told["submissions"]}
    keys = ("code", "title", "speakers", "track", "duration", "content_locale", "do_not_record")
    talks = [{key: by_code[slot["submission"]][key] for key in keys} | _told(slot) for slot in told["slots"]]
    lunch = {"id": 99, "title": "Lunch", "start": "2027-03-27T11:00:00Z", "end": "2027-03-27T12:00:00Z", "room": 10, "slot_type": "break"}
    return {
        "talks": [*talks, lunch],
        "version": None,
        "timezone": ZONE,
        "event_start": "2027-03-27",
        "event_end": "2027-03-28",
        "tracks": told["tracks"],
        "rooms": [{"id": room["id"], "name": room["name"]} for room in told["rooms"]],
        "speakers": [{"code": code, "name": name} for code, name in PEOPLE.items()],
    }


def _told(slot: Json) -> Json:
    return {key: slot[key] for key in ("id", "start", "end", "room")} | {"state": "confirmed"}


def as_bytes(told: Json) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()
