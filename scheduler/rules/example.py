"""Tiny meetings and agendas, in which each kind of rule shows what holds and what breaks it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.clock import Clock, Span
from scheduler.domain.meeting import Meeting, Organizer, Travel
from scheduler.domain.problem import Availability, Body, Delegation, Pair, Period, Person, Problem, Role, Room, Session
from scheduler.domain.times import clock_minutes
from scheduler.rules.base import Rule

CLOCK = Clock(ZoneInfo("Europe/Vienna"), date(2027, 3, 1), date(2027, 3, 2))
"""The clock of every tiny meeting: a Monday and a Tuesday."""
TWO_ROOMS = (
    Room(id="hall", name="Hall", capacity=100, columns={"room": ("hall",)}),
    Room(id="annex", name="Annex", capacity=20, columns={"room": ("annex",)}),
)
"""Two rooms, for examples that need a choice; without them a tiny meeting has the hall alone."""


@dataclass(frozen=True, slots=True)
class Example:
    """An agenda under one rule.

    ``title`` says what happens in it, as a sentence for the reference page; ``measure`` is how much of it counts
    against the rule, 0 where the rule holds.
    """

    title: str
    rule: Rule
    problem: Problem
    agenda: Agenda
    measure: int


def tiny_meeting(
    *sessions: Session,
    rooms: tuple[Room, ...] = (),
    people: tuple[Person, ...] = (),
    delegations: tuple[Delegation, ...] = (),
    bodies: tuple[Body, ...] = (),
    availability: tuple[Availability, ...] = (),
    travel: tuple[Travel, ...] = (),
    pairs: tuple[Pair, ...] = (),
) -> Problem:
    """A meeting on a grid of an hour: two days with a morning, 10:00-12:00, and an afternoon, 14:00-16:00, and a hall."""
    rooms = rooms or TWO_ROOMS[:1]
    times = (("am", "morning", "10:00", "12:00"), ("pm", "afternoon", "14:00", "16:00"))
    return Problem(
        meeting=Meeting(
            id="example",
            title="Example",
            clock=CLOCK,
            grid=60,
            prepared=datetime(2027, 1, 1, tzinfo=UTC),
            organizer=Organizer("Secretariat", "secretariat@example.org"),
            travel=travel,
        ),
        periods=tuple(
            Period(
                id=f"{day:%a}-{part}".lower(),
                day=day,
                name=name,
                span=Span(CLOCK.instant(day, clock_minutes(start)), CLOCK.instant(day, clock_minutes(end))),
                rooms=tuple(room.id for room in rooms),
            )
            for day in CLOCK.days
            for part, name, start, end in times
        ),
        rooms=rooms,
        sessions=sessions,
        people=people,
        delegations=delegations,
        bodies=bodies,
        availability=availability,
        pairs=pairs,
    )


def tiny_session(
    id: str,
    *,
    hours: int = 1,
    body: str | None = None,
    item: str = "",
    theme: str = "",
    audience: tuple[str, ...] = (),
    size: int = 0,
    features: tuple[str, ...] = (),
    presenters: tuple[str, ...] = (),
    presenting: tuple[str, ...] = (),
    between: tuple[str, ...] = (),
    chair_pool: tuple[str, ...] = (),
    optional: bool = False,
    reports_on: str | None = None,
) -> Session:
    """A session of a tiny meeting, whose columns say what its fields say."""
    roles = [Role("presenter", presenters, len(presenters))] if presenters else []
    if chair_pool:
        roles.append(Role("chair", chair_pool, 1))
    values = {"session": id, "body": body, "item": item, "theme": theme, "reports_on": reports_on}
    columns = {column: (value,) if value else () for column, value in values.items()}
    return Session(
        id=id,
        title=id.title(),
        minutes=hours * 60,
        body=body,
        item=item,
        theme=theme,
        audience=audience,
        size=size,
        features=features,
        roles=tuple(roles),
        presenting=presenting,
        between=between,
        optional=optional,
        reports_on=reports_on,
        columns=columns,
    )


def tiny_agenda(problem: Problem, **places: str) -> Agenda:
    """An agenda of a tiny meeting, each session's place as ``Mon 10:00 hall`` and, for a chair from a pool, ``… aut-01``."""
    entries = tuple(_entry(problem, id, *place.split()) for id, place in places.items())
    omitted = tuple(session.id for session in problem.sessions if session.id not in places)
    return Agenda(meeting=problem.meeting.id, entries=entries, omitted=omitted)


def moment(text: str) -> datetime:
    """The instant of ``Mon 10:00`` in a tiny meeting."""
    weekday, clock_time = text.split()
    day = next(day for day in CLOCK.days if f"{day:%a}" == weekday)
    return CLOCK.instant(day, clock_minutes(clock_time))


def _entry(problem: Problem, id: str, weekday: str, clock_time: str, room: str, chair: str = "") -> Entry:
    row = problem.session(id)
    start = moment(f"{weekday} {clock_time}")
    period = next(period for period in problem.periods if period.span.start <= start < period.span.end)
    duties = tuple(Duty(role.name, role.people if role.decided else (chair,)) for role in row.roles)
    return Entry(id, start, row.minutes, period.id, room, duties)
