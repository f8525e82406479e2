"""``one_per_room``: a room holds one session at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, Room, select
from scheduler.domain.selector import ALL, Selector
from scheduler.rules.base import Rule, Subjects, chosen_subject
from scheduler.rules.checking import clashes_in_words, minutes_between
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Clashes, Fact, InRoom, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePerRoom(Rule):
    """A room holds one session at a time, and is turned over before the next.

    The minutes between two sessions are the room's ``turnover``.

    Parameters
    ----------
    for_
        The rooms: ``{room: all}``.
    """

    kind = "one_per_room"
    measure = "pairs of sessions at once, or closer than the turnover"
    sheets = ("rooms",)

    for_: Subjects

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per room: the sessions in it clash."""
        for room in select(problem.rooms, self.for_):
            claims = tuple((session.id, InRoom(session.id, frozenset((room.id,)))) for session in problem.sessions)
            fact = Fact(f"{room.id} takes {room.turnover} minutes to turn over", room.source)
            yield Instance(room.id, (Clashes(claims, room.turnover),), (fact,))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares every two entries of a room."""
        for room in select(problem.rooms, self.for_):
            entries = [entry for entry in agenda.entries if entry.room == room.id]
            clashes = [pair for pair in combinations(entries, 2) if minutes_between(*pair) < room.turnover]
            if clashes:
                pairs = clashes_in_words(problem, clashes)
                turnover = f" with {room.turnover} minutes between" if room.turnover else ""
                yield self.violation(room.id, len(clashes), f"{room.id} cannot hold both{turnover}: {pairs}")

    def sentence(self) -> str:
        """In words."""
        return f"every {chosen_subject(self.for_)} holds one session at a time, and is turned over before the next"


_QUICK = tiny_meeting(tiny_session("one"), tiny_session("other"))
_SLOW = tiny_meeting(tiny_session("one"), tiny_session("other"), rooms=(Room(id="hall", name="Hall", capacity=50, turnover=30),))
_RULE = OnePerRoom(id="one-per-room", for_=Selector((("room", (ALL,)),)))

EXAMPLES = (
    Example("One session meets the next.", _RULE, _QUICK, tiny_agenda(_QUICK, one="Mon 10:00 hall", other="Mon 11:00 hall"), 0),
    Example("Two sessions are in the hall at once.", _RULE, _QUICK, tiny_agenda(_QUICK, one="Mon 10:00 hall", other="Mon 10:00 hall"), 1),
    Example("There is no time to turn the hall over.", _RULE, _SLOW, tiny_agenda(_SLOW, one="Mon 10:00 hall", other="Mon 11:00 hall"), 1),
    Example("The hall is turned over at lunch.", _RULE, _SLOW, tiny_agenda(_SLOW, one="Mon 11:00 hall", other="Mon 14:00 hall"), 0),
)
