"""The text of an iCalendar file (RFC 5545) taken apart into its components, in which every property still knows its line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scheduler.domain.errors import Source
from scheduler.files.faults import Faults

EXPORT_AGAIN = "export the calendar again as an iCalendar file (.ics)"
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property as written, unfolded; ``number`` is the line on which it begins."""

    number: int
    text: str

    @property
    def name(self) -> str:
        """The property's name, in capitals."""
        return re.split("[;:]", self.text, maxsplit=1)[0].upper()


@dataclass(frozen=True, slots=True)
class Component:
    """A component that stands directly in the calendar.

    ``properties`` are its own; ``lines`` are all, with BEGIN, END and those of the components inside it.
    """

    name: str
    line: int
    properties: tuple[ContentLine, ...]
    lines: tuple[ContentLine, ...]


def components(text: str, file: str, faults: Faults) -> tuple[Component, ...]:
    """The components of every calendar in ``text``; none, and a fault, if it is no calendar or is cut off."""
    lines = _content_lines(text)
    if not lines or lines[0].text.upper() != "BEGIN:VCALENDAR":
        faults.add(Source(file, lines[0].number if lines else 0), "the file is not an iCalendar file", EXPORT_AGAIN)
        return ()
    found: list[Component] = []
    begun: list[int] = []
    for at, line in enumerate(lines):
        if line.name == "BEGIN":
            begun.append(at)
        elif line.name == "END":
            if not begun or _value(lines[begun[-1]]) != _value(line):
                faults.add(Source(file, line.number), f"{line.text} ends nothing that has begun", EXPORT_AGAIN)
                return ()
            start = begun.pop()
            if len(begun) == 1:
                found.append(_component(lines[start : at + 1]))
    if begun:
        begin = lines[begun[-1]]
        message = f"{begin.text} has no END: a part of the file is missing"
        faults.add(Source(file, begin.number), message, EXPORT_AGAIN)
        return ()
    return tuple(found)


def calendar_properties(text: str) -> tuple[ContentLine, ...]:
    """The properties of the calendars themselves in a ``text`` that has components."""
    own: list[ContentLine] = []
    depth = 0
    for line in _content_lines(text):
        depth += line.name == "BEGIN"
        if depth == 1 and line.name not in ("BEGIN", "END"):
            own.append(line)
        depth -= line.name == "END"
    return tuple(own)


def _content_lines(text: str) -> list[ContentLine]:
    """The lines that are not blank; one that begins with a space or a tab continues the line before it."""
    lines: list[ContentLine] = []
    for number, line in enumerate(_LINE_BREAK.split(text), 1):
        if line[:1] in (" ", "\t") and lines:
            lines[-1] = ContentLine(lines[-1].number, lines[-1].text + line[1:])
        elif line.strip():
            lines.append(ContentLine(number, line))
    # Only whole lines are stripped: a line may be folded at a blank that belongs to a text.
    return [ContentLine(line.number, line.text.strip()) for line in lines]


def _value(line: ContentLine) -> str:
    return line.text.partition(":")[2].strip().upper()


def _component(lines: list[ContentLine]) -> Component:
    own: list[ContentLine] = []
    depth = 0
    for line in lines:
        depth -= line.name == "END"
        if depth == 1 and line.name not in ("BEGIN", "END"):
            own.append(line)
        depth += line.name == "BEGIN"
    return Component(_value(lines[0]), lines[0].number, tuple(own), tuple(lines))
