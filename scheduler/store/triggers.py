"""Tables to which rows are only ever added: SQLite itself refuses the rest."""

from __future__ import annotations


def only_added_to(tables: tuple[str, ...], why: str) -> tuple[str, ...]:
    """Triggers by which no row of the ``tables`` is ever changed or removed; ``why`` is what SQLite then says."""
    return tuple(
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        for table in tables
        for verb in ("UPDATE", "DELETE")
    )
