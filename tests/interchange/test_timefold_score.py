"""The cost of an imported conference's agenda is a constant less its soft score, and its must rules find what the hard one does."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conferences_made_up import made_up, random_places
from hypothesis import given, settings
from hypothesis import strategies as st
from timefold_score import Json, Match, Places, matches, score

from scheduler.check import SHEETS, Verdict, check
from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.files.draft_folder import write_draft
from scheduler.files.meeting_folder import Plan, read_meeting
from scheduler.interchange.timefold.meeting import as_places, draft_of, soft_score

PUBLISHED = sorted((Path(__file__).parents[2].parent / "shared" / "bench" / "timefold").glob("*.json"))
FILE = "conference.json"
BY_TALKS = {
    "unavailable-": ("speaker unavailable",),
    "pause": ("pause",),
    "exclusive": ("exclusive",),
    "prerequisites": ("prerequisite",),
    "required-timeslot-": ("required timeslot",),
    "prohibited-timeslot-": ("prohibited timeslot",),
    "rooms": ("required room", "prohibited room"),
    SHEETS: ("room conflict",),
}
"""The rules that name the talks of which Timefold counts each set once or more, by how their ids begin."""


def imported(conference: Json, folder: Path) -> Plan:
    write_draft(draft_of(json.dumps(conference).encode(), FILE), folder)
    return read_meeting(folder)


def agenda_of(plan: Plan, places: Places) -> Agenda:
    """The agenda that has each talk in its place, by the ids in the sheets."""
    problem = plan.problem
    periods = {int(period.columns["timefold_timeslot"][0]): period for period in problem.periods}
    rooms = {int(room.columns["timefold_room"][0]): room.id for room in problem.rooms}
    entries = []
    for session in problem.sessions:
        slot, room = places[int(session.columns["timefold_talk"][0])]
        duties = tuple(Duty(role.name, role.people) for role in session.roles)
        entries.append(Entry(session.id, periods[slot].span.start, session.minutes, periods[slot].id, rooms[room], duties))
    return Agenda(meeting=problem.meeting.id, entries=tuple(entries))


def by_talks(matched: Iterable[Match], constraints: tuple[str, ...]) -> set[frozenset[str]]:
    return {frozenset(code.lower() for code in match.subjects) for match in matched if match.constraint in constraints}


def violated(verdict: Verdict, begin: str) -> set[frozenset[str]]:
    """The sessions of each broken instance; where it is one of several values, the value comes first."""
    subjects = [violation.subject for violation in verdict.refutations if violation.rule.startswith(begin)]
    return {frozenset(subject.split(": ")[-1].split(", ")) for subject in subjects}


def measured(verdict: Verdict, rule: str) -> list[int]:
    return [violation.measure for violation in verdict.refutations if violation.rule == rule]


def assert_equal(conference: Json, plan: Plan, places: Places) -> tuple[int, int]:
    """Hold our verdict against the published score, which is returned."""
    verdict = check(plan.problem, plan.book, agenda_of(plan, places))
    hard, soft = score(conference, places)
    assert soft_score(json.dumps(conference).encode(), FILE, verdict.cost) == soft
    matched = list(matches(conference, places))
    for begin, constraints in BY_TALKS.items():
        assert violated(verdict, begin) == by_talks(matched, constraints), begin
    assert sum(measured(verdict, "one-place")) == sum(match.constraint == "speaker conflict" for match in matched)
    assert sum(2 + above for above in measured(verdict, "crowd-control")) == sum(match.constraint == "crowd control" for match in matched)
    assert bool([one for one in verdict.refutations if not one.rule.startswith("pinned")]) == (hard < 0)
    return hard, soft


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.booleans())
def test_cost_equals_the_score_of_random_conferences(chance: random.Random, packed: bool) -> None:
    conference = made_up(chance, packed=packed)
    with TemporaryDirectory() as folder:
        plan = imported(conference, Path(folder) / "meeting")
        for _ in range(5):
            assert_equal(conference, plan, random_places(conference, chance, packed=packed))


@pytest.mark.parametrize("packed", [False, True])
def test_everything_that_scores_occurs(packed: bool) -> None:
    chance = random.Random(1)
    found: set[str] = set()
    for _ in range(20):
        conference = made_up(chance, packed=packed)
        found |= {match.constraint for match in matches(conference, random_places(conference, chance, packed=packed)) if match.score}
    wishes = {f"{how} {what}" for how in ("required", "preferred", "prohibited", "undesired") for what in ("timeslot", "room")}
    pairs = {"theme", "sector", "content", "audience and theme", "room stability", "same day", "level flow", "popular", "speaker makespan"}
    hard = {"speaker unavailable", "speaker conflict", "pause", "exclusive", "prerequisite", "crowd control"}
    rewards = {"audience diversity", "level diversity", "language diversity"}
    assert found == wishes | pairs | hard | rewards | (set() if packed else {"room conflict"})


def test_export_names_the_place_of_each_talk(tmp_path: Path) -> None:
    chance = random.Random(2)
    conference = made_up(chance, packed=True)
    plan, places = imported(conference, tmp_path / "meeting"), random_places(conference, chance, packed=True)
    assert json.loads(as_places(plan.problem, agenda_of(plan, places))) == {str(talk): list(place) for talk, place in places.items()}


def test_pinned_talk_is_where_its_user_has_put_it(tmp_path: Path) -> None:
    chance = random.Random(3)
    conference = made_up(chance, packed=True)
    talk = next(talk for talk in conference["talkList"] if talk["id"] == 300)
    talk |= {"pinnedByUser": True, "timeslot": "Timeslot#1", "room": "Room#2"}
    plan = imported(conference, tmp_path / "meeting")
    for place, broken in (((101, 202), []), ((101, 201), ["pinned-s00"]), ((105, 202), ["pinned-s00"])):
        places = {**random_places(conference, chance, packed=True), 300: place}
        verdict = check(plan.problem, plan.book, agenda_of(plan, places))
        assert [one.rule for one in verdict.refutations if one.rule.startswith("pinned")] == broken


@pytest.mark.skipif(not PUBLISHED, reason="the published instances are not beside the checkout")
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_cost_equals_the_score_of_the_published_conferences(path: Path, tmp_path: Path) -> None:
    conference, chance = json.loads(path.read_bytes()), random.Random(4)
    plan = imported(conference, tmp_path / "meeting")
    assert plan.warnings == ()
    scores = [assert_equal(conference, plan, random_places(conference, chance, packed=True)) for _ in range(2)]
    assert scores[0] != scores[1]
