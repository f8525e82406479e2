"""How the solver did on instances that others published, beside what they reached, in their own count."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.bench.course import Measurement
from scheduler.bench.measure import Setup
from scheduler.bench.peers import Reached, best_reached
from scheduler.bench.suites import PUBLISHED, Instance
from scheduler.bench.table import NEVER, Heading, checkpoints_of, number, paragraphs, percent, provenance, seconds
from scheduler.publish.markdown import escaped, table

Measured = tuple[Instance, Measurement]


def as_markdown(heading: Heading, suite: str, measured: Iterable[Measured]) -> str:
    """The tables of a published suite, below the lines that say how they came about."""
    found = tuple(measured)
    origin = f"- Suite {suite}: {escaped(PUBLISHED[suite].about)}\n{provenance(heading)}"
    return paragraphs(origin, overview(suite, found, heading.setup), heading.setup, tuple(measurement for _, measurement in found))


def overview(suite: str, measured: Iterable[Measured], setup: Setup) -> str:
    """A row per instance. Scores of which a higher one is better are told as such, and so are their bounds."""
    points = checkpoints_of(setup)
    header = (
        *("Instance", "Sessions", "Rooms", "Periods", "First agenda (s)"),
        *(f"Score after {point} s" for point in points),
        *("Score", "Bound", "Gap", "Best (s)", "Best of others", "By", "Ratio", "Prototype"),
    )
    return table(header, (_row(suite, instance, measurement, points) for instance, measurement in measured))


def _row(suite: str, instance: Instance, measured: Measurement, points: tuple[int, ...]) -> tuple[str | int, ...]:
    problem, name = instance.subject.plan.problem, instance.subject.name
    value, bound = value_of(instance, measured.cost), instance.value(measured.bound)
    peer = best_reached(suite, name, published=True, highest=instance.highest)
    prototype = best_reached(suite, name, published=False, highest=instance.highest)
    return (
        *(name, measured.sessions, len(problem.rooms), len(problem.periods), seconds(measured.first)),
        *(number(value_of(instance, measured.cost_at(point))) for point in points),
        *(number(value), bound, percent(None if value is None else abs(value - bound) / max(1, abs(value))), seconds(measured.best)),
        *(NEVER if peer is None else peer.value, NEVER if peer is None else peer.by),
        *(_ratio(value, peer), NEVER if prototype is None else prototype.value),
    )


def value_of(instance: Instance, cost: int | None) -> int | None:
    """A cost in the published count, if there is one."""
    return None if cost is None else instance.value(cost)


def _ratio(value: int | None, peer: Reached | None) -> str:
    """Our cost by the cost that others reached; of scores below 0 likewise, so that less than 1 is better than they are."""
    if value is None or peer is None or not peer.value:
        return NEVER
    return f"{value / peer.value:.3f}"
