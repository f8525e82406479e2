"""``schedule import``: a meeting folder from another system's file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.console import out


class Foreign(StrEnum):
    """The formats of other systems."""

    IETF = "ietf"


Format = Annotated[Foreign, typer.Argument(metavar="FORMAT", help="ietf: the session requests of an IETF meeting.", show_default=False)]
"""The argument by which a foreign format is chosen."""


def import_(
    form: Format,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to read.", show_default=False)],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.", show_default=False)],
) -> None:
    """Make a meeting folder, with sheets and a rule book, from the file of another system."""
    from scheduler.files.draft_folder import refuse_unless_new, write_draft
    from scheduler.interchange.ietf.meeting import draft_of

    readers = {Foreign.IETF: draft_of}
    refuse_unless_new(folder)
    draft = readers[form](file.read_bytes(), str(file))
    files = write_draft(draft, folder)
    counts = ", ".join(f"{len(sheet.rows)} {sheet.name}" for sheet in draft.sheets)
    out.print(f"{len(files)} files are in {folder}: {counts}, {len(draft.rules)} rules.")
    out.print(f"Now: schedule solve {folder}; schedule export {form} {folder} {folder / 'out' / 'agenda.json'} FILE")
