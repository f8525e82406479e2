"""The meeting of two bodies with addresses, its releases, and what there is to tell of them.

Release 1: ana presents item 4a and is of the small group; bo chairs 4a, cy is its rapporteur; di has nothing to do. Release 2, as in
the story of the releases: 4a moves to the afternoon and goes on without cy. Coffee and any other business concern nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mail_server import AUTHORITY, HOST, USER
from published_meetings import two_bodies
from test_released import BOOK, changed

from scheduler.deliver.outbox import Outbox, outbox
from scheduler.domain.agenda import Agenda
from scheduler.domain.mail import MailServer
from scheduler.domain.problem import Problem
from scheduler.publish.released import release, revert
from scheduler.store.ledger import Ledger, ledger_of

FIRST, SECOND, THIRD = (datetime(2027, 1, day, 9, 30, tzinfo=UTC) for day in (1, 2, 3))


def addressed(problem: Problem, port: int = 0, security: str = "starttls", without: frozenset[str] = frozenset()) -> Problem:
    """The same with addresses, except for those ``without``; ana's clock is that of São Paulo."""
    server = MailServer(HOST, port, security, USER, AUTHORITY)  # type: ignore[arg-type]
    people = tuple(
        replace(
            person,
            email="" if person.id in without else f"{person.id}@{person.delegation or 'nowhere'}.example",
            zone=ZoneInfo("America/Sao_Paulo") if person.id == "ana" else None,
        )
        for person in problem.people
    )
    return replace(problem, meeting=replace(problem.meeting, mail=server), people=people)


@contextmanager
def opened(folder: Path) -> Iterator[Ledger]:
    with ledger_of(folder, create=True) as ledger:
        assert ledger is not None
        yield ledger


def make(ledger: Ledger, meeting: tuple[Problem, Agenda], at: datetime) -> None:
    problem, agenda = meeting
    release(ledger, problem, BOOK, agenda, (), {}, at, "")


def three_releases(ledger: Ledger) -> None:
    """The releases of the story: as it was, changed, and as it was again."""
    make(ledger, two_bodies(), FIRST)
    make(ledger, changed(), SECOND)
    revert(ledger, 1, THIRD, "")


def box_of(ledger: Ledger, number: int, problem: Problem | None = None) -> Outbox:
    """What a release has to tell; people have addresses."""
    return outbox(ledger, ledger.releases()[number - 1], problem or addressed(two_bodies()[0]))


def told(box: Outbox) -> list[tuple[str, str, str]]:
    """Each message in short: to whom, of which session, and what became of it."""
    return [(one.person.id, one.notice.key[1].partition("@")[0], one.notice.difference.kind) for one in box.messages]


def give(ledger: Ledger, number: int, *people: str) -> None:
    """Note that people have been told all that a release has to tell; everybody if none are named."""
    keys = [(one.notice.key, one.notice.after) for one in box_of(ledger, number).messages if not people or one.person.id in people]
    ledger.mails.give(number, keys, FIRST)
