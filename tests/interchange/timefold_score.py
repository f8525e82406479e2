"""What Timefold counts for and against an agenda, written from its definitions alone: nothing here knows the importer.

The definitions are in the README file beside the published instances, and in the constraint provider of Timefold's public examples.
An object of the file is written out once, and named by its ``@id`` elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, permutations
from typing import Any

Json = dict[str, Any]
Places = dict[int, tuple[int, int]]
"""For each talk its timeslot and its room, all by their ``id``."""
ROOM_CONFLICT = "room conflict"


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that counts: a ``score`` below 0 is a penalty; ``subjects`` are the codes of talks, or a speaker's name."""

    constraint: str
    hard: bool
    subjects: tuple[str, ...]
    score: int


def score(conference: Json, places: Places) -> tuple[int, int]:
    """The hard and the soft score."""
    totals = Counter[bool]()
    for match in matches(conference, places):
        totals[match.hard] += match.score
    return totals[True], totals[False]


def matches(conference: Json, places: Places) -> Iterator[Match]:
    """Everything that counts."""
    agenda = _Agenda(conference, places)
    for talk in agenda.talks:
        yield from agenda.alone(talk)
    for one, other in combinations(agenda.talks, 2):
        yield from agenda.pair_hard(one, other)
        yield from agenda.pair_soft(one, other)
    for first, then in permutations(agenda.talks, 2):
        yield from agenda.ordered(first, then)
    yield from agenda.crowds()
    yield from agenda.stays()


def objects(part: object) -> dict[str, Json]:
    """Every object by its ``@id``."""
    found: dict[str, Json] = {}
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        found |= objects(inner)
    if isinstance(part, dict) and "@id" in part:
        found[part["@id"]] = part
    return found


class _Agenda:
    def __init__(self, conference: Json, places: Places) -> None:
        self.objects = objects(conference)
        self.pause = timedelta(minutes=conference["constraintProperties"]["minimumConsecutiveTalksPauseInMinutes"])
        self.talks = self.named(conference["talkList"])
        self.speakers = self.named(conference["speakerList"])
        slots = {slot["id"]: slot for slot in self.named(conference["timeslotList"])}
        rooms = {room["id"]: room for room in self.named(conference["roomList"])}
        self.slot = {talk["code"]: slots[places[talk["id"]][0]] for talk in self.talks}
        self.room = {talk["code"]: rooms[places[talk["id"]][1]] for talk in self.talks}

    def named(self, values: list[Any]) -> list[Json]:
        return [value if isinstance(value, dict) else self.objects[value] for value in values]

    def start(self, talk: Json) -> datetime:
        return datetime(*self.slot[talk["code"]]["startDateTime"])

    def end(self, talk: Json) -> datetime:
        return datetime(*self.slot[talk["code"]]["endDateTime"])

    def minutes(self, *talks: Json) -> int:
        return sum(int((self.end(talk) - self.start(talk)).total_seconds()) // 60 for talk in talks)

    def overlap(self, one: Json, other: Json) -> int:
        shared = min(self.end(one), self.end(other)) - max(self.start(one), self.start(other))
        return max(0, int(shared.total_seconds()) // 60)

    def one_day(self, one: Json, other: Json) -> bool:
        return self.start(one).date() == self.start(other).date()

    def by(self, talk: Json) -> list[Json]:
        return self.named(talk["speakerList"])

    def common_speakers(self, one: Json, other: Json) -> int:
        return len({speaker["@id"] for speaker in self.by(one)} & {speaker["@id"] for speaker in self.by(other)})

    def alone(self, talk: Json) -> Iterator[Match]:
        """A talk that lacks what it or its speakers need or wish, or has what they cannot bear or do not wish."""
        code, minutes = talk["code"], self.minutes(talk)
        for speaker in self.by(talk):
            if self.slot[code]["@id"] in [slot["@id"] for slot in self.named(speaker["unavailableTimeslotSet"])]:
                yield Match("speaker unavailable", True, (code,), -100 * minutes)
        for whose in (talk, *self.by(talk)):
            for what, place in (("Timeslot", self.slot[code]), ("Room", self.room[code])):
                tags = set(place["tagSet"])
                for how, lacking in (("required", True), ("preferred", True), ("prohibited", False), ("undesired", False)):
                    wanted = set(whose.get(f"{how}{what}TagSet", []))
                    hard = how in ("required", "prohibited")
                    for _ in wanted - tags if lacking else wanted & tags:
                        yield Match(f"{how} {what.lower()}", hard, (code,), -minutes if hard else -20 * minutes)

    def pair_hard(self, one: Json, other: Json) -> Iterator[Match]:
        codes, overlap, speakers = (one["code"], other["code"]), self.overlap(one, other), self.common_speakers(one, other)
        if overlap and self.room[codes[0]]["id"] == self.room[codes[1]]["id"]:
            yield Match(ROOM_CONFLICT, True, codes, -1000 * overlap)
        for _ in range(speakers if overlap else 0):
            yield Match("speaker conflict", True, codes, -10 * overlap)
        gap = max(self.start(one), self.start(other)) - min(self.end(one), self.end(other))
        if speakers and (overlap or (self.one_day(one, other) and gap < self.pause)):
            yield Match("pause", True, codes, -self.minutes(one, other))
        if overlap and (tags := _shared(one, other, "mutuallyExclusiveTalksTagSet")):
            yield Match("exclusive", True, codes, -tags * overlap)

    def pair_soft(self, one: Json, other: Json) -> Iterator[Match]:
        codes, overlap, both = (one["code"], other["code"]), self.overlap(one, other), self.minutes(one, other)
        themes, contents = _shared(one, other, "themeTrackTagSet"), _shared(one, other, "contentTagSet")
        audiences = _shared(one, other, "audienceTypeSet")
        yield Match("theme", False, codes, -10 * themes * overlap)
        yield Match("sector", False, codes, -10 * _shared(one, other, "sectorTagSet") * overlap)
        yield Match("content", False, codes, -100 * contents * overlap)
        yield Match("audience and theme", False, codes, -audiences * themes * overlap)
        if self.one_day(one, other) and self.room[codes[0]]["id"] != self.room[codes[1]]["id"]:
            yield Match("room stability", False, codes, -10 * themes * both)
        if not self.one_day(one, other):
            yield Match("same day", False, codes, -10 * (themes + contents) * both)
        if self.slot[codes[0]]["id"] == self.slot[codes[1]]["id"]:
            yield Match("audience diversity", False, codes, audiences * self.minutes(one))
            yield Match("level diversity", False, codes, (one["audienceLevel"] != other["audienceLevel"]) * self.minutes(one))
            yield Match("language diversity", False, codes, 10 * (one["language"] != other["language"]) * self.minutes(one))

    def ordered(self, first: Json, then: Json) -> Iterator[Match]:
        codes, both = (first["code"], then["code"]), self.minutes(first, then)
        needed = [talk["@id"] for talk in self.named(then["prerequisiteTalkSet"])]
        late = self.end(first) > self.start(then)
        if late and first["@id"] in needed:
            yield Match("prerequisite", True, codes, -10 * both)
        if late and first["audienceLevel"] < then["audienceLevel"]:
            yield Match("level flow", False, codes, -10 * _shared(first, then, "contentTagSet") * both)
        seats = self.room[codes[0]]["capacity"], self.room[codes[1]]["capacity"]
        if first["favoriteCount"] < then["favoriteCount"] and seats[0] > seats[1]:
            yield Match("popular", False, codes, -10 * both)

    def crowds(self) -> Iterator[Match]:
        risky = [talk for talk in self.talks if talk["crowdControlRisk"] > 0]
        in_slot = Counter(self.slot[talk["code"]]["id"] for talk in risky)
        for talk in risky:
            if in_slot[self.slot[talk["code"]]["id"]] - 1 >= 2:
                yield Match("crowd control", True, (talk["code"],), -self.minutes(talk))

    def stays(self) -> Iterator[Match]:
        for speaker in self.speakers:
            starts = [self.start(talk) for talk in self.talks if speaker["@id"] in [one["@id"] for one in self.by(talk)]]
            if starts and (days := (max(starts).date() - min(starts).date()).days) > 1:
                yield Match("speaker makespan", False, (speaker["name"],), -20 * 480 * (days - 1))


def _shared(one: Json, other: Json, key: str) -> int:
    return len(set(one[key]) & set(other[key]))
