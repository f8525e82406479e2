"""What was measured as Markdown: on what, the meetings with the worst of their solves, and every solve."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.bench.course import Course, Measurement
from scheduler.bench.machine import Machine
from scheduler.bench.measure import LONGEST_SEED, Setup
from scheduler.publish.markdown import escaped, table

CHECKPOINTS = (10, 30, 60)
"""After so many seconds the cost is noted, where the limit is beyond."""
NEVER = "–"
SOLVES = ("Meeting", "Seed", "Limit (s)", "Ended after (s)", "Cost", "Bound", "Gap")


@dataclass(frozen=True, slots=True)
class Heading:
    """When, where and how it was measured; ``command`` is what to type to do so again."""

    day: date
    machine: Machine
    setup: Setup
    command: str


def as_markdown(heading: Heading, measurements: Iterable[Measurement]) -> str:
    """The tables, below the lines that say how they came about."""
    measured = tuple(measurements)
    return paragraphs(provenance(heading), overview(measured, heading.setup), heading.setup, measured)


def paragraphs(provenance: str, overview: str, setup: Setup, measurements: tuple[Measurement, ...]) -> str:
    """What every suite has, one below the other, and the table of every solve."""
    several = ("Of several seeds, each column shows the worst of all; the table below has every solve.",) if setup.seeds > 1 else ()
    return "\n\n".join((provenance, overview, *several, solves(measurements))) + "\n"


def provenance(heading: Heading) -> str:
    """When, where and how it was measured, as a list."""
    machine, setup = heading.machine, heading.setup
    limit = f"{setup.time_limit:g} seconds"
    seeds = f"Seed 1 with {limit}" if setup.seeds == 1 else f"Seeds 1 to {setup.seeds} with {limit} each"
    longest = "" if setup.longest is None else f"; seed {LONGEST_SEED} with {setup.longest:g} seconds"
    return "\n".join(
        (
            f"- Measured on {heading.day:%Y-%m-%d}, at commit {escaped(machine.commit)}, by `{heading.command}`",
            f"- {machine.cores} cores of {escaped(machine.processor)}, {machine.memory} of memory; "
            f"Python {machine.python}, OR-Tools {machine.ortools}",
            f"- {seeds}{longest}",
        )
    )


def checkpoints_of(setup: Setup) -> tuple[int, ...]:
    """The seconds after which the cost is noted: those below the limit."""
    return tuple(point for point in CHECKPOINTS if point < setup.time_limit)


def overview(measurements: Iterable[Measurement], setup: Setup) -> str:
    """A row per meeting."""
    checkpoints = checkpoints_of(setup)
    known = () if setup.longest is None else (f"Best in {setup.longest:g} s", "Above best known")
    header = (
        *("Meeting", "Sessions", "Reading (s)", "First agenda (s)"),
        *(f"Cost after {point} s" for point in checkpoints),
        *("Cost", "Spread", "Bound", "Gap", "Best (s)", "Proof (s)", *known),
    )
    return table(header, (_row(measurement, checkpoints, setup) for measurement in measurements))


def _row(measured: Measurement, checkpoints: tuple[int, ...], setup: Setup) -> tuple[str | int, ...]:
    longest = None if measured.longest is None else measured.longest.end.cost
    known = () if setup.longest is None else (number(longest), percent(measured.above_best_known))
    return (
        *(measured.name, measured.sessions, seconds(measured.reading), seconds(measured.first)),
        *(number(measured.cost_at(point)) for point in checkpoints),
        *(number(measured.cost), number(measured.spread), measured.bound, percent(measured.gap)),
        *(seconds(measured.best), seconds(measured.proof), *known),
    )


def solves(measurements: Iterable[Measurement]) -> str:
    """A row per solve."""
    return table(SOLVES, (_solve(measured.name, course) for measured in measurements for course in measured.every))


def _solve(name: str, course: Course) -> tuple[str | int, ...]:
    end = course.end
    return name, course.seed, f"{course.limit:g}", seconds(end.seconds), number(end.cost), end.bound, percent(end.gap)


def number(value: int | None) -> str | int:
    """A cell with a whole number, if there is one."""
    return NEVER if value is None else value


def seconds(value: float | None) -> str:
    """A cell with seconds, if there are any."""
    return NEVER if value is None else f"{value:.1f}"


def percent(share: float | None) -> str:
    """A cell with a share in percent, if there is one."""
    return NEVER if share is None else f"{share:.1%}"
