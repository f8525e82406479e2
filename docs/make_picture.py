"""Draws docs/programme.svg, the README's picture: what `schedule show data/rpoc --day "day 2"` prints."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from rich.console import Console

from scheduler.cli.show import day_tables
from scheduler.files.meeting_folder import read_meeting
from scheduler.solve.exact import solve
from scheduler.solve.params import Params

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 120
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Solve data/rpoc and draw its second day."""
    plan = read_meeting(ROOT / "data" / "rpoc")
    agenda = solve(plan.problem, plan.book, Params(), lambda progress: None).agenda
    console = Console(record=True, width=WIDTH, file=StringIO(), highlight=False)
    console.print(list(day_tables(plan.problem, agenda.entries))[1])
    # Rich names a font on the web; the picture makes do with the reader's own.
    svg = FONT_FACE.sub("", console.export_svg(title='schedule show data/rpoc --day "day 2"', unique_id="programme"))
    (ROOT / "docs" / "programme.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
