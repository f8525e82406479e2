"""``schedule plot``: where the picture goes, and what is said when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import schedule


@pytest.fixture(autouse=True)
def solved(ok_small: Path) -> Path:
    assert schedule("solve", "ok_small", "-q").code == 0
    return ok_small


def test_plot_beside_the_agenda() -> None:
    answer = schedule("plot", "ok_small")
    assert (answer.code, answer.out, answer.err) == (0, "The picture is in ok_small/out/week.svg.\n", "")
    picture = Path("ok_small/out/week.svg").read_text("utf-8")
    assert [day in picture for day in ("Saturday 27 March 2027", "Sunday 28 March 2027")] == [True, True]


def test_plot_of_a_day_as_svg_and_png() -> None:
    assert schedule("plot", "ok_small", "--day", "Sun", "--out", "sunday.SVG").code == 0
    picture = Path("sunday.SVG").read_text("utf-8")
    assert [day in picture for day in ("Saturday 27 March 2027", "Sunday 28 March 2027")] == [False, True]
    assert schedule("plot", "ok_small", "--out", "week.png", "--agenda", "ok_small/out/agenda.json").code == 0
    assert Path("week.png").read_bytes()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--out", "week.pdf"], 1, "error: week.pdf is neither an .svg nor a .png file\n    end the name after --out with .svg or .png\n"),
        (["--out", "week"], 1, "error: week is neither an .svg nor a .png file\n    end the name after --out with .svg or .png\n"),
        (["--day", "Mon"], 2, "--day: 'Mon': the meeting has no such day\n"),
        (["--out", "ok_small/rules.yaml/week.png"], 1, "error: "),
    ],
)
def test_plot_that_cannot_be(options: list[str], code: int, message: str) -> None:
    answer = schedule("plot", "ok_small", *options)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith(message)
