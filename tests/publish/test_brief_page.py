"""The printable brief, in a real browser and on paper; and what becomes of Markdown in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from browser import browser, printed_pages, show
from plenary_size import plenary_size
from published_meetings import two_bodies, worded
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from test_released import FIRST, SECOND, changed, released

from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Problem
from scheduler.publish.brief_page import rendered
from scheduler.publish.briefs import PAGE, write_brief

LONG = "word " * 60
NOTES = f"""\
## 4a
We **support** it.

1. Thank the presenter
2. {LONG}

| point | position |
| --- | :-: |
| timetable | {"x" * 200} |

## coffee
Meet Eastland.
"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with browser() as chrome:
        yield chrome


@pytest.fixture(autouse=True)
def _nothing_to_complain_of(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the browser logs is an error of ours: something that the page's policy forbids."""
    if "chrome" not in request.fixturenames:
        yield
        return
    chrome = request.getfixturevalue("chrome")
    chrome.get_log("browser")
    yield
    assert chrome.get_log("browser") == []


def written(folder: Path, meetings: tuple[tuple[Problem, Agenda], ...], notes: str) -> Path:
    """The page of the last of these versions of a meeting, of which each was released, and laid under the notes."""
    (folder / "notes.md").write_text(notes, "utf-8")
    for number, meeting in enumerate(meetings, 1):
        released(folder, *meeting, datetime(2027, 1, number, tzinfo=UTC))
        write_brief(folder / "releases" / str(number) / "programme.ics", folder / "notes.md", folder / "brief")
    return folder / "brief" / PAGE


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An item has moved, and coffee is cancelled."""
    assert timedelta(days=1) == SECOND - FIRST
    return written(tmp_path_factory.mktemp("moved"), (two_bodies(), changed()), NOTES)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("week"), (plenary_size(),), "## s001\nWe **listen**.\n\n## s100\n- one\n- two\n")


def texts(chrome: Chrome, selector: str) -> list[str]:
    return [found.text for found in chrome.find_elements(By.CSS_SELECTOR, selector)]


def test_brief_page_has_sessions_in_order_with_their_notes_beside(chrome: Chrome, moved: Path) -> None:
    show(chrome, moved)
    assert texts(chrome, "#first .changes .key") == ["4a", "coffee"]
    assert texts(chrome, ".session .when") == ["10:00–10:30", "10:00–11:00", "15:00–15:30", "15:00–16:30"]
    item = chrome.find_elements(By.CSS_SELECTOR, ".session")[3]
    what, note = (item.find_element(By.CSS_SELECTOR, selector).rect for selector in (".what", ".note"))
    assert note["x"] >= what["x"] + what["width"]
    assert abs(note["y"] - what["y"]) < 2
    assert texts(chrome, ".session .note strong") == ["support"]
    assert texts(chrome, ".cancelled h3") == ["Coffee"]
    assert texts(chrome, ".session .news") == ["Cancelled", "Moved: it was Mon 1 Mar 11:00-12:30 in Great Hall, Congress Centre"]


@pytest.mark.parametrize("width", [320, 390, 800, 1400])
def test_brief_page_has_no_horizontal_overflow(chrome: Chrome, moved: Path, week: Path, width: int) -> None:
    for page in (moved, week):
        show(chrome, page, width=width, script=False)
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        assert chrome.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
        wide = "return [...document.querySelectorAll('body *')].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth).length"
        assert chrome.execute_script(wide) == 0


def test_brief_page_prints_a_day_to_a_sheet(chrome: Chrome, moved: Path, week: Path) -> None:
    """The day and, before it, what has changed; the five days of a plenary week, in which nothing has."""
    for page, days in ((moved, 1), (week, 5)):
        show(chrome, page)
        assert len(chrome.find_elements(By.CSS_SELECTOR, ".day")) == days
        assert printed_pages(chrome) == days + len(chrome.find_elements(By.ID, "first"))
    assert chrome.find_elements(By.ID, "first") == []


def test_brief_page_runs_and_loads_nothing(chrome: Chrome, tmp_path: Path) -> None:
    hostile = "<script>document.title='run'</script>"
    words = (hostile, "</style><img src=x onerror=\"document.title='run'\">", "'\"&<>")
    text = f"{hostile}\n\n![picture](file:///x.png) [link](javascript:alert(1))\n\n## s1\n{words[1]}\n"
    show(chrome, written(tmp_path, (worded(words),), text))
    assert chrome.title == f"Brief: {hostile}"
    assert texts(chrome, ".session h3") == [f"{word}: {word}" for word in sorted(words)]
    assert texts(chrome, ".note") == [words[1]]
    assert chrome.find_elements(By.CSS_SELECTOR, "img, script, a, link") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo", "<p>one<br />\ntwo</p>\n"),
        ("<b>x</b> &amp;\x07", "<p>&lt;b&gt;x&lt;/b&gt; &amp;</p>\n"),
        ("# A\n### B\n###### C", "<h4>A</h4>\n<h4>B</h4>\n<h6>C</h6>\n"),
        ("![a](b.png)", '<p>!<a href="b.png">a</a></p>\n'),
        (
            "| a |\n| -: |\n| b |",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n",
        ),
    ],
)
def test_brief_markdown_is_rendered_and_html_is_text(text: str, expected: str) -> None:
    assert rendered(text) == expected
