"""From an outline to an agenda: the relaxation says in which room and period sessions are cheapest, the model when they can start there.

An outline seldom works out wholly, since the relaxation knows no start times; but a few sessions elsewhere usually mend it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Problem
from scheduler.model.builder import build
from scheduler.model.cells import Cell, Outline
from scheduler.model.formulation import Charge, Formulation
from scheduler.model.placements import Placements
from scheduler.model.relaxation import relax
from scheduler.rules.terms import All, InRoom, Not, StartsIn
from scheduler.solve.run import FEW, Effort, Incumbent, Run

ENOUGH = 0.5
"""The gap at which an outline is realised well enough: what is proved of deviations says nothing of costs."""


def realise(run: Run, outline: Outline, seconds: float) -> None:
    """Look for an agenda with as few sessions as possible elsewhere than in the outline, whatever it costs.

    Sessions that may be left out are, for the time being: one that stays near the outline takes them in again.
    """
    optional = run.formulation.without_optional
    required = {id: cell for id, cell in outline.items() if id not in optional}
    built = build(replace(run.formulation, charges=tuple(_deviations(required))), optional)
    built.variables.hint(built.model, _agenda_of(run.problem, required))
    outcome = run.search("realise", built, Effort(seconds, workers=FEW, gap=ENOUGH), tell_cost=False, tell_bound=False)
    if outcome.found:
        run.propose(built.variables.agenda(outcome.solver.value))


def settle(run: Run, outline: Outline, effort: Effort) -> bool:
    """Look for the cheapest agenda in which every session is where the outline has it; whether there is one."""
    return _settle(run, "settle", {id: [cell] if cell else [] for id, cell in outline.items()}, effort)


def settle_in_blocks(run: Run, outline: Outline, effort: Effort) -> bool:
    """Look for the cheapest agenda in which each family's sessions share the blocks that it has in the outline; whether there is one."""
    families = run.formulation.families
    blocks: dict[tuple[str, ...], set[tuple[str, str]]] = {}
    for id, cell in outline.items():
        if cell and id in families:
            blocks.setdefault(families[id], set()).update((cell.period, room) for room in cell.rooms)
    choices: dict[str, list[Cell]] = {}
    for id, cell in outline.items():
        own = blocks.get(families[id], set()) if id in families else set()
        shared = [replace(c, rooms=tuple(room for room in c.rooms if (c.period, room) in own)) for c in run.cells[id]] if cell else []
        choices[id] = [c for c in shared if c.rooms] or ([cell] if cell else [])
    return _settle(run, "settle in blocks", choices, effort)


def _settle(run: Run, step: str, choices: Mapping[str, list[Cell]], effort: Effort) -> bool:
    built = build(restricted(run.formulation, choices), {id: None for id, cells in choices.items() if not cells})
    if run.best is not None:
        built.variables.hint(built.model, run.best.agenda)
    outcome = run.search(step, built, effort, tell_cost=False, tell_bound=False)
    if outcome.found:
        run.take_over(built, outcome)
    return outcome.found


def stay_near(run: Run, outline: Outline, effort: Effort) -> None:
    """Look for the cheapest agenda in which every session stays in its room and period, or goes to those of the outline.

    Danna, Rothberg, Le Pape: Exploring relaxation induced neighborhoods to improve MIP solutions, Mathematical Programming 2005.
    """
    best = run.best
    assert best is not None
    mine = _outline_of(run, best)
    choices = {id: [cell for cell in (mine[id], outline[id]) if cell is not None] for id in outline}
    built = build(restricted(run.formulation, choices), {id: None for id in choices if not choices[id]})
    run.search_from("stay near", best, built, effort)


def rearrange(run: Run, free: Collection[str], effort: Effort) -> None:
    """Look for a cheaper outline in which all but the ``free`` sessions are where the best agenda has them, and go towards it."""
    best = run.best
    assert best is not None
    mine = _outline_of(run, best)
    choices = {id: [cell] if cell is not None else [] for id, cell in mine.items() if id not in free}
    relaxation = relax(restricted(run.formulation, choices))
    outcome = run.search("rearrange", relaxation, effort, tell_cost=False, tell_bound=False)
    if outcome.found:
        stay_near(run, relaxation.outline(outcome.solver.value), effort)


def restricted(formulation: Formulation, choices: Mapping[str, list[Cell]]) -> Formulation:
    """The formulation in which these sessions have no other cells."""
    return replace(formulation, placements={**formulation.placements, **{id: _united(cells) for id, cells in choices.items()}})


def _deviations(outline: Outline) -> list[Charge]:
    """For each session of the outline that it is held elsewhere, or not at all."""
    cells = [(id, cell) for id, cell in outline.items() if cell is not None]
    return [Charge(Not(_is_in(id, cell)), frozenset((id,)), weight=1) for id, cell in cells]


def _is_in(session: str, cell: Cell) -> All:
    return All((StartsIn(session, tuple((start, start) for start in cell.starts)), InRoom(session, frozenset(cell.rooms))))


def _agenda_of(problem: Problem, outline: Outline) -> Agenda:
    """The outline as an agenda in which each session starts as soon as it can; it keeps no rule, and serves as a hint."""
    entries = [_first_entry(problem, id, cell) for id, cell in outline.items() if cell is not None]
    return Agenda(problem.meeting.id, tuple(entries))


def _first_entry(problem: Problem, id: str, cell: Cell) -> Entry:
    session, start = problem.session(id), cell.starts[0]
    return Entry(id, problem.clock.at(start), session.minutes, cell.period, cell.rooms[0])


def _outline_of(run: Run, best: Incumbent) -> Outline:
    """The cells in which an agenda has the sessions."""
    entries = {entry.session: entry for entry in best.agenda.entries}
    return {id: _cell_of(run.problem, cells, entries.get(id)) for id, cells in run.cells.items()}


def _cell_of(problem: Problem, cells: tuple[Cell, ...], entry: Entry | None) -> Cell | None:
    if entry is None:
        return None
    start = problem.clock.minute(entry.start)
    return next(cell for cell in cells if entry.room in cell.rooms and start in cell.starts)


def _united(cells: list[Cell]) -> Placements:
    starts: dict[str, set[int]] = {}
    for cell in cells:
        for room in cell.rooms:
            starts.setdefault(room, set()).update(cell.starts)
    return Placements.of(starts)
