"""The file of session requests: what it says, checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from scheduler.domain.errors import raise_any
from scheduler.domain.suggestions import suggestion
from scheduler.interchange.json_parts import JsonPart, T, read_json

WHAT = "a file of session requests, such as ietf106.json"
CONFLICTS = ("chair_conflict", "key_participant", "tech_overlap")
"""The kinds of requests that name a group that must not meet at the same time."""
RELATIONS = ("subsequent-days", "one-day-seperation")
"""What a group may ask of the days of its two sessions; the second is spelt as the source spells it."""
KINDS = {
    **dict.fromkeys((*CONFLICTS, "wg_adjacent"), "target"),
    "bethere": "person",
    "timerange": "timeranges_unavailable",
    "time_relation": "time_relation",
}
"""Each kind of request, with the key that says what is asked."""
STANDING = (
    "area_overlapping_in_area",
    "area_overlapping_other_area",
    "bof_overlapping_area_meeting",
    "bof_overlapping_area_wg",
    "bof_overlapping_bof",
    "bof_overlapping_prg",
    "session_overlap_ad",
    "session_requires_trim",
    "sessions_out_of_order",
)
"""What costs something whatever the groups ask."""
_ACRONYM = re.compile(r"\w[\w.-]*")
_TOP = ("meeting", "time_ranges", "penalties", "rooms", "timeslots", "groups", "sessions", "constraints")
_OTHERS = ("provenance", "groups_named_without_session")


@dataclass(frozen=True, slots=True)
class Timeslot:
    """A room at a time; ``room`` is its name."""

    id: int
    start: datetime
    minutes: int
    room: str

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Group:
    """A group that meets: ``area`` and ``ad`` (its area director) are empty where it has none."""

    acronym: str
    area: str
    type: str
    state: str
    area_meeting: bool
    ad: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """What one group asks: ``about`` is a group, a person, or a relation of days; ``ranges`` are those of a ``timerange``."""

    id: int
    source: str
    kind: str
    about: str
    ranges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A session that is asked for; ``asking`` are the group and those that it is joint with."""

    id: int
    group: Group
    attendees: int
    minutes: int
    asking: tuple[str, ...]
    resources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requests:
    """The whole file: ``rooms`` are the seats of each room that has slots, ``penalties`` what each kind of breach costs."""

    name: str
    penalties: Mapping[str, int]
    rooms: Mapping[str, int]
    timeslots: tuple[Timeslot, ...]
    sessions: tuple[Request, ...]
    constraints: tuple[Constraint, ...]

    def asked(self, session: Request, *kinds: str) -> Iterator[Constraint]:
        """What holds for a session, of these kinds: its group's requests, and those of the groups that it is joint with."""
        return (one for one in self.constraints if one.source in session.asking and one.kind in kinds)

    def of_group(self, group: str) -> tuple[Request, ...]:
        """The group's own sessions, in the order in which they were asked for."""
        return tuple(session for session in self.sessions if session.group.acronym == group)


def read_requests(content: bytes, file: str) -> Requests:
    """Read the file of that name.

    Raises
    ------
    InputError
        With everything in it that is not so.
    """
    top = read_json(content, file, WHAT)
    top.check_keys(_TOP, _OTHERS)
    raise_any(top.faults)
    requests = Requests(
        name=top.part("meeting").text("name"),
        penalties=_penalties(top.part("penalties")),
        rooms=_rooms(top),
        timeslots=tuple(_timeslots(top)),
        sessions=tuple(_sessions(top, {group.acronym: group for group in _groups(top)})),
        constraints=tuple(_constraints(top)),
    )
    raise_any(top.faults)
    _check_slots(top, requests)
    raise_any(top.faults)
    return requests


def _penalties(part: JsonPart) -> dict[str, int]:
    part.check_keys(("constraints", "business"), ("names",))
    found: dict[str, int] = {}
    for key, names in (("constraints", tuple(KINDS)), ("business", STANDING)):
        costs = part.part(key)
        costs.check_keys(names)
        found |= {name: costs.number(name) for name in names}
    return found


def _rooms(top: JsonPart) -> dict[str, int]:
    used = {slot.value("room", str) for slot in top.parts("timeslots")}
    rooms: dict[str, int] = {}
    for part in top.parts("rooms"):
        part.check_keys(("id", "name", "capacity"), ("functional_name",))
        name, seats = part.text("name"), part.value("capacity", int)
        if name in rooms:
            part.fault("name", f"the room '{name}' is there already", "give each room a name of its own")
        elif name in used and seats is None:
            part.fault("capacity", f"the room '{name}' has timeslots, but no capacity")
        elif name in used:
            rooms[name] = seats or 0
    return rooms


def _timeslots(top: JsonPart) -> Iterator[Timeslot]:
    rooms = [part.value("name", str) or "" for part in top.parts("rooms")]
    for part in top.parts("timeslots"):
        part.check_keys(("id", "start", "duration_min", "room"))
        _known(part, "room", "room", rooms)
        text = part.text("start")
        try:
            start = datetime.strptime(text, "%Y-%m-%dT%H:%M")
        except ValueError:
            part.fault("start", f"'{text}' is not a date with a time", "write it as in 2019-11-18T10:00")
            continue
        yield Timeslot(part.number("id"), start, part.number("duration_min"), part.text("room"))
    _check_unique(top, "timeslots", "id", int)


def _groups(top: JsonPart) -> Iterator[Group]:
    _check_unique(top, "groups", "acronym", str)
    for part in top.parts("groups"):
        part.check_keys(("acronym", "area", "type", "state", "area_meeting", "ad"), ("ad_from",))
        ad, area_meeting = part.value("ad", int), part.value("area_meeting", bool)
        area, acronym = part.value("area", str) or "", part.text("acronym")
        if not _ACRONYM.fullmatch(acronym):
            part.fault("acronym", f"'{acronym}' cannot be an acronym", "use letters, digits, '-', '_' and '.'")
        yield Group(acronym, area, part.text("type"), part.text("state"), bool(area_meeting), "" if ad is None else str(ad))


def _sessions(top: JsonPart, groups: Mapping[str, Group]) -> Iterator[Request]:
    counts = Counter(part.value("group", str) for part in top.parts("sessions"))
    for part in top.parts("sessions"):
        part.check_keys(("id", "group", "attendees", "duration_min", "joint_groups"), ("type", "resources"))
        name = part.text("group")
        _known(part, "group", "group", groups)
        if counts[name] > 2:
            part.fault("group", f"the group '{name}' asks for {counts[name]} sessions", "costs are defined for one or two of a group")
        asking = (name, *part.texts("joint_groups"))
        attendees = part.number("attendees") if part.values.get("attendees") is not None else 0
        resources = part.texts("resources")
        if name in groups:
            yield Request(part.number("id"), groups[name], attendees, part.number("duration_min"), asking, resources)
    _check_unique(top, "sessions", "id", int)


def _constraints(top: JsonPart) -> Iterator[Constraint]:
    groups = [*(part.value("acronym", str) or "" for part in top.parts("groups")), *top.texts("groups_named_without_session")]
    for part in top.parts("constraints"):
        kind = part.text("kind")
        if _known(part, "kind", "kind of request", KINDS):
            part.check_keys(("id", "source", "kind", KINDS[kind]))
            ranges = part.texts("timeranges_unavailable")
            for range in ranges:
                if range not in top.part("time_ranges").texts("slugs"):
                    part.fault("timeranges_unavailable", f"there is no time range '{range}'")
            about = ""
            if KINDS[kind] == "person":
                about = str(part.number("person"))
            elif KINDS[kind] in ("target", "time_relation") and KINDS[kind] in part.values:
                about = part.text(KINDS[kind])
                _known(part, KINDS[kind], *(("group", groups) if KINDS[kind] == "target" else ("time relation", RELATIONS)))
            yield Constraint(part.number("id"), part.text("source"), kind, about, ranges)


def _known(part: JsonPart, key: str, noun: str, names: Collection[str]) -> bool:
    """Whether the text of ``key`` is one of ``names``; if not, a fault."""
    text = part.value(key, str)
    if text is not None and text not in names:
        part.fault(key, f"there is no {noun} '{text}'", suggestion(text, names))
    return text in names


def _check_unique(top: JsonPart, key: str, name: str, kind: type[T]) -> None:
    for value, count in Counter(part.value(name, kind) for part in top.parts(key)).items():
        if count > 1 and value is not None:
            top.fault(key, f"the {name} {value} is there {count} times", "give each one of its own")


def _check_slots(top: JsonPart, requests: Requests) -> None:
    """Slots are at the same time or apart: otherwise it would not be a period that says which sessions overlap."""
    times = sorted({(slot.start, slot.end) for slot in requests.timeslots})
    if not times or not requests.sessions:
        top.fault("timeslots", "there are no timeslots, or no sessions", f"name {WHAT}")
    for (start, end), (other, _) in pairwise(times):
        if other < end:
            top.fault("timeslots", f"the slots that start at {start:%Y-%m-%dT%H:%M} and {other:%Y-%m-%dT%H:%M} overlap only in part")
    for (begins, room), count in Counter((slot.start, slot.room) for slot in requests.timeslots).items():
        if count > 1:
            top.fault("timeslots", f"{count} slots are in the room '{room}' at {begins:%Y-%m-%dT%H:%M}")
    for slot in requests.timeslots:
        if not slot.minutes or slot.end.date() != slot.start.date():
            top.fault("timeslots", f"the slot {slot.id} does not begin and end on one day")
