"""``schedule schema``: JSON Schemas for editors, of rule books and of ``meeting.yaml``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from scheduler.cli.console import out


class Described(StrEnum):
    """What there is a schema of."""

    BOOK = "book"
    MEETING = "meeting"


def schema(what: Annotated[Described, typer.Argument(help="A rule book, or a meeting.yaml.", show_default=False)]) -> None:
    """Print the JSON Schema by which an editor completes and checks a rule book, or a meeting.yaml, while it is written."""
    from scheduler.files.settings_schema import meeting_schema
    from scheduler.rules.schema import book_schema, schema_text

    out.print(schema_text(book_schema() if what is Described.BOOK else meeting_schema()), end="")
