"""schedule.xml as it is written."""

from __future__ import annotations

from scheduler.interchange.frab.schedule import Event, Hall, Schedule, Speaker
from scheduler.interchange.xml_parts import XmlPart, read_xml

WHAT = "a schedule.xml as conference apps read it"
_OPT_OUT = {"true": True, "1": True, "false": False, "0": False}


def read_schedule_xml(content: bytes, file: str) -> tuple[Schedule, XmlPart]:
    """The file of that name, and its top, at which the faults are.

    Raises
    ------
    InputError
        If it is no such XML at all.
    """
    top = read_xml(content, file, "schedule", WHAT)
    conference, days = top.part("conference"), tuple(top.parts("day"))
    rooms = [room for one in days for room in one.parts("room")]
    for room in rooms:
        if not room.attributes.get("name"):
            room.fault("the room has no name", 'write it as in <room name="Hall">')
    schedule = Schedule(
        acronym=conference.inner("acronym"),
        title=conference.inner("title"),
        zone=conference.inner("time_zone_name"),
        days=tuple(
            text for text in (conference.inner("start"), conference.inner("end"), *(one.attributes.get("date", "") for one in days)) if text
        ),
        halls=tuple(Hall(room.attributes.get("name", ""), room.attributes.get("guid", "")) for room in rooms),
        events=tuple(_event(event, room.attributes.get("name", "")) for room in rooms for event in room.parts("event")),
        fault=conference.fault,
    )
    return schedule, top


def _event(event: XmlPart, room: str) -> Event:
    for name in ("title", "date", "duration"):
        if not event.inner(name):
            event.fault(f"the event has no <{name}>", "add it")
    return Event(
        guid=event.attributes.get("guid", ""),
        code=event.attributes.get("code", ""),
        number=event.attributes.get("id", ""),
        title=event.inner("title"),
        date=event.inner("date"),
        duration=event.inner("duration"),
        room=room,
        track=event.inner("track"),
        kind=event.inner("type"),
        language=event.inner("language"),
        do_not_record=_OPT_OUT.get(event.part("recording").inner("optout")),
        speakers=tuple(_speaker(person) for person in event.part("persons").parts("person")),
        fault=event.fault,
    )


def _speaker(person: XmlPart) -> Speaker:
    return Speaker("", person.attributes.get("guid", ""), person.attributes.get("id", ""), person.text)
