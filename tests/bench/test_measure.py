"""Which solves are made, and what is kept of them; the solver is a stand-in except where ok_small is solved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest

from scheduler.bench import measure
from scheduler.bench.measure import LONGEST_SEED, Setup, Subject, follow, read_subjects
from scheduler.check import Verdict
from scheduler.domain.agenda import Agenda
from scheduler.domain.errors import Infeasible, Interrupted, NothingFound
from scheduler.domain.problem import Problem
from scheduler.files.samples import sample_names
from scheduler.rules.base import RuleBook
from scheduler.solve.params import Listener, Params, Progress
from scheduler.solve.profile import Profile
from scheduler.solve.solver import Result


def ignore(progress: Progress) -> None:
    """Listen to nothing."""


def unseen(subject: Subject, params: Params) -> AbstractContextManager[Listener]:
    """Show nothing."""
    return nullcontext(ignore)


@pytest.fixture
def subject(ok_small: Path) -> Subject:
    return read_subjects([ok_small])[0]


def stand_in(monkeypatch: pytest.MonkeyPatch, answers: Callable[[Params], Agenda]) -> None:
    """Let a solve of seven seconds tell of a bound of 2, then of 3 and a cost of 9, and return such an agenda, or raise."""

    def solve(problem: Problem, book: RuleBook, params: Params, listener: Listener) -> Result:
        listener(Progress(1.0, None, 2))
        listener(Progress(2.5, 9, 3))
        return Result(answers(params), Verdict((), ()), reproducible=False, profile=Profile("exact", "so", 7.0, (), None))

    monkeypatch.setattr(measure, "solve", solve)


def raising(error: BaseException, at_seed: int) -> Callable[[Params], Agenda]:
    def answer(params: Params) -> Agenda:
        if params.seed == at_seed:
            raise error
        return Agenda("small", (), status="feasible", cost=9, bound=4)

    return answer


def seeds_measured(subjects: tuple[Subject, ...], setup: Setup) -> list[tuple[str, list[int]]]:
    measured = measure.measure(subjects, setup, unseen)
    return [(measurement.name, [course.seed for course in measurement.every]) for measurement in measured]


def test_setup_solves_each_seed_and_then_the_longest() -> None:
    assert Setup(10.0, 2).solves() == (Params(10.0, seed=1), Params(10.0, seed=2))
    assert Setup(10.0, 1, 99.0).solves() == (Params(10.0, seed=1), Params(99.0, seed=LONGEST_SEED))


def test_subjects_are_the_samples_unless_folders_are_named(ok_small: Path) -> None:
    assert tuple(subject.name for subject in read_subjects(())) == sample_names()
    assert [subject.name for subject in read_subjects([ok_small, ok_small / "."])] == [str(ok_small)]


def test_follow_keeps_what_was_told(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, lambda params: Agenda("small", (), status="feasible", cost=8, bound=4))
    heard: list[Progress] = []
    course = follow(subject.plan, Params(5.0, seed=7), heard.append)
    assert (course.seed, course.limit, course.end) == (7, 5.0, Progress(7.0, 8, 4))
    assert course.told == tuple(heard) == (Progress(1.0, None, 2), Progress(2.5, 9, 3))


def test_follow_counts_a_solve_that_finds_nothing(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, raising(NothingFound("nothing", "", 6.0), at_seed=1))
    assert follow(subject.plan, Params(5.0), ignore).end == Progress(6.0, None, 3)


def test_follow_counts_a_solve_that_tells_nothing(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    def solve(*_: object) -> Result:
        raise NothingFound("nothing", "", 6.0)

    monkeypatch.setattr(measure, "solve", solve)
    course = follow(subject.plan, Params(5.0), ignore)
    assert (course.told, course.end) == ((), Progress(6.0, None, 0))


def test_follow_does_not_count_a_solve_that_was_interrupted(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, lambda params: Agenda("small", (), status="interrupted", cost=9, bound=4))
    with pytest.raises(Interrupted):
        follow(subject.plan, Params(5.0), ignore)


def test_measure_shows_each_solve_from_before_it_begins(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, lambda params: Agenda("small", (), status="optimal", cost=9, bound=9))
    seen: list[str] = []

    @contextmanager
    def display(subject: Subject, params: Params) -> Iterator[Listener]:
        seen.append(f"{params.seed} begins")
        yield lambda progress: seen.append(f"cost {progress.cost}")
        seen.append("ends")

    (measured,) = measure.measure((subject,), Setup(5.0, 1, 6.0), display)
    assert seen == ["1 begins", "cost None", "cost 9", "ends", f"{LONGEST_SEED} begins", "cost None", "cost 9", "ends"]
    assert (measured.name, measured.sessions, measured.reading) == (subject.name, 4, subject.reading)
    assert ([course.limit for course in measured.courses], measured.longest and measured.longest.limit) == ([5.0], 6.0)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), Interrupted("interrupted")])
@pytest.mark.parametrize(("at_seed", "first"), [(1, []), (2, [1]), (LONGEST_SEED, [1, 2])])
def test_measure_interrupted_keeps_the_solves_that_had_ended(
    subject: Subject, monkeypatch: pytest.MonkeyPatch, error: BaseException, at_seed: int, first: list[int]
) -> None:
    stand_in(monkeypatch, raising(error, at_seed))
    another = Subject("another", subject.plan, 0.0)
    assert seeds_measured((subject, another), Setup(5.0, 2, 6.0)) == ([(subject.name, first)] if first else [])


def test_measure_of_a_meeting_that_cannot_be_is_an_error(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, raising(Infeasible("no agenda"), at_seed=2))
    with pytest.raises(Infeasible):
        seeds_measured((subject,), Setup(5.0, 2))


def test_measure_solves_ok_small_to_its_proof(subject: Subject) -> None:
    (measured,) = measure.measure((subject,), Setup(20.0, 2), unseen)
    assert (measured.cost, measured.spread, measured.bound, measured.gap) == (45, 0, 45, 0.0)
    for course in measured.courses:
        assert course.first is not None
        assert course.best is not None
        assert course.proof is not None
        assert 0 < course.first <= course.best <= course.proof <= course.end.seconds
