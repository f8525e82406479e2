"""``one_room_per_period``: some sessions do not run beside each other, in two rooms of one period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import in_sheet_order
from scheduler.rules.encoding import block
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Excess, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRoomPerPeriod(Rule):
    """In each period the chosen sessions are in one room, so that whoever comes for all of them can stay there.

    In another period they may be in another room.

    Parameters
    ----------
    for_
        The sessions; usually with ``each: theme``.
    """

    kind = "one_room_per_period"
    measure = "rooms beyond the first, in each period"

    for_: Sessions

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per period: they are in more than one of its rooms."""
        ids = tuple(session.id for session in select(problem.sessions, self.for_))
        for period in problem.periods:
            if len(ids) > 1 and len(period.rooms) > 1:
                yield Instance(period.id, (Excess(tuple(block(ids, period, room) for room in period.rooms), 1),))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Collects the rooms of each period."""
        rooms: dict[str, dict[str, list[str]]] = {}
        for session, entry in in_sheet_order(problem, agenda, self.for_):
            rooms.setdefault(entry.period, {}).setdefault(entry.room, []).append(session.id)
        for period, used in rooms.items():
            if len(used) > 1:
                where = "; ".join(f"{', '.join(sessions)} in {room}" for room, sessions in used.items())
                yield self.violation(period, len(used) - 1, f"{len(used)} rooms are used in the period {period} instead of one: {where}")

    def sentence(self) -> str:
        """In words."""
        return f"in each period, the {chosen('sessions', self.for_)} are in one room"


_THEME = tiny_meeting(tiny_session("ard", theme="transit"), tiny_session("bru", theme="transit"), tiny_session("cor"), rooms=TWO_ROOMS)
_RULE = OneRoomPerPeriod(id="not-beside-itself", for_=Selector((("theme", ("transit",)),)))

EXAMPLES = (
    Example(
        "Both are in the hall; the next day would be free.",
        _RULE,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Mon 11:00 hall", cor="Mon 10:00 annex"),
        0,
    ),
    Example(
        "Lunch lies between the two rooms.",
        _RULE,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Mon 14:00 annex", cor="Mon 11:00 hall"),
        0,
    ),
    Example(
        "The two are in two rooms in one morning.",
        _RULE,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Mon 11:00 annex", cor="Tue 10:00 hall"),
        1,
    ),
)
