"""Fingerprints of what files say, by which an agenda tells that its sheets or its rule book have changed since."""

from __future__ import annotations

import hashlib
import json

from scheduler.domain.problem import Availability
from scheduler.files import mail_settings
from scheduler.files.settings import Settings
from scheduler.files.tables import Table, without_blank_end

ADDRESS = "email"
"""The column of the sheet people in which their addresses stand."""


def fingerprint(content: object) -> str:
    """``sha256:…`` of ``content``, which is made of texts, lists and mappings; the order of a mapping's keys does not count."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def of_inputs(settings: Settings, tables: tuple[Table, ...], calendars: tuple[Availability, ...]) -> str:
    """The fingerprint of a meeting: the same from CSV files and from a workbook.

    Empty sheets are left out, as is the path of the rule book, which has a fingerprint of its own and may lie elsewhere. So is
    where people are reached by mail, and through which server, which is no matter of the agenda. Of the
    calendars it is what they say about the meeting's days that counts: programs write the hour of the export into every file.
    """
    texts = {key: text.value for key, text in settings.texts.items() if key != "rules" and not key.startswith(mail_settings.PREFIX)}
    sheets = {table.name: _without_addresses(table) for table in tables if len(table.lines) > 1}
    busy = sorted({(row.id, row.span.start.isoformat(), row.span.end.isoformat()) for row in calendars})
    return fingerprint({"meeting": texts, "sheets": sheets} | ({"calendars": busy} if busy else {}))


def _without_addresses(table: Table) -> list[tuple[str, ...]]:
    """The cells of a table, without people's addresses, as if there were no such column."""
    header = table.lines[0].cells
    if table.name != "people" or ADDRESS not in header:
        return [line.cells for line in table.lines]
    column = header.index(ADDRESS)
    return [without_blank_end((*line.cells[:column], *line.cells[column + 1 :])) for line in table.lines]
