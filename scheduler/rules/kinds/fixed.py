"""``fixed``: a session is at one time, and perhaps in one room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.rules.base import Rooms, Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named, place
from scheduler.rules.encoding import held_but_not
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, InRoom, Instance, StartsIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed(Rule):
    """Every chosen session starts exactly at a time, and is in a given room if one is named.

    Parameters
    ----------
    for_
        The sessions.
    time
        A day and a clock time, ``day 2, 10:00``; without a day, that clock time on any day.
    room
        The room, or several to choose from; without it any room will do.
    """

    kind = "fixed"
    measure = "sessions elsewhere"

    for_: Sessions
    time: When
    room: Rooms | None = None

    def misfit(self, problem: Problem) -> str:
        """One start is needed, and a room that exists."""
        if not self.time.single:
            return f"'{self.time}' is not one moment; write a day and a clock time: day 2, 10:00"
        return "" if self.room is None or select(problem.rooms, self.room) else f"no room is selected ({self.room})"

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it is held, but not then and there."""
        moments = tuple(problem.clock.minute(span.start) for span in self.time.spans(problem))
        for session in select(problem.sessions, self.for_):
            then = StartsIn(session.id, tuple((moment, moment) for moment in moments))
            if self.room is None:
                yield Instance(session.id, (held_but_not(session, then),))
            else:
                there = InRoom(session.id, frozenset(room.id for room in select(problem.rooms, self.room)))
                yield Instance(session.id, (held_but_not(session, All((then, there))),))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares start and room."""
        moments = {span.start for span in self.time.spans(problem)}
        for session, entry in chosen_entries(problem, agenda, self.for_):
            right_room = self.room is None or self.room.matches(problem.room(entry.room))
            if entry.start not in moments or not right_room:
                yield self.violation(session.id, 1, f"{named(session)} is {place(problem, entry)}, not {self._place()}")

    def _place(self) -> str:
        return f"{self.time}" + (f", {self.room}" if self.room is not None else "")

    def sentence(self) -> str:
        """In words."""
        return f"every {chosen('session', self.for_)} is at {self._place()}"


_OPENING = tiny_meeting(tiny_session("opening"), tiny_session("talks"), rooms=TWO_ROOMS)
_TIME = Fixed(id="opening", for_=Selector((("id", ("opening",)),)), time=When.parse("day 1, 10:00"))
_ROOM = Fixed(id="opening", for_=Selector((("id", ("opening",)),)), time=When.parse("10:00"), room=Selector((("room", ("annex",)),)))

EXAMPLES = (
    Example("The opening is at ten.", _TIME, _OPENING, tiny_agenda(_OPENING, opening="Mon 10:00 hall", talks="Mon 11:00 hall"), 0),
    Example("The opening is at eleven.", _TIME, _OPENING, tiny_agenda(_OPENING, opening="Mon 11:00 hall", talks="Mon 10:00 hall"), 1),
    Example(
        "The opening is at ten, in another room.",
        _ROOM,
        _OPENING,
        tiny_agenda(_OPENING, opening="Tue 10:00 hall", talks="Mon 10:00 hall"),
        1,
    ),
)
