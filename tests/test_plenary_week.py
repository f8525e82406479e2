"""The sample plenary week: as large as the issue says, and tight, so that it says something about the solver."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.check import check
from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.clock import Span
from scheduler.domain.places import places_of
from scheduler.domain.problem import Period, Problem, Room, Session
from scheduler.domain.times import clock_minutes
from scheduler.files.agenda_file import read_agenda
from scheduler.files.meeting_folder import Plan, read_meeting
from scheduler.omissions import omissions

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "tests" / "plenary_week"
"""agenda.json is the cheapest agenda that is known; lifted.csv moves some of its sessions where a rule is lifted."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_meeting(ROOT / "data" / "plenary-week")


@pytest.fixture(scope="module")
def problem(plan: Plan) -> Problem:
    return plan.problem


@pytest.fixture(scope="module")
def best(problem: Problem) -> Agenda:
    return read_agenda(KEPT / "agenda.json", problem)


def lifts() -> dict[str, list[dict[str, str]]]:
    """The moves of lifted.csv by the rule that is lifted."""
    with (KEPT / "lifted.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {rule: [row for row in rows if row["rule"] == rule] for rule in sorted({row["rule"] for row in rows})}


def talks(problem: Problem) -> list[Session]:
    return [session for session in problem.sessions if session.between]


def places(problem: Problem, session: Session) -> Iterator[tuple[Period, Room, Span]]:
    """Where a session fits, by its minutes alone: period by period, start by start, room by room."""
    for period in sorted(problem.periods, key=lambda period: period.span):
        for minute in range(0, period.span.minutes - session.minutes + 1, problem.meeting.grid):
            start = period.span.start + timedelta(minutes=minute)
            for room in period.rooms:
                yield period, problem.room(room), Span(start, start + timedelta(minutes=session.minutes))


def first_duties(session: Session) -> tuple[Duty, ...]:
    """Whom the sheet names first."""
    return tuple(Duty(role.name, tuple(sorted(role.people[: role.count]))) for role in session.roles)


def agenda_of(problem: Problem, entries: Iterable[Entry]) -> Agenda:
    """The agenda that holds these sessions and leaves the others out."""
    ordered = tuple(sorted(entries, key=lambda entry: (entry.start, entry.room, entry.session)))
    held = {entry.session for entry in ordered}
    return Agenda(problem.meeting.id, ordered, tuple(sorted(session.id for session in problem.sessions if session.id not in held)))


def moved(problem: Problem, agenda: Agenda, moves: list[dict[str, str]]) -> Agenda:
    """The agenda with some sessions elsewhere, added, or left out."""
    entries = {entry.session: entry for entry in agenda.entries}
    for move in moves:
        session, old = problem.session(move["session"]), entries.pop(move["session"], None)
        if move["start"]:
            day, time = move["start"].split()
            start = problem.clock.instant(datetime.fromisoformat(day).date(), clock_minutes(time))
            span = Span(start, start + timedelta(minutes=session.minutes))
            period = next(period for period in problem.periods if move["room"] in period.rooms and period.span.contains(span))
            entries[session.id] = Entry(
                session.id, start, session.minutes, period.id, move["room"], old.duties if old else first_duties(session)
            )
    return agenda_of(problem, entries.values())


def used(problem: Problem, agenda: Agenda, period: Period) -> float:
    """The share of the minutes of a period's rooms in which they are used; those in which a room is not to be had do not count."""
    away = [row.span for row in problem.availability if row.id in period.rooms and row.span.overlaps(period.span)]
    open_minutes = len(period.rooms) * period.span.minutes - sum(span.minutes for span in away)
    return sum(entry.minutes for entry in agenda.entries if entry.period == period.id) / open_minutes


def first_fit(problem: Problem) -> Agenda:
    """What a patient beginner would do: each session of the sheet to the first free room that fits it."""
    entries: list[Entry] = []
    for session in problem.sessions:
        for period, room, span in places(problem, session):
            fits = room.capacity >= session.size and {*session.features} <= {*room.features}
            if fits and not any(entry.room == room.id and entry.span.overlaps(span) for entry in entries):
                entries.append(Entry(session.id, span.start, session.minutes, period.id, room.id, first_duties(session)))
                break
    return agenda_of(problem, entries)


def salon_slots(problem: Problem) -> int:
    """At most how many talks the salons hold: counted by minutes and turnover, whoever talks."""
    slots = 0
    for room in (problem.room("blue-salon"), problem.room("green-salon")):
        for period in (period for period in problem.periods if room.id in period.rooms):
            busy = sum(row.span.minutes for row in problem.availability if row.id == room.id and row.span.overlaps(period.span))
            slots += (period.span.minutes - busy + room.turnover) // (min(talk.minutes for talk in talks(problem)) + room.turnover)
    return slots


def test_plenary_week_reads_without_a_warning(plan: Plan) -> None:
    assert plan.warnings == ()


def test_plenary_week_is_as_large_as_its_readme_says(problem: Problem) -> None:
    sizes = len(problem.delegations), len(problem.people), len(problem.rooms), len({room.building for room in problem.rooms})
    assert sizes == (34, 140, 8, 2)
    assert (len(problem.sessions) - len(talks(problem)), len(talks(problem))) == (112, 40)
    delegates = sorted(delegation.delegates for delegation in problem.delegations)
    assert (delegates[0], delegates[-1]) == (1, 12)
    assert len(problem.clock.days) == 5


def test_plenary_week_people_have_invented_names_of_their_own(problem: Problem) -> None:
    assert len({person.name for person in problem.people}) == 140


def test_plenary_week_first_fit_breaks_many_hard_rules(plan: Plan) -> None:
    verdict = check(plan.problem, plan.book, first_fit(plan.problem))
    broken = sorted({violation.rule for violation in verdict.refutations})
    print(f"first-fit breaks {len(broken)} hard rules: {', '.join(broken)}")
    assert len(broken) >= 8


def test_plenary_week_a_tenth_of_the_talks_has_no_salon(plan: Plan) -> None:
    slots, asked = salon_slots(plan.problem), len(talks(plan.problem))
    print(f"the salons hold at most {slots} of {asked} talks")
    assert slots <= asked * 9 // 10
    rules = {rule.id: rule for rule in plan.book.rules}
    assert rules["talks-in-the-salons"].must


def test_plenary_week_costs_something_whatever_one_does(plan: Plan) -> None:
    """The talks without a salon cost what the rule grant says, in every agenda."""
    rules = {rule.id: rule for rule in plan.book.rules}
    weight = rules["talks-granted"].weight or 0
    least = 2 * weight * (len(talks(plan.problem)) - salon_slots(plan.problem))
    print(f"every agenda costs at least {least}")
    assert least > 0


def test_plenary_week_best_known_agenda_keeps_every_hard_rule(plan: Plan, best: Agenda) -> None:
    verdict = check(plan.problem, plan.book, best)
    print(f"the best agenda that is known costs {verdict.cost}")
    assert verdict.refutations == ()
    assert verdict.cost == best.cost


def test_plenary_week_uses_most_of_its_rooms_at_the_peak(problem: Problem, best: Agenda) -> None:
    sessions = [period for period in problem.periods if period.name in ("morning", "afternoon")]
    share, peak = max((used(problem, best, period), period.id) for period in sessions)
    print(f"{share:.0%} of the room minutes are used in {peak}")
    assert share >= 0.75


def test_plenary_week_ten_rules_stand_in_the_way_of_a_cheaper_agenda() -> None:
    assert len(lifts()) == 10


@pytest.mark.parametrize("rule", sorted(lifts()))
def test_plenary_week_without_the_rule_an_agenda_is_cheaper(plan: Plan, best: Agenda, rule: str) -> None:
    """Cheaper than the best that is known; it breaks this rule and no other."""
    verdict = check(plan.problem, plan.book, moved(plan.problem, best, lifts()[rule]))
    print(f"without {rule} an agenda costs {verdict.cost} instead of {best.cost}")
    assert {violation.rule for violation in verdict.refutations} == {rule}
    assert verdict.cost < (best.cost or 0)


def test_plenary_week_every_refusal_has_its_reasons(plan: Plan, best: Agenda) -> None:
    """No session that the best agenda leaves out could simply be added: the check refutes each place that is tried here, 97 apart."""
    found = omissions(plan.problem, plan.book, best)
    assert sorted(omission.session for omission in found) == list(best.omitted)
    for omission in found:
        assert (omission.open, sum(hindrance.places for hindrance in omission.own + omission.others)) == (0, omission.places)
    talk = plan.problem.session(found[0].session)
    tried = places_of(plan.problem, talk).entries[::97]
    assert len(tried) > 10
    assert all(check(plan.problem, plan.book, agenda_of(plan.problem, (*best.entries, entry))).refutations for (entry,) in tried)
