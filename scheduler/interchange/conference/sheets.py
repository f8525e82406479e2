"""A conference's programme as the sheets of a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from scheduler.domain.clock import Span
from scheduler.domain.draft import DraftSheet, Value
from scheduler.interchange.conference.programme import Programme, Talk
from scheduler.interchange.naming import slug

GRIDS = (60, 30, 20, 15, 10, 5, 1)
DAY_TIMES = ((12, "morning"), (17, "afternoon"), (24, "evening"))
"""What a period is called that begins before that hour."""
FLAGS = {True: "yes", False: "no", None: ""}


def settings(programme: Programme) -> dict[str, Value]:
    """What ``meeting.yaml`` says."""
    days = programme.all_days
    return {
        "meeting": slug(programme.id) or "conference",
        "title": programme.title,
        "zone": programme.zone.key,
        "first_day": str(days[0]),
        "last_day": str(days[-1]),
        "grid": _grid(programme),
        "prepared": f"{days[0]}T00:00:00Z",
        "organizer": {"name": "Secretariat", "email": programme.email or "secretariat@example.org"},
    }


def _grid(programme: Programme) -> int:
    """The coarsest on which all starts lie, and on which talks can follow each other as closely as they are long."""
    starts = [programme.local(talk.place.start) for talk in programme.talks if talk.place]
    minutes = {start.hour * 60 + start.minute for start in starts} | {talk.minutes for talk in programme.talks}
    return next(grid for grid in GRIDS if all(minute % grid == 0 for minute in (*minutes, programme.turnover())))


def sheets(programme: Programme) -> Iterator[DraftSheet]:
    """Every sheet that the meeting needs."""
    yield DraftSheet("periods", ("period", "day", "start", "end", "name", "rooms"), tuple(_periods(programme)))
    turnover = str(programme.turnover())
    rooms = tuple((room.id, room.name, str(room.capacity), turnover, room.guid) for room in programme.rooms)
    yield DraftSheet("rooms", ("room", "name", "capacity", "turnover", "guid"), rooms)
    if programme.people:
        yield DraftSheet("people", ("person", "name"), tuple((person.id, person.name) for person in programme.people))
    rows = [dict(_session(programme, talk)) for talk in programme.talks]
    yield DraftSheet("sessions", tuple(rows[0]), tuple(tuple(row.values()) for row in rows))
    if free := tuple(_availability(programme)):
        yield DraftSheet("availability", ("about", "state", "from", "to"), free)


def _periods(programme: Programme) -> Iterator[tuple[str, ...]]:
    for span in programme.stretches():
        start, end = programme.local(span.start), programme.local(span.end)
        closing = f"{end:%H:%M}" if end.date() == start.date() else "24:00"
        name = next(name for hour, name in DAY_TIMES if start.hour < hour)
        yield _id(start), f"{start:%Y-%m-%d}", f"{start:%H:%M}", closing, name, _cell(_open_rooms(programme, span))


def _id(start: datetime) -> str:
    return f"{start:%a-%d-%H%M}".lower()


def _open_rooms(programme: Programme, span: Span) -> Iterator[str]:
    """The rooms that have something on that day, and those of which the file says when they are free; all while not all is planned."""
    day = programme.local(span.start).date()
    used = {talk.place.room for talk in programme.talks if talk.place and programme.local(talk.place.start).date() == day}
    return (room.id for room in programme.rooms if room.id in used or room.free or not programme.is_planned)


def _session(programme: Programme, talk: Talk) -> Iterator[tuple[str, str]]:
    start = programme.local(talk.place.start) if talk.place else None
    yield "session", talk.id
    yield "title", talk.title or talk.id
    yield "minutes", str(talk.minutes)
    yield "theme", _one(talk.track)
    yield "kind", _one(talk.kind)
    yield "presenters", _cell(talk.people)
    yield "language", _one(talk.language)
    yield "do_not_record", FLAGS[talk.do_not_record]
    yield "published_start", f"{start:%Y-%m-%d %H:%M}" if start else ""
    yield "published_room", talk.place.room if talk.place else ""
    yield "guid", talk.guid


def _availability(programme: Programme) -> Iterator[tuple[str, ...]]:
    rooms, people = ((room.id, room.free) for room in programme.rooms), ((person.id, person.free) for person in programme.people)
    for id, spans in (*rooms, *people):
        for span in spans:
            start, end = (programme.local(moment).isoformat(sep=" ", timespec="minutes") for moment in (span.start, span.end))
            yield id, "free", start, end


def _cell(values: Iterable[str]) -> str:
    return "|".join(values)


def _one(text: str) -> str:
    """A cell that is one value, whatever is in it."""
    return text.replace("|", "/")
