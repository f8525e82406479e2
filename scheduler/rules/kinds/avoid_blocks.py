"""``avoid_blocks``: a theme is not in some periods, or rooms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Periods, Rooms, Rule, Sessions, chosen
from scheduler.rules.checking import in_sheet_order
from scheduler.rules.encoding import block
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidBlocks(Rule):
    """No block of the chosen sessions is in some periods, or in some rooms.

    A block is a room in a period that holds at least one of them; it counts once, however many it holds.

    Parameters
    ----------
    for_
        The sessions; with ``each: theme`` two themes in one room and period are two blocks.
    periods
        The periods to be avoided; if left out, all, so that only the rooms matter.
    rooms
        The rooms to be avoided; if left out, all. With both, only these rooms in these periods are to be avoided.
    """

    kind = "avoid_blocks"
    measure = "blocks that are there"

    for_: Sessions
    periods: Periods | None = None
    rooms: Rooms | None = None

    def misfit(self, problem: Problem) -> str:
        """It has to name a place, and one that is there."""
        if self.periods is None and self.rooms is None:
            return "it names no place; give 'periods', 'rooms' or both"
        if self.periods is not None and not select(problem.periods, self.periods):
            return f"no period is selected ({self.periods})"
        if self.rooms is not None and not select(problem.rooms, self.rooms):
            return f"no room is selected ({self.rooms})"
        return ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per period and room to be avoided: one of the sessions is there."""
        ids = tuple(session.id for session in select(problem.sessions, self.for_))
        rooms = {room.id for room in select(problem.rooms, self.rooms or Selector())}
        for period in select(problem.periods, self.periods or Selector()):
            for room in period.rooms:
                if ids and room in rooms:
                    yield Instance(f"{period.id}, {room}", (block(ids, period, room),))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Collects what is in each period and room to be avoided."""
        there: dict[tuple[str, str], list[str]] = {}
        for session, entry in in_sheet_order(problem, agenda, self.for_):
            bad_period = self.periods is None or self.periods.matches(problem.period(entry.period))
            if bad_period and (self.rooms is None or self.rooms.matches(problem.room(entry.room))):
                there.setdefault((entry.period, entry.room), []).append(session.id)
        for (period, room), sessions in there.items():
            yield self.violation(f"{period}, {room}", 1, f"{', '.join(sessions)} in {room}, in the period {period}")

    def sentence(self) -> str:
        """In words."""
        period = f", in {chosen('a period', self.periods)}" if self.periods is not None else ""
        room = f", in {chosen('a room', self.rooms)}" if self.rooms is not None else ""
        return f"there is no block of {chosen('sessions', self.for_)}{room}{period}"


_TALKS = tiny_meeting(
    tiny_session("ard", theme="transit"), tiny_session("bru", theme="transit"), tiny_session("cor", theme="brokering"), rooms=TWO_ROOMS
)
_THEME = replace(_TALKS, periods=tuple(replace(period, columns={"name": (period.name,)}) for period in _TALKS.periods))
_MORNING = Selector((("name", ("morning",)),))
_TRANSIT = Selector((("theme", ("transit",)),))
_ANNEX = AvoidBlocks(id="not-in-the-annex", for_=_TRANSIT, rooms=Selector((("room", ("annex",)),)))
_MORNINGS = AvoidBlocks(id="not-in-the-morning", for_=Selector(), periods=_MORNING)
_CLOSED = AvoidBlocks(id="annex-swept", for_=Selector(), periods=_MORNING, rooms=Selector((("room", ("annex",)),)))

EXAMPLES = (
    Example(
        "The theme is in the hall.",
        _ANNEX,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Mon 11:00 hall", cor="Mon 10:00 annex"),
        0,
    ),
    Example(
        "Two of the theme in one block in the annex count once.",
        _ANNEX,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 annex", bru="Mon 11:00 annex", cor="Mon 10:00 hall"),
        1,
    ),
    Example(
        "Two blocks are in one morning, one in each room.",
        _MORNINGS,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Mon 11:00 annex", cor="Tue 14:00 hall"),
        2,
    ),
    Example(
        "The annex is used in the afternoon only.",
        _CLOSED,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Mon 14:00 annex", cor="Tue 10:00 hall"),
        0,
    ),
)
