"""Everything that is known before solving: the meeting's sheets, typed, with every default filled in. Immutable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from scheduler.domain.clock import Clock, Span
from scheduler.domain.errors import Source
from scheduler.domain.meeting import Meeting
from scheduler.domain.selector import Selectable, Selector

SelectableT = TypeVar("SelectableT", bound=Selectable)
RowT = TypeVar("RowT", bound="Row")
Columns = Mapping[str, tuple[str, ...]]
"""A row as the user wrote it: every column by name, its cell split at ``|``; an empty cell is an empty tuple."""
CHAIR, PRESENTER = "chair", "presenter"
"""The two roles that have columns of their own in the sheet sessions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the rows of all sheets share: an id, the columns as written (selectors read them), and where they stand."""

    id: str
    columns: Columns = field(default_factory=dict, repr=False, hash=False)
    source: Source = field(default=Source(""), repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Row):
    """A stretch of one day in which sessions may run. ``single``: one session per room. ``rooms``: ids, all filled in."""

    day: date
    span: Span
    name: str
    rooms: tuple[str, ...]
    single: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Row):
    """A room: ``capacity`` in seats, ``turnover`` in minutes between two sessions, ``features`` as sessions ask for them."""

    name: str
    building: str = ""
    capacity: int
    features: tuple[str, ...] = ()
    turnover: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Row):
    """A body that meets. ``members``: ids of delegations; ``chair``: the id of the person who chairs it, if one does."""

    title: str
    chair: str | None = None
    members: tuple[str, ...] = ()
    marking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation(Row):
    """The people whom one Partner sends; ``delegates`` is how many."""

    name: str
    region: str = ""
    delegates: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Row):
    """Somebody with duties. ``arrives`` and ``leaves`` are instants in UTC; ``remote``: takes part by video link; ``email``: or empty."""

    name: str
    delegation: str | None = None
    bodies: tuple[str, ...] = ()
    profession: str = ""
    languages: tuple[str, ...] = ()
    zone: ZoneInfo | None = None
    remote: bool = False
    arrives: datetime | None = None
    leaves: datetime | None = None
    email: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A role in a session: ``count`` of ``people`` take it. Where count is less than the pool, the solver decides who."""

    name: str
    people: tuple[str, ...]
    count: int = 1

    @property
    def decided(self) -> bool:
        """Whether the sheet leaves no choice."""
        return self.count == len(self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Row):
    """What is put into the timetable.

    ``minutes`` is its length; ``audience`` the delegations that must attend; ``size`` the seats needed; ``roles`` who
    presents and chairs; ``presenting`` the delegations that present without naming a person; ``between`` the two that
    meet, if it is a bilateral; ``optional`` whether it may be left out; ``reports_on`` the body whose report it takes;
    ``link`` the address at which one takes part by video.
    """

    title: str
    minutes: int
    body: str | None = None
    item: str = ""
    theme: str = ""
    kind: str = ""
    audience: tuple[str, ...] = ()
    size: int = 0
    roles: tuple[Role, ...] = ()
    presenting: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    visitors: bool = False
    marking: str = ""
    optional: bool = False
    reports_on: str | None = None
    paper: str | None = None
    link: str = ""

    @property
    def delegations(self) -> tuple[str, ...]:
        """Every delegation that takes part, whoever its people are: it must attend, presents, or is one side of a bilateral."""
        return tuple(dict.fromkeys((*self.audience, *self.presenting, *self.between)))

    @property
    def may_present(self) -> tuple[str, ...]:
        """Everybody who presents it, or may where that is left open."""
        return tuple(person for role in self.roles if role.name == PRESENTER for person in role.people)

    @property
    def item_order(self) -> tuple[tuple[int, str], ...]:
        """The item number in a form that sorts as people count: 4, 4a, 4b, 9, 10, 10.2, 10.10."""
        pieces = re.findall(r"\d+|[^\W\d_]+", self.item)
        return tuple((int(piece), "") if piece.isdecimal() else (-1, piece.casefold()) for piece in pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability(Row):
    """When ``id`` (a person, a room, a delegation) is free, or busy; where a free span is given, all else is not."""

    free: bool
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Row):
    """A document that an item needs: by when it is ``due``, and when it was ``received``, if it was."""

    title: str
    author: str = ""
    session: str | None = None
    due: date | None = None
    received: date | None = None
    summary: str = ""
    marking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Row):
    """A date by which ``who`` must have done something."""

    title: str
    due: date
    who: str = ""
    marking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Row):
    """Two sessions, or two groups of a column, that belong together or apart with a ``weight``; ``id`` is the first."""

    second: str
    weight: int = 1
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A whole meeting before solving: every sheet as a tuple in the sheet's order; ``inputs`` fingerprints them all."""

    meeting: Meeting
    periods: tuple[Period, ...]
    rooms: tuple[Room, ...]
    sessions: tuple[Session, ...]
    bodies: tuple[Body, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    people: tuple[Person, ...] = ()
    availability: tuple[Availability, ...] = ()
    papers: tuple[Paper, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    pairs: tuple[Pair, ...] = ()
    inputs: str = ""
    _rows: Mapping[tuple[str, str], Row] = field(init=False, repr=False, compare=False, hash=False)
    _serving: Mapping[str, tuple[Session, ...]] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        sheets = ("periods", "rooms", "sessions", "bodies", "delegations", "people")
        rows = {(sheet, row.id): row for sheet in sheets for row in getattr(self, sheet)}
        object.__setattr__(self, "_rows", rows)
        serving: dict[str, list[Session]] = {}
        for session in self.sessions:
            for person in dict.fromkeys(person for role in session.roles for person in role.people):
                serving.setdefault(person, []).append(session)
        object.__setattr__(self, "_serving", {person: tuple(sessions) for person, sessions in serving.items()})

    @property
    def clock(self) -> Clock:
        """The venue's clock."""
        return self.meeting.clock

    def session(self, id: str) -> Session:
        """The session with this id; KeyError if there is none."""
        return self._row("sessions", id, Session)

    def room(self, id: str) -> Room:
        """The room with this id; KeyError if there is none."""
        return self._row("rooms", id, Room)

    def period(self, id: str) -> Period:
        """The period with this id; KeyError if there is none."""
        return self._row("periods", id, Period)

    def person(self, id: str) -> Person:
        """The person with this id; KeyError if there is none."""
        return self._row("people", id, Person)

    def sessions_of(self, person: str) -> tuple[Session, ...]:
        """The sessions in which a person has, or may be given, a role, in the sheet's order."""
        return self._serving.get(person, ())

    def body(self, id: str) -> Body:
        """The body with this id; KeyError if there is none."""
        return self._row("bodies", id, Body)

    def delegation(self, id: str) -> Delegation:
        """The delegation with this id; KeyError if there is none."""
        return self._row("delegations", id, Delegation)

    def _row(self, sheet: str, id: str, kind: type[RowT]) -> RowT:
        row = self._rows[sheet, id]
        assert isinstance(row, kind)
        return row

    def travel_minutes(self, a: str, b: str) -> int:
        """Minutes between two buildings; 0 within one, or where the meeting gives none."""
        ends = {a, b}
        return next((travel.minutes for travel in self.meeting.travel if {travel.a, travel.b} == ends), 0)


def select(rows: Iterable[SelectableT], selector: Selector) -> tuple[SelectableT, ...]:
    """The rows that ``selector`` picks, in their order."""
    return tuple(row for row in rows if selector.matches(row))
