"""``position``: a session is the first, second or n-th of its theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector, values_of
from scheduler.rules.base import Rule, Sessions, chosen, unknown_column
from scheduler.rules.checking import in_sheet_order, named, place
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Any, AtLeast, Held, InRoom, Instance, Literal, Not, Precedes, SamePeriod, SameRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Rule):
    """Every chosen session with a number is at that position among the chosen ones, counted as one reads a programme.

    One reads period by period, in a period room by room in the order of the sheet rooms, and in a room by time. Sessions
    without a number take a position, but have none to keep.

    Parameters
    ----------
    for_
        The sessions; usually with ``each: theme``.
    column
        The column of the sheet sessions with the number, 1 for the first.
    """

    kind = "position"
    measure = "sessions that are not at their position"

    for_: Sessions
    column: str = "item"

    def misfit(self, problem: Problem) -> str:
        """The column is there, and holds numbers."""
        for session in select(problem.sessions, self.for_):
            wrong = [value for value in values_of(session, self.column) if not (value.isascii() and value.isdecimal() and int(value))]
            if wrong:
                return f"the session '{session.id}' has '{wrong[0]}' in the column '{self.column}', which is no position; write 1, 2, 3, …"
        return unknown_column(problem, self.column)

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session with a number: not as many as there should be come before it."""
        sessions = select(problem.sessions, self.for_)
        for session in sessions:
            for number in values_of(session, self.column)[:1]:
                earlier = tuple(self._comes_before(problem, other.id, session.id) for other in sessions if other is not session)
                right = All((AtLeast(int(number) - 1, earlier), Not(AtLeast(int(number), earlier))))
                yield Instance(session.id, (All((Held(session.id), Not(right))),), (session_fact(session),))

    def _comes_before(self, problem: Problem, other: str, session: str) -> Literal:
        """In an earlier period; or in an earlier room of the same; or earlier in that room."""
        rooms = [room.id for room in problem.rooms]
        in_rooms = (
            All((InRoom(session, frozenset((room,))), InRoom(other, frozenset(rooms[:number]))))
            for number, room in enumerate(rooms)
            if number
        )
        same = SamePeriod(other, session)
        over_before = All((Precedes(other, session), Any((Not(same), SameRoom(other, session)))))
        return Any((over_before, All((same, Any(tuple(in_rooms))))))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Counts the entries that one reads before each."""
        rank = {room.id: number for number, room in enumerate(problem.rooms)}
        entries = in_sheet_order(problem, agenda, self.for_)
        for session, entry in entries:
            for number in values_of(session, self.column)[:1]:
                position = 1 + sum(_is_read_before(other, entry, rank) for _, other in entries if other is not entry)
                if position != int(number):
                    what = f"{named(session)}, {place(problem, entry)}, is number {position} instead of {number}"
                    yield self.violation(session.id, 1, what)

    def sentence(self) -> str:
        """In words."""
        return f"every {chosen('session', self.for_)} is at the position that the column {self.column} gives it"


def _is_read_before(one: Entry, other: Entry, rank: dict[str, int]) -> bool:
    if one.period == other.period and one.room != other.room:
        return rank[one.room] < rank[other.room]
    return one.end <= other.start


_TALKS = tiny_meeting(
    tiny_session("ard", theme="transit", item="1"),
    tiny_session("bru", theme="transit", item="3"),
    tiny_session("cor", theme="transit"),
    rooms=TWO_ROOMS,
)
_RULE = Position(id="order", for_=Selector((("theme", ("transit",)),)))

EXAMPLES = (
    Example(
        "The third comes after two, of which one has no number.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, ard="Mon 10:00 annex", cor="Mon 14:00 hall", bru="Tue 10:00 hall"),
        0,
    ),
    Example(
        "In one morning the hall is read first, whatever the hour.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, ard="Mon 11:00 hall", cor="Mon 10:00 annex", bru="Mon 11:00 annex"),
        0,
    ),
    Example(
        "The third comes first, and the first second.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, bru="Mon 10:00 hall", ard="Mon 10:00 annex", cor="Tue 10:00 hall"),
        2,
    ),
    Example(
        "The third is only the second.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, ard="Mon 10:00 hall", bru="Mon 11:00 hall", cor="Tue 10:00 hall"),
        1,
    ),
)
