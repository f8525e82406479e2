"""The workbook read back after somebody has worked on it: moved, unmerged, deleted, misspelt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from ok_small_agenda import AGENDA, edited_agendas
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from test_agenda_file import PROBLEM

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.errors import InputError
from scheduler.files.agenda_file import agenda_bytes, read_agenda
from scheduler.publish.workbook import workbook

SAT, SUN = "Sat 2027-03-27", "Sun 2027-03-28"
Edit = Callable[[Workbook], object]
"""SAT: rows of 30 minutes from 10:00 in row 4; the hall is column C. SUN: rows of 15 from 9:00; hall C, annex D."""


def edited(folder: Path, *edits: Edit) -> Agenda:
    path = folder / "programme.xlsx"
    path.write_bytes(workbook(PROBLEM, AGENDA))
    book = load_workbook(path, rich_text=True)
    for edit in edits:
        edit(book)
    book.save(path)
    return read_agenda(path, PROBLEM)


def faults_of(folder: Path, *edits: Edit) -> list[str]:
    with pytest.raises(InputError) as caught:
        edited(folder, *edits)
    return [str(fault).replace(f"{folder}/", "").replace("\n    ", " / ") for fault in caught.value.faults]


def set_cell(sheet: str, cell: str, value: object) -> Edit:
    return lambda book: book[sheet].__setitem__(cell, value)


def move(sheet: str, cell: str, to: str, onto: str = "") -> Edit:
    """Cut a session's cell, merged as it is, and paste it, as Excel does."""

    def edit(book: Workbook) -> None:
        source, target = book[sheet], book[onto or sheet]
        unmerge(source, cell)
        value = source[cell].value
        source[cell] = None
        target[to] = value

    return edit


def unmerge(sheet: Worksheet, cell: str) -> None:
    for area in [area for area in sheet.merged_cells.ranges if cell in area]:
        sheet.unmerge_cells(str(area))


def cell_of(book: Workbook, sheet: str, session: str) -> str:
    return next(cell.coordinate for row in book[sheet].iter_rows() for cell in row if str(cell.value).endswith(f"[{session}]"))


def entry(agenda: Agenda, session: str) -> Entry:
    found = agenda.entry(session)
    assert found is not None
    return found


def test_workbook_that_nobody_touched_is_the_agenda_without_its_cost(tmp_path: Path) -> None:
    assert edited(tmp_path) == replace(AGENDA, status="feasible", cost=0, bound=0, cost_by_rule=())


def test_sessions_stand_where_these_tests_take_them_to_be(tmp_path: Path) -> None:
    edited(tmp_path)
    book = load_workbook(tmp_path / "programme.xlsx", rich_text=True)
    found = [cell_of(book, sheet, id) for sheet, id in ((SAT, "opening"), (SUN, "proposals-a"), (SUN, "proposals-b"), (SUN, "wrap-up"))]
    assert found == ["C4", "C4", "D11", "C16"]
    assert [book["agenda"][f"A{row}"].value for row in range(2, 6)] == ["opening", "proposals-a", "proposals-b", "wrap-up"]


@settings(deadline=None, max_examples=30)
@given(agenda=edited_agendas(PROBLEM))
def test_agenda_of_any_kind_is_read_back_from_the_workbook_as_from_json(tmp_path_factory: pytest.TempPathFactory, agenda: Agenda) -> None:
    folder = tmp_path_factory.mktemp("agenda")
    (folder / "programme.xlsx").write_bytes(workbook(PROBLEM, agenda))
    (folder / "agenda.json").write_bytes(agenda_bytes(PROBLEM, agenda))
    assert read_agenda(folder / "programme.xlsx", PROBLEM) == agenda
    assert read_agenda(folder / "agenda.json", PROBLEM) == agenda


def test_session_moved_in_the_grid_has_another_start_room_and_period(tmp_path: Path) -> None:
    agenda = edited(tmp_path, move(SUN, "D11", "C14", onto=SAT))
    before = entry(AGENDA, "proposals-b")
    start = datetime(2027, 3, 27, 14, tzinfo=UTC)
    assert entry(agenda, "proposals-b") == replace(before, start=start, period="sat-pm", room="hall")
    assert [one for one in agenda.entries if one.session != "proposals-b"] == [
        one for one in AGENDA.entries if one.session != "proposals-b"
    ]


def test_session_moved_in_the_flat_sheet_has_another_start_room_and_people(tmp_path: Path) -> None:
    agenda = edited(
        tmp_path,
        set_cell("agenda", "F2", time(15, 30)),
        set_cell("agenda", "J2", "annex"),
        set_cell("agenda", "K4", "ard-01"),
    )
    before = entry(AGENDA, "opening")
    start = datetime(2027, 3, 27, 14, 30, tzinfo=UTC)
    assert entry(agenda, "opening") == replace(before, start=start, period="sat-pm", room="annex")
    assert [duty.people for duty in entry(agenda, "proposals-b").duties] == [("cor-01",), ("ard-01",)]


def test_session_moved_to_the_same_place_in_both_is_there(tmp_path: Path) -> None:
    agenda = edited(tmp_path, move(SAT, "C4", "C6"), set_cell("agenda", "F2", "11:00"))
    assert entry(agenda, "opening").start == datetime(2027, 3, 27, 10, tzinfo=UTC)


def test_session_moved_to_two_places_is_a_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, move(SAT, "C4", "C6"), set_cell("agenda", "F2", "12:00")) == [
        "programme.xlsx[agenda]:2:day: the session 'opening' was moved twice: to 2027-03-27 11:00 hall in the grid,"
        " to 2027-03-27 12:00 hall in this row / put it in the same place in both, or move it back in one of them"
    ]


def test_session_deleted_from_the_grid_or_not_held_in_the_flat_sheet_is_left_out(tmp_path: Path) -> None:
    assert edited(tmp_path, set_cell(SAT, "C4", None)).omitted == ("opening",)
    assert edited(tmp_path, set_cell("agenda", "D2", "no")).omitted == ("opening",)
    assert edited(tmp_path, lambda book: book["agenda"].delete_rows(2), set_cell(SAT, "C4", None)).omitted == ()


def test_cells_unmerged_and_rewritten_by_hand_are_read_the_same(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        unmerge(book[SUN], "C16")
        book[SUN]["C16"] = "The end  [wrap-up] "

    assert edited(tmp_path, edit) == edited(tmp_path)


def test_row_and_column_that_were_added_to_the_grid_count(tmp_path: Path) -> None:
    edits = (
        set_cell(SAT, "B30", time(19, 5)),
        set_cell(SAT, "F3", "Annex [annex]"),
        move(SAT, "C4", "F30"),
    )
    moved = entry(edited(tmp_path, *edits), "opening")
    assert (moved.start, moved.room) == (datetime(2027, 3, 27, 18, 5, tzinfo=UTC), "annex")


def test_notes_beside_and_below_the_grid_and_sheets_of_one_s_own_are_left_alone(tmp_path: Path) -> None:
    edits = (set_cell(SAT, "H6", "ask Ana [soon]"), set_cell(SAT, "C40", "Draft!"), lambda book: book.create_sheet("Ideas").append(["x"]))
    assert edited(tmp_path, *edits) == edited(tmp_path)


def test_workbook_without_grids_is_read_by_its_flat_sheet(tmp_path: Path) -> None:
    def remove(book: Workbook) -> None:
        for name in (SAT, SUN, "about"):
            book.remove(book[name])

    assert edited(tmp_path, remove, set_cell("agenda", "F2", "11:00")).entries[0].start == datetime(2027, 3, 27, 10, tzinfo=UTC)


def test_workbook_without_the_column_placed_is_read_by_its_grid(tmp_path: Path) -> None:
    agenda = edited(tmp_path, lambda book: book["agenda"].delete_cols(13), set_cell("agenda", "F2", "11:00"), move(SAT, "C4", "C8"))
    assert entry(agenda, "opening").start == datetime(2027, 3, 27, 11, tzinfo=UTC)


def test_workbook_faults_are_all_reported_at_once_with_sheet_and_cell(tmp_path: Path) -> None:
    edits = (
        set_cell(SAT, "C4", "Opening [openning]"),
        set_cell(SAT, "C6", "Lunch"),
        set_cell(SUN, "D3", "Annex [anex]"),
        set_cell(SUN, "B16", "noon"),
        set_cell("agenda", "J3", "haal"),
        set_cell("agenda", "M4", "elsewhere"),
    )
    assert faults_of(tmp_path, *edits) == [
        "programme.xlsx[Sat 2027-03-27]:4:C: the meeting has no session 'openning' / did you mean 'opening'?",
        "programme.xlsx[Sat 2027-03-27]:6:C: 'Lunch' names no session / a session's cell ends in its id in brackets, [session];"
        " put notes below the last time or beside the rooms",
        "programme.xlsx[Sun 2027-03-28]:3:D: the meeting has no room 'anex' / did you mean 'annex'?",
        "programme.xlsx[Sun 2027-03-28]:16:B: '2027-03-28 noon' is not a date with a time"
        " / write year, month, day and the venue's clock time: 2027-03-09 14:00",
        "programme.xlsx[agenda]:3:room: the meeting has no room 'haal' / did you mean 'hall'?",
        "programme.xlsx[agenda]:4:placed: 'elsewhere' is not where the session was / leave this column as it was written, or empty it",
    ]


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (
            set_cell(SAT, "C8", "Again [opening]"),
            "[Sat 2027-03-27]:8:C: the session 'opening' is also in programme.xlsx[Sat 2027-03-27]:4:C",
        ),
        (move(SAT, "C4", "H4"), "[Sat 2027-03-27]:4:H: the session 'opening' is in no room's column"),
        (move(SAT, "C4", "C40"), "[Sat 2027-03-27]:40:B: the row has no time"),
        (set_cell(SAT, "B3", "Tme"), "[Sat 2027-03-27]: no cell says 'Time'"),
        (lambda book: book.remove(book[SAT]), ": the sheet 'Sat 2027-03-27' is missing"),
        (lambda book: book.copy_worksheet(book[SAT]), "[Sat 2027-03-27 Copy]: this sheet is of the same day as 'Sat 2027-03-27'"),
        (lambda book: book.remove(book["agenda"]), ": the sheet 'agenda' is missing"),
        (lambda book: book["agenda"].delete_rows(2), "[Sat 2027-03-27]:4:C: the session 'opening' has no row in the sheet 'agenda'"),
        (set_cell("about", "B2", "other-2027"), "[about]:2:B: the agenda is of the meeting 'other-2027', not of 'ok-small-2027'"),
    ],
)
def test_workbook_that_is_wrong_in_one_way_says_so(tmp_path: Path, edit: Edit, fault: str) -> None:
    assert f"programme.xlsx{fault}" in [text.partition(" / ")[0] for text in faults_of(tmp_path, edit)]


def test_file_that_is_no_workbook_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "programme.xlsx"
    path.write_bytes(b"not a zip")
    with pytest.raises(InputError) as caught:
        read_agenda(path, PROBLEM)
    assert [fault.message for fault in caught.value.faults] == ["the file is not an Excel workbook, or is damaged"]
