"""Why a session was left out: small meetings worked out by hand, and random ones against the check at every place."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest
from brute_force import all_agendas
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_meetings import book_of, problems, rules_of_every_kind

from scheduler import omissions as module
from scheduler.check import SHEETS, Verdict, check
from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.clock import Span
from scheduler.domain.errors import ModelMismatch
from scheduler.domain.omission import Nearest, Omission, Opening
from scheduler.domain.places import STAFFINGS, places_of
from scheduler.domain.problem import Delegation, Person, Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.omissions import omissions
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import TWO_ROOMS, moment, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.kinds.available import Available
from scheduler.rules.kinds.consecutive import Consecutive
from scheduler.rules.kinds.grant import Grant
from scheduler.rules.kinds.not_before import NotBefore
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.one_place import OnePlace
from scheduler.rules.kinds.prefer import Prefer
from scheduler.rules.kinds.someone_free import SomeoneFree
from scheduler.rules.kinds.together import Together

DELEGATIONS = (Delegation(id="aut", name="Austria", delegates=2), Delegation(id="bel", name="Belgium", delegates=2))
TALK = Selector((("id", ("talk",)),))
ROOMS = OnePerRoom(id="rooms", for_=Selector((("room", (ALL,)),)))
IN_THE_HALL = Prefer(id="hall-only", for_=TALK, room=Selector((("room", ("hall",)),)))
FREE = SomeoneFree(id="free", for_=TALK)
TUESDAY = NotBefore(id="tuesday", for_=TALK, time=When.parse("day 2, 10:00"))
GRANTED = Grant(id="granted", for_=TALK, weight=10)
LATE = NotBefore(id="late", for_=TALK, time=When.parse("day 2, 15:00"), per="minute", weight=1)


def tiny_problem(*, talk_hours: int = 1) -> Problem:
    """A talk of Austria and Belgium that may be left out, a plenary of two hours for Austria, a coffee of one for nobody."""
    return tiny_meeting(
        tiny_session("talk", hours=talk_hours, between=("aut", "bel"), optional=True),
        tiny_session("plenary", hours=2, audience=("aut",)),
        tiny_session("coffee"),
        rooms=TWO_ROOMS,
        delegations=DELEGATIONS,
    )


def entry(text: str, period: str, *, minutes: int = 60) -> Entry:
    day, time, room = text.split()
    return Entry("talk", moment(f"{day} {time}"), minutes, period, room)


def explained(problem: Problem, agenda: Agenda, *rules: Rule) -> Omission:
    (omission,) = omissions(problem, RuleBook("book", rules), agenda)
    return omission


def test_nothing_left_out_needs_no_reason() -> None:
    problem = tiny_problem()
    agenda = tiny_agenda(problem, talk="Tue 10:00 hall", plenary="Mon 10:00 hall", coffee="Mon 14:00 hall")
    assert omissions(problem, RuleBook("book", (ROOMS,)), agenda) == ()


def test_places_are_counted_by_what_takes_them() -> None:
    """An hour in two rooms has 2 days × 4 hours × 2 rooms = 16 places.

    The annex is out for 8, and Monday for the 4 in the hall; on Tuesday the plenary is in the hall for two hours in the morning and
    Austria must attend it, which leaves 14:00, where there is coffee, and 15:00, which is open.
    """
    problem = tiny_problem()
    agenda = tiny_agenda(problem, plenary="Tue 10:00 hall", coffee="Tue 14:00 hall")
    found = explained(problem, agenda, ROOMS, IN_THE_HALL, FREE, TUESDAY, GRANTED)
    assert (found.session, found.places, found.open, found.nearest, found.all_tried) == ("talk", 16, 1, None, True)
    assert [(hindrance.rules, hindrance.places, hindrance.sessions, hindrance.example) for hindrance in found.own] == [
        (("hall-only",), 8, (), entry("Mon 10:00 annex", "mon-am")),
        (("tuesday",), 4, (), entry("Mon 10:00 hall", "mon-am")),
    ]
    assert [(hindrance.rules, hindrance.places, hindrance.sessions, hindrance.example) for hindrance in found.others] == [
        (("rooms", "free"), 2, ("plenary",), entry("Tue 10:00 hall", "tue-am")),
        (("rooms",), 1, ("coffee",), entry("Tue 14:00 hall", "tue-pm")),
    ]
    assert found.cheapest == Opening(entry("Tue 15:00 hall", "tue-pm"), -20, (("granted", -20),))


def test_example_is_in_the_words_of_the_check() -> None:
    problem = tiny_problem()
    agenda = tiny_agenda(problem, plenary="Tue 10:00 hall", coffee="Tue 14:00 hall")
    found = explained(problem, agenda, ROOMS, FREE, IN_THE_HALL)
    together, alone = found.others[0], found.own[0]
    assert together.sentences == (
        "hall cannot hold both: plenary 'Plenary', Tue 10:00-12:00 in hall and talk 'Talk', Tue 10:00-11:00 in hall",
        "talk 'Talk', Tue 10:00-11:00 in hall, keeps aut or bel from plenary 'Plenary', Tue 10:00-12:00 in hall",
    )
    assert alone.sentences == ("talk 'Talk', Mon 10:00-11:00 in annex, is not in room hall",)


def test_cheapest_open_place_says_what_it_costs_and_by_which_rules() -> None:
    """At 15:00 on Tuesday both rooms are taken; an hour earlier costs 60 for its minutes, and saves 10 for each side's refusal."""
    problem = tiny_meeting(
        tiny_session("talk", between=("aut", "bel"), optional=True),
        tiny_session("a"),
        tiny_session("b"),
        rooms=TWO_ROOMS,
        delegations=DELEGATIONS,
    )
    found = explained(problem, tiny_agenda(problem, a="Tue 15:00 hall", b="Tue 15:00 annex"), ROOMS, GRANTED, LATE)
    assert (found.places, found.open) == (16, 14)
    assert found.cheapest == Opening(entry("Tue 14:00 hall", "tue-pm"), 40, (("granted", -20), ("late", 60)))


def test_nearest_place_names_the_fewest_sessions_in_the_way() -> None:
    """Two hours fit in each half-day: four are taken, one of them by the plenary alone, the first."""
    problem = tiny_meeting(
        tiny_session("talk", hours=2, optional=True),
        *(tiny_session(id) for id in ("a", "b", "c", "d", "e", "f")),
        tiny_session("plenary", hours=2),
    )
    agenda = tiny_agenda(
        problem,
        a="Mon 10:00 hall",
        b="Mon 11:00 hall",
        c="Mon 14:00 hall",
        d="Mon 15:00 hall",
        plenary="Tue 10:00 hall",
        e="Tue 14:00 hall",
        f="Tue 15:00 hall",
    )
    found = explained(problem, agenda, ROOMS)
    assert (found.places, found.open, found.cheapest) == (4, 0, None)
    assert found.nearest == Nearest(entry("Tue 10:00 hall", "tue-am", minutes=120), ("plenary",))
    assert [(hindrance.places, hindrance.sessions) for hindrance in found.others] == [(4, ("a", "b", "c", "d", "plenary", "e", "f"))]


def test_place_that_stays_forbidden_without_those_in_the_way_is_not_near() -> None:
    """The talk has to follow on the plenary, at 11:00, where there is coffee; anywhere else nobody is in the way, and yet it may not be."""
    problem = tiny_meeting(tiny_session("talk", optional=True), tiny_session("plenary"), tiny_session("coffee"))
    after = Consecutive(id="after", first=Selector((("id", ("plenary",)),)), then=TALK, within=0)
    found = explained(problem, tiny_agenda(problem, plenary="Mon 10:00 hall", coffee="Mon 11:00 hall"), ROOMS, after)
    assert [(hindrance.rules, hindrance.places, hindrance.sessions) for hindrance in found.others] == [
        (("after",), 6, ()),
        (("rooms", "after"), 1, ("plenary",)),
        (("rooms",), 1, ("coffee",)),
    ]
    assert found.nearest == Nearest(entry("Mon 11:00 hall", "mon-am"), ("coffee",))


def test_place_that_only_the_check_forbids_without_those_in_the_way_is_not_near() -> None:
    """Three neighbours in one room, but the talk has to be in the annex: it can go nowhere, as b follows on it in the hall.

    Without b it would be c that follows. The terms know no such pair, as b is always held; the check does.
    """
    problem = tiny_meeting(tiny_session("talk", optional=True), tiny_session("b"), tiny_session("c"), rooms=TWO_ROOMS)
    agenda = tiny_agenda(problem, b="Mon 10:00 hall", c="Mon 11:00 hall")
    annex = replace(IN_THE_HALL, room=Selector((("room", ("annex",)),)))
    found = explained(problem, agenda, annex, Together(id="neighbours", for_=Selector(), gap=0))
    assert [(hindrance.rules, hindrance.places, hindrance.sessions) for hindrance in found.others] == [(("neighbours",), 8, ("b",))]
    assert found.nearest is None


def test_place_at_which_four_sessions_are_in_the_way_is_not_near() -> None:
    """The talk takes the whole of a period of five hours, in which four others are; three are few enough."""
    base = tiny_meeting(tiny_session("talk", hours=5, optional=True), *(tiny_session(id) for id in ("a", "b", "c", "d")))
    day = replace(base.periods[0], span=Span(moment("Mon 10:00"), moment("Mon 15:00")))
    problem = replace(base, periods=(day,))
    places = {"a": "Mon 10:00 hall", "b": "Mon 11:00 hall", "c": "Mon 12:00 hall", "d": "Mon 14:00 hall"}
    assert explained(problem, tiny_agenda(problem, **places), ROOMS).nearest is None
    del places["b"]
    fewer = replace(problem, sessions=tuple(session for session in problem.sessions if session.id != "b"))
    nearest = explained(fewer, tiny_agenda(fewer, **places), ROOMS).nearest
    assert nearest == Nearest(entry("Mon 10:00 hall", "mon-am", minutes=300), ("a", "c", "d"))


def test_nearest_place_is_rather_one_that_takes_another_optional_session() -> None:
    problem = tiny_meeting(tiny_session("talk", hours=2, optional=True), *(tiny_session(id, hours=2, optional=id == "c") for id in "abcd"))
    agenda = tiny_agenda(problem, a="Mon 10:00 hall", b="Mon 14:00 hall", c="Tue 10:00 hall", d="Tue 14:00 hall")
    assert explained(problem, agenda, ROOMS).nearest == Nearest(entry("Tue 10:00 hall", "tue-am", minutes=120), ("c",))


def test_session_that_fits_into_no_period_has_no_place() -> None:
    problem = tiny_problem(talk_hours=3)
    agenda = tiny_agenda(problem, plenary="Tue 10:00 hall", coffee="Tue 14:00 hall")
    assert explained(problem, agenda, ROOMS) == Omission("talk", 0)


def test_period_that_holds_one_session_per_room_is_the_sheets_doing() -> None:
    base = tiny_problem()
    problem = replace(base, periods=tuple(replace(period, single=True) for period in base.periods))
    agenda = tiny_agenda(problem, plenary="Mon 10:00 hall", coffee="Tue 15:00 annex")
    found = explained(problem, agenda)
    assert (found.places, found.open) == (16, 12)
    assert [(hindrance.rules, hindrance.places, hindrance.sessions) for hindrance in found.others] == [
        ((SHEETS,), 4, ("plenary", "coffee"))
    ]
    assert found.others[0].sentences == ("plenary and talk are both in hall in mon-am, which holds one session per room",)


PEOPLE = (Person(id="ana", name="Ana"), Person(id="bo", name="Bo"))
BUSY = OnePlace(id="one-place", for_=Selector((("person", (ALL,)),)))


def test_place_at_which_somebody_of_the_pool_is_free_is_open() -> None:
    """Ana presents on Monday morning: there Bo has to chair; in the hour in which both present, nobody can."""
    problem = tiny_meeting(
        tiny_session("talk", chair_pool=("ana", "bo"), optional=True),
        tiny_session("a", presenters=("ana",)),
        tiny_session("b", presenters=("ana", "bo")),
        people=PEOPLE,
    )
    agenda = tiny_agenda(problem, a="Mon 10:00 hall", b="Mon 11:00 hall")
    found = explained(problem, agenda, BUSY)
    assert (found.places, found.open, found.all_tried) == (8, 7, True)
    assert [(hindrance.rules, hindrance.places, hindrance.sessions) for hindrance in found.others] == [(("one-place",), 1, ("b",))]


def test_place_is_counted_with_those_people_who_have_the_fewest_rules_against_them() -> None:
    """Ana has left by then, which is about the talk alone; Bo presents at 10:00, which is about another session."""
    ana = Person(id="ana", name="Ana", leaves=moment("Mon 09:00"))
    problem = tiny_meeting(
        tiny_session("talk", chair_pool=("ana", "bo"), optional=True), tiny_session("b", presenters=("bo",)), people=(ana, PEOPLE[1])
    )
    there = Available(id="there", for_=Selector((("person", (ALL,)),)))
    found = explained(problem, tiny_agenda(problem, b="Mon 10:00 hall"), there, BUSY)
    assert (found.open, found.own) == (7, ())
    assert [(hindrance.rules, hindrance.places, hindrance.sessions) for hindrance in found.others] == [(("one-place",), 1, ("b",))]


def test_too_many_choices_of_people_are_not_all_tried() -> None:
    pool = tuple(Person(id=f"p-{number}", name="P") for number in range(STAFFINGS + 1))
    problem = tiny_meeting(tiny_session("talk", chair_pool=tuple(person.id for person in pool), optional=True), people=pool)
    assert not explained(problem, tiny_agenda(problem)).all_tried
    fewer = replace(problem, sessions=(tiny_session("talk", chair_pool=tuple(person.id for person in pool[1:]), optional=True),))
    assert explained(fewer, tiny_agenda(fewer)).all_tried


def test_bilaterals_come_first() -> None:
    problem = tiny_meeting(
        *(tiny_session(id, optional=True) for id in ("side-2", "side-1")), tiny_session("talk", between=("aut", "bel"), optional=True)
    )
    assert [omission.session for omission in omissions(problem, RuleBook("book", ()), tiny_agenda(problem))] == ["talk", "side-2", "side-1"]


@pytest.mark.parametrize("wrong", [Verdict((), ()), Verdict((), (("granted", 7),))])
def test_check_that_disagrees_is_a_mismatch(monkeypatch: pytest.MonkeyPatch, wrong: Verdict) -> None:
    problem = tiny_problem()
    agenda = tiny_agenda(problem, plenary="Tue 10:00 hall", coffee="Tue 14:00 hall")
    monkeypatch.setattr(module, "check", lambda problem, book, agenda: wrong)
    with pytest.raises(ModelMismatch):
        explained(problem, agenda, *((ROOMS,) if not wrong.cost else (GRANTED,)))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=4), st.integers(0, 39))
def test_every_place_is_what_the_check_says(problem: Problem, rules: list[Rule], number: int) -> None:
    """Each place that is called open is confirmed, at the cost that is said; each other one is refuted by the rules that are named."""
    optional = replace(problem.sessions[0], optional=True)
    problem = replace(problem, sessions=(optional, *problem.sessions[1:]))
    book = book_of(problem, rules)
    confirmed = (
        agenda for agenda in all_agendas(problem) if optional.id in agenda.omitted and not check(problem, book, agenda).refutations
    )
    agendas = list(islice(confirmed, 40))
    assume(agendas)
    agenda = agendas[number % len(agendas)]
    base = check(problem, book, agenda).cost
    (found,) = (omission for omission in omissions(problem, book, agenda) if omission.session == optional.id)
    verdicts = [[check(problem, book, with_entry(agenda, entry)) for entry in entries] for entries in places_of(problem, optional).entries]
    free = [min(verdict.cost for verdict in place if not verdict.refutations) for place in verdicts if has_confirmed(place)]
    assert (found.places, found.open) == (len(verdicts), len(free))
    assert (found.cheapest.extra if found.cheapest else None) == (min(free) - base if free else None)
    assert sum(hindrance.places for hindrance in found.own + found.others) == len(verdicts) - len(free)
    refuted = [[refuting(verdict) for verdict in place] for place in verdicts if not has_confirmed(place)]
    for hindrance in found.own:
        assert refuting(check(problem, book, with_entry(agenda, hindrance.example))) >= set(hindrance.rules)
        assert sum(any(rules >= set(hindrance.rules) for rules in place) for place in refuted) >= hindrance.places
    for hindrance in found.others:
        assert refuting(check(problem, book, with_entry(agenda, hindrance.example))) == set(hindrance.rules)
        assert sum(set(hindrance.rules) in place for place in refuted) >= hindrance.places
    if found.nearest:
        cleared = without(with_entry(agenda, found.nearest.entry), found.nearest.sessions)
        assert broken(problem, book, cleared) <= {(SHEETS, session) for session in found.nearest.sessions}


def refuting(verdict: Verdict) -> set[str]:
    return {violation.rule for violation in verdict.refutations}


def has_confirmed(place: list[Verdict]) -> bool:
    return any(not verdict.refutations for verdict in place)


def with_entry(agenda: Agenda, added: Entry) -> Agenda:
    return replace(agenda, entries=(*agenda.entries, added), omitted=tuple(id for id in agenda.omitted if id != added.session))


def without(agenda: Agenda, sessions: tuple[str, ...]) -> Agenda:
    kept = tuple(entry for entry in agenda.entries if entry.session not in sessions)
    return replace(agenda, entries=kept, omitted=(*agenda.omitted, *sessions))


def broken(problem: Problem, book: RuleBook, agenda: Agenda) -> set[tuple[str, str]]:
    return {(violation.rule, violation.subject) for violation in check(problem, book, agenda).refutations}
