"""The strategy for large meetings finds what the exact one does, repeats itself where it must, and ends when it is told to."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_meetings import book_of, problems, rules_of_every_kind
from solver_answers import checked_answers

import scheduler.rules.terms as terms
import scheduler.solve.blocks as blocks_module
import scheduler.solve.choice as choice_module
import scheduler.solve.in_parts as in_parts_module
import scheduler.solve.run as run_module
import scheduler.solve.search as search
import scheduler.solve.strategies as strategies
from scheduler.check import check
from scheduler.domain.errors import Refused
from scheduler.domain.problem import Person, Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.files.meeting_folder import read_meeting
from scheduler.model.cells import Outline, cells_of
from scheduler.model.formulation import Breach, formulate
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.example import TWO_ROOMS, tiny_meeting, tiny_session
from scheduler.rules.kinds.held import Held
from scheduler.rules.kinds.not_after import NotAfter
from scheduler.rules.kinds.not_parallel import NotParallel
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.one_place import OnePlace
from scheduler.rules.kinds.one_theme_per_room import OneThemePerRoom
from scheduler.rules.terms import All, Not
from scheduler.search.tables import tables_of
from scheduler.solve.beginnings import Beginnings
from scheduler.solve.choice import choose
from scheduler.solve.in_parts import place_in_parts
from scheduler.solve.outline import realise, settle, settle_in_blocks, stay_near
from scheduler.solve.params import SMALL_MEETING, Params, Progress
from scheduler.solve.run import Effort, Run
from scheduler.solve.solver import solve
from scheduler.solve.strategies import Phase, by_blocks, decomposed, exactly, local_search

ROOT = Path(__file__).resolve().parents[2]
ONE_PER_ROOM = OnePerRoom(id="room", for_=Selector((("room", (ALL,)),)))
EARLY = NotAfter(id="early", for_=Selector(), time=When.parse("day 1, 11:00"), per="minute", weight=1)
APART = NotParallel(id="apart", for_=Selector(), weight=3)
FIVE = tiny_meeting(*(tiny_session(id) for id in "abcd"), tiny_session("e", optional=True), rooms=TWO_ROOMS)


def ignore(progress: Progress) -> None:
    """Listen to nothing."""


def run_of(problem: Problem, book: RuleBook, params: Params) -> Run:
    return Run(problem, book, params, ignore)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=4))
def test_decomposed_finds_the_least_cost_of_random_meetings(problem: Problem, rules: list[Rule]) -> None:
    book = book_of(problem, rules)
    answers = checked_answers(problem, book)
    run = run_of(problem, book, Params(deterministic=True))
    decomposed(run)
    assert run.infeasible == (not answers)
    if answers:
        assert run.best is not None
        assert answers[run.best.agenda.entries] == run.best.cost == run.bound == min(answers.values())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=3))
def test_parts_make_agendas_of_random_meetings(problem: Problem, rules: list[Rule]) -> None:
    book = book_of(problem, rules)
    answers = checked_answers(problem, book)
    run = run_of(problem, book, Params(deterministic=True))
    with patch.object(in_parts_module, "PART", 1):
        found = place_in_parts(run, 30.0)
    assert found == (run.best is not None)
    if run.best is not None:
        assert answers[run.best.agenda.entries] == run.best.cost


@pytest.mark.parametrize(("transit", "brokering", "rooms"), [(8, 8, 1), (9, 1, 2)])
def test_blocks_begin_with_one_room_for_each_family_where_that_is_enough(transit: int, brokering: int, rooms: int) -> None:
    """Two rooms have eight hours each: with ten talks of which nine are of one theme, that theme needs both rooms at some time."""
    themes = ["transit"] * transit + ["brokering"] * brokering
    talks = tiny_meeting(*(tiny_session(f"t{n}", theme=theme) for n, theme in enumerate(themes)), rooms=TWO_ROOMS)
    run = run_of(talks, RuleBook("book", (ONE_PER_ROOM, OneThemePerRoom(id="theme", for_=Selector()), EARLY)), Params(deterministic=True))
    started = Beginnings(run).periods()
    assert started is not None
    beside = Counter((talks.session(id).theme, cell.period) for id, cell in started.outline.items() if cell)
    hours = max(-(-count // 2) for count in beside.values())
    assert hours == rooms
    assert run.bound == started.cost


def test_parts_go_around_what_is_placed() -> None:
    run = run_of(FIVE, RuleBook("book", (ONE_PER_ROOM,)), Params(deterministic=True))
    with patch.object(in_parts_module, "PART", 1):
        assert place_in_parts(run, 30.0)
    assert run.best is not None
    assert (len(run.best.agenda.entries), run.best.agenda.omitted) == (4, ("e",))
    assert run.profiler.profile("", "").work("a part").times == 4


def test_parts_keep_what_is_asked_of_those_that_are_left_out() -> None:
    run = run_of(FIVE, RuleBook("book", (ONE_PER_ROOM,)), Params(deterministic=True))
    not_without = Breach.of(All((Not(terms.Held("e")),)))
    run.formulation = replace(run.formulation, breaches=(*run.formulation.breaches, not_without))
    assert not place_in_parts(run, 30.0)


def test_large_meetings_begin_in_parts() -> None:
    run = run_of(FIVE, RuleBook("book", (ONE_PER_ROOM, EARLY)), Params(deterministic=True))
    with patch.object(strategies, "LARGE", 4):
        decomposed(run)
    assert run.best is not None
    assert run.best.cost == run.bound
    profile = run.profiler.profile("", "")
    assert (profile.work("a part").times, profile.work("any agenda").times, profile.work("without optional").times) == (1, 0, 0)


@pytest.mark.parametrize("deterministic", [True, False])
def test_decomposed_holds_an_optional_session_that_a_rule_asks_for(deterministic: bool) -> None:
    """Two rooms hold four talks until noon; the fifth, if it is held, costs the four hours until it ends at three."""
    book = RuleBook("book", (ONE_PER_ROOM, EARLY, Held(id="e", for_=Selector((("id", ("e",)),)), weight=500)))
    run = run_of(FIVE, book, Params(deterministic=deterministic))
    decomposed(run)
    assert run.best is not None
    # Two at ten cost nothing, two at eleven an hour each, and the one at two in the afternoon four hours.
    assert (run.best.agenda.omitted, run.best.cost, run.bound) == ((), 360, 360)


def test_decomposed_repeats_itself_where_it_is_deterministic(monkeypatch: pytest.MonkeyPatch) -> None:
    """With so little deterministic time for a second of the limit, even a slow and busy machine does not meet the clock."""
    for module in (search, run_module):
        monkeypatch.setattr(module, "DETERMINISTIC_TIME_PER_SECOND", 0.005)
    monkeypatch.setattr(run_module, "SECONDS_PER_SEARCH", 5.0)
    plan = read_meeting(ROOT / "data" / "leem")
    agendas = []
    for _ in range(2):
        run = run_of(plan.problem, plan.book, Params(time_limit=80.0, deterministic=True))
        decomposed(run)
        assert run.best is not None
        verdict = check(plan.problem, plan.book, run.best.agenda)
        assert (verdict.refutations, verdict.cost) == ((), run.best.cost)
        assert not run.stopped_by_clock
        agendas.append(run.best.agenda)
    assert agendas[0] == agendas[1]


def test_exactly_goes_on_with_all_workers_where_one_alone_does_not_come_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strategies, "ALONE", Phase(1.0, 0.2))
    plan = read_meeting(ROOT / "data" / "tem")
    run = run_of(plan.problem, plan.book, Params(deterministic=True))
    exactly(run)
    searched = run.profiler.profile("exact", "asked for").work("exact model")
    assert (searched.times, dict(searched.ended)["optimal"]) == (2, 1)
    assert run.best is not None
    assert (run.best.cost, run.bound) == (25, 25)


def test_exactly_ends_where_one_worker_alone_has_proved_it() -> None:
    run = run_of(FIVE, RuleBook("book", (ONE_PER_ROOM, EARLY)), Params(deterministic=True))
    exactly(run)
    assert run.profiler.profile("exact", "asked for").work("exact model").times == 1
    assert run.best is not None
    assert run.best.cost == run.bound


def test_decomposed_goes_on_where_one_of_its_searches_had_too_little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strategies, "OUTLINE", Phase(1.0, 0.001))
    plan = read_meeting(ROOT / "data" / "leem")
    run = run_of(plan.problem, plan.book, Params(time_limit=8.0, deterministic=False))
    decomposed(run)
    assert run.best is not None
    assert not run.can_build


def test_decomposed_that_is_interrupted_keeps_what_it_has() -> None:
    plan = read_meeting(ROOT / "data" / "leem")
    run: Run | None = None

    def stop_at_the_first_agenda(progress: Progress) -> None:
        if progress.cost is not None and run is not None:
            run.interrupt()

    run = Run(plan.problem, plan.book, Params(time_limit=600.0, deterministic=False), stop_at_the_first_agenda)
    decomposed(run)
    assert run.best is not None
    assert run.left > 300
    assert check(plan.problem, plan.book, run.best.agenda).refutations == ()


def outline_of(problem: Problem, book: RuleBook, **rooms: str) -> Outline:
    """Every session in the first morning, in these rooms; None where no room is named."""
    cells = cells_of(formulate(problem, book))
    return {id: next((cell for cell in of_session if rooms.get(id) in cell.rooms), None) for id, of_session in cells.items()}


def test_realise_moves_no_more_sessions_than_it_must() -> None:
    """Three hours do not fit into one room's morning of two: one talk goes elsewhere, and only one."""
    book = RuleBook("book", (ONE_PER_ROOM, EARLY))
    outline = outline_of(FIVE, book, a="hall", b="hall", c="hall", d="annex")
    run = run_of(FIVE, book, Params(deterministic=True))
    realise(run, outline, 10.0)
    assert run.best is not None
    there = {id for id, cell in outline.items() if cell and (entry := run.best.agenda.entry(id)) and _in(run, cell, entry.session)}
    assert (len(there), "d" in there) == (3, True)
    assert run.best.agenda.omitted == ("e",)


def test_stay_near_chooses_among_the_agenda_and_the_outline() -> None:
    """From an agenda in the hall only, the outline in the annex lets two talks of four leave the afternoon."""
    book = RuleBook("book", (ONE_PER_ROOM, EARLY))
    run = run_of(FIVE, book, Params(deterministic=True))
    afternoon = {id: cells_of(run.formulation)[id][1] for id in "abcd"}
    realise(run, {**afternoon, "c": cells_of(run.formulation)["c"][0], "d": cells_of(run.formulation)["d"][0], "e": None}, 10.0)
    assert run.best is not None
    before = run.best.cost
    stay_near(run, outline_of(FIVE, book, a="annex", b="annex"), Effort(10.0))
    # The four are in the morning then: two at ten, two at eleven.
    assert before > run.best.cost == 120


def _in(run: Run, cell: object, session: str) -> bool:
    assert run.best is not None
    entry = run.best.agenda.entry(session)
    cells = cells_of(run.formulation)[session]
    assert entry is not None
    minute = run.problem.clock.minute(entry.start)
    return next(one for one in cells if entry.room in one.rooms and minute in one.starts) == cell


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=4))
def test_local_search_finds_the_least_cost_of_random_meetings(problem: Problem, rules: list[Rule]) -> None:
    book = book_of(problem, rules)
    answers = checked_answers(problem, book)
    run = run_of(problem, book, Params(deterministic=True))
    assume(run.formulation.charges and tables_of(run.formulation) is not None)
    with patch.object(strategies, "LOCAL", Phase(1.0, 0.1)):
        local_search(run)
    assert run.infeasible == (not answers)
    if answers:
        assert run.best is not None
        assert answers[run.best.agenda.entries] == run.best.cost == run.bound == min(answers.values())


def test_local_search_ends_when_nothing_can_be_better() -> None:
    run = run_of(FIVE, RuleBook("book", (ONE_PER_ROOM, APART)), Params(deterministic=False, time_limit=60))
    began = time.monotonic()
    local_search(run)
    assert run.best is not None
    assert (run.best.cost, run.bound) == (0, 0)
    assert time.monotonic() - began < 30


def test_local_search_is_refused_where_there_are_no_tables() -> None:
    people = tuple(Person(id=id, name=id.upper()) for id in "pq")
    problem = tiny_meeting(tiny_session("a", chair_pool=("p", "q")), tiny_session("b", chair_pool=("p", "q")), people=people)
    book = RuleBook("book", (OnePlace(id="once", for_=Selector((("person", (ALL,)),))), EARLY))
    with pytest.raises(Refused, match="does not suit this meeting"):
        solve(problem, book, Params(strategy="local_search"), ignore)


def choice(problem: Problem, book: RuleBook, params: Params) -> str:
    chosen = choose(run_of(problem, book, params))
    return f"{chosen.name}: {chosen.why}"


def test_strategy_follows_the_shape_of_the_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    loose, dense = RuleBook("book", (ONE_PER_ROOM, EARLY)), RuleBook("book", (ONE_PER_ROOM, APART))
    # Each of the five has eight starts in two rooms.
    assert choice(FIVE, loose, Params()) == "exact: 5 sessions with 80 places are few enough for one model"
    assert choice(FIVE, dense, Params()) == "local_search: 100% of all pairs of sessions are charged together"
    assert choice(FIVE, dense, Params(strategy="decomposed")) == "decomposed: asked for"
    many = tiny_meeting(*(tiny_session(f"s{number}") for number in range(SMALL_MEETING + 1)))
    assert choice(many, loose, Params()) == "decomposed: 61 sessions with 488 places are too many for one model"
    monkeypatch.setattr(choice_module, "MOST_PLACES", 79)
    assert choice(FIVE, loose, Params()) == "decomposed: 5 sessions with 80 places are too many for one model"


@pytest.mark.parametrize("name", ["rpoc", "tem", "leem"])
def test_strategy_of_the_small_samples_is_exact(name: str) -> None:
    plan = read_meeting(ROOT / "data" / name)
    assert choice(plan.problem, plan.book, Params()).startswith("exact: ")


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.lists(rules_of_every_kind(), min_size=1, max_size=4))
def test_by_blocks_finds_the_least_cost_of_random_meetings_of_themes(problem: Problem, rules: list[Rule]) -> None:
    book = book_of(problem, [ONE_PER_ROOM, OneThemePerRoom(id="theme", for_=Selector()), *rules])
    answers = checked_answers(problem, book)
    run = run_of(problem, book, Params(deterministic=True))
    by_blocks(run)
    assert run.infeasible == (not answers)
    if answers:
        assert run.best is not None
        assert answers[run.best.agenda.entries] == run.best.cost == run.bound == min(answers.values())


def test_by_blocks_suits_a_meeting_of_themes() -> None:
    talks = tiny_meeting(*(tiny_session(f"t{number}", theme="transit" if number < 4 else "brokering") for number in range(6)))
    book = RuleBook("book", (ONE_PER_ROOM, OneThemePerRoom(id="theme", for_=Selector()), EARLY))
    assert choice(talks, book, Params()) == "by_blocks: 6 of 6 sessions are of families"
    result = solve(talks, book, Params(), ignore)
    assert result.agenda.cost == solve(talks, book, Params(strategy="exact"), ignore).agenda.cost


def test_by_blocks_looks_for_other_periods_where_a_large_meeting_is_stuck() -> None:
    """The minutes until a talk ends are not seen by outlines, so that none of them is proved to be the best."""
    talks = tiny_meeting(*(tiny_session(f"t{number}", theme="transit" if number < 4 else "brokering") for number in range(6)))
    book = RuleBook("book", (ONE_PER_ROOM, OneThemePerRoom(id="theme", for_=Selector()), EARLY))
    run = run_of(talks, book, Params(deterministic=True))
    with patch.object(blocks_module, "PROVABLE", 0):
        by_blocks(run)
    work = run.profiler.profile("", "").work
    assert (work("cheapest periods").times, work("bound of periods").times, work("outline, proving").times) == (blocks_module.TURNS, 2, 0)
    assert run.best is not None
    assert run.best.cost == solve(talks, book, Params(strategy="exact"), ignore).agenda.cost


def test_settle_in_blocks_swaps_the_sessions_of_a_family() -> None:
    """The outline has the long talk in the hour that another leaves; in the family's blocks there is a place for both."""
    long, short = tiny_session("t1", hours=2, theme="transit"), tiny_session("t2", theme="transit")
    run = run_of(tiny_meeting(long, short), RuleBook("book", (ONE_PER_ROOM, OneThemePerRoom(id="theme", for_=Selector()), EARLY)), Params())
    morning = {id: next(cell for cell in cells if cell.period == "mon-am") for id, cells in run.cells.items()}
    afternoon = next(cell for cell in run.cells["t2"] if cell.period == "mon-pm")
    assert not settle(run, morning, Effort(5))
    assert run.best is None
    assert settle_in_blocks(run, {**morning, "t2": afternoon}, Effort(5))
    assert run.best is not None
    assert {entry.period for entry in run.best.agenda.entries} == {"mon-am", "mon-pm"}
