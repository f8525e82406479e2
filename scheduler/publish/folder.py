"""The folder that a solved meeting leaves behind: everything is made first, then written, then what is out of date removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from icalendar import Event

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.errors import Refused
from scheduler.domain.problem import Problem
from scheduler.files.agenda_file import agenda_bytes
from scheduler.files.agenda_table import agenda_csv
from scheduler.files.atomic import write_file
from scheduler.publish.audiences import for_body, for_delegation, for_person, for_room
from scheduler.publish.html import programme_page
from scheduler.publish.ics import PRODUCT, calendar, event, first_stamp
from scheduler.publish.names import file_names
from scheduler.publish.report import report
from scheduler.publish.vtimezone import PublishedZone
from scheduler.publish.workbook import workbook
from scheduler.rules.base import RuleBook

CALENDAR_FOLDERS = ("delegations", "people", "rooms", "bodies")
_ENDING = ".ics"


@dataclass(frozen=True, slots=True)
class _File:
    """What will be written: ``path`` relative to the folder, with ``/`` between its parts."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Audience:
    """Whose calendar: the row's ``id``, the ``name`` that readers see, and the entries that it holds."""

    id: str
    name: str
    entries: tuple[Entry, ...]


def publish(problem: Problem, book: RuleBook, agenda: Agenda, violations: tuple[Violation, ...], out: Path) -> tuple[Path, ...]:
    """Write the agenda, its workbook and report, and a calendar for each delegation, person, room and body, into the folder ``out``.

    ``agenda`` is as the check has confirmed it, ``violations`` are what it found, all of weighted rules; ``book`` is for
    the report. Calendars that an earlier run left there, of somebody who is no longer in the sheets, are removed;
    files that Rostrum did not write are left alone.

    Returns
    -------
    tuple of Path
        The files that were written, the agenda first.

    Raises
    ------
    ValueError
        If a rule that must hold is broken: nothing is published that the check has not confirmed.
    Refused
        If the zone is unknown, or a file cannot be written; what is not written yet stays as it was.
    """
    broken = [violation.instance for violation in violations if violation.cost is None]
    if broken:
        raise ValueError(f"an agenda that breaks {', '.join(broken)} cannot be published")
    made = tuple(_files(problem, book, agenda, violations))
    for file in made:
        with _refusing(out / file.path, "written"):
            write_file(out / file.path, file.content)
    for path in _stale(out, {file.path.casefold() for file in made}):
        with _refusing(path, "removed"):
            path.unlink()
    return tuple(out / file.path for file in made)


@contextmanager
def _refusing(path: Path, done: str) -> Iterator[None]:
    """Turn what the system has against ``path`` being ``done`` into a message for the user."""
    try:
        yield
    except OSError as error:
        hint = "close it in other programs, see that there is space and permission, or give another folder with --out"
        raise Refused(f"{path} cannot be {done}: {error.strerror}", hint) from error


def _files(problem: Problem, book: RuleBook, agenda: Agenda, violations: tuple[Violation, ...]) -> Iterator[_File]:
    yield _File("agenda.json", agenda_bytes(problem, agenda))
    yield _File("agenda.csv", agenda_csv(problem, agenda))
    yield _File("programme.xlsx", workbook(problem, agenda))
    yield _File("programme.html", programme_page(problem, agenda))
    yield _File("report.md", report(problem, book, agenda, violations).encode())
    zone = PublishedZone.load(problem.clock.zone.key)
    stamp = first_stamp(problem.meeting)
    events = {entry.session: event(problem, zone, entry, stamp) for entry in agenda.entries}

    def content(name: str, entries: Iterable[Entry]) -> bytes:
        chosen: Iterator[Event] = (events[entry.session] for entry in entries)
        return calendar(problem, zone, name, chosen)

    title = problem.meeting.title
    yield _File(f"programme{_ENDING}", content(title, agenda.entries))
    for folder, audiences in zip(CALENDAR_FOLDERS, _audiences(problem, agenda), strict=True):
        for name, audience in zip(file_names(tuple(audience.id for audience in audiences)), audiences, strict=True):
            yield _File(f"{folder}/{name}{_ENDING}", content(f"{title}: {audience.name}", audience.entries))


def _audiences(problem: Problem, agenda: Agenda) -> tuple[tuple[_Audience, ...], ...]:
    """The audiences of each of the calendar folders, in the folders' order."""
    return (
        tuple(_Audience(row.id, row.name, for_delegation(problem, agenda, row)) for row in problem.delegations),
        tuple(_Audience(row.id, row.name, for_person(problem, agenda, row)) for row in problem.people),
        tuple(_Audience(row.id, row.name, for_room(agenda, row)) for row in problem.rooms),
        tuple(_Audience(row.id, row.title, for_body(problem, agenda, row)) for row in problem.bodies),
    )


def _stale(out: Path, current: set[str]) -> tuple[Path, ...]:
    """Our calendars that are not among ``current``, whose paths are compared as a file system might: in lower case."""
    found = (path for folder in CALENDAR_FOLDERS for path in sorted((out / folder).glob(f"*{_ENDING}")))
    return tuple(path for path in found if path.relative_to(out).as_posix().casefold() not in current and _is_ours(path))


def _is_ours(path: Path) -> bool:
    with _refusing(path, "read"):
        return path.is_file() and f"\r\nPRODID:{PRODUCT}\r\n".encode() in path.read_bytes()
