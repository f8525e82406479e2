"""Collecting what is wrong with the input, so that everything is reported at once, each with what would be right."""

from __future__ import annotations

from scheduler.domain.errors import Fault, Source, raise_any


class Faults:
    """The faults found so far; reading goes on after each, with a stand-in for what could not be read."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def add(self, source: Source, message: str, hint: str = "") -> None:
        """Note one fault."""
        self._found.append(Fault(source, message, hint))

    def __len__(self) -> int:
        return len(self._found)

    def all(self) -> tuple[Fault, ...]:
        """Every fault once, in the order of files, lines and columns. What two variants of a book share is read for each of them."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda fault: fault.source))

    def raise_any(self) -> None:
        """Stop here if there is a fault.

        Raises
        ------
        InputError
            With every fault found.
        """
        raise_any(self._found)
