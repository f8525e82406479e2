"""Giving commands as a user does: in this process, or in one of their own; none may ever answer with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from scheduler.cli.main import app

PROGRAM = Path(sys.executable).with_name("schedule")
SECONDS = 300
"""How long a process may take before the test gives up on it; far more than any needs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command returned, and what it printed: its answer, and its warnings and errors."""

    code: int
    out: str
    err: str


def schedule(*arguments: str) -> Answer:
    """Give a command in this process; an exception that reaches the user is raised here."""
    result = CliRunner().invoke(app, list(arguments), prog_name="schedule")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)


def schedule_apart(*arguments: str, **environment: str) -> Answer:
    """Give a command in a process of its own."""
    run = subprocess.run(
        [PROGRAM, *arguments], capture_output=True, encoding="utf-8", env=os.environ | environment, timeout=SECONDS, check=False
    )
    assert "Traceback" not in run.stdout + run.stderr
    return Answer(run.returncode, run.stdout, run.stderr)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def change(file: Path, old: str, new: str) -> None:
    """Edit a sheet or a rule book as a user does."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def add_rule(folder: Path, rule: str) -> None:
    """Add a rule, in one line, to the rule book of ok_small."""
    book = folder / "rules.yaml"
    book.write_text(f"{book.read_text('utf-8')}- {rule}\n", "utf-8")
