"""``stay``: nobody is wanted over more days than they can stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Person, Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.rules.base import Rule, Subjects, chosen_subject, subject_rows
from scheduler.rules.checking import is_wanted
from scheduler.rules.encoding import claims_of
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Any, DaysApart, Fact, Instance
from scheduler.rules.terms import Literal as Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay(Rule):
    """From the first session of a person to the last there are only so many days, those between included. Usually weighted.

    A person's sessions are those in which the person has a role, a delegation's those that it must attend or takes part in,
    a body's its own.

    Parameters
    ----------
    for_
        Whose stay is short: ``{person: all}``, ``{delegation: all, delegates: 1}``, ``{body: TEM}``.
    most
        The days from the first session to the last, both included, at most.
    """

    kind = "stay"
    measure = "days of a stay beyond those allowed"
    sheets = ("people", "delegations", "bodies")

    for_: Subjects
    most: int

    def misfit(self, problem: Problem) -> str:
        """A session takes at least one day."""
        return "" if self.most else "'most' is 0, but who takes part stays a day; write 1 or more"

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per person, delegation or body: for each length above what is allowed, two sessions are as far apart."""
        days = len(problem.clock.days)
        for row in subject_rows(problem, self.for_):
            claims = claims_of(problem, row)
            if len(claims) > 1 and days > self.most:
                longer = tuple(self._apart(claims, apart, days) for apart in range(self.most, days))
                yield Instance(row.id, longer, (Fact(f"{row.id} may be wanted in {len(claims)} sessions", row.source),))

    def _apart(self, claims: tuple[tuple[str, Term], ...], least: int, days: int) -> Term:
        pairs = permutations(claims, 2)
        return Any(tuple(All((claim, other_claim, DaysApart(one, other, least, days))) for (one, claim), (other, other_claim) in pairs))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Counts from the first date of the entries to the last."""
        for row in subject_rows(problem, self.for_):
            dates = sorted(problem.clock.local(entry.start).date() for entry in agenda.entries if is_wanted(problem, row, entry))
            days = (dates[-1] - dates[0]).days + 1 if dates else 0
            if days > self.most:
                what = f"{row.id} stays {days} days, {dates[0]:%a} to {dates[-1]:%a}, instead of at most {self.most}"
                yield self.violation(row.id, days - self.most, what)

    def sentence(self) -> str:
        """In words."""
        return f"no {chosen_subject(self.for_)} is wanted over more than {self.most} day{'s' if self.most != 1 else ''}"


_EXPERT = (Person(id="aut-01", name="Linnet Alder", delegation="aut"), Person(id="bel-01", name="Rowan Finch", delegation="bel"))
_TALKS = tiny_meeting(
    tiny_session("talk", presenters=("aut-01",)),
    tiny_session("panel", chair_pool=("aut-01", "bel-01")),
    people=_EXPERT,
)
_RULE = Stay(id="one-day-for-experts", for_=Selector((("person", (ALL,)),)), most=1, weight=10)

EXAMPLES = (
    Example("Both sessions are on one day.", _RULE, _TALKS, tiny_agenda(_TALKS, talk="Tue 10:00 hall", panel="Tue 15:00 hall aut-01"), 0),
    Example("The second is a day later.", _RULE, _TALKS, tiny_agenda(_TALKS, talk="Mon 10:00 hall", panel="Tue 15:00 hall aut-01"), 1),
    Example("Somebody else chairs it.", _RULE, _TALKS, tiny_agenda(_TALKS, talk="Mon 10:00 hall", panel="Tue 15:00 hall bel-01"), 0),
)
