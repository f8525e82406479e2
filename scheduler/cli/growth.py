"""``schedule bench --growth``: how building and solving grow with a meeting."""

from __future__ import annotations

import shlex
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from scheduler.cli.console import err, out
from scheduler.domain.errors import Interrupted

SUITE = "growth"
PICTURE = "growth.svg"
"""The picture's file, beside the page."""


def measure_growth(sizes: list[int], time_limit: float, out_path: Path | None) -> None:
    """Measure made-up meetings of these sizes, print the table, and put it with a picture into the page, if there is one."""
    from scheduler.bench import growth
    from scheduler.bench.machine import this_machine
    from scheduler.bench.measure import Setup
    from scheduler.bench.page import read_parts, write_parts
    from scheduler.bench.table import Heading, provenance
    from scheduler.files.atomic import write_file
    from scheduler.plot.growth import plot_growth

    if out_path is not None:
        read_parts(out_path, (SUITE,))
    wanted = sizes or list(growth.SIZES)
    heading = Heading(datetime.now(UTC).date(), this_machine(), Setup(time_limit, seeds=1), _command(sizes, time_limit, out_path))
    rows: list[growth.Grown] = []
    with suppress(KeyboardInterrupt):
        for row in growth.measure_growth(wanted, time_limit):
            rows.append(row)
            err.print(f"{row.presentations} presentations: {len(rows)} of {len(wanted)}")
    if not rows:
        raise Interrupted("interrupted before anything was measured")
    tables = f"{provenance(heading)}\n\n{growth.as_table(rows)}\n"
    out.print(tables, end="")
    if len(rows) < len(wanted):
        err.print(f"interrupted: these are {len(rows)} of {len(wanted)} sizes", style="yellow")
    elif out_path is not None:
        write_file(out_path.with_name(PICTURE), plot_growth(growth.panels_of(rows), "svg"))
        write_parts(out_path, {SUITE: f"{tables}\n![Seconds and memory by the number of presentations]({PICTURE})\n"})


def _command(sizes: list[int], time_limit: float, out_path: Path | None) -> str:
    chosen = [word for size in sizes for word in ("--size", str(size))]
    page = [] if out_path is None else ["--out", str(out_path)]
    return shlex.join(["schedule", "bench", "--growth", *chosen, "--time-limit", f"{time_limit:g}", *page])
