"""Releases: what delegates are given, in a folder that is never changed, and in the ledger, from which it can be made again."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.errors import Refused
from scheduler.domain.problem import Problem
from scheduler.files.atomic import write_file
from scheduler.publish.calendars import PROGRAMME, calendar_files, calendars, shown_in_calendars
from scheduler.publish.deadlines import DEADLINES, deadline_files, shown_deadlines
from scheduler.publish.differences import differences
from scheduler.publish.folder import documents, refuse_broken, refusing, versioned, years_of
from scheduler.publish.freebusy import freebusy_files
from scheduler.publish.marks import Since
from scheduler.publish.withheld import Withheld
from scheduler.rules.base import RuleBook
from scheduler.store.history import Key, Line, Shown, ShownDeadline, advance, per_calendar, shown_in
from scheduler.store.ledger import Contents, Ledger, Release

FOLDER = "releases"
"""Where releases lie in the meeting folder, each in a folder of its number."""
_WRITING = re.compile(r"\.\d+\.writing\.\w+")
"""The name of a folder in which a release is being written."""
_KEPT = "the release is made and in the ledger; when there is space and permission, 'schedule releases' writes its folder"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a release changed: how many entries of the programme it added, moved to another time or place, changed otherwise, and withdrew.

    ``deadlines`` are those that it added, moved, changed otherwise, or withdrew.
    """

    added: int
    moved: int
    changed: int
    withdrawn: int
    deadlines: int = 0

    @staticmethod
    def of(ledger: Ledger, number: int) -> Changes:
        """What a release changed of the one before."""
        old, new = (per_calendar(shown_in(ledger.lines(one))).get(PROGRAMME, {}) for one in (number - 1, number))
        kinds = Counter(one.kind for one in differences(old, new))
        earlier, later = (per_calendar(shown_in(ledger.deadlines(one))).get(DEADLINES, {}) for one in (number - 1, number))
        deadlines = sum(earlier.get(uid) != later.get(uid) for uid in earlier.keys() | later.keys())
        return Changes(kinds["added"], kinds["moved"], kinds["changed"], kinds["withdrawn"], deadlines)


def release(
    ledger: Ledger,
    problem: Problem,
    book: RuleBook,
    agenda: Agenda,
    violations: tuple[Violation, ...],
    inputs: Mapping[str, bytes],
    at: datetime,
    note: str,
) -> Release:
    """Release an agenda that the check has confirmed, made from these ``inputs``.

    Raises
    ------
    ValueError
        If a rule that must hold is broken.
    Refused
        If the zone is unknown, or another release is still being made.
    """
    refuse_broken(violations)
    published = calendars(problem, agenda)
    papers, withheld = documents(problem, book, agenda, violations), Withheld.of(problem, published)
    zone, years = problem.clock.zone.key, years_of(problem)

    def make(number: int, at: datetime) -> Contents:
        lines = advance(ledger.lines(number - 1), shown_in_calendars(problem, published), at, withheld.from_session)
        deadlines = advance(ledger.deadlines(number - 1), shown_deadlines(problem), at, withheld.from_deadline)
        # A calendar whose delegation or person has left the sheets goes on, so that its entries can be seen to be cancelled.
        names = ledger.calendars(number - 1) | {one.path: one.name for one in published}
        of_release = versioned(problem, agenda, str(number), since(ledger, number - 1))
        files = papers | of_release | _times(zone, years, names, lines, deadlines)
        return Contents(zone, years, inputs, names, lines, files, deadlines)

    return ledger.add(make, at, note)


def revert(ledger: Ledger, to: int, at: datetime, note: str, kept: tuple[Problem, Agenda] | None = None) -> Release:
    """Make a new release that shows what release ``to`` showed: for calendars, one more change.

    What says which release it is and what it changes is made anew of the ``kept`` sheets and agenda; without these it stays as it was.

    Raises
    ------
    Refused
        If there is no such release.
    """
    known = {release.number: release for release in ledger.releases()}
    if to not in known:
        which = f"there are 1 to {len(known)}" if known else "there is none yet"
        raise Refused(f"there is no release {to}", f"{which}; 'schedule releases' lists them")
    old = known[to]

    def make(number: int, at: datetime) -> Contents:
        lines = advance(ledger.lines(number - 1), shown_in(ledger.lines(to)), at)
        deadlines = advance(ledger.deadlines(number - 1), shown_in(ledger.deadlines(to)), at)
        names = ledger.calendars(number - 1) | ledger.calendars(to)
        papers = versioned(*kept, str(number), since(ledger, number - 1)) if kept else {}
        files = ledger.files(to) | papers | _times(old.zone, old.years, names, lines, deadlines)
        return Contents(old.zone, old.years, ledger.inputs(to), names, lines, files, deadlines)

    return ledger.add(make, at, note, reverts=to)


def write_releases(ledger: Ledger, folder: Path) -> tuple[Path, ...]:
    """Write every release of the ledger that has no folder of its own yet; which were written.

    A folder appears whole or not at all: a crash between the ledger and the folder loses nothing, as the next command comes here again,
    and removes what was half-written.
    """
    place = folder / FOLDER
    if not _missing(ledger, place) and not _half_written(place):
        return ()
    with ledger.alone():  # So that nobody else is writing what seems to be missing, or left behind.
        written = tuple(place / str(number) for number in _missing(ledger, place))
        for target in written:
            with refusing(target, "written", _KEPT):
                _write(target, ledger.files(int(target.name)))
        for path in _half_written(place):
            shutil.rmtree(path)
    return written


def _missing(ledger: Ledger, place: Path) -> tuple[int, ...]:
    return tuple(one.number for one in ledger.releases() if not (place / str(one.number)).exists())


def _half_written(place: Path) -> tuple[Path, ...]:
    """Folders in which a release was being written when its command was killed."""
    return tuple(path for path in sorted(place.glob(".*")) if path.is_dir() and _WRITING.fullmatch(path.name))


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.writing."))
    try:
        for path, content in files.items():
            write_file(made / path, content)
        made.chmod(0o755)
        made.rename(target)
    except BaseException:
        shutil.rmtree(made)
        raise


def since(ledger: Ledger, number: int) -> Since | None:
    """What the release of that number showed, for the marks of a later one; None for 0, before the first."""
    return Since(number, per_calendar(shown_in(ledger.lines(number))).get(PROGRAMME, {})) if number else None


def since_latest(ledger: Ledger) -> Since | None:
    """The same of the latest release; None before there is one."""
    return since(ledger, max((one.number for one in ledger.releases()), default=0))


def history(ledger: Ledger) -> Iterator[tuple[Release, Changes]]:
    """Each release, with what it changed of the one before."""
    for one in ledger.releases():
        yield one, Changes.of(ledger, one.number)


def _times(
    zone: str,
    years: tuple[int, int],
    names: Mapping[str, str],
    lines: Mapping[Key, Line[Shown]],
    deadlines: Mapping[Key, Line[ShownDeadline]],
) -> dict[str, bytes]:
    """The calendars, that of deadlines too, and when rooms and people are busy."""
    calendars = dict(calendar_files(zone, years, names, lines))
    return calendars | dict(deadline_files(zone, years, names, deadlines)) | dict(freebusy_files(names, lines))
