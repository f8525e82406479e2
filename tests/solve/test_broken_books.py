"""Ten rule books that no plenary week keeps: each is explained by its conflict, and by nothing else.

Why each conflict is one, and why it is minimal, is derived by hand in the book. `python tests/broken_books/measure.py`
prints how long each explanation takes; these tests do not depend on it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.files.meeting_folder import read_meeting
from scheduler.rules.base import RuleBook
from scheduler.solve.explain import Conflict, explain
from scheduler.solve.params import Params

ROOT = Path(__file__).resolve().parents[2]
BOOKS = ROOT / "tests" / "broken_books"
PATIENT = 300.0
"""Seconds, where three are usual: a slow machine does not make these tests fail."""

COMMON, PLENARY = "constraints/common.yaml", "constraints/plenary.yaml"
CONFLICTS = {
    "across_the_square": {
        "one-place[chair]": COMMON,
        "opening[plen-1]": PLENARY,
        "chairs-of-the-experts[chairs]": "",
    },
    "drafting_in_one_room": {
        "one-per-room[oak-room]": COMMON,
        "drafting-in-the-oak-room[draft-1], drafting-in-the-oak-room[draft-2], drafting-in-the-oak-room[draft-3]": "",
        "drafting-on-wednesday-morning[draft-1], drafting-on-wednesday-morning[draft-2], drafting-on-wednesday-morning[draft-3]": "",
    },
    "leem_on_tuesday": {"one-body[LEEM]": PLENARY, "rooms-fit": COMMON, "leem-on-tuesday": ""},
    "no_night_to_read": {
        "information-exchange-sleeps-on-it[ie-19, plen-6]": PLENARY,
        "exchange-ends-on-wednesday[ie-19]": "",
        "report-on-wednesday[plen-6]": "",
    },
    "nobody_in_the_chair": {
        "one-place[chair]": COMMON,
        "people-are-there[vice-chair]": COMMON,
        "guidance-first[plen-9]": "",
        "chairs-of-the-experts[chairs]": "",
    },
    "photo_on_wednesday": {"tuesday[photo]": PLENARY, "photo-before-the-concert[photo]": ""},
    "press_after_lunch": {"home-for-the-weekend[plen-12]": "", "press-conference[press]": PLENARY, "press-at-two[press]": ""},
    "same_experts_twice": {"same-experts": PLENARY, "transit-at-ten[leem-1]": "", "free-zones-at-ten[ie-5]": ""},
    "statement_circle": {
        "agenda-order[plen-10, plen-11]": PLENARY,
        "heads-before-the-statement[hod-2, plen-10]": PLENARY,
        "heads-hear-the-next-host[plen-11, hod-2]": "",
    },
    "tem_report_early": {
        "people-are-there[sec-07]": COMMON,
        "expert-reports[tem-13, plen-5]": PLENARY,
        "tem-report-first[plen-5]": "",
        "tem-concludes-at-noon[tem-13]": "",
    },
}
"""By book: each rule in conflict, with its instances unless they are many or others would do, and the book that it stands in."""
FACTS = {
    "nobody_in_the_chair": "availability.csv:8: vice-chair is busy Wed 15:00 to Wed 16:15",
    "press_after_lunch": "sessions.csv:113: press 'Press conference' takes 30 minutes",
    "tem_report_early": "availability.csv:13: sec-07 is busy Wed 10:00 to Wed 13:00",
}
"""A line of a sheet without which there would be no conflict."""
COUNTED = {
    "drafting_in_one_room": "draft-1, draft-2, draft-3 fit only into oak-room; they take 180 minutes one after the other, and have 150",
    "leem_on_tuesday": "LEEM: 15 sessions cannot be packed one after the other into the stretches of 75 + 75 + 75 + 75 + 60 minutes",
    "photo_on_wednesday": "photo 'Family photo on the staircase' (15 minutes) has no place left",
    "same_experts_twice": "bgr: ie-5, leem-1 take 40 minutes one after the other, and have 20 to run in",
}
"""What counting alone shows."""


def explained(name: str) -> tuple[RuleBook, Conflict]:
    plan = read_meeting(ROOT / "data" / "plenary-week", BOOKS / f"{name}.yaml")
    return plan.book, explain(plan.problem, plan.book, Params(), PATIENT)


def line_of(book: str, id: str) -> str:
    """Where a rule stands, as a reader of the file would count."""
    lines = (ROOT / book).read_text("utf-8").splitlines()
    return f"{book}:{1 + next(number for number, line in enumerate(lines) if line.split('#')[0].strip() == f'- id: {id}')}"


def test_there_are_ten_broken_books_and_each_is_tried() -> None:
    assert sorted(path.stem for path in BOOKS.glob("*.yaml")) == sorted(CONFLICTS)
    assert len(CONFLICTS) == 10


@pytest.mark.parametrize("name", sorted(CONFLICTS))
def test_broken_book_is_explained_by_its_conflict(name: str) -> None:
    book, found = explained(name)
    wanted = {names.split("[")[0]: (names, file or f"tests/broken_books/{name}.yaml") for names, file in CONFLICTS[name].items()}
    lines = [line.strip().replace(f"{ROOT}/", "") for line in found.text().splitlines()]
    assert {demand.rule.id for demand in found.demands if demand.rule} == wanted.keys()
    for id, (names, file) in wanted.items():
        number = next(number for number, line in enumerate(lines) if line.startswith(f"{line_of(file, id)}: {names}"))
        assert lines[number + 1] == f"why: {book.rule(id).why}"
    assert found.minimal
    assert len([line for line in lines if line.startswith("Without any one of the") and line.endswith(" the others can.")]) == 1
    assert any(line.endswith(FACTS.get(name, "")) for line in lines)
    assert any(sentence.startswith(COUNTED.get(name, "none")) for sentence in found.shortages) == (name in COUNTED)
