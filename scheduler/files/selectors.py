"""Selectors of a rule book, held against the sheet that they pick from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.domain.errors import Source
from scheduler.domain.selector import ALL, Join, Selector
from scheduler.domain.suggestions import closest, suggestion
from scheduler.files.faults import Faults
from scheduler.files.schema import SCHEMAS
from scheduler.files.sheets import SheetRow, Sheets
from scheduler.files.yaml_nodes import Mapping, Node, Sequence, Text
from scheduler.rules.base import SUBJECT_SHEETS

NOT, ANY = "not", "any"
IDLE = "the rule asks for nothing until there is one"
"""What follows from a rule that speaks of nothing."""
_MISSPELT = 0.8
"""How alike a key must be to what a rule speaks of: ``delegates`` is a column, and no misspelt ``delegation``."""
_SHAPE = "write columns with the values wanted, as in {body: IE, kind: [item, report]}, or all"


@dataclass(frozen=True, slots=True)
class SelectorReader:
    """Reads the selectors of one book. What picks nothing is a warning only: the sheets may grow."""

    sheets: Sheets
    faults: Faults
    warnings: Faults

    def read(self, node: Node, sheet: str) -> Selector | None:
        """The selector of rows of ``sheet`` that ``node`` states; None, and a fault, if it states none."""
        before = len(self.faults) + len(self.warnings)
        selector = self._selector(node, sheet)
        clean = len(self.faults) + len(self.warnings) == before
        if selector and clean and sheet not in self.sheets.unreadable and not self.chosen_rows(sheet, selector):
            self.warnings.add(node.source, f"no row of the sheet {sheet} is selected ({selector})", IDLE)
        return selector

    def chosen_rows(self, sheet: str, selector: Selector) -> tuple[SheetRow, ...]:
        """The rows of a sheet that a selector picks."""
        return tuple(row for row in self.sheets.rows(sheet) if selector.matches(row))

    def join(self, node: Text) -> Join | None:
        """The join of sessions that ``node`` states; None, and a fault, if it states none."""
        try:
            join = Join.parse(node.value)
        except ValueError as error:
            self.faults.add(node.source, str(error), "write a column of each, as in first.body = then.reports_on")
            return None
        known = [self.is_column(Text(column, node.source), "sessions") for column in dict.fromkeys((join.first, join.then))]
        return join if all(known) else None

    def subjects(self, node: Node, allowed: tuple[str, ...]) -> Selector | None:
        """The selector of rows of the sheet whose id column comes first in it: person, delegation, body or room."""
        keys = node.keys() if isinstance(node, Mapping) else ()
        nouns = [noun for noun, sheet in SUBJECT_SHEETS.items() if sheet in allowed]
        named = [noun for noun in SUBJECT_SHEETS if noun in keys]
        if named and named[0] in nouns:
            return self.read(node, SUBJECT_SHEETS[named[0]])
        message = f"this kind of rule does not speak of a {named[0]}" if named else "it does not say whom or what it speaks of"
        meant = "" if named else next(filter(None, (closest(key, nouns, _MISSPELT) for key in keys)), "")
        self.faults.add(node.source, message, f"did you mean '{meant}'?" if meant else f"write {_subjects(nouns)}")
        return None

    def _selector(self, node: Node, sheet: str) -> Selector | None:
        if isinstance(node, Text) and node.value == ALL:
            return Selector()
        if isinstance(node, Mapping) and node.entries:
            return self._from_mapping(node, sheet)
        if sheet == "rooms" and not isinstance(node, Mapping):
            return self._rooms(node)
        said = f"'{node.value}'" if isinstance(node, Text) else "this"
        self.faults.add(node.source, f"{said} does not say which {sheet} are meant", _SHAPE)
        return None

    def _rooms(self, node: Node) -> Selector:
        """Rooms named by id alone."""
        return Selector(((SCHEMAS["rooms"].noun, self._values(node, SCHEMAS["rooms"].noun, "rooms")),))

    def _from_mapping(self, node: Mapping, sheet: str) -> Selector:
        columns: list[tuple[str, tuple[str, ...]]] = []
        inner: dict[str, tuple[Selector, ...]] = {NOT: (), ANY: ()}
        for key, value in node.entries:
            if key.value in inner:
                options = value.items if isinstance(value, Sequence) else (value,)
                found = (self._selector(option, sheet) for option in options)
                inner[key.value] = tuple(selector for selector in found if selector is not None)
                if not options:
                    self.faults.add(value.source, f"'{key.value}' names nothing", _SHAPE)
            elif self.is_column(key, sheet, (NOT, ANY)):
                columns.append((key.value, self._values(value, key.value, sheet)))
        return Selector(tuple(columns), inner[NOT], inner[ANY])

    def is_column(self, key: Text, sheet: str, others: tuple[str, ...] = ()) -> bool:
        """Whether the sheet has this column; if not, a fault, which suggests one of the columns or of ``others``."""
        names = (*self.sheets.columns(sheet), "id")
        if key.value in names or sheet in self.sheets.unreadable:
            return True
        hint = suggestion(key.value, (*names, *others), f"the columns are {', '.join(names)}")
        self.faults.add(key.source, f"the sheet {sheet} has no column '{key.value}'", hint)
        return False

    def _values(self, node: Node, column: str, sheet: str) -> tuple[str, ...]:
        items = node.items if isinstance(node, Sequence) else (node,)
        texts = tuple(item for item in items if isinstance(item, Text))
        if len(texts) < len(items) or not items:
            self.faults.add(node.source, f"'{column}' needs a value, or a list of values", f"as in {column}: [first, second]")
        elif sheet not in self.sheets.unreadable and self.sheets.rows(sheet):
            known = tuple(self._known(column, sheet))
            for text in texts:
                if text.value not in (ALL, *known):
                    self._warn(text.source, text.value, column, sheet, known)
        return tuple(text.value for text in texts)

    def _known(self, column: str, sheet: str) -> Iterator[str]:
        for row in self.sheets.rows(sheet):
            yield from (row.id,) if column == "id" else row.columns.get(column) or ("",)

    def _warn(self, source: Source, value: str, column: str, sheet: str, known: tuple[str, ...]) -> None:
        hint = suggestion(value, filter(None, known), "the sheet has other values there, or none")
        self.warnings.add(source, f"no {SCHEMAS[sheet].noun} has the {column} '{value}'", hint)


def _subjects(nouns: Iterable[str]) -> str:
    return " or ".join(f"{{{noun}: {ALL}}}" for noun in nouns)
