from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.files.faults import Faults
from scheduler.files.tables import Line, read_csv, table

PLAIN = "delegation,name\nNA,Namibia\nNULL,N/A\n"


def lines(tmp_path: Path, content: bytes) -> tuple[Line, ...]:
    path = tmp_path / "delegations.csv"
    path.write_bytes(content)
    faults = Faults()
    read = read_csv(path, "delegations", "delegations.csv", faults)
    assert faults.all() == ()
    assert read is not None
    return read.lines


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", " , ").encode(),
        PLAIN.replace("Namibia", '"Namibia"').encode(),
        (PLAIN + ",,,\n\n").encode(),
        PLAIN.rstrip("\n").encode(),
    ],
    ids=["plain", "mark", "semicolon", "Windows", "old Mac", "spaces", "quoted", "blank rows", "no last line end"],
)
def test_csv_variant_gives_the_same_lines_all_text(tmp_path: Path, content: bytes) -> None:
    assert lines(tmp_path, content) == (Line(1, ("delegation", "name")), Line(2, ("NA", "Namibia")), Line(3, ("NULL", "N/A")))


def test_csv_line_numbers_count_blank_lines_and_lines_inside_quotation_marks(tmp_path: Path) -> None:
    content = b'\n\na,b\n1,"one\ntwo\r\nthree"\n,\n2,x\n'
    assert [line.number for line in lines(tmp_path, content)] == [3, 4, 8]


def test_csv_with_more_semicolons_in_the_header_keeps_commas_in_cells(tmp_path: Path) -> None:
    assert lines(tmp_path, b"a;b, or c;d\n1,5;2;3\n") == (Line(1, ("a", "b, or c", "d")), Line(2, ("1,5", "2", "3")))


def test_csv_empty_file_has_no_lines(tmp_path: Path) -> None:
    assert lines(tmp_path, b"") == ()


def test_table_decomposed_letters_are_composed() -> None:
    assert table("people", "people.csv", [(1, ["Ame\u0301lie"])]).lines == (Line(1, ("Amélie",)),)


@settings(deadline=None)
@given(
    rows=st.lists(
        st.lists(st.text(st.characters(exclude_characters="\x00\r", exclude_categories=("Cs",)), max_size=5), min_size=1, max_size=4),
        max_size=5,
    )
)
def test_csv_of_any_rows_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    header = ["first", "second", "third", "fourth"]
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (header, *rows)]
    content = "\n".join(quoted).encode("utf-8")
    starts = [1 + sum(text.count("\n") + 1 for text in quoted[:number]) for number in range(len(quoted))]
    expected = table("delegations", "delegations.csv", zip(starts, (header, *rows), strict=True)).lines
    assert lines(tmp_path_factory.mktemp("csv"), content) == expected
