"""``not_parallel``: some sessions do not run at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Problem, Session, select
from scheduler.domain.selector import Join, Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named, place
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Instance, Overlaps


@dataclass(frozen=True, slots=True, kw_only=True)
class NotParallel(Rule):
    """No two of the chosen sessions run at the same time; or none of one choice while one of another does.

    Parameters
    ----------
    for_
        Sessions of which no two overlap.
    first, then
        Instead of ``for``: no session of the one choice overlaps a session of the other.
    where
        With ``first`` and ``then``, only pairs that share a value, as in ``first.theme = then.theme``.
    """

    kind = "not_parallel"
    measure = "pairs of sessions that overlap"

    for_: Sessions | None = None
    first: Sessions | None = None
    then: Sessions | None = None
    where: Join | None = None

    def misfit(self, problem: Problem) -> str:
        """Either one choice or two, and a join of two only."""
        one, two = self.for_ is not None, self.first is not None and self.then is not None
        either = self.first is not None or self.then is not None
        if self.where is not None and not two:
            return "'where' joins the sessions of 'first' and 'then'; give both"
        return "" if (one and not either) or (two and not one) else "give either 'for', or both 'first' and 'then'"

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair: the two overlap."""
        for one, other in self._pairs(problem):
            yield Instance(f"{one.id}, {other.id}", (Overlaps(one.id, other.id),), (session_fact(one), session_fact(other)))

    def _pairs(self, problem: Problem) -> Iterator[tuple[Session, Session]]:
        if self.first is None or self.then is None:
            yield from combinations(select(problem.sessions, self.for_ or Selector()), 2)
            return
        in_first = [self.first.matches(session) for session in problem.sessions]
        in_then = [self.then.matches(session) for session in problem.sessions]
        for (i, one), (j, other) in combinations(enumerate(problem.sessions), 2):
            forward = in_first[i] and in_then[j] and (self.where is None or self.where.matches(one, other))
            if forward or (in_then[i] and in_first[j] and (self.where is None or self.where.matches(other, one))):
                yield one, other

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares the times of every two entries that the rule keeps apart."""
        rank = {session.id: index for index, session in enumerate(problem.sessions)}
        seen: set[frozenset[str]] = set()
        for pair in self._entries(problem, agenda):
            (one, entry), (other, other_entry) = sorted(pair, key=lambda chosen: rank[chosen[0].id])
            key = frozenset((one.id, other.id))
            if len(key) == 2 and key not in seen and entry.span.overlaps(other_entry.span):
                seen.add(key)
                what = f"{named(one)}, {place(problem, entry)}, overlaps {named(other)}, {place(problem, other_entry)}"
                yield self.violation(f"{one.id}, {other.id}", 1, what)

    def _entries(self, problem: Problem, agenda: Agenda) -> Iterator[tuple[tuple[Session, Entry], tuple[Session, Entry]]]:
        if self.for_ is not None:
            yield from combinations(chosen_entries(problem, agenda, self.for_), 2)
        elif self.first is not None and self.then is not None:
            for first, then in product(chosen_entries(problem, agenda, self.first), chosen_entries(problem, agenda, self.then)):
                if self.where is None or self.where.matches(first[0], then[0]):
                    yield first, then

    def sentence(self) -> str:
        """In words."""
        if self.for_ is not None:
            return f"no two {chosen('sessions', self.for_)} run at the same time"
        first, then = self.first or Selector(), self.then or Selector()
        where = f" (where {self.where})" if self.where else ""
        return f"no {chosen('session', first)} runs while a {chosen('session', then)} does{where}"


_EXPERTS = tiny_meeting(tiny_session("ie-1", body="IE"), tiny_session("ie-2", body="IE"), tiny_session("leem-1", body="LEEM", hours=2))
_WITHIN = NotParallel(id="ie-alone", for_=Selector((("body", ("IE",)),)))
_BETWEEN = NotParallel(id="shared-experts", first=Selector((("body", ("IE",)),)), then=Selector((("body", ("LEEM",)),)))
_REPORTS = tiny_meeting(
    tiny_session("report", reports_on="IE"), tiny_session("ie", body="IE"), tiny_session("tem", body="TEM"), rooms=TWO_ROOMS
)
_WHERE = NotParallel(
    id="reports",
    first=Selector((("body", ("IE", "TEM")),)),
    then=Selector((("id", ("report",)),)),
    where=Join.parse("first.body = then.reports_on"),
)

EXAMPLES = (
    Example(
        "One IE session meets the next.",
        _WITHIN,
        _EXPERTS,
        tiny_agenda(_EXPERTS, **{"ie-1": "Mon 10:00 hall", "ie-2": "Mon 11:00 hall", "leem-1": "Mon 10:00 hall"}),
        0,
    ),
    Example(
        "Two IE sessions run at once.",
        _WITHIN,
        _EXPERTS,
        tiny_agenda(_EXPERTS, **{"ie-1": "Mon 10:00 hall", "ie-2": "Mon 10:00 hall", "leem-1": "Tue 10:00 hall"}),
        1,
    ),
    Example(
        "The LEEM meets both IE sessions.",
        _BETWEEN,
        _EXPERTS,
        tiny_agenda(_EXPERTS, **{"ie-1": "Mon 10:00 hall", "ie-2": "Mon 11:00 hall", "leem-1": "Mon 10:00 hall"}),
        2,
    ),
    Example(
        "The TEM meets the report on the IE, which is not about it.",
        _WHERE,
        _REPORTS,
        tiny_agenda(_REPORTS, report="Mon 10:00 annex", tem="Mon 10:00 hall", ie="Mon 11:00 hall"),
        0,
    ),
    Example(
        "The IE meets the report on it.",
        _WHERE,
        _REPORTS,
        tiny_agenda(_REPORTS, report="Mon 10:00 annex", ie="Mon 10:00 hall", tem="Mon 10:00 hall"),
        1,
    ),
)
