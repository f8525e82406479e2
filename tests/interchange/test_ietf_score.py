"""The cost of an imported meeting's agenda is the published score of that agenda, whether it is good or breaks everything."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from ietf_score import Json, score
from requests_made_up import made_up

from scheduler.check import check
from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.files.draft_folder import write_draft
from scheduler.files.meeting_folder import Plan, read_meeting
from scheduler.interchange.ietf.meeting import as_timeslots, draft_of

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "bench" / "ietf106" / "ietf106.json"


def imported(requests: Json, folder: Path) -> Plan:
    write_draft(draft_of(json.dumps(requests).encode(), "requests.json"), folder)
    return read_meeting(folder)


def agenda_of(plan: Plan, slots: dict[int, int]) -> Agenda:
    """The agenda that has each session in its slot, by the ids in the sheets."""
    problem = plan.problem
    cells = {
        int(id): (period, room)
        for period in problem.periods
        for id, room in zip(period.columns["ietf_timeslots"], period.rooms, strict=True)
    }
    entries = []
    for session in problem.sessions:
        period, room = cells[slots[int(session.columns["ietf_session"][0])]]
        duties = tuple(Duty(role.name, role.people) for role in session.roles)
        entries.append(Entry(session.id, period.span.start, session.minutes, period.id, room, duties))
    return Agenda(meeting=problem.meeting.id, entries=tuple(entries))


def counted(plan: Plan, slots: dict[int, int]) -> int | None:
    """Our cost; None where something that must hold is broken."""
    verdict = check(plan.problem, plan.book, agenda_of(plan, slots))
    return None if verdict.refutations else verdict.cost


def random_agendas(requests: Json, count: int, seed: int) -> Iterator[dict[int, int]]:
    """Sessions in random slots, in some of them rather crowded, so that two share a slot or a time."""
    chance = random.Random(seed)
    sessions, slots = [session["id"] for session in requests["sessions"]], [slot["id"] for slot in requests["timeslots"]]
    for number in range(count):
        some = chance.sample(slots, chance.randint(len(sessions), len(slots)))
        picked = chance.choices(some, k=len(sessions)) if number % 10 == 0 else chance.sample(some, len(sessions))
        yield dict(zip(sessions, picked, strict=True))


def improved(requests: Json, agenda: dict[int, int], steps: int, seed: int) -> dict[int, int]:
    """A better agenda, found by moves and exchanges that do not cost more."""
    chance = random.Random(seed)
    slots = [slot["id"] for slot in requests["timeslots"]]
    best, cost = agenda, score(requests, agenda)
    for _ in range(steps):
        one, slot = chance.choice(list(best)), chance.choice(slots)
        there = [other for other, taken in best.items() if taken == slot]
        tried = {**best, **dict.fromkeys(there, best[one]), one: slot}
        value = score(requests, tried)
        if value is not None and (cost is None or value <= cost):
            best, cost = tried, value
    return best


def test_cost_equals_the_score_of_random_agendas(tmp_path: Path) -> None:
    requests = made_up()
    plan = imported(requests, tmp_path / "meeting")
    agendas = list(random_agendas(requests, 400, seed=1))
    scores = [score(requests, agenda) for agenda in agendas]
    assert [counted(plan, agenda) for agenda in agendas] == scores
    assert len(set(scores)) > 200
    assert 40 < scores.count(None) < 300


def test_cost_equals_the_score_of_good_agendas(tmp_path: Path) -> None:
    requests = made_up()
    plan = imported(requests, tmp_path / "meeting")
    clean = [agenda for agenda in random_agendas(requests, 60, seed=2) if score(requests, agenda) is not None]
    agendas = [improved(requests, agenda, 300, seed) for seed, agenda in enumerate(clean[:6])]
    scores = [score(requests, agenda) for agenda in agendas]
    assert [counted(plan, agenda) for agenda in agendas] == scores
    assert sum(scores) < sum(score(requests, agenda) for agenda in clean[:6])


@pytest.mark.parametrize("kind", [*made_up()["penalties"]["constraints"], *made_up()["penalties"]["business"]])
def test_cost_equals_the_score_where_one_penalty_stands_alone(kind: str, tmp_path: Path) -> None:
    requests = made_up()
    for costs in requests["penalties"].values():
        costs.update({name: 0 for name in costs if name != kind})
    plan = imported(requests, tmp_path / "meeting")
    agendas = list(random_agendas(requests, 60, seed=3))
    scores = [score(requests, agenda) for agenda in agendas]
    assert [counted(plan, agenda) for agenda in agendas] == scores
    assert len(set(scores) - {None}) > 1, "the penalty never counts"


def test_export_names_the_slot_of_each_session(tmp_path: Path) -> None:
    requests = made_up()
    plan = imported(requests, tmp_path / "meeting")
    for slots in random_agendas(requests, 20, seed=4):
        exported = as_timeslots(plan.problem, agenda_of(plan, slots))
        assert json.loads(exported) == {str(session): slot for session, slot in slots.items()}


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published instances are not beside the checkout")
def test_cost_equals_the_score_of_the_published_requests(tmp_path: Path) -> None:
    requests = json.loads(PUBLISHED.read_bytes())
    plan = imported(requests, tmp_path / "meeting")
    assert plan.warnings == ()
    agendas = list(random_agendas(requests, 10, seed=5))
    clean = [agenda for agenda in agendas if score(requests, agenda) is not None]
    agendas += [improved(requests, clean[0], 60, seed=5)]
    scores = [score(requests, agenda) for agenda in agendas]
    assert [counted(plan, agenda) for agenda in agendas] == scores
    assert scores[-1] < score(requests, clean[0])
