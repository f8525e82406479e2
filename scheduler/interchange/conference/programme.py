"""A conference's programme as other systems tell of it: what is to be held, by whom, and when and where it was planned so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

from scheduler.domain.clock import Span

BREAK = 20
"""Minutes in which nothing is on in any room, at least, that are a break: a period ends there, and the next begins after it."""
HALF_DAYS = ((time(9), time(12, 30)), (time(14), time(18)))
"""When something may be on each day, besides the times at which something is, while there are talks without a time."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room: ``capacity`` is 0 where the file does not say; ``free`` the times at which it can be used, none for always."""

    id: str
    name: str
    capacity: int = 0
    guid: str = ""
    free: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks; ``free`` are the times at which the person can, none for always."""

    id: str
    name: str
    free: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a talk was planned so far: its start, an instant in UTC, and the id of its room."""

    start: datetime
    room: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk, a workshop, or whatever else is on.

    Parameters
    ----------
    id : str
        By the other system's own code or guid, which stay when its title or time changes.
    title, kind, track, language : str
        In the file's words; empty where it does not say.
    minutes : int
        How long it takes.
    people : tuple of str
        The ids of those who speak.
    do_not_record : bool or None
        Whether the speakers asked for that; None where the file does not say.
    place : Place or None
        When and where it was planned so far.
    guid : str
        The globally unique id that the other system gives this one time that it is held; empty where it does not.
    """

    id: str
    title: str
    minutes: int
    kind: str = ""
    track: str = ""
    language: str = ""
    people: tuple[str, ...] = ()
    do_not_record: bool | None = None
    place: Place | None = None
    guid: str = ""

    @property
    def span(self) -> Span | None:
        """From its start to its end, as planned so far."""
        return None if self.place is None else Span(self.place.start, self.place.start + timedelta(minutes=self.minutes))


@dataclass(frozen=True, slots=True)
class Programme:
    """The whole conference. ``id`` is its short name; ``email`` where its team is reached; ``days`` those that the file names."""

    id: str
    title: str
    zone: ZoneInfo
    days: tuple[date, ...]
    rooms: tuple[Room, ...]
    people: tuple[Person, ...]
    talks: tuple[Talk, ...]
    email: str = ""

    def local(self, instant: datetime) -> datetime:
        """``instant`` on the venue's clock."""
        return instant.astimezone(self.zone)

    @property
    def all_days(self) -> tuple[date, ...]:
        """The first day to the last of all that are named, or on which something is planned."""
        planned = {self.local(talk.place.start).date() for talk in self.talks if talk.place}
        first, last = min(planned.union(self.days)), max(planned.union(self.days))
        return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))

    @property
    def is_planned(self) -> bool:
        """Whether everything has its time and room."""
        return all(talk.place for talk in self.talks)

    def stretches(self) -> Iterator[Span]:
        """The times at which something is planned, or may be, from one break to the next, in order; each lies within a day."""
        planned = [span for talk in self.talks if (span := talk.span)]
        joined: list[Span] = []
        for span in sorted(planned if self.is_planned else (*planned, *self._half_days())):
            if joined and span.start < joined[-1].end + timedelta(minutes=BREAK) and self._one_day(joined[-1], span):
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
            else:
                joined.append(span)
        yield from joined

    def _half_days(self) -> Iterator[Span]:
        for day, half in product(self.all_days, HALF_DAYS):
            start, end = (datetime.combine(day, clock, self.zone).astimezone(UTC) for clock in half)
            yield Span(start, end)

    def _one_day(self, early: Span, late: Span) -> bool:
        return self.local(early.start).date() == self.local(late.start).date()

    def turnover(self) -> int:
        """The least minutes between two talks in one room, with no break between: the room is left to these, never to less."""
        by_room: dict[str, list[Span]] = {}
        for talk in self.talks:
            if talk.place and talk.span:
                by_room.setdefault(talk.place.room, []).append(talk.span)
        pauses = [
            int((then.start - first.end).total_seconds()) // 60
            for spans in by_room.values()
            for first, then in pairwise(sorted(spans))
            if self._one_day(first, then)
        ]
        return max(0, min((pause for pause in pauses if pause < BREAK), default=0))
