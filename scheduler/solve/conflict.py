"""Looks for a conflict: a few sessions and rule instances that cannot hold together."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from scheduler.domain.problem import Problem
from scheduler.model.formulation import Demand
from scheduler.solve.minimal import minimal
from scheduler.solve.params import Params
from scheduler.solve.questions import Numbers, Questions
from scheduler.solve.wording import MOST_LINES

PATIENCE = 4
"""How many times as long the solver may take for a question where questions were left open."""


@dataclass(frozen=True, slots=True)
class Found:
    """Demands that cannot hold together.

    Parameters
    ----------
    demands : tuple of Demand
        Sessions to be held and rule instances, in the order in which they were given.
    minimal : bool
        Whether an agenda was seen for the others without any one of the sessions, and without any one instance; where
        there are more than ``MOST_LINES`` instances, without any one rule.
    asked : int
        About how many sets of demands counting or the solver was asked.
    """

    demands: tuple[Demand, ...]
    minimal: bool
    asked: int


def find_conflict(problem: Problem, demands: Sequence[Demand], params: Params, seconds: float) -> Found | None:
    """A minimal conflict among the demands; None if none was proved in the time, or an agenda was seen that keeps them all.

    First the fewest sessions for which all rules together leave no agenda: with the others left out, models are tiny.
    Then the fewest rules for these sessions, and then the fewest instances of these rules. At the end they are proved to
    conflict with nothing left out; where they do not, what they speak of is left in, and all is done again.
    """
    questions = Questions(problem, demands, params, time.monotonic() + seconds)
    narrowing = _Narrowing(demands, questions)
    while questions.seconds_left > 0:
        parts = narrowing.parts()
        if parts is None:
            if questions.can(frozenset(range(len(demands)))):
                break
            questions.seconds *= PATIENCE
            continue
        parts, is_minimal = _settled(parts, questions)
        numbers = _together(parts)
        if questions.proved(numbers):
            return Found(tuple(demands[number] for number in sorted(numbers)), is_minimal, questions.asked)
        if not questions.set_free(numbers):
            break
    return None


class _Narrowing:
    """Leaves out first sessions, then rules, then instances; those that are suspected come first."""

    def __init__(self, demands: Sequence[Demand], questions: Questions) -> None:
        self._demands = demands
        self._questions = questions
        self._suspicion = _suspicions(demands, questions)

    def parts(self) -> tuple[Numbers, ...] | None:
        """The parts of a conflict, each a session, a rule or an instance; None if not even all demands were seen to conflict."""
        rules = frozenset(number for number, demand in enumerate(self._demands) if demand.rule is not None)
        sessions = [number for number in range(len(self._demands)) if number not in rules]
        kept = self._least(map(_alone, sessions), rules)
        if kept is None:
            return None
        held = _together(kept)
        by_rule = groupby(sorted(self._questions.relevant(held | rules) & rules), key=lambda number: self._demands[number].rule)
        few = self._least([frozenset(group) for _, group in by_rule], held) or ()
        if len(instances := sorted(_together(few))) <= MOST_LINES:
            few = self._least(map(_alone, instances), held) or few
        return (*kept, *few)

    def _least(self, parts: Iterable[Numbers], given: Numbers) -> tuple[Numbers, ...] | None:
        """Of the parts, a few that conflict with what is given."""
        ordered = sorted(parts, key=lambda part: min(self._suspicion[number] for number in part))
        return minimal(ordered, lambda chosen: self._questions.cannot(given | _together(chosen)))


def _settled(parts: tuple[Numbers, ...], questions: Questions) -> tuple[tuple[Numbers, ...], bool]:
    """The parts without those that are not needed after all, and whether all others were seen to be."""
    questions.seconds *= PATIENCE
    needed = True
    for part in parts:
        others = tuple(other for other in parts if other != part)
        if questions.cannot(_together(others)):
            return _settled(others, questions)
        needed = needed and questions.can(_together(others))
    return parts, needed


def _suspicions(demands: Sequence[Demand], questions: Questions) -> Sequence[tuple[int, int]]:
    """What is looked at first: a book of few rules that builds on others is a change to what worked; then sessions with few places."""
    in_file = Counter(rule.source.file for rule in dict.fromkeys(demand.rule for demand in demands) if rule is not None)
    of_rule = [in_file[demand.rule.source.file] if demand.rule else 0 for demand in demands]
    of_session: dict[str, int] = {}
    for number, demand in enumerate(demands):
        for session in questions.sessions_about(number) if demand.rule else ():
            of_session[session] = min(of_session.get(session, of_rule[number]), of_rule[number])
    places = questions.places()
    return [
        (of_rule[number], 0) if demand.rule else (of_session.get(subject := demand.instance.subject, 0), places[subject])
        for number, demand in enumerate(demands)
    ]


def _alone(number: int) -> Numbers:
    return frozenset((number,))


def _together(parts: Iterable[Numbers]) -> Numbers:
    return frozenset().union(*parts)
