"""A meeting of the size of a plenary week: five days, eight rooms, 150 sessions, nine bodies, some titles hard to carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.clock import Clock
from scheduler.domain.meeting import Meeting, Organizer
from scheduler.domain.problem import Body, Delegation, Person, Problem, Role, Room, Session

BODIES = (
    ("PLEN", "Plenary"),
    ("IE", "Information Exchange"),
    ("LEEM", "Licensing and Enforcement Experts Meeting"),
    ("TEM", "Technical Experts Meeting"),
    ("HOD", "Heads of Delegation"),
    ("BIL", "Bilateral talks"),
    ("REG-A", "Regional group A"),
    ("REG-E", "Regional group E"),
    ("SIDE", "Side events"),
)
TITLES = (
    "Procurement networks: lessons of a prosecution",
    "Licensing of software by subscription",
    "Transit and transhipment in free ports",
    "Report of the Chair",
    "Proposal on additive manufacturing, second reading",
    "Catch-all controls in practice",
    "Outreach to universities",
    "Intangible transfers of technology",
)
DAYS, ROOMS, A_DAY = 5, 8, 30
MONDAY = date(2027, 10, 11)


def plenary_size() -> tuple[Problem, Agenda]:
    """The meeting and an agenda: on each of five days 30 sessions; two of each day overlap in one room."""
    clock = Clock(ZoneInfo("Asia/Tokyo"), MONDAY, MONDAY + timedelta(days=DAYS - 1))
    organizer = Organizer("Secretariat", "secretariat@example.org")
    meeting = Meeting(id="week", title="Plenary week", clock=clock, grid=5, prepared=datetime(2027, 8, 1, tzinfo=UTC), organizer=organizer)
    delegations = tuple(Delegation(id=f"d{number:02}", name=f"Partner {number}") for number in range(34))
    people = tuple(Person(id=f"p{number:03}", name=f"Person Number {number}", delegation=f"d{number % 34:02}") for number in range(140))
    numbers = range(DAYS * A_DAY)
    problem = Problem(
        meeting=meeting,
        periods=(),
        rooms=tuple(
            Room(id=f"r{n}", name=f"Room {n + 1}", building="Congress Centre" if n < 5 else "Annex", capacity=90) for n in range(ROOMS)
        ),
        bodies=tuple(Body(id=id, title=title) for id, title in BODIES),
        delegations=delegations,
        people=people,
        sessions=tuple(_session(number) for number in numbers),
    )
    return problem, Agenda(meeting="week", entries=tuple(_entry(clock, number) for number in numbers))


def _session(number: int) -> Session:
    body = None if number % 15 == 14 else BODIES[number % len(BODIES)][0]
    pair = (f"p{number % 140:03}", f"p{number * 7 % 140:03}")
    return Session(
        id=f"s{number:03}",
        title=TITLES[number % len(TITLES)],
        minutes=_minutes(number),
        body=body,
        item=str(number % 12 + 1) if body else "",
        audience=(f"d{number % 34:02}",),
        roles=(Role("presenter", pair), Role("chair", (f"p{number * 3 % 140:03}",))) if body else (),
    )


def _minutes(number: int) -> int:
    return (90, 45, 30, 60, 15, 30)[number % 6]


def _entry(clock: Clock, number: int) -> Entry:
    day, place = divmod(number, A_DAY)
    slot, room = divmod(place, ROOMS)
    start = clock.instant(MONDAY + timedelta(days=day), (9 * 60, 11 * 60 + (room % 3) * 15, 14 * 60 + 30, 17 * 60)[slot])
    # Two bilateral talks share the last room in the first slot.
    room = ROOMS - 1 if place == ROOMS - 2 else room
    session = _session(number)
    duties = tuple(Duty(role.name, tuple(sorted(set(role.people)))) for role in session.roles)
    return Entry(session.id, start, session.minutes, "always", f"r{room}", duties)


def crowded_day() -> tuple[Problem, Agenda]:
    """One day of that meeting, as full as those of data/plenary-week.

    In three rooms are experts' presentations of 20 minutes, each with a presenter and a chair; in the five others are talks, early in
    the morning and at lunch.
    """
    problem, _ = plenary_size()
    presented = [first + 20 * number for first in (10 * 60, 11 * 60 + 45, 15 * 60, 16 * 60 + 45) for number in range(3)]
    talks = (9 * 60, 13 * 60, 13 * 60 + 35, 14 * 60 + 10)
    places = sorted((start, room) for room in range(ROOMS) for start in (presented if room < 3 else talks))
    sessions = tuple(_short(number, room < 3) for number, (_, room) in enumerate(places))
    entries = tuple(_placed(problem.meeting.clock, session, *place) for session, place in zip(sessions, places, strict=True))
    return replace(problem, sessions=sessions), Agenda(meeting="week", entries=entries)


def _short(number: int, presented: bool) -> Session:
    if not presented:
        return Session(id=f"s{number:03}", title=f"Bilateral Partner {number} – Partner {number + 1}", minutes=30)
    roles = (Role("presenter", (f"p{number:03}",)), Role("chair", ("p139",)))
    return Session(id=f"s{number:03}", title=TITLES[number % len(TITLES)], minutes=20, body=BODIES[1 + number % 3][0], roles=roles)


def _placed(clock: Clock, session: Session, start: int, room: int) -> Entry:
    duties = tuple(Duty(role.name, role.people) for role in session.roles)
    return Entry(session.id, clock.instant(MONDAY, start), session.minutes, "always", f"r{room}", duties)
