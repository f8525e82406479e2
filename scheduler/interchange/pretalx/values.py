"""Values that pretalx writes in several ways: names in several languages, and what is told by its id, its name, or in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from scheduler.domain.clock import Span
from scheduler.interchange.conference.reading import instant
from scheduler.interchange.json_parts import JsonPart


def phrase(part: JsonPart, key: str) -> str:
    """A text, in English, or else the first language, where it is given in several; empty where there is none."""
    value = part.values.get(key)
    if not isinstance(value, Mapping):
        return part.value(key, str) or ""
    texts = {language: text for language, text in value.items() if isinstance(text, str) and text}
    return texts.get("en") or next(iter(texts.values()), "")


def name_of(part: JsonPart, key: str, names: Mapping[int, str]) -> str:
    """The name of a track or a type, which stands there itself, in full, or is one of ``names`` by its id; empty where there is none."""
    value = part.values.get(key)
    if isinstance(value, Mapping):
        inner = part.part(key)
        return phrase(inner, "name") or (name_of(inner, "id", names) if "id" in inner.values else phrase(part, key))
    if type(value) is int:
        return names.get(value, f"{key} {value}")
    return part.value(key, str) or ""


def parts_of(top: JsonPart, *keys: str) -> Iterator[JsonPart]:
    """The groups in the list of the first of ``keys`` that is there: a list, or the API's page of one, which has to be the only page."""
    key = next((key for key in keys if key in top.values), "")
    if not isinstance(top.values.get(key), Mapping):
        yield from top.parts(key)
        return
    page = top.part(key)
    page.check_keys(("results",), page.values)
    if page.values.get("next") is not None:
        page.fault("next", "this is one page of several", "put the results of all pages into one list")
    yield from page.parts("results")


def moment(part: JsonPart, key: str, zone: ZoneInfo) -> datetime | None:
    """The instant of ``key``, in UTC; None where there is none."""
    text = part.value(key, str)
    return instant(text, zone, partial(part.fault, key)) if text else None


def free_times(part: JsonPart, zone: ZoneInfo) -> tuple[Span, ...]:
    """The ``availabilities`` of a room or a speaker."""
    spans = []
    for one in part.parts("availabilities"):
        one.check_keys(("start", "end"), one.values)
        start, end = (moment(one, key, zone) for key in ("start", "end"))
        if start and end and start < end:
            spans.append(Span(start, end))
        elif start and end:
            one.fault("end", "it is not after the start", "correct one of the two")
    return tuple(spans)
