"""The reference of the kinds of rules: complete, in step with the page in docs, and true to the books that are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.domain.errors import InputError
from scheduler.files.meeting_folder import read_meeting
from scheduler.rules import registry
from scheduler.rules.base import Rule
from scheduler.rules.fields import rule_fields
from scheduler.rules.reference import as_data, as_markdown, describe, written

ROOT = Path(__file__).resolve().parents[2]
RULES = [
    pytest.param(example.rule, id=f"{kind} {n}") for kind in registry.rule_kinds() for n, example in enumerate(registry.examples(kind))
]


def test_reference_page_is_in_step() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == as_markdown(describe()), "run 'make docs'"


@pytest.mark.parametrize("kind", registry.rule_kinds())
def test_describe_kind_says_what_each_field_means(kind: str) -> None:
    (description,) = describe(kind)
    declared = registry.rule_kinds()[kind]
    assert [field.key for field in description.fields] == [field.key for field in rule_fields(declared)]
    assert all(field.meaning.endswith(".") for field in description.fields)
    assert description.summary.endswith(".")
    assert as_data(description)["kind"] == kind


def test_describe_fields_that_share_a_meaning() -> None:
    (description,) = describe("not_parallel")
    meanings = {field.key: field.meaning for field in description.fields}
    assert meanings["first"] == meanings["then"] == "Instead of `for`: no session of the one choice overlaps a session of the other."


def test_describe_unknown_kind() -> None:
    with pytest.raises(InputError, match="no kind of rule is called 'not_befor'\n    did you mean 'not_before'"):
        describe("not_befor")


@pytest.mark.parametrize("rule", RULES)
def test_written_rule_is_read_back_as_it_was(rule: Rule, tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(f"book: test\nrules:\n{written(rule)}\n", encoding="utf-8")
    assert read_meeting(ROOT / "tests" / "ok_small", book).book.rules == (rule,)
