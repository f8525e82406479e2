"""``schedule bench``: how well and how fast the solver does."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.console import err, out, warn
from scheduler.cli.progress import progress_display
from scheduler.domain.errors import Fault, InputError, Interrupted, Source

if TYPE_CHECKING:
    from scheduler.bench.measure import Setup, Subject
    from scheduler.solve.params import Listener, Params


def bench(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="[DIR]...", help="Meeting folders; the samples by default.")] = None,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds to search for, for each seed.")] = 60.0,
    seeds: Annotated[int, typer.Option(min=1, max=100, help="How many random seeds: 1, 2, and so on.")] = 3,
    longest: Annotated[float | None, typer.Option(min=0.1, help="Seconds for one longer search, to know a better agenda.")] = None,
    out_path: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A Markdown file to put the tables into, between its marks.")
    ] = None,
) -> None:
    """Measure how soon the solver finds agendas of meetings, how good they are, and what is proved; nothing else should run meanwhile.

    Ctrl-C ends it with the table so far.
    """
    from scheduler.bench.machine import this_machine
    from scheduler.bench.measure import Setup, measure, read_subjects
    from scheduler.bench.page import check_page, write_page
    from scheduler.bench.table import Heading, as_markdown

    if longest is not None and longest <= time_limit:
        fault = Fault(
            Source("--longest"), f"{longest:g} seconds are not longer than the usual {time_limit:g}", "give more, or leave it out"
        )
        raise InputError((fault,))
    if out_path is not None:
        check_page(out_path)
    setup = Setup(time_limit, seeds, longest)
    heading = Heading(datetime.now(UTC).date(), this_machine(), setup, _command(folders or [], setup, out_path))
    subjects = read_subjects(folders or ())
    warn(warning for subject in subjects for warning in subject.plan.warnings)
    measurements = measure(subjects, setup, _display)
    ended, wanted = sum(len(measured.every) for measured in measurements), len(subjects) * len(setup.solves())
    if not ended:
        raise Interrupted("interrupted before a solve had ended")
    tables = as_markdown(heading, measurements)
    out.print(tables, end="")
    if ended < wanted:
        kept = "" if out_path is None else f"; {out_path} stays as it is"
        err.print(f"interrupted: these are {ended} of {wanted} solves{kept}", style="yellow")
    elif out_path is not None:
        write_page(out_path, tables)


@contextmanager
def _display(subject: Subject, params: Params) -> Iterator[Listener]:
    err.print(f"{subject.name}, seed {params.seed}, up to {params.time_limit:g} seconds")
    with progress_display(quiet=False, as_json=False, at_ctrl_c="end with the table so far") as listener:
        yield listener


def _command(folders: list[Path], setup: Setup, out_path: Path | None) -> str:
    options = ["--time-limit", f"{setup.time_limit:g}", "--seeds", str(setup.seeds)]
    longest = [] if setup.longest is None else ["--longest", f"{setup.longest:g}"]
    page = [] if out_path is None else ["--out", str(out_path)]
    return shlex.join(["schedule", "bench", *map(str, folders), *options, *longest, *page])
