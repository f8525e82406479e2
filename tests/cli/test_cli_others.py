"""``schedule init``, ``validate``, ``rules``, and the command itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Answer, change, contents, schedule

from scheduler import __version__
from scheduler.rules.registry import rule_kinds


def test_init_makes_a_meeting_that_can_be_validated_and_solved(tmp_path: Path) -> None:
    answer = schedule("init", "my-meeting")
    files = contents(tmp_path / "my-meeting")
    assert answer == Answer(
        0,
        f"{len(files)} files of the sample meeting 'rpoc' are in my-meeting.\n"
        "Change its sheets and its rules, then: schedule validate my-meeting; schedule solve my-meeting\n",
        "",
    )
    assert schedule("validate", "my-meeting").code == 0
    assert schedule("solve", "my-meeting", "-q").code == 0
    assert schedule("check", "my-meeting").code == 0
    assert {name: content for name, content in contents(tmp_path / "my-meeting").items() if not name.startswith("out/")} == files


def test_init_into_an_empty_folder_and_below_one_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert schedule("init", "empty").code == 0
    assert schedule("init", "new/below", "--sample", "rpoc").code == 0
    assert contents(tmp_path / "empty") == contents(tmp_path / "new" / "below")


@pytest.mark.parametrize("name", ["ok_small", "ok_small/rooms.csv"])
def test_init_where_something_is_changes_nothing(ok_small: Path, name: str) -> None:
    before = contents(ok_small)
    assert schedule("init", name) == Answer(1, "", f"error: {name} exists and is not empty\n    name a new folder\n")
    assert contents(ok_small) == before


def test_init_below_a_file_is_a_message(ok_small: Path) -> None:
    before = contents(ok_small)
    answer = schedule("init", "ok_small/rooms.csv/new")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: ok_small/rooms.csv")
    assert contents(ok_small) == before


def test_init_of_an_unknown_sample(tmp_path: Path) -> None:
    message = "--sample: no sample is called 'rpocc'\n    did you mean 'rpoc'?\n1 fault to correct; no file was changed.\n"
    assert schedule("init", "new", "--sample", "rpocc") == Answer(2, "", message)
    assert contents(tmp_path) == {}


@pytest.mark.usefixtures("ok_small")
def test_validate_counts_what_there_is() -> None:
    said = "ok_small: 4 sessions, 2 rooms, 4 people, 3 delegations, 9 rules: nothing is wrong.\n"
    assert schedule("validate", "ok_small") == Answer(0, said, "")


def test_validate_warns_of_what_is_odd(ok_small: Path) -> None:
    change(ok_small / "rules.yaml", "{id: wrap-up}", "{item: 99}")
    answer = schedule("validate", "ok_small")
    assert (answer.code, answer.out.split(": ")[-1]) == (0, "1 warning, and nothing is wrong.\n")
    assert answer.err.startswith("warning: ok_small/rules.yaml:")


@pytest.mark.usefixtures("ok_small")
def test_validate_with_another_rule_book_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("book: other\nrules:\n- {id: a, rule: befor, strength: must}\n", "utf-8")
    answer = schedule("validate", "ok_small", "--rules", "other.yaml")
    assert (answer.code, answer.out, answer.err.split(": ")[0]) == (2, "", "other.yaml:3:17")
    assert "did you mean 'before'?" in answer.err


def add_to_book(line: str) -> None:
    book = Path("ok_small/rules.yaml")
    book.write_text(f"{book.read_text('utf-8')}{line}\n", "utf-8")


@pytest.mark.parametrize(("what", "title"), [("book", "A rule book of Rostrum"), ("meeting", "The settings of a meeting of Rostrum")])
def test_schema_is_printed_as_json(what: str, title: str) -> None:
    answer = schedule("schema", what)
    assert (answer.code, answer.err, json.loads(answer.out)["title"]) == (0, "", title)


def test_rules_is_the_reference_of_every_kind() -> None:
    answer = schedule("rules")
    assert (answer.code, answer.err) == (0, "")
    assert [line[3:] for line in answer.out.splitlines() if line.startswith("## ")] == list(rule_kinds())


@pytest.mark.parametrize("kind", rule_kinds())
def test_rules_of_one_kind(kind: str) -> None:
    answer = schedule("rules", kind)
    assert [line for line in answer.out.splitlines() if line.startswith("## ")] == [f"## {kind}"]
    assert [described["kind"] for described in json.loads(schedule("rules", kind, "--json").out)] == [kind]


def test_rules_json_describes_every_kind() -> None:
    assert [described["kind"] for described in json.loads(schedule("rules", "--json").out)] == list(rule_kinds())


def test_rules_of_an_unknown_kind() -> None:
    message = "schedule rules: no kind of rule is called 'befor'\n    did you mean 'before'?\n1 fault to correct; no file was changed.\n"
    assert schedule("rules", "befor") == Answer(2, "", message)


@pytest.mark.usefixtures("ok_small")
def test_validate_with_a_variant_counts_its_rules() -> None:
    add_to_book("variants: {loose: {one-per-room: off, room-fits: off}}")
    assert "9 rules" in schedule("validate", "ok_small").out
    assert "7 rules" in schedule("validate", "ok_small", "--variant", "loose").out


@pytest.mark.usefixtures("ok_small")
def test_variant_that_the_book_does_not_have_is_said_by_each_command() -> None:
    add_to_book("variants: {loose: {one-per-room: off}}")
    message = "--variant: the rule book has no variant 'losse'\n    did you mean 'loose'?\n1 fault to correct; no file was changed.\n"
    assert schedule("solve", "ok_small", "-q").code == 0
    for command in ("validate", "solve", "check"):
        assert schedule(command, "ok_small", "--variant", "losse") == Answer(2, "", message)


@pytest.mark.usefixtures("ok_small")
def test_variant_of_a_book_without_any() -> None:
    answer = schedule("validate", "ok_small", "--variant", "tight")
    hint = "it has none; leave out --variant, or add 'variants:' to the book"
    assert (answer.code, answer.err.splitlines()[:2]) == (2, ["--variant: the rule book has no variant 'tight'", f"    {hint}"])


@pytest.mark.usefixtures("ok_small")
def test_validate_warns_of_rules_that_cannot_hold_together() -> None:
    add_to_book('- {id: late, rule: not_before, for: {id: wrap-up}, time: "last day, 11:00", strength: must}')
    add_to_book('- {id: early, rule: not_after, for: {id: wrap-up}, time: "last day, 11:30", strength: must}')
    answer = schedule("validate", "ok_small")
    assert (answer.code, answer.out.split(": ")[-1]) == (0, "1 warning, and nothing is wrong.\n")
    lines = answer.err.splitlines()
    assert lines[:2] == [
        "warning: no agenda can keep every rule:",
        "  wrap-up 'Wrap-up' (45 minutes) has no place left by these rules together:",
    ]
    assert {"ok_small/rules.yaml:52: late[wrap-up]", "ok_small/rules.yaml:53: early[wrap-up]"} <= {
        ": ".join(line.strip().split(": ")[:2]) for line in lines[2:]
    }


def test_version() -> None:
    assert schedule("--version") == Answer(0, f"schedule {__version__}\n", "")


CONTRADICTIONS = {
    "each before the other": (
        "{id: x, rule: before, first: {id: opening}, then: {id: wrap-up}, strength: must}",
        "{id: y, rule: before, first: {id: wrap-up}, then: {id: opening}, strength: must}",
    ),
    "together, and on different days": (
        "{id: x, rule: consecutive, first: {id: opening}, then: {id: wrap-up}, strength: must}",
        "{id: y, rule: different_days, for: {id: [opening, wrap-up]}, strength: must}",
    ),
    "more are held than a day may have": (
        "{id: x, rule: on_day, for: {id: [opening, wrap-up]}, day: last day, strength: must}",
        "{id: y, rule: at_most_per_day, for: {id: [opening, wrap-up]}, limit: 1, strength: must}",
    ),
    "one room, and two": (
        "{id: x, rule: same_room, for: {kind: presentation}, strength: must}",
        "{id: y, rule: prefer, for: {id: proposals-a}, room: hall, strength: must}",
        "{id: z, rule: prefer, for: {id: proposals-b}, room: annex, strength: must}",
    ),
}


@pytest.mark.usefixtures("ok_small")
@pytest.mark.parametrize("rules", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_validate_warns_of_rules_that_contradict_each_other(rules: tuple[str, ...]) -> None:
    Path("other.yaml").write_text("\n".join(["book: other", "rules:", *(f"- {rule}" for rule in rules)]), "utf-8")
    answer = schedule("validate", "ok_small", "--rules", "other.yaml")
    named = [line.split(":")[1] for line in answer.err.splitlines() if line.startswith("  other.yaml")]
    assert (answer.code, answer.out.split(": ")[-1]) == (0, "1 warning, and nothing is wrong.\n")
    assert answer.err.startswith("warning: no agenda keeps every rule")
    assert named == [str(line) for line, _ in enumerate(rules, 3)]


@pytest.mark.parametrize("command", [[], ["init"], ["validate"], ["solve"], ["check"], ["show"], ["rules"], ["schema"], ["bench"]])
def test_help_of_each_command(command: list[str]) -> None:
    answer = schedule(*command, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert "Usage: schedule" in answer.out


@pytest.mark.parametrize(
    "arguments", [["slove"], ["solve"], ["solve", "a", "b"], ["show", "a", "--rom", "hall"], ["bench", "--sede", "2"], ["--nonsense"]]
)
def test_command_line_that_cannot_be_understood(arguments: list[str]) -> None:
    answer = schedule(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Usage: schedule")
