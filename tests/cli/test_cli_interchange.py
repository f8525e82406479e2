"""``schedule import`` and ``schedule export``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Answer, change, contents, schedule
from requests_made_up import made_up


@pytest.fixture
def requests(tmp_path: Path) -> Path:
    """A file of session requests of an invented meeting."""
    file = tmp_path / "requests.json"
    file.write_text(json.dumps(made_up()), "utf-8")
    return file


@pytest.mark.usefixtures("requests")
def test_import_makes_a_meeting_that_is_solved_and_exported(tmp_path: Path) -> None:
    assert schedule("import", "ietf", "requests.json", "meeting") == Answer(
        0,
        "8 files are in meeting: 9 periods, 3 rooms, 2 people, 9 sessions, 12 pairs, 29 rules.\n"
        "Now: schedule solve meeting; schedule export ietf meeting meeting/out/agenda.json FILE\n",
        "",
    )
    assert schedule("validate", "meeting").err == ""
    assert schedule("solve", "meeting", "-q", "--time-limit", "5").code == 0
    assert schedule("export", "ietf", "meeting", "meeting/out/agenda.json", "slots.json") == Answer(
        0, "9 sessions are in slots.json.\n", ""
    )
    slots = json.loads((tmp_path / "slots.json").read_bytes())
    assert sorted(slots) == [str(session["id"]) for session in made_up()["sessions"]]
    assert set(slots.values()) <= {slot["id"] for slot in made_up()["timeslots"]}


def test_import_into_a_folder_that_is_there_changes_nothing(requests: Path, ok_small: Path) -> None:
    before = contents(ok_small)
    answer = schedule("import", "ietf", requests.name, "ok_small")
    assert answer == Answer(1, "", "error: ok_small exists and is not empty\n    name a new folder\n")
    assert contents(ok_small) == before


def test_import_of_a_wrong_file_makes_nothing(requests: Path, tmp_path: Path) -> None:
    change(requests, '"meeting"', '"meetings"')
    message = (
        "requests.json: the key 'meeting' is missing\n"
        "requests.json:meetings: unknown key 'meetings'\n    did you mean 'meeting'?\n"
        "2 faults to correct; no file was changed.\n"
    )
    assert schedule("import", "ietf", "requests.json", "meeting") == Answer(2, "", message)
    assert not (tmp_path / "meeting").exists()


def test_import_of_a_file_that_is_not_there() -> None:
    message = "error: none.json: No such file or directory\n    check that it exists and that you may use it\n"
    assert schedule("import", "ietf", "none.json", "meeting") == Answer(1, "", message)


def test_export_of_a_meeting_that_was_not_imported(ok_small: Path, tmp_path: Path) -> None:
    assert schedule("solve", "ok_small", "-q").code == 0
    answer = schedule("export", "ietf", "ok_small", "ok_small/out/agenda.json", "slots.json")
    assert answer == Answer(
        1,
        "",
        "error: the sheets have no columns 'ietf_timeslots' and 'ietf_session', from which the ids are taken\n"
        "    export a meeting that was made with 'schedule import ietf'\n",
    )
    assert not (tmp_path / "slots.json").exists()


@pytest.mark.usefixtures("requests")
def test_export_where_a_period_has_fewer_slots_than_rooms(tmp_path: Path) -> None:
    assert schedule("import", "ietf", "requests.json", "meeting").code == 0
    assert schedule("solve", "meeting", "-q", "--time-limit", "5").code == 0
    agenda = json.loads((tmp_path / "meeting/out/agenda.json").read_bytes())
    used = agenda["entries"][0]
    periods = tmp_path / "meeting/periods.csv"
    line = next(line for line in periods.read_text("utf-8").splitlines() if line.startswith(used["period"]))
    change(periods, line, line.rpartition(",")[0] + ",")
    answer = schedule("export", "ietf", "meeting", "meeting/out/agenda.json", "slots.json")
    assert (answer.code, answer.out) == (1, "")
    assert f"the period {used['period']} has no timeslot in the room" in answer.err
