"""libical's restriction check (RFC 5545 and RFC 5546 as tables), by way of ctypes: Debian's package libical3."""

from __future__ import annotations

import re
from ctypes import CDLL, Structure, c_char_p, c_int, c_long, c_void_p
from functools import cache

from requirements import require


class _Time(Structure):
    """``struct icaltimetype`` of libical 3."""

    _fields_ = (
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")),
        ("zone", c_void_p),
    )


@cache
def _library() -> CDLL | None:
    try:
        library = CDLL("libical.so.3")
    except OSError:
        return None
    for name, result, arguments in (
        ("icalparser_parse_string", c_void_p, [c_char_p]),
        ("icalrestriction_check", c_int, [c_void_p]),
        ("icalcomponent_as_ical_string", c_char_p, [c_void_p]),
        ("icalcomponent_get_first_component", c_void_p, [c_void_p, c_int]),
        ("icalcomponent_get_next_component", c_void_p, [c_void_p, c_int]),
        ("icalcomponent_string_to_kind", c_int, [c_char_p]),
        ("icalcomponent_get_uid", c_char_p, [c_void_p]),
        ("icalcomponent_get_summary", c_char_p, [c_void_p]),
        ("icalcomponent_get_dtstart", _Time, [c_void_p]),
        ("icalcomponent_get_dtend", _Time, [c_void_p]),
        ("icaltime_as_timet_with_zone", c_long, [_Time, c_void_p]),
        ("icalcomponent_free", None, [c_void_p]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def library() -> CDLL:
    """The library; without it the test is skipped, or fails in continuous integration."""
    found = _library()
    require(found is not None, "libical is not installed (Debian: apt-get install libical3)")
    assert found is not None
    return found


def faults(content: bytes) -> tuple[str, ...]:
    """What libical has against a calendar: everything that it could not parse, and every broken restriction."""
    ical = library()
    component = ical.icalparser_parse_string(content)
    if not component:
        return ("not a calendar",)
    valid = ical.icalrestriction_check(component)
    text = re.sub(r"\r?\n[ \t]", "", ical.icalcomponent_as_ical_string(component).decode())
    ical.icalcomponent_free(component)
    found = tuple(line for line in text.splitlines() if line.startswith("X-LIC-ERROR"))
    return found or (() if valid else ("restrictions are broken",))


def events(content: bytes) -> dict[str, tuple[str, int, int]]:
    """Each event by its UID: its summary, and its start and end in seconds since 1970."""
    ical = library()
    kind = ical.icalcomponent_string_to_kind(b"VEVENT")
    component = ical.icalparser_parse_string(content)
    found = {}
    event = ical.icalcomponent_get_first_component(component, kind)
    while event:
        times = (ical.icalcomponent_get_dtstart(event), ical.icalcomponent_get_dtend(event))
        start, end = (ical.icaltime_as_timet_with_zone(time, time.zone) for time in times)
        found[ical.icalcomponent_get_uid(event).decode()] = (ical.icalcomponent_get_summary(event).decode(), start, end)
        event = ical.icalcomponent_get_next_component(component, kind)
    ical.icalcomponent_free(component)
    return found
