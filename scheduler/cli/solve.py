"""``schedule solve``: from sheets and a rule book to a confirmed agenda and calendars."""

from __future__ import annotations

import json
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.console import AsJson, Folder, Rules, Variant, err, out, warn
from scheduler.cli.profile import print_profile, profile_event
from scheduler.cli.progress import progress_display
from scheduler.domain.errors import Refused

if TYPE_CHECKING:
    from scheduler.solve.solver import Result


class Strategy(StrEnum):
    """The strategies that ``--strategy`` knows; solve/strategies.py says what each does."""

    EXACT = "exact"
    DECOMPOSED = "decomposed"
    BY_BLOCKS = "by_blocks"
    LOCAL_SEARCH = "local_search"


def solve(
    folder: Folder,
    rules: Rules = None,
    variant: Variant = None,
    out_folder: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where to write; DIR/out by default.")] = None,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds from the sheets to the agenda.")] = 60.0,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Search threads.")] = 8,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="The solver's random seed.")] = 1,
    gap: Annotated[float, typer.Option(min=0.0, max=1.0, help="Stop at this gap: (cost - bound) / cost.")] = 0.0,
    deterministic: Annotated[
        bool | None,
        typer.Option("--deterministic/--no-deterministic", help="Give the same bytes for the same input; the default for small meetings."),
    ] = None,
    strategy: Annotated[
        Strategy | None, typer.Option(help="How to look for the agenda; by default what suits the meeting's shape.", show_default=False)
    ] = None,
    profile: Annotated[bool, typer.Option("--profile", help="Say where the time went, and how large the models were.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but warnings and errors.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find the best agenda that keeps every rule, check it, and write it with its calendars.

    Ctrl-C ends the search; the best agenda so far is checked and written all the same.
    """
    from scheduler.files.meeting_folder import read_meeting
    from scheduler.publish.folder import publish
    from scheduler.publish.released import since_latest
    from scheduler.solve.params import Params
    from scheduler.solve.solver import solve as find_agenda
    from scheduler.store.ledger import ledger_of

    target = out_folder or folder / "out"
    if target.exists() and not target.is_dir():
        raise Refused(f"{target} is a file", "name a folder with --out")
    began = time.monotonic()
    plan = read_meeting(folder, rules, variant)
    reading = time.monotonic() - began
    warn(plan.warnings)
    with ledger_of(folder) as ledger:
        since = since_latest(ledger) if ledger else None
    params = Params(time_limit, workers, seed, gap, deterministic, strategy.value if strategy else None)
    with progress_display(quiet=quiet, as_json=as_json) as listener:
        result = find_agenda(plan.problem, plan.book, params, listener)
    began = time.monotonic()
    files = publish(plan.problem, plan.book, result.agenda, result.verdict.violations, target, since)
    writing = time.monotonic() - began
    if result.agenda.status == "interrupted":
        err.print("interrupted: this is the best agenda so far, checked like any other", style="yellow")
    elif deterministic and not result.reproducible:
        err.print("note: the clock stopped the search, so that another run may find another agenda; give more time", style="yellow")
    if as_json:
        out.print(json.dumps({"event": "done", **_summary(result), "folder": str(target), "files": len(files)}))
        if profile:
            out.print(json.dumps(profile_event(result.profile, reading, writing)))
    elif not quiet:
        _print_summary(result, target, len(files), [audience.name for audience in plan.problem.meeting.policy.audiences])
        if profile:
            print_profile(result.profile, reading, writing)


def _summary(result: Result) -> dict[str, object]:
    agenda = result.agenda
    costs = dict(agenda.cost_by_rule)
    return {"status": agenda.status, "cost": agenda.cost, "bound": agenda.bound, "gap": round(agenda.gap, 6), "cost_by_rule": costs}


def _print_summary(result: Result, target: Path, files: int, audiences: list[str]) -> None:
    agenda = result.agenda
    proof = "proved optimal" if agenda.status == "optimal" else f"{agenda.status}, bound {agenda.bound}, gap {agenda.gap:.1%}"
    out.print(f"{len(agenda.entries)} sessions placed, cost {agenda.cost} ({proof}), confirmed by the check.")
    for rule, cost in agenda.cost_by_rule:
        if cost:
            out.print(f"  {cost:>6}  {rule}")
    out.print(f"{files} files in {target}: programme.html, programme.xlsx, programme.ics, report.md, agenda.json, agenda.csv")
    out.print("and the calendars of delegations/, people/, rooms/ and bodies/.")
    if audiences:
        out.print(f"They are for the secretariat; what others may see is in audiences/: {', '.join(audiences)}.")
