"""``schedule check``: confirmed, refuted, or no agenda at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Answer, add_rule, change, schedule
from openpyxl import load_workbook

CHANGED = "note: the {} changed since this agenda was made; 'schedule solve' makes a new one\n"
OVER = "over-by-noon[wrap-up] (costs 45): wrap-up 'Wrap-up' ends Sun 12:45, after Sun 12:00\n"
CONFIRMED = f"{OVER}Confirmed: everything that must hold does. Cost 45.\n"


@pytest.fixture
def solved(ok_small: Path) -> Path:
    assert schedule("solve", "ok_small", "-q").code == 0
    return ok_small


@pytest.mark.usefixtures("solved")
def test_check_of_what_solve_wrote_confirms_it() -> None:
    assert schedule("check", "ok_small") == Answer(0, CONFIRMED, "")
    assert schedule("check", "ok_small", "ok_small/out/agenda.json") == Answer(0, CONFIRMED, "")


@pytest.mark.usefixtures("solved")
def test_check_json_of_a_confirmed_agenda() -> None:
    answer = schedule("check", "ok_small", "--json")
    violation = {
        "rule": "over-by-noon",
        "instance": "over-by-noon[wrap-up]",
        "measure": 45,
        "cost": 45,
        "sentence": "wrap-up 'Wrap-up' ends Sun 12:45, after Sun 12:00",
    }
    costs = {"opening-early": 0, "over-by-noon": 45}
    assert json.loads(answer.out) == {"confirmed": True, "cost": 45, "cost_by_rule": costs, "violations": [violation]}


def test_check_takes_the_variant_by_which_the_agenda_was_made(ok_small: Path) -> None:
    add_rule(ok_small, "{id: last, rule: held, for: all, strength: must}")
    book = ok_small / "rules.yaml"
    book.write_text(f"{book.read_text('utf-8')}variants: {{patient: {{over-by-noon: 2}}, calm: {{over-by-noon: off}}}}\n", "utf-8")
    assert schedule("solve", "ok_small", "-q", "--variant", "patient").code == 0
    assert json.loads((ok_small / "out" / "agenda.json").read_text("utf-8"))["variant"] == "patient"
    doubled = CONFIRMED.replace("costs 45", "costs 90").replace("Cost 45", "Cost 90")
    assert schedule("check", "ok_small") == schedule("check", "ok_small", "--variant", "patient") == Answer(0, doubled, "")
    free = "Confirmed: everything that must hold does. Cost 0.\n"
    assert schedule("check", "ok_small", "--variant", "calm") == Answer(0, free, "note: the file says that it costs 90\n")
    assert schedule("show", "ok_small").err == ""


def test_check_of_an_agenda_whose_variant_is_no_more(solved: Path) -> None:
    change(solved / "out" / "agenda.json", '"variant": null', '"variant": "tight"')
    note = "note: the rule book no longer has the variant 'tight', by which this agenda was made\n"
    assert schedule("check", "ok_small") == Answer(0, CONFIRMED, note)


def test_check_of_an_entry_that_was_moved_refutes_it(solved: Path) -> None:
    change(solved / "out" / "agenda.json", "2027-03-28T12:00:00+02:00", "2027-03-28T11:30:00+02:00")
    both = "proposals-b 'Proposals on valves', Sun 10:45-11:45 in annex and wrap-up 'Wrap-up', Sun 11:30-12:15 in hall"
    order = "item 3, wrap-up 'Wrap-up', starts Sun 11:30, before item 2b, proposals-b 'Proposals on valves', ends Sun 11:45"
    assert schedule("check", "ok_small") == Answer(
        1,
        f"small-delegations[ARD] (must hold): ARD cannot be in both: {both}\n"
        f"agenda-order[proposals-b, wrap-up] (must hold): {order}\n"
        "over-by-noon[wrap-up] (costs 15): wrap-up 'Wrap-up' ends Sun 12:15, after Sun 12:00\n"
        "Refuted: 2 things that must hold are broken.\n",
        "",
    )


def test_check_of_an_entry_that_starts_off_the_grid_refutes_it(solved: Path) -> None:
    change(solved / "out" / "agenda.json", "2027-03-27T10:00:00+01:00", "2027-03-27T10:05:00+01:00")
    answer = schedule("check", "ok_small", "--json")
    verdict = json.loads(answer.out)
    assert (answer.code, verdict["confirmed"]) == (1, False)
    assert [violation["instance"] for violation in verdict["violations"] if violation["cost"] is None] == ["sheets[opening]"]


def test_check_says_when_the_file_s_cost_is_not_so(solved: Path) -> None:
    change(solved / "out" / "agenda.json", '"cost": 45', '"cost": 44')
    assert schedule("check", "ok_small") == Answer(0, CONFIRMED, "note: the file says that it costs 44\n")


def test_check_says_when_the_sheets_or_the_book_changed(solved: Path) -> None:
    change(solved / "rooms.csv", "Great hall", "Greater hall")
    assert schedule("check", "ok_small") == Answer(0, CONFIRMED, CHANGED.format("sheets"))
    add_rule(solved, "{id: early, rule: not_after, for: {id: opening}, time: 'day 1, 11:00', strength: must}")
    assert schedule("check", "ok_small") == Answer(0, CONFIRMED, CHANGED.format("sheets") + CHANGED.format("rule book"))


def test_check_by_another_rule_book(solved: Path) -> None:
    add_rule(solved, "{id: late, rule: not_before, for: {id: opening}, time: 'day 1, 11:00', strength: must}")
    (solved / "rules.yaml").rename(solved.parent / "stricter.yaml")
    (solved / "rules.yaml").write_text("book: empty\nrules: []\n", "utf-8")
    answer = schedule("check", "ok_small", "--rules", "stricter.yaml")
    assert (answer.code, answer.out.splitlines()[-1]) == (1, "Refuted: 1 thing that must hold is broken.")
    assert answer.err == CHANGED.format("rule book")


@pytest.mark.usefixtures("ok_small")
@pytest.mark.parametrize("arguments", [["check", "ok_small"], ["show", "ok_small"]])
def test_agenda_that_is_not_there_yet(arguments: list[str]) -> None:
    message = "ok_small/out/agenda.json: there is no such file\n    make the agenda with 'schedule solve'\n"
    assert schedule(*arguments) == Answer(2, "", f"{message}1 fault to correct; no file was changed.\n")


@pytest.mark.parametrize("text", ["", "{}", "[]", "no json", '{"format": 1, "entries": [7]}', "\x00", '{"format": 99}'])
def test_agenda_that_is_none(solved: Path, text: str) -> None:
    (solved / "out" / "agenda.json").write_text(text, "utf-8")
    answer = schedule("check", "ok_small")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("ok_small/out/agenda.json")


@pytest.mark.usefixtures("solved")
def test_check_of_another_meeting_s_agenda(rpoc: Path) -> None:
    answer = schedule("check", str(rpoc), "ok_small/out/agenda.json")
    assert (answer.code, answer.out) == (2, "")
    assert "the agenda is of the meeting 'ok-small-2027', not of" in answer.err


def test_check_of_the_workbook_and_of_the_table_says_what_it_says_of_the_agenda(solved: Path) -> None:
    for name in ("programme.xlsx", "agenda.csv"):
        assert schedule("check", "ok_small", f"ok_small/out/{name}") == Answer(0, CONFIRMED, "")
    assert schedule("check", str(solved), "ok_small/out/programme.xlsx", "--json") == schedule("check", str(solved), "--json")


def test_check_of_a_grid_edited_by_hand_is_scored_by_rule(solved: Path) -> None:
    path = solved / "out" / "programme.xlsx"
    book = load_workbook(path)
    sunday = book["Sun 2027-03-28"]
    cell = next(cell for row in sunday.iter_rows() for cell in row if str(cell.value).endswith("[wrap-up]"))
    area = next(area for area in sunday.merged_cells.ranges if cell.coordinate in area)
    area.shift(row_shift=-2)  # Half an hour up, as a cell that is cut and pasted.
    sunday.move_range(cell.coordinate, rows=-2)
    book.save(path)
    both = "proposals-b 'Proposals on valves', Sun 10:45-11:45 in annex and wrap-up 'Wrap-up', Sun 11:30-12:15 in hall"
    order = "item 3, wrap-up 'Wrap-up', starts Sun 11:30, before item 2b, proposals-b 'Proposals on valves', ends Sun 11:45"
    assert schedule("check", "ok_small", str(path)) == Answer(
        1,
        f"small-delegations[ARD] (must hold): ARD cannot be in both: {both}\n"
        f"agenda-order[proposals-b, wrap-up] (must hold): {order}\n"
        "over-by-noon[wrap-up] (costs 15): wrap-up 'Wrap-up' ends Sun 12:15, after Sun 12:00\n"
        "Refuted: 2 things that must hold are broken.\n",
        "",
    )


def test_check_of_a_workbook_from_which_a_session_was_deleted_refutes_it(solved: Path) -> None:
    path = solved / "out" / "programme.xlsx"
    book = load_workbook(path)
    next(cell for row in book["Sat 2027-03-27"].iter_rows() for cell in row if str(cell.value).endswith("[opening]")).value = None
    book.save(path)
    answer = schedule("check", "ok_small", str(path))
    assert answer.code == 1
    assert "sheets[opening] (must hold): opening is not held, and it is not optional\n" in answer.out
