"""The programme as conference apps take it: a frab schedule, of which ``schedule.xml`` and ``schedule.json`` are two forms.

Apps keep a reader's favourites and alarms by an event's guid, older ones by its number. Both come from the ids of session and meeting, as
the UIDs of calendars do, so that they stay when the session moves or is called otherwise. Where the sheets have a column ``guid``, as those
of an imported conference do, it is that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.clock import Clock
from scheduler.domain.meeting import Meeting
from scheduler.domain.problem import CHAIR, PRESENTER, Problem, Room, Row, Session
from scheduler.interchange.naming import slug
from scheduler.publish.ics import uid
from scheduler.publish.text import one_line
from scheduler.publish.wording import item_number, person_name, role_line, roles

NAMESPACE = UUID("b9af99e7-16b0-5cf9-9933-8a1bf70db269")
"""In which guids are made (RFC 9562, section 5.5): of the kind of thing, a colon, and what a calendar's UID is for that id."""
DRAFT = "draft"
"""The version of what is not released."""
DAY_CHANGE = time(4)
"""When a conference's day ends: what begins before is still shown with the evening, as apps and other planning systems have it."""
SESSION, PERSON, DELEGATION, ROOM = "session", "person", "delegation", "room"
_LEAST, _MOST = 1_000, 2**31 - 1
"""Of a number: apps read it as a whole number of 32 bits with a sign."""
_SHORTEST = 4
"""Letters of an acronym, at least."""
_FLAGS: Mapping[tuple[str, ...], bool] = {("yes",): True, ("no",): False}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who takes a role, or a delegation that presents without naming anybody."""

    guid: UUID
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Hall:
    """A room in which anything is on; no other has its ``name``."""

    guid: UUID
    name: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Event:
    """A session that is held.

    ``start`` and ``end`` are on the venue's clock; ``hall`` is a name; ``link`` is where one takes part by video, empty where one cannot;
    ``do_not_record`` is None where nobody says.
    """

    guid: UUID
    number: int
    slug: str
    start: datetime
    end: datetime
    minutes: int
    hall: str
    title: str
    subtitle: str
    track: str
    kind: str
    language: str
    description: str
    link: str
    do_not_record: bool | None
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the conference, from its ``start`` to the next one's, on the venue's clock, and what begins in it, by time."""

    date: date
    start: datetime
    end: datetime
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The whole programme; ``grid`` in minutes; every day has the same ``halls``, in the order of the sheet."""

    version: str
    acronym: str
    title: str
    zone: str
    grid: int
    first_day: date
    last_day: date
    halls: tuple[Hall, ...]
    days: tuple[Day, ...]


def schedule_of(problem: Problem, agenda: Agenda, version: str) -> Schedule:
    """The sessions of an agenda that are held, as apps show them; ``version`` tells one file from a later one."""
    meeting, clock = problem.meeting, problem.clock
    names = _hall_names(problem.rooms)
    events = tuple(_events(problem, agenda, names))
    used = {entry.room for entry in agenda.entries}
    own = guids(ROOM, problem.rooms, meeting)
    return Schedule(
        version=version,
        acronym=_acronym(meeting),
        title=one_line(meeting.title) or meeting.id,
        zone=clock.zone.key,
        grid=meeting.grid,
        first_day=clock.first_day,
        last_day=clock.last_day,
        halls=tuple(Hall(own[room.id], names[room.id], room.capacity) for room in problem.rooms if room.id in used),
        days=tuple(_days(clock, events)),
    )


def guids(kind: str, rows: Sequence[Row], meeting: Meeting) -> dict[str, UUID]:
    """The guid of each of ``rows``, by id: that of its column ``guid`` if no other has it, or else one made of its id and the meeting's."""
    made = {row.id: uuid5(NAMESPACE, f"{kind}:{uid(meeting, row.id)}") for row in rows}
    told = {row.id: guid for row in rows if (guid := _told(row))}
    times = Counter((*made.values(), *told.values()))
    return made | {id: guid for id, guid in told.items() if times[guid] == 1}


def _told(row: Row) -> UUID | None:
    try:
        return UUID("".join(row.columns.get("guid", ())))
    except ValueError:
        return None


def numbers(of: Iterable[UUID]) -> dict[UUID, int]:
    """A number for each guid, made of it alone, so that it stays when others come.

    Where two would have the same, of a thousand once in 4,000 meetings, the one that is sorted behind has the next that is free.
    """
    taken: dict[int, UUID] = {}
    for guid in sorted(set(of)):
        wanted = guid.int
        while (number := _LEAST + wanted % (_MOST - _LEAST + 1)) in taken:
            wanted += 1
        taken[number] = guid
    return {guid: number for number, guid in taken.items()}


def _events(problem: Problem, agenda: Agenda, halls: Mapping[str, str]) -> Iterator[Event]:
    meeting, clock, speakers = problem.meeting, problem.clock, _speakers(problem)
    own = guids(SESSION, problem.sessions, meeting)
    numbered = numbers(own.values())
    for entry in agenda.entries:
        session = problem.session(entry.session)
        guid, item = own[session.id], item_number(session)
        number = numbered[guid]
        yield Event(
            guid=guid,
            number=number,
            slug="-".join(filter(None, (_acronym(meeting), slug(session.id), str(number)))),
            start=clock.local(entry.start),
            end=clock.local(entry.end),
            minutes=entry.minutes,
            hall=halls[entry.room],
            title=one_line(session.title) or session.id,
            subtitle=f"Agenda item {item}" if item else "",
            track=one_line(session.body or session.theme),
            kind=one_line(session.kind),
            language=one_line("".join(session.columns.get("language", ()))),
            description="\n".join(role_line(role, names) for role, names in roles(problem, entry)),
            link=session.link,
            do_not_record=_FLAGS.get(session.columns.get("do_not_record", ())),
            speakers=tuple(speakers[key] for key in _serving(session, entry)),
        )


def _speakers(problem: Problem) -> dict[tuple[str, str], Speaker]:
    """Whoever may be a speaker, by kind and id."""
    people = {(PERSON, row.id): person_name(problem, row.id) or row.id for row in problem.people}
    delegations = {(DELEGATION, row.id): one_line(row.name) or row.id for row in problem.delegations}
    own = {(PERSON, id): guid for id, guid in guids(PERSON, problem.people, problem.meeting).items()}
    own |= {(DELEGATION, id): guid for id, guid in guids(DELEGATION, problem.delegations, problem.meeting).items()}
    numbered = numbers(own.values())
    return {key: Speaker(own[key], numbered[own[key]], name) for key, name in (people | delegations).items()}


def _serving(session: Session, entry: Entry) -> tuple[tuple[str, str], ...]:
    """Kind and id of all who take a role, each once: those who present, people before delegations, then the chair, then the others."""
    rank = {PRESENTER: 0, CHAIR: 2}
    taken = [(rank.get(duty.role, 3), (PERSON, id)) for duty in entry.duties for id in duty.people]
    taken += [(1, (DELEGATION, id)) for id in session.presenting]
    return tuple(dict.fromkeys(key for _, key in sorted(taken, key=lambda one: one[0])))


def _days(clock: Clock, events: Sequence[Event]) -> Iterator[Day]:
    """Every day of the meeting, and of what is held before or after it."""
    held: dict[date, list[Event]] = {}
    for event in events:
        held.setdefault(_day_of(clock, event.start), []).append(event)
    first, last = min((clock.first_day, *held)), max((clock.last_day, *held))
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        start, end = (clock.local(_opening(clock, one)) for one in (day, day + timedelta(days=1)))
        yield Day(day, start, end, tuple(held.get(day, ())))


def _day_of(clock: Clock, start: datetime) -> date:
    """The conference's day to which ``start`` belongs."""
    day = start.date()
    return day if start.astimezone(UTC) >= _opening(clock, day) else day - timedelta(days=1)


def _opening(clock: Clock, day: date) -> datetime:
    """The instant at which ``day`` takes over from the night before."""
    return datetime.combine(day, DAY_CHANGE, clock.zone).astimezone(UTC)


def _acronym(meeting: Meeting) -> str:
    """The meeting's id in small letters, digits and ``_``, as both forms of the schedule ask for it."""
    letters = slug(meeting.id).replace("-", "_")
    return letters if len(letters) >= _SHORTEST else f"meeting_{letters}".strip("_")


def _hall_names(rooms: Sequence[Room]) -> dict[str, str]:
    """A name for each room by which apps can tell it from the others: with its building, or its id too, where names alone do not."""
    named = {room.id: one_line(room.name) or room.id for room in rooms}
    placed = {room.id: ", ".join(filter(None, (named[room.id], one_line(room.building)))) for room in rooms}
    marked = {id: f"{name} [{id}]" for id, name in placed.items()}
    return next(names for names in (named, placed, marked) if len(set(names.values())) == len(names))
