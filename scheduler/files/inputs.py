"""The files that a meeting is planned from, as they are on the disk: what a release keeps of them."""

from __future__ import annotations

import os
from pathlib import Path

from scheduler.files.calendars import FOLDER, SUFFIX
from scheduler.files.folder import MEETING_XLSX, MEETING_YAML
from scheduler.rules.base import RuleBook

_PATTERNS = (MEETING_YAML, MEETING_XLSX, "*.csv", f"{FOLDER}/*{SUFFIX}")


def input_files(folder: Path, book: RuleBook) -> dict[str, bytes]:
    """The content of the settings, the sheets, the calendars and the rule book, by their paths relative to the folder."""
    sheets = {path for pattern in _PATTERNS for path in folder.glob(pattern)}
    books = {Path(rule.source.file) for variant in (book, *book.variants) for rule in variant.rules}
    found = {Path(os.path.relpath(path, folder)).as_posix(): path for path in sheets | books}
    return {name: found[name].read_bytes() for name in sorted(found)}
