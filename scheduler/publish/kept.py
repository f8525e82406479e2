"""The meeting of an old release, read again from what the ledger keeps of it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from scheduler.domain.agenda import Agenda
from scheduler.domain.errors import InputError
from scheduler.domain.problem import Problem
from scheduler.files.agenda_file import read_agenda
from scheduler.files.meeting_folder import read_sheets
from scheduler.store.ledger import Ledger


def kept_meeting(ledger: Ledger, number: int) -> tuple[Problem, Agenda] | None:
    """The sheets and the agenda of the release of that number; None where they cannot be read, as when another Rostrum made it."""
    agenda = ledger.files(number).get("agenda.json", b"")
    with TemporaryDirectory() as made:
        folder = Path(made) / "meeting"
        for path, content in ledger.inputs(number).items():
            # Rule books lie elsewhere, and are not needed.
            if not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
        file = Path(made) / "agenda.json"
        file.write_bytes(agenda)
        try:
            problem = read_sheets(folder)
            return problem, read_agenda(file, problem)
        except InputError:
            return None
