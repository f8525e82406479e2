"""What only a process of its own shows: Ctrl-C, terminals, closed pipes, poor encodings, and the same bytes every time."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import PROGRAM, SECONDS, Answer, contents, schedule, schedule_apart
from unfinished_meetings import hard_to_prove, hard_to_refute

WITHOUT_END = ("--no-deterministic", "--time-limit", "100000")


def interrupt(line_begins: Callable[[str], bool], *arguments: str) -> tuple[int, str, str]:
    """Give a command, press Ctrl-C as soon as such a line of progress is printed; its exit code, and what was printed in all."""
    with subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr is not None
        seen = []
        for line in process.stderr:
            seen.append(line)
            if line_begins(line):
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SECONDS)
    said = "".join(seen) + err
    assert "Traceback" not in said
    return process.returncode, out, said


def test_ctrl_c_with_an_agenda_writes_the_best_so_far_and_says_so(tmp_path: Path) -> None:
    hard_to_prove(tmp_path / "meeting")
    code, out, err = interrupt(lambda line: " s  cost " in line, "solve", "meeting", *WITHOUT_END)
    assert (code, err.splitlines()[-1]) == (0, "interrupted: this is the best agenda so far, checked like any other")
    assert out.startswith("40 sessions placed, cost ")
    assert "(interrupted, bound " in out.splitlines()[0]
    agenda = json.loads((tmp_path / "meeting" / "out" / "agenda.json").read_text("utf-8"))
    assert agenda["status"] == "interrupted"
    assert agenda["bound"] < agenda["cost"]
    assert schedule("check", "meeting").code == 0


def test_ctrl_c_while_two_steps_go_on_side_by_side_ends_both(tmp_path: Path) -> None:
    """Eight seconds after its first agenda a large meeting is searched by neighbourhoods, on every core."""
    hard_to_prove(tmp_path / "meeting", size=75)
    command = [PROGRAM, "solve", "meeting", "--time-limit", "20"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr is not None
        while " s  cost " not in process.stderr.readline():
            pass
        time.sleep(8)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, err.splitlines()[-1]) == (0, "interrupted: this is the best agenda so far, checked like any other")
    assert out.startswith("75 sessions placed, cost ")
    assert schedule("check", "meeting").code == 0


def test_ctrl_c_before_an_agenda_writes_nothing(tmp_path: Path) -> None:
    hard_to_refute(tmp_path / "meeting")
    before = contents(tmp_path)
    code, out, err = interrupt(lambda line: line.startswith("warning: "), "solve", "meeting", *WITHOUT_END)
    assert (code, out) == (130, "")
    assert err.splitlines()[-1].startswith("error: interrupted")
    assert contents(tmp_path) == before


@pytest.mark.usefixtures("ok_small")
def test_ctrl_c_ends_bench_with_the_table_so_far(tmp_path: Path) -> None:
    hard_to_prove(tmp_path / "meeting")
    command = ("bench", "ok_small", "meeting", "--seeds", "1", "--time-limit", "100000")
    code, out, err = interrupt(lambda line: line.startswith("meeting, seed 1"), *command)
    assert (code, err.splitlines()[-1]) == (0, "interrupted: these are 1 of 2 solves")
    assert [line.split(" | ")[:2] for line in out.splitlines() if "small" in line and line.startswith("|")] == [
        ["| ok\\_small", "4"],
        ["| ok\\_small", "1"],
    ]
    assert "| meeting" not in out


def on_a_terminal(*arguments: str, interrupted_at: bytes | None = None) -> tuple[int, bytes]:
    """Run a command whose output is a terminal; press Ctrl-C as soon as ``interrupted_at`` is seen on it."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    screen = b""
    with subprocess.Popen([PROGRAM, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        while piece := _read(ours):
            screen += piece
            if interrupted_at is not None and interrupted_at in screen:
                process.send_signal(signal.SIGINT)
                interrupted_at = None
        process.wait(timeout=SECONDS)
    os.close(ours)
    assert b"Traceback" not in screen
    return process.returncode, screen


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side has closed it.
        return b""


SHOW_CURSOR, HIDE_CURSOR = b"\x1b[?25h", b"\x1b[?25l"


def test_terminal_shows_a_live_line_and_is_left_as_it_was(ok_small: Path) -> None:
    code, screen = on_a_terminal("solve", str(ok_small))
    assert (code, screen.count(HIDE_CURSOR), screen.count(SHOW_CURSOR)) == (0, 1, 1)
    live, _, rest = screen.partition(SHOW_CURSOR)
    assert b"searching for an agenda (Ctrl-C: stop with the best so far)" in live
    assert rest.endswith(b"delegations/, people/, rooms/ and bodies/.\r\n")


def test_terminal_shows_a_live_line_for_each_solve_of_bench(ok_small: Path) -> None:
    code, screen = on_a_terminal("bench", str(ok_small), "--seeds", "2")
    assert (code, screen.count(HIDE_CURSOR), screen.count(SHOW_CURSOR)) == (0, 2, 2)
    assert b"searching for an agenda (Ctrl-C: end with the table so far)" in screen


def test_terminal_is_left_as_it_was_after_ctrl_c(tmp_path: Path) -> None:
    hard_to_prove(tmp_path / "meeting")
    code, screen = on_a_terminal("solve", "meeting", *WITHOUT_END, interrupted_at=b"cost ")
    assert (code, screen.count(HIDE_CURSOR), screen.count(SHOW_CURSOR)) == (0, 1, 1)
    assert b"interrupted: this is the best agenda so far, checked like any other" in screen


@pytest.mark.parametrize("arguments", [["rules"], ["show", "ok_small"], ["check", "ok_small"], ["solve", "ok_small", "--json"]])
def test_pipe_that_is_closed_ends_the_command_without_a_word(ok_small: Path, arguments: list[str]) -> None:
    assert schedule("solve", "ok_small", "-q").code == 0
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run([PROGRAM, *arguments], stdout=writer, stderr=subprocess.PIPE, encoding="utf-8", timeout=SECONDS, check=False)
    os.close(writer)
    assert run.stderr == ""
    assert json.loads((ok_small / "out" / "agenda.json").read_text("utf-8"))["cost"] == 45


def test_output_that_lacks_a_character_shows_a_question_mark() -> None:
    answer = schedule_apart("rules", "prefer", PYTHONIOENCODING="ascii")
    whole = schedule("rules", "prefer").out
    assert not whole.isascii()
    assert answer == Answer(0, whole.encode("ascii", "replace").decode("ascii"), "")


def test_outputs_are_the_same_bytes_whatever_the_hash_seed(rpoc: Path) -> None:
    made = []
    for seed in ("1", "2"):
        out = rpoc.parent / f"out-{len(made)}"
        assert schedule_apart("solve", str(rpoc), "--out", str(out), "-q", PYTHONHASHSEED=seed).code == 0
        made.append(contents(out))
    assert made[0] == made[1]
    assert len(made[0]) > 100
    assert not any(str(rpoc.parent).encode() in content for content in made[0].values())


def test_program_is_the_same_command_as_in_this_process(ok_small: Path) -> None:
    assert schedule_apart("validate", str(ok_small)) == schedule("validate", str(ok_small))
    assert schedule_apart("solve", "nowhere") == schedule("solve", "nowhere")
