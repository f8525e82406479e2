"""The page in a real browser: what readers see, and what happens when they type, choose, tab and print."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from browser import browser, printed_pages, show
from plenary_size import crowded_day, plenary_size
from published_meetings import two_bodies, worded
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Problem
from scheduler.publish.html import programme_page


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with browser() as chrome:
        yield chrome


@pytest.fixture(autouse=True)
def _nothing_to_complain_of(chrome: Chrome) -> Iterator[None]:
    """What the browser logs is an error of ours: a script that fails, or something that the page's policy forbids."""
    chrome.get_log("browser")
    yield
    assert chrome.get_log("browser") == []


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("week"), plenary_size())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("small"), two_bodies())


def written(folder: Path, meeting: tuple[Problem, Agenda]) -> Path:
    page = folder / "programme.html"
    page.write_bytes(programme_page(*meeting))
    return page


def shown(chrome: Chrome) -> list[str]:
    """The titles of the sessions that can be seen."""
    return [title.text for title in chrome.find_elements(By.CSS_SELECTOR, ".session h3 bdi") if title.is_displayed()]


def status(chrome: Chrome) -> str:
    return chrome.find_element(By.ID, "count").text


SMALL_GROUP, CONTROL, COFFEE = "Small group", "Export control issues; new, urgent", "Coffee"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", [SMALL_GROUP, CONTROL, COFFEE]),
        ("coffee", [COFFEE]),
        ("  HALL   congress ", [CONTROL, COFFEE]),
        ("ána bo", [CONTROL]),
        ("sg", [SMALL_GROUP]),
        ("<b>", []),
    ],
)
def test_search_narrows(chrome: Chrome, small: Path, typed: str, expected: list[str]) -> None:
    show(chrome, small)
    chrome.find_element(By.ID, "search").send_keys(typed)
    assert shown(chrome) == expected
    assert status(chrome) == ("3 sessions" if len(expected) == 3 else f"{len(expected)} of 3 sessions")
    assert chrome.find_element(By.CSS_SELECTOR, ".none").is_displayed() == (not expected)


def test_my_delegation_narrows_and_marks_roles(chrome: Chrome, small: Path) -> None:
    show(chrome, small)
    Select(chrome.find_element(By.ID, "delegation")).select_by_visible_text("Northland")
    assert (shown(chrome), status(chrome)) == ([SMALL_GROUP, CONTROL], "2 of 3 sessions")
    marked = [mark for mark in chrome.find_elements(By.CSS_SELECTOR, ".yours") if mark.is_displayed()]
    assert [mark.text for mark in marked] == ["Your delegation has a role here."]
    assert chrome.current_url.endswith("#delegation=north")
    Select(chrome.find_element(By.ID, "delegation")).select_by_visible_text("Everybody")
    assert shown(chrome) == [SMALL_GROUP, CONTROL, COFFEE]
    assert not any(mark.is_displayed() for mark in chrome.find_elements(By.CSS_SELECTOR, ".yours"))


@pytest.mark.parametrize(
    ("hash", "expected"),
    [
        ("#delegation=west", [CONTROL]),
        ("#delegation=nobody", [SMALL_GROUP, CONTROL, COFFEE]),
        ("#delegation=%", [SMALL_GROUP, CONTROL, COFFEE]),
    ],
)
def test_my_delegation_from_the_address(chrome: Chrome, small: Path, hash: str, expected: list[str]) -> None:
    show(chrome, small, hash=hash)
    assert shown(chrome) == expected


def test_own_time_stands_beside_the_venues(chrome: Chrome, small: Path) -> None:
    # Vienna 10:00, 11:00 and 15:00 in March are 14:30, 15:30 and 19:30 in Kolkata.
    show(chrome, small, zone="Asia/Kolkata")
    assert [line.text for line in chrome.find_elements(By.CSS_SELECTOR, ".when")] == [
        "10:00–11:00 14:30–15:30",
        "11:00–12:30 15:30–17:00",
        "15:00–15:30 19:30–20:00",
    ]
    zone = chrome.find_element(By.CSS_SELECTOR, ".zone").text
    assert zone in [f"Times are those of Europe/Vienna; beside them, in italics, yours: Asia/{name}." for name in ("Kolkata", "Calcutta")]


def test_own_time_on_another_day_says_so(chrome: Chrome, small: Path) -> None:
    show(chrome, small, zone="Pacific/Auckland")
    assert [line.text for line in chrome.find_elements(By.CSS_SELECTOR, ".when")] == [
        "10:00–11:00 22:00–23:00",
        "11:00–12:30 23:00–Tue 00:30",
        "15:00–15:30 Tue 03:00–Tue 03:30",
    ]


@pytest.mark.parametrize("zone", ["Europe/Vienna", "Europe/Berlin"])
def test_own_time_that_is_the_venues_is_not_repeated(chrome: Chrome, small: Path, zone: str) -> None:
    show(chrome, small, zone=zone)
    assert chrome.find_elements(By.CSS_SELECTOR, ".own") == []
    assert chrome.find_element(By.CSS_SELECTOR, ".zone").text == "Times are those of Europe/Vienna."


def test_keyboard_reaches_everything_and_skips(chrome: Chrome, small: Path) -> None:
    show(chrome, small)
    reached = []
    for _ in range(5):
        ActionChains(chrome).send_keys(Keys.TAB).perform()
        focused = chrome.switch_to.active_element
        reached.append(focused.get_attribute("id") or focused.get_attribute("hash"))
        # Focus can be seen
        assert focused.value_of_css_property("outline-style") == "solid"
    assert reached == ["#programme", "#day-1", "search", "delegation", "as-list"]
    show(chrome, small)
    ActionChains(chrome).send_keys(Keys.TAB).send_keys(Keys.ENTER).perform()
    assert chrome.switch_to.active_element.get_attribute("id") == "programme"


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/St_Johns"])
def test_grid_on_a_wide_screen_shows_all_and_covers_nothing(chrome: Chrome, week: Path, zone: str) -> None:
    show(chrome, week, zone=zone)
    boxes = chrome.execute_script(
        "return [...document.querySelectorAll('.session')].map(s => { const r = s.getBoundingClientRect();"
        " return [r.left, r.top, r.right, r.bottom, s.scrollHeight - s.clientHeight, s.scrollWidth - s.clientWidth]; })"
    )
    assert len(boxes) == 150
    assert [box for box in boxes if box[4] > 1 or box[5] > 1] == []
    overlaps = [(a, b) for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]
    assert overlaps == []
    assert chrome.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
    assert chrome.find_element(By.CSS_SELECTOR, ".room").is_displayed()


@pytest.mark.parametrize("width", [320, 390, 800])
def test_list_on_a_narrow_screen_is_in_order_and_names_rooms(chrome: Chrome, week: Path, width: int) -> None:
    show(chrome, week, width=width)
    assert not any(room.is_displayed() for room in chrome.find_elements(By.CSS_SELECTOR, ".room"))
    places = chrome.execute_script(
        "return [...document.querySelectorAll('.session')].map(s => [s.querySelector('time').dateTime, s.getBoundingClientRect().top])"
    )
    assert places == sorted(places)
    assert chrome.execute_script("return document.querySelector('.where').getBoundingClientRect().height") > 10
    assert chrome.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("width", [320, 390, 800, 1400])
def test_jump_to_a_day_shows_its_name(chrome: Chrome, week: Path, width: int) -> None:
    show(chrome, week, width=width, hash="#day-3")
    name = chrome.execute_script(
        "const r = document.getElementById('day-3-name').getBoundingClientRect();"
        " return document.elementFromPoint(r.left + 20, r.top + r.height / 2).id"
    )
    assert name == "day-3-name"


def test_list_can_be_chosen_on_a_wide_screen(chrome: Chrome, week: Path) -> None:
    show(chrome, week)
    chrome.find_element(By.ID, "as-list").click()
    assert not chrome.find_element(By.CSS_SELECTOR, ".room").is_displayed()
    assert len(shown(chrome)) == 150


def test_page_without_javascript_shows_everything_but_the_controls(chrome: Chrome, small: Path) -> None:
    show(chrome, small, script=False)
    try:
        assert [line.is_displayed() for line in chrome.find_elements(By.CSS_SELECTOR, ".session")] == [True] * 3
        assert not chrome.find_element(By.ID, "controls").is_displayed()
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_page_prints_a_day_to_a_sheet(chrome: Chrome, week: Path, small: Path) -> None:
    show(chrome, week, scheme="dark", zone="Asia/Kolkata")
    assert printed_pages(chrome) == 5
    show(chrome, small)
    assert printed_pages(chrome) == 1


def test_page_prints_a_crowded_day_to_a_sheet(chrome: Chrome, tmp_path: Path) -> None:
    show(chrome, written(tmp_path, crowded_day()))
    assert printed_pages(chrome) == 1


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgba(255, 255, 255, 1)"), ("dark", "rgba(20, 24, 31, 1)")])
def test_page_follows_the_readers_scheme(chrome: Chrome, small: Path, scheme: str, ground: str) -> None:
    show(chrome, small, scheme=scheme)
    assert chrome.find_element(By.TAG_NAME, "body").value_of_css_property("background-color") == ground


def test_hostile_words_run_nothing(chrome: Chrome, tmp_path: Path) -> None:
    words = ("<script>document.title='run'</script>", "</script><img src=x onerror=\"document.title='run'\">", "\u202eمرحبا", "'\"&<>")
    show(chrome, written(tmp_path, worded(words)))
    assert sorted(shown(chrome)) == sorted(words)
    assert chrome.title == f"{words[0]}: programme"
