"""``consecutive_periods``: the periods of a theme follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import clock_time, half_day_of, in_sheet_order
from scheduler.rules.encoding import half_days, session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Any, AnyIn, Instance, Literal, Not


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsecutivePeriods(Rule):
    """The half-days that hold the chosen sessions follow each other: none without them lies between two of theirs.

    A half-day is a period, or several that overlap; a night between two makes no difference.

    Parameters
    ----------
    for_
        The sessions; usually with ``each: theme``.
    """

    kind = "consecutive_periods"
    measure = "1 where their half-days have a gap"

    for_: Sessions

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """A single instance: they are before some half-day, and after it, but not in it."""
        sessions = select(problem.sessions, self.for_)
        ids, rooms = tuple(session.id for session in sessions), frozenset(room.id for room in problem.rooms)
        parts = [frozenset(period.id for period in half_day) for half_day in half_days(problem)]
        gaps: list[Literal] = []
        for n in range(1, len(parts) - 1):
            before, after = frozenset().union(*parts[:n]), frozenset().union(*parts[n + 1 :])
            gaps.append(All((AnyIn(ids, before, rooms), AnyIn(ids, after, rooms), Not(AnyIn(ids, parts[n], rooms)))))
        if len(ids) > 1 and gaps:
            yield Instance("", (Any(tuple(gaps)),), tuple(map(session_fact, sessions)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Counts the half-days from their first to their last."""
        entries = in_sheet_order(problem, agenda, self.for_)
        used = sorted({half_day_of(problem, entry.span) for _, entry in entries})
        between = [period.span for period in problem.periods if used and used[0] <= period.span.start <= used[-1]]
        if len({half_day_of(problem, span) for span in between}) > len(used):
            names, times = ", ".join(session.id for session, _ in entries), ", ".join(clock_time(problem, start) for start in used)
            yield self.violation("", 1, f"the half-days of {names} have a gap; they begin {times}")

    def sentence(self) -> str:
        """In words."""
        return f"the periods of the {chosen('sessions', self.for_)} follow each other"


_THEME = tiny_meeting(tiny_session("ard", theme="transit"), tiny_session("bru", theme="transit"), tiny_session("cor"), rooms=TWO_ROOMS)
_RULE = ConsecutivePeriods(id="no-gap", for_=Selector((("theme", ("transit",)),)))
_ALL = ConsecutivePeriods(id="no-empty-half-day", for_=Selector())

EXAMPLES = (
    Example(
        "A night lies between, but no half-day.",
        _RULE,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 14:00 hall", bru="Tue 10:00 hall", cor="Mon 10:00 annex"),
        0,
    ),
    Example(
        "The theme is absent on Monday afternoon.",
        _RULE,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Tue 10:00 hall", cor="Mon 14:00 annex"),
        1,
    ),
    Example(
        "Two half-days without any count once.",
        _RULE,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Tue 14:00 annex", cor="Mon 14:00 annex"),
        1,
    ),
    Example(
        "Somebody is there in each half-day until the last.",
        _ALL,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Tue 10:00 annex", cor="Mon 14:00 annex"),
        0,
    ),
)
