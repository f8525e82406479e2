"""``within``: a session lies inside a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named, place
from scheduler.rules.encoding import held_but_not, lies_within
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Rule):
    """Every chosen session begins and ends inside a window.

    Without a day the window is open on every day: ``12:30-14:00`` means any lunch.

    Parameters
    ----------
    for_
        The sessions.
    window
        A range of clock times, a period or a whole day.
    """

    kind = "within"
    measure = "sessions outside the window"

    for_: Sessions
    window: When

    def misfit(self, problem: Problem) -> str:
        """A single clock time has no inside."""
        return "a window needs a beginning and an end, as in 12:30-13:30" if self.window.single else ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it is held, but not inside."""
        spans = self.window.spans(problem)
        for session in select(problem.sessions, self.for_):
            yield Instance(session.id, (held_but_not(session, lies_within(session, spans, problem.clock)),))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Looks for a window that contains the entry."""
        windows = self.window.spans(problem)
        for session, entry in chosen_entries(problem, agenda, self.for_):
            if not any(window.start <= entry.start and entry.end <= window.end for window in windows):
                yield self.violation(session.id, 1, f"{named(session)}, {place(problem, entry)}, is not within {self.window}")

    def sentence(self) -> str:
        """In words."""
        return f"every {chosen('session', self.for_)} lies within {self.window}"


_PHOTO = tiny_meeting(tiny_session("photo"), tiny_session("talks", hours=2))
_RULE = Within(id="photo", for_=Selector((("id", ("photo",)),)), window=When.parse("day 1, 11:00-15:00"))
_DAILY = Within(id="mornings", for_=Selector(), window=When.parse("morning"))

EXAMPLES = (
    Example("The photo ends as the window does.", _RULE, _PHOTO, tiny_agenda(_PHOTO, photo="Mon 14:00 hall", talks="Tue 10:00 hall"), 0),
    Example("The photo begins before the window.", _RULE, _PHOTO, tiny_agenda(_PHOTO, photo="Mon 10:00 hall", talks="Tue 10:00 hall"), 1),
    Example("The photo ends after the window.", _RULE, _PHOTO, tiny_agenda(_PHOTO, photo="Mon 15:00 hall", talks="Tue 10:00 hall"), 1),
    Example("The photo is taken a day late.", _RULE, _PHOTO, tiny_agenda(_PHOTO, photo="Tue 11:00 hall", talks="Tue 14:00 hall"), 1),
    Example("Both are in a morning.", _DAILY, _PHOTO, tiny_agenda(_PHOTO, photo="Mon 11:00 hall", talks="Tue 10:00 hall"), 0),
)
