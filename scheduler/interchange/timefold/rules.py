"""What Timefold scores, as rules of a book: the hard scores must hold, the soft ones have their weights.

Timefold rewards some pairs of talks that are in one timeslot. A rule costs something where the reward is missing; together these
costs are a constant less the rewards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

from scheduler.domain.draft import DraftRule, Value
from scheduler.interchange.timefold.conference import HOW, Conference, Talk
from scheduler.interchange.timefold.sheets import Names

CROWDS = 2
"""How many talks that need crowd control may be in one timeslot."""
DAY = 8 * 60
"""The minutes that a day of a speaker's stay counts."""
STAY = 2
"""The days of a stay that cost nothing."""
WISH = 20
"""What a minute costs for which a wish is not granted."""


def rules(conference: Conference, names: Names) -> Iterator[DraftRule]:
    """The whole book."""
    yield from _places(conference, names)
    yield from _speakers(conference, names)
    yield from _hard_pairs(conference)
    for number, wish in enumerate(wishes(conference), 1):
        if wish.can_be_granted(conference):
            yield wish.rule(f"{wish.how}-{wish.what}-{number}", names)
    yield from _soft_pairs(conference)
    for reward in rewards(conference):
        yield reward.rule


def constant(conference: Conference) -> int:
    """What the soft score and the cost of an agenda come to together, whatever the agenda."""
    hopeless = (wish for wish in wishes(conference) if not wish.can_be_granted(conference))
    return sum(reward.most for reward in rewards(conference)) - sum(wish.cost * len(wish.talks) for wish in hopeless)


def _places(conference: Conference, names: Names) -> Iterator[DraftRule]:
    for type in names.types.values():
        if any(names.types[talk.type] == type for talk in conference.talks.values()):
            why = "A talk takes a timeslot of its type."
            yield DraftRule.of(f"timeslots-{type}", "in_period", "must", why, for_={"kind": type}, periods={"kinds": type})
    why = "A room serves the talk's type, has the tags that are required, and none that is prohibited."
    yield DraftRule.of("rooms", "room_has", "must", why, for_="all", capacity="no")
    for name, talk in conference.talks.items():
        if talk.pinned is not None:
            slot, room = talk.pinned
            time, chosen = f"{conference.timeslots[slot].start:%Y-%m-%d, %H:%M}", {"session": names.sessions[name]}
            why = "Its user has pinned the talk."
            yield DraftRule.of(f"pinned-{names.sessions[name]}", "fixed", "must", why, for_=chosen, time=time, room=names.rooms[room])


def _speakers(conference: Conference, names: Names) -> Iterator[DraftRule]:
    talks = Counter(speaker for talk in conference.talks.values() for speaker in talk.speakers)
    if any(count > 1 for count in talks.values()):
        yield DraftRule.of("one-place", "one_place", "must", "A speaker is in one place at a time.", for_={"person": "all"})
        if conference.pause:
            why = "A speaker needs a pause between two talks."
            yield DraftRule.of("pause", "spread", "must", why, for_="all", each="presenters", gap=conference.pause)
        why = "A speaker's talks are on two days that follow on each other, at most; a day more counts as eight hours."
        yield DraftRule.of("stay", "stay", WISH * DAY, why, for_={"person": "all"}, most=STAY)
    for name, speaker in conference.speakers.items():
        if speaker.unavailable and talks[name]:
            periods: Value = {"not": {"period": tuple(names.periods[slot] for slot in speaker.unavailable)}}
            id, chosen = f"unavailable-{names.people[name]}", {"presenters": names.people[name]}
            yield DraftRule.of(id, "in_period", "must", "The speaker is not available then.", for_=chosen, periods=periods)


def _hard_pairs(conference: Conference) -> Iterator[DraftRule]:
    talks = conference.talks.values()
    if any(talk.prerequisites for talk in talks):
        why, join = "A prerequisite is over before what builds on it.", "first.session = then.prerequisites"
        yield DraftRule.of("prerequisites", "before", "must", why, first="all", then="all", where=join)
    if any(talk.tags["mutuallyExclusiveTalksTagSet"] for talk in talks):
        why = "Talks that share such a tag exclude each other."
        yield DraftRule.of("exclusive", "similar", "must", why, for_="all", column="exclusive")
    if sum(talk.risk > 0 for talk in talks) > CROWDS:
        why, chosen = "There is staff to control two crowds at a time.", {"crowd_control": "yes"}
        yield DraftRule.of("crowd-control", "at_most_parallel", "must", why, for_=chosen, limit=CROWDS, in_period="yes")


def _soft_pairs(conference: Conference) -> Iterator[DraftRule]:
    talks = conference.talks.values()
    themes, contents = any(talk.themes for talk in talks), any(talk.tags["contentTagSet"] for talk in talks)
    if themes:
        yield _alike("theme-conflict", 10, "Who follows a theme hears all of it.", column="theme_tracks")
        yield _alike("theme-room-stability", 10, "Who follows a theme keeps the seat.", column="theme_tracks", want="one_room")
        yield _alike("theme-one-day", 10, "Who follows a theme comes for one day.", column="theme_tracks", want="one_day")
        if any(talk.audiences for talk in talks):
            yield _alike("audience-theme-conflict", 1, "An audience hears all of its theme.", column="theme_tracks", also="audience_types")
    if any(talk.tags["sectorTagSet"] for talk in talks):
        yield _alike("sector-conflict", 10, "Who works in a sector hears all about it.", column="sectors")
    if contents:
        yield _alike("content-conflict", 100, "Who uses something hears all about it.", column="contents")
        yield _alike("content-one-day", 10, "Who uses something comes for one day.", column="contents", want="one_day")
        why = "Introductions come before what builds on them."
        yield DraftRule.of("level-flow", "in_order", 10, why, for_="all", by="level", column="contents", per="minute")
    why = "The favorites have the larger rooms."
    yield DraftRule.of("popular-talks", "larger_room", 10, why, for_="all", by="favorites", per="minute")


def _alike(id: str, weight: int, why: str, **fields: Value) -> DraftRule:
    return DraftRule.of(id, "similar", weight, why, for_="all", **fields, per="minute")


@dataclass(frozen=True, slots=True)
class Wish:
    """What talks or their speakers wish of a tag: for each of ``talks``, by ``@id``, ``minutes`` count, once for each who wishes it."""

    how: str
    what: str
    tag: str
    minutes: int
    talks: tuple[str, ...]

    @property
    def cost(self) -> int:
        """What one talk costs where the wish is not granted."""
        return WISH * self.minutes

    def can_be_granted(self, conference: Conference) -> bool:
        """Whether some room would: where none does, it costs the same in every agenda, and there is no rule."""
        tags = (room.tags for room in conference.rooms.values())
        return self.what == "timeslot" or any((self.tag in known) == (self.how == "preferred") for known in tags)

    def rule(self, id: str, names: Names) -> DraftRule:
        """The rule that asks for it; a soft one has the cost as its weight."""
        granted = self.how in ("required", "preferred")
        chosen: Value = {"tags": self.tag} if granted else {"not": {"tags": self.tag}}
        strength = self.cost if self.how in ("preferred", "undesired") else "must"
        why = f"A {self.what} {'with' if granted else 'without'} the tag '{self.tag}' is {'wished' if strength != 'must' else 'needed'}."
        for_: Value = {"session": tuple(names.sessions[talk] for talk in self.talks)}
        if self.what == "room":
            return DraftRule.of(id, "prefer", strength, why, for_=for_, room=chosen)
        return DraftRule.of(id, "in_period", strength, why, for_=for_, periods=chosen)


def wishes(conference: Conference) -> list[Wish]:
    """Every wish; what is required or prohibited of rooms is in their features."""
    groups: dict[tuple[str, str, str, int], list[str]] = {}
    for name, talk in conference.talks.items():
        for what in ("timeslot", "room"):
            for how in HOW:
                key = f"{how}{what.title()}TagSet"
                times = Counter(tag for wishing in conference.wishing(talk) for tag in wishing[key])
                for tag, count in times.items():
                    if what == "timeslot" or how in ("preferred", "undesired"):
                        groups.setdefault((how, what, tag, count * conference.minutes(talk)), []).append(name)
    return [Wish(*key, tuple(talks)) for key, talks in groups.items()]


@dataclass(frozen=True, slots=True)
class Reward:
    """A reward for pairs of talks in one timeslot, as a rule about its opposite; ``most`` is what the two come to together."""

    rule: DraftRule
    most: int


def rewards(conference: Conference) -> Iterator[Reward]:
    """The rewards, for talks of each length; one that no two talks can earn has no rule."""
    for minutes in sorted({conference.minutes(talk) for talk in conference.talks.values()}):
        talks = [talk for talk in conference.talks.values() if conference.minutes(talk) == minutes]
        yield from _reward(conference, minutes, talks, "audience_types", 1)
        yield from _reward(conference, minutes, talks, "level", 1)
        yield from _reward(conference, minutes, talks, "language", 10)


def _reward(conference: Conference, minutes: int, talks: list[Talk], column: str, weight: int) -> Iterator[Reward]:
    """Where every room of every timeslot is taken, a missing pair is one that is there without earning anything."""
    earned = [_earned(one, other, column) for one, other in combinations(talks, 2)]
    if not any(earned):
        return
    shared = column == "audience_types"
    pairs = _pairs_in_full_timeslots(conference, minutes, len(talks))
    if pairs is not None and (not shared or all(len(talk.audiences) == 1 for talk in talks)):
        most, alike, want = pairs, not shared, "other_periods"
    else:
        most, alike, want = sum(earned), shared, "one_period"
    why = "An audience has several talks to choose from." if shared else f"Beside a talk are some of another {column}."
    fields: dict[str, Value] = {"column" if alike else "unlike": column, "want": want}
    rule = DraftRule.of(
        f"{column.replace('_', '-')}-diversity-{minutes}", "similar", weight * minutes, why, for_={"minutes": minutes}, **fields
    )
    yield Reward(rule, weight * minutes * most)


def _earned(one: Talk, other: Talk, column: str) -> int:
    if column == "audience_types":
        return len(set(one.audiences) & set(other.audiences))
    return int(one.level != other.level if column == "level" else one.language != other.language)


def _pairs_in_full_timeslots(conference: Conference, minutes: int, talks: int) -> int | None:
    """How many pairs of talks are in one timeslot, if talks of this length fill all that there are."""
    rooms = [len(conference.rooms_at(name)) for name, slot in conference.timeslots.items() if slot.minutes == minutes]
    return sum(comb(count, 2) for count in rooms) if sum(rooms) == talks else None
