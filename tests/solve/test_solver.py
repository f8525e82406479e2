"""Solving tiny meetings to the end: proved, confirmed, reproducible; and what happens when that cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest

import scheduler.solve.profile as profile
import scheduler.solve.run as run
import scheduler.solve.solver as solver
from scheduler.check import SHEETS, Verdict
from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.errors import Infeasible, ModelMismatch, NothingFound
from scheduler.domain.problem import Problem
from scheduler.domain.selector import ALL, Selector
from scheduler.domain.times import When
from scheduler.model.formulation import Formulation, formulate
from scheduler.rules.base import RuleBook
from scheduler.rules.example import TWO_ROOMS, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.kinds.held import Held
from scheduler.rules.kinds.not_after import NotAfter
from scheduler.rules.kinds.one_per_room import OnePerRoom
from scheduler.rules.kinds.prefer import Prefer
from scheduler.solve.params import Params, Progress

ONE_PER_ROOM = OnePerRoom(id="room", for_=Selector((("room", (ALL,)),)))
EARLY = NotAfter(id="early", for_=Selector(), time=When.parse("day 1, 11:00"), per="minute", weight=1)
FOUR = tiny_meeting(tiny_session("a"), tiny_session("b"), tiny_session("c", hours=2), tiny_session("d", optional=True))
BOOK = RuleBook("book", (ONE_PER_ROOM, EARLY), "sha256:book")
# Only a and b fit before c does: 10-11 costs 0, 11-12 costs 60; c is then 14-16 and costs 300. Any other order costs
# more: with c at 10-12 (60), a and b at 14-15 (240) and 15-16 (300) cost 600. Nothing asks for d, so it is left out.
LEAST = 360


def ignore(progress: Progress) -> None:
    """Listen to nothing."""


def test_solve_finds_the_least_cost_and_proves_it() -> None:
    result = solver.solve(FOUR, BOOK, Params(), ignore)
    assert (result.agenda.status, result.agenda.cost, result.agenda.bound) == ("optimal", LEAST, LEAST)
    assert result.agenda.cost_by_rule == (("early", LEAST),)
    assert result.agenda.omitted == ("d",)
    assert (result.agenda.book, result.agenda.seed) == ("sha256:book", 1)
    starts = {entry.session: FOUR.clock.minute(entry.start) for entry in result.agenda.entries}
    assert (starts["c"], sorted((starts["a"], starts["b"]))) == (840, [600, 660])


def test_solve_holds_an_optional_session_that_a_rule_asks_for() -> None:
    book = RuleBook("book", (ONE_PER_ROOM, Held(id="d", for_=Selector(), weight=1)))
    result = solver.solve(FOUR, book, Params(), ignore)
    assert (result.agenda.omitted, result.agenda.cost) == ((), 0)


def test_solve_without_weighted_rules_costs_nothing() -> None:
    result = solver.solve(FOUR, RuleBook("book", (ONE_PER_ROOM,)), Params(), ignore)
    assert (result.agenda.status, result.agenda.cost, result.agenda.bound, result.agenda.cost_by_rule) == ("optimal", 0, 0, ())


def test_solve_deterministic_repeats_itself() -> None:
    rooms = Prefer(id="annex", for_=Selector((("id", ("a",)),)), room=Selector((("id", ("annex",)),)), weight=3)
    problem = tiny_meeting(*(tiny_session(id) for id in "abcde"), rooms=TWO_ROOMS)
    book = RuleBook("book", (ONE_PER_ROOM, EARLY, rooms))
    agendas = {solver.solve(problem, book, Params(seed=seed, deterministic=True), ignore).agenda for seed in (1, 1, 1)}
    assert len(agendas) == 1


def test_solve_tells_its_progress() -> None:
    told: list[Progress] = []
    solver.solve(FOUR, BOOK, Params(), told.append)
    assert told[-1].cost == LEAST
    assert [progress.bound for progress in told] == sorted(progress.bound for progress in told)
    costs = [progress.cost for progress in told if progress.cost is not None]
    assert costs == sorted(costs, reverse=True)


def test_solve_counts_the_time_of_the_formulation(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock starts with the call: a formulation that takes all of an hour's limit leaves nothing to search with."""
    now = [0.0]

    def formulated(problem: Problem, book: RuleBook) -> Formulation:
        now[0] += 3600.0
        return formulate(problem, book)

    monkeypatch.setattr(profile.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(run, "formulate", formulated)
    started = run.Run(FOUR, BOOK, Params(time_limit=4000.0, deterministic=False), ignore)
    assert (started.left, started.profiler.profile("exact", "so").work("formulation").seconds) == (400.0, 3600.0)
    told: list[Progress] = []
    assert solver.solve(FOUR, BOOK, Params(time_limit=4000.0, deterministic=False), told.append).profile.seconds == 3600.0
    assert {progress.seconds for progress in told} == {3600.0}


def test_solve_stops_at_the_gap() -> None:
    result = solver.solve(FOUR, BOOK, Params(gap=1.0), ignore)
    assert result.agenda.gap <= 1.0
    assert result.agenda.status == ("optimal" if result.agenda.cost == result.agenda.bound else "feasible")


def test_solve_session_that_fits_into_no_period() -> None:
    problem = tiny_meeting(tiny_session("marathon", hours=3))
    with pytest.raises(Infeasible, match=r"marathon 'Marathon' \(180 minutes\) fits into no period; the longest, mon-am, has 120 minutes"):
        solver.solve(problem, BOOK, Params(), ignore)


def test_solve_no_time_at_all() -> None:
    problem = tiny_meeting(*(tiny_session(f"s{n}") for n in range(8)), rooms=TWO_ROOMS)
    with pytest.raises(NothingFound, match="no agenda was found within 1e-09 seconds"):
        solver.solve(problem, BOOK, Params(time_limit=1e-9, deterministic=False), ignore)


def disagreeing(verdict: Verdict) -> object:
    def check(problem: Problem, book: RuleBook, agenda: Agenda) -> Verdict:
        return verdict

    return check


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        pytest.param(
            Verdict((Violation(SHEETS, "a", 1, None, "a is wrong"),), (("early", LEAST),)),
            r"the check refutes what the solver found:\nsheets\[a\]: a is wrong",
            id="refuted",
        ),
        pytest.param(Verdict((), (("early", LEAST + 1),)), "the agenda costs 361; the solver reports 360, and a bound of 360", id="dearer"),
        pytest.param(
            Verdict((), (("early", LEAST - 1),)), "the agenda costs 359; the solver reports 360, and a bound of 360", id="cheaper"
        ),
    ],
)
def test_solve_check_disagrees(monkeypatch: pytest.MonkeyPatch, verdict: Verdict, message: str) -> None:
    monkeypatch.setattr(solver, "check", disagreeing(verdict))
    with pytest.raises(ModelMismatch, match=message):
        solver.solve(FOUR, BOOK, Params(), ignore)


def test_solve_with_a_lost_constraint_is_a_mismatch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check does not take the solver's word: with the room rule lost from the model, all meet at once and are refuted."""
    monkeypatch.setattr(run, "formulate", lambda problem, book: formulate(problem, replace(book, rules=(EARLY,))))
    with pytest.raises(ModelMismatch, match=r"room\[hall\]: hall cannot hold both"):
        solver.solve(FOUR, BOOK, Params(), ignore)


def test_check_of_an_example_by_hand() -> None:
    by_hand = tiny_agenda(FOUR, a="Mon 10:00 hall", b="Mon 11:00 hall", c="Mon 14:00 hall")
    assert solver.check(FOUR, BOOK, by_hand).cost == LEAST
