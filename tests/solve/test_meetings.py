"""Whole meetings from their files: solved, proved, and the same again."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.files.agenda_file import agenda_bytes
from scheduler.files.meeting_folder import read_meeting
from scheduler.solve.params import Params, Progress
from scheduler.solve.solver import solve

ROOT = Path(__file__).resolve().parents[2]


def ignore(progress: Progress) -> None:
    """Listen to nothing."""


def test_solve_ok_small_costs_what_was_derived_by_hand() -> None:
    plan = read_meeting(ROOT / "tests" / "ok_small")
    result = solve(plan.problem, plan.book, Params(), ignore)
    # tests/ok_small/rules.yaml derives the 45 minutes that the wrap-up ends after noon.
    assert (result.agenda.status, result.agenda.cost, result.agenda.bound) == ("optimal", 45, 45)
    assert dict(result.agenda.cost_by_rule) == {"opening-early": 0, "over-by-noon": 45}
    wrap_up = result.agenda.entry("wrap-up")
    assert wrap_up is not None
    assert f"{plan.problem.clock.local(wrap_up.start):%a %H:%M} {wrap_up.room}" == "Sun 12:00 hall"


@pytest.mark.parametrize("name", ["rpoc", "tem", "leem"])
def test_solve_sample_is_proved_optimal_and_repeats_itself(name: str) -> None:
    plan = read_meeting(ROOT / "data" / name)
    results = [solve(plan.problem, plan.book, Params(), ignore) for _ in range(2)]
    assert [result.agenda.status for result in results] == ["optimal", "optimal"]
    assert [result.reproducible for result in results] == [True, True]
    first, second = (agenda_bytes(plan.problem, result.agenda) for result in results)
    assert first == second
