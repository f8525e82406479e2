"""A frab schedule as text, as both of its forms write it, and what it says as a programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.interchange.conference.programme import Person, Programme, Room, Talk
from scheduler.interchange.conference.reading import Fault, check_talks, day, instant, minutes_of, place_of, zone_named, zone_of_offset
from scheduler.interchange.naming import as_id, ids_of, slug


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person of an event: the pretalx code, the guid and the number that the file gives, empty where it does not, and the name."""

    code: str
    guid: str
    number: str
    name: str

    @property
    def person(self) -> Person:
        """The person, by the code, or else the guid, the number, the name."""
        numbered = f"person-{self.number}" if self.number else ""
        return Person(as_id(self.code or self.guid or numbered or slug(self.name) or self.name) or "person", self.name or self.code)


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it is written, every value a text, empty where there is none; ``fault`` notes that one of them is wrong."""

    guid: str
    code: str
    number: str
    title: str
    date: str
    duration: str
    room: str
    track: str
    kind: str
    language: str
    do_not_record: bool | None
    speakers: tuple[Speaker, ...]
    fault: Fault

    def id(self, codes: Mapping[str, int]) -> str:
        """Its code, with the guid or the number behind where several have it; without a code these alone."""
        own = self.guid or (f"event-{self.number}" if self.number else "")
        return as_id(self.code if codes[self.code] == 1 and self.code else "-".join(filter(None, (self.code, own))))


@dataclass(frozen=True, slots=True)
class Hall:
    """A room as it is written; ``capacity`` is 0 where there is none."""

    name: str
    guid: str = ""
    capacity: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole file as it is written: ``days`` are the dates that it names; ``fault`` notes what is wrong with the conference's data."""

    acronym: str
    title: str
    zone: str
    days: tuple[str, ...]
    halls: tuple[Hall, ...]
    events: tuple[Event, ...]
    fault: Fault


def programme_of(schedule: Schedule) -> Programme:
    """What the file says; what is wrong in it is noted as faults."""
    zone = _zone(schedule)
    halls = {hall.name: hall for hall in reversed(schedule.halls)}
    ids = ids_of(dict.fromkeys(hall.name for hall in schedule.halls), "room")
    codes = Counter(event.code for event in schedule.events)
    talks = tuple(_talk(event, event.id(codes), zone, ids[event.room]) for event in schedule.events)
    days = tuple(found for text in schedule.days if (found := day(text, schedule.fault)))
    check_talks(talks, days, {event.id(codes): event.fault for event in schedule.events}, schedule.fault)
    rooms = tuple(Room(id, name, halls[name].capacity, halls[name].guid) for name, id in ids.items())
    people = {speaker.person.id: speaker.person for event in schedule.events for speaker in event.speakers}
    title = schedule.title or schedule.acronym or "Conference"
    return Programme(schedule.acronym, title, zone, days, rooms, tuple(people.values()), talks)


def _talk(event: Event, id: str, zone: ZoneInfo, room: str) -> Talk:
    if not id:
        event.fault("the event has no guid and no id", "give it a guid, by which it is known when its time or title changes")
    minutes = minutes_of(event.duration, event.fault) if event.duration else 1
    start = instant(event.date, zone, event.fault) if event.date else None
    return Talk(
        id=id,
        title=event.title,
        minutes=minutes,
        kind=event.kind,
        track=event.track,
        language=event.language,
        people=tuple(dict.fromkeys(speaker.person.id for speaker in event.speakers)),
        do_not_record=event.do_not_record,
        place=place_of(start, room, minutes, zone, event.fault) if start else None,
        guid=event.guid,
    )


def _zone(schedule: Schedule) -> ZoneInfo:
    if schedule.zone:
        return zone_named(schedule.zone, schedule.fault)
    moments = []
    for event in schedule.events:
        with suppress(ValueError):
            moments.append(datetime.fromisoformat(event.date))
    return zone_of_offset(moments, schedule.fault)
