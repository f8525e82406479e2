"""``beside``: a session is in the slot before or after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Period, Problem, Session, select
from scheduler.domain.selector import Join, Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named, place
from scheduler.rules.encoding import held_but_not, session_fact, starts_in_periods
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Any, Instance, Literal, SameRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside(Rule):
    """Every session of the second choice is in the period right before or after one that holds a session of the first.

    One of the first choice is enough, and the minutes between the two periods count, not those between the sessions. A session
    of the second is free where the sheet has none that it could be beside.

    Parameters
    ----------
    first
        The sessions of which one is beside.
    then
        The sessions that need one beside them.
    within
        Minutes from the end of the earlier period to the start of the later, at most.
    same_room
        Whether the two are in the same room.
    where
        Only sessions that share a value count as the one beside: ``first.theme = then.theme``.
    """

    kind = "beside"
    measure = "sessions that are beside none"

    first: Sessions
    then: Sessions
    within: int = 0
    same_room: bool = False
    where: Join | None = None

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it is held, and none of those that it could be beside is in a neighbouring period."""
        neighbours = {period.id: [other for other in problem.periods if self._near(period, other)] for period in problem.periods}
        for then in select(problem.sessions, self.then):
            others = [
                first
                for first in select(problem.sessions, self.first)
                if first.id != then.id and (self.where is None or self.where.matches(first, then))
            ]
            if others:
                beside = Any(tuple(self._beside(problem, first, then, neighbours) for first in others))
                yield Instance(then.id, (held_but_not(then, beside),), (session_fact(then), *map(session_fact, others)))

    def _near(self, one: Period, other: Period) -> bool:
        earlier, later = sorted((one, other), key=lambda period: period.span.start)
        return 0 <= (later.span.start - earlier.span.end).total_seconds() <= self.within * 60

    def _beside(self, problem: Problem, first: Session, then: Session, neighbours: dict[str, list[Period]]) -> Literal:
        places = Any(
            tuple(
                All((starts_in_periods(problem, then, (period,)), starts_in_periods(problem, first, neighbours[period.id])))
                for period in problem.periods
                if neighbours[period.id]
            )
        )
        return All((places, SameRoom(first.id, then.id))) if self.same_room else places

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Looks for an entry in a neighbouring period of each one that needs it."""
        for then, entry in chosen_entries(problem, agenda, self.then):
            wanted = [session for session in problem.sessions if session != then and self._joins(session, then)]
            entries = [other for session in wanted if (other := agenda.entry(session.id)) is not None]
            if wanted and not any(self._is_beside(problem, other, entry) for other in entries):
                room = " in the same room" if self.same_room else ""
                what = f"{named(then)}, {place(problem, entry)}, is not right before or after any {chosen('session', self.first)}{room}"
                yield self.violation(then.id, 1, what)

    def _joins(self, first: Session, then: Session) -> bool:
        return self.first.matches(first) and (self.where is None or self.where.matches(first, then))

    def _is_beside(self, problem: Problem, one: Entry, other: Entry) -> bool:
        spans = [problem.period(entry.period).span for entry in (one, other)]
        pauses = ((spans[1].start - spans[0].end).total_seconds() / 60, (spans[0].start - spans[1].end).total_seconds() / 60)
        return any(0 <= pause <= self.within for pause in pauses) and (one.room == other.room or not self.same_room)

    def sentence(self) -> str:
        """In words."""
        room = " in the same room" if self.same_room else ""
        where = f" (where {self.where})" if self.where else ""
        pause = f"at most {self.within} minutes before or after" if self.within else "right before or after"
        return f"the period of every {chosen('session', self.then)} is {pause} that of some {chosen('session', self.first)}{room}{where}"


_TALKS = tiny_meeting(tiny_session("pim"), tiny_session("mboned"), rooms=TWO_ROOMS)
_PIM, _MBONED = Selector((("id", ("pim",)),)), Selector((("id", ("mboned",)),))
_LUNCH = Beside(id="only-lunch-between", first=_PIM, then=_MBONED, within=120)
_SAME_ROOM = Beside(id="stay-in-the-room", first=_PIM, then=_MBONED, within=120, same_room=True)
_THEMES = tiny_meeting(
    tiny_session("transit", theme="transit"), tiny_session("panel", theme="transit"), tiny_session("wrap-up"), rooms=TWO_ROOMS
)
_WHERE = Beside(
    id="themes-side-by-side",
    first=Selector(),
    then=Selector(),
    within=120,
    where=Join.parse("first.theme = then.theme"),
)

EXAMPLES = (
    Example(
        "One is before lunch, the other after.", _LUNCH, _TALKS, tiny_agenda(_TALKS, pim="Mon 15:00 hall", mboned="Mon 10:00 annex"), 0
    ),
    Example("A night lies between.", _LUNCH, _TALKS, tiny_agenda(_TALKS, pim="Mon 14:00 hall", mboned="Tue 10:00 hall"), 1),
    Example("Both are in one morning.", _LUNCH, _TALKS, tiny_agenda(_TALKS, pim="Mon 10:00 hall", mboned="Mon 11:00 hall"), 1),
    Example("The other is next door.", _SAME_ROOM, _TALKS, tiny_agenda(_TALKS, pim="Mon 10:00 hall", mboned="Mon 14:00 annex"), 1),
    Example("The other is in the same room.", _SAME_ROOM, _TALKS, tiny_agenda(_TALKS, pim="Mon 10:00 hall", mboned="Mon 14:00 hall"), 0),
    Example(
        "The two of one theme are on two days; the wrap-up has no theme.",
        _WHERE,
        _THEMES,
        tiny_agenda(_THEMES, **{"transit": "Mon 10:00 hall", "panel": "Tue 10:00 hall", "wrap-up": "Mon 14:00 hall"}),
        2,
    ),
)
