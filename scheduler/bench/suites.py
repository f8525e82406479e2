"""Suites of meetings to measure: our own samples, and instances that others published, imported like any file of theirs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.bench.measure import Subject, read_subjects
from scheduler.domain.errors import Fault, InputError, Refused, Source
from scheduler.files.draft_folder import write_draft
from scheduler.files.meeting_folder import read_meeting
from scheduler.interchange.registry import meeting_module, reader

OWN = "own"
SCORE_OF = "soft_score"
"""The function of a format's module ``meeting`` that makes a published score, the higher the better, of content, file and cost."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Instances of one format, which bears the suite's name.

    Parameters
    ----------
    name : str
        The suite and its format.
    files : str
        Its files below the folder of the instances, as a pattern.
    about : str
        What they are.
    """

    name: str
    files: str
    about: str


PUBLISHED = {
    suite.name: suite
    for suite in (
        Suite("ietf", "ietf*/*.json", "session requests of the IETF"),
        Suite("timefold", "timefold/*.json", "Timefold's conferences"),
        Suite("cosplib", "cosplib/*.xlsx", "conferences of CoSPLib"),
    )
}


@dataclass(frozen=True, slots=True)
class Instance:
    """A published instance, ready to be solved; ``score`` makes the published score of a cost, None where the cost itself is it."""

    subject: Subject
    score: Callable[[int], int] | None

    @property
    def highest(self) -> bool:
        """Whether a higher value is a better one."""
        return self.score is not None

    def value(self, cost: int) -> int:
        """What a cost is in the published count."""
        return cost if self.score is None else self.score(cost)


@dataclass(frozen=True, slots=True)
class Part:
    """What is measured of one suite, or of meetings of the user's own: it has a part of the page to itself."""

    suite: str
    instances: tuple[Instance, ...]


def own_part(folders: Iterable[Path]) -> Part:
    """The meetings in ``folders``, or the samples if there is no folder.

    Raises
    ------
    InputError
        If one of them is wrong.
    """
    return Part(OWN, tuple(Instance(subject, None) for subject in read_subjects(folders)))


def published_part(name: str, instances: Path) -> Part:
    """Import and read every instance of a published suite below ``instances``, in the order of their sizes.

    Raises
    ------
    Refused
        If this version cannot read the suite's format.
    InputError
        If there is no such file, or one of them is wrong.
    """
    suite = PUBLISHED[name]
    try:
        module = meeting_module(name)
    except ModuleNotFoundError:
        raise Refused(f"this version does not read the format of the suite {name}", "leave the suite out") from None
    paths = sorted(instances.glob(suite.files))
    if not paths:
        fault = Fault(Source(str(instances)), f"there is no file {suite.files}", "name the folder that holds the suites with --instances")
        raise InputError((fault,))
    score = getattr(module, SCORE_OF, None)
    read = [_instance(name, path, score) for path in paths]
    return Part(name, tuple(sorted(read, key=lambda one: len(one.subject.plan.problem.sessions))))


def _instance(form: str, path: Path, score: Callable[[bytes, str, int], int] | None) -> Instance:
    began, content = time.monotonic(), path.read_bytes()
    draft = reader(form)(content, str(path))
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / path.stem
        write_draft(draft, folder)
        plan = read_meeting(folder)
    subject = Subject(path.stem, plan, time.monotonic() - began)
    return Instance(subject, None if score is None else partial(score, content, str(path)))
