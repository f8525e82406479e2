"""The sample meetings that come with Rostrum, in a checkout or in an installed package."""

from __future__ import annotations

import os
import re
from pathlib import Path

from scheduler.domain.errors import Fault, InputError, Source
from scheduler.domain.suggestions import suggestion
from scheduler.files.atomic import write_file
from scheduler.files.calendars import FOLDER, SUFFIX
from scheduler.files.draft_folder import BOOK_SCHEMA, refuse_unless_new
from scheduler.files.faults import Faults
from scheduler.files.written_book import read_written_book
from scheduler.rules.schema import book_schema, schema_text

_RULES_LINE = re.compile(rb"^rules:[ \t]*(\S+)", re.MULTILINE)
_SCHEMA_LINE = re.compile(rb"^(# yaml-language-server: \$schema=)\S+$", re.MULTILINE)


def samples_root() -> Path:
    """The folder that holds ``data`` and ``constraints``: in the wheel, or in the checkout around the package."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "_samples"
    return packed if packed.is_dir() else package.parent


def sample_names() -> tuple[str, ...]:
    """The names of the sample meetings, sorted."""
    return tuple(sorted(settings.parent.name for settings in (samples_root() / "data").glob("*/meeting.yaml")))


def copy_sample(name: str, folder: Path) -> tuple[Path, ...]:
    """Copy a sample's sheets and calendars, and its rule book beside them, into ``folder``; ``rules:`` then names the copied book.

    The books that it includes are copied too, as is the schema of rule books, for editors.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    InputError
        If there is no such sample.
    Refused
        If ``folder`` exists and is not empty: nothing of the user's is ever overwritten.
    """
    if name not in sample_names():
        raise InputError((Fault(Source("--sample"), f"no sample is called '{name}'", suggestion(name, sample_names())),))
    refuse_unless_new(folder)
    source = samples_root() / "data" / name
    files = sorted(path for pattern in ("*.yaml", "*.csv", f"{FOLDER}/*{SUFFIX}") for path in source.glob(pattern))
    contents = {path.relative_to(source).as_posix(): path.read_bytes() for path in files}
    match = _RULES_LINE.search(contents["meeting.yaml"])
    assert match is not None, f"the sample {name} names no rule book"
    book = Path(os.path.normpath(source / match[1].decode()))
    start, end = match.span(1)
    settings = contents["meeting.yaml"]
    contents["meeting.yaml"] = settings[:start] + book.name.encode() + settings[end:]
    contents |= {name: _for_editors(content) for name, content in _books(book).items()}
    contents[BOOK_SCHEMA] = schema_text(book_schema()).encode()
    for file, content in contents.items():
        write_file(folder / file, content)
    return tuple(folder / file for file in contents)


def _books(book: Path) -> dict[str, bytes]:
    """A rule book and all that it includes, by their paths from the book's folder, so that the includes hold for copies."""
    faults = Faults()
    written = read_written_book(book, str(book), faults)
    faults.raise_any()
    assert written is not None, "a book that cannot be read is a fault"
    return {Path(file.name).relative_to(book.parent).as_posix(): file.path.read_bytes() for file in written.files}


def _for_editors(book: bytes) -> bytes:
    """A copied book, whose first line names the schema that lies beside it."""
    return _SCHEMA_LINE.sub(rb"\g<1>" + BOOK_SCHEMA.encode(), book)
