"""Rule books: the planners' YAML, read as rules that fit the meeting's sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any, Literal

from scheduler.domain.errors import Source
from scheduler.domain.problem import Problem
from scheduler.domain.selector import Join, Selector, values_of
from scheduler.domain.suggestions import closest, suggestion
from scheduler.domain.times import TimeTextError, When
from scheduler.files import values, yaml_nodes
from scheduler.files.faults import Faults
from scheduler.files.field_reader import FieldReader
from scheduler.files.fingerprint import fingerprint
from scheduler.files.selectors import IDLE, SelectorReader
from scheduler.files.values import BadValue
from scheduler.files.written_book import OFF, WrittenBook, is_off, read_written_book
from scheduler.files.yaml_nodes import Node, Text
from scheduler.rules.base import FOR, IGNORE, ON_RELEASE, Rule, RuleBook
from scheduler.rules.fields import RuleField, divides_sessions, rule_fields
from scheduler.rules.registry import rule_kinds

MUST = "must"
_EACH = RuleField("each", "each", required=False, default="", form=str, choices=())
_WHY = RuleField("why", "why", required=False, default="", form=str, choices=())
_RELEASE = RuleField("release", "release", required=False, default=IGNORE, form=Literal, choices=ON_RELEASE)
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
        """The book in the file ``path``, named ``file`` in messages, with its variants; None if it cannot be read at all.

        The variants are read whether they are wanted or not, so that a mistake in one is found at once.
        """
        written = read_written_book(path, file, self.faults)
        if written is None:
            return None
        found = [self._grades(node) for node in written.of_key("grades")]
        grades = {name: weight for one in found if one is not None for name, weight in one.items()}
        known = grades if written.whole and None not in found else None
        variants = tuple(
            self._book(written, written.rules_of(changes, self.faults), known, name.value) for name, changes in written.variants
        )
        return replace(self._book(written, written.rules, known), variants=variants)

    def _book(
        self, written: WrittenBook, nodes: Sequence[yaml_nodes.Mapping], grades: Mapping[str, int] | None, variant: str | None = None
    ) -> RuleBook:
        """The rules in force among ``nodes``; the fingerprint is theirs, whatever files they came from."""
        rules = tuple(rule for node in nodes if (rule := self._rule(node, grades)) is not None)
        content = {"grades": grades, "rules": [yaml_nodes.canonical(node) for node in nodes if not is_off(node)]}
        return RuleBook(written.name, rules, fingerprint(content), variant)

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

    def _rule(self, node: yaml_nodes.Mapping, grades: Mapping[str, int] | None) -> Rule | None:
        """The rule that a node states; None where it is wrong, or switched off: then only its keys are looked at."""
        off = self._is_off(node)
        if off and node.get("rule") is None:
            yaml_nodes.check_keys(node, ("id", OFF, "strength", "why"), ("id",), self.faults)
            return None
        kind = self._kind(node.get("rule"), node)
        if kind is None:
            return None
        known = (_WHY, _RELEASE, *([_EACH] if divides_sessions(kind) else []), *rule_fields(kind))
        required = ("id", "strength", *(one.key for one in known if one.required))
        keys = ("id", "rule", "strength", OFF, *(one.key for one in known))
        yaml_nodes.check_keys(node, keys, required, self.faults, f" (rule {kind.kind})")
        if off:
            return None
        faults = len(self.faults)
        reader = FieldReader(kind, self.selectors, self.faults, self.times)
        read: dict[str, Any] = {one.name: reader.read(one, value) for one in known if (value := node.get(one.key)) is not None}
        id, weight = self._id(node.get("id")), self._strength(node.get("strength"), grades)
        given = {one.name: one.default for one in known if not one.required} | read
        self._check_each(node, given)
        self._check_pairs(node, given)
        if len(self.faults) > faults or any(node.get(key) is None for key in required):
            return None
        source = Source(node.source.file, node.source.line)
        return kind(id=id, weight=weight, source=source, **read)

    def _is_off(self, node: yaml_nodes.Mapping) -> bool:
        switch = node.get(OFF)
        try:
            return switch is not None and values.yes_or_no(switch.value if isinstance(switch, Text) else "")
        except BadValue as error:
            if switch is not None:
                self.faults.add(switch.source, str(error), error.hint)
            return False

    def _check_each(self, node: yaml_nodes.Mapping, given: Mapping[str, object]) -> None:
        """Hold the column of ``each`` against the sessions that it divides."""
        each, chosen = node.get(_EACH.key), given.get(FOR)
        if not isinstance(each, Text) or not self.selectors.is_column(each, "sessions"):
            return
        if FOR in given and chosen is None and node.get("for") is None:
            self.faults.add(each.source, "'each' divides the sessions of 'for', which is missing", "add 'for: …', or remove 'each'")
        elif isinstance(chosen, Selector) and not any(values_of(row, each.value) for row in self.selectors.chosen_rows("sessions", chosen)):
            message = f"none of the sessions that are selected has a value in the column '{each.value}'"
            self.selectors.warnings.add(each.source, message, IDLE)

    def _check_pairs(self, node: yaml_nodes.Mapping, given: Mapping[str, object]) -> None:
        """Warn where the sessions of ``first`` and ``then`` make no pair, or none that fits ``where``."""
        place, join, choices = node.get("where") or node.get("then"), given.get("where"), (given.get("first"), given.get("then"))
        rows = [self.selectors.chosen_rows("sessions", one) for one in choices if isinstance(one, Selector)]
        if place is None or len(rows) < 2 or not all(rows):
            return
        pairs = [(one, other) for one, other in product(*rows) if one.id != other.id]
        if not pairs:
            self.selectors.warnings.add(place.source, "'first' and 'then' select one and the same session", IDLE)
        elif isinstance(join, Join) and not any(join.matches(one, other) for one, other in pairs):
            self.selectors.warnings.add(place.source, f"no two of the sessions that are selected fit '{join}'", IDLE)

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


def check_times(times: list[tuple[When, Source]], problem: Problem, faults: Faults) -> None:
    """Report the times that this meeting does not have."""
    for when, source in times:
        try:
            when.spans(problem)
        except TimeTextError as error:
            faults.add(source, str(error), error.hint)


def check_fit(book: RuleBook, problem: Problem, faults: Faults) -> None:
    """Report the rules that cannot be applied to this meeting, in any variant."""
    varied = [(rule, f" in the variant '{one.variant}'") for one in book.variants for rule in one.rules if rule not in book.rules]
    for rule, where in (*((rule, "") for rule in book.rules), *varied):
        for misfit in (misfit for _, group in rule.groups(problem) if (misfit := group.misfit(problem))):
            faults.add(rule.source, f"the rule '{rule.id}' does not fit{where}: {misfit}")
