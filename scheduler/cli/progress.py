"""What a solve shows while it runs: a live line on a terminal, plain lines elsewhere, JSON for programs, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scheduler.cli.console import err, out

if TYPE_CHECKING:
    from scheduler.solve.params import Listener, Progress


@contextmanager
def progress_display(*, quiet: bool, as_json: bool, at_ctrl_c: str = "stop with the best so far") -> Iterator[Listener]:
    """A listener for a solve that shows its progress for as long as the context lasts, and on a terminal what Ctrl-C does."""
    if as_json:
        yield _print_json
    elif quiet:
        yield lambda progress: None
    elif err.is_terminal:
        with _live_line(at_ctrl_c) as listener:
            yield listener
    else:
        yield lambda progress: err.print(f"{progress.seconds:7.1f} s  {_standing(progress)}")


@contextmanager
def _live_line(at_ctrl_c: str) -> Iterator[Listener]:
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    with Bar(SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}"), console=err, transient=True) as bar:
        task = bar.add_task(f"searching for an agenda (Ctrl-C: {at_ctrl_c})", total=None)
        yield lambda progress: bar.update(task, description=_standing(progress))


def _standing(progress: Progress) -> str:
    if progress.cost is None or progress.gap is None:
        return f"no agenda yet  bound {progress.bound}"
    return f"cost {progress.cost}  bound {progress.bound}  gap {progress.gap:.1%}"


def _print_json(progress: Progress) -> None:
    seconds = round(progress.seconds, 3)
    gap = None if progress.gap is None else round(progress.gap, 6)
    out.print(json.dumps({"event": "progress", "seconds": seconds, "cost": progress.cost, "bound": progress.bound, "gap": gap}))
