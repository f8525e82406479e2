"""``at_most_parallel``: of some sessions only so many run at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, crowds, crowds_in_words
from scheduler.rules.encoding import session_fact, starts_in_periods
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Crowding, Excess, Held, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMostParallel(Rule):
    """At no moment do more than so many of the chosen sessions run, wherever they are.

    With ``each`` it speaks of the sessions of each value separately.

    Parameters
    ----------
    for_
        The sessions.
    limit
        How many may run at once.
    in_period
        Whether all sessions of one period count as parallel, also those that follow on each other in it, and no others.
    """

    kind = "at_most_parallel"
    measure = "sessions above the limit, counted whenever one of them starts, or in each period"

    for_: Sessions
    limit: int
    in_period: bool = False

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """One instance: the sessions crowd; or one per period: too many are in it."""
        sessions = select(problem.sessions, self.for_)
        if len(sessions) <= self.limit:
            return
        if self.in_period:
            for period in problem.periods:
                inside = tuple(starts_in_periods(problem, session, (period,)) for session in sessions)
                yield Instance(period.id, (Excess(inside, self.limit),), tuple(session_fact(session) for session in sessions))
        else:
            claims = tuple((session.id, Held(session.id)) for session in sessions)
            yield Instance("", (Crowding(claims, self.limit),), tuple(session_fact(session) for session in sessions))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Counts, where an entry starts, those that run then; or those of each period."""
        entries = [entry for _, entry in chosen_entries(problem, agenda, self.for_)]
        if self.in_period:
            yield from self._full_periods(problem, entries)
            return
        crowded = crowds(entries, self.limit)
        if crowded:
            what = f"more than {self.limit} {chosen('sessions', self.for_)} run at once: {crowds_in_words(problem, crowded)}"
            yield self.violation("", sum(len(crowd) - self.limit for crowd in crowded), what)

    def _full_periods(self, problem: Problem, entries: list[Entry]) -> Iterator[Violation]:
        for period in problem.periods:
            names = [entry.session for entry in entries if entry.period == period.id]
            if len(names) > self.limit:
                what = f"{len(names)} instead of at most {self.limit} are in the period {period.id}: {', '.join(names)}"
                yield self.violation(period.id, len(names) - self.limit, what)

    def measured(self) -> str:
        """Where the sessions above the limit are counted."""
        return (
            "sessions above the limit of their period"
            if self.in_period
            else "sessions above the limit, counted whenever one of them starts"
        )

    def sentence(self) -> str:
        """In words."""
        one = self.limit == 1
        when = f"{'is' if one else 'are'} in one period" if self.in_period else f"{'runs' if one else 'run'} at once"
        return f"at most {self.limit} {chosen('session' if one else 'sessions', self.for_)} {when}"


_GROUPS = tiny_meeting(tiny_session("group-1"), tiny_session("group-2", hours=2), tiny_session("group-3"), rooms=TWO_ROOMS)
_RULE = AtMostParallel(id="two-groups", for_=Selector(), limit=2)

EXAMPLES = (
    Example(
        "One group ends when the third begins.",
        _RULE,
        _GROUPS,
        tiny_agenda(_GROUPS, **{"group-1": "Mon 10:00 hall", "group-2": "Mon 10:00 annex", "group-3": "Mon 11:00 hall"}),
        0,
    ),
    Example(
        "All three begin at once.",
        _RULE,
        _GROUPS,
        tiny_agenda(_GROUPS, **{"group-1": "Mon 10:00 hall", "group-2": "Mon 10:00 annex", "group-3": "Mon 10:00 hall"}),
        3,
    ),
    Example(
        "One at a time is wanted, and the third begins while the second runs.",
        replace(_RULE, limit=1),
        _GROUPS,
        tiny_agenda(_GROUPS, **{"group-1": "Tue 10:00 hall", "group-2": "Mon 10:00 annex", "group-3": "Mon 11:00 hall"}),
        1,
    ),
    Example(
        "Two of the morning follow on each other, and only one may be in a period.",
        replace(_RULE, limit=1, in_period=True),
        _GROUPS,
        tiny_agenda(_GROUPS, **{"group-1": "Mon 10:00 hall", "group-2": "Mon 14:00 annex", "group-3": "Mon 11:00 hall"}),
        1,
    ),
)
