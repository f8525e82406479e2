"""The fields of a kind of rule, by their annotations: what the files read and what the reference tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

from scheduler.rules.base import FOR, Rule

COMMON = tuple(field.name for field in fields(Rule))
"""What every rule has; a book states it in the same way for all kinds."""


@dataclass(frozen=True, slots=True)
class RuleField:
    """One field of a kind: its ``key`` in the file, its ``name`` in the class, and what it holds.

    ``form`` is its bare type, ``choices`` what the annotation adds to it: a selector's sheets, a literal's values, alone or in a tuple;
    ``default`` stands where a rule leaves it out, and means nothing where it is ``required``.
    """

    key: str
    name: str
    required: bool
    default: object
    form: object
    choices: tuple[str, ...]


def divides_sessions(kind: type[Rule]) -> bool:
    """Whether rules of this kind can have ``each``: their ``for`` picks sessions."""
    return any(field.name == FOR and field.choices == ("sessions",) for field in rule_fields(kind))


def rule_fields(kind: type[Rule]) -> Iterator[RuleField]:
    """The fields that a kind adds to those of every rule, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        if field.name not in COMMON:
            required = field.default is MISSING
            yield RuleField(field.name.rstrip("_"), field.name, required, field.default, *_form(hints[field.name]))


def _form(annotation: object) -> tuple[object, tuple[str, ...]]:
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        (only,) = (choice for choice in get_args(annotation) if choice is not NoneType)
        return _form(only)
    if origin is Annotated:
        form, *sheets = get_args(annotation)
        return form, tuple(sheets)
    if origin is tuple:
        return tuple, _form(get_args(annotation)[0])[1]
    return (origin, get_args(annotation)) if origin is Literal else (annotation, ())
