"""Keeps an agenda of the plenary week as the best that is known, and finds what lifting each of ten rules would gain.

    python tests/plenary_week/write_kept.py data/plenary-week/out/agenda.json

takes about five minutes, and writes agenda.json and lifted.csv beside this script. tests/test_plenary_week.py then holds them.
"""

from __future__ import annotations

import csv
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from scheduler.check import check
from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Problem
from scheduler.files.agenda_file import read_agenda
from scheduler.files.meeting_folder import Plan, read_meeting
from scheduler.solve.improve import improve
from scheduler.solve.params import Params, Progress
from scheduler.solve.run import Run

KEPT = Path(__file__).parent
MEETING = KEPT.parents[1] / "data" / "plenary-week"
RULES = (
    "agenda-order",
    "concert",
    "conclusions-last",
    "one-per-room",
    "one-side-event-a-day",
    "people-are-there",
    "reception",
    "registration",
    "rooms-are-ours",
    "talks-in-the-salons",
)
SECONDS = 30.0
"""How long a cheaper agenda without a rule is looked for."""


def without(plan: Plan, best: Agenda, rule: str) -> Agenda:
    """The cheapest agenda that is found from the best one when a rule is lifted; it is stopped at the first that is cheaper."""
    book = replace(plan.book, rules=tuple(other for other in plan.book.rules if other.id != rule))

    def stop_when_cheaper(progress: Progress) -> None:
        if progress.cost is not None and progress.cost < best.cost:
            run.interrupt()

    run = Run(plan.problem, book, Params(time_limit=SECONDS), stop_when_cheaper)
    run.propose(best)
    improve(run)
    assert run.best is not None
    return run.best.agenda


def moves(problem: Problem, best: Agenda, other: Agenda) -> list[tuple[str, str, str]]:
    """Session, start and room of each entry in which the two differ; no start and no room for what is left out."""
    before = {entry.session: (entry.start, entry.room) for entry in best.entries}
    after = {entry.session: (entry.start, entry.room) for entry in other.entries}
    found = []
    for id in sorted(before.keys() | after.keys()):
        if before.get(id) != after.get(id):
            start, room = after.get(id, (None, ""))
            found.append((id, f"{problem.clock.local(start):%Y-%m-%d %H:%M}" if start else "", room))
    return found


def main(agenda: Path) -> None:
    """Write what is kept."""
    plan = read_meeting(MEETING)
    shutil.copy(agenda, KEPT / "agenda.json")
    best = read_agenda(KEPT / "agenda.json", plan.problem)
    with (KEPT / "lifted.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("rule", "session", "start", "room"))
        for rule in RULES:
            other = without(plan, best, rule)
            broken = {violation.rule for violation in check(plan.problem, plan.book, other).refutations}
            print(rule, check(plan.problem, plan.book, other).cost, "instead of", best.cost, broken, flush=True)
            if broken == {rule}:
                writer.writerows((rule, *move) for move in moves(plan.problem, best, other))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
