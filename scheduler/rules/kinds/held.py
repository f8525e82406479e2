"""``held``: optional sessions take place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import named
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Held as IsHeld
from scheduler.rules.terms import Instance, Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Rule):
    """Every chosen session takes place, even where its sheet says that it is optional.

    Without such a rule nothing speaks for an optional session. Weighted, it says what leaving one out costs.

    Parameters
    ----------
    for_
        The sessions.
    """

    kind = "held"
    measure = "sessions left out"

    for_: Sessions

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it is not held."""
        for session in select(problem.sessions, self.for_):
            yield Instance(session.id, (Not(IsHeld(session.id)),), (session_fact(session),))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Looks for each session among the entries."""
        for session in problem.sessions:
            if self.for_.matches(session) and agenda.entry(session.id) is None:
                yield self.violation(session.id, 1, f"{named(session)} is not held")

    def sentence(self) -> str:
        """In words."""
        return f"every {chosen('session', self.for_)} takes place"


_SIDE = tiny_meeting(tiny_session("plenary", hours=2), tiny_session("side-event", optional=True), tiny_session("reception", optional=True))
_RULE = Held(id="side-events", for_=Selector((("id", ("side-event", "reception")),)), weight=5)

EXAMPLES = (
    Example(
        "Both optional sessions take place.",
        _RULE,
        _SIDE,
        tiny_agenda(_SIDE, **{"plenary": "Mon 10:00 hall", "side-event": "Mon 14:00 hall", "reception": "Mon 15:00 hall"}),
        0,
    ),
    Example(
        "The reception is left out.", _RULE, _SIDE, tiny_agenda(_SIDE, **{"plenary": "Mon 10:00 hall", "side-event": "Mon 14:00 hall"}), 1
    ),
)
