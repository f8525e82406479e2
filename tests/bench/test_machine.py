"""What a machine tells of itself, and of the checkout."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

import pytest

from scheduler.bench import machine


def test_processor_is_what_linux_calls_it(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nmodel\t\t: 49\nmodel name\t: Example CPU: 2 GHz \nmodel name\t: another\n", "utf-8")
    assert machine.processor(info) == "Example CPU: 2 GHz"


@pytest.mark.parametrize(("python_says", "expected"), [("arm", "arm"), ("", "unknown")])
def test_processor_elsewhere_is_what_python_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python_says: str, expected: str
) -> None:
    monkeypatch.setattr(platform, "processor", lambda: python_says)
    assert machine.processor(tmp_path / "no such file") == expected
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nmodel name\t:\n", "utf-8")
    assert machine.processor(tmp_path / "cpuinfo") == expected


def test_memory_is_in_gigabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sysconf", {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 2_000_000}.__getitem__, raising=False)
    assert machine.memory() == "8.2 GB"  # 4096 × 2,000,000 = 8.192 × 10⁹


def test_memory_that_the_system_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sysconf", raising=False)
    assert machine.memory() == "unknown"


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    return subprocess.run(["git", "-C", folder, *identity, *arguments], capture_output=True, encoding="utf-8", check=True).stdout.strip()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_commit_says_whether_files_were_changed_since(tmp_path: Path) -> None:
    git(tmp_path, "init")
    assert machine.commit(tmp_path) == "unknown"  # There is no commit yet.
    (tmp_path / "file").write_text("one", "utf-8")
    git(tmp_path, "add", "file")
    git(tmp_path, "commit", "--message", "one")
    git(tmp_path, "tag", "--annotate", "v1", "--message", "v1")
    committed = git(tmp_path, "rev-parse", "--short=12", "HEAD")
    assert machine.commit(tmp_path) == committed
    (tmp_path / "file").write_text("two", "utf-8")
    assert machine.commit(tmp_path) == f"{committed}-dirty"
    (tmp_path / "below").mkdir()
    assert machine.commit(tmp_path / "below") == "unknown"


def test_commit_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.commit(tmp_path) == "unknown"
