"""Rule books as written: a book with all that it includes, before anything in it is given a meaning."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.errors import Source
from scheduler.domain.suggestions import suggestion
from scheduler.files.faults import Faults
from scheduler.files.yaml_nodes import Mapping, Node, Text, check_keys, read_yaml
from scheduler.files.yaml_nodes import Sequence as List

BOOK_KEYS = ("book", "include", "grades", "rules", "variants")
OFF = "off"


@dataclass(frozen=True, slots=True)
class BookFile:
    """One file of a book; ``name`` is what messages call it."""

    path: Path
    name: str
    document: Mapping


@dataclass(frozen=True, slots=True)
class WrittenBook:
    """A book with its includes.

    Parameters
    ----------
    files : tuple of BookFile
        Included ones first, the book itself last, each once.
    rules : tuple of Mapping
        The rules, switched off or not, each with the place where it stands; a later file has overridden an earlier one.
    variants : tuple of (Text, Mapping)
        The changes that each variant makes, by its name.
    whole : bool
        Whether every file could be read; if not, what refers to another rule cannot be judged.
    """

    files: tuple[BookFile, ...]
    rules: tuple[Mapping, ...]
    variants: tuple[tuple[Text, Mapping], ...]
    whole: bool

    @property
    def name(self) -> str:
        """What the book calls itself, otherwise its file's name."""
        node = self.files[-1].document.get("book")
        return node.value if isinstance(node, Text) else self.files[-1].path.stem

    def of_key(self, key: str) -> Iterator[Node]:
        """The node of ``key`` in each file that has it."""
        return (node for file in self.files if (node := file.document.get(key)) is not None)

    def rules_of(self, variant: Mapping, faults: Faults) -> tuple[Mapping, ...]:
        """The rules with the changes of one of the variants."""
        rules = {id: rule for rule in self.rules if (id := id_of(rule))}
        for key, change in variant.entries:
            if key.value in rules:
                rules[key.value] = _changed(rules[key.value], key, change, faults)
            elif self.whole:
                hint = suggestion(key.value, rules, "a variant names rules of this book, or of those that it includes, by id")
                faults.add(key.source, f"there is no rule '{key.value}' for the variant to change", hint)
        return tuple(rules.get(id_of(rule), rule) for rule in self.rules)


def id_of(rule: Mapping) -> str:
    """A rule's id; empty if it has none."""
    node = rule.get("id")
    return node.value if isinstance(node, Text) else ""


def is_off(rule: Mapping) -> bool:
    """Whether a rule is switched off."""
    node = rule.get(OFF)
    return isinstance(node, Text) and node.value.casefold() == "yes"


def read_written_book(path: Path, file: str, faults: Faults) -> WrittenBook | None:
    """The book at ``path``, named ``file`` in messages, with its includes; None if it cannot be read itself."""
    before = len(faults)
    gatherer = _Gatherer(faults)
    gatherer.add(path, file, ())
    files = tuple(gatherer.files)
    if not files:
        return None
    whole = len(faults) == before
    rules = tuple(_effective([tuple(_rules_in(one, faults)) for one in files], faults, whole=whole))
    return WrittenBook(files, rules, tuple(_variants(files, faults)), whole)


class _Gatherer:
    """Collects a book's files, depth first, each once."""

    def __init__(self, faults: Faults) -> None:
        self.files: list[BookFile] = []
        self._faults = faults
        self._seen: set[Path] = set()

    def add(self, path: Path, name: str, including: tuple[Path, ...]) -> None:
        """Add a file after all that it includes; ``including`` are the files on the way to it."""
        resolved = path.resolve()
        self._seen.add(resolved)
        document = read_yaml(path, name, self._faults)
        if document is None:
            return
        check_keys(document, BOOK_KEYS, () if document.get("include") else ("rules",), self._faults)
        title = document.get("book")
        if title is not None and not isinstance(title, Text):
            self._faults.add(title.source, "'book' needs a single name", "as in book: plenary")
        for included in self._includes(document.get("include")):
            self._include(path.parent / included.value, included.source, (*including, resolved))
        self.files.append(BookFile(path, name, document))

    def _include(self, path: Path, place: Source, including: tuple[Path, ...]) -> None:
        name = os.path.normpath(path)
        if not path.is_file():
            self._faults.add(place, f"there is no rule book {name}", "'include' is taken relative to the book that it stands in")
        elif path.resolve() in including:
            circle = (*including[including.index(path.resolve()) :], path.resolve())
            files = " includes ".join(file.name for file in circle)
            self._faults.add(place, f"the books include each other in a circle: {files}", "remove one of these includes")
        elif path.resolve() not in self._seen:
            self.add(path, name, including)

    def _includes(self, node: Node | None) -> tuple[Text, ...]:
        items: Sequence[Node] = node.items if isinstance(node, List) else () if node is None else (node,)
        texts = tuple(item for item in items if isinstance(item, Text) and item.value)
        if node is not None and len(texts) < len(items):
            self._faults.add(node.source, "'include' needs the files of rule books", "as in include: [common.yaml]")
        return texts


def _rules_in(file: BookFile, faults: Faults) -> Iterator[Mapping]:
    """The rules of one file, in which each id is there once."""
    node = file.document.get("rules")
    if node is not None and not isinstance(node, List):
        faults.add(node.source, "'rules' needs a list", "begin each rule with '- id: …'")
        return
    seen: dict[str, Source] = {}
    for item in node.items if node else ():
        if not isinstance(item, Mapping):
            hint = "begin each rule with '- id: …' and write its other keys below, indented"
            faults.add(item.source, "this is not a rule", hint)
            continue
        id = item.get("id")
        if isinstance(id, Text) and (first := seen.setdefault(id.value, item.source)) is not item.source:
            message = f"the id '{id.value}' is already that of the rule in line {first.line}"
            faults.add(id.source, message, "give each rule an id of its own")
        yield item


def _effective(files: Sequence[Sequence[Mapping]], faults: Faults, *, whole: bool) -> list[Mapping]:
    """The rules of all files: one whose id an earlier file has too takes the place of that one, or switches it off or on."""
    rules: list[Mapping] = []
    for own in files:
        places = {id: place for place, rule in enumerate(rules) if (id := id_of(rule))}
        for rule in own:
            if id_of(rule) not in places:
                rules.append(rule)
                if is_off(rule) and rule.get("rule") is None and whole:
                    hint = suggestion(id_of(rule), places, "remove these lines, or include the book that has the rule")
                    faults.add(rule.source, f"there is no rule '{id_of(rule)}' in an included book to switch off", hint)
                continue
            place = places[id_of(rule)]
            only_switched = rule.get(OFF) is not None and rule.get("rule") is None
            rules[place] = rules[place].with_entries(rule.entries) if only_switched else rule
    return rules


def _variants(files: Sequence[BookFile], faults: Faults) -> Iterator[tuple[Text, Mapping]]:
    """Every variant once; one of an earlier file gives way to one of the same name in a later."""
    found: dict[str, tuple[Text, Mapping]] = {}
    for node in (file.document.get("variants") for file in files):
        if node is None:
            continue
        if not isinstance(node, Mapping):
            faults.add(node.source, "'variants' needs names with the rules that they change", "as in variants: {tight: {photo: must}}")
            continue
        for name, change in node.entries:
            if isinstance(change, Mapping):
                found[name.value] = (name, change)
            else:
                faults.add(change.source, f"the variant '{name.value}' changes no rule", f"as in {name.value}: {{photo: must}}")
    yield from found.values()


def _changed(rule: Mapping, key: Text, change: Node, faults: Faults) -> Mapping:
    """A rule as a variant has it: with another strength, with other fields, or switched off."""
    if isinstance(change, Text):
        if change.value == OFF:
            return rule.with_entries([(Text(OFF, key.source), Text("yes", change.source))])
        return rule.with_entries([(Text("strength", key.source), change)])
    if isinstance(change, Mapping) and change.get("id") is None:
        return rule.with_entries(change.entries)
    hint = f"write a strength, off, or fields with their values: {key.value}: {{strength: must}}"
    faults.add(change.source, f"this is not a change of the rule '{key.value}'", hint)
    return rule
