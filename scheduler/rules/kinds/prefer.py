"""``prefer``: a session would rather have a time, or a room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, Session, select
from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.rules.base import Rooms, Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named, place
from scheduler.rules.encoding import held_but_not, lies_within
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import InRoom, Instance, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefer(Rule):
    """Every chosen session gets a wish: a time, or a room. Usually weighted.

    Parameters
    ----------
    for_
        The sessions.
    time
        A day, a period or a range of clock times in which the session would lie.
    room
        The room, or several to choose from.
    """

    kind = "prefer"
    measure = "sessions that do not get their wish"

    for_: Sessions
    time: When | None = None
    room: Rooms | None = None

    def misfit(self, problem: Problem) -> str:
        """Exactly one wish, and one that can be met."""
        if (self.time is None) == (self.room is None):
            return "give either 'time' or 'room', one wish to a rule"
        if self.time is not None and self.time.single:
            return "a wish for a time needs a day, a period or a range, as in 10:00-12:00; for one moment use the kind fixed"
        return "" if self.room is None or select(problem.rooms, self.room) else f"no room is selected ({self.room})"

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it is held, and does not get its wish."""
        for session in select(problem.sessions, self.for_):
            yield Instance(session.id, (held_but_not(session, self._wish(problem, session)),))

    def _wish(self, problem: Problem, session: Session) -> Literal:
        if self.time is not None:
            return lies_within(session, self.time.spans(problem), problem.clock)
        rooms = select(problem.rooms, self.room or Selector())
        return InRoom(session.id, frozenset(room.id for room in rooms))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Looks at each entry's time, or room."""
        windows = self.time.spans(problem) if self.time is not None else ()
        for session, entry in chosen_entries(problem, agenda, self.for_):
            granted = any(window.contains(entry.span) for window in windows)
            if self.room is not None:
                granted = self.room.matches(problem.room(entry.room))
            if not granted:
                yield self.violation(session.id, 1, f"{named(session)}, {place(problem, entry)}, is not {self._wanted()}")

    def _wanted(self) -> str:
        if self.time is not None:
            return f"within {self.time}"
        room = self.room or Selector()
        return f"in {room if set(dict(room.columns)) == {'room'} else chosen('a room', room)}"

    def sentence(self) -> str:
        """In words."""
        return f"every {chosen('session', self.for_)} is {self._wanted()}"


_TALKS = tiny_meeting(tiny_session("talks", hours=2), tiny_session("drafting"), rooms=TWO_ROOMS)
_TIME = Prefer(id="talks-early", for_=Selector((("id", ("talks",)),)), time=When.parse("first day"), weight=10)
_RANGE = Prefer(id="talks-late", for_=Selector((("id", ("talks",)),)), time=When.parse("day 1, 11:00-16:00"), weight=10)
_ROOM = Prefer(id="hall", for_=Selector(), room=Selector((("room", ("annex",)),)), weight=10)

EXAMPLES = (
    Example("The talks get the first day.", _TIME, _TALKS, tiny_agenda(_TALKS, talks="Mon 14:00 hall", drafting="Tue 10:00 hall"), 0),
    Example("The talks are on the second day.", _TIME, _TALKS, tiny_agenda(_TALKS, talks="Tue 14:00 hall", drafting="Mon 10:00 hall"), 1),
    Example(
        "The talks begin before the wished time and go on into it.",
        _RANGE,
        _TALKS,
        tiny_agenda(_TALKS, talks="Mon 10:00 hall", drafting="Tue 10:00 hall"),
        1,
    ),
    Example("Neither is in the annex.", _ROOM, _TALKS, tiny_agenda(_TALKS, talks="Tue 14:00 hall", drafting="Mon 10:00 hall"), 2),
)
