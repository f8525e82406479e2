"""Meetings with agendas to publish: in any zone, at any time, with any words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.clock import Clock, Span
from scheduler.domain.meeting import Meeting, Organizer
from scheduler.domain.problem import Body, Delegation, Period, Person, Problem, Role, Room, Session

PREPARED = datetime(2026, 8, 30, 9, tzinfo=UTC)


def meeting_in(
    zone: str, first_day: date, last_day: date, starts: tuple[datetime, ...], length: timedelta = timedelta(hours=1)
) -> tuple[Problem, Agenda]:
    """A meeting whose sessions, ``s0``, ``s1`` …, of one ``length``, begin at the instants ``starts``."""
    minutes = length // timedelta(minutes=1)
    clock = Clock(ZoneInfo(zone), first_day, last_day)
    sessions = tuple(Session(id=f"s{number}", title=f"Session {number}", minutes=minutes) for number, _ in enumerate(starts))
    span = Span(clock.midnight(first_day), clock.midnight(last_day + timedelta(days=1)))
    problem = Problem(
        meeting=_meeting("abroad", "Meeting abroad", clock),
        periods=(Period(id="always", day=first_day, span=span, name="always", rooms=("hall",)),),
        rooms=(Room(id="hall", name="Hall", capacity=100),),
        sessions=sessions,
    )
    entries = (Entry(session.id, start, minutes, "always", "hall") for session, start in zip(sessions, starts, strict=True))
    return problem, Agenda(meeting="abroad", entries=tuple(entries))


def two_bodies(audience: tuple[str, ...] = ("north", "east"), presenters: tuple[str, ...] = ("ana",)) -> tuple[Problem, Agenda]:
    """The RPOC in the hall and a small group in a salon: three sessions held, one left out.

    Monday, 1 March 2027, in Vienna: 10:00-11:00 small group (salon), 11:00-12:30 item 4a of the RPOC (hall),
    15:00-15:30 coffee (hall), which belongs to no body. The hall has 180 + 180 minutes, and is used for 90 + 30.
    """
    clock = Clock(ZoneInfo("Europe/Vienna"), date(2027, 3, 1), date(2027, 3, 1))
    day = date(2027, 3, 1)
    both = ("hall", "salon")
    morning = Span(clock.instant(day, 600), clock.instant(day, 780))
    afternoon = Span(clock.instant(day, 900), clock.instant(day, 1080))
    control = Session(
        id="rpoc-4a",
        title="Export control issues; new, urgent",
        minutes=90,
        body="RPOC",
        item="4a",
        audience=audience,
        roles=(Role("presenter", presenters, len(presenters)), Role("chair", ("ana", "bo"), 1), Role("rapporteur", ("cy",), 1)),
        presenting=("east",),
    )
    problem = Problem(
        meeting=_meeting("two-bodies", "Spring meeting", clock),
        periods=(
            Period(id="am", day=day, span=morning, name="morning", rooms=both),
            Period(id="pm", day=day, span=afternoon, name="afternoon", rooms=("hall",)),
        ),
        rooms=(
            Room(id="hall", name="Great Hall", building="Congress Centre", capacity=100),
            Room(id="salon", name="Salon", capacity=10),
        ),
        sessions=(
            control,
            Session(id="group", title="Small group", minutes=60, body="SG", audience=("north",)),
            Session(id="coffee", title="Coffee", minutes=30),
            Session(id="extra", title="Any other business", minutes=30, body="RPOC", item="9.", optional=True),
        ),
        bodies=(
            Body(id="RPOC", title="Reinforced Point of Contact meeting", members=("north", "east")),
            Body(id="SG", title="Small group", members=("north",)),
            Body(id="IE", title="Information Exchange"),
        ),
        delegations=(
            Delegation(id="north", name="Northland", delegates=3),
            Delegation(id="east", name="Eastland"),
            Delegation(id="west", name="Westland"),
        ),
        people=(
            Person(id="ana", name="Ana Example", delegation="north", bodies=("SG",)),
            Person(id="bo", name="Bo Example", delegation="north"),
            Person(id="cy", name="Cy Example", delegation="west"),
            Person(id="di", name="Di Example"),
        ),
    )
    duties = (Duty("presenter", presenters), Duty("chair", ("bo",)), Duty("rapporteur", ("cy",)))
    entries = (
        Entry("rpoc-4a", clock.instant(day, 660), 90, "am", "hall", duties),
        Entry("group", clock.instant(day, 600), 60, "am", "salon"),
        Entry("coffee", clock.instant(day, 900), 30, "pm", "hall"),
    )
    return problem, Agenda(
        meeting="two-bodies", entries=entries, omitted=("extra",), status="optimal", cost=20, bound=20, cost_by_rule=(("early-group", 20),)
    )


def worded(words: tuple[str, ...]) -> tuple[Problem, Agenda]:
    """A meeting in which everything that a calendar shows of a session is one of ``words``: a session for each."""
    clock = Clock(ZoneInfo("Europe/Vienna"), date(2027, 3, 1), date(2027, 3, 1))
    start = clock.instant(date(2027, 3, 1), 600)
    named = tuple(enumerate(words))
    problem = Problem(
        meeting=Meeting(
            id="worded", title=words[0], clock=clock, grid=5, prepared=PREPARED, organizer=Organizer(words[0], "secretariat@example.org")
        ),
        periods=(),
        rooms=tuple(Room(id=f"room-{number}", name=word, building=word, capacity=10) for number, word in named),
        people=tuple(Person(id=f"person-{number}", name=word) for number, word in named),
        sessions=tuple(Session(id=f"s{number}", title=word, minutes=60, body=word) for number, word in named),
    )
    entries = tuple(Entry(f"s{number}", start, 60, "am", f"room-{number}", (Duty("chair", (f"person-{number}",)),)) for number, _ in named)
    return problem, Agenda(meeting="worded", entries=entries)


def _meeting(id: str, title: str, clock: Clock) -> Meeting:
    organizer = Organizer("Secretariat", "secretariat@example.org")
    return Meeting(id=id, title=title, clock=clock, grid=5, prepared=PREPARED, organizer=organizer)
