"""The JSON Schemas for editors: in step with the code, true to the samples, and a help against typos."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from scheduler.files.field_reader import FieldReader
from scheduler.files.settings_schema import meeting_schema
from scheduler.rules import registry
from scheduler.rules.reference import written
from scheduler.rules.schema import FORMS, book_schema, schema_text

ROOT = Path(__file__).resolve().parents[2]
BOOKS = [*sorted((ROOT / "constraints").glob("*.yaml")), ROOT / "tests" / "ok_small" / "rules.yaml"]
MEETINGS = [*sorted((ROOT / "data").glob("*/meeting.yaml")), ROOT / "tests" / "ok_small" / "meeting.yaml"]


class Numbers(yaml.BaseLoader):
    """Reads whole numbers as numbers and everything else as text, as editors do with YAML 1.2."""


Numbers.add_implicit_resolver("tag:yaml.org,2002:int", yaml.SafeLoader.yaml_implicit_resolvers["1"][0][1], list("123456789"))
Numbers.add_constructor("tag:yaml.org,2002:int", lambda loader, node: number_or_text(node.value))


def number_or_text(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def refusals(schema: dict[str, Any], text: str) -> Iterator[str]:
    """What a validator says of a text, read once with numbers and once without."""
    for loader in (yaml.BaseLoader, Numbers):
        yield from (error.message for error in Draft202012Validator(schema).iter_errors(yaml.load(text, Loader=loader)))


@pytest.mark.parametrize(("name", "schema"), [("rule-book", book_schema()), ("meeting", meeting_schema())])
def test_schema_in_docs_is_in_step_and_valid(name: str, schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    file = ROOT / "docs" / "schemas" / f"{name}.schema.json"
    assert file.read_text("utf-8") == schema_text(schema), "run 'make docs'"
    assert json.loads(schema_text(schema)) == schema


@pytest.mark.parametrize("path", BOOKS, ids=[path.name for path in BOOKS])
def test_schema_takes_every_book_of_ours(path: Path) -> None:
    assert list(refusals(book_schema(), path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", MEETINGS, ids=[path.parent.name for path in MEETINGS])
def test_schema_takes_every_meeting_of_ours(path: Path) -> None:
    assert list(refusals(meeting_schema(), path.read_text("utf-8"))) == []


@pytest.mark.parametrize("kind", registry.rule_kinds())
def test_schema_takes_every_example_of_the_reference(kind: str) -> None:
    for example in registry.examples(kind):
        assert list(refusals(book_schema(), f"rules:\n{written(example.rule)}\n")) == []


def test_schema_has_every_form_that_a_field_may_have() -> None:
    assert FORMS.keys() == FieldReader.PARSERS.keys()


RULE = "rules:\n- {id: a, rule: not_before, for: {body: IE}, time: 'day 1, 14:00', strength: must}\n"


@pytest.mark.parametrize(
    "text",
    [
        RULE,
        RULE.replace("must", "3"),
        RULE.replace("must", "must, each: theme, per: minute, off: no, why: Because."),
        RULE.replace("{body: IE}", "all"),
        RULE.replace("{body: IE}", "{body: [IE, 3], not: {item: 9}, any: [{kind: item}, {kind: talk}]}"),
        "include: common.yaml\n",
        "include: [common.yaml]\nrules:\n- {id: a, off: yes, why: Not this year.}\n",
        f"{RULE}grades: {{strong: 100}}\nvariants: {{tight: {{a: must, b: off, c: {{time: last day, gap: 30}}}}}}\n",
        "rules:\n- {id: a, rule: before, first: {body: IE}, then: all, where: first.body = then.reports_on, gap: 120, strength: 1}\n",
        "rules:\n- {id: a, rule: prefer, for: all, room: hall, strength: 1}\n",
        "rules:\n- {id: a, rule: avoid_slots, for: all, slots: first | last, periods: morning, strength: 1}\n",
        "rules:\n- {id: a, rule: avoid_slots, for: all, slots: [first, last], periods: [morning, noon], strength: 1}\n",
    ],
)
def test_schema_takes_what_is_right(text: str) -> None:
    assert list(refusals(book_schema(), text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "book: none\n",
        RULE.replace("time:", "tyme:"),
        RULE.replace("not_before", "not_befor"),
        RULE.replace("strength: must", "strenght: must"),
        RULE.replace("must", "0"),
        RULE.replace("must", "must, per: minutes"),
        RULE.replace("must", "must, off: perhaps"),
        RULE.replace("for: {body: IE}, ", ""),
        RULE.replace("{body: IE}", "IE"),
        RULE.replace("{body: IE}", "{body: {name: IE}}"),
        f"{RULE}grades: {{strong: much}}\n",
        f"{RULE}variants: {{tight: {{a: {{tyme: last day}}}}}}\n",
        f"{RULE}varants: {{}}\n",
        "rules:\n- {id: a}\n",
        "rules:\n- {id: a, rule: avoid_slots, for: all, slots: first | lats, strength: 1}\n",
        "rules:\n- {id: a, rule: avoid_slots, for: all, slots: [lats], strength: 1}\n",
        "rules:\n- {id: a, rule: one_place, for: {delegates: 1}, strength: must}\n",
        "rules:\n- {id: a, rule: one_place, for: {person: all}, each: theme, strength: must}\n",
        "rules:\n- {id: a, rule: before, first: all, then: all, where: body = reports_on, strength: 1}\n",
        "rules:\n- {id: a, rule: before, first: all, then: all, gap: long, strength: 1}\n",
    ],
)
def test_schema_refuses_a_typo(text: str) -> None:
    assert list(refusals(book_schema(), text)) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("zone:", "zonne:"),
        ("2027-03-27", "27.3.2027"),
        ("grid: 15", "grid: often"),
        ("email: ", "mail: "),
        ("title: ", "# "),
        ("grid: ", "host: Austria\ngrid: "),
        ("grid: ", "reminders: [soon]\ngrid: "),
    ],
)
def test_schema_of_meetings_refuses_a_typo(old: str, new: str) -> None:
    text = (ROOT / "tests" / "ok_small" / "meeting.yaml").read_text("utf-8")
    assert old in text
    assert list(refusals(meeting_schema(), text.replace(old, new))) != []
