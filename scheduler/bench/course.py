"""How solves went: the course of one, and of all those of a meeting the worst."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from scheduler.solve.params import Progress

Figure = TypeVar("Figure", int, float)


@dataclass(frozen=True, slots=True)
class Course:
    """How one solve went. Seconds are those of its own clock, which starts when ``solve`` is called, with the sheets read.

    Parameters
    ----------
    seed : int
        The solver's seed.
    limit : float
        The solve's limit in seconds.
    told : tuple of Progress
        What it told while it ran.
    end : Progress
        How it ended: when it returned, with the cost that the check confirmed, None if there was no agenda, and the bound.
    """

    seed: int
    limit: float
    told: tuple[Progress, ...]
    end: Progress

    @property
    def first(self) -> float | None:
        """Seconds to the first agenda, or None if there was none."""
        return min((told.seconds for told in self._all if told.cost is not None), default=None)

    @property
    def best(self) -> float | None:
        """Seconds to the agenda of the end, or None if there was none."""
        return self._reached(0)

    @property
    def proof(self) -> float | None:
        """Seconds until its cost was proved to be the least, or None if it was not."""
        return None if self.end.cost is None else self._reached(self.end.cost)

    def cost_at(self, seconds: float) -> int | None:
        """The least cost known after so many seconds, or None if there was no agenda yet."""
        return min((told.cost for told in self._all if told.cost is not None and told.seconds <= seconds), default=None)

    @property
    def _all(self) -> tuple[Progress, ...]:
        return *self.told, self.end

    def _reached(self, bound: int) -> float | None:
        """Seconds until the cost of the end was told together with a bound of at least so much."""
        least = self.end.cost
        reached = (told for told in self._all if least is not None and told.cost is not None and told.cost <= least)
        return min((told.seconds for told in reached if told.bound >= bound), default=None)


def worst(figures: Iterable[Figure | None]) -> Figure | None:
    """The largest of the figures; None, a thing that never came, is worse than any."""
    known: list[Figure] = []
    for figure in figures:
        if figure is None:
            return None
        known.append(figure)
    return max(known)


@dataclass(frozen=True, slots=True)
class Measurement:
    """How the solver did on one meeting.

    Parameters
    ----------
    name : str
        The meeting, as the tables call it.
    sessions : int
        How many sessions it has, those that may be left out among them.
    reading : float
        Seconds that reading it took.
    courses : tuple of Course
        The solves with the usual limit, one per seed; at least one.
    longest : Course or None
        One more, with a longer limit.
    """

    name: str
    sessions: int
    reading: float
    courses: tuple[Course, ...]
    longest: Course | None = None

    @property
    def every(self) -> tuple[Course, ...]:
        """All the solves, the longest last."""
        return self.courses if self.longest is None else (*self.courses, self.longest)

    @property
    def first(self) -> float | None:
        """The most seconds to the first agenda."""
        return worst(course.first for course in self.courses)

    @property
    def best(self) -> float | None:
        """The most seconds to the agenda of the end."""
        return worst(course.best for course in self.courses)

    @property
    def proof(self) -> float | None:
        """The most seconds to the proof; None if one of the solves ended without."""
        return worst(course.proof for course in self.courses)

    @property
    def cost(self) -> int | None:
        """The highest cost at the end."""
        return worst(course.end.cost for course in self.courses)

    @property
    def spread(self) -> int | None:
        """The highest cost at the end less the lowest; None if one of the solves found nothing."""
        cost = self.cost
        return None if cost is None else cost - min(course.end.cost for course in self.courses if course.end.cost is not None)

    @property
    def bound(self) -> int:
        """The lowest bound at the end."""
        return min(course.end.bound for course in self.courses)

    @property
    def gap(self) -> float | None:
        """The largest gap of one solve between its own cost and bound."""
        return worst(course.end.gap for course in self.courses)

    @property
    def above_best_known(self) -> float | None:
        """By what share the highest cost is above the lowest that any solve, the longest among them, came to."""
        cost, lowest = self.cost, min((course.end.cost for course in self.every if course.end.cost is not None), default=None)
        return None if cost is None or lowest is None else (cost - lowest) / max(1, lowest)

    def cost_at(self, seconds: float) -> int | None:
        """The highest cost after so many seconds."""
        return worst(course.cost_at(seconds) for course in self.courses)
