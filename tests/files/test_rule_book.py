from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from input_error_cases import OK_SMALL

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.errors import Source
from scheduler.domain.problem import Problem
from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.files.faults import Faults
from scheduler.files.field_reader import FieldReader
from scheduler.files.meeting_folder import read_meeting
from scheduler.files.rule_book import BookReader
from scheduler.files.schema import SCHEMAS
from scheduler.files.selectors import SelectorReader
from scheduler.files.sheets import Sheets, sheet
from scheduler.files.tables import read_csv
from scheduler.rules.base import Rooms, Rule, RuleBook, Sessions, Subjects
from scheduler.rules.fields import rule_fields
from scheduler.rules.registry import rule_kinds
from scheduler.rules.terms import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything(Rule):
    """A kind with a field of every form."""

    kind = "everything"
    measure = "nothing"
    sheets = ("people", "bodies")

    for_: Sessions
    whom: Subjects | None = None
    room: Rooms | None = None
    time: When | None = None
    gap: int = 0
    travel: bool = False
    per: Literal["session", "minute"] = "session"
    where: str = ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        yield from ()

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        yield from ()

    def sentence(self) -> str:
        return "nothing is demanded"


def read(tmp_path: Path, text: str) -> tuple[RuleBook | None, list[str], list[str]]:
    """The book, its faults and its warnings, without the file's name, held against ok_small."""
    path = tmp_path / "rules.yaml"
    path.write_text(text, "utf-8")
    faults, warnings = Faults(), Faults()
    tables = [read_csv(file, file.stem, file.name, faults) for file in sorted(OK_SMALL.glob("*.csv"))]
    found = {table.name: sheet(table, faults) for table in tables if table is not None}
    sheets = Sheets({name: one for name, one in found.items() if one is not None})
    reader = BookReader(SelectorReader(sheets, faults, warnings), faults, kinds={"everything": Everything})
    book = reader.read(path, "rules.yaml")
    return book, *([str(one).removeprefix("rules.yaml:").replace("\n    ", " / ") for one in kind.all()] for kind in (faults, warnings))


def rule(tmp_path: Path, *lines: str) -> Everything:
    """The only rule of a book, which has no fault and no warning."""
    text = "\n".join(["rules:", "- id: all", "  rule: everything", "  strength: must", *(f"  {line}" for line in lines)])
    book, faults, warnings = read(tmp_path, text)
    assert (faults, warnings) == ([], [])
    assert book is not None
    (only,) = book.rules
    assert isinstance(only, Everything)
    return only


def complaints(tmp_path: Path, *lines: str) -> tuple[list[str], list[str]]:
    text = "\n".join(["rules:", "- id: all", "  rule: everything", "  strength: must", *(f"  {line}" for line in lines)])
    return read(tmp_path, text)[1:]


def test_rule_fields_of_every_form_are_read_by_their_annotations(tmp_path: Path) -> None:
    read_rule = rule(
        tmp_path,
        "for: {theme: lasers}",
        "whom: {person: all, delegation: [ARD, BRU]}",
        "room: hall",
        "time: first day, morning",
        "gap: 15",
        "travel: yes",
        "per: minute",
        "where: 'first.body = then.reports_on'",
        "why: Because.",
    )
    assert read_rule == Everything(
        id="all",
        why="Because.",
        for_=Selector((("theme", ("lasers",)),)),
        whom=Selector((("person", ("all",)), ("delegation", ("ARD", "BRU")))),
        room=Selector((("room", ("hall",)),)),
        time=When("first day, morning", "first day", "morning"),
        gap=15,
        travel=True,
        per="minute",
        where="first.body = then.reports_on",
    )
    assert read_rule.source == Source("rules.yaml", 2)


def test_rule_fields_that_are_left_out_have_their_defaults(tmp_path: Path) -> None:
    assert rule(tmp_path, "for: all") == Everything(id="all", for_=Selector())


@pytest.mark.parametrize("kind", rule_kinds().values(), ids=rule_kinds())
def test_rule_fields_of_every_kind_have_a_parser(kind: type[Rule]) -> None:
    assert [field.key for field in rule_fields(kind) if field.form not in FieldReader.PARSERS] == []


@pytest.mark.parametrize(
    ("strength", "weight"), [("must", None), ("1", 1), ("250", 250), ("strong", 100)], ids=["must", "one", "number", "grade"]
)
def test_rule_strength_is_must_a_number_or_a_grade(tmp_path: Path, strength: str, weight: int | None) -> None:
    text = f"grades: {{strong: 100}}\nrules:\n- {{id: a, rule: everything, strength: {strength}, for: all}}\n"
    book, faults, _ = read(tmp_path, text)
    assert faults == []
    assert book is not None
    assert [one.weight for one in book.rules] == [weight]


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("all", Selector()),
        ("{theme: [lasers, valves], kind: presentation}", Selector((("theme", ("lasers", "valves")), ("kind", ("presentation",))))),
        ("{body: TEM, not: {theme: lasers}}", Selector((("body", ("TEM",)),), (Selector((("theme", ("lasers",)),)),))),
        ("{not: [{theme: lasers}, {item: 3}]}", Selector((), (Selector((("theme", ("lasers",)),)), Selector((("item", ("3",)),))))),
        ("{any: [{id: opening}, {id: wrap-up}]}", Selector((), (), (Selector((("id", ("opening",)),)), Selector((("id", ("wrap-up",)),))))),
        ("{theme: ''}", Selector((("theme", ("",)),))),
    ],
)
def test_selector_of_sessions(tmp_path: Path, text: str, selector: Selector) -> None:
    assert rule(tmp_path, f"for: {text}").for_ == selector


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("hall", Selector((("room", ("hall",)),))),
        ("[hall, annex]", Selector((("room", ("hall", "annex")),))),
        ("{features: interpretation}", Selector((("features", ("interpretation",)),))),
        ("all", Selector()),
    ],
)
def test_selector_of_rooms_may_be_ids_alone(tmp_path: Path, text: str, selector: Selector) -> None:
    assert rule(tmp_path, "for: all", f"room: {text}").room == selector


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("for: {}", "5:8: this does not say which sessions are meant / "),
        ("for: {not: []}", "5:14: 'not' names nothing / "),
        ("for: {body: []}", "5:15: 'body' needs a value, or a list of values / "),
        ("for: {body: {theme: lasers}}", "5:15: 'body' needs a value, or a list of values / "),
        ("for: {not: {boddy: TEM}}", "5:15: the sheet sessions has no column 'boddy' / "),
        ("for: {nott: {body: TEM}}", "5:9: the sheet sessions has no column 'nott' / "),
    ],
)
def test_selector_that_cannot_be_read_is_one_fault(tmp_path: Path, line: str, fault: str) -> None:
    faults, warnings = complaints(tmp_path, line)
    assert ([text[: len(fault)] for text in faults], warnings) == ([fault], [])


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        ("for: {theme: laser}", "5:16: no session has the theme 'laser' / did you mean 'lasers'?"),
        ("for: {theme: [lasers, laser]}", "5:25: no session has the theme 'laser' / did you mean 'lasers'?"),
        ("for: {id: wrapup}", "5:13: no session has the id 'wrapup' / did you mean 'wrap-up'?"),
        ("for: {visitors: yes}", "5:19: no session has the visitors 'yes' / the sheet has other values there, or none"),
        (
            "for: {theme: lasers, item: 3}",
            "5:8: no row of the sheet sessions is selected (theme lasers, item 3) / the rule asks for nothing until there is one",
        ),
    ],
)
def test_selector_that_picks_nothing_is_one_warning(tmp_path: Path, line: str, warning: str) -> None:
    assert complaints(tmp_path, line) == ([], [warning])


def test_selector_of_rooms_that_do_not_exist_is_a_warning(tmp_path: Path) -> None:
    assert complaints(tmp_path, "for: all", "room: [hall, anex]") == ([], ["6:16: no room has the room 'anex' / did you mean 'annex'?"])


def test_selector_may_use_a_column_of_the_schema_or_one_of_the_sheets_own(tmp_path: Path) -> None:
    assert "reports_on" in SCHEMAS["sessions"].columns
    assert complaints(tmp_path, "for: {reports_on: ''}") == ([], [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("rules: &r [*r]\n", "1:12: a value begins with '*', which means a reference in YAML / put the value in quotation marks"),
        ("rules: none\n", "1:8: 'rules' needs a list / begin each rule with '- id: …'"),
        ("rules: [one]\n", "1:9: this is not a rule / begin each rule with '- id: …' and write its other keys below, indented"),
        ("book: b\n", "1: the key 'rules' is missing / add a line 'rules: …'"),
        ("book: [b]\nrules: []\n", "1:7: 'book' needs a single name / as in book: plenary"),
        (
            "rules:\n- {id: a, rule: everything, strength: must, for: all, why: [b]}\n",
            "2:60: 'why' needs a single value / write it after the colon, 'why: …'",
        ),
        ("grades: {must: 3}\nrules: []\n", "1:10: a grade cannot be called 'must' / choose another name"),
        ("rules:\n- {rule: everything, strength: must, for: all}\n", "2: the key 'id' is missing (rule everything) / add a line 'id: …'"),
        (
            "rules:\n- {id: a, rule: everything, strength: must, for: all, gap: [1]}\n",
            "2:60: 'gap' needs a single value / write it after the colon, 'gap: …'",
        ),
        (
            "rules:\n- {id: a b, rule: everything, strength: must, for: all}\n",
            "2:8: 'a b' cannot be an id / use letters, digits, '-', '_' and '.', and begin with a letter or digit",
        ),
        ("a: 1\n---\nrules: []\n", "2:1: a line '---' begins a second document / keep everything in one document"),
        ("rules: " + "[" * 2000 + "]" * 2000 + "\n", " lists are nested too deeply / close the brackets that are open"),
        ("[a]: 1\nrules: []\n", "1:1: a key is a list or a group / write a single word before the colon"),
        ("a\x07: 1\n", "1: the line contains a character that cannot be seen and is not allowed / type the line anew"),
    ],
)
def test_book_that_cannot_be_read_is_one_fault(tmp_path: Path, text: str, fault: str) -> None:
    assert read(tmp_path, text)[1:] == ([fault], [])


def test_book_of_ok_small_is_read_in_its_order() -> None:
    book = read_meeting(OK_SMALL).book
    assert (book.name, [one.id for one in book.rules], [one.weight for one in book.rules]) == (
        "ok-small",
        [
            "one-place",
            "small-delegations",
            "one-per-room",
            "room-fits",
            "people-available",
            "rooms-available",
            "agenda-order",
            "opening-early",
            "over-by-noon",
        ],
        [None] * 7 + [100, 1],
    )
