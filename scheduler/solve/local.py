"""The local search as a part of a run: it goes on from the best agenda, and tells every better one."""

from __future__ import annotations

from scheduler.search.spots import Ints
from scheduler.search.tables import Tables
from scheduler.search.tabu import Tabu
from scheduler.solve.run import Incumbent, Run

STEPS, LOOKS_PER_SECOND = 200, 10
"""At most so many steps are taken between two looks at the run, at its end and at what others found; fewer where steps are slow."""
WORK_PER_SECOND, MOST_PER_SECOND = 5e8, 5_000
"""A deterministic run takes so many additions, but no more than so many steps, for a second of its limit."""


def search_locally(run: Run, tables: Tables, seconds: float) -> None:
    """Look for better agendas than the best one, for so long, or to the end of the run."""
    best = run.best
    assert best is not None
    before = best.agenda

    def found(vector: Ints, cost: int) -> None:
        run.offer(Incumbent(tables.spots.agenda(vector, before), cost))

    tabu = Tabu(tables, tables.spots.vector(before), run.params.seed, found)
    rate = min(MOST_PER_SECOND, WORK_PER_SECOND / tables.work)
    at_once = max(1, min(STEPS, int(rate / LOOKS_PER_SECOND)))
    run.stand()
    began, steps = run.profiler.elapsed, 0
    while not run.done and (steps / rate if run.deterministic else run.profiler.elapsed - began) < seconds:
        for _ in range(at_once):
            tabu.step()
        steps += at_once
        if run.deterministic:
            run.spend(at_once / rate)
        elif run.best is not best and run.best is not None:
            best = run.best
            tabu.adopt(tables.spots.vector(best.agenda), best.cost)
    run.profiler.note_moves("local search", steps, run.profiler.elapsed - began)
