"""Tables are put between the marks of a page, and nothing else of it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.bench.growth import as_table
from scheduler.bench.measure import Setup
from scheduler.bench.page import marks, read_parts, write_parts
from scheduler.bench.published import overview as published_overview
from scheduler.bench.suites import OWN, PUBLISHED
from scheduler.bench.table import overview
from scheduler.domain.errors import Refused

BEGIN, END = marks(OWN)
BENCHMARKS = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def test_page_keeps_the_prose_around_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(f"Above, \u00e9\r\n{BEGIN}\nold\n{END}\nBelow\n".encode() + b"\xff")
    assert read_parts(page, (OWN,)) == {OWN: "\nold\n"}
    write_parts(page, {OWN: "new\n"})
    assert page.read_bytes() == f"Above, \u00e9\r\n{BEGIN}\n\nnew\n\n{END}\nBelow\n".encode() + b"\xff"


def test_page_that_is_new_has_marks_and_can_be_written_again(tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.md"
    assert read_parts(page, (OWN,)) == {OWN: "\n"}
    assert not page.exists()
    for tables in ("one\n", "two\n"):
        write_parts(page, {OWN: tables})
        assert page.read_text("utf-8") == f"{BEGIN}\n\n{tables}\n{END}\n"


def test_page_has_a_part_for_each_suite(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write_parts(page, {OWN: "ours\n", "ietf": "theirs\n"})
    write_parts(page, {"ietf": "theirs again\n"})
    assert read_parts(page, (OWN, "ietf")) == {OWN: "\n\nours\n\n", "ietf": "\n\ntheirs again\n\n"}
    with pytest.raises(Refused):
        read_parts(page, ("timefold",))


@pytest.mark.parametrize("text", ["", "Prose\n", f"{BEGIN}\n", f"{END}\n", f"{END}\n{BEGIN}\n"])
def test_page_without_both_marks_in_order_is_refused_and_kept(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    for use in (lambda path: read_parts(path, (OWN,)), lambda path: write_parts(path, {OWN: "new"})):
        with pytest.raises(Refused, match=r"page\.md does not say where the tables go$"):
            use(page)
    assert page.read_text("utf-8") == text


def test_page_of_the_benchmarks_has_marks_and_explains_every_column() -> None:
    read_parts(BENCHMARKS, (OWN, *PUBLISHED, "growth"))
    prose, _, rest = BENCHMARKS.read_text("utf-8").partition(BEGIN)
    published, _, _ = rest.partition(END)[2].partition(marks("ietf")[0])
    grown = rest.partition("## Growth")[2].partition(marks("growth")[0])[0]
    own_table, published_table = overview((), Setup(11, 2, 600)), published_overview("ietf", (), Setup(11, 2))
    for text, table in ((prose, own_table), (published, published_table), (grown, as_table(()))):
        columns = [cell.strip() for cell in table.splitlines()[0].strip("|").split("|")]
        explained = [line.split("|")[1].strip().removesuffix(" …") for line in text.splitlines() if line.startswith("| ")]
        assert explained[2:] == columns[1:]


def test_page_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"is a folder$"):
        read_parts(tmp_path, (OWN,))
