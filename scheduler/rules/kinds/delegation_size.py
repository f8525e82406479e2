"""``delegation_size``: a delegation is not asked to follow more rooms at once than it has delegates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Delegation, Person, Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, crowds, crowds_in_words, is_wanted
from scheduler.rules.encoding import claims_of, delegates_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Crowding, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationSize(Rule):
    """A delegation of n delegates is asked to follow at most n of the chosen sessions at once.

    It follows the sessions that it must attend, those that it presents in, its bilaterals, and those in which one of its people
    has a role.

    Parameters
    ----------
    for_
        The sessions.
    """

    kind = "delegation_size"
    measure = "sessions above the number of delegates, counted for each delegation whenever one of them starts"

    for_: Sessions

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per delegation: the chosen sessions that claim it crowd."""
        chosen_ids = {session.id for session in select(problem.sessions, self.for_)}
        for delegation in problem.delegations:
            claims = tuple(claim for claim in claims_of(problem, delegation) if claim[0] in chosen_ids)
            if len(claims) > delegation.delegates:
                yield Instance(delegation.id, (Crowding(claims, delegation.delegates),), (delegates_fact(delegation),))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Counts, where an entry that the delegation follows starts, those that run then."""
        entries = [entry for _, entry in chosen_entries(problem, agenda, self.for_)]
        for delegation in problem.delegations:
            followed = [entry for entry in entries if is_wanted(problem, delegation, entry)]
            crowded = crowds(followed, delegation.delegates)
            if crowded:
                what = f"{delegation.id}, a delegation of {delegation.delegates}, is to follow {crowds_in_words(problem, crowded)}"
                yield self.violation(delegation.id, sum(len(crowd) - delegation.delegates for crowd in crowded), what)

    def sentence(self) -> str:
        """In words."""
        return f"a delegation of n delegates follows at most n {chosen('sessions', self.for_)} at once"


_EXPERT = (Person(id="aut-01", name="Linnet Alder", delegation="aut"),)
_DELEGATIONS = (Delegation(id="aut", name="Austria", delegates=1), Delegation(id="bel", name="Belgium", delegates=2))
_TRACKS = tiny_meeting(
    tiny_session("ie", audience=("aut", "bel")),
    tiny_session("leem", presenters=("aut-01",), presenting=("bel",)),
    tiny_session("tem", presenting=("bel",)),
    rooms=TWO_ROOMS,
    people=_EXPERT,
    delegations=_DELEGATIONS,
)
_LUNCH = tiny_meeting(
    tiny_session("ie", audience=("aut",), body="IE"),
    tiny_session("ie-drafting", presenters=("aut-01",), body="IE"),
    tiny_session("lunch", audience=("aut",)),
    rooms=TWO_ROOMS,
    people=_EXPERT,
    delegations=_DELEGATIONS,
)
_RULE = DelegationSize(id="small-delegations", for_=Selector())
_CHOSEN = DelegationSize(id="small-delegations", for_=Selector((("body", ("IE",)),)))

EXAMPLES = (
    Example(
        "The delegation of two is in two rooms.",
        _RULE,
        _TRACKS,
        tiny_agenda(_TRACKS, ie="Mon 10:00 hall", leem="Mon 11:00 hall", tem="Mon 10:00 annex"),
        0,
    ),
    Example(
        "One delegate is asked into two rooms, and two are asked into three.",
        _RULE,
        _TRACKS,
        tiny_agenda(_TRACKS, ie="Mon 10:00 hall", leem="Mon 10:00 annex", tem="Mon 10:00 annex"),
        5,
    ),
    Example(
        "The lunch is not one of the chosen sessions.",
        _CHOSEN,
        _LUNCH,
        tiny_agenda(_LUNCH, **{"ie": "Mon 10:00 hall", "ie-drafting": "Mon 11:00 annex", "lunch": "Mon 11:00 hall"}),
        0,
    ),
)
