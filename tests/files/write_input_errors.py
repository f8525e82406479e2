"""Write docs/input-errors.md from the cases that the tests hold: ``python tests/files/write_input_errors.py``."""

from collections.abc import Iterator
from pathlib import Path

from input_error_cases import GROUPS, Case

PAGE = Path(__file__).parent.parent.parent / "docs" / "input-errors.md"
INTRODUCTION = """\
# When the input is wrong

Everything that is wrong in a meeting folder and its rule book is reported at once, each with the file, the line, the column of the
sheet (in YAML files the position in the line), the value, and what would be right. Nothing is written then, and the exit code is 2.

Each line below is a typo made in the small meeting `tests/ok_small`, and what `schedule` says about it. The tests make every
one of them and compare the message word for word; this page is written by `python tests/files/write_input_errors.py`.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *(line for group, cases in GROUPS for line in _table(group, cases))])


def _table(group: str, cases: tuple[Case, ...]) -> Iterator[str]:
    yield from (f"## {group}", "", "| what is wrong | what is said | what to do |", "| --- | --- | --- |")
    for case in cases:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("*", "\\*") for cell in (case.title, case.message, case.hint)) + " |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
