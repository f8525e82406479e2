"""YAML files as texts, lists and mappings that know their line. Nothing is converted: ``9:30`` and ``no`` stay texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from scheduler.domain.errors import Source
from scheduler.domain.suggestions import closest
from scheduler.files.faults import Faults
from scheduler.files.tables import decoded


@dataclass(frozen=True, slots=True)
class Text:
    """A value that is neither a list nor a mapping: ``value`` on one line, ``written`` with its lines as they are in the file."""

    value: str
    source: Source
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list: ``[a, b]``, or lines that begin with ``-``."""

    items: tuple[Node, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the file's order, each key once."""

    entries: tuple[tuple[Text, Node], ...]
    source: Source

    def get(self, key: str) -> Node | None:
        """The value of a key, None if it is not there."""
        return next((node for name, node in self.entries if name.value == key), None)

    def with_entries(self, entries: Iterable[tuple[Text, Node]]) -> Mapping:
        """The mapping with other ``entries``, which come instead of its own of the same key."""
        return Mapping(tuple({key.value: (key, node) for key, node in (*self.entries, *entries)}.values()), self.source)

    def keys(self) -> tuple[str, ...]:
        """Every key, in the file's order."""
        return tuple(name.value for name, _ in self.entries)


Node: TypeAlias = Text | Sequence | Mapping

_PLAIN_WORDS = (
    ("'\\t'", "a tab stands where only spaces may", "indent with spaces, not with the tab key"),
    ("cannot start any token", "a value begins with a character that it may not begin with", "put the value in quotation marks"),
    (
        "mapping values are not allowed",
        "a colon stands where none may",
        "check the indentation, or put a value that contains ': ' in quotation marks",
    ),
    ("could not find expected ':'", "a key has no colon after it", "write 'key: value'"),
    ("unexpected end of stream", "a quotation mark is opened and never closed", "close it"),
    (
        "expected ',' or ']'",
        "a list that begins with '[' is never closed, or a comma is missing",
        "separate its values by commas and close it with ']'",
    ),
    (
        "expected ',' or '}'",
        "a group that begins with '{' is never closed, or a comma is missing",
        "separate its entries by commas and close it with '}'",
    ),
    ("unknown escape character", "a backslash stands in quotation marks", "use '…' instead of \"…\", or write the backslash twice"),
    (
        "expected <block end>",
        "the line is not indented like those that it belongs with",
        "indent lines of one group by the same number of spaces",
    ),
    ("sequence entries are not allowed", "a '-' stands where no list may begin", "begin the list on a new line"),
    ("alias", "a value begins with '*', which means a reference in YAML", "put the value in quotation marks"),
    ("another document", "a line '---' begins a second document", "keep everything in one document"),
    ("<document start>", "the line is not indented like those that it belongs with", "begin the outermost keys at the start of the line"),
)


class _Loader(yaml.BaseLoader):
    """Composes without references: a node that contains itself, or a million times another, cannot come up."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "alias", event.start_mark)
        return super().compose_node(parent, index)


def read_yaml(path: Path, file: str, faults: Faults) -> Mapping | None:
    """The mapping that a YAML file holds; None, and a fault, if it cannot be read or holds something else."""
    text = decoded(path, file, faults)
    if text is None:
        return None
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        faults.add(*_plain(error, file))
        return None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        faults.add(Source(file, line), "the line contains a character that cannot be seen and is not allowed", "type the line anew")
        return None
    except RecursionError:
        faults.add(Source(file), "lists are nested too deeply", "close the brackets that are open")
        return None
    found = _node(node, file, faults) if node is not None else None
    if not isinstance(found, Mapping):
        faults.add(Source(file, 1), "the file holds no keys", "write 'key: value' on lines of their own")
        return None
    return found


def _plain(error: yaml.MarkedYAMLError, file: str) -> tuple[Source, str, str]:
    """Where and what PyYAML stumbled on, in words for people who do not know YAML."""
    problem, mark = error.problem or "", error.problem_mark
    opened = error.context_mark if "quoted scalar" in (error.context or "") or "flow" in (error.context or "") else None
    place = opened or mark
    source = Source(file, place.line + 1, str(place.column + 1)) if place else Source(file)
    for words, message, hint in _PLAIN_WORDS:
        if words in f"{error.context or ''} {problem}":
            return source, message, hint
    return source, f"the line is not valid YAML: {problem}", "put the value in quotation marks"


def _node(node: yaml.Node, file: str, faults: Faults) -> Node:
    source = Source(file, node.start_mark.line + 1, str(node.start_mark.column + 1))
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_node(item, file, faults) for item in node.value), source)
    if isinstance(node, yaml.MappingNode):
        return Mapping(tuple(_entries(node, file, faults)), source)
    written = unicodedata.normalize("NFC", str(node.value))
    return Text(" ".join(written.split()), source, written)


def _entries(node: yaml.MappingNode, file: str, faults: Faults) -> Iterator[tuple[Text, Node]]:
    seen: dict[str, Source] = {}
    for key_node, value_node in node.value:
        key = _node(key_node, file, faults)
        value = _node(value_node, file, faults)
        if not isinstance(key, Text):
            faults.add(key.source, "a key is a list or a group", "write a single word before the colon")
        elif key.value in seen:
            faults.add(key.source, f"the key '{key.value}' is already in line {seen[key.value].line}", "remove one of the two")
        else:
            seen[key.value] = key.source
            yield key, value


def check_keys(node: Mapping, known: tuple[str, ...], required: tuple[str, ...], faults: Faults, where: str = "") -> None:
    """Report keys that are unknown, misspelt or missing; what a misspelt key was meant to be is not also missing."""
    absent = [key for key in known if node.get(key) is None]
    for key, _ in node.entries:
        if key.value not in known:
            meant = closest(key.value, absent) or closest(key.value, known)
            absent = [name for name in absent if name != meant]
            hint = f"did you mean '{meant}'?" if meant else f"the keys are {', '.join(known)}"
            faults.add(key.source, f"unknown key '{key.value}'{where}", hint)
    for name in required:
        if name in absent:
            faults.add(Source(node.source.file, node.source.line), f"the key '{name}' is missing{where}", f"add a line '{name}: …'")


def canonical(node: Node) -> object:
    """What a node says, without its place: for fingerprints, in which the order of keys does not count."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Sequence):
        return [canonical(item) for item in node.items]
    return {key.value: canonical(value) for key, value in node.entries}
