"""The one tree of errors. What a user can cause is one of these; the command line turns each into a message and an exit code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where something was written, so that a message can name it.

    Parameters
    ----------
    file : str
        The file as the user would name it; for a workbook, the file and the sheet: ``meeting.xlsx[rooms]``.
    line : int
        One-based line of a text file, row of a sheet; 0 where the whole file is meant.
    column : str
        The column's name in a sheet, the character position in a rule book; empty where the whole line is meant.
    """

    file: str
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        column = f":{self.column}" if self.column else ""
        return f"{self.file}{line}{column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the input: where, what, and what would be right."""

    source: Source
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f"\n    {self.hint}" if self.hint else ""
        return f"{self.source}: {self.message}{hint}"


class ScheduleError(Exception):
    """Base of everything that Rostrum raises on purpose. ``exit_code`` is what the command line returns for it."""

    exit_code: ClassVar[int] = 1
    hint: str = ""


class Refused(ScheduleError):
    """The answer is no: an agenda that a check refutes, a file that would be overwritten."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InputError(ScheduleError):
    """The sheets, the rule book, or an argument are wrong; carries every fault that was found."""

    exit_code = 2

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        if not faults:
            raise ValueError("an InputError needs at least one fault")
        self.faults = tuple(sorted(faults, key=lambda fault: fault.source))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def raise_any(faults: Iterable[Fault]) -> None:
    """Stop here if there is a fault: an InputError with each of them once, however often it was found."""
    found = tuple(dict.fromkeys(faults))
    if found:
        raise InputError(found)


class Infeasible(ScheduleError):
    """No agenda keeps every hard rule."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NothingFound(ScheduleError):
    """The time ran out, after so many ``seconds``, before there was an agenda, or a proof that there is none."""

    exit_code = 4

    def __init__(self, message: str, hint: str, seconds: float) -> None:
        super().__init__(message)
        self.hint = hint
        self.seconds = seconds


class ModelMismatch(ScheduleError):
    """The solver and the independent check disagree about an agenda: a fault of ours, never of the user."""

    exit_code = 5
    hint = "This is a fault of Rostrum. Nothing was written. Please report it with the meeting folder."


class Interrupted(ScheduleError):
    """Stopped by the user before there was an agenda."""

    exit_code = 130
