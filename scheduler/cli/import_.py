"""``schedule import``: a meeting folder from another system's file."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.console import out
from scheduler.cli.export import Exported
from scheduler.domain.errors import Fault, InputError, Source


class Foreign(StrEnum):
    """The formats of other systems that are read."""

    IETF = "ietf"
    TIMEFOLD = "timefold"
    COSPLIB = "cosplib"
    PRETALX = "pretalx"
    FRAB = "frab"


CONFERENCES = (Foreign.PRETALX, Foreign.FRAB)
"""Those that may hold a published programme."""
HELP = (
    "ietf: the session requests of an IETF meeting. timefold: a conference of Timefold's. cosplib: one of CoSPLib's. "
    "pretalx: its schedule.json, its editor's data, or its API's answers. frab: schedule.xml or schedule.json, as apps read them."
)


def import_(
    form: Annotated[Foreign, typer.Argument(metavar="FORMAT", help=HELP, show_default=False)],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to read.", show_default=False)],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.", show_default=False)],
    keep_times: Annotated[bool, typer.Option("--keep-times", help="Rules that keep the published times (pretalx, frab).")] = False,
    keep_rooms: Annotated[bool, typer.Option("--keep-rooms", help="Rules that keep the published rooms (pretalx, frab).")] = False,
) -> None:
    """Make a meeting folder, with sheets and a rule book, from the file of another system."""
    from scheduler.files.draft_folder import refuse_unless_new, write_draft
    from scheduler.interchange.conference.rules import Keep
    from scheduler.interchange.registry import reader

    _refuse_to_keep(form, {"--keep-times": keep_times, "--keep-rooms": keep_rooms})
    refuse_unless_new(folder)
    read = reader(form)
    if form in CONFERENCES:
        read = partial(read, keep=Keep(keep_times, keep_rooms))
    draft = read(file.read_bytes(), str(file))
    files = write_draft(draft, folder)
    counts = ", ".join(f"{len(sheet.rows)} {sheet.name}" for sheet in draft.sheets)
    out.print(f"{len(files)} files are in {folder}: {counts}, {len(draft.rules)} rules.")
    export = f"; schedule export {form} {folder} {folder / 'out' / 'agenda.json'} FILE" if form.value in list(Exported) else ""
    out.print(f"Now: schedule solve {folder}{export}")


def _refuse_to_keep(form: Foreign, options: dict[str, bool]) -> None:
    """Report options that mean nothing for a format."""
    given = [option for option, wanted in options.items() if wanted and form not in CONFERENCES]
    if given:
        raise InputError(tuple(Fault(Source(option), f"the format {form} has no published programme", "leave it out") for option in given))
