"""``schedule export``: an agenda in another system's format."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.check import warn_of_changes
from scheduler.cli.console import Folder, out


class Exported(StrEnum):
    """The formats of other systems that are written."""

    IETF = "ietf"
    TIMEFOLD = "timefold"
    COSPLIB = "cosplib"
    FRAB = "frab"


HELP = (
    "ietf: a timeslot per session. timefold: a timeslot and a room per talk. cosplib: a solution, as a workbook. "
    "frab: schedule.json where FILE ends in .json, else schedule.xml."
)


def export(
    form: Annotated[Exported, typer.Argument(metavar="FORMAT", help=HELP, show_default=False)],
    folder: Folder,
    agenda_path: Annotated[Path, typer.Argument(metavar="AGENDA", help="A .json, .csv or .xlsx.", show_default=False)],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.", show_default=False)],
) -> None:
    """Write an agenda as the other system takes it, one that breaks rules too; all but frab need a meeting imported from there."""
    from scheduler.files.agenda_file import read_agenda
    from scheduler.files.atomic import write_file
    from scheduler.files.meeting_folder import read_meeting
    from scheduler.interchange.cosplib.meeting import as_solution
    from scheduler.interchange.ietf.meeting import as_timeslots
    from scheduler.interchange.timefold.meeting import as_places
    from scheduler.publish.frab_files import schedule_json, schedule_xml

    frab = schedule_json if file.suffix.lower() == ".json" else schedule_xml
    writers = {Exported.IETF: as_timeslots, Exported.TIMEFOLD: as_places, Exported.COSPLIB: as_solution, Exported.FRAB: frab}
    plan = read_meeting(folder)
    agenda = read_agenda(agenda_path, plan.problem)
    warn_of_changes(agenda, plan)
    write_file(file, writers[form](plan.problem, agenda))
    out.print(f"{len(agenda.entries)} sessions are in {file}.")
