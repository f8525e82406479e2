"""``one_theme_per_room``: what shares a room in a period has one theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem
from scheduler.domain.selector import Selector, values_of
from scheduler.rules.base import Rule, Sessions, chosen, unknown_column
from scheduler.rules.checking import chosen_entries
from scheduler.rules.encoding import block, ids_by_value
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Excess, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class OneThemePerRoom(Rule):
    """In each period a room holds sessions of one theme, so that one can name the theme at its door.

    A session without a theme may be among any.

    Parameters
    ----------
    for_
        The sessions.
    column
        The column of the sheet sessions that says what must be the same, as in ``body``.
    """

    kind = "one_theme_per_room"
    measure = "themes beyond the first in a room and period"

    for_: Sessions
    column: str = "theme"

    def misfit(self, problem: Problem) -> str:
        """The column is there."""
        return unknown_column(problem, self.column)

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per period and room: more than one theme is there."""
        themes = ids_by_value(problem, self.for_, self.column)
        for period in problem.periods:
            for room in period.rooms if len(themes) > 1 else ():
                there = tuple(block(ids, period, room) for ids in themes.values())
                yield Instance(f"{period.id}, {room}", (Excess(there, 1),))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Collects the themes of each period and room."""
        themes: dict[tuple[str, str], set[str]] = {}
        for session, entry in chosen_entries(problem, agenda, self.for_):
            themes.setdefault((entry.period, entry.room), set()).update(values_of(session, self.column))
        for (period, room), there in themes.items():
            if len(there) > 1:
                what = f"{room} holds more than one {self.column} in the period {period}: {', '.join(sorted(there))}"
                yield self.violation(f"{period}, {room}", len(there) - 1, what)

    def sentence(self) -> str:
        """In words."""
        return f"in each period, the {chosen('sessions', self.for_)} in one room have one {self.column}"


_TALKS = tiny_meeting(
    tiny_session("ard", theme="transit"), tiny_session("bru", theme="brokering"), tiny_session("cor", theme="transit"), rooms=TWO_ROOMS
)
_FREE = tiny_meeting(tiny_session("ard", theme="transit"), tiny_session("break"), tiny_session("cor", theme="brokering"))
_RULE = OneThemePerRoom(id="one-theme", for_=Selector())

EXAMPLES = (
    Example(
        "Two themes are in two rooms.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, ard="Mon 10:00 hall", bru="Mon 10:00 annex", cor="Mon 11:00 hall"),
        0,
    ),
    Example(
        "Two themes share a room and a morning.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, ard="Mon 10:00 hall", bru="Mon 11:00 hall", cor="Mon 14:00 hall"),
        1,
    ),
    Example(
        "The theme changes over lunch, and the break has none.",
        replace(_RULE, id="one-theme-free"),
        _FREE,
        tiny_agenda(_FREE, **{"ard": "Mon 10:00 hall", "break": "Mon 11:00 hall", "cor": "Mon 14:00 hall"}),
        0,
    ),
)
