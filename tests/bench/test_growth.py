"""What is measured of meetings that grow, and what is kept of a size that came to nothing."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, replace

import pytest

from scheduler.bench import growth
from scheduler.bench.growth import Grown, as_table, grow, measure_growth, panels_of

WHOLE = Grown(100, 0.25, 0.5, 8.0, 0.125, 0.178, 1.5, 400, 300, 0.333)
BUILT = replace(WHOLE, presentations=300, first=None, cost=None, bound=None, solved=None)
NOTHING = Grown(3000)


def test_table_of_growth_shows_how_far_each_size_came() -> None:
    assert as_table((WHOLE, BUILT, NOTHING)).splitlines()[2:] == [
        "| 100 | 0.2 | 0.5 | 8.0 | 0.1 | 0.18 | 1.5 | 400 | 300 | 25.0% | 0.33 |",
        "| 300 | 0.2 | 0.5 | 8.0 | 0.1 | 0.18 | – | – | – | – | – |",
        "| 3000 | – | – | – | – | – | – | – | – | – | – |",
    ]


def test_panels_leave_out_what_came_to_nothing() -> None:
    assert panels_of((WHOLE, BUILT, NOTHING)) == {
        "Seconds": {
            "Formulation": [(100, 0.5), (300, 0.5)],
            "Relaxation": [(100, 8.0), (300, 8.0)],
            "Model": [(100, 0.125), (300, 0.125)],
            "First agenda": [(100, 1.5)],
        },
        "Most memory (GB)": {"Built": [(100, 0.178), (300, 0.178)], "Solved": [(100, 0.333)]},
    }


def test_growth_in_a_process_of_its_own() -> None:
    (row,) = measure_growth((4,), 5.0)
    assert row.presentations == 4
    assert None not in (row.reading, row.formulation, row.relaxation, row.model, row.built, row.bound, row.solved)


def test_grow_tells_what_it_knows_after_each_step() -> None:
    built, solved = grow(4, 5.0)
    assert (built.first, built.solved) == (None, None)
    assert replace(solved, first=None, cost=None, bound=None, solved=None) == built
    assert solved.solved is not None


def test_growth_of_a_process_that_died_keeps_what_it_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = iter((f"{json.dumps(asdict(BUILT))}\n", ""))

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, -9, next(told))

    monkeypatch.setattr(growth.subprocess, "run", run)
    assert list(measure_growth((300, 3000), 60.0)) == [BUILT, NOTHING]
