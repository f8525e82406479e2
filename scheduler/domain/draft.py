"""A meeting folder before it is written: what comes from elsewhere, in the words of the sheets and of a rule book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | int | tuple[str, ...] | Mapping[str, "Value"]
"""What stands in a setting or in a rule's field: a text, a number, a list of texts, or a group of these."""


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """A sheet as text: its name, its header, and its rows."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DraftRule:
    """A rule as a book states it: every key but ``off``, in the order in which they are written."""

    fields: tuple[tuple[str, Value], ...]

    @staticmethod
    def of(id: str, kind: str, strength: str | int, why: str, **fields: Value) -> DraftRule:
        """The rule ``id`` of a kind; a field ``for_`` is written as ``for``."""
        own = ((name.rstrip("_"), value) for name, value in fields.items())
        return DraftRule((("id", id), ("rule", kind), *own, ("strength", strength), ("why", why)))


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole folder.

    Parameters
    ----------
    settings : mapping of str to Value
        What ``meeting.yaml`` says, without ``rules``.
    sheets : tuple of DraftSheet
        The sheets, in the order in which they are written.
    book : str
        The rule book's name.
    rules : tuple of DraftRule
        Its rules.
    origin : str
        One line about where all this comes from.
    """

    settings: Mapping[str, Value]
    sheets: tuple[DraftSheet, ...]
    book: str
    rules: tuple[DraftRule, ...]
    origin: str
