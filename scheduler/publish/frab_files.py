"""The two forms of a frab schedule: ``schedule.xml`` and ``schedule.json``, as the voc/schedule project's schemas have them."""

from __future__ import annotations

import json
import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Problem
from scheduler.publish.frab import DRAFT, Day, Event, Hall, schedule_of
from scheduler.publish.ics import JOIN

_MADE_BY = "Rostrum"
"""It names no version, as a calendar's PRODID does not: the same programme keeps its bytes when Rostrum is updated."""
_SCHEMA = "https://c3voc.de/schedule/schema.json"
_LONGEST = 24 * 60 - 1
"""Minutes of a duration: apps that read it as a time of day would refuse the whole file for one event of 24 hours."""
_ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+|.*UTC$")
"""The zones that the JSON schema knows; without one, apps have the offset that each date carries."""
_FLAGS = {True: "true", False: "false"}


def schedule_xml(problem: Problem, agenda: Agenda, version: str = DRAFT) -> bytes:
    """The content of ``schedule.xml``, the same bytes for the same agenda and version."""
    schedule = schedule_of(problem, agenda, version)
    top = Element("schedule")
    SubElement(top, "generator", {"name": _MADE_BY})
    _add(top, "version", schedule.version)
    conference = SubElement(top, "conference")
    _add(conference, "acronym", schedule.acronym)
    _add(conference, "title", schedule.title)
    _add(conference, "start", schedule.first_day.isoformat())
    _add(conference, "end", schedule.last_day.isoformat())
    _add(conference, "days", str(len(schedule.days)))
    _add(conference, "timeslot_duration", _length(schedule.grid))
    _add(conference, "time_zone_name", schedule.zone)
    for index, day in enumerate(schedule.days, 1):
        times = {"date": day.date.isoformat(), "start": day.start.isoformat(), "end": day.end.isoformat()}
        listed = SubElement(top, "day", {"index": str(index), **times})
        for hall in schedule.halls:
            room = SubElement(listed, "room", {"name": hall.name, "guid": str(hall.guid)})
            for event in _in(day, hall):
                _add_event(room, event)
    indent(top, " ")
    content: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _add_event(room: Element, event: Event) -> None:
    element = SubElement(room, "event", {"guid": str(event.guid), "id": str(event.number)})
    for name, text in _texts(event).items():
        _add(element, name, text)
    if event.do_not_record is not None:
        recording = SubElement(element, "recording")
        _add(recording, "license", "")
        _add(recording, "optout", _FLAGS[event.do_not_record])
    persons = SubElement(element, "persons")
    for one in event.speakers:
        SubElement(persons, "person", {"id": str(one.number), "guid": str(one.guid)}).text = one.name
    links = SubElement(element, "links")
    if event.link:
        SubElement(links, "link", {"href": event.link}).text = JOIN


def schedule_json(problem: Problem, agenda: Agenda, version: str = DRAFT) -> bytes:
    """The content of ``schedule.json``, the same bytes for the same agenda and version."""
    schedule = schedule_of(problem, agenda, version)
    conference = {
        "acronym": schedule.acronym,
        "title": schedule.title,
        "start": schedule.first_day.isoformat(),
        "end": schedule.last_day.isoformat(),
        "daysCount": len(schedule.days),
        "timeslot_duration": _length(schedule.grid),
        **({"time_zone_name": schedule.zone} if _ZONE.match(schedule.zone) else {}),
        "rooms": [{"name": hall.name, "guid": str(hall.guid), "capacity": hall.capacity} for hall in schedule.halls],
        "days": [
            {
                "index": index,
                "date": day.date.isoformat(),
                "day_start": day.start.isoformat(),
                "day_end": day.end.isoformat(),
                "rooms": {hall.name: [_event(event) for event in _in(day, hall)] for hall in schedule.halls},
            }
            for index, day in enumerate(schedule.days, 1)
        ],
    }
    told = {"$schema": _SCHEMA, "generator": {"name": _MADE_BY}, "schedule": {"version": schedule.version, "conference": conference}}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _event(event: Event) -> dict[str, object]:
    recorded = {"do_not_record": event.do_not_record} if event.do_not_record is not None else {}
    return {
        "guid": str(event.guid),
        "id": event.number,
        **_texts(event),
        "end": event.end.isoformat(),
        **recorded,
        "persons": [{"id": one.number, "guid": str(one.guid), "name": one.name} for one in event.speakers],
        "links": [{"url": event.link, "title": JOIN}] if event.link else [],
        "url": "",
    }


def _texts(event: Event) -> dict[str, str]:
    """What both forms have as texts, under the same names."""
    return {
        "date": event.start.isoformat(),
        "start": f"{event.start:%H:%M}",
        "duration": _length(event.minutes),
        "room": event.hall,
        "slug": event.slug,
        "title": event.title,
        "subtitle": event.subtitle,
        "track": event.track,
        "type": event.kind,
        "language": event.language,
        "abstract": "",
        "description": event.description,
    }


def _in(day: Day, hall: Hall) -> list[Event]:
    return [event for event in day.events if event.hall == hall.name]


def _length(minutes: int) -> str:
    hours, rest = divmod(min(minutes, _LONGEST), 60)
    return f"{hours:02}:{rest:02}"
