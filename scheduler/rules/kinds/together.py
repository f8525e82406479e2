"""``together``: the sessions of one theme are near each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.clock import Span
from scheduler.domain.problem import Problem, Session, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import clock_time, half_day_of, in_sheet_order, minutes_between, named, place
from scheduler.rules.encoding import half_days, session_fact
from scheduler.rules.example import TWO_ROOMS, Example, moment, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, AnyIn, Excess, Follows, Held, Instance, Literal, Not, SameRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class Together(Rule):
    """The chosen sessions are one block: near each other, in one room, in the order of the sheet.

    In order, each follows on the one before it in the sheet, leaving out those that are not held. A block that is longer
    than its period goes on in the next where ``gap`` is at least the minutes between the two; otherwise a weighted rule pays
    once for the break. Without an order the sessions share as few half-days and rooms as possible, where a half-day is a
    period, or several that overlap.

    Parameters
    ----------
    for_
        The sessions; usually with ``each: theme``, which makes a block of every theme.
    in_order
        Whether they follow on each other in the order of the sheet.
    same_room
        Whether they are in one room.
    gap
        In order: minutes of pause that may lie between two, at most.
    """

    kind = "together"
    measure = "in order, sessions that do not follow on the one before; else half-days and rooms beyond the first"

    for_: Sessions
    in_order: bool = True
    same_room: bool = True
    gap: int = 0

    def misfit(self, problem: Problem) -> str:
        """A pause is one between neighbours."""
        return (
            "'gap' is the pause between two that follow on each other; remove it, or 'in_order: no'"
            if self.gap and not self.in_order
            else ""
        )

    def measured(self) -> str:
        """The half of the measure that counts."""
        if self.in_order:
            return "sessions that do not follow on the one before"
        return "half-days and rooms beyond the first" if self.same_room else "half-days beyond the first"

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """In order an instance per two neighbours, otherwise a single one."""
        sessions = select(problem.sessions, self.for_)
        if self.in_order:
            yield from self._links(sessions)
        elif len(sessions) > 1:
            ids = tuple(session.id for session in sessions)
            periods, rooms = frozenset(period.id for period in problem.periods), frozenset(room.id for room in problem.rooms)
            parts = (AnyIn(ids, frozenset(period.id for period in half_day), rooms) for half_day in half_days(problem))
            used = (AnyIn(ids, periods, frozenset((room.id,))) for room in problem.rooms)
            breaches = (Excess(tuple(parts), 1), *([Excess(tuple(used), 1)] if self.same_room else []))
            yield Instance("", breaches, tuple(map(session_fact, sessions)))

    def _links(self, sessions: tuple[Session, ...]) -> Iterator[Instance]:
        """Two are neighbours if all that stand between them in the sheet are left out."""
        for i, j in combinations(range(len(sessions)), 2):
            first, then, between = sessions[i], sessions[j], sessions[i + 1 : j]
            if all(session.optional for session in between):
                follows: Literal = Follows(first.id, then.id, 0, self.gap)
                if self.same_room:
                    follows = All((follows, SameRoom(first.id, then.id)))
                omitted = (Not(Held(session.id)) for session in between)
                breach = All((Held(first.id), Held(then.id), *omitted, Not(follows)))
                yield Instance(f"{first.id}, {then.id}", (breach,), (session_fact(first), session_fact(then)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """In order, looks at each entry and the one before it; otherwise counts half-days and rooms."""
        entries = in_sheet_order(problem, agenda, self.for_)
        if not self.in_order:
            starts = sorted({half_day_of(problem, entry.span) for _, entry in entries})
            rooms = sorted({entry.room for _, entry in entries}) if self.same_room else []
            if measure := max(0, len(starts) - 1) + max(0, len(rooms) - 1):
                times = ", ".join(clock_time(problem, start) for start in starts)
                where = f" in {', '.join(rooms)}" if rooms else ""
                names = ", ".join(session.id for session, _ in entries)
                yield self.violation("", measure, f"{names} are spread over the half-days from {times}{where}")
            return
        for (first, early), (then, late) in pairwise(entries):
            on_time = early.end <= late.start and minutes_between(early, late) <= self.gap
            if not on_time or (self.same_room and early.room != late.room):
                what = f"{named(then)}, {place(problem, late)}, does not follow on {named(first)}, {place(problem, early)}"
                yield self.violation(f"{first.id}, {then.id}", 1, what)

    def sentence(self) -> str:
        """In words."""
        room = ", in one room" if self.same_room else ""
        if not self.in_order:
            rooms = " and rooms" if self.same_room else ""
            return f"the {chosen('sessions', self.for_)} share as few half-days{rooms} as possible"
        pause = f" after a pause of at most {self.gap} minutes" if self.gap else ""
        return f"the {chosen('sessions', self.for_)} follow on each other{pause}, in the order of the sheet{room}"


_THEME = tiny_meeting(
    tiny_session("ard", theme="transit"),
    tiny_session("bru", theme="transit"),
    tiny_session("cor", theme="brokering", hours=2),
    rooms=TWO_ROOMS,
)
_OPTIONAL = tiny_meeting(tiny_session("ard"), tiny_session("bru", optional=True), tiny_session("cor"))
_TRANSIT = Selector((("theme", ("transit",)),))
_BLOCK = Together(id="themes-together", for_=_TRANSIT)
_PAUSE = replace(_BLOCK, for_=Selector(), gap=120, same_room=False)
_NEAR = replace(_BLOCK, in_order=False)
_HALF_DAY = replace(_NEAR, same_room=False)
_MORNING, _, _NEXT_MORNING, _ = _THEME.periods
_LATE_MORNING = replace(_MORNING, id="mon-late", span=Span(moment("Mon 11:00"), moment("Mon 13:00")), rooms=("annex",))
_OVERLAPPING = replace(_THEME, sessions=_THEME.sessions[:2], periods=(replace(_MORNING, rooms=("hall",)), _LATE_MORNING, _NEXT_MORNING))

EXAMPLES = (
    Example(
        "One follows on the other.",
        _BLOCK,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Mon 11:00 hall", cor="Mon 10:00 annex"),
        0,
    ),
    Example(
        "One follows, next door.", _BLOCK, _THEME, tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Mon 11:00 annex", cor="Tue 10:00 hall"), 1
    ),
    Example(
        "The order is reversed.", _BLOCK, _THEME, tiny_agenda(_THEME, bru="Mon 10:00 hall", ard="Mon 11:00 hall", cor="Tue 10:00 hall"), 1
    ),
    Example(
        "Lunch lies between.", _BLOCK, _THEME, tiny_agenda(_THEME, ard="Mon 11:00 hall", bru="Mon 14:00 hall", cor="Tue 10:00 hall"), 1
    ),
    Example(
        "One is left out, and lunch is allowed.", _PAUSE, _OPTIONAL, tiny_agenda(_OPTIONAL, ard="Mon 11:00 hall", cor="Mon 14:00 hall"), 0
    ),
    Example(
        "One is left out, and a night lies between.",
        _PAUSE,
        _OPTIONAL,
        tiny_agenda(_OPTIONAL, ard="Mon 15:00 hall", cor="Tue 10:00 hall"),
        1,
    ),
    Example(
        "They share a morning and the hall, in any order.",
        _NEAR,
        _THEME,
        tiny_agenda(_THEME, bru="Mon 10:00 hall", ard="Mon 11:00 hall", cor="Tue 10:00 hall"),
        0,
    ),
    Example(
        "They share neither half-day nor room.",
        _NEAR,
        _THEME,
        tiny_agenda(_THEME, ard="Mon 10:00 hall", bru="Mon 14:00 annex", cor="Tue 10:00 hall"),
        2,
    ),
    Example(
        "One morning begins and ends later in the annex.",
        _HALF_DAY,
        _OVERLAPPING,
        tiny_agenda(_OVERLAPPING, ard="Mon 10:00 hall", bru="Mon 12:00 annex"),
        0,
    ),
)
