"""schedule.json as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from scheduler.interchange.frab.schedule import Event, Hall, Schedule, Speaker
from scheduler.interchange.json_parts import JsonPart

WHAT = "a schedule.json as conference apps read it"


def schedule_in(top: JsonPart) -> Schedule:
    """The schedule in a file of which ``top`` is the top; what else there is, such as the system that wrote it, is left aside."""
    conference = top.part("schedule").part("conference")
    conference.check_keys(("title", "days"), conference.values)
    days = tuple(conference.parts("days"))
    rooms = [(name, room) for one in days for room in (one.part("rooms"),) for name in room.values]
    listed = tuple(_hall(room) for room in conference.parts("rooms"))
    dates = (conference.value("start", str), conference.value("end", str), *(one.value("date", str) for one in days))
    return Schedule(
        acronym=conference.value("acronym", str) or "",
        title=conference.text("title"),
        zone=conference.value("time_zone_name", str) or "",
        days=tuple(filter(None, dates)),
        halls=(*listed, *(Hall(name) for name, _ in rooms)),
        events=tuple(_event(event, name) for name, room in rooms for event in room.parts(name)),
        fault=partial(conference.fault, ""),
    )


def _hall(room: JsonPart) -> Hall:
    room.check_keys(("name",), room.values)
    capacity = room.number("capacity") if room.values.get("capacity") is not None else 0
    return Hall(room.text("name"), room.value("guid", str) or "", capacity)


def _event(event: JsonPart, room: str) -> Event:
    event.check_keys(("title", "date", "duration"), event.values)
    number = event.value("id", int)
    return Event(
        guid=event.value("guid", str) or "",
        code=event.value("code", str) or "",
        number="" if number is None else str(number),
        title=event.text("title"),
        date=event.text("date"),
        duration=event.text("duration"),
        room=room,
        track=event.value("track", str) or "",
        kind=event.value("type", str) or "",
        language=event.value("language", str) or "",
        do_not_record=event.value("do_not_record", bool),
        speakers=tuple(_speakers(event)),
        fault=partial(event.fault, ""),
    )


def _speakers(event: JsonPart) -> Iterator[Speaker]:
    for person in event.parts("persons"):
        name, number = person.value("name", str) or person.value("public_name", str) or "", person.value("id", int)
        code, guid = person.value("code", str) or "", person.value("guid", str) or ""
        yield Speaker(code, guid, "" if number is None else str(number), name)
