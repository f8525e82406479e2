"""The penalties that CoSPLib counts, as rules of a book; one that nothing in the file can cause, or that weighs nothing, has no rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from scheduler.domain.draft import DraftRule, Value
from scheduler.interchange.cosplib.costs import attendee_conflicts, chair_conflicts, presenter_conflicts, zone_penalty
from scheduler.interchange.cosplib.instance import Instance, Penalties
from scheduler.interchange.cosplib.sheets import ATTENDED, CHAIRED, PRESENTED, SIMILAR, SLOTS, Names, grid, slot_minutes, theme, zone_name

Groups = Mapping[tuple[int, tuple[str, ...]], list[str]]
"""For each penalty and the ids of the places that it stands for: what it holds for."""


def rules(instance: Instance, names: Names) -> Iterator[DraftRule]:
    """The whole book."""
    yield from _musts(instance)
    yield from _tracks(instance, names)
    yield from _blocks(instance)
    yield from _submissions(instance, names)
    yield from _order(instance)
    yield from _people(instance)


def _musts(instance: Instance) -> Iterator[DraftRule]:
    if grid(instance) < slot_minutes(instance):
        why = "A submission begins with a slot."
        yield DraftRule.of("slots", "in_period", "must", why, for_="all", every=slot_minutes(instance))
    yield DraftRule.of("one-per-room", "one_per_room", "must", "A slot of a room holds one submission.", for_={"room": "all"})
    yield DraftRule.of("one-track", "one_theme_per_room", "must", "A room has one track in a session.", for_="all")


def _tracks(instance: Instance, names: Names) -> Iterator[DraftRule]:
    """Where the blocks of a track should not be, nor any block."""
    weight = instance.weights["Tracks_Sessions|Penalty:"]
    groups = _grouped(instance.track_sessions, names.periods)
    for number, ((penalty, periods), tracks) in enumerate(groups.items() if weight else (), 1):
        where: dict[str, Value] = {"periods": {"period": periods}}
        yield _avoid(f"track-sessions-{number}", weight * penalty, tracks, where, "These tracks should not be in these sessions.")
    weight = instance.weights["Tracks_Rooms|Penalty:"]
    groups = _grouped(instance.track_rooms, names.rooms)
    for number, ((penalty, rooms), tracks) in enumerate(groups.items() if weight else (), 1):
        yield _avoid(
            f"track-rooms-{number}", weight * penalty, tracks, {"rooms": {"room": rooms}}, "These tracks should not be in these rooms."
        )
    weight = instance.weights["Sessions_Rooms|Penalty:"]
    groups = _grouped(instance.session_rooms, names.rooms)
    for number, ((penalty, rooms), sessions) in enumerate(groups.items() if weight else (), 1):
        periods = tuple(names.periods[session] for session in sessions)
        why = "These rooms should not be used in these sessions."
        fields: dict[str, Value] = {"for_": "all", "periods": {"period": periods}, "rooms": {"room": rooms}}
        yield DraftRule.of(f"session-rooms-{number}", "avoid_blocks", weight * penalty, why, **fields)


def _avoid(id: str, cost: int, tracks: list[str], where: Mapping[str, Value], why: str) -> DraftRule:
    chosen: Value = {"theme": tuple(map(theme, tracks))}
    return DraftRule.of(id, "avoid_blocks", cost, why, for_=chosen, each="theme", **where)


def _blocks(instance: Instance) -> Iterator[DraftRule]:
    """How the blocks of tracks lie to each other."""
    weights = instance.weights
    if weights["Similar Tracks:"] and instance.similar:
        why = "Similar tracks are not in one session; the sheet pairs says how similar they are."
        yield DraftRule.of("similar-tracks", "similar_blocks", weights["Similar Tracks:"], why, for_="all", pairs=SIMILAR)
    for id, kind, label, why in (
        ("rooms-per-track", "same_room", "Number of Rooms per Track:", "A track stays in one room."),
        ("parallel-tracks", "one_room_per_period", "Parallel Tracks:", "A track is not beside itself."),
        ("consecutive-tracks", "consecutive_periods", "Consecutive Tracks:", "The sessions of a track follow each other."),
    ):
        if weights[label]:
            yield DraftRule.of(id, kind, weights[label], why, for_="all", each="theme")
    if weights["Chairs Conflicts:"] and chair_conflicts(instance):
        why = "Tracks that share a chair are not in one session."
        yield DraftRule.of("chairs", "similar_blocks", weights["Chairs Conflicts:"], why, for_="all", pairs=CHAIRED)


def _submissions(instance: Instance, names: Names) -> Iterator[DraftRule]:
    """Where submissions should not be; it counts for each of their slots."""
    slots = {submission.name: submission.slots for submission in instance.submissions}
    weight = instance.weights["Submissions_Sessions|Penalty:"]
    groups = _grouped(_per_slot(instance.submission_sessions, slots), names.periods)
    for number, ((penalty, periods), submissions) in enumerate(groups.items() if weight else (), 1):
        chosen: Value = {"session": tuple(names.sessions[submission] for submission in submissions)}
        why = "These submissions should not be in these sessions."
        yield _not_in(f"submission-sessions-{number}", weight * penalty, chosen, periods, names, why)
    weight = instance.weights["Submissions_Rooms|Penalty:"]
    groups = _grouped(_per_slot(instance.submission_rooms, slots), names.rooms)
    for number, ((penalty, rooms), submissions) in enumerate(groups.items() if weight else (), 1):
        chosen = {"session": tuple(names.sessions[submission] for submission in submissions)}
        id, why = f"submission-rooms-{number}", "These submissions should not be in these rooms."
        if len(rooms) == len(instance.rooms):
            yield _nowhere(id, weight * penalty, chosen, names, why)
        else:
            yield DraftRule.of(id, "prefer", weight * penalty, why, for_=chosen, room={"not": {"room": rooms}})
    yield from _zones(instance, names)


def _zones(instance: Instance, names: Names) -> Iterator[DraftRule]:
    weight = instance.weights["Submissions_Timezones:"]
    groups: dict[tuple[int, int, tuple[str, ...]], list[str]] = {}
    for slots, zone in sorted({(submission.slots, submission.zone) for submission in instance.submissions}):
        penalties = [(session, zone_penalty(instance, zone, session)) for session in instance.sessions]
        for penalty in sorted({penalty for _, penalty in penalties if penalty}):
            periods = tuple(names.periods[session.name] for session, other in penalties if other == penalty)
            groups.setdefault((slots, penalty, periods), []).append(zone_name(zone))
    for number, ((slots, penalty, periods), zones) in enumerate(groups.items() if weight else (), 1):
        chosen: Value = {"time_zone": tuple(zones), SLOTS: slots}
        yield _not_in(f"time-zones-{number}", weight * penalty * slots, chosen, periods, names, "It is too early or too late there.")


def _not_in(id: str, cost: int, chosen: Value, periods: tuple[str, ...], names: Names, why: str) -> DraftRule:
    if len(periods) == len(names.periods):
        return _nowhere(id, cost, chosen, names, why)
    return DraftRule.of(id, "in_period", cost, why, for_=chosen, periods={"not": {"period": periods}})


def _nowhere(id: str, cost: int, chosen: Value, names: Names, why: str) -> DraftRule:
    """Every place costs the same: each submission is a block of its own, and counts in all periods."""
    return DraftRule.of(id, "avoid_blocks", cost, why, for_=chosen, each="session", periods={"period": tuple(names.periods.values())})


def _per_slot(penalties: Penalties, slots: Mapping[str, int]) -> Penalties:
    return {(submission, place): penalty * slots[submission] for (submission, place), penalty in penalties.items()}


def _grouped(penalties: Penalties, ids: Mapping[str, str]) -> Groups:
    """The penalties of what has the same ones for the same places."""
    places: dict[tuple[str, int], list[str]] = {}
    for (one, place), penalty in penalties.items():
        places.setdefault((one, penalty), []).append(ids[place])
    groups: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for (one, penalty), there in places.items():
        groups.setdefault((penalty, tuple(there)), []).append(one)
    return groups


def _order(instance: Instance) -> Iterator[DraftRule]:
    """The positions of submissions in their track; those that have one are not beside each other either."""
    weight = instance.weights["Submissions Order:"]
    ordered = [submission for submission in instance.submissions if submission.order]
    if weight and ordered:
        why = "The submission is at its position in the track."
        yield DraftRule.of("order", "position", weight, why, for_="all", each="theme", column="order")
    if weight and max(Counter(submission.track for submission in ordered).values(), default=0) > 1:
        chosen: Value = {"order": tuple(map(str, sorted({submission.order for submission in ordered})))}
        why = "Submissions of one track that have a position are not at the same time: each slot counts."
        yield DraftRule.of("order-beside", "follow_both", weight, why, for_=chosen, column="theme", every=slot_minutes(instance))


def _people(instance: Instance) -> Iterator[DraftRule]:
    """Presenters and attendees are in one room only: in a session, and in a slot, of which each counts."""
    for id, pairs, kind, label, does in (
        ("presenters", presenter_conflicts(instance), PRESENTED, "Presenters Conflicts", "presents"),
        ("attendees", attendee_conflicts(instance), ATTENDED, "Attendees Conflicts", "attends"),
    ):
        weight, weight_at_once = instance.weights[f"{label}:"], instance.weights[f"{label} Timeslot Level:"]
        if pairs and weight:
            why = f"Whoever {does} both can stay in one room for the session."
            yield DraftRule.of(id, "follow_both", weight, why, for_="all", pairs=kind)
        if pairs and weight_at_once:
            why = f"Whoever {does} both is in one room at a time: each slot counts."
            yield DraftRule.of(f"{id}-at-once", "follow_both", weight_at_once, why, for_="all", pairs=kind, every=slot_minutes(instance))
