"""Meetings to work on: copies, which a test may spoil."""

import shutil
import signal
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def ok_small(tmp_path: Path) -> Path:
    """The folder of a copy of ``tests/ok_small``: four sessions, one best cost, 45."""
    return Path(shutil.copytree(ROOT / "tests" / "ok_small", tmp_path / "ok_small", ignore=shutil.ignore_patterns("out")))


@pytest.fixture
def rpoc(tmp_path: Path) -> Path:
    """The folder of a copy of ``data/rpoc``, with its rule book at the same distance from it."""
    shutil.copytree(ROOT / "constraints", tmp_path / "constraints")
    return Path(shutil.copytree(ROOT / "data" / "rpoc", tmp_path / "data" / "rpoc", ignore=shutil.ignore_patterns("out")))


# A shell's background jobs, and what nohup starts, ignore Ctrl-C, and so would this process and those that it starts: the tests press it.
signal.signal(signal.SIGINT, signal.default_int_handler)
