"""Rule books: the planners' YAML, read as rules that fit the meeting's sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scheduler.domain.errors import Source
from scheduler.domain.problem import Problem
from scheduler.domain.suggestions import closest, suggestion
from scheduler.domain.times import TimeTextError, When
from scheduler.files import values, yaml_nodes
from scheduler.files.faults import Faults
from scheduler.files.field_reader import FieldReader
from scheduler.files.fingerprint import fingerprint
from scheduler.files.selectors import SelectorReader
from scheduler.files.values import BadValue
from scheduler.files.yaml_nodes import Node, Text
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.fields import RuleField, rule_fields
from scheduler.rules.registry import rule_kinds

BOOK_KEYS = ("book", "grades", "rules")
MUST = "must"
_WHY = RuleField("why", "why", required=False, default="", form=str, choices=())
_KINDS_HELP = "'schedule rules' lists the kinds"
_STRENGTH_HELP = "write must, a whole number from 1, or a grade of this book"


@dataclass(frozen=True, slots=True)
class BookReader:
    """Reads one rule book; ``times`` are the times in it, with their places, to be held against the meeting."""

    selectors: SelectorReader
    faults: Faults
    times: list[tuple[When, Source]] = field(default_factory=list)
    kinds: Mapping[str, type[Rule]] = field(default_factory=rule_kinds)

    def read(self, path: Path, file: str) -> RuleBook | None:
        """The book in the file ``path``, named ``file`` in messages; None if it cannot be read at all."""
        document = yaml_nodes.read_yaml(path, file, self.faults)
        if document is None:
            return None
        _check_keys(document, BOOK_KEYS, ("rules",), self.faults)
        name = document.get("book")
        if name is not None and not isinstance(name, Text):
            self.faults.add(name.source, "'book' needs a single name", "as in book: plenary")
        grades = self._grades(document.get("grades"))
        rules = tuple(self._rules(document.get("rules"), grades))
        return RuleBook(name.value if isinstance(name, Text) else path.stem, rules, fingerprint(yaml_nodes.canonical(document)))

    def _grades(self, node: Node | None) -> Mapping[str, int] | None:
        """Weights by name; None where they cannot be read."""
        if node is None:
            return {}
        if not isinstance(node, yaml_nodes.Mapping):
            self.faults.add(node.source, "'grades' needs names with numbers", "as in grades: {strong: 100, slight: 1}")
            return None
        for name, _ in node.entries:
            if name.value == MUST or name.value.isdecimal():
                self.faults.add(name.source, f"a grade cannot be called '{name.value}'", "choose another name")
        return {name.value: self._weight(value) or 1 for name, value in node.entries}

    def _weight(self, node: Node) -> int | None:
        try:
            return values.whole_number(node.value if isinstance(node, Text) else "", least=1)
        except BadValue as error:
            self.faults.add(node.source, str(error), error.hint)
            return None

    def _rules(self, node: Node | None, grades: Mapping[str, int] | None) -> Iterator[Rule]:
        if node is not None and not isinstance(node, yaml_nodes.Sequence):
            self.faults.add(node.source, "'rules' needs a list", "begin each rule with '- id: …'")
            return
        seen: dict[str, Source] = {}
        for item in node.items if node else ():
            if not isinstance(item, yaml_nodes.Mapping):
                self.faults.add(
                    item.source, "this is not a rule", "begin each rule with '- id: …' and write its other keys below, indented"
                )
                continue
            rule = self._rule(item, grades)
            id = item.get("id")
            if isinstance(id, Text) and (first := seen.setdefault(id.value, item.source)) is not item.source:
                self.faults.add(
                    id.source, f"the id '{id.value}' is already that of the rule in line {first.line}", "give each rule an id of its own"
                )
            if rule is not None:
                yield rule

    def _rule(self, node: yaml_nodes.Mapping, grades: Mapping[str, int] | None) -> Rule | None:
        kind = self._kind(node.get("rule"), node)
        if kind is None:
            return None
        known = (_WHY, *rule_fields(kind))
        required = ("id", "strength", *(one.key for one in known if one.required))
        keys = ("id", "rule", "strength", *(one.key for one in known))
        _check_keys(node, keys, required, self.faults, f" (rule {kind.kind})")
        faults = len(self.faults)
        reader = FieldReader(kind, self.selectors, self.faults, self.times)
        read: dict[str, Any] = {one.name: reader.read(one, value) for one in known if (value := node.get(one.key)) is not None}
        id, weight = self._id(node.get("id")), self._strength(node.get("strength"), grades)
        if len(self.faults) > faults or any(node.get(key) is None for key in required):
            return None
        source = Source(node.source.file, node.source.line)
        return kind(id=id, weight=weight, source=source, **read)

    def _kind(self, node: Node | None, rule: yaml_nodes.Mapping) -> type[Rule] | None:
        if not isinstance(node, Text):
            place = node or rule
            self.faults.add(place.source, "the rule does not say of which kind it is", f"add 'rule:' and a kind; {_KINDS_HELP}")
            return None
        if node.value not in self.kinds:
            hint = suggestion(node.value, self.kinds, _KINDS_HELP)
            self.faults.add(node.source, f"there is no kind of rule '{node.value}'", hint)
        return self.kinds.get(node.value)

    def _id(self, node: Node | None) -> str:
        if node is None:
            return ""
        try:
            return values.identifier(node.value if isinstance(node, Text) else "")
        except BadValue as error:
            self.faults.add(node.source, str(error), error.hint)
            return ""

    def _strength(self, node: Node | None, grades: Mapping[str, int] | None) -> int | None:
        """The weight; None for a rule that must hold."""
        if node is None:
            return None
        text = node.value if isinstance(node, Text) else ""
        if text.isdecimal():
            return self._weight(node)
        if text == MUST or grades is None or text in grades:
            return (grades or {}).get(text)
        close = closest(text, (MUST, *grades))
        self.faults.add(node.source, f"'{text}' is not a strength", f"did you mean '{close}'?" if close else _STRENGTH_HELP)
        return None


def _check_keys(node: yaml_nodes.Mapping, known: tuple[str, ...], required: tuple[str, ...], faults: Faults, where: str = "") -> None:
    """Report keys that are unknown, misspelt or missing; what a misspelt key was meant to be is not also missing."""
    absent = [key for key in known if node.get(key) is None]
    for key, _ in node.entries:
        if key.value not in known:
            meant = closest(key.value, absent)
            absent = [name for name in absent if name != meant]
            hint = f"did you mean '{meant}'?" if meant else f"the keys are {', '.join(known)}"
            faults.add(key.source, f"unknown key '{key.value}'{where}", hint)
    for name in required:
        if name in absent:
            faults.add(Source(node.source.file, node.source.line), f"the key '{name}' is missing{where}", f"add a line '{name}: …'")


def check_times(times: list[tuple[When, Source]], problem: Problem, faults: Faults) -> None:
    """Report the times that this meeting does not have."""
    for when, source in times:
        try:
            when.spans(problem)
        except TimeTextError as error:
            faults.add(source, str(error), error.hint)


def check_fit(book: RuleBook, problem: Problem, faults: Faults) -> None:
    """Report the rules that cannot be applied to this meeting."""
    for rule in book.rules:
        if misfit := rule.misfit(problem):
            faults.add(rule.source, f"the rule '{rule.id}' does not fit: {misfit}")
