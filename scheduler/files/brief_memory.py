"""``brief.json``: what a brief remembers, so that the next one can say what has moved, and calendars see which version is the later one."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from scheduler.domain.brief import Laid, Layer, Memory
from scheduler.domain.errors import Source
from scheduler.files.faults import Faults
from scheduler.files.tables import decoded

T = TypeVar("T")
FORMAT = 1
_ANEW = "put it back from a copy; or delete it, and nothing is said of what has changed, this once"


def memory_bytes(memory: Memory) -> bytes:
    """The file's content: the same bytes for the same memory, in ASCII, which has a spelling for every text there can be."""
    content = {
        "format": FORMAT,
        "calendar": memory.calendar,
        "now": _layer(memory.now),
        "before": _layer(memory.before) if memory.before else None,
    }
    return f"{json.dumps(content, indent=1)}\n".encode()


def read_memory(path: Path, faults: Faults) -> Memory | None:
    """What the last run has left; None if there was none, or, with a fault, if the file cannot be read."""
    if not path.exists():
        return None
    text = decoded(path, str(path), faults, _ANEW)
    if text is None:
        return None
    try:
        content = json.loads(text)
        if content["format"] == FORMAT:
            before = content["before"]
            return Memory(str(content["calendar"]), _read_layer(content["now"]), _read_layer(before) if before is not None else None)
        message = f"the file is of format {content['format']!r}, which another version of Rostrum has written; this one knows {FORMAT}"
    except json.JSONDecodeError as error:
        faults.add(Source(str(path), error.lineno), "the file is not as the last brief has left it", _ANEW)
        return None
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        message = "the file is not as the last brief has left it"
    faults.add(Source(str(path)), message, _ANEW)
    return None


def _layer(layer: Layer) -> dict[str, object]:
    return {"keys": sorted(layer.keys), "entries": [_laid(laid) for laid in layer.entries]}


def _laid(laid: Laid) -> dict[str, object]:
    values = ((field.name, getattr(laid, field.name)) for field in fields(laid))
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}


def _read_layer(content: dict[str, list[object]]) -> Layer:
    keys = (_as(str, key) for key in content["keys"])
    return Layer(frozenset(keys), tuple(_read_laid(_as(dict, entry)) for entry in content["entries"]))


def _read_laid(content: dict[str, object]) -> Laid:
    return Laid(
        uid=_as(str, content["uid"]),
        start=_time(content["start"]),
        end=_time(content["end"]),
        whole_days=_as(bool, content["whole_days"]),
        title=_as(str, content["title"]),
        place=_as(str, content["place"]),
        keys=tuple(_as(str, key) for key in _as(list, content["keys"])),
        note=_as(str, content["note"]),
        cancelled=_as(bool, content["cancelled"]),
        sequence=_as(int, content["sequence"]),
        stamp=_time(content["stamp"]),
    )


def _time(value: object) -> datetime:
    time = datetime.fromisoformat(_as(str, value))
    if time.tzinfo is None:
        raise ValueError(value)
    return time.astimezone(UTC)


def _as(kind: type[T], value: object) -> T:
    if type(value) is not kind:
        raise TypeError(value)
    return value
