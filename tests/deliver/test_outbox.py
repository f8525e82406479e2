"""The outbox: what lies in it, and what is taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from published_meetings import two_bodies
from told_meeting import FIRST, SECOND, box_of, give, make, opened, three_releases

from scheduler.deliver.outbox import Message, write_outbox
from scheduler.domain.errors import Refused
from scheduler.domain.problem import Person
from scheduler.store.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path) as ledger:
        three_releases(ledger)
        yield ledger


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted((folder / "outbox").rglob("*")) if path.is_file()}


def named(messages: tuple[Message, ...], number: int) -> dict[str, bytes]:
    return {f"outbox/{number}/{one.file}": one.content for one in messages}


def test_outbox_has_a_file_for_each_message(tmp_path: Path, ledger: Ledger) -> None:
    messages = box_of(ledger, 1).messages
    assert write_outbox(tmp_path, 1, messages) == tmp_path / "outbox" / "1"
    assert written(tmp_path) == named(messages, 1)
    assert list(written(tmp_path)) == [
        "outbox/1/0001-ana-group.eml",
        "outbox/1/0002-ana-rpoc-4a.eml",
        "outbox/1/0003-bo-rpoc-4a.eml",
        "outbox/1/0004-cy-rpoc-4a.eml",
    ]


def test_outbox_written_again_is_not_touched(tmp_path: Path, ledger: Ledger) -> None:
    times = []
    for _ in range(2):
        write_outbox(tmp_path, 1, box_of(ledger, 1).messages)
        times.append({path: path.stat().st_mtime_ns for path in (tmp_path / "outbox" / "1").iterdir()})
    assert times[0] == times[1]


def test_outbox_loses_what_is_told_or_out_of_date_and_nothing_of_others(tmp_path: Path, ledger: Ledger) -> None:
    write_outbox(tmp_path, 1, box_of(ledger, 1).messages)
    write_outbox(tmp_path, 3, box_of(ledger, 3).messages)
    theirs = {
        "outbox/1/0009-note.eml": b"Subject: mine\r\nX-Mailer: Outlook\r\n\r\nX-Mailer: Rostrum\r\n",
        "outbox/1/0003-copy of a message.txt": box_of(ledger, 1).messages[2].content,
        "outbox/1/notes.eml": box_of(ledger, 1).messages[2].content,
        "outbox/old/0001-ana-group.eml": box_of(ledger, 1).messages[0].content,
    }
    for name, content in theirs.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    give(ledger, 1, "ana")
    left = box_of(ledger, 2).messages
    write_outbox(tmp_path, 2, left)
    assert [one.file for one in left] == ["0001-ana-rpoc-4a.eml", "0002-bo-rpoc-4a.eml"]
    later = {name: content for name, content in written(tmp_path).items() if name.startswith("outbox/3/")}
    assert len(later) == 4
    assert written(tmp_path) == theirs | named(left, 2) | later


def test_outbox_names_ids_that_no_file_may_have(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    sessions = tuple(replace(one, id="größe") if one.id == "group" else one for one in problem.sessions)
    entries = tuple(replace(one, session="größe") if one.session == "group" else one for one in agenda.entries)
    emile = Person(id="émile", name="Émile", bodies=("SG",), email="emile@south.example")
    odd = replace(problem, sessions=sessions, people=(*problem.people, emile))
    with opened(tmp_path) as ledger:
        make(ledger, (odd, replace(agenda, entries=entries)), FIRST)
        (message,) = (one for one in box_of(ledger, 1, odd).messages if one.person.id == "émile")
    write_outbox(tmp_path, 1, (message,))
    assert [path.name for path in (tmp_path / "outbox" / "1").iterdir()] == [message.file]
    assert re.fullmatch(r"0001-emile~[0-9a-f]{16}-groe~[0-9a-f]{16}\.eml", message.file)


def test_outbox_that_cannot_be_written_is_named(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / "outbox").write_text("in the way")
    with pytest.raises(Refused, match=r"outbox/1/0001-ana-group.eml cannot be written"):
        write_outbox(tmp_path, 1, box_of(ledger, 1).messages)


def test_outbox_of_a_later_release_tells_both_changes_in_one(ledger: Ledger) -> None:
    give(ledger, 1)
    problem, agenda = two_bodies()
    renamed = tuple(replace(one, title="Exports") if one.id == "rpoc-4a" else one for one in problem.sessions)
    make(ledger, (replace(problem, sessions=renamed), agenda), SECOND)
    assert [(one.person.id, one.notice.difference.kind) for one in box_of(ledger, 4).messages] == [
        ("ana", "changed"),
        ("bo", "changed"),
        ("cy", "changed"),
    ]
