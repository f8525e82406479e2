"""``schedule notify``: telling people by mail of what has changed for them since they were last told."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.console import AsJson, Folder, err, now, warn, without_releases
from scheduler.cli.notified import Report, print_report
from scheduler.domain.errors import Fault, InputError, Interrupted, Refused, Source
from scheduler.domain.suggestions import suggestion

if TYPE_CHECKING:
    from types import FrameType

    from scheduler.deliver.outbox import Message, Outbox
    from scheduler.deliver.sending import Outcome, Post
    from scheduler.domain.mail import MailServer
    from scheduler.domain.problem import Problem
    from scheduler.store.ledger import Ledger, Release

PASSWORD = "ROSTRUM_SMTP_PASSWORD"
"""The environment's variable that may hold the password."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants beside a look at the messages: persons, mails in doubt by their numbers, and what to do."""

    send: bool
    given: bool
    only: tuple[str, ...]
    resend: tuple[int, ...]
    arrived: tuple[int, ...]


def notify(
    folder: Folder,
    number: Annotated[
        int | None, typer.Option("--release", metavar="N", help="The release to tell of; the latest by default.", show_default=False)
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Send the messages.")] = False,
    only: Annotated[list[str] | None, typer.Option(metavar="PERSON", help="Only to this person, by id; may be repeated.")] = None,
    resend: Annotated[
        list[int] | None, typer.Option(metavar="ID", help="Send again a mail of which it is uncertain whether it arrived; may be repeated.")
    ] = None,
    arrived: Annotated[
        list[int] | None, typer.Option(metavar="ID", help="Note of a mail in doubt that it did arrive; may be repeated.")
    ] = None,
    given: Annotated[
        bool, typer.Option("--given", help="Send nothing, and note that people have this release already, by import or on paper.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell people by mail of what has changed for them since they were last told: new, moved, changed and cancelled sessions.

    Without --send, the messages are written into DIR/outbox/N to look at. With it they are sent, each once: whatever breaks off goes
    on with the next run. Exit code 1 if a message was refused or left, or if it is uncertain whether one arrived.
    """
    from scheduler.deliver.sending import sending_alone
    from scheduler.files.meeting_folder import read_meeting
    from scheduler.store.ledger import ledger_of

    wish = Wish(send, given, tuple(only or ()), tuple(resend or ()), tuple(arrived or ()))
    if given and (send or resend or arrived):
        raise Refused("--given stands alone: it sends nothing, and settles what is in doubt as well", "leave out the others")
    if resend and not send:
        raise Refused("--resend sends a mail again", "give --send too")
    plan = read_meeting(folder)
    warn(plan.warnings)
    with ledger_of(folder) as ledger:
        release = _release(folder, ledger, number)
        assert ledger is not None
        with sending_alone(folder):
            report = _notify(folder, plan.problem, ledger, release, wish)
    print_report(report, as_json=as_json)
    if report.interrupted:
        raise Interrupted(f"interrupted: {report.count('left')} messages are left; give the command again to go on")
    if send and not report.is_well:
        raise typer.Exit(1)


def _release(folder: Path, ledger: Ledger | None, number: int | None) -> Release:
    """The release that is meant."""
    known = {one.number: one for one in ledger.releases()} if ledger else {}
    if not known:
        raise without_releases(folder)
    latest = max(known)
    if number is not None and number not in known:
        raise Refused(f"there is no release {number}", f"there are 1 to {latest}; 'schedule releases' lists them")
    if number is not None and number < latest:
        err.print(f"note: release {latest} is later, and people are not told of it by this", style="yellow")
    return known[latest if number is None else number]


def _notify(folder: Path, problem: Problem, ledger: Ledger, release: Release, wish: Wish) -> Report:
    from scheduler.deliver.outbox import outbox, write_outbox

    box = outbox(ledger, release, problem)
    _check(wish, problem, box)
    settled = [one for one in box.doubted if one.notice.doubt in wish.arrived]
    for message in settled:
        _note_arrived(ledger, message)
    if wish.given:
        _note_given(ledger, release, box, wish)
    if settled or wish.given:
        box = outbox(ledger, release, problem)
    target = write_outbox(folder, release.number, box.messages)
    report = Report.of(release, problem.clock.zone, target, box, wish.only)
    if not wish.send:
        return report
    again = tuple(one for one in box.doubted if one.notice.doubt in wish.resend)
    report = _send(folder, problem, ledger, report, (*report.messages, *again))
    box = outbox(ledger, release, problem)
    write_outbox(folder, release.number, box.messages)
    return report.with_doubted(box, wish.only)


def _check(wish: Wish, problem: Problem, box: Outbox) -> None:
    """Report what the user named and what is not there, all at once."""
    faults = []
    people = [*(one.person.id for one in (*box.messages, *box.doubted)), *(person.id for person, _ in box.unreachable)]
    known = dict.fromkeys([*(person.id for person in problem.people), *people])
    for person in wish.only:
        if person not in known:
            faults.append(
                Fault(Source("--only"), f"there is no person '{person}'", suggestion(person, known, "give an id of the sheet people"))
            )
    doubted = {one.notice.doubt for one in box.doubted}
    for option, numbers in (("--resend", wish.resend), ("--arrived", wish.arrived)):
        hint = f"in doubt are {', '.join(map(str, sorted(filter(None, doubted))))}" if doubted else "no mail of this release is in doubt"
        faults += [Fault(Source(option), f"mail {number} is not in doubt", hint) for number in numbers if number not in doubted]
    for number in set(wish.resend) & set(wish.arrived):
        faults.append(Fault(Source("--resend"), f"mail {number} is also given with --arrived", "give it with one of the two"))
    if faults:
        raise InputError(tuple(faults))


def _note_arrived(ledger: Ledger, message: Message) -> None:
    from scheduler.store.mails import SENT

    assert message.notice.doubt is not None
    ledger.mails.end(message.notice.doubt, SENT, "as the user says", now())


def _note_given(ledger: Ledger, release: Release, box: Outbox, wish: Wish) -> None:
    pairs = [*((one.person, one.notice) for one in (*box.messages, *box.doubted)), *box.unreachable]
    chosen = [(notice.key, notice.after) for person, notice in pairs if not wish.only or person.id in wish.only]
    ledger.mails.give(release.number, chosen, now())


def _send(folder: Path, problem: Problem, ledger: Ledger, report: Report, messages: tuple[Message, ...]) -> Report:
    """Send messages, and report what became of each; where no connection is to be had, what was sent before is reported first."""
    from scheduler.deliver.sending import Outcome, Post
    from scheduler.deliver.smtp import Connection, trusted

    if not messages:
        return report
    server = problem.meeting.mail
    if server is None:
        fault = Fault(Source(str(folder)), "the settings name no mail server", "add one, as in 'mail: {host: smtp.example.org}'")
        raise InputError((fault,))
    connection = Connection(server, trusted(server, folder), _password(server))
    post = Post(report.release.number, ledger.mails, connection, problem.meeting.organizer.email, now)
    outcomes: list[Outcome] = []
    try:
        with _until_ctrl_c() as stopped:
            for outcome in _shown(post, messages, stopped):
                outcomes.append(outcome)
            interrupted = stopped()
    except Refused as error:
        if not outcomes:
            raise
        err.print(f"error: {error}\n    {error.hint}", style="red")
        interrupted = False
        outcomes += [Outcome(message, "left", str(error)) for message in messages[len(outcomes) :]]
    finally:
        connection.close()
    return report.with_outcomes(tuple(outcomes), interrupted)


def _shown(post: Post, messages: tuple[Message, ...], stopped: Callable[[], bool]) -> Iterator[Outcome]:
    """The outcomes as they come, on a terminal with a live line."""
    if not err.is_terminal:
        yield from post.send(messages, stopped)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with Progress(
        TextColumn("sending (Ctrl-C: stop after this message)"), BarColumn(), MofNCompleteColumn(), console=err, transient=True
    ) as bar:
        yield from bar.track(post.send(messages, stopped), total=len(messages))


def _password(server: MailServer) -> str:
    """The password, from the environment or from the user at the terminal; empty where the server asks nobody."""
    if not server.user:
        return ""
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        raise Refused(f"the mail server wants a password for '{server.user}'", f"put it into the environment, as {PASSWORD}")
    entered: str = typer.prompt(f"Password of {server.user} at {server.host}", hide_input=True, err=True)
    return entered


@contextmanager
def _until_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed, which then no longer breaks off a message that is under way; pressed again, it does."""
    pressed = False

    def press(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)
