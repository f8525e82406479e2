"""From a problem and a book to a confirmed agenda: a strategy searches, and the check has the last word."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduler.check import Verdict, check
from scheduler.domain.agenda import Agenda
from scheduler.domain.errors import Infeasible, Interrupted, ModelMismatch, NothingFound
from scheduler.domain.problem import Problem
from scheduler.rules.base import RuleBook
from scheduler.solve.choice import Choice, choose
from scheduler.solve.explain import SECONDS_TO_EXPLAIN, explain
from scheduler.solve.params import Listener, Params
from scheduler.solve.profile import Profile
from scheduler.solve.run import Incumbent, Run

LEAST_SECONDS_TO_EXPLAIN = 5.0
"""Where it is proved that there is no agenda, a conflict is looked for so long even where the limit is over."""


@dataclass(frozen=True, slots=True)
class Result:
    """An agenda that the check has confirmed.

    Parameters
    ----------
    agenda : Agenda
        The agenda, with its cost, its bound, and what it was made from.
    verdict : Verdict
        What it costs, by which rules.
    reproducible : bool
        Whether the same input gives the same agenda again: the solve was deterministic, and neither Ctrl-C nor the
        clock ended it.
    profile : Profile
        Where the time went, from the call of ``solve`` on.
    """

    agenda: Agenda
    verdict: Verdict
    reproducible: bool
    profile: Profile


def solve(problem: Problem, book: RuleBook, params: Params, listener: Listener) -> Result:
    """Find the agenda of least cost, as far as the limit allows.

    Raises
    ------
    Infeasible
        If no agenda keeps the hard rules; the message says which of them, and which facts, are in conflict.
    NothingFound, Interrupted
        If the limit, or Ctrl-C, came before there was an agenda.
    ModelMismatch
        If the check disagrees with the solver.
    """
    run = Run(problem, book, params, listener)
    choice = choose(run)
    try:
        choice.strategy(run)
    except KeyboardInterrupt:
        if run.best is None:
            raise
        run.interrupt()
    if run.best is not None:
        return _confirmed(run, choice, run.best)
    if run.interrupted:
        raise Interrupted("interrupted before there was an agenda")
    raise _explained(run)


def _explained(run: Run) -> Infeasible | NothingFound:
    """What to say of a run that found nothing: a conflict, if what is left of the limit is enough to find one."""
    limit = run.params.time_limit
    seconds = max(limit - run.profiler.elapsed, LEAST_SECONDS_TO_EXPLAIN if run.infeasible else 0.0)
    if seconds:
        conflict = explain(run.problem, run.book, run.params, min(seconds, SECONDS_TO_EXPLAIN))
        if run.infeasible or conflict.demands:
            return Infeasible(conflict.text())
    what = f"no agenda was found within {limit:g} seconds, and no proof that there is none"
    return NothingFound(what, "give more time: --time-limit", run.profiler.elapsed)


def _confirmed(run: Run, choice: Choice, best: Incumbent) -> Result:
    run.stand()
    with run.profiler.stage("check"):
        verdict = check(run.problem, run.book, best.agenda)
    if verdict.refutations:
        broken = "\n".join(f"{violation.instance}: {violation.sentence}" for violation in verdict.refutations)
        raise ModelMismatch(f"the check refutes what the solver found:\n{broken}")
    proved = best.cost == run.bound
    if verdict.cost > best.cost or (proved and verdict.cost != best.cost) or verdict.cost < run.bound:
        raise ModelMismatch(f"the agenda costs {verdict.cost}; the solver reports {best.cost}, and a bound of {run.bound}")
    status = "optimal" if verdict.cost == run.bound else "interrupted" if run.interrupted else "feasible"
    confirmed = replace(
        best.agenda,
        inputs=run.problem.inputs,
        book=run.book.fingerprint,
        variant=run.book.variant,
        seed=run.params.seed,
        status=status,
        cost=verdict.cost,
        bound=run.bound,
        cost_by_rule=verdict.cost_by_rule,
    )
    chance = run.interrupted or run.stopped_by_clock
    return Result(confirmed, verdict, run.deterministic and not chance, run.profiler.profile(choice.name, choice.why))
