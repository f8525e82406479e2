"""XML files of other systems, as elements that know their lines. Document types, and with them all entities, are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from scheduler.domain.errors import Fault, InputError, Source


@dataclass(frozen=True, slots=True)
class XmlPart:
    """An element: its attributes, its text and what stands in it; ``faults`` are those of the whole file."""

    name: str
    attributes: Mapping[str, str]
    text: str
    children: tuple[XmlPart, ...]
    place: Source
    faults: list[Fault]

    def fault(self, message: str, hint: str = "") -> None:
        """Note that something is wrong here."""
        self.faults.append(Fault(self.place, message, hint))

    def parts(self, name: str) -> Iterator[XmlPart]:
        """The elements of that name that stand directly in this one."""
        return (child for child in self.children if child.name == name)

    def part(self, name: str) -> XmlPart:
        """The first element of that name; an empty one, at this one's place, where there is none."""
        return next(self.parts(name), XmlPart(name, {}, "", (), self.place, self.faults))

    def inner(self, name: str) -> str:
        """The text of the first element of that name; empty where there is none."""
        return self.part(name).text


def read_xml(content: bytes, file: str, root: str, what: str) -> XmlPart:
    """The outermost element of an XML file, which should be ``root``; the file should be ``what``.

    Raises
    ------
    InputError
        If it is not XML, declares a document type, or begins with another element.
    """
    reader = _Reader(file, f"name {what}")
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = lambda *_: reader.refuse(parser.CurrentLineNumber, "document types and entities are not read")
    parser.StartElementHandler = lambda name, attributes: reader.start(name, attributes, parser.CurrentLineNumber)
    parser.CharacterDataHandler = reader.characters
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = error.lineno if isinstance(error, expat.ExpatError) else 0
        reader.refuse(line, f"the file is not XML, or is damaged: {error}")
    top = reader.top[0].children[0]
    if top.name != root:
        reader.refuse(top.place.line, f"the file begins with <{top.name}>, not with <{root}>")
    return top


@dataclass(slots=True)
class _Open:
    """An element that has not ended."""

    name: str
    attributes: Mapping[str, str]
    line: int
    texts: list[str] = field(default_factory=list)
    children: list[XmlPart] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """What the parser has told so far: the elements that are open, the innermost last, inside one that holds the whole file."""

    file: str
    hint: str
    top: list[_Open] = field(default_factory=lambda: [_Open("", {}, 0)])
    faults: list[Fault] = field(default_factory=list)

    def start(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        self.top.append(_Open(name, attributes, line))

    def characters(self, text: str) -> None:
        self.top[-1].texts.append(text)

    def end(self, _: str) -> None:
        one = self.top.pop()
        place = Source(self.file, one.line)
        part = XmlPart(one.name, one.attributes, "".join(one.texts).strip(), tuple(one.children), place, self.faults)
        self.top[-1].children.append(part)

    def refuse(self, line: int, message: str) -> NoReturn:
        raise InputError((Fault(Source(self.file, line), message, self.hint),)) from None
