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
from scheduler.files.selectors import IDLE, SelectorReader
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
    slots: tuple[Literal["first", "last"], ...] = ("first",)
    names: tuple[str, ...] = ()

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
    found = {table.name: sheet(table, faults, SCHEMAS[table.name]) for table in tables if table is not None}
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
        "slots: last | first",
        "names: [morning, late afternoon]",
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
        slots=("last", "first"),
        names=("morning", "late afternoon"),
    )
    assert read_rule.source == Source("rules.yaml", 2)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("slots: [first, lats]", "6:18: 'slots' cannot have 'lats' / did you mean 'last'?"),
        ("slots: noon|first", "6:10: 'slots' cannot have 'noon' / write one of: first, last"),
        ("names: []", "6:10: 'names' needs a value, or a list of values / as in names: [first, second]"),
        ("names: [{a: b}]", "6:10: 'names' needs a value, or a list of values / as in names: [first, second]"),
        ("names:", "6:9: 'names' needs a value, or a list of values / as in names: [first, second]"),
    ],
    ids=["a misspelt value", "a wrong value", "an empty list", "a mapping", "no value"],
)
def test_rule_list_that_is_wrong(tmp_path: Path, line: str, complaint: str) -> None:
    assert complaints(tmp_path, "for: all", line) == ([complaint], [])


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


COMMON = """\
book: common
grades: {strong: 100, slight: 1}
rules:
- {id: first, rule: everything, for: {theme: lasers}, strength: must}
- {id: second, rule: everything, for: all, strength: strong, why: Because.}
"""


def effective(tmp_path: Path, text: str) -> RuleBook:
    """A book that may include ``common.yaml``; without fault or warning."""
    (tmp_path / "common.yaml").write_text(COMMON, "utf-8")
    book, faults, warnings = read(tmp_path, text)
    assert (faults, warnings) == ([], [])
    assert book is not None
    return book


def test_include_brings_rules_and_grades_and_each_rule_names_its_own_file(tmp_path: Path) -> None:
    book = effective(tmp_path, "include: [common.yaml]\nrules:\n- {id: third, rule: everything, for: all, strength: slight}\n")
    assert [(one.id, one.weight, Path(one.source.file).name, one.source.line) for one in book.rules] == [
        ("first", None, "common.yaml", 4),
        ("second", 100, "common.yaml", 5),
        ("third", 1, "rules.yaml", 3),
    ]


def test_include_is_overridden_in_the_place_of_the_first_and_its_grades_too(tmp_path: Path) -> None:
    text = "include: common.yaml\ngrades: {strong: 7}\nrules:\n- {id: first, rule: everything, for: all, strength: strong}\n"
    book = effective(tmp_path, text)
    assert book.rules[0] == Everything(id="first", weight=7, for_=Selector())
    assert [one.weight for one in book.rules] == [7, 7]


def test_include_without_rules_of_its_own(tmp_path: Path) -> None:
    assert [one.id for one in effective(tmp_path, "include: common.yaml\n").rules] == ["first", "second"]


def test_include_of_a_book_that_two_others_include_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("include: common.yaml\nrules:\n- {id: first, off: yes}\n", "utf-8")
    assert [one.id for one in effective(tmp_path, "include: [ours.yaml, common.yaml]\n").rules] == ["second"]


def test_include_is_relative_to_the_book_that_it_stands_in(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "ours.yaml").write_text("include: ../common.yaml\n", "utf-8")
    assert [one.id for one in effective(tmp_path, "include: below/ours.yaml\n").rules] == ["first", "second"]


def test_off_switches_off_an_included_rule_and_one_that_is_complete(tmp_path: Path) -> None:
    text = "include: common.yaml\nrules:\n- {id: first, off: yes, why: Not this year.}\n- {id: own, rule: everything, off: yes, "
    book = effective(tmp_path, text + "for: {theme: nothing-like-it}, strength: must}\n")
    assert [one.id for one in book.rules] == ["second"]


def test_variant_switches_on_an_included_rule_that_the_book_switches_off(tmp_path: Path) -> None:
    book = effective(tmp_path, "include: common.yaml\nrules:\n- {id: second, off: yes}\nvariants: {with: {second: {off: no}}}\n")
    assert [one.id for one in book.rules] == ["first"]
    assert book.with_variant("with").rules[1] == Everything(id="second", weight=100, why="Because.", for_=Selector())


def test_off_no_switches_on_what_an_included_book_switches_off(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("include: common.yaml\nrules:\n- {id: first, off: yes}\n", "utf-8")
    book = effective(tmp_path, "include: ours.yaml\nrules:\n- {id: first, off: no}\n")
    assert [one.id for one in book.rules] == ["first", "second"]


def test_off_no_is_in_force(tmp_path: Path) -> None:
    assert rule(tmp_path, "for: all", "off: no") == Everything(id="all", for_=Selector())


def test_variant_changes_strength_and_fields_and_switches_off_and_on(tmp_path: Path) -> None:
    text = "include: common.yaml\nrules:\n- {id: third, rule: everything, off: yes, for: all, strength: 5}\n"
    book = effective(tmp_path, text + "variants:\n  tight: {first: off, second: {gap: 30, for: {theme: lasers}}, third: {off: no}}\n")
    assert [one.id for one in book.rules] == ["first", "second"]
    lasers = Selector((("theme", ("lasers",)),))
    assert book.with_variant("tight").rules == (
        Everything(id="second", weight=100, why="Because.", for_=lasers, gap=30),
        Everything(id="third", weight=5, for_=Selector()),
    )


def test_variant_of_an_included_book_gives_way_to_one_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("include: common.yaml\nvariants: {a: {first: 2}, b: {first: 3}}\n", "utf-8")
    book = effective(tmp_path, "include: ours.yaml\nvariants: {b: {first: strong}}\n")
    assert [(one.variant, one.rules[0].weight) for one in (book, *book.variants)] == [(None, None), ("a", 2), ("b", 100)]


def test_variant_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        effective(tmp_path, "include: common.yaml\n").with_variant("tight")


def test_fingerprint_is_of_the_rules_in_force_wherever_they_stand(tmp_path: Path) -> None:
    whole = effective(tmp_path, COMMON).fingerprint
    assert effective(tmp_path, "book: other\ninclude: common.yaml\nvariants: {a: {first: 2}}\n").fingerprint == whole
    assert effective(tmp_path, COMMON + "- {id: no-more, rule: everything, for: all, strength: 1, off: yes}\n").fingerprint == whole
    assert effective(tmp_path, COMMON.replace("Because", "In order")).fingerprint != whole
    varied = effective(tmp_path, "include: common.yaml\nvariants: {a: {first: 2}, b: {first: must}}\n").variants
    assert [one.fingerprint == whole for one in varied] == [False, True]


def test_faults_of_a_book_with_variants_are_said_once(tmp_path: Path) -> None:
    text = "rules:\n- {id: a, rule: everything, for: {boddy: x}, strength: must}\nvariants: {one: {a: 1}, two: {a: 2}}\n"
    assert read(tmp_path, text)[1:] == (["2:35: the sheet sessions has no column 'boddy' / did you mean 'body'?"], [])


def test_each_is_read_with_its_column(tmp_path: Path) -> None:
    assert rule(tmp_path, "for: all", "each: theme") == Everything(id="all", for_=Selector(), each="theme")


@pytest.mark.parametrize(
    ("join", "warnings"),
    [
        ("first.body = then.body", []),
        (
            "first.item = then.theme",
            [f"2:103: no two of the sessions that are selected fit 'first.item = then.theme' / {IDLE}"],
        ),
    ],
)
def test_where_that_joins_nothing_is_a_warning(tmp_path: Path, join: str, warnings: list[str]) -> None:
    book = tmp_path / "book.yaml"
    text = "rules:\n- {id: joined, rule: before, first: {kind: presentation}, then: {id: wrap-up}, strength: must, where: "
    book.write_text(f"{text}{join}}}\n", "utf-8")
    said = [str(one).replace("\n    ", " / ").removeprefix(f"{book}:") for one in read_meeting(OK_SMALL, book).warnings]
    assert said == warnings


def test_first_and_then_of_one_session_are_a_warning(tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text("rules:\n- {id: a, rule: before, first: {item: 3}, then: {id: wrap-up}, strength: must}\n", "utf-8")
    said = [str(one).replace("\n    ", " / ").removeprefix(f"{book}:") for one in read_meeting(OK_SMALL, book).warnings]
    assert said == [f"2:49: 'first' and 'then' select one and the same session / {IDLE}"]


def test_each_that_finds_no_value_is_a_warning(tmp_path: Path) -> None:
    said = "6:9: none of the sessions that are selected has a value in the column 'theme' / the rule asks for nothing until there is one"
    assert complaints(tmp_path, "for: {id: opening}", "each: theme") == ([], [said])
