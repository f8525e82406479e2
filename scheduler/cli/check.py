"""``schedule check``: judge an agenda by the sheets and the rule book, without the solver."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.console import AsJson, Folder, Rules, agenda_file, err, out, warn

if TYPE_CHECKING:
    from scheduler.check import Verdict
    from scheduler.domain.agenda import Agenda


def check(
    folder: Folder,
    agenda_path: Annotated[Path | None, typer.Argument(metavar="[AGENDA]", help="The agenda; DIR/out/agenda.json by default.")] = None,
    rules: Rules = None,
    as_json: AsJson = False,
) -> None:
    """Recompute every rule and every cost of an agenda; exit code 1 if it breaks what must hold."""
    from scheduler.check import check as judge
    from scheduler.files.agenda_file import read_agenda
    from scheduler.files.meeting_folder import read_meeting

    plan = read_meeting(folder, rules)
    warn(plan.warnings)
    agenda = read_agenda(agenda_path or agenda_file(folder), plan.problem)
    warn_of_changes(agenda, plan.problem.inputs, plan.book.fingerprint)
    verdict = judge(plan.problem, plan.book, agenda)
    if as_json:
        out.print(json.dumps(_as_json(verdict)))
    else:
        _print_verdict(verdict, agenda)
    if verdict.refutations:
        raise typer.Exit(1)


def warn_of_changes(agenda: Agenda, inputs: str, book: str) -> None:
    """Say so where an agenda was made from other sheets, or another rule book, than there are now."""
    for made_from, now, what in ((agenda.inputs, inputs, "sheets"), (agenda.book, book, "rule book")):
        if made_from != now:
            err.print(f"note: the {what} changed since this agenda was made; 'schedule solve' makes a new one", style="yellow")


def _print_verdict(verdict: Verdict, agenda: Agenda) -> None:
    for violation in verdict.violations:
        weight = "must hold" if violation.cost is None else f"costs {violation.cost}"
        out.print(f"{violation.instance} ({weight}): {violation.sentence}")
    if verdict.refutations:
        count = len(verdict.refutations)
        out.print(f"Refuted: {count} thing{'s' if count > 1 else ''} that must hold {'are' if count > 1 else 'is'} broken.")
    else:
        out.print(f"Confirmed: everything that must hold does. Cost {verdict.cost}.")
        if agenda.cost != verdict.cost:
            err.print(f"note: the file says that it costs {agenda.cost}", style="yellow")


def _as_json(verdict: Verdict) -> dict[str, object]:
    return {
        "confirmed": not verdict.refutations,
        "cost": verdict.cost,
        "cost_by_rule": dict(verdict.cost_by_rule),
        "violations": [
            {"rule": v.rule, "instance": v.instance, "measure": v.measure, "cost": v.cost, "sentence": v.sentence}
            for v in verdict.violations
        ],
    }
