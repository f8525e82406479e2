"""``room_changes``: who has two sessions in a row stays in the room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Body, Delegation, Person, Problem, select
from scheduler.domain.selector import ALL, Selector
from scheduler.rules.base import Rule, Sessions, Subjects, chosen, chosen_subject, subject_rows
from scheduler.rules.checking import clock_time, is_wanted
from scheduler.rules.encoding import claims_of
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Fact, Follows, Instance, Literal, Not, SameRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChanges(Rule):
    """Nobody changes rooms between two sessions of which one soon follows on the other. Usually weighted.

    A person's sessions are those in which the person has a role, a delegation's those that it must attend or takes part in,
    a body's its own.

    Parameters
    ----------
    for_
        Who should not have to change: ``{person: all}``, ``{delegation: all, delegates: 1}``, ``{body: TEM}``.
    within
        Minutes from the end of the one to the start of the other, at most, for it to count.
    among
        Which sessions count, as in ``{not: {kind: break}}``; if left out, all.
    """

    kind = "room_changes"
    measure = "changes of room from one session to the next"
    sheets = ("people", "delegations", "bodies")

    for_: Subjects
    within: int = 30
    among: Sessions | None = None

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per person, delegation or body: two sessions that claim it, one soon after the other, in two rooms."""
        for row in subject_rows(problem, self.for_):
            counted = {session.id for session in select(problem.sessions, self.among or Selector())}
            claims = [(session, claim) for session, claim in claims_of(problem, row) if session in counted]
            changes = tuple(self._change(*first, *then) for first, then in permutations(claims, 2))
            if changes:
                yield Instance(row.id, changes, (Fact(f"{row.id} may be wanted in {len(claims)} sessions", row.source),))

    def _change(self, first: str, claim: Literal, then: str, other_claim: Literal) -> Literal:
        return All((claim, other_claim, Follows(first, then, 0, self.within), Not(SameRoom(first, then))))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares the rooms of every two entries of which one soon follows on the other."""
        for row in subject_rows(problem, self.for_):
            wanted = [entry for entry in agenda.entries if self._counts(problem, entry) and is_wanted(problem, row, entry)]
            changes = [(one, other) for one, other in permutations(wanted, 2) if one.room != other.room and self._soon(one, other)]
            if changes:
                moves = "; ".join(_move(problem, *change) for change in changes)
                yield self.violation(row.id, len(changes), f"{row.id} changes rooms: {moves}")

    def _counts(self, problem: Problem, entry: Entry) -> bool:
        return self.among is None or self.among.matches(problem.session(entry.session))

    def _soon(self, early: Entry, late: Entry) -> bool:
        return 0 <= (late.start - early.end).total_seconds() / 60 <= self.within

    def sentence(self) -> str:
        """In words."""
        sessions = chosen("sessions", self.among or Selector())
        return f"no {chosen_subject(self.for_)} changes rooms between two {sessions} with at most {self.within} minutes between"


def _move(problem: Problem, early: Entry, late: Entry) -> str:
    return f"{clock_time(problem, late.start)} from {early.room} ({early.session}) to {late.room} ({late.session})"


_EXPERT = (Person(id="aut-01", name="Linnet Alder", delegation="aut"),)
_TALKS = tiny_meeting(
    tiny_session("talk", presenters=("aut-01",)), tiny_session("panel", presenters=("aut-01",)), rooms=TWO_ROOMS, people=_EXPERT
)
_THREE = tiny_meeting(
    *(tiny_session(id, hours=2, presenters=("aut-01",)) for id in ("talk", "panel", "coffee")), rooms=TWO_ROOMS, people=_EXPERT
)
_TEM = tiny_meeting(
    tiny_session("tem-1", body="TEM"), tiny_session("tem-2", body="TEM"), rooms=TWO_ROOMS, bodies=(Body(id="TEM", title="TEM"),)
)
_SMALL = tiny_meeting(
    tiny_session("talk", presenters=("aut-01",)),
    tiny_session("briefing", audience=("aut",)),
    rooms=TWO_ROOMS,
    people=_EXPERT,
    delegations=(Delegation(id="aut", name="Austria"),),
)
_PEOPLE = RoomChanges(id="stay", for_=Selector((("person", (ALL,)),)))
_AMONG = RoomChanges(id="stay", for_=Selector((("person", (ALL,)),)), within=120, among=Selector((("id", ("talk", "panel")),)))
_BODIES = RoomChanges(id="stay", for_=Selector((("body", (ALL,)),)), within=120)
_DELEGATIONS = RoomChanges(id="stay", for_=Selector((("delegation", (ALL,)),)))

EXAMPLES = (
    Example("There is time to change over lunch.", _PEOPLE, _TALKS, tiny_agenda(_TALKS, talk="Mon 11:00 hall", panel="Mon 14:00 annex"), 0),
    Example("The panel follows next door.", _PEOPLE, _TALKS, tiny_agenda(_TALKS, talk="Mon 10:00 hall", panel="Mon 11:00 annex"), 1),
    Example("The panel follows in the same room.", _PEOPLE, _TALKS, tiny_agenda(_TALKS, talk="Mon 10:00 hall", panel="Mon 11:00 hall"), 0),
    Example(
        "Coffee does not count.",
        _AMONG,
        _THREE,
        tiny_agenda(_THREE, talk="Mon 10:00 hall", coffee="Mon 14:00 annex", panel="Tue 10:00 hall"),
        0,
    ),
    Example(
        "Two hours are too short for a body to move.",
        _BODIES,
        _TEM,
        tiny_agenda(_TEM, **{"tem-1": "Mon 14:00 annex", "tem-2": "Mon 11:00 hall"}),
        1,
    ),
    Example(
        "A delegation presents, and must then attend next door.",
        _DELEGATIONS,
        _SMALL,
        tiny_agenda(_SMALL, talk="Mon 10:00 hall", briefing="Mon 11:00 annex"),
        1,
    ),
)
