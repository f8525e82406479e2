"""A conference as the sheets of a meeting: a period for each of CoSPLib's sessions, a session for each submission."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from math import gcd

from scheduler.domain.draft import DraftSheet, Value
from scheduler.interchange.cosplib.costs import attendee_conflicts, chair_conflicts, presenter_conflicts
from scheduler.interchange.cosplib.instance import Instance, Session, Submission
from scheduler.interchange.cosplib.workbook import tidied
from scheduler.interchange.naming import ids_of, slug

SESSION, ROOM, SUBMISSION, TRACK, SLOTS = "cosplib_session", "cosplib_room", "cosplib_submission", "cosplib_track", "slots"
"""The columns that keep what the file calls a period, a room, a session and its theme, and how many slots a period has."""
SIMILAR, CHAIRED, PRESENTED, ATTENDED = "theme", "chaired_track", "presented", "attended"
"""The kinds of rows in the sheet pairs: tracks that are similar, that share a chair; submissions that clash by presenters, by attendees."""
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Names:
    """The ids that periods, rooms, sessions and people have in the sheets, by what the file calls them."""

    periods: Mapping[str, str]
    rooms: Mapping[str, str]
    sessions: Mapping[str, str]
    people: Mapping[str, str]

    @staticmethod
    def of(instance: Instance) -> Names:
        """Names without what an id cannot have."""
        presenters = chain.from_iterable(submission.presenters for submission in instance.submissions)
        return Names(
            ids_of((session.name for session in instance.sessions), "period"),
            ids_of(instance.rooms, "room"),
            ids_of((submission.name for submission in instance.submissions), "session"),
            ids_of(dict.fromkeys(presenters), "person"),
        )


def kept(name: str) -> str:
    """A name of the file in a sheet, in quotation marks where blanks around it would be lost."""
    return json.dumps(name, ensure_ascii=False) if name != name.strip() or name.startswith('"') else name


def original(text: str) -> str:
    """The name that ``kept`` wrote."""
    return str(json.loads(text)) if text.startswith('"') else text


def slot_minutes(instance: Instance) -> int:
    """How long a slot is in the sheets: as long as the shortest, rounded down to five minutes, since a submission may be in any."""
    shortest = min((session.end - session.start) // session.slots for session in instance.sessions)
    return shortest - shortest % 5 if shortest >= 5 else shortest


def grid(instance: Instance) -> int:
    """The meeting's grid: every slot begins on it."""
    return gcd(_DAY, slot_minutes(instance), *(session.start for session in instance.sessions))


def settings(instance: Instance, name: str) -> dict[str, Value]:
    """What ``meeting.yaml`` says."""
    days = [day for _, day in dated(instance)]
    return {
        "meeting": slug(name) or "cosplib",
        "title": name or "CoSPLib",
        "zone": f"Etc/GMT{-instance.zone:+d}" if instance.zone else "UTC",
        "first_day": f"{min(days)}",
        "last_day": f"{max(days)}",
        "grid": grid(instance),
        "prepared": f"{min(days)}T00:00:00Z",
        "organizer": {"name": "Secretariat", "email": "secretariat@example.org"},
    }


def dated(instance: Instance) -> Iterator[tuple[Session, date]]:
    """Every session with its day: its own, or a later one where it would begin before the one that stands before it is over."""
    last, end = date.min, 0
    for session in instance.sessions:
        day = max(session.day, last)
        if day == last and session.start < end:
            day += timedelta(days=1)
        last, end = day, session.end
        yield session, day


def sheets(instance: Instance, names: Names) -> Iterator[DraftSheet]:
    """Every sheet that the meeting needs."""
    yield DraftSheet("periods", ("period", "day", "start", "end", "name", SLOTS, SESSION), tuple(_periods(instance, names)))
    rooms = tuple((names.rooms[name], name, "0", kept(name)) for name in instance.rooms)
    yield DraftSheet("rooms", ("room", "name", "capacity", ROOM), rooms)
    if names.people:
        yield DraftSheet("people", ("person", "name"), tuple((id, name) for name, id in names.people.items()))
    pairs = _Pairs.of(instance, names)
    rows = [dict(_session(instance, submission, names, pairs)) for submission in instance.submissions]
    yield DraftSheet("sessions", tuple(rows[0]), tuple(tuple(row.values()) for row in rows))
    if pairs.rows:
        yield DraftSheet("pairs", ("first", "second", "weight", "kind"), pairs.rows)


def _periods(instance: Instance, names: Names) -> Iterator[tuple[str, ...]]:
    for session, day in dated(instance):
        start, end = session.start, session.start + session.slots * slot_minutes(instance)
        yield names.periods[session.name], f"{day}", _clock(start), _clock(end), session.name, str(session.slots), kept(session.name)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def theme(track: str) -> str:
    """A track's name as the sheets have it."""
    return tidied(track)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The rows of the sheet pairs, and for each kind what they name."""

    rows: tuple[tuple[str, str, str, str], ...]
    named: Mapping[str, frozenset[str]]

    @staticmethod
    def of(instance: Instance, names: Names) -> _Pairs:
        ids = [names.sessions[submission.name] for submission in instance.submissions]
        rows = [(theme(one), theme(other), str(weight), SIMILAR) for (one, other), weight in instance.similar.items()]
        rows += [(theme(one), theme(other), "1", CHAIRED) for one, other in chair_conflicts(instance)]
        rows += [(ids[one], ids[other], "1", PRESENTED) for one, other in presenter_conflicts(instance)]
        rows += [(ids[one], ids[other], "1", ATTENDED) for one, other in attendee_conflicts(instance)]
        kinds = (CHAIRED, PRESENTED, ATTENDED)
        return _Pairs(tuple(rows), {kind: frozenset(name for *both, _, of in rows for name in both if of == kind) for kind in kinds})


def _session(instance: Instance, submission: Submission, names: Names, pairs: _Pairs) -> Iterator[tuple[str, str]]:
    id, track = names.sessions[submission.name], theme(submission.track)
    yield "session", id
    yield "title", submission.name
    yield "theme", track
    yield "minutes", str(submission.slots * slot_minutes(instance))
    yield "presenters", "|".join(names.people[person] for person in submission.presenters)
    yield SLOTS, str(submission.slots)
    yield "order", str(submission.order) if submission.order else ""
    yield "time_zone", zone_name(submission.zone)
    yield "attendees", "|".join(submission.attendees)
    yield "track_chairs", "|".join(instance.tracks[submission.track])
    yield CHAIRED, track if track in pairs.named[CHAIRED] else ""
    yield PRESENTED, id if id in pairs.named[PRESENTED] else ""
    yield ATTENDED, id if id in pairs.named[ATTENDED] else ""
    yield SUBMISSION, kept(submission.name)
    yield TRACK, kept(submission.track)


def zone_name(hours: int) -> str:
    """A zone as the file writes it."""
    return f"GMT{hours:+d}"
