"""A conference as Timefold's examples have it. Its parts name each other by the ``@id`` that the file gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

HOW = ("required", "preferred", "prohibited", "undesired")
"""How a talk, or one of its speakers, may feel about a tag of its timeslot or room."""
WISHES = tuple(f"{how}{what}TagSet" for what in ("Timeslot", "Room") for how in HOW)
"""The keys of what they wish."""
TAG_SETS = ("themeTrackTagSet", "sectorTagSet", "audienceTypeSet", "contentTagSet", "mutuallyExclusiveTalksTagSet")
"""The keys of what a talk is about, for whom, and what it excludes."""


@dataclass(frozen=True, slots=True)
class TalkType:
    """A type of talk: ``timeslots`` and ``rooms`` are those that it may have, by their ``@id``."""

    name: str
    timeslots: tuple[str, ...]
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeslot:
    """When a talk may be."""

    id: int
    start: datetime
    end: datetime
    tags: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.end - self.start).total_seconds()) // 60

    def overlaps(self, other: Timeslot) -> bool:
        """Whether the two share a moment."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Room:
    """Where a talk may be."""

    id: int
    name: str
    capacity: int
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who gives talks: ``unavailable`` are timeslots by their ``@id``, ``wishes`` the tags of each of ``WISHES``."""

    id: int
    name: str
    unavailable: tuple[str, ...]
    wishes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk: what it names by ``@id`` are its ``type``, ``speakers``, ``prerequisites`` and, if it is pinned, its place."""

    id: int
    code: str
    title: str
    type: str
    speakers: tuple[str, ...]
    tags: Mapping[str, tuple[str, ...]]
    wishes: Mapping[str, tuple[str, ...]]
    level: int
    language: str
    prerequisites: tuple[str, ...]
    favorites: int
    risk: int
    pinned: tuple[str, str] | None

    @property
    def themes(self) -> tuple[str, ...]:
        """Its theme tracks."""
        return self.tags["themeTrackTagSet"]

    @property
    def audiences(self) -> tuple[str, ...]:
        """The types of its audience."""
        return self.tags["audienceTypeSet"]


@dataclass(frozen=True, slots=True)
class Conference:
    """The whole file, its objects by their ``@id``; ``pause`` are the minutes that a speaker needs between two talks of a day."""

    name: str
    pause: int
    types: Mapping[str, TalkType]
    timeslots: Mapping[str, Timeslot]
    rooms: Mapping[str, Room]
    speakers: Mapping[str, Speaker]
    talks: Mapping[str, Talk]

    def minutes(self, talk: Talk) -> int:
        """How long a talk is: as long as each timeslot of its type."""
        return self.timeslots[self.types[talk.type].timeslots[0]].minutes

    def wishing(self, talk: Talk) -> Iterator[Mapping[str, tuple[str, ...]]]:
        """The wishes of a talk, and those of each of its speakers."""
        yield talk.wishes
        yield from (self.speakers[speaker].wishes for speaker in talk.speakers)

    def rooms_at(self, timeslot: str) -> tuple[str, ...]:
        """The rooms that may be used in a timeslot, whatever the type, in the file's order."""
        open = {room for type in self.types.values() if timeslot in type.timeslots for room in type.rooms}
        return tuple(room for room in self.rooms if room in open)
