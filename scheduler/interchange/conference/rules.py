"""The rule book of a conference that is planned anew: what has to hold, what makes a good programme, and what is kept of the old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.draft import DraftRule, Value
from scheduler.interchange.conference.programme import Programme

APART, TOGETHER = 10, 1
"""What it costs that two talks of a track are at the same time, and each half-day and room of a track beyond the first."""


@dataclass(frozen=True, slots=True)
class Keep:
    """What of the published programme is kept: the ``times`` of the talks, and their ``rooms``."""

    times: bool = False
    rooms: bool = False


def rules(programme: Programme, keep: Keep) -> Iterator[DraftRule]:
    """The whole book; a rule that could never be broken is left out."""
    everybody: Value = {"person": "all"}
    if programme.people:
        yield DraftRule.of("one-place", "one_place", "must", "Nobody speaks in two rooms at once.", for_=everybody)
    why = "One talk at a time, with the room's turnover between two."
    yield DraftRule.of("one-per-room", "one_per_room", "must", why, for_={"room": "all"})
    if any(person.free for person in programme.people):
        yield DraftRule.of("people-are-there", "available", "must", "Nobody speaks while away (availability.csv).", for_=everybody)
    if any(room.free for room in programme.rooms):
        why = "A room is used only when it is free (availability.csv)."
        yield DraftRule.of("rooms-are-free", "available", "must", why, for_={"room": "all"})
    if len({talk.track for talk in programme.talks}) > 1:
        why = "Who comes for a track wants to hear all of it."
        yield DraftRule.of("tracks-apart", "not_parallel", APART, why, for_="all", each="theme")
        why = "A track has few rooms and half-days, so that its listeners stay."
        yield DraftRule.of("tracks-together", "together", TOGETHER, why, for_="all", each="theme", in_order="no")
    if keep.times:
        yield from _times(programme)
    if keep.rooms:
        yield from _rooms(programme)


def _times(programme: Programme) -> Iterator[DraftRule]:
    """A rule for each time at which talks begin."""
    starts: dict[str, list[str]] = {}
    for talk in programme.talks:
        if talk.place:
            starts.setdefault(f"{programme.local(talk.place.start):%Y-%m-%d, %H:%M}", []).append(talk.id)
    for time, ids in sorted(starts.items()):
        id = "published-" + time.replace(", ", "-").replace(":", "")
        yield DraftRule.of(id, "fixed", "must", "As published; take out what may move.", for_={"session": tuple(ids)}, time=time)


def _rooms(programme: Programme) -> Iterator[DraftRule]:
    """A rule for each room that has talks."""
    for room in programme.rooms:
        if ids := tuple(talk.id for talk in programme.talks if talk.place and talk.place.room == room.id):
            why = "As published; take out what may move."
            yield DraftRule.of(f"published-in-{room.id}", "prefer", "must", why, for_={"session": ids}, room=room.id)
