"""``one_place``: a person, a delegation of one, a body is in one place at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.meeting import Travel
from scheduler.domain.problem import Delegation, Person, Problem, Room
from scheduler.domain.selector import ALL, Selector
from scheduler.rules.base import Rule, Subjects, chosen_subject, subject_rows
from scheduler.rules.checking import clashes_in_words, is_wanted, minutes_between
from scheduler.rules.encoding import claims_of
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Clashes, Fact, InRoom, Instance, Literal, Not, Overlaps


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePlace(Rule):
    """Nobody is asked to be in two places at once.

    A person is where the person presents, chairs or takes another role; a delegation wherever it must attend or one of
    its people has a role; a body in each of its own sessions.

    Parameters
    ----------
    for_
        Whom it protects: ``{person: all}``, ``{delegation: all, delegates: 1}``, ``{body: RPOC}``.
    travel
        Whether the minutes between two buildings (``travel`` in meeting.yaml) must lie between two sessions there.
    """

    kind = "one_place"
    measure = "pairs of sessions at once, or too close to walk between"
    sheets = ("people", "delegations", "bodies")

    for_: Subjects
    travel: bool = False

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per person, delegation or body: the sessions that claim it clash."""
        for row in subject_rows(problem, self.for_):
            claims = claims_of(problem, row)
            if len(claims) > 1:
                walks = tuple(_walks(problem, claims)) if self.travel else ()
                fact = Fact(f"{row.id} may be wanted in {len(claims)} sessions", row.source)
                yield Instance(row.id, (Clashes(claims), *walks), (fact,))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares every two entries that the person, delegation or body is wanted in."""
        for row in subject_rows(problem, self.for_):
            wanted = [entry for entry in agenda.entries if is_wanted(problem, row, entry)]
            clashes = [pair for pair in combinations(wanted, 2) if minutes_between(*pair) < self._walk(problem, *pair)]
            if clashes:
                pairs = clashes_in_words(problem, clashes)
                yield self.violation(row.id, len(clashes), f"{row.id} cannot be in both: {pairs}")

    def _walk(self, problem: Problem, one: Entry, other: Entry) -> int:
        buildings = problem.room(one.room).building, problem.room(other.room).building
        return problem.travel_minutes(*buildings) if self.travel else 0

    def sentence(self) -> str:
        """In words."""
        walk = ", with time to walk between buildings" if self.travel else ""
        return f"no {chosen_subject(self.for_)} is wanted in two places at once{walk}"


def _walks(problem: Problem, claims: tuple[tuple[str, Literal], ...]) -> Iterator[Literal]:
    """For two claims, one after the other and in two buildings: the time between is too short for the walk."""
    for (one, claim), (other, other_claim) in permutations(claims, 2):
        for travel in problem.meeting.travel:
            too_close = Overlaps(one, other, travel.minutes), Not(Overlaps(one, other))
            rooms = InRoom(one, _rooms_in(problem, travel.a)), InRoom(other, _rooms_in(problem, travel.b))
            yield All((claim, other_claim, *too_close, *rooms))


def _rooms_in(problem: Problem, building: str) -> frozenset[str]:
    return frozenset(room.id for room in problem.rooms if room.building == building)


_EXPERT = Person(id="aut-01", name="Linnet Alder", delegation="aut")
_CHAIRS = (_EXPERT, Person(id="bel-01", name="Rowan Finch", delegation="bel"))
_HOUSES = (Room(id="hall", name="Hall", building="Main", capacity=50), Room(id="attic", name="Attic", building="Annex", capacity=50))
_TALKS = tiny_meeting(tiny_session("talk", presenters=("aut-01",)), tiny_session("panel", chair_pool=("aut-01", "bel-01")), people=_CHAIRS)
_APART = tiny_meeting(
    tiny_session("talk", presenters=("aut-01",)),
    tiny_session("panel", presenters=("aut-01",)),
    rooms=_HOUSES,
    people=_CHAIRS,
    travel=(Travel("Main", "Annex", 10),),
)
_SMALL = tiny_meeting(
    tiny_session("talk", presenters=("aut-01",)),
    tiny_session("briefing", audience=("aut",)),
    people=_CHAIRS,
    delegations=(Delegation(id="aut", name="Austria", delegates=1),),
)
_PEOPLE = OnePlace(id="one-place", for_=Selector((("person", (ALL,)),)))
_WALKERS = OnePlace(id="one-place", for_=Selector((("person", (ALL,)),)), travel=True)
_DELEGATIONS = OnePlace(id="one-place", for_=Selector((("delegation", (ALL,)),)))

EXAMPLES = (
    Example(
        "Somebody else takes the chair.", _PEOPLE, _TALKS, tiny_agenda(_TALKS, talk="Mon 10:00 hall", panel="Mon 10:00 hall bel-01"), 0
    ),
    Example(
        "The presenter chairs at the same time.",
        _PEOPLE,
        _TALKS,
        tiny_agenda(_TALKS, talk="Mon 10:00 hall", panel="Mon 10:00 hall aut-01"),
        1,
    ),
    Example(
        "There is an hour to cross the street.", _WALKERS, _APART, tiny_agenda(_APART, talk="Mon 10:00 hall", panel="Mon 14:00 attic"), 0
    ),
    Example(
        "There is no time to cross the street.", _WALKERS, _APART, tiny_agenda(_APART, talk="Mon 10:00 hall", panel="Mon 11:00 attic"), 1
    ),
    Example("Within one building none is needed.", _WALKERS, _APART, tiny_agenda(_APART, talk="Mon 10:00 hall", panel="Mon 11:00 hall"), 0),
    Example(
        "A delegation presents while it must attend.",
        _DELEGATIONS,
        _SMALL,
        tiny_agenda(_SMALL, talk="Mon 10:00 hall", briefing="Mon 10:00 hall"),
        1,
    ),
)
