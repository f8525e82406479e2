"""``schedule brief``: a delegation's own notes, laid onto the programme, on its own machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.console import out, warn

Calendar = Annotated[Path, typer.Argument(metavar="CALENDAR.ics", help="The programme, or your delegation's calendar.", show_default=False)]
NotesFile = Annotated[
    Path, typer.Option("--notes", metavar="FILE", help="Your notes: YAML (4a: text) or Markdown (## 4a, then text).", show_default=False)
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where the brief is written; by default 'brief' beside the notes.")]
Zone = Annotated[str | None, typer.Option(metavar="NAME", help="The venue's time zone, if the calendar does not say; as in Europe/Vienna.")]


def brief(calendar: Calendar, notes: NotesFile, out_folder: Out = None, zone: Zone = None) -> None:
    """Lay your delegation's own notes onto the programme: brief.html to print, a day to a page, and brief.ics for your own calendar.

    Notes are found by the number of the agenda item, or by the session's id. What has moved or gone since last time is said here
    and on the first page. Everything stays in the folder of the brief, which you alone can read.
    """
    from scheduler.publish.briefs import write_brief

    written = write_brief(calendar, notes, out_folder or notes.parent / "brief", zone)
    warn(written.warnings)
    for line in written.news:
        out.print(line)
    _, entries, page = written.files
    lying = sum(bool(session.notes) for session in written.brief.sessions)
    count = len({note for session in written.brief.sessions for note in session.notes})
    out.print(f"{_counted(count, 'note')} on {_counted(lying, 'session')}: print {page}, import {entries}.")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
