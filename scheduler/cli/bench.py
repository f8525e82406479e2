"""``schedule bench``: how well and how fast the solver does."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.console import err, out, warn
from scheduler.cli.growth import measure_growth
from scheduler.cli.progress import progress_display
from scheduler.domain.errors import Fault, InputError, Interrupted, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.bench.course import Measurement
    from scheduler.bench.measure import Setup, Subject
    from scheduler.bench.suites import Part
    from scheduler.bench.table import Heading
    from scheduler.solve.params import Listener, Params


class SuiteName(StrEnum):
    """What can be measured besides the user's own folders."""

    OWN = "own"
    IETF = "ietf"
    TIMEFOLD = "timefold"
    COSPLIB = "cosplib"


def bench(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="[DIR]...", help="Meeting folders; the samples by default.")] = None,
    suites: Annotated[
        list[SuiteName] | None, typer.Option("--suite", help="Instances that others published, or own, the samples; may be repeated.")
    ] = None,
    instances: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the published suites lie, each in a folder of its name.")
    ] = None,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds to search for, for each seed.")] = 60.0,
    seeds: Annotated[int, typer.Option(min=1, max=100, help="How many random seeds: 1, 2, and so on.")] = 3,
    longest: Annotated[float | None, typer.Option(min=0.1, help="Seconds for one longer search, to know a better agenda.")] = None,
    growth: Annotated[bool, typer.Option("--growth", help="Instead: made-up meetings of several sizes, one seed each.")] = False,
    sizes: Annotated[list[int] | None, typer.Option("--size", min=2, help="With --growth: presentations; may be repeated.")] = None,
    out_path: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A Markdown file to put the tables into, between its marks.")
    ] = None,
) -> None:
    """Measure how soon the solver finds agendas of meetings, how good they are, and what is proved; nothing else should run meanwhile.

    Ctrl-C ends it with the table so far.
    """
    _check_options(folders or [], suites or [], instances, (time_limit, longest))
    _check_growth(growth, sizes or [], [*map(str, folders or []), *(f"--suite {suite}" for suite in suites or [])])
    if growth:
        measure_growth(sizes or [], time_limit, out_path)
        return

    from scheduler.bench.machine import this_machine
    from scheduler.bench.measure import Setup, measure
    from scheduler.bench.page import read_parts, write_parts
    from scheduler.bench.table import Heading

    chosen = tuple(dict.fromkeys(suites or [SuiteName.OWN]))
    before = {} if out_path is None else read_parts(out_path, chosen)
    setup = Setup(time_limit, seeds, longest)
    command = _command(folders or [], suites or [], instances, setup, out_path)
    heading = Heading(datetime.now(UTC).date(), this_machine(), setup, command)
    parts = _read(chosen, folders or [], instances)
    subjects = tuple(one.subject for part in parts for one in part.instances)
    measurements = measure(subjects, setup, _display)
    ended, wanted = sum(len(measured.every) for measured in measurements), len(subjects) * len(setup.solves())
    if not ended:
        raise Interrupted("interrupted before a solve had ended")
    tables = _tables(heading, parts, measurements, before)
    out.print("\n".join(tables.values()), end="")
    if ended < wanted:
        kept = "" if out_path is None else f"; {out_path} stays as it is"
        err.print(f"interrupted: these are {ended} of {wanted} solves{kept}", style="yellow")
    elif out_path is not None:
        write_parts(out_path, tables)


def _check_options(folders: list[Path], suites: list[SuiteName], instances: Path | None, limits: tuple[float, float | None]) -> None:
    """Report what does not go together."""
    time_limit, longest = limits
    faults = []
    if longest is not None and longest <= time_limit:
        message = f"{longest:g} seconds are not longer than the usual {time_limit:g}"
        faults.append(Fault(Source("--longest"), message, "give more, or leave it out"))
    if folders and suites:
        faults.append(Fault(Source("--suite"), "there are folders to measure, too", "name folders or suites, not both"))
    published = [suite for suite in suites if suite is not SuiteName.OWN]
    if published and instances is None:
        message = f"nothing says where the suite {published[0]} lies"
        faults.append(Fault(Source("--instances"), message, "name the folder that holds the suites, as in --instances ../shared/bench"))
    if faults:
        raise InputError(tuple(faults))


def _check_growth(growth: bool, sizes: list[int], others: list[str]) -> None:
    """Report what does not go with made-up meetings, or only with them."""
    if growth and others:
        raise InputError((Fault(Source("--growth"), f"{', '.join(others)} cannot be measured beside it", "leave one of the two out"),))
    if sizes and not growth:
        raise InputError((Fault(Source("--size"), "it says how large made-up meetings are", "add --growth, or leave it out"),))


def _read(suites: tuple[SuiteName, ...], folders: list[Path], instances: Path | None) -> tuple[Part, ...]:
    from scheduler.bench.suites import own_part, published_part

    parts = []
    for suite in suites:
        if suite is SuiteName.OWN:
            parts.append(own_part(folders))
            warn(warning for one in parts[-1].instances for warning in one.subject.plan.warnings)
        elif instances is not None:
            parts.append(published_part(suite, instances))
    return tuple(parts)


def _tables(heading: Heading, parts: tuple[Part, ...], measurements: tuple[Measurement, ...], before: Mapping[str, str]) -> dict[str, str]:
    """The tables of each suite of which something was measured, with what the page had of it before."""
    from scheduler.bench.history import before_in, with_before
    from scheduler.bench.published import as_markdown as as_published
    from scheduler.bench.published import value_of
    from scheduler.bench.table import as_markdown

    left = iter(measurements)
    tables = {}
    for part in parts:
        measured = tuple(zip(part.instances, left, strict=False))
        if not measured:
            continue
        own = part.suite == SuiteName.OWN
        text = as_markdown(heading, (found for _, found in measured)) if own else as_published(heading, part.suite, measured)
        values = {one.subject.name: value_of(one, found.cost) for one, found in measured}
        highest = any(one.highest for one in part.instances)
        tables[part.suite] = with_before(text, values, before_in(before.get(part.suite, "")), highest=highest)
    return tables


@contextmanager
def _display(subject: Subject, params: Params) -> Iterator[Listener]:
    err.print(f"{subject.name}, seed {params.seed}, up to {params.time_limit:g} seconds")
    with progress_display(quiet=False, as_json=False, at_ctrl_c="end with the table so far") as listener:
        yield listener


def _command(folders: list[Path], suites: list[SuiteName], instances: Path | None, setup: Setup, out_path: Path | None) -> str:
    chosen = [word for suite in suites for word in ("--suite", suite)] + ([] if instances is None else ["--instances", str(instances)])
    options = ["--time-limit", f"{setup.time_limit:g}", "--seeds", str(setup.seeds)]
    longest = [] if setup.longest is None else ["--longest", f"{setup.longest:g}"]
    page = [] if out_path is None else ["--out", str(out_path)]
    return shlex.join(["schedule", "bench", *map(str, folders), *chosen, *options, *longest, *page])
