"""Every typo of the table is reported as it says, and all of them at once."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from input_error_cases import GROUPS, MEETING, OK_SMALL, Case, copy_meeting, read_all
from write_input_errors import PAGE, page

from scheduler.domain.errors import Fault, InputError
from scheduler.files.meeting_folder import read_meeting

CASES = [pytest.param(case, id=f"{group}: {case.title}") for group, cases in GROUPS for case in cases]


def lines_said() -> list[str]:
    with pytest.raises(InputError) as caught:
        read_all()
    return [f"{fault.source}: {fault.message} / {fault.hint}" for fault in caught.value.faults]


@pytest.fixture
def meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    copy_meeting()


@pytest.mark.usefixtures("meeting")
def test_input_unspoilt_is_read_without_a_fault_or_warning() -> None:
    read_all()
    assert read_meeting(OK_SMALL).warnings == ()


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize("case", CASES)
def test_input_typo_is_said_once_and_word_for_word(case: Case) -> None:
    case.spoil()
    assert lines_said() == [f"{case.message} / {case.hint}"]


PIECES = st.sampled_from(
    ['"', "\n", "|", ";", ",", ":", "- ", "[", "{", "}", "*", "&a ", "\t", "\0", "all", "0", "9999", "24:00", "0001-01-01"]
)
FILES = st.sampled_from([*sorted(path.name for path in OK_SMALL.iterdir() if path.is_file()), "out/agenda.json"])


@settings(deadline=None, max_examples=100)
@given(name=FILES, start=st.floats(0, 1), length=st.integers(0, 10), piece=PIECES)
def test_input_spoilt_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, start: float, length: int, piece: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("spoilt"))
        copy_meeting()
        text = (MEETING / name).read_text("utf-8")
        cut = round(start * len(text))
        (MEETING / name).write_text(text[:cut] + piece + text[cut + length :], "utf-8")
        faults: tuple[Fault, ...] = ()
        try:
            read_all()
        except InputError as error:
            faults = error.faults
    assert [fault for fault in faults if not fault.message or not fault.source.file.startswith("meeting")] == []


def test_input_error_page_is_written_from_these_cases() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python tests/files/write_input_errors.py"


@pytest.mark.usefixtures("meeting")
def test_input_typos_in_many_files_are_all_reported_together() -> None:
    chosen = {
        "a number with its unit",
        "a quotation mark is never closed",
        "a body that does not exist",
        "neither free nor busy",
        "a due date that cannot be read",
        "an event whose duration cannot be read",
        "a calendar of somebody unknown",
        "a grid that does not divide the day",
        "a time zone that is misspelt",
        "an unknown kind of rule",
        "a strength that does not exist",
        "a time that cannot be read",
    }
    cases = {case.title: case for _, group in reversed(GROUPS) for case in group if case.title in chosen}
    assert cases.keys() == chosen
    for case in cases.values():
        case.spoil()
    assert sorted(lines_said()) == sorted(f"{case.message} / {case.hint}" for case in cases.values())
