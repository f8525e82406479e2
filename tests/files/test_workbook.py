import csv
import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from input_error_cases import OK_SMALL
from openpyxl import Workbook

from scheduler.domain.errors import InputError
from scheduler.files.meeting_folder import read_meeting
from scheduler.files.workbook import cell_text

SETTINGS: tuple[tuple[str, object], ...] = (
    ("key", "value"),
    ("meeting", "ok-small-2027"),
    ("title", "Small meeting of four sessions"),
    ("zone", "Europe/Vienna"),
    ("first_day", date(2027, 3, 27)),
    ("last_day", datetime(2027, 3, 28)),
    ("grid", 15.0),
    ("prepared", "2027-01-11T09:00:00Z"),
    ("organizer.name", "Secretariat"),
    ("organizer.email", "secretariat@small.example"),
    ("markings", "public|partners"),
    ("travel.Main-Annex", 10),
    ("rules", "rules.yaml"),
)


def typed(text: str) -> object:
    """A cell as Excel would hold it."""
    if text.isdecimal():
        return int(text)
    for kind in (time, date):
        try:
            return kind.fromisoformat(text)
        except ValueError:
            pass
    return text


@pytest.fixture
def book() -> Workbook:
    book = Workbook()
    book.active.title = "meeting"
    for row in SETTINGS:
        book.active.append(row)
    for path in sorted(OK_SMALL.glob("*.csv")):
        sheet = book.create_sheet(path.stem)
        for row in csv.reader(path.read_text("utf-8").splitlines()):
            sheet.append([typed(cell) for cell in row])
    return book


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("meeting")
    folder.mkdir()
    shutil.copy(OK_SMALL / "rules.yaml", folder)
    return folder


def test_workbook_gives_the_same_meeting_as_csv_files(book: Workbook, folder: Path) -> None:
    book.save(folder / "meeting.xlsx")
    from_book, from_files = read_meeting(folder), read_meeting(OK_SMALL)
    assert from_book.problem == from_files.problem
    assert from_book.problem.inputs == from_files.problem.inputs
    assert from_book.book == from_files.book


def test_workbook_has_its_calendars_beside_it(book: Workbook, folder: Path) -> None:
    book.save(folder / "meeting.xlsx")
    files = Path(shutil.copytree(OK_SMALL, folder.parent / "files"))
    for meeting in (folder, files):
        (meeting / "availability").mkdir()
        event = "BEGIN:VEVENT\nDTSTART:20270327T110000Z\nDTEND:20270327T120000Z\nEND:VEVENT"
        (meeting / "availability" / "cor-01.ics").write_text(f"BEGIN:VCALENDAR\n{event}\nEND:VCALENDAR\n", "utf-8")
    from_book, from_files = read_meeting(folder).problem, read_meeting(files).problem
    assert from_book == from_files
    assert [row.id for row in from_book.availability] == ["annex", "cor-01"]


def test_workbook_faults_name_sheet_row_and_column(book: Workbook, folder: Path) -> None:
    book["rooms"]["D3"] = "twenty"
    book["meeting"]["B7"] = 7
    book["sessions"].title = "Sesions"
    book.save(folder / "meeting.xlsx")
    with pytest.raises(InputError) as caught:
        read_meeting(folder)
    assert [str(fault).splitlines()[0] for fault in caught.value.faults] == [
        "meeting/meeting.xlsx[Sesions]: there is no sheet 'Sesions'",
        "meeting/meeting.xlsx[meeting]:7:grid: 7 minutes do not divide a day",
        "meeting/meeting.xlsx[rooms]:3:capacity: 'twenty' is not a whole number",
    ]


def test_workbook_without_settings_and_rooms_says_so(book: Workbook, folder: Path) -> None:
    book.remove(book["meeting"])
    book.remove(book["rooms"])
    book.save(folder / "meeting.xlsx")
    with pytest.raises(InputError) as caught:
        read_meeting(folder)
    assert sorted(fault.message for fault in caught.value.faults) == ["the sheet 'meeting' is missing", "the sheet 'rooms' is missing"]


def test_workbook_key_twice_is_a_fault(book: Workbook, folder: Path) -> None:
    book["meeting"].append(["grid", 5])
    book.save(folder / "meeting.xlsx")
    with pytest.raises(InputError) as caught:
        read_meeting(folder)
    assert [str(fault.source) for fault in caught.value.faults] == ["meeting/meeting.xlsx[meeting]:14:grid"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (5, "5"),
        (5.0, "5"),
        (5.5, "5.5"),
        (date(2027, 3, 9), "2027-03-09"),
        (datetime(2027, 3, 9), "2027-03-09"),
        (datetime(2027, 3, 9, 14), "2027-03-09T14:00"),
        (datetime(2027, 3, 9, 14, 0, 30), "2027-03-09T14:00:30"),
        (time(9, 30), "09:30"),
        (timedelta(hours=24), "24:00"),
        ("NA", "NA"),
    ],
)
def test_cell_text_is_what_a_csv_file_would_hold(value: object, text: str) -> None:
    assert cell_text(value) == text
