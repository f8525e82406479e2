"""Reading the file of a conference: an object is written out where it first comes, and named by its ``@id`` afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from itertools import combinations

from scheduler.domain.errors import raise_any
from scheduler.domain.selector import ALL
from scheduler.domain.suggestions import suggestion
from scheduler.interchange.json_parts import JsonPart, read_json
from scheduler.interchange.timefold.conference import TAG_SETS, WISHES, Conference, Room, Speaker, Talk, TalkType, Timeslot

WHAT = "a conference in Timefold's form, such as 18talks-6timeslots-5rooms.json"
ID = "@id"
_TALK_KEYS = (
    *("id", "code", "title", "talkType", "speakerList", "audienceLevel", "language", "prerequisiteTalkSet", "favoriteCount"),
    *("crowdControlRisk", "pinnedByUser", "timeslot", "room", *TAG_SETS),
)
_LISTS = {"talkTypeList": "talk type", "timeslotList": "timeslot", "roomList": "room", "speakerList": "speaker", "talkList": "talk"}


def read_conference(content: bytes, file: str) -> Conference:
    """Read the file of that name.

    Raises
    ------
    InputError
        With everything in it that is not so.
    """
    top = read_json(content, file, WHAT)
    top.check_keys(("conferenceName", "constraintProperties", *_LISTS), (ID, "id", "constraintWeightOverrides", "score"))
    raise_any(top.faults)
    conference = _Reader(top).read()
    raise_any(top.faults)
    _check(top, conference)
    raise_any(top.faults)
    return conference


class _Reader:
    """Reads one file; what is wrong is noted in ``top.faults``."""

    def __init__(self, top: JsonPart) -> None:
        self.top = top
        self.objects: dict[str, JsonPart] = {}
        for part in top.objects(ID):
            if self.objects.setdefault(part.text(ID), part) is not part:
                part.fault(ID, f"'{part.text(ID)}' is written out twice", "name it by its @id the second time")
        self.listed = {key: self._listed(key) for key in _LISTS}
        self.tags = {
            what: {tag for part in self.listed[f"{what}List"].values() for tag in part.texts("tagSet")} for what in ("timeslot", "room")
        }

    def _listed(self, key: str) -> dict[str, JsonPart]:
        """The objects of one list by their ``@id``."""
        names = self.top.references(key, ID)
        for name in names:
            if name not in self.objects:
                self.top.fault(key, f"'{name}' is written out nowhere", suggestion(name, self.objects))
        found = {name: self.objects[name] for name in names if name in self.objects}
        for id, count in Counter(part.number("id") for part in found.values()).items():
            if count > 1:
                self.top.fault(key, f"the id {id} is there {count} times", "give each one of its own")
        return found

    def read(self) -> Conference:
        """The whole file."""
        properties = self.top.part("constraintProperties")
        properties.check_keys(("minimumConsecutiveTalksPauseInMinutes",), (ID, "id"))
        if self.top.part("constraintWeightOverrides").values:
            self.top.fault("constraintWeightOverrides", "weights of the conference's own are not taken", "leave the group empty")
        return Conference(
            name=self.top.text("conferenceName"),
            pause=properties.number("minimumConsecutiveTalksPauseInMinutes"),
            types={name: self._type(part) for name, part in self.listed["talkTypeList"].items()},
            timeslots={name: slot for name, part in self.listed["timeslotList"].items() if (slot := self._timeslot(part))},
            rooms={name: self._room(part) for name, part in self.listed["roomList"].items()},
            speakers={name: self._speaker(part) for name, part in self.listed["speakerList"].items()},
            talks={name: self._talk(name, part) for name, part in self.listed["talkList"].items()},
        )

    def _type(self, part: JsonPart) -> TalkType:
        part.check_keys(("id", "name", "compatibleTimeslotSet", "compatibleRoomSet"), (ID,))
        timeslots = self._named(part, "compatibleTimeslotSet", "timeslotList")
        return TalkType(part.text("name"), timeslots, self._named(part, "compatibleRoomSet", "roomList"))

    def _timeslot(self, part: JsonPart) -> Timeslot | None:
        part.check_keys(("id", "startDateTime", "endDateTime", "talkTypeSet", "tagSet"), (ID, "durationInMinutes"))
        start, end = _moment(part, "startDateTime"), _moment(part, "endDateTime")
        self._check_types(part, "compatibleTimeslotSet")
        if start is None or end is None:
            return None
        if not (start < end and start.date() == end.date()):
            part.fault("endDateTime", "the timeslot does not begin and end on one day")
        return Timeslot(part.number("id"), start, end, _tags(part, "tagSet"))

    def _room(self, part: JsonPart) -> Room:
        part.check_keys(("id", "name", "capacity", "talkTypeSet", "tagSet"), (ID,))
        self._check_types(part, "compatibleRoomSet")
        return Room(part.number("id"), part.text("name"), part.number("capacity"), _tags(part, "tagSet"))

    def _check_types(self, part: JsonPart, key: str) -> None:
        """What a timeslot, or a room, says of the talk types is what these say of it."""
        wanted = {name for name, type in self.listed["talkTypeList"].items() if part.text(ID) in type.references(key, ID)}
        if set(self._named(part, "talkTypeSet", "talkTypeList")) != wanted:
            part.fault("talkTypeSet", f"these are not the talk types that name it in their {key}", "make the two agree")

    def _speaker(self, part: JsonPart) -> Speaker:
        part.check_keys(("id", "name", "unavailableTimeslotSet"), (ID, *WISHES))
        unavailable = self._named(part, "unavailableTimeslotSet", "timeslotList")
        return Speaker(part.number("id"), part.text("name"), unavailable, self._wishes(part))

    def _talk(self, name: str, part: JsonPart) -> Talk:
        part.check_keys(_TALK_KEYS, (ID, "timeslotRange", "roomRange", *WISHES))
        prerequisites = self._named(part, "prerequisiteTalkSet", "talkList")
        if name in prerequisites:
            part.fault("prerequisiteTalkSet", "the talk is its own prerequisite")
        return Talk(
            id=part.number("id"),
            code=part.text("code"),
            title=part.text("title"),
            type=self._one(part, "talkType", "talkTypeList"),
            speakers=self._named(part, "speakerList", "speakerList"),
            tags={key: _tags(part, key) for key in TAG_SETS},
            wishes=self._wishes(part),
            level=part.number("audienceLevel"),
            language=_tag(part, "language", part.text("language")),
            prerequisites=prerequisites,
            favorites=part.number("favoriteCount"),
            risk=part.number("crowdControlRisk"),
            pinned=self._pinned(part),
        )

    def _pinned(self, part: JsonPart) -> tuple[str, str] | None:
        if not part.value("pinnedByUser", bool):
            return None
        return self._one(part, "timeslot", "timeslotList"), self._one(part, "room", "roomList")

    def _wishes(self, part: JsonPart) -> dict[str, tuple[str, ...]]:
        wishes = {key: _tags(part, key) for key in WISHES}
        for key, tags in wishes.items():
            what = "room" if "Room" in key else "timeslot"
            for tag in tags:
                _check_known(part, key, f"{what} with the tag", tag, self.tags[what])
        return wishes

    def _one(self, part: JsonPart, key: str, list: str) -> str:
        name = part.reference(key, ID)
        if isinstance(part.values.get(key), str | dict):
            _check_known(part, key, _LISTS[list], name, self.listed[list])
        return name

    def _named(self, part: JsonPart, key: str, list: str) -> tuple[str, ...]:
        names = part.references(key, ID)
        for name in names:
            _check_known(part, key, _LISTS[list], name, self.listed[list])
        return tuple(dict.fromkeys(names))


def _check_known(part: JsonPart, key: str, noun: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        part.fault(key, f"there is no {noun} '{name}'", suggestion(name, known))


def _tags(part: JsonPart, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_tag(part, key, tag) for tag in part.texts(key)))


def _tag(part: JsonPart, key: str, tag: str) -> str:
    if not tag or tag != tag.strip() or "|" in tag or tag == ALL:
        part.fault(key, f"'{tag}' cannot be a value here", f"use a text without '|' and without spaces around it, and not '{ALL}'")
    return tag


def _moment(part: JsonPart, key: str) -> datetime | None:
    """Year, month, day, hour and minute in a list."""
    value = part.values.get(key)
    try:
        if isinstance(value, list) and len(value) == 5:
            return datetime(*value)
    except (TypeError, ValueError, OverflowError):
        pass
    part.fault(key, f"{value} is not a moment", "write year, month, day, hour and minute, as in [2018, 10, 1, 10, 15]")
    return None


def _check(top: JsonPart, conference: Conference) -> None:
    """What only the whole file can say."""
    if not conference.talks or not conference.timeslots:
        top.fault("talkList", "there are no talks, or no timeslots", f"name {WHAT}")
    for type in conference.types.values():
        lengths = sorted({conference.timeslots[name].minutes for name in type.timeslots})
        if not lengths or not type.rooms:
            top.fault("talkTypeList", f"the talk type '{type.name}' has no timeslot, or no room")
        elif len(lengths) > 1:
            listed = " and ".join(map(str, lengths))
            top.fault("talkTypeList", f"the timeslots of the talk type '{type.name}' last {listed} minutes", "a talk has one length here")
    for (one, slot), (other, beside) in combinations(conference.timeslots.items(), 2):
        shared = [room for room in conference.rooms_at(one) if room in conference.rooms_at(other)]
        if shared and slot.overlaps(beside):
            room = conference.rooms[shared[0]].name
            top.fault("timeslotList", f"'{one}' and '{other}' overlap, and talks of both may be in the room '{room}'")
        night = (max(slot.start, beside.start) - min(slot.end, beside.end)).total_seconds() / 60
        if slot.start.date() != beside.start.date() and night < conference.pause:
            top.fault("constraintProperties", f"the pause of {conference.pause} minutes reaches over the night from '{one}' to '{other}'")
