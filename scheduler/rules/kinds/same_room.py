"""``same_room``: some sessions stay in one room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import in_sheet_order
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import AnyIn, Excess, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class SameRoom(Rule):
    """All of the chosen sessions are in one room, at whatever time.

    Parameters
    ----------
    for_
        The sessions; with ``each: body`` every body has a room, and two may have the same.
    """

    kind = "same_room"
    measure = "rooms beyond the first"

    for_: Sessions

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """A single instance: more than one of the rooms is used."""
        sessions = select(problem.sessions, self.for_)
        if len(sessions) > 1:
            ids, periods = tuple(session.id for session in sessions), frozenset(period.id for period in problem.periods)
            used = (AnyIn(ids, periods, frozenset((room.id,))) for room in problem.rooms)
            yield Instance("", (Excess(tuple(used), 1),), tuple(map(session_fact, sessions)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Counts the rooms of the entries."""
        entries = in_sheet_order(problem, agenda, self.for_)
        rooms = {entry.room for _, entry in entries}
        if len(rooms) > 1:
            where = ", ".join(f"{session.id} in {entry.room}" for session, entry in entries)
            yield self.violation("", len(rooms) - 1, f"{len(rooms)} rooms are used instead of one: {where}")

    def sentence(self) -> str:
        """In words."""
        return f"all {chosen('sessions', self.for_)} are in one room"


_TEM = tiny_meeting(tiny_session("tem-1", body="TEM", hours=2), tiny_session("tem-2", body="TEM", hours=2), rooms=TWO_ROOMS)
_RULE = SameRoom(id="tem-stays", for_=Selector((("body", ("TEM",)),)))

EXAMPLES = (
    Example(
        "The second day is in the same room.", _RULE, _TEM, tiny_agenda(_TEM, **{"tem-1": "Mon 10:00 hall", "tem-2": "Tue 10:00 hall"}), 0
    ),
    Example("The second day is next door.", _RULE, _TEM, tiny_agenda(_TEM, **{"tem-1": "Mon 10:00 hall", "tem-2": "Tue 10:00 annex"}), 1),
)
