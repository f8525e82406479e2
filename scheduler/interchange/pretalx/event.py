"""What pretalx tells of an event, in either of its forms: the answers of its API in one file, or the data of its schedule editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from scheduler.domain.errors import raise_any
from scheduler.interchange.conference.programme import Person, Place, Programme, Room, Talk
from scheduler.interchange.conference.reading import check_talks, day, place_of, zone_named
from scheduler.interchange.json_parts import JsonPart
from scheduler.interchange.naming import as_id, ids_of
from scheduler.interchange.pretalx.values import free_times, moment, name_of, parts_of, phrase

PLANNED = ("accepted", "confirmed", None)
"""The states of what is planned; the public is not told the state, but sees nothing else."""


def programme_of_answers(top: JsonPart) -> Programme:
    """The programme in the API's answers, each under the name of its endpoint; ``event``, ``rooms`` and ``submissions`` are needed.

    Raises
    ------
    InputError
        If one of these is missing.
    """
    top.check_keys(("event", "rooms", "submissions"), top.values)
    event = top.part("event")
    event.check_keys(("slug", "name", "timezone", "date_from", "date_to"), event.values)
    raise_any(top.faults)
    return _programme(top, event, ("date_from", "date_to"), tuple(_submissions(top)))


def programme_of_editor(top: JsonPart) -> Programme:
    """The programme in the data of the schedule editor, which are also those of the public widget.

    Raises
    ------
    InputError
        If one of the keys that it needs is missing.
    """
    top.check_keys(("timezone", "event_start", "event_end", "rooms"), top.values)
    raise_any(top.faults)
    return _programme(top, top, ("event_start", "event_end"), tuple(_editor_talks(top)))


@dataclass(frozen=True, slots=True)
class _Submission:
    """A submission, and the slots that it has in the schedule, in any order."""

    part: JsonPart
    slots: tuple[JsonPart, ...]


def _submissions(top: JsonPart) -> Iterator[_Submission]:
    by_code: dict[str, list[JsonPart]] = {}
    for slot in parts_of(top, "slots"):
        inner = slot.values.get("submission")
        code = slot.part("submission").text("code") if isinstance(inner, Mapping) else slot.value("submission", str)
        by_code.setdefault(code or "", []).append(slot)
    for part in parts_of(top, "submissions"):
        part.check_keys(("code", "title", "speakers"), part.values)
        listed = part.values.get("slots")
        in_full = isinstance(listed, Sequence) and all(isinstance(slot, Mapping) for slot in listed)
        slots = tuple(part.parts("slots")) if in_full else ()
        yield _Submission(part, slots or tuple(by_code.get(part.text("code"), ())))


def _editor_talks(top: JsonPart) -> Iterator[_Submission]:
    """The editor has a talk for each slot, and breaks, which have no code."""
    by_code: dict[str, list[JsonPart]] = {}
    for part in top.parts("talks"):
        if code := part.value("code", str):
            part.check_keys(("title", "speakers"), part.values)
            by_code.setdefault(code, []).append(part)
    return (_Submission(slots[0], tuple(slots)) for slots in by_code.values())


def _programme(top: JsonPart, event: JsonPart, keys: tuple[str, str], submissions: tuple[_Submission, ...]) -> Programme:
    zone = zone_named(event.text("timezone"), partial(event.fault, "timezone"))
    days = tuple(found for key in keys if (text := event.text(key)) and (found := day(text, partial(event.fault, key))))
    types = _names(top, "submission-types", "submission_types")
    reader = _Reader(zone, _rooms(top, zone), _names(top, "tracks"), types)
    told = [(talk, one.part) for one in submissions if _is_planned(one.part) for talk in reader.talks(one)]
    talks = tuple(talk for talk, _ in told)
    check_talks(talks, days, {talk.id: partial(part.fault, "code") for talk, part in told}, partial(event.fault, ""))
    people = {**_speakers(part for _, part in told), **_people(parts_of(top, "speakers"), zone)}
    speaking = dict.fromkeys(id for talk in talks for id in talk.people)
    return Programme(
        id=event.value("slug", str) or "",
        title=phrase(event, "name") or event.value("slug", str) or "Conference",
        zone=zone,
        days=days,
        rooms=tuple(reader.rooms.values()),
        people=tuple(people[id] for id in sorted(speaking)),
        talks=talks,
        email=event.value("email", str) or "",
    )


def _is_planned(part: JsonPart) -> bool:
    return (part.value("pending_state", str) or part.value("state", str)) in PLANNED


def _names(top: JsonPart, *keys: str) -> dict[int, str]:
    return {part.number("id"): phrase(part, "name") for part in parts_of(top, *keys)}


def _rooms(top: JsonPart, zone: ZoneInfo) -> dict[int, Room]:
    parts = tuple(parts_of(top, "rooms"))
    for part in parts:
        part.check_keys(("id", "name"), part.values)
    ids = ids_of(dict.fromkeys(phrase(part, "name") for part in parts), "room")
    rooms = {}
    for part in parts:
        name, guid = phrase(part, "name"), part.value("guid", str) or ""
        capacity = part.number("capacity") if part.values.get("capacity") is not None else 0
        rooms[part.number("id")] = Room(ids[name], name, capacity, guid, free_times(part, zone))
    return rooms


def _people(parts: Iterator[JsonPart], zone: ZoneInfo) -> dict[str, Person]:
    people = {}
    for part in parts:
        part.check_keys(("code", "name"), part.values)
        code = as_id(part.text("code"))
        people[code] = Person(code, part.value("name", str) or code, free_times(part, zone))
    return people


def _speakers(submissions: Iterator[JsonPart]) -> dict[str, Person]:
    """Those who are named by submissions: by their codes alone, or in full."""
    people: dict[str, Person] = {}
    for part in submissions:
        for code, name in _speakers_of(part):
            people.setdefault(code, Person(code, name))
    return people


def _speakers_of(part: JsonPart) -> Iterator[tuple[str, str]]:
    listed = part.values.get("speakers")
    if isinstance(listed, Sequence) and all(isinstance(one, str) for one in listed):
        yield from ((as_id(code), code) for code in part.texts("speakers"))
    else:
        for speaker in part.parts("speakers"):
            speaker.check_keys(("code",), speaker.values)
            code = speaker.text("code")
            yield as_id(code), speaker.value("name", str) or code


@dataclass(frozen=True, slots=True)
class _Reader:
    """What submissions speak of: rooms, tracks and types by pretalx's numbers."""

    zone: ZoneInfo
    rooms: Mapping[int, Room]
    tracks: Mapping[int, str]
    types: Mapping[int, str]

    def talks(self, submission: _Submission) -> Iterator[Talk]:
        """A talk for each time that the submission is held: a slot, or one that it is still to get."""
        part = submission.part
        code, minutes = as_id(part.text("code")), part.value("duration", int) or 0
        if minutes < 1:
            part.fault("duration", "it has no length", "write minutes, as in 45")
        slots = sorted(submission.slots, key=lambda slot: slot.value("start", str) or "~")
        count = max(len(slots), part.value("slot_count", int) or 1)
        for number in range(count):
            yield Talk(
                id=code if count == 1 else f"{code}-{number + 1}",
                title=part.text("title"),
                minutes=max(minutes, 1),
                kind=name_of(part, "submission_type", self.types),
                track=name_of(part, "track", self.tracks),
                language=part.value("content_locale", str) or "",
                people=tuple(dict.fromkeys(code for code, _ in _speakers_of(part))),
                do_not_record=part.value("do_not_record", bool),
                place=self._place(slots[number], max(minutes, 1)) if number < len(slots) else None,
            )

    def _place(self, slot: JsonPart, minutes: int) -> Place | None:
        """Where a slot is; None while it has no time or no room."""
        start, number = moment(slot, "start", self.zone), slot.values.get("room")
        if isinstance(number, Mapping):
            number = number.get("id")
        if start is None or number is None:
            return None
        if type(number) is not int or number not in self.rooms:
            slot.fault("room", f"there is no room {number}", "add the answer about all rooms")
            return None
        return place_of(start, self.rooms[number].id, minutes, self.zone, partial(slot.fault, "start"))
