"""What a solve is given, and what it tells while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from scheduler.domain.problem import Problem

SMALL_MEETING = 60
"""Meetings of up to so many sessions are solved deterministically unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class Params:
    """How to solve.

    Parameters
    ----------
    time_limit : float
        Seconds; a deterministic solve stops earlier, by deterministic time.
    workers : int
        Search threads. Eight prove more than two, even on two cores, since each searches in another way.
    seed : int
        The solver's random seed.
    gap : float
        Stop as soon as (cost − bound) / max(1, cost) is at most this.
    deterministic : bool or None
        Whether the same input must give the same agenda to the byte; None: if the meeting is small.
    strategy : str or None
        The name of a strategy (``strategies.py``); None: the one that suits the problem's shape.
    """

    time_limit: float = 60.0
    workers: int = 8
    seed: int = 1
    gap: float = 0.0
    deterministic: bool | None = None
    strategy: str | None = None

    def is_deterministic(self, problem: Problem) -> bool:
        """Whether this problem is solved deterministically."""
        return len(problem.sessions) <= SMALL_MEETING if self.deterministic is None else self.deterministic


@dataclass(frozen=True, slots=True)
class Phase:
    """How long a phase of a solve takes at the most: a share of the time limit, and no more than so many seconds."""

    share: float
    seconds: float

    def of(self, limit: float) -> float:
        """In seconds, of a time limit."""
        return min(limit * self.share, self.seconds)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a solve stands ``seconds`` after it was called: the best cost so far, None before there is one, and the proved bound."""

    seconds: float
    cost: int | None
    bound: int

    @property
    def gap(self) -> float | None:
        """(cost − bound) / max(1, cost), or None before there is a cost."""
        return None if self.cost is None else (self.cost - self.bound) / max(1, self.cost)


Listener: TypeAlias = Callable[[Progress], None]
"""Is told of progress, from a thread of the solver's."""
