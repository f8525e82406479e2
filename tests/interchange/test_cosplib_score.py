"""The cost of an imported conference's agenda is CoSPLib's score of it, whether it is good or breaks everything."""

from __future__ import annotations

import random
from datetime import timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import openpyxl
import pytest
from cosplib_made_up import conferences as conferences_of_all_kinds
from cosplib_made_up import made_up, parameters, workbook
from cosplib_score import TERMS, Agenda, Conference, Scorer, read_rows, score
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.check import check
from scheduler.domain import agenda as ours
from scheduler.domain.errors import Refused
from scheduler.files.draft_folder import write_draft
from scheduler.files.meeting_folder import Plan, read_meeting
from scheduler.interchange.cosplib.meeting import as_solution, draft_of
from scheduler.rules.meaning import count, spot_of

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "bench" / "cosplib"
NAMES = ("N2OR", "GECCO19", "GECCO21", "GECCO22", "ISF22", "OR60", "OR60F", "OR60F3")


def imported(content: bytes, folder: Path) -> Plan:
    write_draft(draft_of(content, "conference.xlsx"), folder)
    return read_meeting(folder)


def agenda_of(plan: Plan, agenda: Agenda) -> ours.Agenda:
    """The agenda that has each submission in its slots, in the order of the sheets."""
    problem = plan.problem
    periods = {_name(period.columns["cosplib_session"]): period for period in problem.periods}
    rooms = {_name(room.columns["cosplib_room"]): room.id for room in problem.rooms}
    entries = []
    for session in problem.sessions:
        name, room, slot = agenda[_name(session.columns["cosplib_submission"])]
        period = periods[name]
        length = session.minutes // int(session.columns["slots"][0])
        duties = tuple(ours.Duty(role.name, role.people) for role in session.roles)
        start = period.span.start + timedelta(minutes=slot * length)
        entries.append(ours.Entry(session.id, start, session.minutes, period.id, rooms[room], duties))
    return ours.Agenda(meeting=problem.meeting.id, entries=tuple(entries))


def _name(cell: tuple[str, ...]) -> str:
    return cell[0].strip('"')


def counted(plan: Plan, agenda: Agenda) -> int | None:
    """Our cost; None where something that must hold is broken."""
    verdict = check(plan.problem, plan.book, agenda_of(plan, agenda))
    return None if verdict.refutations else verdict.cost


def random_agenda(conference: Conference, chance: random.Random) -> Agenda | None:
    """Track by track, the longest submission first, into random cells that fit well enough; None where in the end there are too few."""
    scorer = Scorer(conference, {})
    free = {(row[0], room): row[1] for row in conference["sessions"][1:] for room in scorer.rooms}
    tracks: dict[str, list[str]] = {}
    for name in sorted(chance.sample(list(scorer.subs), len(scorer.subs)), key=lambda name: -scorer.slots[name]):
        tracks.setdefault(scorer.track[name], []).append(name)
    agenda: Agenda = {}
    for waiting in sorted(tracks.values(), key=lambda names: (-scorer.slots[names[0]], chance.random())):
        while waiting:
            needs = sum(scorer.slots[name] for name in waiting)
            fitting = [cell for cell in free if free[cell] >= scorer.slots[waiting[0]]]
            if not fitting:
                return None
            waste = {cell: max(0, free[cell] - needs) for cell in fitting}
            cell = chance.choice([cell for cell in fitting if waste[cell] == min(waste.values())])
            left, spare = free.pop(cell), waste[cell]
            for name in tuple(waiting):
                if scorer.slots[name] <= left:
                    skipped = chance.randint(0, spare)
                    agenda[name] = (*cell, left - scorer.slots[name] - skipped)
                    left, spare = left - scorer.slots[name] - skipped, spare - skipped
                    waiting.remove(name)
    return agenda


def crowded_agenda(conference: Conference, chance: random.Random) -> Agenda:
    """Submissions anywhere."""
    scorer = Scorer(conference, {})
    length = {row[0]: row[1] for row in conference["sessions"][1:]}
    agenda: Agenda = {}
    for name in scorer.subs:
        session = chance.choice([session for session in length if length[session] >= scorer.slots[name]])
        agenda[name] = session, chance.choice(scorer.rooms), chance.randint(0, length[session] - scorer.slots[name])
    return agenda


def good_agendas(conference: Conference, number: int, chance: random.Random) -> list[Agenda]:
    """Agendas that keep what must hold; to fill the last room needs luck."""
    tried = (random_agenda(conference, chance) for _ in range(1000 * number))
    return list(islice((agenda for agenda in tried if agenda is not None), number))


def random_agendas(conference: Conference, number: int, seed: int) -> list[Agenda]:
    """Every eighth one crowded."""
    chance = random.Random(seed)
    crowded = [crowded_agenda(conference, chance) for _ in range(number // 8)]
    return [*good_agendas(conference, number - len(crowded), chance), *crowded]


def test_cost_equals_the_score_of_random_agendas(tmp_path: Path) -> None:
    conference = read_rows(workbook(made_up()))
    plan = imported(workbook(conference), tmp_path / "meeting")
    assert plan.warnings == ()
    agendas = random_agendas(conference, 400, seed=1)
    scores = [score(conference, agenda) for agenda in agendas]
    assert [counted(plan, agenda) for agenda in agendas] == scores
    assert len(set(scores)) > 200
    assert 40 < scores.count(None) < 200


@pytest.mark.parametrize("term", TERMS)
def test_cost_equals_the_score_where_one_term_stands_alone(term: str, tmp_path: Path) -> None:
    conference = made_up() | {"parameters": parameters([3 * (other == term) for other in TERMS], "GMT+2")}
    plan = imported(workbook(conference), tmp_path / "meeting")
    conference = read_rows(workbook(conference))
    agendas = random_agendas(conference, 100, seed=3)
    scores = [score(conference, agenda) for agenda in agendas]
    assert [counted(plan, agenda) for agenda in agendas] == scores
    assert len(set(scores) - {None}) > 1, "the term never counts"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(conferences_of_all_kinds(), st.integers(0, 999))
def test_cost_equals_the_score_of_any_conference(conference: Conference, seed: int) -> None:
    with TemporaryDirectory() as folder:
        plan = imported(workbook(conference), Path(folder) / "meeting")
    conference = read_rows(workbook(conference))
    for agenda in random_agendas(conference, 8, seed):
        assert counted(plan, agenda) == score(conference, agenda)


def test_periods_hold_slots_of_one_length_and_follow_each_other(tmp_path: Path) -> None:
    """The shortest slots are those of Tue1, four in 90 minutes; the last two sessions would begin before the one above them is over."""
    problem = imported(workbook(made_up()), tmp_path / "meeting").problem
    local = [(period, problem.clock.local(period.span.start), problem.clock.local(period.span.end)) for period in problem.periods]
    assert [f"{period.id} {start:%d %H:%M}-{end:%H:%M}" for period, start, end in local] == [
        "mon1 01 09:30-10:10",
        "mon-2 01 10:50-11:50",
        "tue1 02 17:00-18:20",
        "extra 03 17:00-18:00",
        "mon-1 03 23:10-23:50",
    ]
    assert (problem.meeting.grid, problem.clock.zone.key, problem.session("s2").minutes) == (10, "Etc/GMT-2", 40)


def test_hard_rules_are_broken_by_what_a_solution_cannot_say(tmp_path: Path) -> None:
    """One pair shares a slot of a room, and two tracks a room: each is one breach of its own rule."""
    plan = imported(workbook(made_up()), tmp_path / "meeting")
    agenda = {name: ("Tue1", room, slot) for name, room, slot in (("s1", "Hall", 0), ("s2", "Hall", 0), ("s 3", "Hall", 3))}
    agenda |= {"s-3": ("extra", "Hall", 0), "s5": ("extra", "Hall", 2), "s6": ("mon-1", "Hall", 0), "s7": ("Mon1", "Hall", 0)}
    agenda["s8"] = ("mon-1", "Hall", 1)
    assert score(read_rows(workbook(made_up())), agenda) is None
    refutations = check(plan.problem, plan.book, agenda_of(plan, agenda)).refutations
    assert [(broken.instance, broken.measure) for broken in refutations] == [("one-per-room[hall]", 1)]
    agenda["s2"] = ("Tue1", "Hall", 1)
    assert check(plan.problem, plan.book, agenda_of(plan, agenda)).refutations == ()
    agenda["s8"] = ("extra", "room-2", 0)
    agenda["s5"] = ("extra", "room-2", 1)
    refutations = check(plan.problem, plan.book, agenda_of(plan, agenda)).refutations
    assert [(broken.instance, broken.measure) for broken in refutations] == [("one-track[extra, room-2-2]", 1)]


def solution(content: bytes, conference: Conference) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str, int], str]]:
    """The tracks and the submissions of a solution, read as CoSPLib's checker reads it: the first sheet, by position, without a header."""
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    sessions, rooms = [(row[0], row[1]) for row in conference["sessions"][1:]], [row[0] for row in conference["rooms"][1:]]
    assert {len(row) for row in rows} == {len(rooms) + 1}
    tracks = {(name, room): rows[1 + n][1 + r] for n, (name, _) in enumerate(sessions) for r, room in enumerate(rooms)}
    line = len(sessions) + 2
    slots = {}
    for name, number in sessions:
        for slot in range(number):
            slots |= {(name, room, slot): rows[line][1 + r] for r, room in enumerate(rooms)}
            line += 1
    assert line == len(rows)
    return {cell: track for cell, track in tracks.items() if track}, {place: name for place, name in slots.items() if name}


def test_export_is_read_back_as_a_solution(tmp_path: Path) -> None:
    conference = read_rows(workbook(made_up()))
    plan = imported(workbook(conference), tmp_path / "meeting")
    for agenda in random_agendas(conference, 14, seed=4):
        if score(conference, agenda) is not None:
            scorer = Scorer(conference, agenda)
            tracks, slots = solution(as_solution(plan.problem, agenda_of(plan, agenda)), conference)
            assert tracks == {(session, room): track for session, room, track in scorer.occupied()}
            assert slots == {place: name for name in agenda for place in scorer.places(name)}


def test_export_has_the_stamps_of_the_meeting(tmp_path: Path) -> None:
    plan = imported(workbook(made_up()), tmp_path / "meeting")
    agenda = random_agendas(read_rows(workbook(made_up())), 1, seed=4)[0]
    with ZipFile(BytesIO(as_solution(plan.problem, agenda_of(plan, agenda)))) as written:
        assert {file.date_time for file in written.infolist()} == {(2027, 3, 1, 0, 0, 0)}
        assert written.read("docProps/core.xml").count(b"2027-03-01T00:00:00Z") == 2


def test_export_of_what_shares_a_slot_is_refused(tmp_path: Path) -> None:
    conference = read_rows(workbook(made_up()))
    plan = imported(workbook(conference), tmp_path / "meeting")
    agenda = random_agendas(conference, 1, seed=4)[0] | {"s1": ("Tue1", "Hall", 1), "s2": ("Tue1", "Hall", 0)}
    with pytest.raises(Refused, match="two submissions share a slot: "):
        as_solution(plan.problem, agenda_of(plan, agenda))


@pytest.mark.parametrize("name", NAMES)
def test_cost_equals_the_score_of_a_published_conference(name: str, tmp_path: Path) -> None:
    file = PUBLISHED / f"{name}.xlsx"
    if not file.is_file():
        pytest.skip("the published instances are not beside the checkout")
    plan = imported(file.read_bytes(), tmp_path / "meeting")
    assert plan.warnings == ()
    conference = read_rows(file.read_bytes())
    chance = random.Random(5)
    agendas = [*good_agendas(conference, 2, chance), crowded_agenda(conference, chance)]
    scores = [score(conference, agenda) for agenda in agendas]
    assert [counted(plan, agenda) for agenda in agendas] == scores
    assert None not in scores[:2]
    clean = agendas[0]
    spots = {entry.session: spot_of(plan.problem, entry) for entry in agenda_of(plan, clean).entries}
    weighted = (rule for rule in plan.book.rules if rule.weight is not None)
    by_terms = sum(
        rule.weight * count(breach, spots) for rule in weighted for one in rule.instances(plan.problem) for breach in one.breaches
    )
    assert by_terms == score(conference, clean)
