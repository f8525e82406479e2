"""``schedule import`` and ``schedule export``."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import conferences_made_up
import cosplib_made_up
import openpyxl
import pytest
import timefold_score
from command_line import Answer, change, contents, schedule
from conference_made_up import answers, as_bytes, schedule_xml
from requests_made_up import made_up

from scheduler.interchange.timefold.meeting import soft_score


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


@pytest.fixture
def schedule_xml_file(tmp_path: Path) -> Path:
    """A schedule.xml of an invented conference."""
    file = tmp_path / "schedule.xml"
    file.write_text(schedule_xml(), "utf-8")
    return file


@pytest.mark.usefixtures("schedule_xml_file")
def test_import_makes_a_conference_that_keeps_what_it_is_asked_to() -> None:
    counts = "3 periods, 2 rooms, 3 people, 7 sessions"
    assert schedule("import", "frab", "schedule.xml", "open") == Answer(0, f"7 files are in open: {counts}, 4 rules.\n{_now('open')}", "")
    answer = schedule("import", "frab", "schedule.xml", "kept", "--keep-times", "--keep-rooms")
    assert answer == Answer(0, f"7 files are in kept: {counts}, 11 rules.\n{_now('kept')}", "")
    assert schedule("validate", "kept").err == ""
    assert schedule("solve", "kept", "-q", "--time-limit", "5").code == 0


def _now(folder: str) -> str:
    return f"Now: schedule solve {folder}; schedule export frab {folder} {folder}/out/agenda.json FILE\n"


@pytest.mark.usefixtures("schedule_xml_file")
def test_export_of_a_conference_that_was_kept_says_what_was_imported(tmp_path: Path) -> None:
    assert schedule("import", "frab", "schedule.xml", "kept", "--keep-times", "--keep-rooms").code == 0
    assert schedule("solve", "kept", "-q", "--time-limit", "5").code == 0
    for form in ("xml", "JSON"):
        answer = schedule("export", "frab", "kept", "kept/out/agenda.json", f"again.{form}")
        assert answer == Answer(0, f"7 sessions are in again.{form}.\n", "")
        assert (tmp_path / f"again.{form}").read_bytes() == (tmp_path / "kept" / "out" / f"schedule.{form.lower()}").read_bytes()
        assert schedule("import", "frab", f"again.{form}", f"again-{form}").code == 0
    sheets = [(tmp_path / folder / "sessions.csv").read_text("utf-8") for folder in ("kept", "again-xml", "again-JSON")]
    kept, *again = ({row["guid"]: row for row in csv.DictReader(text.splitlines())} for text in sheets)
    others = ("session", "presenters", "theme", "kind")
    assert [[{key: row[key] for key in row if key not in others} for row in one.values()] for one in again] == [
        [{key: kept[guid][key] for key in kept[guid] if key not in others} for guid in one] for one in again
    ]
    assert all(one.keys() == kept.keys() for one in again)


def test_import_of_pretalx_answers(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_bytes(as_bytes(answers()))
    answer = schedule("import", "pretalx", "answers.json", "meeting")
    assert answer.out.startswith("8 files are in meeting: 4 periods, 2 rooms, 3 people, 7 sessions, 2 availability, 6 rules.\n")


@pytest.mark.usefixtures("requests")
def test_import_of_requests_has_nothing_published_to_keep(tmp_path: Path) -> None:
    message = (
        "--keep-rooms: the format ietf has no published programme\n    leave it out\n"
        "--keep-times: the format ietf has no published programme\n    leave it out\n"
        "2 faults to correct; no file was changed.\n"
    )
    assert schedule("import", "ietf", "requests.json", "meeting", "--keep-times", "--keep-rooms") == Answer(2, "", message)
    assert not (tmp_path / "meeting").exists()


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


def test_import_of_a_conference_that_is_solved_and_exported(tmp_path: Path) -> None:
    conference = conferences_made_up.made_up(random.Random(1), packed=False)
    (tmp_path / "conference.json").write_text(json.dumps(conference), "utf-8")
    assert schedule("import", "timefold", "conference.json", "meeting").out.startswith(
        "7 files are in meeting: 16 periods, 5 rooms, 8 people, 12 sessions, "
    )
    assert schedule("solve", "meeting", "-q", "--time-limit", "5").code == 0
    answer = schedule("export", "timefold", "meeting", "meeting/out/agenda.json", "places.json")
    assert answer == Answer(0, "12 sessions are in places.json.\n", "")
    places = {int(talk): (slot, room) for talk, (slot, room) in json.loads((tmp_path / "places.json").read_bytes()).items()}
    hard, soft = timefold_score.score(conference, places)
    cost = json.loads((tmp_path / "meeting/out/agenda.json").read_bytes())["cost"]
    assert (hard, soft) == (0, soft_score(json.dumps(conference).encode(), "conference.json", cost))


def test_export_of_places_from_a_meeting_that_was_not_imported(ok_small: Path, tmp_path: Path) -> None:
    assert schedule("solve", "ok_small", "-q").code == 0
    assert schedule("export", "timefold", "ok_small", "ok_small/out/agenda.json", "places.json") == Answer(
        1,
        "",
        "error: not every row has its number in 'timefold_timeslot', 'timefold_room' or 'timefold_talk', by which it is named\n"
        "    export a meeting that was made with 'schedule import timefold'\n",
    )
    assert not (tmp_path / "places.json").exists()


def test_conference_of_cosplib_is_imported_solved_and_exported(tmp_path: Path) -> None:
    (tmp_path / "conference.xlsx").write_bytes(cosplib_made_up.workbook(cosplib_made_up.made_up()))
    assert schedule("import", "cosplib", "conference.xlsx", "meeting") == Answer(
        0,
        "8 files are in meeting: 5 periods, 3 rooms, 6 people, 8 sessions, 16 pairs, 34 rules.\n"
        "Now: schedule solve meeting; schedule export cosplib meeting meeting/out/agenda.json FILE\n",
        "",
    )
    assert schedule("validate", "meeting").err == ""
    assert schedule("solve", "meeting", "-q", "--time-limit", "5").code == 0
    answer = schedule("export", "cosplib", "meeting", "meeting/out/agenda.json", "solution.xlsx")
    assert answer == Answer(0, "8 sessions are in solution.xlsx.\n", "")
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "solution.xlsx").worksheets[0].iter_rows(values_only=True) for cell in row]
    slots = {row[0]: row[2] for row in cosplib_made_up.made_up()["submissions"][1:] if row[0]}
    assert {name: cells.count(name) for name in slots} == slots


def test_export_of_a_meeting_that_is_no_conference_of_cosplib(ok_small: Path, tmp_path: Path) -> None:
    assert schedule("solve", "ok_small", "-q").code == 0
    answer = schedule("export", "cosplib", "ok_small", "ok_small/out/agenda.json", "solution.xlsx")
    assert answer == Answer(
        1,
        "",
        "error: the sheets have no column 'cosplib_session', or empty cells in it, from which the names are taken\n"
        "    export a meeting that was made with 'schedule import cosplib'\n",
    )
    assert not (tmp_path / "solution.xlsx").exists()
