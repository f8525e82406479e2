"""Strategies for random tiny meetings, over a night with a clock change, and for rules of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from scheduler.domain.clock import Clock, Span
from scheduler.domain.meeting import Travel
from scheduler.domain.problem import Availability, Body, Delegation, Pair, Period, Person, Problem, Role, Room, Session
from scheduler.domain.selector import ALL, Join, Selector
from scheduler.domain.times import When
from scheduler.model.formulation import formulate
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import tiny_meeting
from scheduler.rules.kinds.agenda_order import AgendaOrder
from scheduler.rules.kinds.at_most_parallel import AtMostParallel
from scheduler.rules.kinds.at_most_per_day import AtMostPerDay
from scheduler.rules.kinds.available import Available
from scheduler.rules.kinds.avoid_blocks import AvoidBlocks
from scheduler.rules.kinds.avoid_slots import AvoidSlots
from scheduler.rules.kinds.before import Before
from scheduler.rules.kinds.beside import Beside
from scheduler.rules.kinds.consecutive import Consecutive
from scheduler.rules.kinds.consecutive_periods import ConsecutivePeriods
from scheduler.rules.kinds.days_apart import DaysApart
from scheduler.rules.kinds.days_between import DaysBetween
from scheduler.rules.kinds.delegation_size import DelegationSize
from scheduler.rules.kinds.different_days import DifferentDays
from scheduler.rules.kinds.fixed import Fixed
from scheduler.rules.kinds.follow_both import FollowBoth
from scheduler.rules.kinds.grant import Grant
from scheduler.rules.kinds.held import Held
from scheduler.rules.kinds.in_order import InOrder
from scheduler.rules.kinds.in_period import InPeriod
from scheduler.rules.kinds.larger_room import LargerRoom
from scheduler.rules.kinds.not_after import NotAfter
from scheduler.rules.kinds.not_before import NotBefore
from scheduler.rules.kinds.not_parallel import NotParallel
from scheduler.rules.kinds.on_day import OnDay
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.one_place import OnePlace
from scheduler.rules.kinds.one_room_per_period import OneRoomPerPeriod
from scheduler.rules.kinds.one_theme_per_room import OneThemePerRoom
from scheduler.rules.kinds.position import Position
from scheduler.rules.kinds.prefer import Prefer
from scheduler.rules.kinds.room_changes import RoomChanges
from scheduler.rules.kinds.room_has import RoomHas
from scheduler.rules.kinds.same_room import SameRoom
from scheduler.rules.kinds.similar import Similar
from scheduler.rules.kinds.similar_blocks import SimilarBlocks
from scheduler.rules.kinds.someone_free import SomeoneFree
from scheduler.rules.kinds.spread import Spread
from scheduler.rules.kinds.stay import Stay
from scheduler.rules.kinds.together import Together
from scheduler.rules.kinds.within import Within
from scheduler.search.spots import Ints
from scheduler.search.tables import Tables, tables_of

# The clocks go forward over 02:00-03:00 on the Sunday: its period has two hours, 01:00-02:00 and 03:00-04:00.
CLOCK = Clock(ZoneInfo("Europe/Vienna"), date(2027, 3, 27), date(2027, 3, 28))
SATURDAY, SUNDAY = CLOCK.days
EVENING = Span(CLOCK.instant(SATURDAY, 22 * 60), CLOCK.instant(SATURDAY, 24 * 60))
PAIRS = (Pair(id="a", second="c", weight=2, kind="session"), Pair(id="transit", second="brokering", weight=3, kind="theme"))
NIGHT = Span(CLOCK.instant(SUNDAY, 60), CLOCK.instant(SUNDAY, 240))
PEOPLE = (
    Person(id="aut-01", name="Linnet Alder", delegation="aut", arrives=EVENING.start, leaves=CLOCK.instant(SUNDAY, 180)),
    Person(id="bel-01", name="Rowan Finch", delegation="bel"),
)
TIMES = ("first day", "Sun", "evening", "night", "23:00", "first day, 23:00", "last day, 03:00", "22:00-23:00", "day 2, 01:00-04:00")

ids = st.sampled_from(("a", "b", "c"))
selectors = st.one_of(st.just(Selector()), st.builds(lambda id: Selector((("id", (id,)),)), ids))
weights = st.one_of(st.none(), st.integers(1, 9))
subjects = st.sampled_from(("person", "delegation", "body"))


@st.composite
def sessions(draw: st.DrawFn, id: str) -> Session:
    roles = draw(
        st.sampled_from(
            (
                (),
                (Role("presenter", ("aut-01",)),),
                (Role("chair", ("aut-01", "bel-01")),),
                (Role("presenter", ("bel-01",)), Role("chair", ("aut-01", "bel-01"))),
            )
        )
    )
    return Session(
        id=id,
        title=id,
        minutes=draw(st.sampled_from((60, 120))),
        body=draw(st.sampled_from(("tem", None))),
        item=draw(st.sampled_from(("1", "2", "2a", ""))),
        audience=draw(st.sampled_from(((), ("aut",), ("aut", "bel")))),
        size=draw(st.sampled_from((10, 30))),
        roles=roles,
        columns={
            "session": (id,),
            "theme": draw(st.sampled_from(((), ("transit",), ("transit", "brokering")))),
            "level": draw(st.sampled_from(((), ("1",), ("2",), ("10",)))),
            "item": draw(st.sampled_from(((), ("1",), ("2",)))),
        },
        presenting=draw(st.sampled_from(((), ("bel",)))),
        between=draw(st.sampled_from(((), ("aut", "bel")))),
        optional=draw(st.booleans()),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    rooms = (
        Room(id="hall", name="Hall", building="Main", capacity=50, turnover=draw(st.sampled_from((0, 30)))),
        Room(id="attic", name="Attic", building="Annex", capacity=20),
    )
    evening_rooms = draw(st.sampled_from((("hall",), ("hall", "attic"))))
    busy = Availability(id=draw(st.sampled_from(("hall", "bel", "bel-01"))), free=draw(st.booleans()), span=EVENING)
    base = tiny_meeting(
        *(draw(sessions(id)) for id in ("a", "b", "c")),
        rooms=rooms,
        people=PEOPLE,
        delegations=(Delegation(id="aut", name="Austria"), Delegation(id="bel", name="Belgium", delegates=2)),
        bodies=(Body(id="tem", title="TEM"),),
        availability=draw(st.sampled_from(((), (busy,)))),
        travel=(Travel("Main", "Annex", draw(st.sampled_from((10, 60)))),),
        pairs=PAIRS,
    )
    periods = (
        Period(id="sat", day=SATURDAY, span=EVENING, name="evening", rooms=evening_rooms, single=draw(st.booleans())),
        Period(id="sun", day=SUNDAY, span=NIGHT, name="night", rooms=("hall", "attic"), single=draw(st.booleans())),
    )
    return replace(base, meeting=replace(base.meeting, clock=CLOCK), periods=periods)


def rules_of_every_kind() -> st.SearchStrategy[Rule]:
    times = st.sampled_from(TIMES).map(When.parse)
    rooms = st.sampled_from((Selector((("id", ("hall",)),)), Selector((("id", ("attic",)),))))
    chosen = subjects.map(lambda column: Selector(((column, (ALL,)),)))
    anything = st.sampled_from(("person", "delegation", "room")).map(lambda column: Selector(((column, (ALL,)),)))
    common = {"id": st.just("rule"), "weight": weights}
    per = st.sampled_from(("session", "minute"))
    gaps = st.sampled_from((0, 60, 90))
    joins = st.none() | st.just(Join("theme", "theme"))
    chosen_periods = st.just(Selector((("id", ("sun",)),)))
    slots = st.sampled_from((("first", "last", "after_lunch"), ("last",), ("after_lunch",)))
    names = st.sampled_from(((), ("night",)))
    minutely = st.sampled_from(("pair", "minute"))
    wanted = st.sampled_from(("apart", "one_day", "one_room", "one_period", "other_periods"))
    return st.one_of(
        st.builds(AgendaOrder, for_=selectors, **common),
        st.builds(AtMostParallel, for_=selectors, limit=st.integers(0, 2), in_period=st.booleans(), **common),
        st.builds(AtMostPerDay, for_=selectors, limit=st.integers(0, 2), whose=st.none() | chosen, **common),
        st.builds(Available, for_=anything, **common),
        st.builds(AvoidBlocks, for_=selectors, periods=st.none() | chosen_periods, rooms=st.none() | rooms, **common),
        st.builds(AvoidSlots, for_=selectors, slots=slots, minutes=st.sampled_from((1, 61)), periods=names, **common),
        st.builds(Before, first=selectors, then=selectors, gap=gaps, where=joins, **common),
        st.builds(Beside, first=selectors, then=selectors, within=st.sampled_from((0, 60)), same_room=st.booleans(), where=joins, **common),
        st.builds(Consecutive, first=selectors, then=selectors, within=gaps, same_room=st.booleans(), where=joins, **common),
        st.builds(ConsecutivePeriods, for_=selectors, **common),
        st.builds(DaysApart, for_=selectors, least=st.integers(0, 1), most=st.none() | st.integers(0, 1), never=st.booleans(), **common),
        st.builds(
            DaysBetween, first=selectors, then=selectors, least=st.integers(0, 1), most=st.none() | st.integers(0, 1), where=joins, **common
        ),
        st.builds(DelegationSize, for_=selectors, **common),
        st.builds(DifferentDays, for_=selectors, **common),
        st.builds(Fixed, for_=selectors, time=st.sampled_from(("23:00", "day 2, 03:00")).map(When.parse), room=st.none() | rooms, **common),
        st.builds(FollowBoth, for_=selectors, pairs=st.sampled_from(("session", "theme")), every=st.sampled_from((0, 60)), **common),
        st.builds(FollowBoth, for_=selectors, column=st.just("theme"), every=st.sampled_from((0, 60)), **common),
        st.builds(Grant, for_=selectors, **common),
        st.builds(Held, for_=selectors, **common),
        st.builds(InPeriod, for_=selectors, periods=st.none() | chosen_periods, least=gaps, at_start=st.booleans(), **common),
        st.builds(InOrder, for_=selectors, by=st.just("level"), column=st.just("theme"), per=minutely, **common),
        st.builds(LargerRoom, for_=selectors, by=st.just("level"), per=minutely, **common),
        st.builds(InPeriod, for_=selectors, periods=st.none() | chosen_periods, every=st.sampled_from((60, 120)), **common),
        st.builds(NotAfter, for_=selectors, time=times, per=per, **common),
        st.builds(NotBefore, for_=selectors, time=times, per=per, **common),
        st.builds(NotParallel, for_=selectors, **common),
        st.builds(NotParallel, first=selectors, then=selectors, where=joins, **common),
        st.builds(OnDay, for_=selectors, day=st.sampled_from(("first day", "Sun")).map(When.parse), **common),
        st.builds(OnePerRoom, for_=st.just(Selector((("room", (ALL,)),))), **common),
        st.builds(OneRoomPerPeriod, for_=selectors, **common),
        st.builds(OneThemePerRoom, for_=selectors, **common),
        st.builds(OnePlace, for_=chosen, travel=st.booleans(), **common),
        st.builds(Position, for_=selectors, column=st.just("item"), **common),
        st.builds(Prefer, for_=selectors, time=times, **common),
        st.builds(Prefer, for_=selectors, room=rooms, **common),
        st.builds(RoomChanges, for_=chosen, within=gaps, **common),
        st.builds(RoomHas, for_=selectors, **common),
        st.builds(SameRoom, for_=selectors, **common),
        st.builds(Similar, for_=selectors, pairs=st.sampled_from(("session", "theme")), **common),
        st.builds(Similar, for_=selectors, column=st.just("theme"), want=wanted, per=minutely, **common),
        st.builds(Similar, for_=selectors, column=st.just("theme"), also=st.just("theme"), **common),
        st.builds(Similar, for_=selectors, unlike=st.just("theme"), want=wanted, **common),
        st.builds(SimilarBlocks, for_=selectors, **common),
        st.builds(SomeoneFree, for_=selectors, **common),
        st.builds(Spread, for_=selectors, gap=gaps, **common),
        st.builds(Stay, for_=chosen, most=st.just(1), **common),
        st.builds(Together, for_=selectors, in_order=st.booleans(), same_room=st.booleans(), gap=gaps, **common),
        st.builds(Within, for_=selectors, window=times, **common),
    )


def tables_and_choices(problem: Problem, rules: list[Rule], data: st.DataObject) -> tuple[Tables, list[list[int]], Ints]:
    """The cost tables of a meeting, the spots that each session may have, and some for all: for meetings that have tables and spots."""
    tables = tables_of(formulate(problem, book_of(problem, rules)))
    assume(tables is not None)
    assert tables is not None
    choices = [np.flatnonzero(row).tolist() for row in tables.spots.allowed]
    assume(all(choices))
    return tables, choices, np.array([data.draw(st.sampled_from(row)) for row in choices])


def book_of(problem: Problem, rules: list[Rule]) -> RuleBook:
    """A book of those of ``rules`` that can be applied to the meeting, each with an id of its own."""
    return RuleBook("random", tuple(replace(rule, id=f"rule-{n}") for n, rule in enumerate(rules) if not rule.misfit(problem)))
