"""``before``: some sessions are over before others start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Join, Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, clock_time, named
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Held, Instance, Not, Precedes


@dataclass(frozen=True, slots=True, kw_only=True)
class Before(Rule):
    """Every session of the first choice is over before any session of the second starts.

    Parameters
    ----------
    first
        The sessions that come first.
    then
        The sessions that come after all of them.
    gap
        Minutes that lie between, at least.
    where
        Only pairs that share a value: with ``first.body = then.reports_on``, a session comes before those that report on its body.
    """

    kind = "before"
    measure = "pairs of sessions out of order, or too close"

    first: Sessions
    then: Sessions
    gap: int = 0
    where: Join | None = None

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair: both are held, and the first does not precede the other."""
        for first, then in product(select(problem.sessions, self.first), select(problem.sessions, self.then)):
            if first.id != then.id and (self.where is None or self.where.matches(first, then)):
                breach = All((Held(first.id), Held(then.id), Not(Precedes(first.id, then.id, self.gap))))
                yield Instance(f"{first.id}, {then.id}", (breach,), (session_fact(first), session_fact(then)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares each start with every end that must come before it."""
        pairs = product(chosen_entries(problem, agenda, self.first), chosen_entries(problem, agenda, self.then))
        for (first, early), (then, late) in pairs:
            minutes = (late.start - early.end).total_seconds() / 60
            if self.where is not None and not self.where.matches(first, then):
                continue
            if early != late and minutes < self.gap:
                ends, starts = clock_time(problem, early.end), clock_time(problem, late.start)
                wanted = f"at least {self.gap} minutes after" if self.gap else "after"
                what = f"{named(then)} starts {starts}, which is not {wanted} the end of {named(first)}, {ends}"
                yield self.violation(f"{first.id}, {then.id}", 1, what)

    def sentence(self) -> str:
        """In words."""
        gap = f" at least {self.gap} minutes" if self.gap else ""
        where = f" (where {self.where})" if self.where else ""
        return f"every {chosen('session', self.first)} is over{gap} before any {chosen('session', self.then)} starts{where}"


_REPORTS = tiny_meeting(tiny_session("tem", hours=2), tiny_session("report"))
_RULE = Before(id="report", first=Selector((("id", ("tem",)),)), then=Selector((("id", ("report",)),)))
_GAP = Before(id="time-to-write", first=Selector((("id", ("tem",)),)), then=Selector((("id", ("report",)),)), gap=180)
_EXPERTS = tiny_meeting(
    tiny_session("ie", body="IE"), tiny_session("tem", body="TEM"), tiny_session("report-ie", reports_on="IE"), rooms=TWO_ROOMS
)
_WHERE = Before(
    id="reports",
    first=Selector((("body", ("IE", "TEM")),)),
    then=Selector((("id", ("report-ie",)),)),
    where=Join.parse("first.body = then.reports_on"),
)

EXAMPLES = (
    Example("The report follows the TEM.", _RULE, _REPORTS, tiny_agenda(_REPORTS, tem="Mon 10:00 hall", report="Mon 14:00 hall"), 0),
    Example("The report comes during the TEM.", _RULE, _REPORTS, tiny_agenda(_REPORTS, tem="Mon 10:00 hall", report="Mon 11:00 hall"), 1),
    Example("The report comes three hours after.", _GAP, _REPORTS, tiny_agenda(_REPORTS, tem="Mon 10:00 hall", report="Mon 15:00 hall"), 0),
    Example("The report comes two hours after.", _GAP, _REPORTS, tiny_agenda(_REPORTS, tem="Mon 10:00 hall", report="Mon 14:00 hall"), 1),
    Example(
        "The report on the IE comes before the TEM, which it is not about.",
        _WHERE,
        _EXPERTS,
        tiny_agenda(_EXPERTS, **{"ie": "Mon 10:00 hall", "report-ie": "Mon 11:00 hall", "tem": "Mon 14:00 hall"}),
        0,
    ),
    Example(
        "The report on the IE comes before the IE.",
        _WHERE,
        _EXPERTS,
        tiny_agenda(_EXPERTS, **{"report-ie": "Mon 10:00 hall", "ie": "Mon 11:00 hall", "tem": "Mon 14:00 hall"}),
        1,
    ),
)
