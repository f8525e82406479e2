"""Releases: what delegates are given, in a folder that is never changed, and in the ledger, from which it can be made again."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.errors import Refused
from scheduler.domain.problem import Problem
from scheduler.publish.calendars import PROGRAMME, calendar_files, calendars, shown_in_calendars
from scheduler.publish.differences import differences
from scheduler.publish.folder import documents, refuse_broken, refusing, years_of
from scheduler.publish.freebusy import freebusy_files
from scheduler.rules.base import RuleBook
from scheduler.store.history import Key, Line, advance, per_calendar, shown_in
from scheduler.store.ledger import Contents, Ledger, Release

FOLDER = "releases"
"""Where releases lie in the meeting folder, each in a folder of its number."""
_KEPT = "the release is made and in the ledger; when there is space and permission, 'schedule releases' writes its folder"


@dataclass(frozen=True, slots=True)
class Changes:
    """How many entries of the programme a release added, moved to another time or place, changed otherwise, and withdrew."""

    added: int
    moved: int
    changed: int
    withdrawn: int

    @staticmethod
    def between(before: Mapping[Key, Line], after: Mapping[Key, Line]) -> Changes:
        """What has changed from the lines of one release to those of another."""
        old, new = (per_calendar(shown_in(lines)).get(PROGRAMME, {}) for lines in (before, after))
        kinds = Counter(one.kind for one in differences(old, new))
        return Changes(kinds["added"], kinds["moved"], kinds["changed"], kinds["withdrawn"])


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
    papers = documents(problem, book, agenda, violations)
    zone, years = problem.clock.zone.key, years_of(problem)

    def make(number: int, at: datetime) -> Contents:
        lines = advance(ledger.lines(number - 1), shown_in_calendars(problem, published), at)
        # A calendar whose delegation or person has left the sheets goes on, so that its entries can be seen to be cancelled.
        names = ledger.calendars(number - 1) | {one.path: one.name for one in published}
        return Contents(zone, years, inputs, names, lines, papers | _times(zone, years, names, lines))

    return ledger.add(make, at, note)


def revert(ledger: Ledger, to: int, at: datetime, note: str) -> Release:
    """Make a new release that shows what release ``to`` showed: for calendars, one more change.

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
        names = ledger.calendars(number - 1) | ledger.calendars(to)
        times = _times(old.zone, old.years, names, lines)
        return Contents(old.zone, old.years, ledger.inputs(to), names, lines, ledger.files(to) | times)

    return ledger.add(make, at, note, reverts=to)


def write_releases(ledger: Ledger, folder: Path) -> tuple[Path, ...]:
    """Write every release of the ledger that has no folder of its own yet; which were written.

    A folder appears whole or not at all: a crash between the ledger and the folder loses nothing, as the next command comes here again.
    """
    written = []
    for one in ledger.releases():
        target = folder / FOLDER / str(one.number)
        if not target.exists():
            with refusing(target, "written", _KEPT):
                _write(target, ledger.files(one.number))
            written.append(target)
    return tuple(written)


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        for path, content in files.items():
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            (made / path).write_bytes(content)
        made.chmod(0o755)
        made.rename(target)
    except OSError:
        shutil.rmtree(made)
        if not target.is_dir():  # Otherwise another command has written the same release meanwhile.
            raise
    except BaseException:
        shutil.rmtree(made)
        raise


def history(ledger: Ledger) -> Iterator[tuple[Release, Changes]]:
    """Each release, with what it changed of the one before."""
    before: Mapping[Key, Line] = {}
    for one in ledger.releases():
        lines = ledger.lines(one.number)
        yield one, Changes.between(before, lines)
        before = lines


def _times(zone: str, years: Iterable[int], names: Mapping[str, str], lines: Mapping[Key, Line]) -> dict[str, bytes]:
    """The calendars, and when rooms and people are busy."""
    return dict(calendar_files(zone, years, names, lines)) | dict(freebusy_files(names, lines))
