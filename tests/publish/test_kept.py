"""The meeting of an old release comes back from the ledger as it was, wherever its files lay."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from scheduler.check import check
from scheduler.files.inputs import input_files
from scheduler.files.meeting_folder import read_meeting
from scheduler.publish.kept import kept_meeting
from scheduler.publish.released import release
from scheduler.solve.params import Params
from scheduler.solve.solver import solve
from scheduler.store.ledger import ledger_of

BUSY = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART:20270327T060000Z
DTEND:20270327T063000Z
END:VEVENT
END:VCALENDAR
"""


def test_kept_meeting_is_the_one_that_was_released(tmp_path: Path) -> None:
    """With a calendar in a folder of its own, and a rule book outside, of which the name alone is kept."""
    folder = tmp_path / "meeting"
    shutil.copytree(Path(__file__).parents[1] / "ok_small", folder)
    (folder / "rules.yaml").rename(tmp_path / "rules.yaml")
    settings = folder / "meeting.yaml"
    settings.write_text(settings.read_text("utf-8").replace("rules: rules.yaml", "rules: ../rules.yaml"), "utf-8")
    (folder / "availability").mkdir()
    (folder / "availability" / "bru-01.ics").write_text(BUSY, "utf-8")
    plan = read_meeting(folder)
    agenda = solve(plan.problem, plan.book, Params(time_limit=10, seed=1), lambda _: None).agenda
    violations = check(plan.problem, plan.book, agenda).violations
    inputs = input_files(folder, plan.book)
    assert {"../rules.yaml", "availability/bru-01.ics"} < inputs.keys()
    with ledger_of(tmp_path, create=True) as ledger:
        assert ledger is not None
        release(ledger, plan.problem, plan.book, agenda, violations, inputs, datetime(2027, 1, 1, tzinfo=UTC), "")
        shutil.rmtree(folder)
        kept = kept_meeting(ledger, 1)
        assert kept_meeting(ledger, 2) is None
    assert kept is not None
    problem, again = kept
    assert (problem, again.entries, again.cost) == (plan.problem, agenda.entries, agenda.cost)
