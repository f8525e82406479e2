"""``schedule show``: the agenda as a table, whole or as a day, a room, a person, a delegation or a body sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from scheduler.cli.check import warn_of_changes
from scheduler.cli.console import Folder, agenda_file, out
from scheduler.domain.errors import Fault, InputError, Source
from scheduler.domain.suggestions import suggestion

if TYPE_CHECKING:
    from datetime import date

    from rich.table import Table

    from scheduler.domain.agenda import Agenda, Entry
    from scheduler.domain.problem import Problem, Row, Session

    RowT = TypeVar("RowT", bound=Row)


def show(
    folder: Folder,
    day: Annotated[str | None, typer.Option(help="Only this day: 'day 2', Wed or 2027-10-13.")] = None,
    room: Annotated[str | None, typer.Option(metavar="ID", help="Only what is in this room.")] = None,
    person: Annotated[str | None, typer.Option(metavar="ID", help="Only this person's calendar.")] = None,
    delegation: Annotated[str | None, typer.Option(metavar="ID", help="Only this delegation's calendar.")] = None,
    body: Annotated[str | None, typer.Option(metavar="ID", help="Only this body's sessions.")] = None,
    agenda_path: Annotated[Path | None, typer.Option("--agenda", metavar="FILE", help="Another agenda than DIR/out/agenda.json.")] = None,
) -> None:
    """Print the agenda, day by day, on the venue's clock."""
    from scheduler.files.agenda_file import read_agenda
    from scheduler.files.meeting_folder import read_meeting
    from scheduler.publish import audiences

    plan = read_meeting(folder)
    problem = plan.problem
    agenda = read_agenda(agenda_path or agenda_file(folder), problem)
    warn_of_changes(agenda, plan)
    shown = set(agenda.entries)
    if day is not None:
        days = days_named(problem, day)
        shown &= {entry for entry in agenda.entries if problem.clock.local(entry.start).date() in days}
    if room is not None:
        shown &= set(audiences.for_room(agenda, _row(problem.rooms, room, "--room")))
    if person is not None:
        shown &= set(audiences.for_person(problem, agenda, _row(problem.people, person, "--person")))
    if delegation is not None:
        shown &= set(audiences.for_delegation(problem, agenda, _row(problem.delegations, delegation, "--delegation")))
    if body is not None:
        shown &= set(audiences.for_body(problem, agenda, _row(problem.bodies, body, "--body")))
    left_out = [] if day is not None or room is not None else list(_left_out(problem, agenda, person, delegation, body))
    if not shown and not left_out:
        out.print("Nothing to show.")
    for table in day_tables(problem, (entry for entry in agenda.entries if entry in shown)):
        out.print(table, "")
    if left_out:
        out.print("Not held; report.md says why:", *(f"  {session.id}  {session.title}" for session in left_out), sep="\n")


def _left_out(problem: Problem, agenda: Agenda, person: str | None, delegation: str | None, body: str | None) -> Iterator[Session]:
    """The sessions that are not held and would concern the person, the delegation and the body, where one is given."""
    for session in (problem.session(id) for id in agenda.omitted):
        serving = {id for role in session.roles for id in role.people}
        sending = {problem.person(id).delegation for id in serving}.union(session.delegations)
        bodies = problem.person(person).bodies if person is not None else ()
        for_person = person is None or person in serving or session.body in bodies
        if for_person and (delegation is None or delegation in sending) and body in (None, session.body):
            yield session


def _row(rows: Iterable[RowT], id: str, option: str) -> RowT:
    known = {row.id: row for row in rows}
    if id in known:
        return known[id]
    hint = suggestion(id, known) or "its id stands in the first column of the sheet"
    raise InputError((Fault(Source(option), f"'{id}' is not known", hint),))


def days_named(problem: Problem, text: str) -> tuple[date, ...]:
    """The days of the meeting that ``text``, the value of ``--day``, names."""
    from scheduler.domain.times import TimeTextError, When

    try:
        when = When.parse(text)
        if not when.whole_day:
            raise TimeTextError(f"'{text}' is not a day", "write a day: first day, last day, day 2, Wed or 2027-10-13")
        return when.days(problem.clock)
    except TimeTextError as error:
        raise InputError((Fault(Source("--day"), str(error), error.hint),)) from None


def day_tables(problem: Problem, entries: Iterable[Entry]) -> Iterator[Table]:
    """A table for each day that has any of ``entries``, which are in order of time."""
    from rich.table import Table

    for day, group in groupby(entries, key=lambda entry: problem.clock.local(entry.start).date()):
        table = Table(title=f"{day:%A %d %B %Y}", title_justify="left", title_style="bold", box=None, pad_edge=False)
        for column in ("Time", "Room", "Item", "Session", "Who"):
            table.add_column(column, no_wrap=column in ("Time", "Room", "Item"), overflow="fold")
        for entry in group:
            table.add_row(*_cells(problem, entry))
        yield table


def _cells(problem: Problem, entry: Entry) -> tuple[str, ...]:
    session = problem.session(entry.session)
    start, end = problem.clock.local(entry.start), problem.clock.local(entry.end)
    who = "; ".join(f"{duty.role} {', '.join(problem.person(person).name for person in duty.people)}" for duty in entry.duties)
    return f"{start:%H:%M}-{end:%H:%M}", problem.room(entry.room).name, session.item, session.title, who
