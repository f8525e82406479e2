"""Every term of the vocabulary: CP-SAT, and rules/meaning.py, make of it what its docstring says, on every agenda of a tiny meeting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from brute_force import all_agendas
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Person
from scheduler.domain.selector import Selector
from scheduler.model.builder import BuiltModel, build
from scheduler.model.formulation import Demand, formulate_demands
from scheduler.rules import meaning
from scheduler.rules.example import CLOCK, TWO_ROOMS, tiny_meeting, tiny_session
from scheduler.rules.kinds.held import Held as AnyRule
from scheduler.rules.structure import leaves
from scheduler.rules.terms import (
    All,
    Any,
    AnyIn,
    AtLeast,
    Clashes,
    Crowding,
    DaysApart,
    Excess,
    Follows,
    Held,
    InRoom,
    Instance,
    Literal,
    Measure,
    MinutesEarly,
    MinutesLate,
    Not,
    OverlapMinutes,
    Overlaps,
    Pairs,
    Precedes,
    Rising,
    SamePeriod,
    SameRoom,
    Serves,
    StartsIn,
    Times,
)
from scheduler.search.spots import Places
from scheduler.search.values import Values

PEOPLE = (Person(id="p", name="P"), Person(id="q", name="Q"))
BASE = tiny_meeting(
    tiny_session("a", chair_pool=("p", "q")), tiny_session("b", hours=2), tiny_session("c", optional=True), rooms=TWO_ROOMS, people=PEOPLE
)
# One morning on each day keeps the agendas few: 2 × 2 rooms × 2 days for an hour, and so on.
PROBLEM = replace(BASE, periods=tuple(period for period in BASE.periods if period.name == "morning"))
AGENDAS = tuple(all_agendas(PROBLEM))
SESSIONS = ("a", "b", "c")
RULE = AnyRule(id="term", for_=Selector())
REQUIRED = tuple(Demand(None, Instance(id, (Not(Held(id)),))) for id in ("a", "b"))


def count(term: Measure, agenda: Agenda) -> int:
    """What a term counts in an agenda, by its docstring."""
    match term:
        case MinutesEarly(session, minute):
            entry = agenda.entry(session)
            return max(0, minute - begin(entry)) if entry else 0
        case MinutesLate(session, minute):
            entry = agenda.entry(session)
            return max(0, begin(entry) + entry.minutes - minute) if entry else 0
        case Clashes(claims, gap):
            made = [session for session, claim in claims if truth(claim, agenda)]
            return sum(truth(Overlaps(one, other, gap), agenda) for i, one in enumerate(made) for other in made[i + 1 :])
        case Crowding(claims, limit):
            entries = [entry for session, claim in claims if truth(claim, agenda) and (entry := agenda.entry(session))]
            running = [sum(other.start <= entry.start < other.end for other in entries) for entry in entries]
            return sum(max(0, number - limit) for number in running)
        case Excess(literals, limit):
            return max(0, sum(truth(literal, agenda) for literal in literals) - limit)
        case Rising(literals):
            number = sum(truth(literal, agenda) for literal in literals)
            return number * (number + 1) // 2
        case Times(times, measure):
            return times * count(measure, agenda)
        case Pairs(first, then):
            return sum(truth(one, agenda) and truth(other, agenda) for one in first for other in then)
        case OverlapMinutes(first, then):
            one, other = agenda.entry(first), agenda.entry(then)
            if one is None or other is None:
                return 0
            return len({begin(one) + n for n in range(one.minutes)} & {begin(other) + n for n in range(other.minutes)})
        case _:
            return truth(term, agenda)


def spots(agenda: Agenda) -> meaning.Spots:
    return {entry.session: meaning.spot_of(PROBLEM, entry) for entry in agenda.entries}


def begin(entry: Entry) -> int:
    return CLOCK.minute(entry.start)


def truth(term: Literal, agenda: Agenda) -> bool:
    match term:
        case All(literals):
            return all(truth(literal, agenda) for literal in literals)
        case Any(literals):
            return any(truth(literal, agenda) for literal in literals)
        case Not(literal):
            return not truth(literal, agenda)
        case AtLeast(least, literals):
            return sum(truth(literal, agenda) for literal in literals) >= least
        case AnyIn(sessions, periods, rooms):
            entries = [entry for session in sessions if (entry := agenda.entry(session))]
            return any(entry.period in periods and entry.room in rooms for entry in entries)
        case Precedes() | Follows() | Overlaps() | SameRoom() | SamePeriod() | DaysApart():
            first, then = term.first, term.then
            one, other = agenda.entry(first), agenda.entry(then)
            return one is not None and other is not None and related(term, one, other)
    entry = agenda.entry(term.session)
    if entry is None:
        return False
    match term:
        case StartsIn(_, ranges):
            return any(first <= begin(entry) <= last for first, last in ranges)
        case InRoom(_, rooms):
            return entry.room in rooms
        case Serves(person, _):
            return person in entry.people
    return True


def related(term: Literal, one: Entry, other: Entry) -> bool:
    minutes = begin(other) - begin(one) - one.minutes
    back = begin(one) - begin(other) - other.minutes
    days = (CLOCK.local(other.start).date() - CLOCK.local(one.start).date()).days
    match term:
        case Precedes(_, _, gap):
            return minutes >= gap
        case Follows(_, _, least, most):
            return least <= minutes <= most
        case Overlaps(_, _, gap):
            return minutes < gap and back < gap
        case DaysApart(_, _, least, most):
            return least <= days <= most
        case SamePeriod():
            return one.period == other.period
    return one.room == other.room


ids = st.sampled_from(SESSIONS)
pairs = st.permutations(SESSIONS).map(lambda order: tuple(order[:2]))
gaps = st.sampled_from((0, 30, 60, 1440))
overlaps = st.sampled_from((-60, -30, 0, 30, 60, 1440))
limits = st.integers(0, 2)
plain = st.one_of(
    st.builds(Held, ids),
    st.builds(StartsIn, ids, st.sampled_from((((600, 600),), ((600, 660), (2040, 2100)), ((0, 9999),), ()))),
    st.builds(InRoom, ids, st.sampled_from((frozenset(("hall",)), frozenset(("hall", "annex")), frozenset[str]()))),
    st.builds(Serves, st.sampled_from(("p", "q", "nobody")), ids),
    st.builds(lambda pair, gap: Precedes(*pair, gap), pairs, gaps),
    st.builds(lambda pair, gap: Overlaps(*pair, gap), pairs, overlaps),
    st.builds(lambda pair, least, more: Follows(*pair, least, least + more), pairs, st.sampled_from((-60, 0, 60, 1320)), gaps),
    st.builds(lambda pair: SameRoom(*pair), pairs),
    st.builds(lambda pair: SamePeriod(*pair), pairs),
    st.builds(
        AnyIn,
        st.lists(ids, min_size=1, unique=True).map(tuple),
        st.frozensets(st.sampled_from(("mon-am", "tue-am"))),
        st.frozensets(st.sampled_from(("hall", "annex", "attic"))),
    ),
    st.builds(lambda pair, least, more: DaysApart(*pair, least, least + more), pairs, st.integers(-2, 2), st.integers(0, 2)),
)
literals = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AtLeast, limits, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)
several = st.lists(literals, max_size=4).map(tuple)
# A claim is made by a session that is held.
claims_of_all = st.lists(st.tuples(ids, literals), max_size=3).map(
    lambda made: tuple((session, All((Held(session), claim))) for session, claim in made)
)
claims = claims_of_all.filter(lambda made: len({session for session, _ in made}) == len(made))
measures = st.one_of(
    literals,
    st.builds(MinutesEarly, ids, st.sampled_from((0, 600, 660, 2100, 9999))),
    st.builds(MinutesLate, ids, st.sampled_from((0, 660, 720, 2160, 9999))),
    st.builds(Clashes, claims, gaps),
    st.builds(Crowding, claims_of_all, limits),
    st.builds(Excess, several, limits),
    st.builds(Rising, several),
    st.builds(Times, limits, literals),
    st.builds(lambda pair: OverlapMinutes(*pair), pairs),
    st.builds(Pairs, several, several),
    st.builds(lambda times, pair: Times(times, OverlapMinutes(*pair)), limits, pairs),
)


def places(session: str) -> Places:
    """Where a session is in each of the agendas."""
    *columns, held = np.array([place(agenda.entry(session)) for agenda in AGENDAS], dtype=np.int64).T
    return Places(*columns, held=held > 0)


def place(entry: Entry | None) -> tuple[int, ...]:
    """The start, the end, the numbers of day, period and room, and whether it is held."""
    if entry is None:
        return (-1, -1, -1, -1, -1, 0)
    periods, rooms = [period.id for period in PROBLEM.periods], [room.id for room in PROBLEM.rooms]
    day = (CLOCK.local(entry.start).date() - CLOCK.first_day).days
    return begin(entry), begin(entry) + entry.minutes, day, periods.index(entry.period), rooms.index(entry.room), 1


PLACES = {session: places(session) for session in SESSIONS}


class Collector(cp_model.CpSolverSolutionCallback):
    def __init__(self, built: BuiltModel) -> None:
        super().__init__()
        self.built = built
        self.costs: dict[tuple[Entry, ...], int] = {}

    def on_solution_callback(self) -> None:
        entries = self.built.variables.agenda(self.value).entries
        assert entries not in self.costs, "one agenda, several solutions: an auxiliary variable is not determined"
        self.costs[entries] = self.value(self.built.cost)


def every_answer(built: BuiltModel) -> dict[tuple[Entry, ...], int]:
    built.model.clear_objective()
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    collector = Collector(built)
    solver.solve(built.model, collector)
    return collector.costs


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(measures)
def test_term_counts_what_it_says(term: Measure) -> None:
    expected = {agenda.entries: count(term, agenda) for agenda in AGENDAS}
    assert {agenda.entries: meaning.count(term, spots(agenda)) for agenda in AGENDAS} == expected
    if not any(isinstance(leaf, Serves) for leaf in leaves(term)):
        counted = np.broadcast_to(Values(PROBLEM).count(term, PLACES.__getitem__), len(AGENDAS))
        assert dict(zip((agenda.entries for agenda in AGENDAS), counted.tolist(), strict=True)) == expected
    charged = build(formulate_demands(PROBLEM, REQUIRED, [(1, Instance("x", (term,)))]))
    assert every_answer(charged) == expected
    demanded = build(formulate_demands(PROBLEM, (*REQUIRED, Demand(RULE, Instance("x", (term,))))))
    assert every_answer(demanded).keys() == {entries for entries, number in expected.items() if number == 0}
