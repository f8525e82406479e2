"""What has changed since a release is marked in the workbook: in the grid, in the sheet agenda, and in a sheet of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from published_meetings import meeting_in, two_bodies, worded
from test_programme_workbook import DANGEROUS, DAY, SHEETS
from test_released import changed

from scheduler.domain.agenda import Agenda, Duty
from scheduler.domain.problem import Problem, Role
from scheduler.files.agenda_file import read_agenda
from scheduler.publish.ics import shown
from scheduler.publish.marks import Since
from scheduler.publish.workbook import workbook

HALL = "in Great Hall, Congress Centre"
MOVED = f"Mon 01 Mar 11:00-12:30 {HALL}", f"Mon 01 Mar 15:00-16:30 {HALL}"
NOTES = {
    "rpoc-4a": f"moved since release 3: {MOVED[0]} → {MOVED[1]}; no longer Rapporteur: Cy Example (Westland)",
    "extra": f"added since release 3: Mon 01 Mar 10:00-10:30 {HALL}",
    "coffee": f"withdrawn since release 3: Mon 01 Mar 15:00-15:30 {HALL}",
    "group": "",
}


def since(problem: Problem, agenda: Agenda, release: int = 3) -> Since:
    """A release that showed this agenda."""
    return Since(release, {entry.uid: entry for entry in (shown(problem, entry) for entry in agenda.entries)})


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content), rich_text=True)


def marked() -> Workbook:
    """What the story's second release changes of the first."""
    return opened(workbook(*changed(), since(*two_bodies())))


def framed(sheet: Worksheet) -> dict[str, str]:
    """The sides of each cell that are thick, by their first letters."""
    sides = ("left", "right", "top", "bottom")
    found = {
        cell.coordinate: "".join(name[0] for name in sides if (side := getattr(cell.border, name)) and side.style == "thick")
        for row in sheet.iter_rows()
        for cell in row
    }
    return {cell: letters for cell, letters in found.items() if letters}


def values(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_grid_frames_what_moved_or_joined_and_says_how_in_a_note() -> None:
    sheet = marked()[DAY]
    # openpyxl gives the first of merged cells the lower side of the last.
    assert framed(sheet) == {"C4": "lrtb", "C14": "lrtb", "C15": "lr", "C16": "lrb"}
    notes = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert notes == {"C4": NOTES["extra"], "C14": NOTES["rpoc-4a"]}
    assert [str(sheet[cell].value).endswith(end) for cell, end in (("C4", "[extra]"), ("C14", "[rpoc-4a]"))] == [True, True]
    legend = "thick frame: changed since release 3, as the note on the cell and the sheet changes say"
    assert str(sheet["A2"].value).endswith(f"     {legend}")


def test_sheet_changes_lists_every_detail_in_the_words_of_diff() -> None:
    name = "RPOC: 4a. Export control issues; new, urgent"
    book = marked()
    assert book.sheetnames == [DAY, "agenda", "changes", *SHEETS[2:]]
    assert values(book["changes"]) == [
        ("change", "session", "title", "what", "in release 3", "now"),
        ("added", "extra", "RPOC: 9. Any other business", "time and room", None, f"Mon 01 Mar 10:00-10:30 {HALL}"),
        ("withdrawn", "coffee", "Coffee", "time and room", f"Mon 01 Mar 15:00-15:30 {HALL}", None),
        ("moved", "rpoc-4a", name, "time and room", *MOVED),
        ("moved", "rpoc-4a", name, "particulars", "Rapporteur: Cy Example (Westland)", None),
    ]


def test_sheet_agenda_says_what_has_become_of_each_session() -> None:
    header, *rows = values(marked()["agenda"])
    assert header[-2:] == ("placed", "changes")
    assert {row[0]: row[-1] or "" for row in rows} == NOTES
    assert ("changes since", "release 3") in values(marked()["about"])


def test_new_title_or_body_is_marked_too() -> None:
    problem, agenda = two_bodies()
    renamed = {"coffee": {"title": "Tea"}, "group": {"body": None}}
    sessions = tuple(replace(session, **renamed.get(session.id, {})) for session in problem.sessions)
    book = opened(workbook(replace(problem, sessions=sessions), agenda, since(problem, agenda)))
    assert values(book["changes"])[1:] == [
        ("changed", "group", "Small group", "title", "SG: Small group", "Small group"),
        ("changed", "coffee", "Tea", "title", "Coffee", "Tea"),
    ]
    assert framed(book[DAY]).keys() == {"D4", "D5", "C14"}


def test_change_that_nobody_is_shown_in_words_is_marked_as_other_details() -> None:
    problem, agenda = two_bodies()
    later = replace(problem, meeting=replace(problem.meeting, organizer=replace(problem.meeting.organizer, email="other@example.org")))
    book = opened(workbook(later, agenda, since(problem, agenda)))
    assert [row[3:] for row in values(book["changes"])[1:]] == [("other details", None, None)] * 3
    assert [row[-1] for row in values(book["agenda"])[1:]] == ["changed since release 3: other details"] * 3 + [None]


def test_workbook_without_changes_has_an_empty_list_and_no_mark() -> None:
    problem, agenda = two_bodies()
    book = opened(workbook(problem, agenda, since(problem, agenda)))
    assert values(book["changes"]) == [("change", "session", "title", "what", "in release 3", "now")]
    assert framed(book[DAY]) == {}
    assert book[DAY]["A2"].value == opened(workbook(problem, agenda))[DAY]["A2"].value


def test_workbook_before_there_is_a_release_has_no_marks() -> None:
    book = opened(workbook(*changed()))
    assert book.sheetnames == SHEETS
    assert values(book["agenda"])[0][-1] == "placed"


def test_marked_workbook_has_the_same_bytes_again_and_no_time_of_the_machine() -> None:
    first, again = (workbook(*changed(), since(*two_bodies())) for _ in range(2))
    assert first == again
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 8, 30, 9, 0, 0)}


def read(content: bytes, problem: Problem, folder: Path) -> Agenda:
    (folder / "programme.xlsx").write_bytes(content)
    return read_agenda(folder / "programme.xlsx", problem)


def test_marked_workbook_is_read_back_as_the_plain_one(tmp_path: Path) -> None:
    problem, agenda = changed()
    marked, plain = workbook(problem, agenda, since(*two_bodies())), workbook(problem, agenda)
    assert read(marked, problem, tmp_path) == read(plain, problem, tmp_path)
    assert read(marked, problem, tmp_path).entries == agenda.entries


def test_role_that_is_called_changes_is_read_back_from_a_marked_workbook(tmp_path: Path) -> None:
    problem, agenda = two_bodies()
    sessions = tuple(replace(one, roles=(Role("changes", ("di",)),)) if one.id == "coffee" else one for one in problem.sessions)
    entries = tuple(replace(one, duties=(Duty("changes", ("di",)),)) if one.session == "coffee" else one for one in agenda.entries)
    problem, agenda = replace(problem, sessions=sessions), replace(agenda, entries=entries)
    content = workbook(problem, agenda, since(*two_bodies()))
    assert read(content, problem, tmp_path).entries == agenda.entries


STARTS = st.lists(st.integers(0, 2 * 24 * 4 - 4), min_size=4, max_size=4, unique=True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(before=STARTS, after=STARTS, held=st.sets(st.integers(0, 3)))
def test_marked_workbook_of_any_change_is_read_back(tmp_path: Path, before: list[int], after: list[int], held: set[int]) -> None:
    first, last = date(2027, 3, 1), date(2027, 3, 2)

    def at(quarters: list[int]) -> tuple[Problem, Agenda]:
        midnight = datetime(2027, 3, 1, tzinfo=UTC)
        return meeting_in("UTC", first, last, tuple(midnight + timedelta(minutes=15 * quarter) for quarter in quarters))

    problem, agenda = at(after)
    kept = tuple(entry for entry in agenda.entries if int(entry.session[1:]) in held)
    omitted = tuple(entry.session for entry in agenda.entries if entry not in kept)
    agenda = replace(agenda, entries=kept, omitted=omitted)
    content = workbook(problem, agenda, since(*at(before)))
    assert read(content, problem, tmp_path) == agenda
    listed = {row[1]: row[0] for row in values(opened(content)["changes"])[1:]}
    moved = {f"s{number}": "moved" for number in held if before[number] != after[number]}
    assert listed == moved | {f"s{number}": "withdrawn" for number in range(4) if number not in held}


def test_text_that_looks_like_a_formula_or_is_no_xml_stays_text_in_the_marks() -> None:
    problem, agenda = worded(DANGEROUS)
    before = since(problem, agenda)
    # As a release of an older Rostrum may have them in the ledger.
    old = {uid: replace(entry, summary=f"{entry.summary}\uffff\x07", location=f"={entry.location}") for uid, entry in before.shown.items()}
    book = opened(workbook(problem, agenda, replace(before, shown=old)))
    cells = [cell for row in book["changes"].iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 60
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    unsafe = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert [cell.coordinate for cell in unsafe if not cell.quotePrefix] == []
