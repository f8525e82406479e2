"""``consecutive``: a session follows soon after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Problem, Session, select
from scheduler.domain.selector import Join, Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named, place
from scheduler.rules.encoding import held_but_not, session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Any, Follows, Instance, Literal, SameRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class Consecutive(Rule):
    """Every session of the second choice starts soon after some session of the first is over.

    One of the first choice is enough. A session of the second is free where the sheet has none that it could follow.

    Parameters
    ----------
    first
        The sessions of which one comes before.
    then
        The sessions that follow.
    within
        Minutes that may lie between, at most; 0 if the one starts when the other ends.
    same_room
        Whether it is in the same room.
    where
        Only sessions that share a value count as the one before: ``first.theme = then.theme``.
    """

    kind = "consecutive"
    measure = "sessions that follow on none"

    first: Sessions
    then: Sessions
    within: int = 0
    same_room: bool = False
    where: Join | None = None

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session that follows: it is held, and follows on none of those that it could follow."""
        for then in select(problem.sessions, self.then):
            before = [
                first
                for first in select(problem.sessions, self.first)
                if first.id != then.id and (self.where is None or self.where.matches(first, then))
            ]
            if before:
                breach = held_but_not(then, Any(tuple(self._follows(first, then) for first in before)))
                yield Instance(then.id, (breach,), (session_fact(then), *map(session_fact, before)))

    def _follows(self, first: Session, then: Session) -> Literal:
        soon = Follows(first.id, then.id, 0, self.within)
        return All((soon, SameRoom(first.id, then.id))) if self.same_room else soon

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Looks for an entry that ends shortly before each one that follows."""
        for then, late in chosen_entries(problem, agenda, self.then):
            could_follow = [session for session in problem.sessions if session != then and self._joins(session, then)]
            entries = [entry for session in could_follow if (entry := agenda.entry(session.id)) is not None]
            if could_follow and not any(self._is_followed(early, late) for early in entries):
                room = " in the same room" if self.same_room else ""
                soon = f"within {self.within} minutes" if self.within else "directly"
                what = f"{named(then)}, {place(problem, late)}, does not follow {soon}{room} on any {chosen('session', self.first)}"
                yield self.violation(then.id, 1, what)

    def _joins(self, first: Session, then: Session) -> bool:
        return self.first.matches(first) and (self.where is None or self.where.matches(first, then))

    def _is_followed(self, early: Entry, late: Entry) -> bool:
        minutes = (late.start - early.end).total_seconds() / 60
        return 0 <= minutes <= self.within and (early.room == late.room or not self.same_room)

    def sentence(self) -> str:
        """In words."""
        soon = f"at most {self.within} minutes after" if self.within else "as soon as"
        room = ", in the same room" if self.same_room else ""
        where = f" (where {self.where})" if self.where else ""
        return f"every {chosen('session', self.then)} starts {soon} some {chosen('session', self.first)} is over{room}{where}"


_TALKS = tiny_meeting(tiny_session("talk"), tiny_session("questions"), rooms=TWO_ROOMS)
_TALK, _QUESTIONS = Selector((("id", ("talk",)),)), Selector((("id", ("questions",)),))
_DIRECTLY = Consecutive(id="questions-follow", first=_TALK, then=_QUESTIONS)
_SOON = Consecutive(id="questions-soon", first=_TALK, then=_QUESTIONS, within=120, same_room=True)
_THEMES = tiny_meeting(
    tiny_session("transit", theme="transit", hours=2),
    tiny_session("brokering", theme="brokering", hours=2),
    tiny_session("panel", theme="transit", hours=2),
    tiny_session("wrap-up", hours=2),
)
_WHERE = Consecutive(
    id="panel-of-the-theme",
    first=Selector((("id", ("transit", "brokering")),)),
    then=Selector((("id", ("panel", "wrap-up")),)),
    within=120,
    where=Join.parse("first.theme = then.theme"),
)

EXAMPLES = (
    Example(
        "The questions follow directly, next door.",
        _DIRECTLY,
        _TALKS,
        tiny_agenda(_TALKS, talk="Mon 10:00 hall", questions="Mon 11:00 annex"),
        0,
    ),
    Example(
        "The questions come after lunch.", _DIRECTLY, _TALKS, tiny_agenda(_TALKS, talk="Mon 11:00 hall", questions="Mon 14:00 hall"), 1
    ),
    Example(
        "After lunch is soon enough, in the same room.",
        _SOON,
        _TALKS,
        tiny_agenda(_TALKS, talk="Mon 11:00 hall", questions="Mon 14:00 hall"),
        0,
    ),
    Example("The questions are next door.", _SOON, _TALKS, tiny_agenda(_TALKS, talk="Mon 10:00 hall", questions="Mon 11:00 annex"), 1),
    Example("The questions come first.", _DIRECTLY, _TALKS, tiny_agenda(_TALKS, talk="Mon 11:00 hall", questions="Mon 10:00 hall"), 1),
    Example(
        "The panel follows on another theme; the wrap-up, of no theme, need not follow.",
        _WHERE,
        _THEMES,
        tiny_agenda(
            _THEMES, **{"transit": "Mon 10:00 hall", "brokering": "Tue 10:00 hall", "panel": "Tue 14:00 hall", "wrap-up": "Mon 14:00 hall"}
        ),
        1,
    ),
)
