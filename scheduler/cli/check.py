"""``schedule check``: judge an agenda by the sheets and the rule book, without the solver."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.console import AsJson, Folder, Rules, Variant, agenda_file, err, out, warn

if TYPE_CHECKING:
    from scheduler.check import Verdict
    from scheduler.domain.agenda import Agenda
    from scheduler.files.meeting_folder import Plan
    from scheduler.rules.base import RuleBook


def check(
    folder: Folder,
    agenda_path: Annotated[
        Path | None, typer.Argument(metavar="[AGENDA]", help="A .json, .csv or .xlsx; DIR/out/agenda.json by default.")
    ] = None,
    rules: Rules = None,
    variant: Variant = None,
    as_json: AsJson = False,
) -> None:
    """Recompute every rule and every cost of an agenda; exit code 1 if it breaks what must hold.

    The rule book is taken in the variant by which the agenda was made, unless another is named.
    """
    from scheduler.check import check as judge
    from scheduler.files.agenda_file import read_agenda
    from scheduler.files.meeting_folder import in_variant, read_meeting

    plan = read_meeting(folder, rules)
    wanted = in_variant(plan.book, variant)
    warn(plan.warnings)
    agenda = read_agenda(agenda_path or agenda_file(folder), plan.problem)
    made_by = warn_of_changes(agenda, plan)
    verdict = judge(plan.problem, made_by if variant is None else wanted, agenda)
    if as_json:
        out.print(json.dumps(_as_json(verdict)))
    else:
        _print_verdict(verdict, agenda)
    if verdict.refutations:
        raise typer.Exit(1)


def warn_of_changes(agenda: Agenda, plan: Plan) -> RuleBook:
    """Say so where an agenda was made from other sheets, or another rule book, than there are now.

    Returns
    -------
    RuleBook
        The book in the variant by which the agenda was made; as it stands where it has that variant no longer.
    """
    variants = {book.variant: book for book in (plan.book, *plan.book.variants)}
    if agenda.variant not in variants:
        err.print(f"note: the rule book no longer has the variant '{agenda.variant}', by which this agenda was made", style="yellow")
    book = variants.get(agenda.variant, plan.book)
    for made_from, now, what in ((agenda.inputs, plan.problem.inputs, "sheets"), (agenda.book, book.fingerprint, "rule book")):
        if made_from not in ("", now):  # A CSV file does not say what it was made from.
            err.print(f"note: the {what} changed since this agenda was made; 'schedule solve' makes a new one", style="yellow")
    return book


def _print_verdict(verdict: Verdict, agenda: Agenda) -> None:
    for violation in verdict.violations:
        weight = "must hold" if violation.cost is None else f"costs {violation.cost}"
        out.print(f"{violation.instance} ({weight}): {violation.sentence}")
    if verdict.refutations:
        count = len(verdict.refutations)
        out.print(f"Refuted: {count} thing{'s' if count > 1 else ''} that must hold {'are' if count > 1 else 'is'} broken.")
    else:
        out.print(f"Confirmed: everything that must hold does. Cost {verdict.cost}.")
        if agenda.cost_by_rule and agenda.cost != verdict.cost:  # Tables record no cost.
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
