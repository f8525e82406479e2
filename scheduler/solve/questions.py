"""Answers whether demands can hold together, remembering what was answered before."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from ortools.sat.python import cp_model

from scheduler.domain.agenda import Agenda
from scheduler.domain.errors import Interrupted
from scheduler.domain.problem import Problem
from scheduler.model.builder import build
from scheduler.model.formulation import Demand, formulate_demands
from scheduler.model.placements import enumerate_placements
from scheduler.rules.meaning import sessions_of
from scheduler.solve.counting import lacks
from scheduler.solve.params import Params
from scheduler.solve.search import new_solver, search

Numbers: TypeAlias = frozenset[int]
"""Demands by their numbers."""
LEAST_SECONDS_FOR_PROOF = 5.0
"""What the last proof is given even where the time is over: without it, nothing can be said."""


class Questions:
    """Asks counting, and then the solver, on a model of just the demands in question, without an objective.

    Sessions that no demand in question wants to be held are left out of the model: an agenda without them is an agenda.
    Where such a model has none, their being left out may be the reason, as where a rule wants one of them to come first;
    ``proved`` sees to that, and ``set_free`` keeps such sessions in.

    Parameters
    ----------
    problem : Problem
        The meeting.
    demands : sequence of Demand
        What will be asked about; each by its number in this sequence.
    params : Params
        Workers and seed.
    deadline : float
        The moment of the monotonic clock after which nothing is answered any more.
    """

    def __init__(self, problem: Problem, demands: Sequence[Demand], params: Params, deadline: float) -> None:
        self.asked = 0
        self.seconds = 1.0
        self._problem = problem
        self._demands = demands
        self._params = params
        self._deadline = deadline
        self._everywhere = enumerate_placements(problem)
        self._terms = [{term: sessions_of(term) for term in demand.instance.breaches} for demand in demands]
        self._about = [frozenset().union(*terms.values()) for terms in self._terms]
        restless = _restless(problem, demands)
        self._always = frozenset(number for number, demand in enumerate(demands) if demand.rule is None or demand.rule.id in restless)
        self._free: frozenset[str] = frozenset()
        self._can: list[Numbers] = []
        self._cannot: list[Numbers] = []

    @property
    def seconds_left(self) -> float:
        """Until the deadline."""
        return self._deadline - time.monotonic()

    def relevant(self, numbers: Numbers) -> Numbers:
        """The demands without those that speak only of sessions that are left out, and hold when these are."""
        wanted = self._wanted(numbers)
        return frozenset(number for number in numbers if number in self._always or not self._about[number].isdisjoint(wanted))

    def _wanted(self, numbers: Numbers) -> frozenset[str]:
        """The sessions that are not left out: those that some demand may want to be held, and the free ones."""
        return self._free.union(*(self._about[number] for number in numbers & self._always))

    def sessions_about(self, number: int) -> frozenset[str]:
        """The sessions that a demand speaks of."""
        return self._about[number]

    def places(self) -> Mapping[str, int]:
        """In how many places each session could be held, by the demands about it alone."""
        placements = formulate_demands(self._problem, self._demands, everywhere=self._everywhere).placements
        return {id: places.number for id, places in placements.items()}

    def can(self, numbers: Numbers) -> bool:
        """Whether an agenda was seen that keeps these demands."""
        return any(numbers <= known for known in self._can)

    def cannot(self, numbers: Numbers) -> bool:
        """Whether it is proved that these demands cannot hold together; if it is not, they may or may not."""
        if self.can(numbers):
            return False
        if any(known <= numbers for known in self._cannot):
            return True
        answer = self._answer(numbers)
        if answer is not None:
            (self._cannot if answer else self._can).append(numbers)
        return answer is True

    def set_free(self, numbers: Numbers) -> bool:
        """Leave no session out any more that these demands speak of; False if none of them was."""
        free = self._free.union(*(self._about[number] for number in numbers))
        changed = free > self._free
        self._free, self._cannot = free, []
        return changed

    def proved(self, numbers: Numbers) -> bool:
        """Whether it is proved, with nothing left out, that these demands cannot hold together."""
        return self._ask(numbers, all_free=True, seconds=max(self.seconds_left, LEAST_SECONDS_FOR_PROOF)) is True

    def _answer(self, numbers: Numbers) -> bool | None:
        """Whether they cannot hold together; None if that was not decided in the time."""
        if self.seconds_left <= 0:
            return None
        return self._ask(numbers, all_free=False, seconds=min(self.seconds_left, self.seconds))

    def _ask(self, numbers: Numbers, *, all_free: bool, seconds: float) -> bool | None:
        self.asked += 1
        asked = self._demanded(numbers) if not all_free else [self._demands[number] for number in sorted(numbers)]
        formulation = formulate_demands(self._problem, asked, everywhere=self._everywhere)
        if next(lacks(formulation), None):
            return True
        needed = formulation.required | self._free
        left_out = (session.id for session in self._problem.sessions if session.id not in needed and not all_free)
        given: Mapping[str, None] = dict.fromkeys(left_out)
        solver = new_solver(replace(self._params, time_limit=seconds), deterministic=False)
        outcome = search(solver, build(formulation, given, charged=False).model, lambda progress: None)
        if outcome.interrupted:
            raise Interrupted("interrupted; no agenda keeps every rule, and which of them are in conflict was not found yet")
        return {cp_model.INFEASIBLE: True, cp_model.OPTIMAL: False, cp_model.FEASIBLE: False}.get(outcome.status)

    def _demanded(self, numbers: Numbers) -> Iterator[Demand]:
        """The demands, shortened to what they say of sessions that are not left out."""
        wanted = self._wanted(numbers)
        for number in sorted(self.relevant(numbers)):
            demand, terms = self._demands[number], self._terms[number]
            said = terms if number in self._always else [term for term, about in terms.items() if not about.isdisjoint(wanted)]
            yield replace(demand, instance=replace(demand.instance, breaches=tuple(said)))


def _restless(problem: Problem, demands: Iterable[Demand]) -> frozenset[str]:
    """The rules, by their ids, that leaving sessions out may break, as an agenda without any shows."""
    nothing = Agenda(problem.meeting.id, (), tuple(session.id for session in problem.sessions))
    rules = {demand.rule.id: demand.rule for demand in demands if demand.rule is not None}
    return frozenset(id for id, rule in rules.items() if next(rule.violations(problem, nothing), None))
