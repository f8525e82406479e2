"""The little of Markdown that the report needs: text that means itself, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scheduler.publish.text import one_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")


def escaped(text: str) -> str:
    """``text`` on one line, every character meaning itself anywhere but at the start of a line, where none of ours begins."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def table(header: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> str:
    """A table; cells are escaped here, and whole numbers stand to the right, as does their column's header."""
    lines = [tuple(row) for row in rows]
    numeric = [bool(lines) and all(isinstance(row[column], int) for row in lines) for column in range(len(header))]
    rule = tuple("---:" if right else "---" for right in numeric)
    cells = [tuple(escaped(str(cell)) for cell in row) for row in (header, *lines)]
    return "\n".join(_row(row) for row in (cells[0], rule, *cells[1:]))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
