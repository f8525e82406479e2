"""How a rule picks the rows of a sheet that it speaks of, or pairs of them: by the values of any column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

ALL = "all"


class Selectable(Protocol):
    """A row of a sheet: its columns as the user wrote them, several values to a cell, and its id."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Each column's values by the column's name."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A condition on the columns of one sheet.

    Parameters
    ----------
    columns : tuple of (str, tuple of str)
        Each column with the values that it may have; all of the columns must fit. The value ``all`` fits everything.
    excluded : tuple of Selector
        Rows that fit one of these are left out (``not:``).
    any_of : tuple of Selector
        If given, a row must fit at least one of these (``any:``).
    """

    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    excluded: tuple[Selector, ...] = field(default=())
    any_of: tuple[Selector, ...] = field(default=())

    def matches(self, row: Selectable) -> bool:
        """Whether ``row`` is selected. A cell with several values fits if one of them does."""
        for column, values in self.columns:
            if not _fits(row, column, values):
                return False
        if self.excluded and any(selector.matches(row) for selector in self.excluded):
            return False
        return not self.any_of or any(selector.matches(row) for selector in self.any_of)

    def names(self) -> frozenset[str]:
        """Every column that the selector, or one inside it, speaks of."""
        inner = (name for selector in (*self.excluded, *self.any_of) for name in selector.names())
        return frozenset([name for name, _ in self.columns]).union(inner)

    def __str__(self) -> str:
        parts = [f"{column} {' or '.join(values)}" for column, values in self.columns if values != (ALL,)]
        parts += [f"not ({selector})" for selector in self.excluded]
        if self.any_of:
            parts.append("(" + " or ".join(str(selector) for selector in self.any_of) + ")")
        return ", ".join(parts) or ALL


@dataclass(frozen=True, slots=True)
class Join:
    """A condition on pairs of rows: a column of the first has a value that a column of the second has too.

    An empty cell is like no other: it joins nothing.
    """

    first: str
    then: str

    @classmethod
    def parse(cls, text: str) -> Join:
        """The condition that ``first.body = then.reports_on`` writes; the two sides may be exchanged.

        Raises
        ------
        ValueError
            If the text is not of this form.
        """
        sides = [re.fullmatch(r"(first|then)\.(\S+)", side.strip()) for side in text.split("=")]
        columns = {side[1]: side[2] for side in sides if side}
        if len(sides) != 2 or columns.keys() != {"first", "then"}:
            raise ValueError(f"'{text}' does not say which pairs are meant")
        return cls(columns["first"], columns["then"])

    def matches(self, first: Selectable, then: Selectable) -> bool:
        """Whether the two rows, in this order, are a pair."""
        return not set(values_of(first, self.first)).isdisjoint(values_of(then, self.then))

    def __str__(self) -> str:
        return f"first.{self.first} = then.{self.then}"


def values_of(row: Selectable, column: str) -> tuple[str, ...]:
    """The values that a row has in a column; ``id`` is every sheet's first."""
    return (row.id,) if column == "id" else row.columns.get(column, ())


def _fits(row: Selectable, column: str, values: tuple[str, ...]) -> bool:
    if ALL in values:
        return True
    own = values_of(row, column) or ("",)
    return own[0] in values if len(own) == 1 else not set(own).isdisjoint(values)
