"""``room_has``: a session's room is large enough and has what the session needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, Room, Session, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Fact, InRoom, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomHas(Rule):
    """Every chosen session is in a room that fits it.

    Parameters
    ----------
    for_
        The sessions.
    capacity
        Whether the room must seat the session's ``size``.
    features
        Whether the room must have all of the session's ``features``.
    """

    kind = "room_has"
    measure = "sessions in a room that does not fit"

    for_: Sessions
    capacity: bool = True
    features: bool = True

    def misfit(self, problem: Problem) -> str:
        """It has to demand something."""
        return "" if self.capacity or self.features else "with 'capacity: no' and 'features: no' it demands nothing"

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it is in a room that does not fit."""
        for session in select(problem.sessions, self.for_):
            unfit = frozenset(room.id for room in problem.rooms if not self._fits(room, session))
            needs = " and ".join([f"{session.size} seats", *session.features])
            yield Instance(session.id, (InRoom(session.id, unfit),), (Fact(f"{session.id} needs {needs}", session.source),))

    def _fits(self, room: Room, session: Session) -> bool:
        seats = not self.capacity or session.size <= room.capacity
        return seats and (not self.features or set(session.features) <= set(room.features))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Looks at each entry's room for what is lacking."""
        for session, entry in chosen_entries(problem, agenda, self.for_):
            room = problem.room(entry.room)
            lacks = [feature for feature in session.features if feature not in room.features] if self.features else []
            if self.capacity and room.capacity < session.size:
                lacks.append(f"{session.size} seats (it has {room.capacity})")
            if lacks:
                yield self.violation(session.id, 1, f"{named(session)} is in {room.id}, which lacks {', '.join(lacks)}")

    def sentence(self) -> str:
        """In words."""
        needs = " and ".join(["enough seats"] * self.capacity + ["the features"] * self.features)
        return f"every {chosen('session', self.for_)} is in a room with {needs} that it needs"


_ROOMS = (Room(id="hall", name="Hall", capacity=100, features=("interpretation",)), Room(id="attic", name="Attic", capacity=20))
_TALKS = tiny_meeting(tiny_session("plenary", size=100, features=("interpretation",)), tiny_session("drafting", size=20), rooms=_ROOMS)
_BOTH = RoomHas(id="rooms-fit", for_=Selector())
_SEATS = RoomHas(id="seats", for_=Selector(), features=False)
_BOOTHS = RoomHas(id="booths", for_=Selector(), capacity=False)

EXAMPLES = (
    Example("Each room just fits.", _BOTH, _TALKS, tiny_agenda(_TALKS, plenary="Mon 10:00 hall", drafting="Mon 10:00 attic"), 0),
    Example(
        "The attic is too small, and has no booths.",
        _BOTH,
        _TALKS,
        tiny_agenda(_TALKS, plenary="Mon 10:00 attic", drafting="Mon 10:00 hall"),
        1,
    ),
    Example("The attic is too small.", _SEATS, _TALKS, tiny_agenda(_TALKS, plenary="Mon 10:00 attic", drafting="Mon 10:00 hall"), 1),
    Example("The attic has no booths.", _BOOTHS, _TALKS, tiny_agenda(_TALKS, plenary="Mon 10:00 attic", drafting="Mon 10:00 hall"), 1),
)
