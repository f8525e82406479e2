"""The requests as the sheets of a meeting: a period for each time at which slots begin, a session for each that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.draft import DraftSheet, Value
from scheduler.interchange.ietf.requests import CONFLICTS, Request, Requests, Timeslot
from scheduler.interchange.naming import ids_of, slug

SLOT_IDS, SESSION_ID = "ietf_timeslots", "ietf_session"
"""The columns that keep the file's own ids: of the slots of a period, in the order of its rooms, and of a session."""
PERSON = "key person"
"""The role of the people who must be present."""
GRIDS = (60, 30, 20, 15, 10, 5, 1)
_EARLY, _LATE = (12, 30), (15, 30)


@dataclass(frozen=True, slots=True)
class Names:
    """The ids that rooms and sessions have in the sheets, by what the file calls them."""

    rooms: dict[str, str]
    sessions: dict[int, str]

    @staticmethod
    def of(requests: Requests) -> Names:
        """A room's name without what an id cannot have; a session's group with the file's own id."""
        sessions = {session.id: f"{slug(session.group.acronym) or 'group'}-{session.id}" for session in requests.sessions}
        return Names(ids_of(requests.rooms, "room"), sessions)


def time_range(start: datetime) -> str:
    """The range in which a slot lies, as the requests name it: ``monday-afternoon-early``."""
    clock = (start.hour, start.minute)
    part = "morning" if clock < _EARLY else "afternoon-early" if clock < _LATE else "afternoon-late"
    return f"{start:%A}".lower() + f"-{part}"


def shortest(requests: Requests) -> int:
    """The minutes that every session takes in the sheets: it begins with its slot, and is as long as the shortest one."""
    return min(slot.minutes for slot in requests.timeslots)


def settings(requests: Requests) -> dict[str, Value]:
    """What ``meeting.yaml`` says."""
    starts = [slot.start for slot in requests.timeslots]
    minutes = {start.hour * 60 + start.minute for start in starts}
    return {
        "meeting": slug(requests.name) or "ietf",
        "title": requests.name or "IETF",
        "zone": "UTC",
        "first_day": f"{min(starts):%Y-%m-%d}",
        "last_day": f"{max(starts):%Y-%m-%d}",
        "grid": next(grid for grid in GRIDS if all(minute % grid == 0 for minute in minutes)),
        "prepared": f"{min(starts):%Y-%m-%d}T00:00:00Z",
        "organizer": {"name": "Secretariat", "email": "secretariat@example.org"},
    }


def sheets(requests: Requests, names: Names) -> Iterator[DraftSheet]:
    """Every sheet that the meeting needs."""
    yield DraftSheet("periods", ("period", "day", "start", "end", "name", "rooms", "single", SLOT_IDS), tuple(_periods(requests, names)))
    rooms = tuple((names.rooms[name], name, str(seats)) for name, seats in requests.rooms.items())
    yield DraftSheet("rooms", ("room", "name", "capacity"), rooms)
    people = sorted({person for session in requests.sessions for person in _present(requests, session)})
    yield DraftSheet("people", ("person",), tuple((person,) for person in people))
    rows = [dict(_session(requests, session, names)) for session in requests.sessions]
    yield DraftSheet("sessions", tuple(rows[0]), tuple(tuple(row.values()) for row in rows))
    if pairs := tuple(_pairs(requests, names)):
        yield DraftSheet("pairs", ("first", "second", "weight", "kind", "request"), pairs)


def _periods(requests: Requests, names: Names) -> Iterator[tuple[str, ...]]:
    order = list(requests.rooms)
    by_start: dict[datetime, list[Timeslot]] = {}
    for slot in sorted(requests.timeslots, key=lambda slot: (slot.start, order.index(slot.room))):
        by_start.setdefault(slot.start, []).append(slot)
    for start, slots in by_start.items():
        times = (f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{slots[0].end:%H:%M}")
        rooms, ids = _cell(names.rooms[slot.room] for slot in slots), _cell(str(slot.id) for slot in slots)
        yield (f"{start:%a-%d-%H%M}".lower(), *times, time_range(start), rooms, "yes", ids)


def _session(requests: Requests, session: Request, names: Names) -> Iterator[tuple[str, str]]:
    group, own = session.group, requests.of_group(session.group.acronym)
    people = _present(requests, session)
    yield "session", names.sessions[session.id]
    yield "title", group.acronym
    yield "minutes", str(shortest(requests))
    yield "size", str(session.attendees)
    yield "pool", f"{PERSON} {len(people)}: {_cell(people)}" if people else ""
    yield "group", group.acronym
    yield "area", group.area
    yield "group_type", group.type
    yield "state", group.state
    yield "area_meeting", "yes" if group.area_meeting else "no"
    yield "ad", group.ad
    yield "asked_minutes", str(session.minutes)
    yield "request", str(own.index(session) + 1) if len(own) > 1 else ""
    yield "joint_with", _cell(session.asking[1:])
    yield "resources", _cell(session.resources)
    yield "unavailable", _cell(unavailable(requests, session))
    yield "wg_adjacent", _cell(sorted({one.about for one in requests.asked(session, "wg_adjacent")}))
    yield SESSION_ID, str(session.id)


def unavailable(requests: Requests, session: Request) -> tuple[str, ...]:
    """The time ranges in which a session cannot be, by all that holds for it."""
    return tuple(sorted({range for one in requests.asked(session, "timerange") for range in one.ranges}))


def _present(requests: Requests, session: Request) -> list[str]:
    return sorted({f"p{one.about}" for one in requests.asked(session, "bethere")})


def _pairs(requests: Requests, names: Names) -> Iterator[tuple[str, ...]]:
    """A row for each request that two sessions do not meet at the same time: of the session that asks, and of the other."""
    for session in requests.sessions:
        for one in requests.asked(session, *CONFLICTS):
            for other in requests.of_group(one.about):
                if other.group != session.group:
                    weight = str(requests.penalties[one.kind])
                    yield names.sessions[session.id], names.sessions[other.id], weight, "session", one.kind


def _cell(values: Iterable[str]) -> str:
    return "|".join(values)
