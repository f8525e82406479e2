"""Fingerprints of what files say, by which an agenda tells that its sheets or its rule book have changed since."""

from __future__ import annotations

import hashlib
import json

from scheduler.domain.problem import Availability
from scheduler.files.settings import Settings
from scheduler.files.tables import Table


def fingerprint(content: object) -> str:
    """``sha256:…`` of ``content``, which is made of texts, lists and mappings; the order of a mapping's keys does not count."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def of_inputs(settings: Settings, tables: tuple[Table, ...], calendars: tuple[Availability, ...]) -> str:
    """The fingerprint of a meeting: the same from CSV files and from a workbook.

    Empty sheets are left out, as is the path of the rule book, which has a fingerprint of its own and may lie elsewhere. Of the
    calendars it is what they say about the meeting's days that counts: programs write the hour of the export into every file.
    """
    texts = {key: text.value for key, text in settings.texts.items() if key != "rules"}
    sheets = {table.name: [line.cells for line in table.lines] for table in tables if len(table.lines) > 1}
    busy = sorted({(row.id, row.span.start.isoformat(), row.span.end.isoformat()) for row in calendars})
    return fingerprint({"meeting": texts, "sheets": sheets} | ({"calendars": busy} if busy else {}))
