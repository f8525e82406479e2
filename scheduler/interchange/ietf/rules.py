"""The costs that the IETF's scheduler counts, as rules of a book. What is mutual costs twice: once for each of the two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from scheduler.domain.draft import DraftRule, Value
from scheduler.interchange.ietf.requests import CONFLICTS, RELATIONS, Group, Requests
from scheduler.interchange.ietf.sheets import Names, shortest, time_range, unavailable

ADJACENT = 30
"""Minutes between two slots that still count as adjacent."""


def rules(requests: Requests, names: Names) -> Iterator[DraftRule]:
    """The whole book; a cost that nothing in this file can cause, or that is 0, has no rule."""
    yield DraftRule.of("slots", "in_period", "must", "A session begins with its slot.", for_="all", at_start="yes")
    why = "A group cannot meet twice at once."
    yield DraftRule.of("one-group-once", "not_parallel", "must", why, for_="all", each="group")
    yield from _fits(requests, names)
    yield from _company(requests)
    yield from _times(requests, names)
    yield from _own_sessions(requests)
    yield from _standing(requests)


def _fits(requests: Requests, names: Names) -> Iterator[DraftRule]:
    """Rooms and slots that are too small; a session that none can hold is trimmed to the largest, which costs as much once more."""
    cost = requests.penalties["session_requires_trim"]
    if not cost:
        return
    seats, lengths = max(requests.rooms.values()), sorted({slot.minutes for slot in requests.timeslots})
    yield DraftRule.of("room-size", "room_has", cost, "The room seats those who are expected.", for_="all", features="no")
    large = tuple(names.sessions[session.id] for session in requests.sessions if session.attendees > seats)
    if large:
        largest = tuple(names.rooms[name] for name, capacity in requests.rooms.items() if capacity == seats)
        why = "No room is large enough: a largest one costs the trim alone."
        yield DraftRule.of("room-size-trimmed", "prefer", cost, why, for_={"session": large}, room=largest)
    for minutes in sorted({session.minutes for session in requests.sessions if session.minutes > shortest(requests)}):
        chosen, id = {"asked_minutes": minutes}, f"slot-length-{minutes}"
        yield DraftRule.of(id, "in_period", cost, f"The slot lasts the {minutes} minutes asked for.", for_=chosen, least=minutes)
        if minutes > lengths[-1] > lengths[0]:
            why = "No slot is long enough: a longest one costs the trim alone."
            yield DraftRule.of(f"{id}-trimmed", "in_period", cost, why, for_=chosen, least=lengths[-1])


def _company(requests: Requests) -> Iterator[DraftRule]:
    """What groups ask of other groups and of people."""
    sessions, cost = requests.sessions, 2 * requests.penalties["bethere"]
    groups = {session.group.acronym for session in sessions}
    if any(one.about in groups - {session.group.acronym} for session in sessions for one in requests.asked(session, *CONFLICTS)):
        why = "Groups ask not to meet at the same time as others; the sheet pairs says how much each request weighs."
        yield DraftRule.of("conflicts", "similar", 1, why, for_="all", pairs="session")
    if cost and any(True for session in sessions for _ in requests.asked(session, "bethere")):
        why = "A person whom two groups need can be in one room only."
        yield DraftRule.of("bethere", "one_place", cost, why, for_={"person": "all"})


def _times(requests: Requests, names: Names) -> Iterator[DraftRule]:
    """When groups cannot meet, and which want to meet after each other."""
    there = {time_range(slot.start) for slot in requests.timeslots}
    by_ranges: dict[tuple[str, ...], list[str]] = {}
    for session in requests.sessions:
        ranges = tuple(range for range in unavailable(requests, session) if range in there)
        by_ranges.setdefault(ranges, []).append(names.sessions[session.id])
    cost = requests.penalties["timerange"]
    for ranges, ids in by_ranges.items():
        if ranges and cost:
            when: Value = {"not": {"name": ranges}}
            yield DraftRule.of(
                f"timerange-{ids[0]}", "in_period", cost, "The group cannot meet then.", for_={"session": tuple(ids)}, periods=when
            )
    cost = requests.penalties["wg_adjacent"]
    wanted = {one.about for session in requests.sessions for one in requests.asked(session, "wg_adjacent")}
    for group in sorted(wanted & {session.group.acronym for session in requests.sessions}):
        if cost:
            first, then, why = {"group": group}, {"wg_adjacent": group}, f"Asked for: the slot before or after {group}, in its room."
            yield DraftRule.of(f"beside-{group}", "beside", cost, why, first=first, then=then, within=ADJACENT, same_room="yes")


def _own_sessions(requests: Requests) -> Iterator[DraftRule]:
    """The two sessions of one group: their order, and their days."""
    twice = [group for group, count in Counter(session.group.acronym for session in requests.sessions).items() if count > 1]
    cost = 2 * requests.penalties["sessions_out_of_order"]
    if twice and cost:
        why, join = "A group's sessions are in the order asked for.", "first.group = then.group"
        yield DraftRule.of("request-order", "before", cost, why, first={"request": 1}, then={"request": 2}, where=join)
    for relation in RELATIONS:
        askers = Counter(
            session.group.acronym
            for session in requests.sessions
            if session.group.acronym in twice and any(one.about == relation for one in requests.asked(session, "time_relation"))
        )
        for count in sorted(set(askers.values())):
            chosen: Value = {"group": tuple(group for group in twice if askers[group] == count)}
            cost, never = count * requests.penalties["time_relation"], "no" if relation == RELATIONS[0] else "yes"
            id, why = f"{relation}-{count}", f"Asked for by {count} of the two sessions: {relation}."
            if cost:
                yield DraftRule.of(id, "days_apart", cost, why, for_=chosen, each="group", least=1, most=1, never=never)


def _standing(requests: Requests) -> Iterator[DraftRule]:
    """What holds whatever groups ask; of two that are alike, each counts against the other."""
    groups = [session.group for session in requests.sessions]
    for rule in _STANDING:
        cost = rule.times * requests.penalties[rule.penalty]
        if cost and any(rule.speaks_of(one, other) for one, other in permutations(groups, 2)):
            yield DraftRule.of(rule.id, "not_parallel", cost, rule.why, **rule.fields())
    cost = requests.penalties["area_overlapping_in_area"]
    for area in sorted({group.acronym for group in groups if group.area_meeting} & {group.area for group in groups}):
        if cost and any(group.area == area != group.acronym for group in groups):
            why = f"The meeting of the area {area} is not at the same time as the groups of that area."
            yield DraftRule.of(f"area-{area}", "not_parallel", cost, why, first={"group": area}, then={"area": area})
    cost = 2 * requests.penalties["session_overlap_ad"]
    if cost and any(group.ad for group in groups):
        yield DraftRule.of("area-directors", "similar", cost, "An area director can be in one room only.", for_="all", column="ad")


@dataclass(frozen=True, slots=True)
class _Choice:
    """Groups, as a book chooses them and as they are told here."""

    written: Mapping[str, Value]
    fits: Callable[[Group], bool]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A standing rule: within one choice of groups, each of two counting against the other, or between two choices."""

    id: str
    penalty: str
    times: int
    choices: tuple[_Choice, ...]
    same_area: bool
    why: str

    def speaks_of(self, one: Group, other: Group) -> bool:
        """Whether it would count that these two meet at the same time."""
        return self.choices[0].fits(one) and self.choices[-1].fits(other) and (not self.same_area or "" != one.area == other.area)

    def fields(self) -> dict[str, Value]:
        """What the book says of whom it speaks."""
        if len(self.choices) == 1:
            return {"for_": self.choices[0].written, **({"each": "area"} if self.same_area else {})}
        first, then = self.choices
        return {"first": first.written, "then": then.written, **({"where": "first.area = then.area"} if self.same_area else {})}


_BOF = _Choice({"state": "bof"}, lambda group: group.state == "bof")
_NO_BOF = _Choice({"not": {"state": "bof"}}, lambda group: group.state != "bof")
_PROPOSED = _Choice({"group_type": "rg", "state": "proposed"}, lambda group: (group.type, group.state) == ("rg", "proposed"))
_AREA = _Choice({"area_meeting": "yes"}, lambda group: group.area_meeting)
_BOTH = _Choice({"state": "bof", "area_meeting": "yes"}, lambda group: group.state == "bof" and group.area_meeting)
_APART = "do not meet at the same time as"
_STANDING = (
    _Standing("bof-bof", "bof_overlapping_bof", 2, (_BOF,), False, f"BOFs {_APART} each other."),
    _Standing("bof-bof-area", "bof_overlapping_area_wg", 2, (_BOF,), True, f"BOFs {_APART} others of their area, such as other BOFs."),
    _Standing("bof-area", "bof_overlapping_area_wg", 1, (_BOF, _NO_BOF), True, f"BOFs {_APART} others of their area."),
    _Standing("bof-proposed", "bof_overlapping_prg", 1, (_BOF, _PROPOSED), False, f"BOFs {_APART} proposed research groups."),
    _Standing("bof-area-meeting", "bof_overlapping_area_meeting", 1, (_BOF, _AREA), False, f"BOFs {_APART} area meetings."),
    _Standing("bof-area-meeting-mutual", "bof_overlapping_area_meeting", 1, (_BOTH,), False, "Each is a BOF beside an area meeting."),
    _Standing("area-meetings", "area_overlapping_other_area", 2, (_AREA,), False, f"Area meetings {_APART} each other."),
)
