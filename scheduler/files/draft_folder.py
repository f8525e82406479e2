"""Writing a meeting folder, with its rule book, from a draft."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

import yaml

from scheduler.domain.draft import Draft, DraftSheet, Value
from scheduler.domain.errors import Refused
from scheduler.files.atomic import write_file
from scheduler.files.folder import MEETING_YAML
from scheduler.rules.schema import book_schema, schema_text

BOOK = "rules.yaml"
BOOK_SCHEMA = "rule-book.schema.json"
"""The schema of rule books, by which an editor completes and checks them."""


def refuse_unless_new(folder: Path) -> None:
    """Make sure that nothing of the user's would be overwritten in ``folder``.

    Raises
    ------
    Refused
        If it exists and is not an empty folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} exists and is not empty", "name a new folder")


def write_draft(draft: Draft, folder: Path) -> tuple[Path, ...]:
    """Write ``meeting.yaml``, a CSV file per sheet, and the rule book with its schema into the new ``folder``.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    Refused
        If ``folder`` exists and is not empty.
    """
    refuse_unless_new(folder)
    contents = {
        MEETING_YAML: "".join([f"# {draft.origin}\n", *_lines({**draft.settings, "rules": BOOK})]),
        **{f"{sheet.name}.csv": _csv(sheet) for sheet in draft.sheets},
        BOOK: _book(draft),
        BOOK_SCHEMA: schema_text(book_schema()),
    }
    for name, text in contents.items():
        write_file(folder / name, text.encode())
    return tuple(folder / name for name in contents)


def _csv(sheet: DraftSheet) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows((sheet.header, *sheet.rows))
    return text.getvalue()


def _book(draft: Draft) -> str:
    """A rule to a paragraph, a field to a line, as the sample books are written."""
    head = f"# yaml-language-server: $schema={BOOK_SCHEMA}\n# {draft.origin}\n\nbook: {_flow(draft.book)}\n\nrules:\n"
    rules = ("".join(f"{'- ' if n == 0 else '  '}{line}" for n, line in enumerate(_lines(dict(rule.fields)))) for rule in draft.rules)
    return head + "\n".join(rules)


def _lines(values: Mapping[str, Value]) -> Iterator[str]:
    for key, value in values.items():
        yield f"{key}: {_flow(value)}\n"


def _flow(value: Value) -> str:
    """A value in one line; a text alone ends its document with three dots, which do not belong here."""
    return (
        yaml.safe_dump(_plain(value), default_flow_style=True, allow_unicode=True, sort_keys=False, width=float("inf"))
        .removesuffix("...\n")
        .strip()
    )


def _plain(value: Value) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return list(value) if isinstance(value, tuple) else value
