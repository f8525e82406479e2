"""``schedule bench``: what it prints and writes, and what it refuses; how long anything takes is asserted nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Answer, change, contents, schedule
from requests_made_up import made_up

import scheduler.bench.measure as measure
from scheduler.bench import growth
from scheduler.bench.course import Course
from scheduler.bench.growth import Grown
from scheduler.bench.page import marks
from scheduler.bench.suites import OWN
from scheduler.files.meeting_folder import Plan
from scheduler.solve.params import Listener, Params

BEGIN, END = marks(OWN)
SMALL = ("ok_small", "--seeds", "1", "--time-limit", "20")
ROWS = re.compile(
    r"\| ok\\_small \| 4 \| [\d.]+ \| [\d.]+ \| 45 \| 45 \| 0 \| 45 \| 0\.0% \| [\d.]+ \| [\d.]+ \|\n\n"
    r"\| Meeting .*\n\| --- .*\n"
    r"\| ok\\_small \| 1 \| 20 \| [\d.]+ \| 45 \| 45 \| 0\.0% \|\n$"
)


@pytest.mark.usefixtures("ok_small")
def test_bench_prints_tables_and_progress() -> None:
    answer = schedule("bench", *SMALL)
    first, *_ = answer.out.splitlines()
    assert answer.code == 0
    assert re.fullmatch(r"- Measured on \d{4}-\d\d-\d\d, at commit \S+, by `schedule bench ok_small --time-limit 20 --seeds 1`", first)
    assert ROWS.search(answer.out)
    assert answer.err.splitlines()[0] == "ok_small, seed 1, up to 20 seconds"
    assert answer.err.splitlines()[-1].endswith(" s  cost 45  bound 45  gap 0.0%")


def test_bench_out_puts_the_tables_between_the_marks(ok_small: Path, tmp_path: Path) -> None:
    page = tmp_path / "a page.md"
    page.write_text(f"Prose\n{BEGIN}\n{END}\n", "utf-8")
    before = contents(ok_small)
    answer = schedule("bench", *SMALL, "--longest", "21", "--out", "a page.md")
    assert answer.code == 0
    assert page.read_text("utf-8") == f"Prose\n{BEGIN}\n\n{answer.out}\n{END}\n"
    assert answer.out.splitlines()[0].endswith("`schedule bench ok_small --time-limit 20 --seeds 1 --longest 21 --out 'a page.md'`")
    assert contents(ok_small) == before


def interrupt_at(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    follow = measure.follow

    def followed(plan: Plan, params: Params, listener: Listener) -> Course:
        if params.seed == seed:
            raise KeyboardInterrupt
        return follow(plan, params, listener)

    monkeypatch.setattr(measure, "follow", followed)


def test_bench_interrupted_prints_the_table_so_far_and_leaves_the_page(ok_small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt_at(monkeypatch, seed=2)
    answer = schedule("bench", str(ok_small), "--seeds", "3", "--out", "page.md")
    assert (answer.code, answer.out.splitlines()[-1].split(" | ")[1]) == (0, "1")
    assert answer.err.splitlines()[-1] == "interrupted: these are 1 of 3 solves; page.md stays as it is"
    assert not Path("page.md").exists()


@pytest.mark.usefixtures("ok_small")
def test_bench_interrupted_before_a_solve_had_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt_at(monkeypatch, seed=1)
    message = "ok_small, seed 1, up to 60 seconds\nerror: interrupted before a solve had ended\n"
    assert schedule("bench", "ok_small") == Answer(130, "", message)


@pytest.mark.usefixtures("ok_small")
def test_bench_folder_that_does_not_exist_is_said_before_anything_is_solved() -> None:
    message = "okay_small: there is no such folder\n    correct the path, or make a meeting folder with 'schedule init'\n"
    assert schedule("bench", "ok_small", "okay_small") == Answer(2, "", f"{message}1 fault to correct; no file was changed.\n")


def test_bench_warns_of_what_is_odd(ok_small: Path) -> None:
    change(ok_small / "rules.yaml", "{id: wrap-up}", "{item: 99}")
    assert schedule("bench", *SMALL).err.startswith("warning: ok_small/rules.yaml:")


@pytest.mark.usefixtures("ok_small")
@pytest.mark.parametrize("longest", ["59.5", "60"])
def test_bench_longest_that_is_not_longer(longest: str) -> None:
    message = f"--longest: {longest} seconds are not longer than the usual 60\n    give more, or leave it out\n"
    assert schedule("bench", "ok_small", "--longest", longest) == Answer(2, "", f"{message}1 fault to correct; no file was changed.\n")


def test_bench_page_without_marks_is_said_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("Prose\n", "utf-8")
    hint = f"write '{BEGIN}' and '{END}' into it, or name a new file with --out"
    message = f"error: page.md does not say where the tables go\n    {hint}\n"
    assert schedule("bench", "nowhere", "--out", "page.md") == Answer(1, "", message)


@pytest.mark.parametrize(
    ("option", "value"), [("--time-limit", "0"), ("--time-limit", "nan"), ("--seeds", "0"), ("--seeds", "two"), ("--longest", "0")]
)
def test_bench_option_with_a_value_that_cannot_be(option: str, value: str) -> None:
    answer = schedule("bench", "ok_small", option, value)
    assert (answer.code, answer.out) == (2, "")
    assert f"Invalid value for '{option}'" in answer.err


def test_bench_out_keeps_what_was_measured_before_and_says_what_became_worse(ok_small: Path) -> None:
    page = Path("page.md")
    assert schedule("bench", *SMALL, "--out", "page.md").code == 0
    first = page.read_text("utf-8")
    page.write_text(first.replace("| 45 | 45 | 0 |", "| 40 | 40 | 0 |"), "utf-8")
    answer = schedule("bench", *SMALL, "--out", "page.md")
    *_, worse, before, provenance, table = answer.out.rstrip().split("\n\n")
    assert (worse, before) == ("- ok\\_small: 40 before, 45 now (12.5%)", "Before:")
    assert [provenance, table] == [part.replace("| 45 | 45 | 0 |", "| 40 | 40 | 0 |") for part in first.split("\n\n")[1:3]]
    assert schedule("bench", *SMALL, "--out", "page.md").out.count("Before:") == 1


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    """A folder with a suite of one made-up instance of the ietf's format."""
    (tmp_path / "suites" / "ietf106").mkdir(parents=True)
    (tmp_path / "suites" / "ietf106" / "ietf106.json").write_text(json.dumps(made_up()), "utf-8")
    return tmp_path / "suites"


@pytest.mark.usefixtures("suites")
def test_bench_suite_has_a_part_of_the_page_with_what_others_reached(tmp_path: Path) -> None:
    options = ("--suite", "ietf", "--instances", "suites", "--seeds", "1", "--time-limit", "11", "--out", "page.md")
    answer = schedule("bench", *options)
    opening, closing = marks("ietf")
    assert (tmp_path / "page.md").read_text("utf-8") == f"{opening}\n\n{answer.out}\n{closing}\n"
    assert answer.out.splitlines()[0] == "- Suite ietf: session requests of the IETF"
    assert "by `schedule bench --suite ietf --instances suites --time-limit 11 --seeds 1 --out page.md`" in answer.out
    assert re.search(
        r"\| ietf106 \| 9 \| 3 \| 9 \| .* \| 384200 \| IETF's own scheduler \(10 to 13 min\) \| 0\.\d{3} \| 230200 \|", answer.out
    )


@pytest.mark.usefixtures("suites", "ok_small")
@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (
            ("--suite", "ietf"),
            Answer(
                2,
                "",
                "--instances: nothing says where the suite ietf lies\n"
                "    name the folder that holds the suites, as in --instances ../shared/bench\n"
                "1 fault to correct; no file was changed.\n",
            ),
        ),
        (
            ("ok_small", "--suite", "own"),
            Answer(
                2,
                "",
                "--suite: there are folders to measure, too\n    name folders or suites, not both\n"
                "1 fault to correct; no file was changed.\n",
            ),
        ),
        (
            ("--suite", "ietf", "--instances", "ok_small"),
            Answer(
                2,
                "",
                "ok_small: there is no file ietf*/*.json\n    name the folder that holds the suites with --instances\n"
                "1 fault to correct; no file was changed.\n",
            ),
        ),
    ],
    ids=("nowhere", "folders too", "not there"),
)
def test_bench_suite_that_cannot_be_measured(arguments: tuple[str, ...], answer: Answer) -> None:
    assert schedule("bench", *arguments) == answer


def test_bench_growth_puts_a_table_into_the_page_and_a_picture_beside_it(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    answer = schedule("bench", "--growth", "--size", "4", "--time-limit", "5", "--out", "docs/page.md")
    assert (answer.code, answer.err) == (0, "4 presentations: 1 of 1\n")
    opening, closing = marks("growth")
    picture = "![Seconds and memory by the number of presentations](growth.svg)"
    assert (tmp_path / "docs" / "page.md").read_text("utf-8") == f"{opening}\n\n{answer.out}\n{picture}\n\n{closing}\n"
    assert "by `schedule bench --growth --size 4 --time-limit 5 --out docs/page.md`" in answer.out
    assert (tmp_path / "docs" / "growth.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ok_small", "--growth"), "--growth: ok_small cannot be measured beside it\n    leave one of the two out\n"),
        (("--suite", "own", "--growth"), "--growth: --suite own cannot be measured beside it\n    leave one of the two out\n"),
        (("--size", "5"), "--size: it says how large made-up meetings are\n    add --growth, or leave it out\n"),
    ],
    ids=("a folder", "a suite", "size alone"),
)
def test_bench_growth_with_what_does_not_go_with_it(arguments: tuple[str, ...], message: str) -> None:
    assert schedule("bench", *arguments) == Answer(2, "", f"{message}1 fault to correct; no file was changed.\n")


def test_bench_growth_interrupted_leaves_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def measured(sizes: list[int], time_limit: float) -> Iterator[Grown]:
        yield Grown(5, reading=0.5)
        raise KeyboardInterrupt

    monkeypatch.setattr(growth, "measure_growth", measured)
    answer = schedule("bench", "--growth", "--size", "5", "--size", "6", "--out", "page.md")
    assert (answer.code, answer.err.splitlines()[-1]) == (0, "interrupted: these are 1 of 2 sizes")
    assert "| 5 | 0.5 |" in answer.out
    assert not Path("page.md").exists()
