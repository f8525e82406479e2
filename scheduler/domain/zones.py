"""Time zones from the tzdata package, never from the machine: the same versions give the same instants and bytes everywhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo


@cache
def zone_names() -> frozenset[str]:
    """The names of all zones of the IANA time zone database, links included."""
    return frozenset(files("tzdata").joinpath("zones").read_text("ascii").split())


@cache
def load_zone(name: str) -> ZoneInfo:
    """The zone of that name; KeyError if there is none. Asked again, the same object, so that zones compare by value."""
    return ZoneInfo.from_file(BytesIO(zone_file(name)), key=name)


def zone_file(name: str) -> bytes:
    """The zone's compiled file (TZif, RFC 9636); KeyError if there is none."""
    if name not in zone_names():
        raise KeyError(name)
    return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
