"""The conference as the sheets of a meeting: a period for each timeslot, a session for each talk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scheduler.domain.draft import DraftSheet, Value
from scheduler.interchange.timefold.conference import Conference, Talk

TIMESLOT_ID, ROOM_ID, TALK_ID = "timefold_timeslot", "timefold_room", "timefold_talk"
"""The columns that keep the file's own ids."""
GRIDS = (60, 30, 20, 15, 10, 5, 1)


@dataclass(frozen=True, slots=True)
class Names:
    """The ids that types, timeslots, rooms, speakers and talks have in the sheets, by their ``@id``."""

    types: Mapping[str, str]
    periods: Mapping[str, str]
    rooms: Mapping[str, str]
    people: Mapping[str, str]
    sessions: Mapping[str, str]

    @staticmethod
    def of(conference: Conference) -> Names:
        """Their names without what an id cannot have; for a timeslot its day, start and length."""
        slots = conference.timeslots.items()
        return Names(
            types=_ids({name: type.name for name, type in conference.types.items()}),
            periods=_ids({name: f"{slot.start:%a-%d-%H%M}-{slot.minutes}" for name, slot in slots}),
            rooms=_ids({name: room.name for name, room in conference.rooms.items()}),
            people=_ids({name: speaker.name for name, speaker in conference.speakers.items()}),
            sessions=_ids({name: talk.code for name, talk in conference.talks.items()}),
        )


def _ids(names: Mapping[str, str]) -> dict[str, str]:
    """An id for each name; of those that would be the same, the later ones get a number."""
    ids: dict[str, str] = {}
    for key, name in names.items():
        slug, taken = _slug(name) or "x", set(ids.values())
        ids[key] = next(id for id in (slug, *(f"{slug}-{n}" for n in range(2, len(names) + 2))) if id not in taken)
    return ids


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def settings(conference: Conference) -> dict[str, Value]:
    """What ``meeting.yaml`` says."""
    slots = conference.timeslots.values()
    first, last = min(slot.start for slot in slots), max(slot.start for slot in slots)
    minutes = {slot.start.hour * 60 + slot.start.minute for slot in slots}
    return {
        "meeting": _slug(conference.name) or "conference",
        "title": conference.name or "Conference",
        "zone": "UTC",
        "first_day": f"{first:%Y-%m-%d}",
        "last_day": f"{last:%Y-%m-%d}",
        "grid": next(grid for grid in GRIDS if all(minute % grid == 0 for minute in minutes)),
        "prepared": f"{first:%Y-%m-%d}T00:00:00Z",
        "organizer": {"name": "Secretariat", "email": "secretariat@example.org"},
    }


def sheets(conference: Conference, names: Names) -> Iterator[DraftSheet]:
    """Every sheet that the meeting needs."""
    header = ("period", "day", "start", "end", "name", "rooms", "single", "kinds", "tags", TIMESLOT_ID)
    yield DraftSheet("periods", header, tuple(_periods(conference, names)))
    yield DraftSheet("rooms", ("room", "name", "capacity", "features", "tags", ROOM_ID), tuple(_rooms(conference, names)))
    people = tuple((names.people[name], speaker.name) for name, speaker in conference.speakers.items())
    yield DraftSheet("people", ("person", "name"), people)
    rows = [dict(_session(conference, name, talk, names)) for name, talk in conference.talks.items()]
    yield DraftSheet("sessions", tuple(rows[0]), tuple(tuple(row.values()) for row in rows))


def _periods(conference: Conference, names: Names) -> Iterator[tuple[str, ...]]:
    for name, slot in sorted(conference.timeslots.items(), key=lambda item: (item[1].start, item[1].end)):
        clock = (f"{slot.start:%H:%M}", f"{slot.end:%H:%M}")
        rooms = _cell(names.rooms[room] for room in conference.rooms_at(name))
        kinds = _cell(names.types[key] for key, type in conference.types.items() if name in type.timeslots)
        yield names.periods[name], f"{slot.start:%Y-%m-%d}", *clock, "-".join(clock), rooms, "yes", kinds, _cell(slot.tags), str(slot.id)


def _rooms(conference: Conference, names: Names) -> Iterator[tuple[str, ...]]:
    for name, room in conference.rooms.items():
        kinds = [serves(names.types[key]) for key, type in conference.types.items() if name in type.rooms]
        lacking = [without(tag) for tag in _tags(conference, "prohibitedRoomTagSet") if tag not in room.tags]
        yield names.rooms[name], room.name, str(room.capacity), _cell((*kinds, *room.tags, *lacking)), _cell(room.tags), str(room.id)


def serves(kind: str) -> str:
    """The feature of a room in which talks of a type may be."""
    return f"for {kind}"


def without(tag: str) -> str:
    """The feature of a room that has not got a tag which somebody cannot bear."""
    return f"without {tag}"


def _tags(conference: Conference, key: str) -> list[str]:
    """Every tag of one kind of wish, of whomever."""
    return list(dict.fromkeys(tag for talk in conference.talks.values() for wishes in conference.wishing(talk) for tag in wishes[key]))


def _session(conference: Conference, name: str, talk: Talk, names: Names) -> Iterator[tuple[str, str]]:
    wishes = list(conference.wishing(talk))
    required = [tag for wish in wishes for tag in wish["requiredRoomTagSet"]]
    prohibited = [without(tag) for wish in wishes for tag in wish["prohibitedRoomTagSet"]]
    yield "session", names.sessions[name]
    yield "title", talk.title or talk.code
    yield "minutes", str(conference.minutes(talk))
    yield "kind", names.types[talk.type]
    yield "presenters", _cell(names.people[speaker] for speaker in talk.speakers)
    yield "features", _cell(dict.fromkeys((serves(names.types[talk.type]), *required, *prohibited)))
    yield "theme_tracks", _cell(talk.themes)
    yield "sectors", _cell(talk.tags["sectorTagSet"])
    yield "audience_types", _cell(talk.audiences)
    yield "contents", _cell(talk.tags["contentTagSet"])
    yield "level", str(talk.level)
    yield "language", talk.language
    yield "exclusive", _cell(talk.tags["mutuallyExclusiveTalksTagSet"])
    yield "prerequisites", _cell(names.sessions[other] for other in talk.prerequisites)
    yield "favorites", str(talk.favorites)
    yield "crowd_control", "yes" if talk.risk else "no"
    yield TALK_ID, str(talk.id)


def _cell(values: Iterable[str]) -> str:
    return "|".join(values)
