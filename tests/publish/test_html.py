"""The page as text: what is in it, once; nothing of a sheet becomes markup; nothing is fetched; every text can be read."""

from __future__ import annotations

import base64
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from html.parser import HTMLParser
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plenary_size import A_DAY, DAYS, plenary_size
from published_meetings import meeting_in, two_bodies, worded

from scheduler.domain.agenda import Agenda
from scheduler.publish.html import programme_page
from scheduler.publish.text import one_line

WORDS = (
    "</script><script>alert(1)</script>",
    "</style><b>bold</b>",
    "\" onclick='alert(2)'",
    "Fish & chips &amp; <em>more</em>",
    "عربي: جدول الأعمال",
    "{{ 7 * 7 }} {% raw %}",
    "<!-- not a comment -->",
    "line\nbreak\x00\u202e",
)


@dataclass
class Element:
    """An element with its attributes, and its text with that of what is in it."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """Every element of a page, as a parser of HTML sees it."""

    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in ("meta", "input"):
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, of_class: str = "") -> list[Element]:
        return [e for e in self.elements if e.tag == tag and (not of_class or of_class in (e.attributes.get("class") or "").split())]


def parsed(content: bytes) -> Page:
    page = Page()
    page.feed(content.decode())
    page.close()
    assert page._open == []
    return page


def words_of(elements: list[Element]) -> list[str]:
    return [" ".join(element.text.split()) for element in elements]


def test_page_of_two_bodies_says_it_all() -> None:
    page = parsed(programme_page(*two_bodies()))
    assert words_of(page.all("li", "session")) == [
        "10:00–11:00 SG Small group Salon Your delegation has a role here.",
        "11:00–12:30 RPOC 4a Export control issues; new, urgent Great Hall, Congress Centre "
        "Presenters: Ana Example (Northland), Eastland Chair: Bo Example (Northland) Rapporteur: Cy Example (Westland) "
        "Your delegation has a role here.",
        "15:00–15:30 Coffee Great Hall, Congress Centre Your delegation has a role here.",
    ]
    assert words_of(page.all("h1") + page.all("h2")) == ["Spring meeting", "Monday 1 March 2027", "Not held"]
    assert words_of([li for li in page.all("li") if li.attributes.get("dir") == "auto"]) == ["RPOC: 9. Any other business"]
    assert words_of(page.all("li", "body-0")) == ["Other", words_of(page.all("li", "session"))[2]]
    assert words_of(page.all("option")) == ["Everybody", "Northland", "Eastland", "Westland"]


def test_page_knows_whom_a_session_concerns_and_who_has_a_role() -> None:
    # north 0, east 1, west 2. The small group: north attends. 4a: north and east attend, Cy of west is rapporteur, east presents.
    sessions = parsed(programme_page(*two_bodies())).all("li", "session")
    assert [(li.attributes["data-concerns"], li.attributes["data-active"]) for li in sessions] == [("0", ""), ("0 1 2", "0 1 2"), ("", "")]


def test_page_has_every_session_once() -> None:
    problem, agenda = plenary_size()
    page = parsed(programme_page(problem, agenda))
    shown = Counter(" ".join(heading.text.split()) for heading in page.all("h3"))
    sessions = (problem.session(entry.session) for entry in agenda.entries)
    assert shown == Counter(" ".join(part for part in (s.body, s.item, s.title) if part) for s in sessions)
    assert (len(page.all("li", "session")), len(page.all("section", "day"))) == (DAYS * A_DAY, DAYS)
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))


def test_page_gives_each_time_on_the_venues_clock_and_in_utc() -> None:
    # Kathmandu: UTC+5:45, so that no start lies on a full hour of the venue
    starts = (datetime(2027, 3, 1, 3, 30, tzinfo=UTC), datetime(2027, 3, 1, 23, tzinfo=UTC))
    page = parsed(programme_page(*meeting_in("Asia/Kathmandu", date(2027, 3, 1), date(2027, 3, 2), starts)))
    times = [(t.text, t.attributes["datetime"], t.attributes["data-day"]) for t in page.all("time")]
    assert ("09:15", "2027-03-01T03:30:00Z", "Mon") in times
    assert ("04:45", "2027-03-01T23:00:00Z", "Tue") in times
    assert words_of(page.all("h2")) == ["Monday 1 March 2027", "Tuesday 2 March 2027"]


def test_page_escapes_every_word() -> None:
    hostile, harmless = parsed(programme_page(*worded(WORDS))), parsed(programme_page(*worded(tuple("abcdefgh"))))
    assert [e.tag for e in hostile.elements] == [e.tag for e in harmless.elements]
    assert [sorted(e.attributes) for e in hostile.elements] == [sorted(e.attributes) for e in harmless.elements]
    titles = [heading.text for heading in hostile.all("h3")]
    assert sorted(titles) == sorted(f"{one_line(word)} {one_line(word)}" for word in WORDS)


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_page_carries_any_title(word: str) -> None:
    problem, agenda = worded((word,))
    (heading,) = parsed(programme_page(problem, agenda)).all("h3")
    assert heading.text.split() == f"{one_line(word)} {one_line(word)}".split()


def test_page_fetches_nothing() -> None:
    text = programme_page(*plenary_size()).decode()
    page = parsed(text.encode())
    assert re.findall(r"://|url\(|@import|\bfetch\(|XMLHttpRequest|<link|<img|<iframe", text) == []
    assert [e.tag for e in page.elements if "src" in e.attributes] == []
    assert {(e.attributes["href"] or "")[0] for e in page.elements if "href" in e.attributes} == {"#"}
    assert [e.tag for e in page.elements for name in e.attributes if name.startswith("on") or name == "style"] == []


def test_page_allows_only_its_own_script_and_style() -> None:
    page = parsed(programme_page(*two_bodies()))
    (policy,) = (e.attributes["content"] for e in page.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy")
    (style,), (script,) = page.all("style"), page.all("script")
    assert policy == (
        f"default-src 'none'; style-src '{_fingerprint(style.text)}'; script-src '{_fingerprint(script.text)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _fingerprint(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"


def test_page_has_the_same_bytes_each_time() -> None:
    assert programme_page(*plenary_size()) == programme_page(*plenary_size())


def test_page_of_an_empty_agenda() -> None:
    problem, _ = two_bodies()
    page = parsed(programme_page(problem, Agenda(meeting="two-bodies", entries=())))
    assert (page.all("li", "session"), words_of(page.all("p", "none"))) == ([], ["No sessions."])


def test_page_can_be_read_light_and_dark() -> None:
    style = parsed(programme_page(*plenary_size())).all("style")[0].text
    light, _, rest = style.partition("@media screen and (prefers-color-scheme: dark)")
    for part, bodies in ((light, 10), (rest.partition("* {")[0], 10)):
        colours = dict(re.findall(r"--(ground|text|soft|strong|surface): (#[0-9a-f]{6})", part))
        fills = re.findall(r"--fill: (#[0-9A-F]{6})", part)
        assert len(fills) == bodies
        pairs = [*product(("text", "soft", "strong"), ("ground", "surface")), *(("text", fill) for fill in fills)]
        ratios = {(a, b): contrast(colours[a], colours.get(b, b)) for a, b in pairs}
        assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize(("a", "b", "expected"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)])
def test_contrast_is_that_of_wcag(a: str, b: str, expected: float) -> None:
    assert contrast(a, b) == pytest.approx(expected, abs=0.005)


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, section 'contrast ratio')."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (part / 255 for part in bytes.fromhex(colour.removeprefix("#")))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
