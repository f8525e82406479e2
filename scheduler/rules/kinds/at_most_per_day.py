"""``at_most_per_day``: of some sessions only so many are on one day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Delegation, Person, Problem, Row, select
from scheduler.domain.selector import ALL, Selector
from scheduler.rules.base import Rule, Sessions, Subjects, chosen, chosen_subject, subject_rows
from scheduler.rules.checking import chosen_entries, is_wanted
from scheduler.rules.encoding import claims_of
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Excess, Fact, Held, Instance, Literal, StartsIn


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMostPerDay(Rule):
    """On no day are there more than so many of the chosen sessions, in all or for one person or delegation.

    The day of a session is the one on which it starts, at the venue.

    Parameters
    ----------
    for_
        The sessions.
    limit
        How many there may be on one day.
    whose
        Whose sessions are counted, each one's separately: ``{person: all}`` counts those in which the person has a role,
        ``{delegation: all}`` those in which the delegation takes part or one of its people has a role, ``{body: all}`` the
        body's own. If left out, all are counted together.
    """

    kind = "at_most_per_day"
    measure = "sessions above the limit of their day"
    sheets = ("people", "delegations", "bodies")

    for_: Sessions
    limit: int
    whose: Subjects | None = None

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per day, of each person, delegation or body if they are counted separately: too many start on it."""
        chosen_ids = {session.id for session in select(problem.sessions, self.for_)}
        if self.whose is None:
            sessions = [session for session in problem.sessions if session.id in chosen_ids]
            yield from self._instances(problem, None, tuple((session.id, Held(session.id)) for session in sessions))
            return
        for row in subject_rows(problem, self.whose):
            yield from self._instances(problem, row, tuple(claim for claim in claims_of(problem, row) if claim[0] in chosen_ids))

    def _instances(self, problem: Problem, row: Row | None, claims: tuple[tuple[str, Literal], ...]) -> Iterator[Instance]:
        if len(claims) <= self.limit:
            return
        facts = (Fact(f"{row.id} may be wanted in {len(claims)} of the sessions", row.source),) if row else ()
        for day in problem.clock.days:
            span = problem.clock.day(day)
            minutes = ((problem.clock.minute(span.start), problem.clock.minute(span.end) - 1),)
            starts = tuple(All((claim, StartsIn(id, minutes))) for id, claim in claims)
            yield Instance(_subject(row, day), (Excess(starts, self.limit),), facts)

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Sorts the entries by the venue's dates."""
        entries = [entry for _, entry in chosen_entries(problem, agenda, self.for_)]
        for row in (None,) if self.whose is None else subject_rows(problem, self.whose):
            wanted = [entry for entry in entries if row is None or is_wanted(problem, row, entry)]
            for day in problem.clock.days:
                names = [entry.session for entry in wanted if problem.clock.local(entry.start).date() == day]
                if len(names) > self.limit:
                    whom = f" for {row.id}" if row else ""
                    what = f"{len(names)} instead of at most {self.limit} are on {day:%a}{whom}: {', '.join(names)}"
                    yield self.violation(_subject(row, day), len(names) - self.limit, what)

    def sentence(self) -> str:
        """In words."""
        whom = f" for any {chosen_subject(self.whose)}" if self.whose else ""
        one = self.limit == 1
        return f"at most {self.limit} {chosen('session' if one else 'sessions', self.for_)} {'is' if one else 'are'} on one day{whom}"


def _subject(row: Row | None, day: date) -> str:
    return f"{row.id}, {day}" if row else f"{day}"


_TALKS = tiny_meeting(
    tiny_session("talk-1", theme="lasers", presenters=("aut-01",)),
    tiny_session("talk-2", theme="transit", presenters=("aut-01",)),
    tiny_session("talk-3", theme="lasers", chair_pool=("aut-01", "bel-01")),
    people=(Person(id="aut-01", name="Linnet Alder", delegation="aut"), Person(id="bel-01", name="Rowan Finch", delegation="bel")),
    delegations=(Delegation(id="aut", name="Austria"), Delegation(id="bel", name="Belgium")),
)
_BILATERALS = tiny_meeting(
    tiny_session("b1", between=("aut", "bel"), optional=True),
    tiny_session("b2", between=("aut", "cze"), optional=True),
    delegations=(Delegation(id="aut", name="Austria"), Delegation(id="bel", name="Belgium"), Delegation(id="cze", name="Czechia")),
)
_RULE = AtMostPerDay(id="two-a-day", for_=Selector(), limit=2)
_PEOPLE = AtMostPerDay(id="one-duty-a-day", for_=Selector((("theme", ("lasers",)),)), limit=1, whose=Selector((("person", (ALL,)),)))
_DELEGATIONS = AtMostPerDay(id="one-bilateral-a-day", for_=Selector(), limit=1, whose=Selector((("delegation", (ALL,)),)))

EXAMPLES = (
    Example(
        "Two of the talks are on Monday.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, **{"talk-1": "Mon 10:00 hall", "talk-2": "Tue 14:00 hall", "talk-3": "Mon 14:00 hall bel-01"}),
        0,
    ),
    Example(
        "All of the talks are on Tuesday.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, **{"talk-1": "Tue 10:00 hall", "talk-2": "Tue 14:00 hall", "talk-3": "Tue 15:00 hall aut-01"}),
        1,
    ),
    Example(
        "Only one a day is wanted, and all are on Tuesday.",
        replace(_RULE, limit=1),
        _TALKS,
        tiny_agenda(_TALKS, **{"talk-1": "Tue 10:00 hall", "talk-2": "Tue 14:00 hall", "talk-3": "Tue 15:00 hall bel-01"}),
        2,
    ),
    Example(
        "Somebody presents and chairs on one day; the talk on transit does not count.",
        _PEOPLE,
        _TALKS,
        tiny_agenda(_TALKS, **{"talk-1": "Mon 10:00 hall", "talk-2": "Mon 11:00 hall", "talk-3": "Mon 15:00 hall aut-01"}),
        1,
    ),
    Example(
        "A delegation has two bilaterals on one day.",
        _DELEGATIONS,
        _BILATERALS,
        tiny_agenda(_BILATERALS, b1="Mon 10:00 hall", b2="Mon 15:00 hall"),
        1,
    ),
)
