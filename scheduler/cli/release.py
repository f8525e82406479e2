"""``schedule release`` and ``schedule releases``: what delegates are given, and all that they were ever given."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from scheduler.cli.check import warn_of_changes
from scheduler.cli.console import AsJson, Folder, agenda_file, err, now, out, warn, without_releases
from scheduler.domain.errors import Fault, InputError, Refused, Source
from scheduler.domain.suggestions import suggestion

if TYPE_CHECKING:
    from scheduler.domain.agenda import Violation
    from scheduler.domain.problem import Problem
    from scheduler.publish.released import Changes
    from scheduler.rules.base import RuleBook
    from scheduler.store.ledger import Ledger, Release

    Make = Callable[[Ledger], Release]

_SHOWN_REFUTATIONS = 3


def release(
    folder: Folder,
    agenda_path: Annotated[Path | None, typer.Option("--agenda", metavar="FILE", help="Another agenda than DIR/out/agenda.json.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What the release is for, as the list of releases shows it.")] = "",
    accept: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Release although this rule, or this instance of it, is broken; may be repeated.")
    ] = None,
    to: Annotated[int | None, typer.Option("--revert", metavar="N", help="Show again what release N showed.")] = None,
    as_json: AsJson = False,
) -> None:
    """Give delegates the agenda: as a release, which is kept for ever, in DIR/releases/N.

    Calendars that were imported before are updated by it: what moved moves, what is withdrawn is seen as cancelled, and nothing
    is there twice. Exit code 1 if the agenda breaks what must hold.
    """
    from scheduler.publish.released import FOLDER, Changes, write_releases
    from scheduler.store.ledger import ledger_of

    if to is not None and (agenda_path is not None or accept):
        other = "--agenda" if agenda_path is not None else "--accept"
        raise Refused(f"--revert and {other} exclude each other", "give one of them")
    make = _of_agenda(folder, agenda_path, note, frozenset(accept or ())) if to is None else _of_release(to, note)
    # The ledger is made last, so that nothing is left behind where there is no release.
    with ledger_of(folder, create=to is None) as ledger:
        if ledger is None:
            raise without_releases(folder)
        made = make(ledger)
        write_releases(ledger, folder)
        changes = Changes.of(ledger, made.number)
    if as_json:
        out.print(json.dumps(_as_json(made, changes)))
    else:
        out.print(f"Release {made.number} is in {folder / FOLDER / str(made.number)}: {_in_words(changes)}.")


def releases(folder: Folder, as_json: AsJson = False) -> None:
    """List all releases, with what each changed of the one before."""
    from scheduler.publish.released import history, write_releases
    from scheduler.store.ledger import ledger_of

    with ledger_of(folder) as ledger:
        found = list(history(ledger)) if ledger else []
        if ledger:
            write_releases(ledger, folder)
    if as_json:
        out.print(json.dumps([_as_json(one, changes) for one, changes in found]))
    elif not found:
        out.print("There is no release yet; 'schedule release' makes one.")
    else:
        table = Table("Release", "Published (UTC)", "Changes", "Note", box=None, pad_edge=False)
        for one, changes in found:
            reverted = f"as release {one.reverts}" if one.reverts else ""
            table.add_row(
                str(one.number), f"{one.published:%Y-%m-%d %H:%M}", _in_words(changes), "; ".join(filter(None, (reverted, one.note)))
            )
        out.print(table)


def _of_agenda(folder: Path, agenda_path: Path | None, note: str, accepted: frozenset[str]) -> Make:
    """What releases an agenda, once the check has confirmed it."""
    from scheduler.check import check
    from scheduler.files.agenda_file import read_agenda
    from scheduler.files.inputs import input_files
    from scheduler.files.meeting_folder import read_meeting
    from scheduler.publish.released import release as release_agenda

    plan = read_meeting(folder)
    warn((*plan.warnings, *_guessable(folder, plan.problem)))
    agenda = read_agenda(agenda_path or agenda_file(folder), plan.problem)
    book = warn_of_changes(agenda, plan)
    verdict = check(plan.problem, book, agenda)
    if verdict.refutations:
        broken = "; ".join(violation.sentence for violation in verdict.refutations[:_SHOWN_REFUTATIONS])
        more = len(verdict.refutations) - _SHOWN_REFUTATIONS
        hint = "'schedule check' lists everything; solve again, or change the sheets or the rule book"
        raise Refused(f"the agenda breaks what must hold: {broken}" + (f"; and {more} more" if more > 0 else ""), hint)
    _hold_back(book, verdict.violations, accepted)
    inputs = input_files(folder, plan.book)
    return lambda ledger: release_agenda(ledger, plan.problem, book, agenda, verdict.violations, inputs, now(), note)


def _guessable(folder: Path, problem: Problem) -> Iterator[Fault]:
    """A warning where hidden ids can be guessed. From the first release on they can no longer be changed."""
    policy = problem.meeting.policy
    if policy.hides_titles and not policy.secret:
        said = "the settings hide titles and have no 'secret': whoever guesses the id of a closed session can tell that the guess is right"
        yield Fault(Source(str(folder)), said, "add one before the first release, as in 'secret: four words or more that nobody can guess'")


def _hold_back(book: RuleBook, violations: tuple[Violation, ...], accepted: frozenset[str]) -> None:
    """Refuse what a rule blocks and nobody has accepted; say what a rule warns of.

    Raises
    ------
    InputError
        If something was accepted that blocks nothing: it may be misspelt.
    Refused
        If something blocks.
    """
    from scheduler.rules.base import BLOCK, WARN

    marks = {rule.id: rule.release for rule in book.rules}
    blocking = [violation for violation in violations if marks.get(violation.rule) == BLOCK]
    names = dict.fromkeys(name for violation in blocking for name in (violation.rule, violation.instance))
    wrong = [name for name in sorted(accepted) if name not in names]
    if wrong:
        hint = "nothing blocks this release" if not names else "what blocks it is known by its rule's id, or by its own name"
        raise InputError(tuple(Fault(Source("--accept"), f"'{name}' blocks nothing", suggestion(name, names, hint)) for name in wrong))
    for violation in violations:
        if marks.get(violation.rule) == WARN:
            err.print(f"warning: {violation.instance}: {violation.sentence}", style="yellow")
    still = [violation for violation in blocking if accepted.isdisjoint((violation.rule, violation.instance))]
    if still:
        said = "; ".join(f"{violation.instance}: {violation.sentence}" for violation in still)
        options = " ".join(f"--accept '{violation.instance}'" for violation in still)
        raise Refused(f"rules of the book hold the release back: {said}", f"solve again, or release it all the same with {options}")


def _of_release(to: int, note: str) -> Make:
    """What releases again what release ``to`` showed."""
    from scheduler.publish.kept import kept_meeting
    from scheduler.publish.released import revert

    def make(ledger: Ledger) -> Release:
        kept = kept_meeting(ledger, to)
        made = revert(ledger, to, now(), note, kept)
        if kept is None:
            what = "programme.xlsx, schedule.xml and schedule.json are as they were then, with its number and its changes"
            err.print(f"note: the sheets of release {to} can no longer be read: {what}", style="yellow")
        return made

    return make


def _in_words(changes: Changes) -> str:
    counts = {"added": changes.added, "moved": changes.moved, "changed otherwise": changes.changed, "withdrawn": changes.withdrawn}
    counts["deadlines new or changed" if changes.deadlines > 1 else "deadline new or changed"] = changes.deadlines
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing changed"


def _as_json(one: Release, changes: Changes) -> dict[str, object]:
    return {
        "release": one.number,
        "published": one.published.isoformat(),
        "note": one.note,
        "reverts": one.reverts,
        "added": changes.added,
        "moved": changes.moved,
        "changed": changes.changed,
        "withdrawn": changes.withdrawn,
        "deadlines": changes.deadlines,
    }
