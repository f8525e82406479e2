"""The page that shows the tables: those of each suite stand between two marks, and the prose around them stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from scheduler.bench.suites import OWN
from scheduler.domain.errors import Refused
from scheduler.files.atomic import write_file


def marks(suite: str) -> tuple[str, str]:
    """The lines before and after the tables of a suite."""
    name = "schedule bench" if suite == OWN else f"schedule bench {suite}"
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def read_parts(path: Path, suites: Iterable[str]) -> dict[str, str]:
    """What stands between the marks of each suite in ``path``, where the tables can be put later, when hours may have gone into them.

    Raises
    ------
    Refused
        If it is a folder, or a file without the marks of one of the suites.
    """
    page = _page(path, suites)
    return {suite: _apart(path, page, suite)[1].decode("utf-8", "replace") for suite in suites}


def write_parts(path: Path, parts: Mapping[str, str]) -> None:
    """Put the tables of each suite between its marks in ``path``, in place of those that are there; a new file has nothing else.

    Raises
    ------
    Refused
        If it is a folder, or a file without the marks of one of the suites.
    """
    page = _page(path, parts)
    for suite, tables in parts.items():
        before, _, after = _apart(path, page, suite)
        page = before + f"\n\n{tables}\n".encode() + after
    write_file(path, page)


def _page(path: Path, suites: Iterable[str]) -> bytes:
    if path.is_dir():
        raise Refused(f"{path} is a folder", "name a file with --out")
    return path.read_bytes() if path.exists() else "".join("{}\n{}\n".format(*marks(suite)) for suite in suites).encode()


def _apart(path: Path, page: bytes, suite: str) -> tuple[bytes, bytes, bytes]:
    """The page up to the suite's first mark, with it, then what is between the marks, then the rest."""
    opening, closing = (mark.encode() for mark in marks(suite))
    before, begin, rest = page.partition(opening)
    inside, end, after = rest.partition(closing)
    if not begin or not end:
        hint = "write '{}' and '{}' into it, or name a new file with --out".format(*marks(suite))
        raise Refused(f"{path} does not say where the tables go", hint)
    return before + begin, inside, end + after
