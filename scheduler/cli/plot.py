"""``schedule plot``: the week as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.check import warn_of_changes
from scheduler.cli.console import Folder, agenda_file, out
from scheduler.cli.show import days_named
from scheduler.domain.errors import Refused


def plot(
    folder: Folder,
    out_path: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="An .svg or .png file; DIR/out/week.svg by default.")
    ] = None,
    day: Annotated[str | None, typer.Option(help="Only this day: 'day 2', Wed or 2027-10-13.")] = None,
    agenda_path: Annotated[Path | None, typer.Option("--agenda", metavar="FILE", help="Another agenda than DIR/out/agenda.json.")] = None,
) -> None:
    """Draw the agenda: a band for each day, a row for each room, a box for each session."""
    from scheduler.files.agenda_file import read_agenda
    from scheduler.files.atomic import write_file
    from scheduler.files.meeting_folder import read_meeting

    target = out_path or folder / "out" / "week.svg"
    form = target.suffix.lower().removeprefix(".")
    if form not in ("svg", "png"):
        raise Refused(f"{target} is neither an .svg nor a .png file", "end the name after --out with .svg or .png")
    plan = read_meeting(folder)
    agenda = read_agenda(agenda_path or agenda_file(folder), plan.problem)
    warn_of_changes(agenda, plan)
    days = None if day is None else days_named(plan.problem, day)

    from scheduler.plot.week import plot_week

    write_file(target, plot_week(plan.problem, agenda, "svg" if form == "svg" else "png", days))
    out.print(f"The picture is in {target}.")
