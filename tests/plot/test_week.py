"""The picture of the week: everything is in it, it reads as text, and its bytes are always the same."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ElementTree
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from plenary_size import A_DAY, DAYS, MONDAY, plenary_size
from published_meetings import meeting_in, two_bodies, worded

from scheduler.domain.agenda import Agenda
from scheduler.plot.text import Font, fitted, width_of
from scheduler.plot.week import plot_week
from scheduler.publish.colours import body_colours

SVG = "{http://www.w3.org/2000/svg}"
SMALL = Font(6.5)


def texts(picture: bytes) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def boxes(picture: bytes) -> Counter[str]:
    """How many filled shapes there are of each colour."""
    return Counter(re.findall(r"fill: #([0-9a-f]{6})", picture.decode().lower()))


def test_plot_of_two_bodies_says_it_all() -> None:
    assert texts(plot_week(*two_bodies(), "svg")) == [
        "Spring meeting",
        "times of Europe/Vienna",
        "RPOC: Reinforced Point of Contact meeting",
        "SG: Small group",
        "Other",
        "Monday 1 March 2027",
        "Great Hall",
        "Salon",
        *(f"{hour}:00" for hour in range(10, 16)),
        "RPOC 4a",
        "Export control issues; new, urgent",
        "Coffee",
        "SG",
        "Small group",
    ]


def test_plot_of_a_week_has_a_box_for_every_session() -> None:
    problem, agenda = plenary_size()
    colours = body_colours(problem)
    drawn = boxes(plot_week(problem, agenda, "svg"))
    expected = Counter(colours[problem.session(entry.session).body].fill.lower() for entry in agenda.entries)
    # and one in the legend
    assert {colour: count - 1 for colour, count in drawn.items() if colour in expected} == expected
    assert expected.total() == DAYS * A_DAY


def test_plot_of_one_day_has_only_that() -> None:
    problem, agenda = plenary_size()
    heads = [text for text in texts(plot_week(problem, agenda, "svg", [MONDAY])) if text.endswith(" 2027")]
    assert heads == ["Monday 11 October 2027"]


@pytest.mark.parametrize("form", ["svg", "png"])
def test_plot_has_the_same_bytes_each_time(form: str) -> None:
    pictures = {plot_week(*two_bodies(), "svg" if form == "svg" else "png") for _ in range(2)}
    (picture,) = pictures
    assert not re.search(rb"20[0-9]{2}-[0-9]{2}-[0-9]{2}T|matplotlib", picture, re.IGNORECASE)


def test_plot_as_png_is_one() -> None:
    picture = plot_week(*two_bodies(), "png")
    width, height = struct.unpack(">II", picture[16:24])
    assert (picture[:8], picture[12:16]) == (b"\x89PNG\r\n\x1a\n", b"IHDR")
    assert width > height > 300


def test_plot_of_words_that_mean_something_elsewhere() -> None:
    words = ("<b>", "$\\frac{1}{2}$", "a & b", "漢字")
    shown = texts(plot_week(*worded(words), "svg"))
    assert [shown.count(word) > 0 for word in words] == [True] * len(words)
    assert plot_week(*worded(words), "png")[:4] == b"\x89PNG"


def test_plot_beyond_midnight_stays_on_its_day() -> None:
    start = datetime(2027, 3, 1, 22, 30, tzinfo=UTC)  # 23:30 in Vienna, until 00:30
    shown = texts(plot_week(*meeting_in("Europe/Vienna", date(2027, 3, 1), date(2027, 3, 1), (start,)), "svg"))
    assert shown[-5:] == ["Monday 1 March 2027", "Hall", "23:00", "00:00", "Session 0"]


def test_plot_of_an_empty_agenda() -> None:
    problem, _ = two_bodies()
    assert "Monday 1 March 2027" in texts(plot_week(problem, Agenda(meeting="two-bodies", entries=()), "svg"))


@pytest.mark.parametrize("lines", [1, 2, 3])
@pytest.mark.parametrize("width", [0.2, 0.5, 1.0, 3.0])
def test_fitted_text_fits(width: float, lines: int) -> None:
    done = fitted("Draft guidance on intangible transfers of technology", SMALL, width, lines)
    assert len(done) <= lines
    assert [line for line in done if width_of(line, SMALL) > width] == []


def test_fitted_text_is_whole_where_there_is_room_and_else_ends_in_an_ellipsis() -> None:
    text = "one two three"
    both = width_of("one two", SMALL)
    assert fitted(text, SMALL, 9, 2) == (text,)
    assert fitted(text, SMALL, both, 2) == ("one two", "three")
    assert fitted(text, SMALL, both, 1) == ("one t…",)
    assert fitted(text, SMALL, 0.01, 2) == ()
