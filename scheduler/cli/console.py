"""What the commands share: the two consoles, and how warnings and errors are printed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scheduler.domain.errors import Fault, InputError, Refused, ScheduleError

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The meeting's folder, with meeting.yaml and its sheets.", show_default=False)]
"""The argument that most commands begin with."""
Rules = Annotated[Path | None, typer.Option(metavar="FILE", help="A rule book to use instead of the one that the meeting names.")]
Variant = Annotated[str | None, typer.Option(metavar="NAME", help="The variant of the rule book to use.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]

out = Console(highlight=False, markup=False, soft_wrap=True)
"""For answers."""
err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
"""For progress, warnings and errors."""


def agenda_file(folder: Path) -> Path:
    """Where a solve of the meeting in ``folder`` leaves its agenda, unless told otherwise."""
    return folder / "out" / "agenda.json"


def now() -> datetime:
    """The clock, in UTC, to the second, as calendars write it."""
    return datetime.now(UTC).replace(microsecond=0)


def without_releases(folder: Path) -> Refused:
    """What is said where a command needs a release, and the meeting has none."""
    return Refused(f"{folder} has no releases", "make the first one with 'schedule release'")


def warn(warnings: Iterable[Fault]) -> None:
    """Print each warning with its place and hint."""
    for warning in warnings:
        err.print(f"warning: {warning}", style="yellow")


def fail(error: ScheduleError) -> int:
    """Print an error and what to do about it, and return its exit code."""
    err.print(f"error: {error}" if not isinstance(error, InputError) else str(error), style="red")
    if error.hint:
        err.print(f"    {error.hint}", style="red")
    if isinstance(error, InputError):
        count = len(error.faults)
        err.print(f"{count} fault{'s' if count > 1 else ''} to correct; no file was changed.")
    return error.exit_code
