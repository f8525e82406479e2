"""``schedule solve``: what it writes and says, and that it writes nothing unless all is well."""

from __future__ import annotations

import json
import signal
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from command_line import Answer, add_rule, change, contents, schedule

import scheduler.solve.run as run
import scheduler.solve.solver as solver
import scheduler.solve.strategies as strategies
from scheduler.check import SHEETS, Verdict
from scheduler.domain.agenda import Violation
from scheduler.files.meeting_folder import read_meeting
from scheduler.model.builder import build
from scheduler.model.formulation import formulate

FILES = 19
"""Of ok_small: two agendas and schedules, report, page, workbook, deadlines; calendars of all, 3 delegations, 4 people, 2 rooms, a body."""
SUMMARY = (
    "4 sessions placed, cost 45 (proved optimal), confirmed by the check.\n"
    "      45  over-by-noon\n"
    f"{FILES} files in {{out}}: programme.html, programme.xlsx, programme.ics, report.md, agenda.json, agenda.csv\n"
    "and the calendars of delegations/, people/, rooms/ and bodies/.\n"
)


def test_solve_writes_into_the_meeting_s_folder(ok_small: Path) -> None:
    answer = schedule("solve", "ok_small")
    assert (answer.code, answer.out) == (0, SUMMARY.format(out="ok_small/out"))
    assert len(contents(ok_small / "out")) == FILES
    agenda = json.loads((ok_small / "out" / "agenda.json").read_text("utf-8"))
    assert (agenda["status"], agenda["cost"], agenda["bound"], agenda["seed"]) == ("optimal", 45, 45, 1)


def test_solve_shows_plain_lines_of_progress_where_there_is_no_terminal(ok_small: Path) -> None:
    lines = schedule("solve", "ok_small").err.splitlines()
    assert lines[-1].endswith(" s  cost 45  bound 45  gap 0.0%")


def test_solve_rpoc_is_proved(rpoc: Path) -> None:
    answer = schedule("solve", str(rpoc), "--quiet")
    assert answer == Answer(0, "", "")
    assert json.loads((rpoc / "out" / "agenda.json").read_text("utf-8"))["status"] == "optimal"


def test_solve_out_in_another_folder(ok_small: Path, tmp_path: Path) -> None:
    before = contents(ok_small)
    answer = schedule("solve", "ok_small", "--out", "new/folder")
    assert (answer.code, answer.out) == (0, SUMMARY.format(out="new/folder"))
    assert len(contents(tmp_path / "new" / "folder")) == FILES
    assert contents(ok_small) == before


def test_solve_says_where_the_files_of_audiences_are(ok_small: Path) -> None:
    """A calendar, a page, two schedules and deadlines for the public."""
    with (ok_small / "meeting.yaml").open("a", encoding="utf-8") as settings:
        settings.write("audiences: {public: {partners: title}}\n")
    answer = schedule("solve", "ok_small")
    said = SUMMARY.replace(str(FILES), str(FILES + 5)).format(out="ok_small/out")
    assert answer.out == f"{said}They are for the secretariat; what others may see is in audiences/: public.\n"
    assert len(contents(ok_small / "out")) == FILES + 5


def test_solve_quiet_prints_nothing(ok_small: Path) -> None:
    assert schedule("solve", "ok_small", "-q") == Answer(0, "", "")
    assert len(contents(ok_small / "out")) == FILES


@pytest.mark.usefixtures("ok_small")
def test_solve_json_prints_a_line_of_json_for_each_event() -> None:
    answer = schedule("solve", "ok_small", "--json")
    *progress, done = map(json.loads, answer.out.splitlines())
    assert (answer.code, answer.err) == (0, "")
    assert {event["event"] for event in progress} == {"progress"}
    assert {**progress[-1], "seconds": 0} == {"event": "progress", "seconds": 0, "cost": 45, "bound": 45, "gap": 0.0}
    assert done == {
        "event": "done",
        "status": "optimal",
        "cost": 45,
        "bound": 45,
        "gap": 0.0,
        "cost_by_rule": {"opening-early": 0, "over-by-noon": 45},
        "folder": "ok_small/out",
        "files": FILES,
    }


def test_solve_with_another_rule_book(ok_small: Path) -> None:
    (ok_small.parent / "other.yaml").write_text(
        "book: other\nrules:\n- {id: rooms, rule: one_per_room, for: {room: all}, strength: must}\n"
    )
    answer = schedule("solve", "ok_small", "--rules", "other.yaml")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "4 sessions placed, cost 0 (proved optimal), confirmed by the check.")


def test_solve_stops_at_the_gap(ok_small: Path) -> None:
    assert (
        schedule("solve", "ok_small", "--gap", "1", "--no-deterministic", "--workers", "2", "--seed", "7", "--time-limit", "30").code == 0
    )
    agenda = json.loads((ok_small / "out" / "agenda.json").read_text("utf-8"))
    assert (agenda["seed"], agenda["bound"] <= agenda["cost"]) == (7, True)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--gap", "-0.1"),
        ("--gap", "2"),
        ("--gap", "nan"),
        ("--gap", "little"),
        ("--time-limit", "0"),
        ("--time-limit", "nan"),
        ("--time-limit", "a minute"),
        ("--workers", "0"),
        ("--workers", "1.5"),
        ("--seed", "-1"),
        ("--seed", "2147483648"),
    ],
)
def test_solve_option_with_a_value_that_cannot_be(ok_small: Path, option: str, value: str) -> None:
    answer = schedule("solve", "ok_small", option, value)
    assert (answer.code, answer.out) == (2, "")
    assert f"Invalid value for '{option}'" in answer.err
    assert not (ok_small / "out").exists()


@pytest.mark.usefixtures("ok_small")
def test_solve_folder_that_does_not_exist() -> None:
    message = "okay_small: there is no such folder\n    correct the path, or make a meeting folder with 'schedule init'\n"
    assert schedule("solve", "okay_small") == Answer(2, "", f"{message}1 fault to correct; no file was changed.\n")


def test_solve_rule_book_that_does_not_exist(ok_small: Path) -> None:
    message = "other.yaml: there is no rule book other.yaml\n    correct the path that was given for the rules\n"
    assert schedule("solve", "ok_small", "--rules", "other.yaml") == Answer(2, "", f"{message}1 fault to correct; no file was changed.\n")
    assert not (ok_small / "out").exists()


def test_solve_out_that_cannot_be_written(ok_small: Path) -> None:
    before = contents(ok_small)
    answer = schedule("solve", "ok_small", "--quiet", "--out", "ok_small/rooms.csv")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "error: ok_small/rooms.csv is a file\n    name a folder with --out\n"
    assert contents(ok_small) == before


@pytest.mark.parametrize("command", [["solve"], ["validate"], ["check"], ["show"]])
def test_bad_input_changes_no_file(ok_small: Path, command: list[str]) -> None:
    assert schedule("solve", "ok_small").code == 0
    change(ok_small / "rooms.csv", "60,", "sixty,")
    change(ok_small / "sessions.csv", "bru-01", "bru-1")
    before = contents(ok_small)
    answer = schedule(*command, "ok_small")
    assert (answer.code, answer.out, answer.err.splitlines()[-1]) == (2, "", "2 faults to correct; no file was changed.")
    assert [line.split(": ")[0] for line in answer.err.splitlines() if line.startswith("ok_small")] == [
        "ok_small/rooms.csv:2:capacity",
        "ok_small/sessions.csv:3:presenters",
    ]
    assert contents(ok_small) == before


def test_solve_infeasible_names_the_rules_and_changes_no_file(ok_small: Path) -> None:
    assert schedule("solve", "ok_small", "-q").code == 0
    add_rule(
        ok_small, "{id: lasers-first, rule: not_after, for: {id: proposals-a}, time: 'day 2, 9:30', strength: must, why: Lunch is early.}"
    )
    before = contents(ok_small)
    answer = schedule("solve", "ok_small", "-q")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("error: no agenda keeps every rule")
    line = next(line for line in answer.err.splitlines() if "lasers-first" in line)
    number = len((ok_small / "rules.yaml").read_text("utf-8").splitlines())
    assert line.strip().startswith(f"ok_small/rules.yaml:{number}:")
    assert "lasers-first[proposals-a]" in line
    assert contents(ok_small) == before


def test_solve_without_time_enough_changes_no_file(rpoc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_solver = run.new_solver
    monkeypatch.setattr(run, "new_solver", lambda params, **_: new_solver(replace(params, time_limit=1e-9), deterministic=False))
    before = contents(rpoc)
    message = "error: no agenda was found within 60 seconds, and no proof that there is none\n    give more time: --time-limit\n"
    answer = schedule("solve", str(rpoc), "-q")
    assert answer == Answer(4, "", message)
    assert contents(rpoc) == before


REFUTED = Verdict((Violation(SHEETS, "opening", 1, None, "opening is on the moon"),), (("over-by-noon", 45),))
DEARER = Verdict((), (("opening-early", 0), ("over-by-noon", 46)))
REPORT = "    This is a fault of Rostrum. Nothing was written. Please report it with the meeting folder.\n"


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        (REFUTED, "the check refutes what the solver found:\nsheets[opening]: opening is on the moon"),
        (DEARER, "the agenda costs 46; the solver reports 45, and a bound of 45"),
    ],
)
def test_solve_that_the_check_disagrees_with_changes_no_file(
    ok_small: Path, monkeypatch: pytest.MonkeyPatch, verdict: Verdict, message: str
) -> None:
    monkeypatch.setattr(solver, "check", lambda *_: verdict)
    before = contents(ok_small)
    assert schedule("solve", "ok_small", "-q") == Answer(5, "", f"error: {message}\n{REPORT}")
    assert contents(ok_small) == before


def test_solve_interrupted_before_the_search_changes_no_file(ok_small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strategies, "build", lambda *_: signal.raise_signal(signal.SIGINT))
    before = contents(ok_small)
    assert schedule("solve", "ok_small") == Answer(130, "", "error: interrupted\n")
    assert contents(ok_small) == before


def test_solve_twice_replaces_what_was_there(ok_small: Path) -> None:
    solve = partial(schedule, "solve", "ok_small", "-q")
    assert solve().code == 0
    first = contents(ok_small / "out")
    (ok_small / "out" / "programme.ics").write_text("spoilt")
    assert solve().code == 0
    assert contents(ok_small / "out") == first


def test_solve_profile_says_what_was_done_and_how_large_the_models_were(ok_small: Path) -> None:
    plan = read_meeting(ok_small)
    formulation = formulate(plan.problem, plan.book)
    model, places = build(formulation).model.proto, sum(own.number for own in formulation.placements.values())
    answer = schedule("solve", "ok_small", "--profile")
    assert answer.code == 0
    assert answer.out.startswith(SUMMARY.format(out="ok_small/out"))
    lines = answer.out.removeprefix(SUMMARY.format(out="ok_small/out")).splitlines()
    assert lines[1] == f"exact: 4 sessions with {places} places are few enough for one model."
    rows = [line.split("  ")[0] for line in lines if line and not line[0].isdigit()]
    assert rows[1:] == ["Step", "reading", "formulation", "cost tables", "exact model", "check", "writing", "Largest model", "exact model"]
    searched, largest = (line.split() for line in lines if line.startswith("exact model"))
    assert (searched[2], searched[5:]) == ("1", ["45", "45", "1", "optimal"])
    assert (largest[2], largest[4]) == (str(len(model.variables)), str(len(model.constraints)))


@pytest.mark.usefixtures("ok_small")
def test_solve_profile_as_json_is_an_event_and_quiet_is_none() -> None:
    *_, done, profile = map(json.loads, schedule("solve", "ok_small", "--profile", "--json").out.splitlines())
    assert (done["event"], profile["event"], profile["strategy"]) == ("done", "profile", "exact")
    assert [work["name"] for work in profile["works"]] == ["formulation", "cost tables", "exact model", "check"]
    assert schedule("solve", "ok_small", "--profile", "-q") == Answer(0, "", "")
