"""A JSON Schema for rule books, made from the registry: editors complete and check a book with it while it is written.

It says what a book's text may look like. What only the sheets can tell, such as whether a column exists, is for
``schedule validate``. Scalars may be texts or numbers: some YAML readers make a number of ``30``, others do not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

from scheduler.domain.selector import ALL, Join, Selector
from scheduler.domain.times import When
from scheduler.rules.base import ON_RELEASE, SUBJECT_SHEETS, Rule
from scheduler.rules.fields import RuleField, divides_sessions, rule_fields
from scheduler.rules.reference import KindDescription, describe
from scheduler.rules.registry import rule_kinds

JsonSchema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
YES_OR_NO: JsonSchema = {"enum": ["yes", "no"]}
TEXT: JsonSchema = {"type": ["string", "number"]}


def schema_text(schema: JsonSchema) -> str:
    """A schema as a file: JSON in UTF-8, made to be read by people too."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def whole_number(least: int) -> JsonSchema:
    """A number in digits, ``least`` or more."""
    return {"anyOf": [{"type": "integer", "minimum": least}, {"type": "string", "pattern": r"^[1-9]\d*$" if least else r"^\d+$"}]}


def book_schema() -> JsonSchema:
    """The schema of a rule book."""
    names = {"type": "string", "minLength": 1}
    return {
        "$schema": DIALECT,
        "title": "A rule book of Rostrum",
        "type": "object",
        "additionalProperties": False,
        "anyOf": [{"required": ["rules"]}, {"required": ["include"]}],
        "properties": {
            "book": {**TEXT, "description": "The book's name."},
            "include": {
                "description": "Other rule books, relative to this one. A rule of this book with the same id overrides theirs.",
                "anyOf": [names, {"type": "array", "items": names}],
            },
            "grades": {
                "description": "Names for weights: what a breach costs.",
                "type": "object",
                "propertyNames": {"not": {"enum": ["must"]}},
                "additionalProperties": whole_number(1),
            },
            "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
            "variants": {
                "description": "Named changes of rules, for --variant: a strength, off, or fields with other values.",
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": {"anyOf": [{"$ref": "#/$defs/strength"}, {"$ref": "#/$defs/change"}]},
                },
            },
        },
        "$defs": _definitions(),
    }


def _definitions() -> JsonSchema:
    described = {description.kind: description for description in describe()}
    kinds = {f"rule_{name}": _kind(kind, described[name]) for name, kind in rule_kinds().items()}
    changes: JsonSchema = {key: {} for kind in kinds.values() for key in kind["properties"] if key != "id"}
    return {
        "rule": _rule(),
        **kinds,
        "change": {"type": "object", "additionalProperties": False, "minProperties": 1, "properties": changes},
        "strength": {
            "description": "must, or what a breach costs: a number from 1, or a grade of the book.",
            "anyOf": [{"type": "string", "pattern": r"^(?!0+$)."}, {"type": "integer", "minimum": 1}],
        },
        "selector": _selector(),
        "values": _one_or_several(TEXT),
    }


def _rule() -> JsonSchema:
    """A rule is of one kind, or only switches an included one off or on."""
    only_switched = {
        "required": ["id", "off"],
        "additionalProperties": False,
        "properties": {"id": TEXT, "off": YES_OR_NO, "why": {}, "strength": {}},
    }
    of_kind = [
        {"if": {"required": ["rule"], "properties": {"rule": {"const": name}}}, "then": {"$ref": f"#/$defs/rule_{name}"}}
        for name in rule_kinds()
    ]
    return {
        "type": "object",
        "required": ["id"],
        "properties": {"rule": {"description": "The kind of rule.", "enum": list(rule_kinds())}},
        "if": {"not": {"required": ["rule"]}},
        "then": only_switched,
        "allOf": of_kind,
    }


def _kind(kind: type[Rule], description: KindDescription) -> JsonSchema:
    meanings = {field.key: field.meaning for field in description.fields}
    fields = tuple(rule_fields(kind))
    divided = {"each": {"type": "string", "description": "A column: the rule holds for each of its values separately."}}
    return {
        "description": description.summary,
        "additionalProperties": False,
        "required": ["id", "rule", "strength", *(field.key for field in fields if field.required)],
        "properties": {
            "id": {**TEXT, "description": "The rule's name, in messages and in the report."},
            "rule": {},
            "strength": {"$ref": "#/$defs/strength"},
            "off": {**YES_OR_NO, "description": "Whether the rule is switched off."},
            "why": {**TEXT, "description": "The reason, printed where the rule stands in the way."},
            "release": {
                "description": "What 'schedule release' does where the rule, if it is weighted, is broken.",
                "enum": list(ON_RELEASE),
            },
            **(divided if divides_sessions(kind) else {}),
            **{field.key: {**FORMS[field.form](kind, field), "description": meanings[field.key]} for field in fields},
        },
    }


def _selector() -> JsonSchema:
    """Any column may be named, so that a misspelt one can be found only by ``schedule validate``."""
    several = _one_or_several({"$ref": "#/$defs/selector"})
    return {
        "anyOf": [
            {"const": ALL},
            {
                "type": "object",
                "minProperties": 1,
                "properties": {"not": several, "any": several},
                "additionalProperties": {"$ref": "#/$defs/values"},
            },
        ]
    }


def _one_or_several(one: JsonSchema) -> JsonSchema:
    return {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]}


def _choice_of_rows(kind: type[Rule], field: RuleField) -> JsonSchema:
    selector = {"$ref": "#/$defs/selector"}
    if field.choices == ("rooms",):
        return {"anyOf": [selector, {"$ref": "#/$defs/values"}]}
    if len(field.choices) == 1:
        return selector
    nouns = [noun for noun, sheet in SUBJECT_SHEETS.items() if sheet in kind.sheets]
    return {**selector, "type": "object", "anyOf": [{"required": [noun]} for noun in nouns]}


def _several(kind: type[Rule], field: RuleField) -> JsonSchema:
    """A list of texts, or of choices; a text alone may hold several of them, divided by ``|``."""
    if not field.choices:
        return _one_or_several(TEXT)
    choice = f"({'|'.join(field.choices)})"
    text = {"type": "string", "pattern": rf"^\s*{choice}(\s*\|\s*{choice})*\s*$"}
    return {"anyOf": [text, {"type": "array", "minItems": 1, "items": {"enum": list(field.choices)}}]}


FORMS: Mapping[object, Callable[[type[Rule], RuleField], JsonSchema]] = {
    Selector: _choice_of_rows,
    When: lambda kind, field: TEXT,
    Join: lambda kind, field: {"type": "string", "pattern": r"^\s*(first|then)\.\S+\s*=\s*(first|then)\.\S+\s*$"},
    int: lambda kind, field: whole_number(0),
    bool: lambda kind, field: YES_OR_NO,
    str: lambda kind, field: TEXT,
    Literal: lambda kind, field: {"enum": list(field.choices)},
    tuple: _several,
}
"""What may stand in a field, by its form."""
