"""``schedule init``: a meeting to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.console import out


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.", show_default=False)],
    sample: Annotated[str, typer.Option(metavar="NAME", help="Which sample meeting to copy.")] = "rpoc",
) -> None:
    """Copy a sample meeting with its rule book into a new folder, to be changed there."""
    from scheduler.files.samples import copy_sample

    copied = copy_sample(sample, folder)
    out.print(f"{len(copied)} files of the sample meeting '{sample}' are in {folder}.")
    out.print(f"Change its sheets and its rules, then: schedule validate {folder}; schedule solve {folder}")
