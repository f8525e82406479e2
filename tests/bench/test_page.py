"""Tables are put between the marks of a page, and nothing else of it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.bench.measure import Setup
from scheduler.bench.page import BEGIN, END, check_page, write_page
from scheduler.bench.table import overview
from scheduler.domain.errors import Refused

BENCHMARKS = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def test_page_keeps_the_prose_around_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(f"Above, \u00e9\r\n{BEGIN}\nold\n{END}\nBelow\n".encode() + b"\xff")
    check_page(page)
    write_page(page, "new\n")
    assert page.read_bytes() == f"Above, \u00e9\r\n{BEGIN}\n\nnew\n\n{END}\nBelow\n".encode() + b"\xff"


def test_page_that_is_new_has_marks_and_can_be_written_again(tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.md"
    check_page(page)
    assert not page.exists()
    for tables in ("one\n", "two\n"):
        write_page(page, tables)
        assert page.read_text("utf-8") == f"{BEGIN}\n\n{tables}\n{END}\n"


@pytest.mark.parametrize("text", ["", "Prose\n", f"{BEGIN}\n", f"{END}\n", f"{END}\n{BEGIN}\n"])
def test_page_without_both_marks_in_order_is_refused_and_kept(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    for write in (check_page, lambda path: write_page(path, "new")):
        with pytest.raises(Refused, match=r"page\.md does not say where the tables go$"):
            write(page)
    assert page.read_text("utf-8") == text


def test_page_of_the_benchmarks_has_marks_and_explains_every_column() -> None:
    check_page(BENCHMARKS)
    columns = [cell.strip() for cell in overview((), Setup(11, 2, 600)).splitlines()[0].strip("|").split("|")]
    prose, _, _ = BENCHMARKS.read_text("utf-8").partition(BEGIN)
    explained = [line.split("|")[1].strip().removesuffix(" …") for line in prose.splitlines() if line.startswith("| ")]
    assert explained[2:] == columns[1:]


def test_page_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"is a folder$"):
        check_page(tmp_path)
