"""What a page had before: it is kept below what is measured now, and what became worse is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.publish.markdown import escaped

ALLOWED = 0.05
"""By what share a value may be worse than before without being called so: two runs of one commit differ, too."""
NAMES, VALUES = ("Meeting", "Instance"), ("Cost", "Score")
"""What the columns are called that are compared."""
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Before:
    """The measured part that a page had: how it came about, its first table, and the values of that by name, as the table writes names."""

    provenance: str
    table: str
    values: Mapping[str, int]


def before_in(part: str) -> Before | None:
    """What stood in a part of the page; None where nothing was measured."""
    paragraphs = part.strip().split("\n\n")
    if len(paragraphs) < 2 or not paragraphs[0].startswith("- ") or not paragraphs[1].startswith("| "):
        return None
    return Before(paragraphs[0], paragraphs[1], dict(_values(paragraphs[1])))


def _values(table: str) -> Iterator[tuple[str, int]]:
    header, _, *rows = [[cell.strip() for cell in _CELL.split(line)[1:-1]] for line in table.splitlines()]
    name, value = (next((header.index(column) for column in columns if column in header), None) for columns in (NAMES, VALUES))
    for row in rows:
        if name is not None and value is not None and re.fullmatch(r"-?\d+", row[value]):
            yield row[name], int(row[value])


def with_before(tables: str, values: Mapping[str, int | None], before: Before | None, *, highest: bool) -> str:
    """The new tables, then what became worse than it was, then what there was before."""
    if before is None:
        return tables
    worse = tuple(_worse(values, before, highest=highest))
    said = "Worse by more than 5% than before:\n\n" + "\n".join(worse) if worse else "Nothing is worse by more than 5% than before."
    return "\n\n".join((tables.rstrip(), said, "Before:", before.provenance, before.table)) + "\n"


def _worse(values: Mapping[str, int | None], before: Before, *, highest: bool) -> Iterator[str]:
    for name, value in values.items():
        old = before.values.get(escaped(name))
        if old is None:
            continue
        if value is None:
            yield f"- {escaped(name)}: {old} before, nothing now"
        elif (share := (old - value if highest else value - old) / max(1, abs(old))) > ALLOWED:
            yield f"- {escaped(name)}: {old} before, {value} now ({share:.1%})"
