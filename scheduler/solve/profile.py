"""Where the time of a solve goes, and how large its models are: what one collector is told, which is the run's clock, too."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol
from weakref import WeakSet

from ortools.sat.python import cp_model


class Built(Protocol):
    """A model, and the seconds that building it took."""

    @property
    def model(self) -> cp_model.CpModel:
        """The model."""

    @property
    def seconds(self) -> float:
        """To build it, beside what it was made from."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a model is; of its ``variables``, the ``literals`` are those that are 0 or 1."""

    variables: int
    constraints: int
    literals: int

    @staticmethod
    def of(model: cp_model.CpModel) -> Size:
        """The size of a model."""
        proto = model.proto
        domains = [variable.domain for variable in proto.variables]
        literals = sum(domain[0] == 0 and domain[len(domain) - 1] == 1 for domain in domains)
        return Size(len(proto.variables), len(proto.constraints), literals)


@dataclass(frozen=True, slots=True)
class Work:
    """All that a run did of one kind.

    Parameters
    ----------
    name : str
        The kind: a step of a strategy, or what is done beside searching.
    times : int
        How often it was done.
    seconds : float
        What it took. Seconds of searches that go on side by side count each.
    building : float
        Seconds, beside these, to build the models.
    largest : Size or None
        Of its models that with the most variables; None where there is no model.
    ended : tuple of (str, int)
        How its searches ended, in CP-SAT's words, and how many so: optimal, feasible, infeasible, unknown.
    moves : int
        Steps of the local search.
    cost, bound : int or None
        Where the run stood when the next search began: the cost of the best agenda, and the bound; None where nothing is searched.
    """

    name: str
    times: int = 0
    seconds: float = 0.0
    building: float = 0.0
    largest: Size | None = None
    ended: tuple[tuple[str, int], ...] = ()
    moves: int = 0
    cost: int | None = None
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Where the time of a solve went.

    Parameters
    ----------
    strategy : str
        The strategy that was taken.
    why : str
        A clause that says why.
    seconds : float
        From the call of ``solve`` to the confirmed agenda.
    works : tuple of Work
        Each kind of work, in the order in which they were first done.
    memory : float or None
        The most memory that this process ever had, in GB of 10⁹ bytes; None where the system does not tell.
    """

    strategy: str
    why: str
    seconds: float
    works: tuple[Work, ...]
    memory: float | None

    def work(self, name: str) -> Work:
        """The work of this name; one that was never done is that of no times."""
        return next((work for work in self.works if work.name == name), Work(name))


class Profiler:
    """Collects what a run does, from any thread, on a clock that starts when it is made."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._works: dict[str, Work] = {}
        self._unsettled: set[str] = set()
        self._searched: WeakSet[cp_model.CpModel] = WeakSet()

    @property
    def elapsed(self) -> float:
        """Seconds since the collector was made."""
        return time.monotonic() - self._began

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Note what is done inside, beside searching."""
        began = self.elapsed
        yield
        with self._lock:
            self._add(name, self.elapsed - began)

    def stand(self, cost: int | None, bound: int) -> None:
        """Note where the run stands, for every search that ended since this was last told."""
        with self._lock:
            for name in self._unsettled:
                self._works[name] = replace(self._works[name], cost=cost, bound=bound)
            self._unsettled.clear()

    def note_search(self, step: str, built: Built, status: str, seconds: float) -> None:
        """Note that a step of the strategy searched a model for so long, and how that ended."""
        with self._lock:
            work = self._add(step, seconds)
            ended = dict(work.ended)
            ended[status] = ended.get(status, 0) + 1
            grown = work.largest is None or len(built.model.proto.variables) > work.largest.variables
            largest = Size.of(built.model) if grown else work.largest
            building = work.building + (0.0 if built.model in self._searched else built.seconds)
            self._searched.add(built.model)
            self._works[step] = replace(work, building=building, largest=largest, ended=tuple(sorted(ended.items())))
            self._unsettled.add(step)

    def note_moves(self, step: str, moves: int, seconds: float) -> None:
        """Note that a local search made so many moves."""
        with self._lock:
            work = self._add(step, seconds)
            self._works[step] = replace(work, moves=work.moves + moves)
            self._unsettled.add(step)

    def profile(self, strategy: str, why: str) -> Profile:
        """What was collected so far."""
        with self._lock:
            return Profile(strategy, why, self.elapsed, tuple(self._works.values()), peak_memory())

    def _add(self, name: str, seconds: float) -> Work:
        work = self._works.get(name, Work(name))
        self._works[name] = replace(work, times=work.times + 1, seconds=work.seconds + seconds)
        return self._works[name]


def peak_memory() -> float | None:
    """The most memory that this process ever had, in GB of 10⁹ bytes; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows has no such module.
        return None
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(used) * (1 if sys.platform == "darwin" else 1024) / 1e9
