"""The outbox of a meeting: the messages that are still to be sent, as files to look at first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from scheduler.deliver.addressees import addressees
from scheduler.deliver.message import MAILER, Letterhead, message
from scheduler.deliver.notices import Notice, notices, title_of
from scheduler.domain.problem import Person, Problem
from scheduler.files.atomic import write_file
from scheduler.publish.folder import refusing
from scheduler.publish.names import file_names
from scheduler.publish.vtimezone import PublishedZone
from scheduler.store.ledger import Ledger, Release

OUTBOX = "outbox"
"""Where messages lie in the meeting folder, those of each release in a folder of its number."""
_OURS = re.compile(r"\d{4,}-.+\.eml")
_HINT = "see that there is space, and that you may write there"


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be sent: the ``file`` in which it lies in the outbox, and its bytes."""

    file: str
    notice: Notice
    person: Person
    content: bytes


@dataclass(frozen=True, slots=True)
class Outbox:
    """What a release has to tell: in messages, to people whose address is not known, and what may have been told already."""

    messages: tuple[Message, ...]
    unreachable: tuple[tuple[Person, Notice], ...]
    doubted: tuple[Message, ...]


def outbox(ledger: Ledger, release: Release, problem: Problem) -> Outbox:
    """All that ``release`` has to tell people; their addresses are those of the sheets of ``problem``, as far as these still have them."""
    found = notices(ledger, release.number)
    people = addressees(ledger, problem.people, (notice.key[0] for notice in found))
    named = [(notice, people[notice.key[0]]) for notice in found]
    letterhead = Letterhead(
        title_of(ledger, release.number), problem.meeting.organizer, PublishedZone.load(release.zone), release.published
    )

    def messages(doubted: bool) -> Iterator[Message]:
        wanted = (one for one in named if one[1].email and (one[0].doubt is not None) == doubted)
        for number, (notice, person) in enumerate(wanted, 1):
            yield Message(_file(number, notice), notice, person, message(notice, person, letterhead))

    return Outbox(
        messages=tuple(messages(doubted=False)),
        unreachable=tuple((person, notice) for notice, person in named if not person.email),
        doubted=tuple(messages(doubted=True)),
    )


def write_outbox(folder: Path, number: int, messages: Sequence[Message]) -> Path:
    """Write the messages of release ``number``, and remove those of ours that are no longer to be sent; the folder that they are in.

    What earlier releases had to tell is told by this one. Other people's files are left alone.
    """
    target = folder / OUTBOX / str(number)
    files = {target / one.file: one.content for one in messages}
    for path in [path for path in _written(folder, number) if path not in files]:
        with refusing(path, "removed", _HINT):
            path.unlink()
        with suppress(OSError):  # It may hold other people's files.
            path.parent.rmdir()
    for path, content in files.items():
        with refusing(path, "written", _HINT):
            if not (path.is_file() and path.read_bytes() == content):
                write_file(path, content)
    return target


def _written(folder: Path, number: int) -> Iterator[Path]:
    """Our messages in the outbox, of this release and those before it."""
    for path in sorted((folder / OUTBOX).glob("*/*.eml")):
        of = path.parent.name
        if of.isdecimal() and int(of) <= number and _OURS.fullmatch(path.name):
            with refusing(path, "read", _HINT):
                if path.is_file() and f"\r\nX-Mailer: {MAILER}\r\n".encode() in path.read_bytes().partition(b"\r\n\r\n")[0]:
                    yield path


def _file(number: int, notice: Notice) -> str:
    """A name in the order of the messages, with the person and the session, legal on every file system."""
    calendar, uid = notice.key
    (session,) = file_names((unquote(uid.partition("@")[0]),))
    return f"{number:04}-{Path(calendar).stem}-{session}.eml"
