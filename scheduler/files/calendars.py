"""The folder ``availability``: a calendar per person, room or delegation, in which events are times when it is busy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC
from functools import partial
from pathlib import Path

from scheduler.domain.clock import Span
from scheduler.domain.errors import Source
from scheduler.domain.problem import Availability
from scheduler.files.cells import Reading
from scheduler.files.tables import decoded

FOLDER = "availability"
SUFFIX = ".ics"
_NO_CALENDARS = ("thumbs.db", "desktop.ini")
"""What Windows puts into folders; other systems hide theirs behind a dot."""


def read_calendars(folder: Path, reading: Reading) -> tuple[Availability, ...]:
    """The busy times of every calendar in the meeting folder, as if they were lines of the sheet availability."""
    inside = folder / FOLDER
    files = sorted(inside.iterdir()) if inside.is_dir() else ()
    visible = (path for path in files if not path.name.startswith(".") and path.name.casefold() not in _NO_CALENDARS)
    return tuple(busy for path in visible for busy in _calendar(path, reading))


def _calendar(path: Path, reading: Reading) -> Iterator[Availability]:
    if path.suffix.casefold() != SUFFIX or not path.is_file():
        hint = f"export the calendar as iCalendar, {path.stem}{SUFFIX}, or move this out of the folder"
        reading.faults.add(Source(str(path)), f"only calendars ({SUFFIX}) are read from the folder {FOLDER}", hint)
        return
    # Some computers write a name's letters and their accents apart; the sheets' texts are composed.
    id = unicodedata.normalize("NFC", path.stem)
    known = reading.refers(id, ("people", "rooms", "delegations"), partial(reading.faults.add, Source(str(path))), "rename the file")
    for span, source in _busy(path, reading):
        if known:
            yield Availability(id=id, free=False, span=span, source=source)


def _busy(path: Path, reading: Reading) -> tuple[tuple[Span, Source], ...]:
    # icalendar takes its time to load, which meetings without calendars need not wait for.
    from scheduler.files.ics_events import EventReader
    from scheduler.files.ics_lines import EXPORT_AGAIN, components
    from scheduler.files.ics_series import busy_times
    from scheduler.files.ics_zones import Zones

    text = decoded(path, str(path), reading.faults, EXPORT_AGAIN)
    if text is None:
        return ()
    found = components(text, str(path), reading.faults)
    clock = reading.clock
    events = EventReader(str(path), Zones.of(found, clock.zone if clock else UTC), reading.faults).events(found)
    if clock is None:
        return ()
    return busy_times(events, Span(clock.day(clock.first_day).start, clock.day(clock.last_day).end), reading.faults)
