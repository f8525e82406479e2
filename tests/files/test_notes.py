"""Notes as delegations write them, in YAML and in Markdown; and what is said of those that cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.errors import Source
from scheduler.domain.notes import Note, Notes
from scheduler.files.faults import Faults
from scheduler.files.notes import read_notes

GUIDE = Path(__file__).parents[2] / "docs" / "delegations-guide.md"


def read(folder: Path, name: str, content: str) -> Notes:
    path = folder / name
    path.write_bytes(content.encode())
    faults = Faults()
    notes = read_notes(path, faults)
    faults.raise_any()
    return notes


def said(folder: Path, name: str, content: bytes) -> list[str]:
    path = folder / name
    path.write_bytes(content)
    faults = Faults()
    read_notes(path, faults)
    return [f"{fault.source}: {fault.message} / {fault.hint}".removeprefix(f"{folder}/") for fault in faults.all()]


def found(notes: Notes) -> list[tuple[str, str, str, int]]:
    return [(note.key, note.longer, note.text, note.source.line) for note in notes.notes]


YAML = """\
# our notes
4a: We support the proposal
rpoc-5: |
  First line
    indented

  Last line
RPOC 6:
- one
- |
  two
  lines
'9:30': no
7: ''
8:
"""
MARKDOWN = """\
# Our line

In general: *listen*.

## 4a Export control issues

We support it.

### If asked

No position.

```
## not a heading
```

## RPOC: 5. Licensing
one
- ## nor this
two
---
## `7`
## Agenda item 8.
x
##nor this
## Item
y
"""


def test_notes_in_yaml_are_texts_with_their_lines(tmp_path: Path) -> None:
    notes = read(tmp_path, "notes.yaml", YAML)
    assert notes.general == ""
    assert found(notes) == [
        ("4a", "", "We support the proposal", 2),
        ("rpoc-5", "", "First line\n  indented\n\nLast line", 3),
        ("RPOC 6", "", "- one\n- two\n  lines", 8),
        ("9:30", "", "no", 13),
    ]


def test_notes_of_the_guide_are_read(tmp_path: Path) -> None:
    _, markdown, yaml = re.findall(r"^```\n(.*?)^```$", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    in_markdown, in_yaml = read(tmp_path, "notes.md", markdown), read(tmp_path, "notes.yaml", yaml)
    assert in_markdown.general == "Our line: we support the Chair. Ambassador Finch speaks."
    assert [note.key for note in in_markdown.notes] == ["4a", "rpoc-7b"]
    assert [note.key for note in in_yaml.notes] == ["4a", "rpoc-7b", "RPOC 3"]
    assert [notes.notes[1].text for notes in (in_markdown, in_yaml)] == ["- two visits planned\n- no dates"] * 2


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_notes_in_markdown_begin_at_headings_of_the_second_level(tmp_path: Path, line_break: str) -> None:
    notes = read(tmp_path, "notes.md", MARKDOWN.replace("\n", line_break))
    assert notes.general == "# Our line\n\nIn general: *listen*."
    assert found(notes) == [
        ("4a", "4a Export", "We support it.\n\n### If asked\n\nNo position.\n\n```\n## not a heading\n```", 5),
        ("RPOC", "RPOC 5", "one\n- ## nor this\ntwo\n---", 17),
        ("8", "8", "x\n##nor this", 23),
        ("Item", "Item", "y", 26),
    ]


def test_notes_in_markdown_without_headings_are_general(tmp_path: Path) -> None:
    assert read(tmp_path, "notes.markdown", "\ufeff\n4a: text\n") == Notes("4a: text", ())


def test_notes_know_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "NOTES.YML"
    assert read(tmp_path, "NOTES.YML", "4a.: x") == Notes("", (Note("4a", "x", Source(str(path), 1)),))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "notes.yaml",
            b"4a: {b: c}\n5: [[x], y: z]\n6: ok\n4a: again\n",
            [
                "notes.yaml:1:5: a group of keys stands where a note should / "
                "a note is a text, or a list of texts; put one that contains ': ' in quotation marks",
                "notes.yaml:2:10: a list or a group of keys stands where a text should / "
                "a note is a text, or a list of texts; put one that contains ': ' in quotation marks",
                "notes.yaml:2:5: a list or a group of keys stands where a text should / "
                "a note is a text, or a list of texts; put one that contains ': ' in quotation marks",
                "notes.yaml:4:1: the key '4a' is already in line 1 / remove one of the two",
            ],
        ),
        (
            "notes.yml",
            b"'.': x\n",
            ["notes.yml:1: the key names no agenda item and no session / write its number or its id before the ':'"],
        ),
        (
            "notes.md",
            b"## \nx\n## :\ny\n",
            [
                "notes.md:1: the heading names no agenda item and no session / write its number or its id after the '##'",
                "notes.md:3: the heading names no agenda item and no session / write its number or its id after the '##'",
            ],
        ),
        (
            "notes.md",
            b"## 4a\n\xe4\n",
            [
                "notes.md:2: the file is not in UTF-8, so that its letters cannot be told for certain / "
                "in the editor, save it with the encoding UTF-8"
            ],
        ),
        (
            "notes.docx",
            b"",
            ["notes.docx: notes cannot be read from a file of that ending / give YAML (.yaml, .yml) or Markdown (.md, .markdown)"],
        ),
    ],
)
def test_notes_that_cannot_be_read_are_all_named(tmp_path: Path, name: str, content: bytes, expected: list[str]) -> None:
    assert said(tmp_path, name, content) == expected


@settings(deadline=None)
@given(st.text(), st.sampled_from((".md", ".yaml")))
def test_notes_of_any_text_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str, ending: str) -> None:
    path = tmp_path_factory.mktemp("notes") / f"notes{ending}"
    path.write_bytes(text.encode("utf-8", "replace"))
    faults = Faults()
    notes = read_notes(path, faults)
    assert all(note.key and note.text.strip() for note in notes.notes)
