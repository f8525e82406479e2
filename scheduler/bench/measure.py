"""Measuring: the meetings are read, then solved one after another, and the course of each solve is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from scheduler.bench.course import Course, Measurement
from scheduler.domain.errors import Interrupted, NothingFound
from scheduler.files.meeting_folder import Plan, read_meeting
from scheduler.files.samples import sample_names, samples_root
from scheduler.solve.params import Listener, Params, Progress
from scheduler.solve.solver import solve

LONGEST_SEED = 0
"""The seed of the one longer solve: none of the usual ones, which begin with 1."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How often and how long each meeting is solved.

    Parameters
    ----------
    time_limit : float
        Seconds for each seed.
    seeds : int
        How many seeds: 1, 2, and so on.
    longest : float or None
        Seconds for one more solve, to know a better agenda; None for no such solve.
    """

    time_limit: float
    seeds: int
    longest: float | None = None

    def solves(self) -> tuple[Params, ...]:
        """The solves of a meeting, the longest last; small meetings are solved deterministically, as by ``schedule solve``."""
        usual = tuple(Params(self.time_limit, seed=seed) for seed in range(1, self.seeds + 1))
        return usual if self.longest is None else (*usual, Params(self.longest, seed=LONGEST_SEED))


@dataclass(frozen=True, slots=True)
class Subject:
    """A meeting to measure: its name in the tables, what it is planned from, and the seconds that reading it took."""

    name: str
    plan: Plan
    reading: float


Display: TypeAlias = Callable[[Subject, Params], AbstractContextManager[Listener]]
"""Shows a solve while it runs: gives the listener to its progress."""


def read_subjects(folders: Iterable[Path]) -> tuple[Subject, ...]:
    """Read meetings: those in ``folders``, each once, or the samples if there is no folder.

    Raises
    ------
    InputError
        If one of them is wrong.
    """
    samples = {name: samples_root() / "data" / name for name in sample_names()}
    named = {str(folder): folder for folder in folders}
    return tuple(_read(name, folder) for name, folder in (named or samples).items())


def _read(name: str, folder: Path) -> Subject:
    began = time.monotonic()
    plan = read_meeting(folder)
    return Subject(name, plan, time.monotonic() - began)


def measure(subjects: Iterable[Subject], setup: Setup, display: Display) -> tuple[Measurement, ...]:
    """Solve each meeting as often as the set-up says, and keep the courses.

    Ctrl-C ends it all: the solve that was under way does not count, and a meeting without any that does is left out.

    Raises
    ------
    Infeasible, ModelMismatch
        If a solve ends so.
    """
    measured: list[tuple[Subject, list[Course]]] = []
    with suppress(KeyboardInterrupt, Interrupted):
        for subject in subjects:
            courses: list[Course] = []
            measured.append((subject, courses))
            for params in setup.solves():
                with display(subject, params) as listener:
                    courses.append(follow(subject.plan, params, listener))
    return tuple(_measurement(subject, tuple(courses), setup) for subject, courses in measured if courses)


def _measurement(subject: Subject, courses: tuple[Course, ...], setup: Setup) -> Measurement:
    usual, longest = courses[: setup.seeds], courses[setup.seeds :]
    return Measurement(subject.name, len(subject.plan.problem.sessions), subject.reading, usual, *longest)


def follow(plan: Plan, params: Params, listener: Listener) -> Course:
    """Solve once, and keep what is told on the way; a solve that finds nothing counts too.

    Raises
    ------
    Interrupted
        If Ctrl-C ended it, with an agenda or without.
    Infeasible, ModelMismatch
        As the solve does.
    """
    told: list[Progress] = []

    def note(progress: Progress) -> None:
        told.append(progress)
        listener(progress)

    try:
        result = solve(plan.problem, plan.book, params, note)
    except NothingFound as nothing:
        end = Progress(nothing.seconds, None, max((progress.bound for progress in told), default=0))
    else:
        end = Progress(result.profile.seconds, result.agenda.cost, result.agenda.bound)
        if result.agenda.status == "interrupted":
            raise Interrupted("interrupted")
    return Course(params.seed, params.time_limit, tuple(told), end)
