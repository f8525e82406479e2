"""How building and solving grow with a meeting: each size is measured in a process of its own, whose memory is then its own, too."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.bench.measure import follow
from scheduler.bench.synthetic import synthetic
from scheduler.bench.table import NEVER, number, percent, seconds
from scheduler.domain.errors import Interrupted
from scheduler.files.draft_folder import write_draft
from scheduler.files.meeting_folder import read_meeting
from scheduler.model.builder import build
from scheduler.model.formulation import formulate
from scheduler.model.relaxation import relax
from scheduler.publish.markdown import table
from scheduler.solve.params import Params
from scheduler.solve.profile import peak_memory

SIZES = (100, 300, 1000, 3000)
"""Presentations of the meetings that are measured unless asked otherwise."""
HEADER = (
    *("Presentations", "Reading (s)", "Formulation (s)", "Relaxation (s)", "Model (s)", "Memory, built (GB)"),
    *("First agenda (s)", "Cost", "Bound", "Gap", "Memory, solved (GB)"),
)


@dataclass(frozen=True, slots=True)
class Grown:
    """What a meeting of so many presentations took, as far as it came.

    Parameters
    ----------
    presentations : int
        How many it has.
    reading, formulation, relaxation, model : float or None
        Seconds to read the folder, to formulate, and to build the period relaxation and the model of any agenda.
    built, solved : float or None
        The most memory, in GB of 10⁹ bytes, that the process ever had when all had been built, and when it had been solved.
    first : float or None
        Seconds to the first agenda.
    cost, bound : int or None
        At the limit.
    """

    presentations: int
    reading: float | None = None
    formulation: float | None = None
    relaxation: float | None = None
    model: float | None = None
    built: float | None = None
    first: float | None = None
    cost: int | None = None
    bound: int | None = None
    solved: float | None = None

    @property
    def gap(self) -> float | None:
        """(cost − bound) / max(1, cost), or None before there is a cost."""
        return None if self.cost is None or self.bound is None else (self.cost - self.bound) / max(1, self.cost)


def measure_growth(sizes: Iterable[int], time_limit: float) -> Iterator[Grown]:
    """Measure each size, the next when it is asked for; a process that came to nothing leaves what it had told."""
    for size in sizes:
        command = [sys.executable, "-m", __name__, str(size), f"{time_limit:g}"]
        run = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
        told = run.stdout.splitlines()
        yield Grown(**json.loads(told[-1])) if told else Grown(size)


def grow(presentations: int, time_limit: float) -> Iterator[Grown]:
    """Measure one size in this process, and tell what is known after each step."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "meeting"
        write_draft(synthetic(presentations), folder)
        clock = _Clock()
        plan = read_meeting(folder)
    reading = clock.lap()
    formulation = formulate(plan.problem, plan.book)
    formulated = clock.lap()
    relax(formulation)
    relaxed = clock.lap()
    build(formulation, charged=False)
    built = Grown(presentations, reading, formulated, relaxed, clock.lap(), peak_memory())
    yield built
    course = follow(plan, Params(time_limit), lambda _: None)
    end = course.end
    yield Grown(**{**asdict(built), "first": course.first, "cost": end.cost, "bound": end.bound, "solved": peak_memory()})


class _Clock:
    """Seconds since the last lap."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def lap(self) -> float:
        """Seconds since the clock was made, or since the lap before."""
        since, self._since = self._since, time.monotonic()
        return self._since - since


def as_table(rows: Iterable[Grown]) -> str:
    """A row per size."""
    return table(HEADER, (_row(row) for row in rows))


def _row(row: Grown) -> tuple[str | int, ...]:
    steps = (seconds(step) for step in (row.reading, row.formulation, row.relaxation, row.model))
    end = (seconds(row.first), number(row.cost), number(row.bound), percent(row.gap), _memory(row.solved))
    return row.presentations, *steps, _memory(row.built), *end


def panels_of(rows: Iterable[Grown]) -> dict[str, dict[str, list[tuple[int, float]]]]:
    """What a picture shows, by panels and lines: the points that came to something."""
    found = tuple(rows)
    times = {"Formulation": "formulation", "Relaxation": "relaxation", "Model": "model", "First agenda": "first"}
    memory = {"Built": "built", "Solved": "solved"}
    return {
        title: {name: [(row.presentations, value) for row in found if (value := getattr(row, field))] for name, field in lines.items()}
        for title, lines in (("Seconds", times), ("Most memory (GB)", memory))
    }


def _memory(size: float | None) -> str:
    return NEVER if size is None else f"{size:.2f}"


def main() -> None:
    """Measure the size, up to the seconds, that the two arguments say, and print each step as a line of JSON."""
    try:
        for step in grow(int(sys.argv[1]), float(sys.argv[2])):
            print(json.dumps(asdict(step)), flush=True)
    except (KeyboardInterrupt, Interrupted):
        sys.exit(Interrupted.exit_code)


if __name__ == "__main__":
    main()
