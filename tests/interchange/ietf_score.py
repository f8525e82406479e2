"""What the IETF's scheduler counts against an agenda, written from its definitions alone: nothing here knows the importer.

The definitions are in the README files beside the published instance. Every rule counts once for each session that suffers it,
so that what is mutual counts twice; joint sessions inherit what both groups ask.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]
HALF_AN_HOUR = timedelta(minutes=30)


def score(requests: Json, agenda: dict[int, int]) -> int | None:
    """The score of a timeslot for every session; None where a group meets twice at once, or two sessions share a slot."""
    return Scorer(requests, agenda).score()


class Scorer:
    """One agenda."""

    def __init__(self, requests: Json, agenda: dict[int, int]) -> None:
        slots = {slot["id"]: slot for slot in requests["timeslots"]}
        self.costs: dict[str, int] = {**requests["penalties"]["constraints"], **requests["penalties"]["business"]}
        self.seats = {room["name"]: room["capacity"] for room in requests["rooms"]}
        self.groups = {group["acronym"]: group for group in requests["groups"]}
        self.sessions = requests["sessions"]
        self.constraints: dict[tuple[str, str], list[Json]] = defaultdict(list)
        for one in requests["constraints"]:
            self.constraints[one["source"], one["kind"]].append(one)
        self.all_slots = requests["timeslots"]
        self.slot = {session["id"]: slots[agenda[session["id"]]] for session in self.sessions}

    def score(self) -> int | None:
        used = [slot["id"] for slot in self.slot.values()]
        if len(set(used)) < len(used):
            return None
        total = 0
        for session in self.sessions:
            overlapping = [other for other in self.sessions if other is not session and self.overlap(session, other)]
            if any(other["group"] == session["group"] for other in overlapping):
                return None
            total += self.trims(session) + self.own_requests(session) + self.own_group(session)
            total += sum(self.against(session, other) for other in overlapping)
        return total

    def start(self, session: Json) -> datetime:
        return datetime.fromisoformat(self.slot[session["id"]]["start"])

    def end(self, session: Json) -> datetime:
        return self.start(session) + timedelta(minutes=self.slot[session["id"]]["duration_min"])

    def overlap(self, one: Json, other: Json) -> bool:
        return self.start(one) < self.end(other) and self.start(other) < self.end(one)

    def asked(self, session: Json, kind: str) -> list[Json]:
        return [one for source in (session["group"], *session["joint_groups"]) for one in self.constraints[source, kind]]

    def people(self, session: Json) -> set[int]:
        return {one["person"] for one in self.asked(session, "bethere")}

    def trims(self, session: Json) -> int:
        """Trims that no agenda can avoid, and then a room or a slot that is too small for what is left."""
        slot, trim, total = self.slot[session["id"]], self.costs["session_requires_trim"], 0
        needs = ((session["duration_min"], "length"), (session["attendees"] or 0, "seats"))
        for need, what in needs:
            offers = [one["duration_min"] if what == "length" else self.seats[one["room"]] for one in self.all_slots]
            offer = slot["duration_min"] if what == "length" else self.seats[slot["room"]]
            if need > max(offers):
                total += trim
                need = max(offers)
            if need > offer:
                total += trim
        return total

    def own_requests(self, session: Json) -> int:
        start, total = self.start(session), 0
        clock = start.hour * 60 + start.minute
        part = "morning" if clock < 12 * 60 + 30 else "afternoon-early" if clock < 15 * 60 + 30 else "afternoon-late"
        range_ = f"{start.strftime('%A').lower()}-{part}"
        if any(range_ in one["timeranges_unavailable"] for one in self.asked(session, "timerange")):
            total += self.costs["timerange"]
        for target in {one["target"] for one in self.asked(session, "wg_adjacent")}:
            wanted = [other for other in self.sessions if other["group"] == target and other is not session]
            if wanted and not any(self.adjacent(session, other) for other in wanted):
                total += self.costs["wg_adjacent"]
        return total

    def adjacent(self, one: Json, other: Json) -> bool:
        near = abs(self.start(one) - self.end(other)) <= HALF_AN_HOUR or abs(self.start(other) - self.end(one)) <= HALF_AN_HOUR
        return near and self.slot[one["id"]]["room"] == self.slot[other["id"]]["room"]

    def own_group(self, session: Json) -> int:
        """Order and days of the sessions of one group."""
        own = [other for other in self.sessions if other["group"] == session["group"]]
        if len(own) < 2:
            return 0
        first, second = own
        total = 0 if self.start(first) < self.start(second) else self.costs["sessions_out_of_order"]
        days = abs((self.start(first).date() - self.start(second).date()).days)
        relations = {one["time_relation"] for one in self.asked(session, "time_relation")}
        if "subsequent-days" in relations and days != 1:
            total += self.costs["time_relation"]
        if "one-day-seperation" in relations and days == 1:
            total += self.costs["time_relation"]
        return total

    def against(self, session: Json, other: Json) -> int:
        """What ``session`` suffers from ``other`` at the same time."""
        own, its, costs = self.groups[session["group"]], self.groups[other["group"]], self.costs
        asked = Counter(
            kind
            for kind in ("chair_conflict", "key_participant", "tech_overlap")
            for one in self.asked(session, kind)
            if one["target"] == other["group"]
        )
        total = sum(costs[kind] * count for kind, count in asked.items())
        total += costs["bethere"] * len(self.people(session) & self.people(other))
        same_area = bool(own["area"]) and own["area"] == its["area"]
        if own["state"] == "bof":
            total += costs["bof_overlapping_bof"] * (its["state"] == "bof")
            total += costs["bof_overlapping_prg"] * (its["type"] == "rg" and its["state"] == "proposed")
            total += costs["bof_overlapping_area_wg"] * same_area
            total += costs["bof_overlapping_area_meeting"] * its["area_meeting"]
        if own["area_meeting"]:
            total += costs["area_overlapping_other_area"] * its["area_meeting"]
            total += costs["area_overlapping_in_area"] * (its["area"] == session["group"])
        if own["ad"] is not None and own["ad"] == its["ad"]:
            total += costs["session_overlap_ad"]
        return total
