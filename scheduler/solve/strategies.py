"""How an agenda is looked for: the strategies, each a function that advances a run."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from ortools.sat.python import cp_model

from scheduler.domain.errors import ModelMismatch, Refused
from scheduler.model.builder import NOTHING_GIVEN, BuiltModel, Given, build
from scheduler.model.cells import Outline
from scheduler.model.relaxation import relax
from scheduler.solve.blocks import in_blocks
from scheduler.solve.improve import improve
from scheduler.solve.in_parts import LARGE, place_in_parts
from scheduler.solve.local import search_locally
from scheduler.solve.outline import realise, stay_near
from scheduler.solve.params import Phase
from scheduler.solve.run import FEW, Effort, Run
from scheduler.solve.search import Outcome, cores, together

ALONE = Phase(0.025, 10.0)
"""One worker before many: it proves ``data/tem`` in 0.4 s, where eight, two or three on the same two cores take 1.5 to 2.4."""
WITHOUT_OPTIONAL, ANY = Phase(0.5, float("inf")), Phase(0.3, float("inf"))
"""Looking for any agenda, without the sessions that may be left out, and with them."""
IN_PARTS = Phase(0.8, 600.0)
"""Looking for any agenda of a very large meeting part by part."""
MOST_CELLS = 100_000
"""A relaxation of more cells than this is not solved in a share of a minute: 168,000 took 14 s, to build and to find nothing."""
MOST_CHARGES = 3_000
"""Beside a local search, a relaxation of more charges is not built: Python runs one thread at a time, and 5,500 took half of a minute from
the search, for a bound of 2% of the cost."""
FIRST, LOCAL = Phase(0.03, 5.0), Phase(0.15, 60.0)
"""Searching locally before the relaxation, and in a deterministic run before the exact model."""
OUTLINE, REALISE, NEAR = Phase(0.2, 120.0), Phase(0.15, 60.0), Phase(0.1, 60.0)
"""The relaxation, and the two steps that make an agenda of its outline."""
NEAR_ENOUGH = 0.15
"""The gap at which a relaxation ends. In a plenary week it has this after 7 s, where bound and outline are 2% from those of 100 s, and the
agenda of an outline costs a third more than it."""


def exactly(run: Run) -> None:
    """One model of the whole meeting, solved to the end or to the limit: for a moment by one worker, then by all."""
    built = build(run.formulation)
    gap = run.params.gap
    if run.params.workers > 1:
        _solve(run, built, Effort(ALONE.of(run.params.time_limit), workers=1, gap=gap))
    if not run.done:
        _solve(run, built, Effort(run.left, workers=run.params.workers, gap=gap))


def _solve(run: Run, built: BuiltModel, effort: Effort) -> None:
    if run.best is not None:
        built.variables.hint(built.model, run.best.agenda)
    outcome = run.search("exact model", built, effort)
    _note(run, outcome)
    if outcome.found:
        run.take_over(built, outcome)
    if built.charges and not run.infeasible:
        run.raise_bound(outcome.bound)


def decomposed(run: Run) -> None:
    """Any agenda first, then the period relaxation for a bound and an outline, then neighbourhoods.

    With the objective and all starts in one model, the first agenda of a plenary week took most of a minute, and the bound
    stayed at 0.
    """
    if not _find_any(run) or not run.formulation.charges:
        return
    tables = run.tables
    if tables is not None and not run.done:
        search_locally(run, tables, FIRST.of(run.params.time_limit))
    limit = run.params.time_limit
    for outline in _outlines(run, OUTLINE.of(limit)):
        if not run.done:
            realise(run, outline, REALISE.of(limit))
        if not run.done:
            stay_near(run, outline, Effort(NEAR.of(limit)))
    improve(run)


def by_blocks(run: Run) -> None:
    """For meetings of families, such as themes of many presentations: periods and rooms of the families first, then neighbourhoods."""
    if in_blocks(run) or _find_any(run):
        improve(run)


def local_search(run: Run) -> None:
    """Any agenda first, then a local search over whole agendas; beside it, the period relaxation for a bound.

    A deterministic run searches locally for a part of its time, and then solves the exact model from there.
    """
    if not _find_any(run) or not run.formulation.charges:
        return
    tables = run.tables
    if tables is None:
        what = "the local search does not suit this meeting: it has too many possible starts, or a rule asks who takes a role"
        raise Refused(what, "leave --strategy away, and the strategy that suits it is taken")
    if run.deterministic:
        search_locally(run, tables, LOCAL.of(run.params.time_limit))
        if not run.done:
            exactly(run)
        return
    tasks = [lambda: search_locally(run, tables, run.left)]
    if len(run.formulation.charges) <= MOST_CHARGES:
        tasks.append(lambda: _bound(run))
    together(tasks, run.interrupt)


def _bound(run: Run) -> None:
    """Few workers, so that the local search has a core."""
    outcome = run.search("relaxation", relax(run.formulation), Effort(run.left, workers=cores()), tell_cost=False)
    run.raise_bound(outcome.bound)


def _find_any(run: Run) -> bool:
    """Look for any agenda, at first without the sessions that may be left out: fewer sessions, sooner done.

    Before that one counts whether there can be one; and some time is left, if there is none, for finding out why.
    """
    run.count()
    limit = run.params.time_limit
    optional = run.formulation.without_optional
    if len(run.formulation.required) >= LARGE and not run.done and place_in_parts(run, IN_PARTS.of(limit)):
        return True
    if optional and not run.done and _try_any(run, optional, WITHOUT_OPTIONAL.of(limit)):
        return True
    return not run.done and _try_any(run, NOTHING_GIVEN, ANY.of(limit))


def _try_any(run: Run, given: Given, seconds: float) -> bool:
    """Two workers, one of them for feasibility jumps, and no linear relaxation: the soonest, and four need twice the work."""
    built = build(run.formulation, given, charged=False)
    step = "without optional" if given else "any agenda"
    outcome = run.search(step, built, Effort(seconds, workers=FEW, linear=0), tell_cost=False, tell_bound=False)
    if not given:
        _note(run, outcome)
    if outcome.found:
        run.propose(built.variables.agenda(outcome.solver.value))
    return outcome.found


def _outlines(run: Run, seconds: float) -> Iterator[Outline]:
    """Outlines, each cheaper than those before: of hard-first relaxations or, where these have none, of the whole one."""
    found = False
    for outline in _hard_outlines(run, seconds):
        found = True
        yield outline
    if not found and not run.done and sum(map(len, run.cells.values())) <= MOST_CELLS:
        relaxation = relax(run.formulation)
        outcome = run.search("relaxation", relaxation, Effort(seconds, gap=NEAR_ENOUGH), tell_cost=False)
        run.infeasible = run.infeasible or outcome.status == cp_model.INFEASIBLE
        run.raise_bound(outcome.bound)
        if outcome.found:
            yield relaxation.outline(outcome.solver.value)


def _hard_outlines(run: Run, seconds: float) -> Iterator[Outline]:
    """All costs above the first level are forbidden, then the next, until there is an outline; then only what would be dearer than it."""
    wanted = deque(run.hard_first.ranks)
    while wanted and not run.done:
        hard = run.hard_first.harden(wanted.popleft())
        relaxation = relax(hard.formulation)
        outcome = run.search("hard first", relaxation, Effort(seconds), tell_cost=False, tell_bound=False)
        run.raise_bound(hard.bound if outcome.status == cp_model.INFEASIBLE else min(hard.bound, outcome.bound))
        if outcome.found:
            cost = round(outcome.solver.objective_value)
            yield relaxation.outline(outcome.solver.value)
            is_open = outcome.status == cp_model.OPTIMAL and cost > run.bound
            wanted = deque([cost - run.hard_first.unavoidable - 1] if is_open else [])


def _note(run: Run, outcome: Outcome) -> None:
    if outcome.status == cp_model.MODEL_INVALID:
        raise ModelMismatch("the solver refuses the model")
    run.infeasible = run.infeasible or outcome.status == cp_model.INFEASIBLE
