"""What ``schedule notify`` says: whom there is what to tell, and what became of the messages."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduler.cli.console import err, out

if TYPE_CHECKING:
    from scheduler.deliver.notices import Notice
    from scheduler.deliver.outbox import Message, Outbox
    from scheduler.deliver.sending import Outcome
    from scheduler.domain.problem import Person
    from scheduler.store.ledger import Release


@dataclass(frozen=True, slots=True)
class Report:
    """What a release has to tell, of those people whom the user wants: the messages, of which none, some or all were sent.

    ``unreachable`` is how much there is for people without address; ``doubted`` what may have arrived; ``folder`` the outbox.
    """

    release: Release
    zone: ZoneInfo
    folder: Path
    messages: tuple[Message, ...]
    unreachable: tuple[tuple[Person, int], ...]
    doubted: tuple[Message, ...]
    outcomes: tuple[Outcome, ...] | None = None
    interrupted: bool = False

    @staticmethod
    def of(release: Release, zone: ZoneInfo, folder: Path, box: Outbox, only: tuple[str, ...]) -> Report:
        """The report on an outbox, ``only`` for some people if there are any; with times on the clock of ``zone``."""
        counts = Counter(person.id for person, _ in box.unreachable if not only or person.id in only)
        people = {person.id: person for person, _ in box.unreachable}
        unreachable = tuple((people[id], count) for id, count in counts.items())
        return Report(release, zone, folder, _chosen(box.messages, only), unreachable, _chosen(box.doubted, only))

    def with_outcomes(self, outcomes: tuple[Outcome, ...], interrupted: bool) -> Report:
        """The same after messages were sent."""
        return replace(self, outcomes=outcomes, interrupted=interrupted)

    def with_doubted(self, box: Outbox, only: tuple[str, ...]) -> Report:
        """The same with what is in doubt now."""
        return replace(self, doubted=_chosen(box.doubted, only), outcomes=self.outcomes or ())

    def count(self, fate: str) -> int:
        """How many messages came to this."""
        return sum(outcome.fate == fate for outcome in self.outcomes or ())

    @property
    def is_well(self) -> bool:
        """Whether all was sent, and nothing is in doubt."""
        return not self.doubted and all(outcome.fate == "sent" for outcome in self.outcomes or ())


def print_report(report: Report, *, as_json: bool) -> None:
    """Print a report, in words or as JSON."""
    if as_json:
        out.print(json.dumps(_as_json(report)))
        return
    if report.outcomes is None:
        _print_messages(report)
    else:
        _print_outcomes(report)
    for person, count in report.unreachable:
        out.print(f"Not reachable, without an address in the sheet people: {person.id} ({_plural(count, 'entry', 'entries')})")
    for one in report.doubted:
        hint = f"ask, then settle it with --arrived {one.notice.doubt}, or with --send --resend {one.notice.doubt}"
        err.print(f"uncertain whether it arrived: mail {one.notice.doubt}, {_named(one)}\n    {hint}", style="yellow")


def _print_messages(report: Report) -> None:
    for _, group in groupby(report.messages, key=lambda one: one.notice.key[0]):
        messages = list(group)
        out.print(f"{messages[0].person.id}  {messages[0].person.name} <{messages[0].person.email}>", style="bold")
        for one in messages:
            out.print(f"  {_sentence(one.notice, report.zone)}")
    number = report.release.number
    if report.messages:
        people = len({one.notice.key[0] for one in report.messages})
        told = f"{_plural(len(report.messages), 'message', 'messages')} for {_plural(people, 'person', 'people')}"
        out.print(f"Release {number}: {told} in {report.folder}, to be sent with --send.")
    else:
        out.print(f"Release {number}: there is nothing to send.")


def _print_outcomes(report: Report) -> None:
    assert report.outcomes is not None
    for outcome in report.outcomes:
        if outcome.fate == "refused":
            err.print(f"refused: {_named(outcome.message)}: {outcome.said}", style="red")
    broken = next((outcome.said for outcome in report.outcomes if outcome.fate in ("left", "uncertain") and outcome.said), "")
    if broken:
        err.print(f"the connection broke: {broken}", style="red")
    counts = [f"{report.count(fate)} {fate}" for fate in ("sent", "refused", "uncertain", "left") if report.count(fate)]
    out.print(f"Release {report.release.number}: {', '.join(counts) or 'there is nothing to send'}.")


def _as_json(report: Report) -> dict[str, object]:
    fates = {outcome.message.notice.key: outcome for outcome in report.outcomes or ()}
    return {
        "release": report.release.number,
        "folder": str(report.folder),
        "messages": [
            {
                "file": one.file,
                **_subject(one),
                "kind": one.notice.difference.kind,
                "change": _sentence(one.notice, report.zone),
                "outcome": fates[one.notice.key].fate if one.notice.key in fates else None,
                "said": fates[one.notice.key].said if one.notice.key in fates else None,
            }
            for one in (*report.messages, *_resent(report))
        ],
        "unreachable": [{"person": person.id, "entries": count} for person, count in report.unreachable],
        "uncertain": [{"mail": one.notice.doubt, **_subject(one)} for one in report.doubted],
    }


def _resent(report: Report) -> tuple[Message, ...]:
    return tuple(outcome.message for outcome in report.outcomes or () if outcome.message.notice.doubt is not None)


def _subject(one: Message) -> dict[str, object]:
    return {"person": one.person.id, "email": one.person.email, "uid": one.notice.key[1]}


def _named(one: Message) -> str:
    from scheduler.deliver.message import subject

    return f"{one.person.id} <{one.person.email}>, '{subject(one.notice)}'"


def _sentence(notice: Notice, zone: ZoneInfo) -> str:
    return notice.difference.sentence(zone)


def _chosen(messages: tuple[Message, ...], only: tuple[str, ...]) -> tuple[Message, ...]:
    return tuple(one for one in messages if not only or one.person.id in only)


def _plural(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
