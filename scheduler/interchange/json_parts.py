"""JSON files of other systems, read strictly: every key that is unknown, missing or of a wrong type is a fault, all at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from scheduler.domain.errors import Fault, InputError, Source
from scheduler.domain.suggestions import suggestion

T = TypeVar("T", str, int, bool)
_NOUNS = {str: "a text", int: "a whole number", bool: "true or false", list: "a list", dict: "a group in braces"}


def read_json(content: bytes, file: str, what: str) -> JsonPart:
    """The top of a JSON file, which should be ``what``.

    Raises
    ------
    InputError
        If it is not JSON, or not a group in braces.
    """
    hint = f"name {what}"
    try:
        top = json.loads(content)
    except json.JSONDecodeError as error:
        place = Source(file, error.lineno, str(error.colno))
        raise InputError((Fault(place, f"the file is not JSON, or is damaged: {error.msg[:1].lower()}{error.msg[1:]}", hint),)) from None
    except (ValueError, RecursionError):
        raise InputError((Fault(Source(file), "the file is not JSON, or is damaged", hint),)) from None
    if not isinstance(top, dict):
        raise InputError((Fault(Source(file), "the file holds no group in braces", hint),))
    return JsonPart(top, file, "", [])


@dataclass(frozen=True, slots=True)
class JsonPart:
    """A group in braces: its values, and where it stands in the file, as in ``sessions[3]``; ``faults`` are those of the whole file."""

    values: Mapping[str, object]
    file: str
    path: str
    faults: list[Fault]

    def fault(self, key: str, message: str, hint: str = "") -> None:
        """Note that the value of ``key`` is wrong, or the whole group for an empty key."""
        self.faults.append(Fault(Source(self.file, column=".".join(filter(None, (self.path, key)))), message, hint))

    def check_keys(self, needed: Collection[str], others: Collection[str] = ()) -> None:
        """Report keys that are missing, and such as nobody knows."""
        known = (*needed, *others)
        for key in self.values:
            if key not in known:
                self.fault(key, f"unknown key '{key}'", suggestion(key, known, f"the keys are {', '.join(known)}"))
        for key in needed:
            if key not in self.values:
                self.fault("", f"the key '{key}' is missing")

    def value(self, key: str, kind: type[T]) -> T | None:
        """The value of ``key``; None where it is null or not there, and, with a fault, where it is of another type."""
        value = self.values.get(key)
        if type(value) is kind:
            return value
        if value is not None:
            self._mistyped(key, value, kind)
        return None

    def text(self, key: str) -> str:
        """A text that must be there."""
        return self._must(key, str) or ""

    def number(self, key: str) -> int:
        """A whole number, 0 or more, that must be there."""
        number = self._must(key, int) or 0
        if number < 0:
            self.fault(key, f"{number} is below 0")
        return number

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        listed = self._list(key)
        if any(type(item) is not str for item in listed):
            self.fault(key, f"'{key}' is not a list of texts")
        return tuple(item for item in listed if isinstance(item, str))

    def part(self, key: str) -> JsonPart:
        """The group of ``key``; an empty one where it is none."""
        value = self.values.get(key)
        if key in self.values and not isinstance(value, dict):
            self._mistyped(key, value, dict)
        return self._below(key, value if isinstance(value, dict) else {})

    def parts(self, key: str) -> Iterator[JsonPart]:
        """The groups in the list of ``key``."""
        for number, item in enumerate(self._list(key)):
            place = f"{key}[{number}]"
            if isinstance(item, dict):
                yield self._below(place, item)
            else:
                self._mistyped(place, item, dict)

    def objects(self, id: str) -> Iterator[JsonPart]:
        """Every group that has a key ``id``, this one and those below it, at whatever depth."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            if id in part.values:
                yield part
            for key, value in part.values.items():
                listed = [(f"{key}[{n}]", item) for n, item in enumerate(value)] if isinstance(value, list) else [(key, value)]
                waiting += [part._below(place, item) for place, item in listed if isinstance(item, dict)]

    def reference(self, key: str, id: str) -> str:
        """The ``id`` of a group that must be there: it is written out, or a text names it."""
        value = self.values.get(key)
        name = value.get(id) if isinstance(value, dict) else value
        if key in self.values and not isinstance(name, str):
            self.fault(key, f"'{key}' is neither a text nor a group that has an '{id}'")
        return name if isinstance(name, str) else ""

    def references(self, key: str, id: str) -> tuple[str, ...]:
        """The ``id`` of every group in the list of ``key``."""
        named = [item.get(id) if isinstance(item, dict) else item for item in self._list(key)]
        if any(type(name) is not str for name in named):
            self.fault(key, f"'{key}' is not a list of texts, and of groups that have an '{id}'")
        return tuple(name for name in named if isinstance(name, str))

    def _below(self, place: str, values: Mapping[str, object]) -> JsonPart:
        return JsonPart(values, self.file, ".".join(filter(None, (self.path, place))), self.faults)

    def _list(self, key: str) -> list[object]:
        value = self.values.get(key)
        if key in self.values and not isinstance(value, list):
            self._mistyped(key, value, list)
        return value if isinstance(value, list) else []

    def _must(self, key: str, kind: type[T]) -> T | None:
        if key in self.values and self.values[key] is None:
            self._mistyped(key, None, kind)
        return self.value(key, kind)

    def _mistyped(self, key: str, value: object, kind: type) -> None:
        self.fault(key, f"{json.dumps(value, ensure_ascii=False)[:60]} is not {_NOUNS[kind]}")
