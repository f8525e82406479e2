"""``schedule diff``: what differs between releases, agendas, or a release and what is planned now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.check import warn_of_changes
from scheduler.cli.console import AsJson, Folder, agenda_file, out
from scheduler.domain.errors import Fault, InputError, Refused, Source
from scheduler.domain.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from scheduler.domain.problem import Problem
    from scheduler.files.meeting_folder import Plan
    from scheduler.publish.differences import AnyDifference, Side
    from scheduler.store.history import Shown, ShownDeadline
    from scheduler.store.ledger import Ledger

LATEST, NOW = "latest", "now"


def diff(
    folder: Folder,
    before: Annotated[str, typer.Argument(metavar="[A]", help="A release's number, 'latest', 'now', or an agenda file.")] = LATEST,
    after: Annotated[str, typer.Argument(metavar="[B]", help="The same; 'now' is DIR/out/agenda.json.")] = NOW,
    delegation: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only for this delegation; may be repeated.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown, to pass on.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what joined, moved, changed or left from A to B: in all, and for each delegation.

    By default from the latest release to what was solved last, so that one sees what a release would change.
    """
    from scheduler.files.meeting_folder import read_meeting
    from scheduler.publish.differences import as_markdown, by_calendar
    from scheduler.store.ledger import ledger_of

    plan = read_meeting(folder)
    with ledger_of(folder) as ledger:
        sides = _side(folder, plan, ledger, before), _side(folder, plan, ledger, after)
    zone = plan.problem.clock.zone
    calendars = by_calendar(*sides, _only(plan.problem, delegation) if delegation else None)
    if as_json:
        out.print(json.dumps([{"calendar": name, "differences": list(_as_json(found))} for name, found in calendars]))
    elif markdown:
        out.print(as_markdown(calendars, zone), end="")
    else:
        for name, found in calendars:
            _print(name, found, zone)


def _side(folder: Path, plan: Plan, ledger: Ledger | None, what: str) -> Side:
    """What is meant by an argument: a release, or an agenda."""
    from scheduler.files.agenda_file import read_agenda
    from scheduler.publish.calendars import calendars, shown_in_calendars
    from scheduler.publish.deadlines import shown_deadlines
    from scheduler.publish.differences import Side
    from scheduler.store.history import shown_in

    if what == LATEST or what.isdecimal():
        numbers = [one.number for one in ledger.releases()] if ledger else []
        number = int(what) if what.isdecimal() else max(numbers, default=0)
        if ledger is None or number not in numbers:
            known = f"its releases are 1 to {len(numbers)}" if numbers else "make one with 'schedule release', or name two agendas"
            raise Refused(f"{folder} has no release {number}" if number else f"{folder} has no releases yet", known)
        return Side(shown_in(ledger.lines(number)), ledger.calendars(number), shown_in(ledger.deadlines(number)))
    agenda = read_agenda(agenda_file(folder) if what == NOW else Path(what), plan.problem)
    warn_of_changes(agenda, plan)
    published = calendars(plan.problem, agenda)
    names = {one.path: one.name for one in published}
    return Side(shown_in_calendars(plan.problem, published), names, shown_deadlines(plan.problem))


def _only(problem: Problem, ids: list[str]) -> dict[str, str]:
    """The calendars of the delegations of these ids, by their paths, each with a delegation's name."""
    from scheduler.domain.policy import GROUPS
    from scheduler.publish.calendars import calendar_paths

    known = {row.id: row.name for row in problem.delegations}
    unknown = [id for id in dict.fromkeys(ids) if id not in known]
    if unknown:
        hint = "give an id of the sheet delegations"
        raise InputError(
            tuple(Fault(Source("--delegation"), f"there is no delegation '{id}'", suggestion(id, known, hint)) for id in unknown)
        )
    paths = dict(zip(known, calendar_paths(GROUPS[0], tuple(known)), strict=True))
    return {paths[id]: known[id] for id in dict.fromkeys(ids)}


def _print(name: str, found: tuple[AnyDifference, ...], zone: ZoneInfo) -> None:
    out.print(f"{name}{'' if found else ': nothing differs'}", style="bold")
    for one in found:
        out.print(f"  {one.sentence(zone)}")


def _as_json(found: tuple[AnyDifference, ...]) -> Iterator[dict[str, object]]:
    for one in found:
        yield {"uid": one.latest.uid, "kind": one.kind, "before": _fields(one.before), "after": _fields(one.after)}


def _fields(entry: Shown | ShownDeadline | None) -> dict[str, str] | None:
    from scheduler.store.history import ShownDeadline

    if entry is None:
        return None
    if isinstance(entry, ShownDeadline):
        return {"day": entry.day.isoformat(), "summary": entry.summary, "description": entry.description}
    times = {"start": entry.start.isoformat(), "end": entry.end.isoformat()}
    return {**times, "summary": entry.summary, "location": entry.location, "description": entry.description}
