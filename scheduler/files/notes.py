"""A delegation's notes: YAML, a key to a note, or Markdown, a heading to a note."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from scheduler.domain.errors import Source
from scheduler.domain.notes import Note, Notes, bare
from scheduler.files.faults import Faults
from scheduler.files.tables import decoded
from scheduler.files.yaml_nodes import Mapping, Node, Sequence, Text, read_yaml

YAML, MARKDOWN = (".yaml", ".yml"), (".md", ".markdown")
_AGENDA_ITEM = re.compile(r"^(?:agenda\s+)?item\s+(?=\S)", re.IGNORECASE)
"""What may stand before the number in a heading, as it does in calendars."""
_NO_TEXT = "a note is a text, or a list of texts"


def read_notes(path: Path, faults: Faults) -> Notes:
    """The notes of a file, whose ending says what it is. Notes without text, such as headings to be filled in, are left out."""
    ending = path.suffix.casefold()
    if ending in YAML:
        return Notes("", tuple(_from_yaml(read_yaml(path, str(path), faults), faults)))
    if ending in MARKDOWN:
        return _from_markdown(path, faults)
    hint = f"give YAML ({', '.join(YAML)}) or Markdown ({', '.join(MARKDOWN)})"
    faults.add(Source(str(path)), "notes cannot be read from a file of that ending", hint)
    return Notes("", ())


def _from_yaml(node: Mapping | None, faults: Faults) -> Iterator[Note]:
    for key, value in node.entries if node else ():
        text, source = _text(value, faults), Source(key.source.file, key.source.line)
        if not bare(key.value):
            faults.add(source, "the key names no agenda item and no session", "write its number or its id before the ':'")
        elif text.strip():
            yield Note(bare(key.value), text.strip(), source)


def _text(node: Node, faults: Faults) -> str:
    """A note's text; a list becomes one in Markdown."""
    if isinstance(node, Sequence):
        return "\n".join(f"- {_item(item, faults)}" for item in node.items)
    if isinstance(node, Mapping):
        faults.add(node.source, "a group of keys stands where a note should", f"{_NO_TEXT}; put one that contains ': ' in quotation marks")
        return ""
    return node.written


def _item(node: Node, faults: Faults) -> str:
    if isinstance(node, Text):
        return node.written.strip().replace("\n", "\n  ")
    faults.add(
        node.source, "a list or a group of keys stands where a text should", f"{_NO_TEXT}; put one that contains ': ' in quotation marks"
    )
    return ""


def _from_markdown(path: Path, faults: Faults) -> Notes:
    """A heading of the second level, ``## 4a``, begins a note; what is before the first one is general."""
    text = decoded(path, str(path), faults, "in the editor, save it with the encoding UTF-8")
    if text is None:
        return Notes("", ())
    # CommonMark's line breaks and no others, so that its lines are ours.
    lines = unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text)).split("\n")
    headings = tuple(_headings("\n".join(lines)))
    ends = [*(at for at, _ in headings), len(lines)][1:]
    notes = []
    for (at, heading), end in zip(headings, ends, strict=True):
        body, source = "\n".join(lines[at + 1 : end]).strip(), Source(str(path), at + 1)
        words = bare(_AGENDA_ITEM.sub("", heading)).split()[:2]
        if not words:
            faults.add(source, "the heading names no agenda item and no session", "write its number or its id after the '##'")
        elif body:
            notes.append(Note(words[0], body, source, " ".join(words)))
    general = lines[: headings[0][0]] if headings else lines
    return Notes("\n".join(general).strip(), tuple(notes))


def _headings(text: str) -> Iterator[tuple[int, str]]:
    """The line, counted from 0, and the text of each heading ``## …`` that stands by itself, not in a list or between fences."""
    tokens = MarkdownIt("commonmark").parse(text)
    for token, content in pairwise(tokens):
        if token.type == "heading_open" and token.markup == "##" and token.level == 0 and token.map is not None:
            yield token.map[0], content.content.strip()
