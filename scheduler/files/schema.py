"""The sheets of a meeting folder: their columns, and which of them every row must fill."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schema:
    """One sheet's columns. The first is the id; ``required`` must be there and filled; ``unique``: no two rows share an id."""

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    unique: bool = True
    needed: bool = False

    @property
    def noun(self) -> str:
        """What one row is called: the id column's name."""
        return self.columns[0]


def _schema(name: str, required: str, others: str = "", *, unique: bool = True, needed: bool = False) -> Schema:
    first = tuple(required.split())
    return Schema(name, first + tuple(others.split()), first, unique, needed)


SCHEMAS = {
    schema.name: schema
    for schema in (
        _schema("periods", "period day start end", "name rooms single", needed=True),
        _schema("rooms", "room capacity", "name building features turnover", needed=True),
        _schema("delegations", "delegation", "name region delegates"),
        _schema("people", "person", "name delegation bodies profession languages zone remote arrives leaves email"),
        _schema("bodies", "body", "title chair members marking"),
        _schema(
            "sessions",
            "session title minutes",
            "body item theme kind audience size presenters chair pool features visitors marking optional reports_on paper link",
            needed=True,
        ),
        _schema("bilaterals", "request a b", "minutes level priority size marking"),
        _schema("availability", "about state from to", unique=False),
        _schema("papers", "paper", "title author session due received summary marking"),
        _schema("deadlines", "deadline due", "title who marking"),
        _schema("pairs", "first second", "weight kind", unique=False),
    )
}
"""Every sheet by name, in an order in which a sheet comes after those that its defaults are taken from."""
