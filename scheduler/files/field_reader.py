"""The fields of a kind of rule, read by their annotations: a new kind needs no code here unless its fields are of a new type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeVar

from scheduler.domain.errors import Source
from scheduler.domain.selector import Join, Selector
from scheduler.domain.suggestions import suggestion
from scheduler.domain.times import TimeTextError, When
from scheduler.files import values
from scheduler.files.faults import Faults
from scheduler.files.selectors import SelectorReader
from scheduler.files.values import BadValue
from scheduler.files.yaml_nodes import Node, Sequence, Text
from scheduler.rules.base import Rule
from scheduler.rules.fields import RuleField

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class FieldReader:
    """Reads the fields of one rule; ``kind`` is its class, ``times`` collects its times to be held against the meeting."""

    kind: type[Rule]
    selectors: SelectorReader
    faults: Faults
    times: list[tuple[When, Source]]

    def read(self, field: RuleField, node: Node) -> object | None:
        """The field's value; None, and a fault, if the node states none."""
        return self.PARSERS[field.form](self, field, node)

    def _selector(self, field: RuleField, node: Node) -> Selector | None:
        if len(field.choices) == 1:
            return self.selectors.read(node, field.choices[0])
        return self.selectors.subjects(node, self.kind.sheets)

    def _when(self, field: RuleField, node: Node) -> When | None:
        text = self._text(field, node)
        if text is None:
            return None
        try:
            when = When.parse(text)
        except TimeTextError as error:
            self.faults.add(node.source, str(error), error.hint)
            return None
        self.times.append((when, node.source))
        return when

    def _join(self, field: RuleField, node: Node) -> Join | None:
        text = self._text(field, node)
        return self.selectors.join(Text(text, node.source)) if text is not None else None

    def _number(self, field: RuleField, node: Node) -> int | None:
        return self._value(field, node, values.whole_number)

    def _flag(self, field: RuleField, node: Node) -> bool | None:
        return self._value(field, node, values.yes_or_no)

    def _choice(self, field: RuleField, node: Node) -> str | None:
        text = self._text(field, node)
        if text is None or text in field.choices:
            return text
        self.faults.add(node.source, f"'{field.key}' cannot be '{text}'", suggestion(text, field.choices))
        return None

    def _several(self, field: RuleField, node: Node) -> tuple[str, ...] | None:
        """A list, or a text that is divided by ``|``, of texts or of choices."""
        found: dict[str, Source] = {}
        for item in node.items if isinstance(node, Sequence) else (node,):
            found |= dict.fromkeys(values.split(item.value), item.source) if isinstance(item, Text) else {"": item.source}
        if not found or "" in found:
            self.faults.add(node.source, f"'{field.key}' needs a value, or a list of values", f"as in {field.key}: [first, second]")
            return None
        wrong = [text for text in found if field.choices and text not in field.choices]
        for text in wrong:
            self.faults.add(found[text], f"'{field.key}' cannot have '{text}'", suggestion(text, field.choices))
        return None if wrong else tuple(found)

    def _text(self, field: RuleField, node: Node) -> str | None:
        return self._value(field, node, str)

    def _value(self, field: RuleField, node: Node, parse: Callable[[str], ValueT]) -> ValueT | None:
        if not isinstance(node, Text) or not node.value:
            self.faults.add(node.source, f"'{field.key}' needs a single value", f"write it after the colon, '{field.key}: …'")
            return None
        try:
            return parse(node.value)
        except BadValue as error:
            self.faults.add(node.source, str(error), error.hint)
            return None

    PARSERS: ClassVar[Mapping[object, Callable[[FieldReader, RuleField, Node], object | None]]] = {
        Selector: _selector,
        When: _when,
        Join: _join,
        int: _number,
        bool: _flag,
        str: _text,
        Literal: _choice,
        tuple: _several,
    }
    """How a field is read, by its form: the one place to add to when a kind has a field of a new type."""
