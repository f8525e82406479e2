"""``grant``: requests are granted, fairly between the delegations that make them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Delegation, Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Held, Instance, Not, Rising


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Rule):
    """Bilaterals, and other sessions that may be left out, take place. Usually weighted.

    It counts for each delegation that would take part in one: its first that is not granted counts 1, its second 2, and so
    on, so that two delegations that miss one each are better than one that misses two. A bilateral that is not granted counts for
    both sides.

    Parameters
    ----------
    for_
        The sessions, as in ``{kind: bilateral}``.
    """

    kind = "grant"
    measure = "requests that are not granted, where the second of a delegation counts 2, the third 3"

    for_: Sessions

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per delegation: each of its requests that is not held."""
        sessions = select(problem.sessions, self.for_)
        for delegation in problem.delegations:
            asked = [session for session in sessions if delegation.id in session.delegations]
            if asked:
                missed = Rising(tuple(Not(Held(session.id)) for session in asked))
                yield Instance(delegation.id, (missed,), tuple(session_fact(session) for session in asked))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Counts each delegation's sessions that have no entry."""
        omitted = [session for session in select(problem.sessions, self.for_) if agenda.entry(session.id) is None]
        for delegation in problem.delegations:
            missed = [session.id for session in omitted if delegation.id in session.delegations]
            if missed:
                what = f"{delegation.id} is not granted {len(missed)} of its requests: {', '.join(missed)}"
                yield self.violation(delegation.id, sum(range(1, len(missed) + 1)), what)

    def sentence(self) -> str:
        """In words."""
        return f"every {chosen('session', self.for_)} takes place, and no delegation misses many"


_DELEGATIONS = tuple(Delegation(id=id, name=name) for id, name in (("aut", "Austria"), ("bel", "Belgium"), ("cze", "Czechia")))
_REQUESTS = tiny_meeting(
    tiny_session("b1", between=("aut", "bel"), optional=True),
    tiny_session("b2", between=("cze", "aut"), optional=True),
    tiny_session("b3", between=("bel", "cze"), theme="side", optional=True),
    delegations=_DELEGATIONS,
)
_ALL = Grant(id="bilaterals", for_=Selector(), weight=5)
_SOME = Grant(id="side", for_=Selector((("theme", ("side",)),)), weight=5)

EXAMPLES = (
    Example("All are granted.", _ALL, _REQUESTS, tiny_agenda(_REQUESTS, b1="Mon 10:00 hall", b2="Mon 11:00 hall", b3="Mon 14:00 hall"), 0),
    Example(
        "One is not granted, which two delegations miss.",
        _ALL,
        _REQUESTS,
        tiny_agenda(_REQUESTS, b1="Mon 10:00 hall", b2="Tue 10:00 hall"),
        2,
    ),
    Example("One delegation misses both of its own, two others one each.", _ALL, _REQUESTS, tiny_agenda(_REQUESTS, b3="Mon 10:00 hall"), 5),
    Example(
        "The one that is not granted is not spoken of.",
        _SOME,
        _REQUESTS,
        tiny_agenda(_REQUESTS, b3="Mon 10:00 hall", b1="Tue 10:00 hall"),
        0,
    ),
)
