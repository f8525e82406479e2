"""``someone_free``: at a bilateral, somebody of each side has the time to be there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Delegation, Person, Problem, Session, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, crowds, crowds_in_words, named, place
from scheduler.rules.encoding import delegates_fact, may_serve, session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Crowding, Held, Instance, Literal, Overlaps, Serves


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeoneFree(Rule):
    """A bilateral lies outside what either side must attend, and each side has somebody to send.

    A delegation needs one of its delegates for each bilateral, one for each session that it presents in without naming a
    person, and everybody who has a role elsewhere; at no moment are these more than its ``delegates``.

    Parameters
    ----------
    for_
        The bilaterals, as in ``{kind: bilateral}``; other sessions that somebody is to be sent to can be chosen too.
    """

    kind = "someone_free"
    measure = "sessions that one of its sides must attend meanwhile, and delegates whom a delegation lacks when a duty starts"

    for_: Sessions

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session, what it overlaps; and one per delegation, how it is spread too thin."""
        sessions = select(problem.sessions, self.for_)
        for session in sessions:
            attended = [other for other in problem.sessions if other != session and not set(other.audience).isdisjoint(session.delegations)]
            if attended:
                overlaps = tuple(Overlaps(session.id, other.id) for other in attended)
                yield Instance(session.id, overlaps, (session_fact(session),))
        for delegation in problem.delegations:
            claims = tuple(self._claims(problem, delegation))
            if len(claims) > delegation.delegates and any(delegation.id in session.delegations for session in sessions):
                yield Instance(_subject(delegation), (Crowding(claims, delegation.delegates),), (delegates_fact(delegation),))

    def _claims(self, problem: Problem, delegation: Delegation) -> Iterator[tuple[str, Literal]]:
        """Each need of a delegate: several in a session in which several of its people have a role."""
        people = [person for person in problem.people if person.delegation == delegation.id]
        for session in problem.sessions:
            if self.for_.matches(session) and delegation.id in session.delegations:
                yield session.id, Held(session.id)
                continue
            if delegation.id in session.presenting:
                yield session.id, Held(session.id)
            yield from ((session.id, Serves(person.id, session.id)) for person in people if may_serve(person, session))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Looks for entries that a side must attend, and counts whom a delegation has to send where something starts."""
        held = list(chosen_entries(problem, agenda, self.for_))
        for session, entry in held:
            missed = [other for other in agenda.entries if other != entry and self._must_attend(problem, session, entry, other)]
            if missed:
                others = "; ".join(f"{named(problem.session(other.session))}, {place(problem, other)}" for other in missed)
                what = f"{named(session)}, {place(problem, entry)}, keeps {' or '.join(session.delegations)} from {others}"
                yield self.violation(session.id, len(missed), what)
        for delegation in problem.delegations:
            if any(delegation.id in session.delegations for session in select(problem.sessions, self.for_)):
                yield from self._spread_thin(problem, agenda, delegation)

    def _must_attend(self, problem: Problem, session: Session, entry: Entry, other: Entry) -> bool:
        """Whether one of the session's delegations must attend the other, which runs meanwhile."""
        audience = problem.session(other.session).audience
        return entry.span.overlaps(other.span) and any(delegation in audience for delegation in session.delegations)

    def _spread_thin(self, problem: Problem, agenda: Agenda, delegation: Delegation) -> Iterator[Violation]:
        needs = [entry for entry in agenda.entries for _ in range(self._needed(problem, delegation, entry))]
        crowded = crowds(needs, delegation.delegates)
        if crowded:
            what = f"{delegation.id}, a delegation of {delegation.delegates}, has not enough people for {crowds_in_words(problem, crowded)}"
            yield self.violation(_subject(delegation), sum(len(crowd) - delegation.delegates for crowd in crowded), what)

    def _needed(self, problem: Problem, delegation: Delegation, entry: Entry) -> int:
        """How many of the delegation have to be in the session."""
        session = problem.session(entry.session)
        if self.for_.matches(session) and delegation.id in session.delegations:
            return 1
        serving = [person for person in entry.people if problem.person(person).delegation == delegation.id]
        return len(serving) + session.presenting.count(delegation.id)

    def sentence(self) -> str:
        """In words."""
        return f"no {chosen('session', self.for_)} overlaps what its delegations must attend, and each of them has somebody to send"


def _subject(delegation: Delegation) -> str:
    """Apart from the ids of sessions."""
    return f"delegation {delegation.id}"


_DELEGATIONS = (Delegation(id="aut", name="Austria", delegates=1), Delegation(id="bel", name="Belgium", delegates=2))
_PEOPLE = (
    Person(id="aut-01", name="Linnet Alder", delegation="aut"),
    Person(id="bel-01", name="Rowan Finch", delegation="bel"),
    Person(id="bel-02", name="Wren Heron", delegation="bel"),
)
_WEEK = tiny_meeting(
    tiny_session("plenary", audience=("bel",)),
    tiny_session("talk", presenters=("aut-01",)),
    tiny_session("meet", between=("aut", "bel"), theme="margins", optional=True),
    rooms=TWO_ROOMS,
    people=_PEOPLE,
    delegations=_DELEGATIONS,
)
_PANEL = tiny_meeting(
    tiny_session("panel", presenters=("bel-01", "bel-02")),
    tiny_session("paper", presenting=("bel",)),
    tiny_session("meet", between=("aut", "bel"), theme="margins", optional=True),
    people=_PEOPLE,
    delegations=_DELEGATIONS,
)
_LUNCH = tiny_meeting(
    tiny_session("plenary", audience=("aut", "bel")),
    tiny_session("lunch", audience=("aut",), theme="margins", optional=True),
    rooms=TWO_ROOMS,
    delegations=_DELEGATIONS,
)
_RULE = SomeoneFree(id="someone-free", for_=Selector((("theme", ("margins",)),)))

EXAMPLES = (
    Example(
        "The two meet when the one has presented, and the other has left the plenary.",
        _RULE,
        _WEEK,
        tiny_agenda(_WEEK, plenary="Mon 10:00 hall", talk="Mon 10:00 hall", meet="Mon 11:00 annex"),
        0,
    ),
    Example(
        "One side must attend the plenary.",
        _RULE,
        _WEEK,
        tiny_agenda(_WEEK, plenary="Mon 11:00 hall", talk="Mon 10:00 hall", meet="Mon 11:00 annex"),
        1,
    ),
    Example(
        "The only delegate of the other side presents.",
        _RULE,
        _WEEK,
        tiny_agenda(_WEEK, plenary="Mon 14:00 hall", talk="Mon 10:00 hall", meet="Mon 10:00 annex"),
        2,
    ),
    Example(
        "Both delegates of a side present; each of the three duties comes when one person is lacking.",
        _RULE,
        _PANEL,
        tiny_agenda(_PANEL, panel="Mon 10:00 hall", meet="Mon 10:00 hall", paper="Mon 11:00 hall"),
        3,
    ),
    Example(
        "One presents, one meets.",
        _RULE,
        _PANEL,
        tiny_agenda(_PANEL, panel="Mon 11:00 hall", meet="Mon 10:00 hall", paper="Mon 10:00 hall"),
        0,
    ),
    Example(
        "A working lunch is during the plenary.",
        _RULE,
        _LUNCH,
        tiny_agenda(_LUNCH, plenary="Mon 10:00 hall", lunch="Mon 10:00 annex"),
        1,
    ),
)
