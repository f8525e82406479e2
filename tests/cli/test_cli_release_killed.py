"""``schedule release`` as a process that is killed, or not alone: releases are whole or not there, and the next command goes on."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from command_line import PROGRAM, SECONDS, contents, schedule

from scheduler.store.ledger import LEDGER, ledger_of

DRIVER = Path(__file__).with_name("killed_at.py")


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A meeting with one release. Nothing changes after it, so that later ones have the same calendars."""
    folder = Path(shutil.copytree(Path(__file__).parents[1] / "story", tmp_path / "meeting"))
    assert schedule("solve", "meeting", "-q").code == schedule("release", "meeting").code == 0
    return folder


def whole(folder: Path, first: dict[str, bytes]) -> int:
    """How many releases there are, once each is seen to be whole, the first to be as it was, and nothing else to lie beside them."""
    answer = schedule("releases", folder.name, "--json")
    assert (answer.code, answer.err) == (0, "")
    numbers = [release["release"] for release in json.loads(answer.out)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert sorted(path.name for path in (folder / "releases").iterdir()) == [str(number) for number in numbers]
    written = [contents(folder / "releases" / str(number)) for number in numbers]
    with ledger_of(folder) as ledger:
        assert ledger is not None
        assert written == [ledger.files(number) for number in numbers]
    assert written[0] == first
    assert [calendars(files) for files in written] == [calendars(first)] * len(numbers)
    return len(numbers)


def calendars(files: dict[str, bytes]) -> dict[str, bytes | None]:
    """All files of a release, but of those that say which release it is, or when it was, only that they are there."""
    return {path: content if path.endswith(".ics") else None for path, content in files.items()}


def test_release_that_is_killed_at_any_moment_is_whole_or_none(tmp_path: Path, released: Path) -> None:
    """Before it begins, in the transaction, between it and the folder, and in the folder, of whose many files every few are tried.

    A release is made when SQLite deletes its journal.
    """
    first, kept = contents(released / "releases" / "1"), Path(shutil.copytree(released, tmp_path / "kept"))
    command = [sys.executable, str(DRIVER), str(released), "release", str(released)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8") as driver:
        assert driver.stdin is not None
        assert driver.stdout is not None

        def changes_until(moment: int) -> list[str]:
            assert driver.stdin is not None
            assert driver.stdout is not None
            shutil.rmtree(released)
            shutil.copytree(kept, released)
            driver.stdin.write(f"{moment}\n")
            driver.stdin.flush()
            answer: list[str] = json.loads(driver.stdout.readline())
            return answer

        changes = changes_until(0)
        assert whole(released, first) == 2
        committed = changes.index("SQLite: unlink") + 1
        folder = next(number for number, what in enumerate(changes, 1) if what.startswith("os.mkdir: /releases/.2"))
        assert 1 < committed < folder < len(changes)
        assert changes[-1].startswith("os.rename: /releases/.2")
        closely = {1, 2, committed - 1, committed, committed + 1, folder, folder + 1, len(changes) - 1, len(changes)}
        for moment in sorted({*closely, *range(1, len(changes), 21)}):
            assert len(changes_until(moment)) == moment
            made = whole(released, first)
            assert (moment, made) == (moment, 1 if moment <= committed else 2)
            assert schedule("release", "meeting").out == f"Release {made + 1} is in meeting/releases/{made + 1}: nothing changed.\n"
            assert whole(released, first) == made + 1
        driver.stdin.close()


def test_releases_begun_while_another_is_made_wait_for_it(released: Path) -> None:
    first = contents(released / "releases" / "1")
    with closing(sqlite3.connect(released / LEDGER, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        both = [subprocess.Popen([PROGRAM, "release", "meeting"], stdout=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
        while not all(reads(process, LEDGER) for process in both):
            assert [process.poll() for process in both] == [None, None]
            time.sleep(0.05)
        assert whole(released, first) == 1
        other.execute("COMMIT")
    said = sorted(process.communicate(timeout=SECONDS)[0] for process in both)
    assert said == [f"Release {number} is in meeting/releases/{number}: nothing changed.\n" for number in (2, 3)]
    assert [process.returncode for process in both] == [0, 0]
    assert whole(released, first) == 3


def reads(process: subprocess.Popen[str], name: str) -> bool:
    """Whether a process has opened a file of this name, as Linux shows it."""
    return any(handle.resolve().name == name for handle in Path(f"/proc/{process.pid}/fd").iterdir())
