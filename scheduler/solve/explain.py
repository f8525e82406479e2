"""Why there is no agenda: rules, and the facts beneath them, that cannot hold together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.domain.errors import Interrupted
from scheduler.domain.problem import Problem
from scheduler.model.builder import build
from scheduler.model.families import is_about_a_block
from scheduler.model.formulation import Demand, Formulation, demands_of, formulate_demands
from scheduler.model.relaxation import relax
from scheduler.rules.base import RuleBook
from scheduler.solve.conflict import find_conflict
from scheduler.solve.counting import because, lacks
from scheduler.solve.params import Params
from scheduler.solve.search import new_solver, search
from scheduler.solve.wording import MOST_LINES, fact_lines, rule_lines

SECONDS_TO_EXPLAIN = 30.0
"""How long a conflict is looked for at the most."""
SECONDS_TO_GLANCE = 2.0
"""How long a glance may take. Rules that contradict each other by themselves are seen at once, while the model is simplified."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why there is no agenda.

    Parameters
    ----------
    demands : tuple of Demand
        Rule instances and sessions that cannot hold together; none if that was not found in the time.
    minimal : bool
        Whether it is proved that without any one of ``demands`` (or of their rules, where there are many) the others can.
    shortages : tuple of str
        What counting shows to be too little: time, rooms, places. The first is what the demands come to, if that can be counted.
    asked : int
        About how many sets of demands were looked at.
    """

    demands: tuple[Demand, ...]
    minimal: bool
    shortages: tuple[str, ...] = ()
    asked: int = 0

    def text(self) -> str:
        """The conflict for the secretariat: each rule and fact with file, line and why."""
        if not self.demands:
            return "no agenda keeps every rule; which of them stand against each other was not found in the time"
        told = f": {self.shortages[0]}.\nThese" if self.shortages else ". These"
        lines = [
            f"no agenda keeps every rule{told} cannot hold together:",
            *(f"  {line}" for line in rule_lines(self.demands)),
            "while this is given:",
            *(f"  {line}" for line in fact_lines(self.demands)),
            self._closing(),
        ]
        if others := self.shortages[1:]:
            lines += ["There is too little of this too:", *(f"  {sentence}" for sentence in others[:MOST_LINES])]
        return "\n".join(lines)

    def _closing(self) -> str:
        if not self.minimal:
            return "Perhaps fewer of them suffice."
        one_by_one = sum(demand.rule is not None for demand in self.demands) <= MOST_LINES
        return f"Without any one of {'them' if one_by_one else 'these rules, or of these sessions,'} the others can."


def explain(problem: Problem, book: RuleBook, params: Params, seconds: float = SECONDS_TO_EXPLAIN) -> Conflict:
    """Why no agenda keeps the hard rules; what is named is proved, so that the caller need not have seen that there is none.

    Counting comes first, since the commonest cause has a one-line answer; of what it names, or else of everything, a
    minimal conflict is looked for, on models of their own without objective or assumptions: CP-SAT's assumption cores
    were nearly everything here. ``seconds`` are for all of it, save for the last proof.
    """
    began = time.monotonic()
    demands = demands_of(problem, book)
    known = tuple(lacks(formulate_demands(problem, demands), demands))
    suspects = because(problem, known[0], demands) if known else demands
    found = find_conflict(problem, suspects, params, began + seconds - time.monotonic())
    if found is None and not known:
        return Conflict((), minimal=False)
    named = found.demands if found else suspects
    told = next((lack.sentence for lack in lacks(formulate_demands(problem, named), named)), None)
    shortages = (told, *(lack.sentence for lack in known[1:])) if told else ()
    return Conflict(named, found is not None and found.minimal, shortages, found.asked if found else 0)


def glance(problem: Problem, book: RuleBook, seconds: float = SECONDS_TO_GLANCE) -> Conflict | None:
    """A conflict that is soon seen; None where there is none, or it takes a search to see it.

    What is looked at leaves things out: that it has no agenda is a hint, and ``explain`` proves what it names.

    Raises
    ------
    Interrupted
        If Ctrl-C came before that.
    """
    formulation = formulate_demands(problem, demands_of(problem, book))
    looks = tuple(_looks(formulation))
    if not any(_is_contradictory(model, seconds / len(looks)) for model in looks):
        return None
    conflict = explain(problem, book, Params())
    return conflict if conflict.demands else None


def _looks(formulation: Formulation) -> Iterator[cp_model.CpModel]:
    """The models that a glance looks at: of the sessions that have to be held and, where there are families, of their blocks.

    What keeps families apart is then left out of the first: with a literal for each session in each block, a thousand
    presentations took half a minute to build. The relaxation has literals for families instead.
    """
    breaches = formulation.breaches
    if formulation.families:
        breaches = tuple(breach for breach in breaches if not is_about_a_block(breach.measure))
        yield relax(formulation).model
    yield build(replace(formulation, breaches=breaches), formulation.without_optional, charged=False).model


def _is_contradictory(model: cp_model.CpModel, seconds: float) -> bool:
    outcome = search(new_solver(Params(time_limit=seconds, workers=1), deterministic=False), model, lambda progress: None)
    if outcome.interrupted:
        raise Interrupted("interrupted before it was seen whether the rules contradict each other")
    return outcome.status == cp_model.INFEASIBLE
