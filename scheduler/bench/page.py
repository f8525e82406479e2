"""The page that shows the tables: they stand between two marks, and the prose around them stays."""

from __future__ import annotations

from pathlib import Path

from scheduler.domain.errors import Refused
from scheduler.files.atomic import write_file

BEGIN, END = "<!-- schedule bench: begin -->", "<!-- schedule bench: end -->"


def check_page(path: Path) -> None:
    """See that the tables can be put into ``path`` later, when hours may have gone into them.

    Raises
    ------
    Refused
        If it is a folder, or a file without the two marks.
    """
    _with_tables(path, "")


def write_page(path: Path, tables: str) -> None:
    """Put the tables between the marks of ``path``, in place of those that are there; a new file has nothing else.

    Raises
    ------
    Refused
        If it is a folder, or a file without the two marks.
    """
    write_file(path, _with_tables(path, tables))


def _with_tables(path: Path, tables: str) -> bytes:
    if path.is_dir():
        raise Refused(f"{path} is a folder", "name a file with --out")
    page = path.read_bytes() if path.exists() else f"{BEGIN}\n{END}\n".encode()
    before, begin, rest = page.partition(BEGIN.encode())
    _, end, after = rest.partition(END.encode())
    if not begin or not end:
        raise Refused(f"{path} does not say where the tables go", f"write '{BEGIN}' and '{END}' into it, or name a new file with --out")
    return b"".join((before, begin, f"\n\n{tables}\n".encode(), end, after))
