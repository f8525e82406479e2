"""``schedule rules``: the reference of all kinds of rules, generated from the registry."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from scheduler.cli.console import AsJson, out


def rules(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="One kind of rule; all of them by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print what each kind of rule demands, how to write it, and examples of what holds and what breaks it."""
    from scheduler.rules.reference import as_data, as_markdown, describe

    described = describe(kind)
    if as_json:
        out.print(json.dumps([as_data(description) for description in described], indent=1))
    else:
        out.print(as_markdown(described), end="")
