"""The ledger: what was added is there, whole and for ever, whoever is killed and whoever else adds."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.domain.errors import Refused
from scheduler.store.history import CANCELLED, Line, Shown, ShownDeadline, Stamp, advance, shown_in
from scheduler.store.ledger import LEDGER, Contents, Ledger, ledger_of

AT = datetime(2027, 9, 1, 9, tzinfo=UTC)
TALK = Shown("talk@rpoc", AT, AT + timedelta(hours=1), "Разговор 🎙", "Hall", "a\nb", "RPOC", 'The "Secretariat"', "s@example.org")
LINKED = replace(TALK, uid="linked@rpoc", link="https://video.example.org/1", reminders=(15, 1440))
DUE = ShownDeadline("paper+a@rpoc", date(2027, 8, 1), "Paper due: Доклад", "a\nb", 'The "Secretariat"', "s@example.org", done=AT)
CONTENTS = Contents(
    zone="Europe/Vienna",
    years=(2026, 2027),
    inputs={"meeting.yaml": b"meeting: rpoc\n"},
    calendars={"programme.ics": "RPOC"},
    lines={
        ("people/ana.ics", LINKED.uid): Line(LINKED, Stamp(0, AT, AT)),
        ("programme.ics", TALK.uid): Line(TALK, Stamp(3, AT, AT + timedelta(days=1), CANCELLED)),
    },
    files={"programme.ics": b"\x00\xffBEGIN", "agenda.json": b"{}"},
    deadlines={
        ("deadlines.ics", "deadline+b@rpoc"): Line(replace(DUE, uid="deadline+b@rpoc", done=None), Stamp(0, AT, AT)),
        ("deadlines.ics", DUE.uid): Line(DUE, Stamp(1, AT, AT, CANCELLED)),
    },
)
KILLS = 25
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from scheduler.store.ledger import Contents, ledger_of

def contents(number, at):
    noise = Random(number).randbytes(400_000)
    return Contents("UTC", (2027, 2027), {"sheet": noise}, {"c": "C"}, {}, {str(n): noise for n in range(5)})

with ledger_of(Path(sys.argv[1]), create=True) as ledger:
    for _ in range(int(sys.argv[2])):
        print(ledger.add(contents, datetime.now(UTC), "").number, flush=True)
"""


def add(ledger: Ledger, at: datetime = AT, note: str = "") -> int:
    return ledger.add(lambda number, published: CONTENTS, at, note).number


def start(folder: Path, releases: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(releases)], stdout=subprocess.PIPE, text=True)


def test_ledger_gives_back_what_was_added(tmp_path: Path) -> None:
    with ledger_of(tmp_path, create=True) as ledger:
        assert ledger is not None
        assert (add(ledger, note="the first"), add(ledger)) == (1, 2)
    with ledger_of(tmp_path) as again:
        assert again is not None
        assert [(one.number, one.published, one.note, one.reverts, one.zone, one.years) for one in again.releases()] == [
            (1, AT, "the first", None, "Europe/Vienna", (2026, 2027)),
            (2, AT, "", None, "Europe/Vienna", (2026, 2027)),
        ]
        parts = again.inputs(1), again.calendars(1), again.lines(1), again.files(1), again.deadlines(1)
        read = Contents("Europe/Vienna", (2026, 2027), *parts)
    assert read == CONTENTS


def test_ledger_is_not_made_by_asking_for_it(tmp_path: Path) -> None:
    with ledger_of(tmp_path) as ledger:
        assert ledger is None
    assert list(tmp_path.iterdir()) == []


def test_ledger_is_not_written_by_reading_it(tmp_path: Path) -> None:
    with ledger_of(tmp_path, create=True) as ledger:
        assert ledger is not None
        add(ledger)
    before = (tmp_path / LEDGER).read_bytes()
    with ledger_of(tmp_path) as again:
        assert again is not None
        assert len(again.releases()) == 1
    assert (tmp_path / LEDGER).read_bytes() == before


def test_ledger_never_goes_back_in_time(tmp_path: Path) -> None:
    with ledger_of(tmp_path, create=True) as ledger:
        assert ledger is not None
        add(ledger)
        add(ledger, AT - timedelta(days=1))
        assert [one.published for one in ledger.releases()] == [AT, AT]


def test_ledger_has_nothing_of_a_release_that_failed(tmp_path: Path) -> None:
    def fail(number: int, published: datetime) -> Contents:
        raise ZeroDivisionError

    with ledger_of(tmp_path, create=True) as ledger:
        assert ledger is not None
        with pytest.raises(ZeroDivisionError):
            ledger.add(fail, AT, "")
        assert (ledger.releases(), add(ledger)) == ((), 1)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE releases SET note = 'x'", "DELETE FROM lines", "UPDATE files SET path = 'x'", "DELETE FROM inputs", "DELETE FROM deadlines"],
)
def test_ledger_refuses_to_change_a_release(tmp_path: Path, statement: str) -> None:
    with ledger_of(tmp_path, create=True) as ledger:
        assert ledger is not None
        add(ledger)
    with sqlite3.connect(tmp_path / LEDGER) as connection, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute(statement)


def test_ledger_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / LEDGER) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(Refused, match="later version of Rostrum"), ledger_of(tmp_path):
        pass


def test_ledger_of_the_first_version_goes_on_and_has_lost_nothing(tmp_path: Path) -> None:
    """It was made before deadlines, links and reminders were kept. What has not changed since then is the same version still."""
    with sqlite3.connect(tmp_path / LEDGER) as connection:
        connection.executescript((Path(__file__).parent / "ledger_version_1.sql").read_text("utf-8"))
    talk = Shown("talk@rpoc", AT, AT + timedelta(hours=1), "Разговор 🎙", "Hall", "a\nb", "RPOC", 'The "Secretariat"', "s@example.org")
    with ledger_of(tmp_path) as ledger:
        assert ledger is not None
        assert [(one.number, one.note) for one in ledger.releases()] == [(1, "invitations"), (2, "")]
        old = ledger.lines(2)
        assert shown_in(old) == {("programme.ics", "talk@rpoc"): talk}
        assert old["programme.ics", "coffee@rpoc"].stamp == Stamp(1, AT + timedelta(days=1), AT + timedelta(days=1), CANCELLED)
        assert (ledger.deadlines(2), ledger.files(1), ledger.inputs(2)) == (
            {},
            {"programme.ics": b"BEGIN:VCALENDAR\r\n"},
            {"meeting.yaml": b"meeting: rpoc\n"},
        )
        assert advance(old, shown_in(old), AT + timedelta(days=2)) == old
        assert add(ledger) == 3
        assert (ledger.lines(2), ledger.deadlines(3)) == (old, CONTENTS.deadlines)
    with ledger_of(tmp_path) as again, sqlite3.connect(tmp_path / LEDGER) as connection:
        assert again is not None
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            connection.execute("DELETE FROM deadlines")


def test_ledger_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_bytes(b"something else" * 100)
    with pytest.raises(Refused, match=f"{LEDGER} is no ledger of releases") as refused, ledger_of(tmp_path):
        pass
    assert "from a copy" in refused.value.hint
    assert (tmp_path / LEDGER).read_bytes() == b"something else" * 100


def test_ledger_whose_writer_is_killed_at_any_moment_has_whole_releases_alone(tmp_path: Path) -> None:
    rng, told, cut_short = random.Random(1), 0, 0
    for _ in range(KILLS):
        with start(tmp_path, 1000) as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline()
            time.sleep(rng.uniform(0, 0.2))
            writer.send_signal(signal.SIGKILL)
            told = max(told, *map(int, [first, *writer.stdout.read().split()]))
        cut_short += (tmp_path / f"{LEDGER}-journal").exists()
        with ledger_of(tmp_path) as ledger:
            assert ledger is not None
            numbers = [one.number for one in ledger.releases()]
            assert numbers == list(range(1, len(numbers) + 1))
            assert numbers[-1] >= told
            noise = random.Random(numbers[-1]).randbytes(400_000)
            assert ledger.inputs(numbers[-1]) == {"sheet": noise}
            assert ledger.files(numbers[-1]) == {str(n): noise for n in range(5)}
            told = numbers[-1]
    assert cut_short, "no kill fell into a transaction, so that nothing was tried"


def test_ledger_makes_one_of_two_writers_wait(tmp_path: Path) -> None:
    writers = [start(tmp_path, 10), start(tmp_path, 10)]
    told = [int(number) for writer in writers for number in writer.communicate(timeout=120)[0].split()]
    assert sorted(told) == list(range(1, 21))
    with ledger_of(tmp_path) as ledger:
        assert ledger is not None
        assert [one.number for one in ledger.releases()] == list(range(1, 21))
