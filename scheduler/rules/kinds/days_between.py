"""``days_between``: so many days lie between some sessions and others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Join, Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named, place
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, DaysApart, Held, Instance, Not


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysBetween(Rule):
    """Every session of the second choice is so many days after every session of the first.

    Days are counted on the venue's calendar, whatever the hour: 0 is the same day, 1 the next one. A session on an earlier
    day breaks the rule.

    Parameters
    ----------
    first
        The sessions from whose day the days are counted.
    then
        The sessions that are so many days later.
    least
        The number of days, at least.
    most
        The number of days, at most; if left out, there is no limit.
    where
        Only pairs that share a value: ``first.theme = then.theme``.
    """

    kind = "days_between"
    measure = "pairs of sessions with too few or too many days between"

    first: Sessions
    then: Sessions
    least: int = 0
    most: int | None = None
    where: Join | None = None

    def misfit(self, problem: Problem) -> str:
        """The least is not above the most."""
        return f"'least' ({self.least}) is above 'most' ({self.most})" if self.most is not None and self.least > self.most else ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair: both are held, with another number of days between."""
        most = len(problem.clock.days) if self.most is None else self.most
        for first, then in product(select(problem.sessions, self.first), select(problem.sessions, self.then)):
            if first.id != then.id and (self.where is None or self.where.matches(first, then)):
                breach = All((Held(first.id), Held(then.id), Not(DaysApart(first.id, then.id, self.least, most))))
                yield Instance(f"{first.id}, {then.id}", (breach,), (session_fact(first), session_fact(then)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Subtracts the days on which two entries start."""
        pairs = product(chosen_entries(problem, agenda, self.first), chosen_entries(problem, agenda, self.then))
        for (first, early), (then, late) in pairs:
            days = (problem.clock.local(late.start).date() - problem.clock.local(early.start).date()).days
            joined = first.id != then.id and (self.where is None or self.where.matches(first, then))
            if joined and (days < self.least or (self.most is not None and days > self.most)):
                what = f"{named(then)}, {place(problem, late)}, is not {self._days()} {named(first)}, {place(problem, early)}"
                yield self.violation(f"{first.id}, {then.id}", 1, what)

    def _days(self) -> str:
        if self.most is None:
            return f"at least {_counted(self.least)} after"
        return f"{_counted(self.most)} after" if self.least == self.most else f"{self.least} to {_counted(self.most)} after"

    def sentence(self) -> str:
        """In words."""
        where = f" (where {self.where})" if self.where else ""
        return f"every {chosen('session', self.then)} is {self._days()} every {chosen('session', self.first)}{where}"


def _counted(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


_REPORTS = tiny_meeting(tiny_session("tem"), tiny_session("report"))
_TEM, _REPORT = Selector((("id", ("tem",)),)), Selector((("id", ("report",)),))
_NEXT_DAY = DaysBetween(id="report-next-day", first=_TEM, then=_REPORT, least=1)
_SAME_DAY = DaysBetween(id="report-same-day", first=_TEM, then=_REPORT, most=0)
_BODIES = tiny_meeting(tiny_session("ie", body="IE", hours=2), tiny_session("tem", body="TEM", hours=2), tiny_session("ie-2", body="IE"))
_WHERE = DaysBetween(
    id="second-round",
    first=Selector((("id", ("ie", "tem")),)),
    then=Selector((("id", ("ie-2",)),)),
    least=1,
    where=Join.parse("first.body = then.body"),
)

EXAMPLES = (
    Example("The report comes the next day.", _NEXT_DAY, _REPORTS, tiny_agenda(_REPORTS, tem="Mon 15:00 hall", report="Tue 10:00 hall"), 0),
    Example(
        "The report comes on the same day.", _NEXT_DAY, _REPORTS, tiny_agenda(_REPORTS, tem="Mon 10:00 hall", report="Mon 15:00 hall"), 1
    ),
    Example(
        "The report comes a day too late.", _SAME_DAY, _REPORTS, tiny_agenda(_REPORTS, tem="Mon 10:00 hall", report="Tue 10:00 hall"), 1
    ),
    Example(
        "The report comes a day too early.", _SAME_DAY, _REPORTS, tiny_agenda(_REPORTS, tem="Tue 10:00 hall", report="Mon 10:00 hall"), 1
    ),
    Example(
        "Only the first round of another body is on the same day.",
        _WHERE,
        _BODIES,
        tiny_agenda(_BODIES, **{"ie": "Mon 10:00 hall", "tem": "Tue 10:00 hall", "ie-2": "Tue 14:00 hall"}),
        0,
    ),
)
