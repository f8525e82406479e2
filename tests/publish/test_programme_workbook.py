"""The workbook as written: one page a day, texts that stay texts, the same bytes, and read back as what it was."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText
from plenary_size import crowded_day
from published_meetings import two_bodies, worded

from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Problem
from scheduler.files.agenda_file import read_agenda
from scheduler.publish.colours import body_colours
from scheduler.publish.workbook import workbook

DAY = "Mon 2027-03-01"
SHEETS = [DAY, "agenda", "rooms", "days", "people", "delegations", "about"]


def opened(problem: Problem, agenda: Agenda) -> Workbook:
    return load_workbook(BytesIO(workbook(problem, agenda)), rich_text=True)


def texts(book: Workbook, sheet: str) -> dict[str, str]:
    return {cell.coordinate: str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None}


def test_workbook_has_a_grid_per_day_and_the_flat_sheets() -> None:
    assert opened(*two_bodies()).sheetnames == SHEETS


def test_grid_shows_each_session_in_its_room_at_its_time() -> None:
    cells = texts(opened(*two_bodies()), DAY)
    times = {f"B{row}": f"{10 + (row - 4) // 2}:{(row - 4) % 2 * 3}0" for row in range(4, 20)}
    halves = {cell.replace("B", "A"): time for cell, time in times.items()}
    assert cells == times | halves | {
        "A1": "Monday 1 March 2027   Spring meeting, times of Europe/Vienna",
        "A2": "■ RPOC Reinforced Point of Contact meeting     ■ SG Small group     ■ other     ",
        "B3": "Time",
        "C3": "Great Hall\nCongress Centre [hall]",
        "D3": "Salon [salon]",
        "D4": "SG: Small group\n10:00–11:00 [group]",
        "C6": "RPOC: 4a. Export control issues; new, urgent\n11:00–12:30\nPresenters: Ana Example (Northland), Eastland\n"
        "Chair: Bo Example (Northland)\nRapporteur: Cy Example (Westland) [rpoc-4a]",
        "C14": "Coffee\n15:00–15:30 [coffee]",
    }


def test_grid_of_a_crowded_day_names_who_presents() -> None:
    cells = texts(opened(*crowded_day()), "Mon 2027-10-11").values()
    presentations = [cell for cell in cells if cell.startswith(("IE: ", "LEEM: ", "TEM: "))]
    assert [cell for cell in presentations if "Presenter: Person Number" not in cell] == []
    assert len(presentations) == 36


def test_grid_merges_a_session_s_rows_and_has_its_body_s_colour() -> None:
    problem, agenda = two_bodies()
    sheet = opened(problem, agenda)[DAY]
    colours = body_colours(problem)
    rows = {str(area) for area in sheet.merged_cells.ranges if area.min_col > 2}
    assert rows == {"C6:C8", "D4:D5"}
    fills = {cell: sheet[cell].fill.fgColor.rgb[2:] for cell in ("C6", "D4", "C14")}
    assert fills == {"C6": colours["RPOC"].fill, "D4": colours["SG"].fill, "C14": colours[None].fill}
    legend = [piece.font.color.rgb[2:] for piece in sheet["A2"].value if str(piece) == "■ "]
    assert legend == [colours[body].fill for body in ("RPOC", "SG", None)]


def test_grid_prints_on_one_landscape_page_with_meeting_and_day() -> None:
    problem, agenda = two_bodies()
    problem = replace(problem, meeting=replace(problem.meeting, title="Spring & autumn"))
    sheet = opened(problem, agenda)[DAY]
    setup = sheet.page_setup
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
        "landscape",
        1,
        1,
        True,
    )
    assert (sheet.print_title_rows, sheet.print_title_cols, sheet.freeze_panes) == ("$1:$3", "$A:$B", "C4")
    assert (sheet.oddHeader.left.text, sheet.oddHeader.right.text) == ("Spring && autumn", "Monday 1 March 2027")


def test_flat_sheets_hold_the_agenda_and_the_loads() -> None:
    book = opened(*two_bodies())
    rows = [[cell.value for cell in row] for row in book["agenda"].iter_rows()]
    assert [str(value) for value in rows[2]] == [
        *(
            "rpoc-4a",
            "Export control issues; new, urgent",
            "RPOC",
            "yes",
            "2027-03-01 00:00:00",
            "11:00:00",
            "12:30:00",
            "90",
            "am",
            "hall",
        ),
        *("ana", "bo", "cy", "2027-03-01 11:00 hall"),
    ]
    assert [(row[0], row[3], row[-1]) for row in rows[1:]] == [
        ("group", "yes", "2027-03-01 10:00 salon"),
        ("rpoc-4a", "yes", "2027-03-01 11:00 hall"),
        ("coffee", "yes", "2027-03-01 15:00 hall"),
        ("extra", "no", "not held"),
    ]
    assert [[cell.value for cell in row] for row in book["rooms"].iter_rows(min_row=2)] == [
        ["Great Hall", 2, 120, 360, "33%"],
        ["Salon", 1, 60, 180, "33%"],
    ]
    assert [[cell.value for cell in row] for row in book["days"].iter_rows(min_row=2)] == [
        ["Monday 1 March 2027", 3, 180, 540, "33%", 1, "10:00"],
    ]
    assert {row[0].value: row[1].value for row in book["about"].iter_rows()}["meeting"] == "two-bodies"


DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "{=1}", "'=1", "\r=1", "a\x07b", "_x0041_", "c\uffff\ufffed")


def test_text_that_looks_like_a_formula_stays_text_in_every_sheet() -> None:
    book = opened(*worded(DANGEROUS))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    unsafe = [cell for cell in cells if isinstance(cell.value, str | CellRichText) and str(cell.value)[:1] in tuple("=+-@\t\r")]
    assert len(unsafe) > 20
    assert [str(cell.value) for cell in unsafe if not cell.quotePrefix] == []
    titles = [cell.value for cell in book["agenda"]["B"]][1:]
    plain = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "{=1}", "'=1", "\n=1", "ab", "_x0041_", "cd"]
    assert sorted(titles) == sorted(plain)


def test_workbook_takes_nothing_from_the_clock_of_the_machine() -> None:
    first = workbook(*two_bodies())
    assert workbook(*two_bodies()) == first
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 8, 30, 9, 0, 0)}
    properties = load_workbook(BytesIO(first)).properties
    assert f"{properties.created} {properties.modified}" == "2026-08-30 09:00:00 2026-08-30 09:00:00"


def test_workbook_of_a_meeting_without_sessions_can_be_opened(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    empty = replace(agenda, entries=(), omitted=())
    (tmp_path / "programme.xlsx").write_bytes(workbook(problem, empty))
    assert read_agenda(tmp_path / "programme.xlsx", problem).entries == ()


def test_workbook_is_read_back_with_what_it_was_made_from_and_without_its_cost(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    agenda = replace(agenda, inputs="sha256:a", book="sha256:b", variant="tight", seed=7)
    (tmp_path / "programme.xlsx").write_bytes(workbook(problem, agenda))
    assert read_agenda(tmp_path / "programme.xlsx", problem) == replace(agenda, status="feasible", cost=0, bound=0, cost_by_rule=())
