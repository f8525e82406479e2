"""The folder that a solved meeting leaves behind: everything is made first, then written, then what is out of date removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.errors import Refused
from scheduler.domain.policy import GROUPS
from scheduler.domain.problem import Problem
from scheduler.files.agenda_file import agenda_bytes
from scheduler.files.agenda_table import agenda_csv
from scheduler.files.atomic import write_file
from scheduler.publish.calendars import AUDIENCES, ENDING, PROGRAMME, audience_folders, calendar_files, calendars, shown_in_calendars
from scheduler.publish.deadlines import DEADLINES, deadline_files, shown_deadlines
from scheduler.publish.frab import DRAFT
from scheduler.publish.frab_files import schedule_json, schedule_xml
from scheduler.publish.html import programme_page
from scheduler.publish.ics import PRODUCT, first_stamp
from scheduler.publish.marks import Since
from scheduler.publish.report import report
from scheduler.publish.seen import seen_by
from scheduler.publish.workbook import workbook
from scheduler.rules.base import RuleBook
from scheduler.store.history import Line


def publish(
    problem: Problem, book: RuleBook, agenda: Agenda, violations: tuple[Violation, ...], out: Path, since: Since | None = None
) -> tuple[Path, ...]:
    """Write the agenda, its workbook, report and schedule, and all calendars, into the folder ``out``.

    ``agenda`` is as the check has confirmed it, ``violations`` are what it found, all of weighted rules; ``book`` is for
    the report; ``since`` is the release since which the workbook marks changes. Calendars that an earlier run left there, of
    somebody who is no longer in the sheets, are removed; files that Rostrum did not write are left alone.

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
    refuse_broken(violations)
    made = documents(problem, book, agenda, violations) | versioned(problem, agenda, DRAFT, since) | _unreleased(problem, agenda)
    for name, content in made.items():
        with refusing(out / name, "written"):
            write_file(out / name, content)
    for path in _stale(out, {name.casefold() for name in made}):
        with refusing(path, "removed"):
            path.unlink()
    return tuple(out / name for name in made)


def refuse_broken(violations: tuple[Violation, ...]) -> None:
    """Nothing is published that the check has not confirmed: a ValueError if a rule that must hold is broken."""
    broken = [violation.instance for violation in violations if violation.cost is None]
    if broken:
        raise ValueError(f"an agenda that breaks {', '.join(broken)} cannot be published")


FOR_AUDIENCES = ("programme.html", "schedule.xml", "schedule.json", DEADLINES)
"""What audiences are given beside the calendar of the programme."""
_TRY = "close it in other programs, see that there is space and permission, or give another folder with --out"


@contextmanager
def refusing(path: Path, done: str, hint: str = _TRY) -> Iterator[None]:
    """Turn what the system has against ``path`` being ``done`` into a message for the user."""
    try:
        yield
    except OSError as error:
        raise Refused(f"{path} cannot be {done}: {error.strerror}", hint) from error


def documents(problem: Problem, book: RuleBook, agenda: Agenda, violations: tuple[Violation, ...]) -> dict[str, bytes]:
    """What is published beside the calendars and says nothing of releases, by path, the agenda first."""
    return {
        "agenda.json": agenda_bytes(problem, agenda),
        "agenda.csv": agenda_csv(problem, agenda),
        "report.md": report(problem, book, agenda, violations).encode(),
    }


def versioned(problem: Problem, agenda: Agenda, version: str, since: Since | None) -> dict[str, bytes]:
    """What says which version it is, of a release its number, and what has changed ``since`` another release, by path.

    And all that beside calendars is for audiences. The workbook, which is for changing the agenda, stays with the secretariat.
    """
    made = {"programme.xlsx": workbook(problem, agenda, since), **_programmes(problem, agenda, version)}
    for folder, audience in audience_folders(problem):
        seen = seen_by(problem, agenda, audience)
        made |= {f"{folder}/{name}": content for name, content in _programmes(*seen, version).items()}
    return made


def _programmes(problem: Problem, agenda: Agenda, version: str) -> dict[str, bytes]:
    """The programme as anybody reads it, beside the calendars, by path: whatever ``problem`` and ``agenda`` hold may be told."""
    return {
        "programme.html": programme_page(problem, agenda),
        "schedule.xml": schedule_xml(problem, agenda, version),
        "schedule.json": schedule_json(problem, agenda, version),
    }


def years_of(problem: Problem) -> tuple[int, int]:
    """The years in which the meeting begins and ends."""
    return problem.clock.first_day.year, problem.clock.last_day.year


def _unreleased(problem: Problem, agenda: Agenda) -> dict[str, bytes]:
    """The calendars of an agenda, with the stamps that all entries have before there is a release."""
    published, stamp = calendars(problem, agenda), first_stamp(problem.meeting)
    lines = {key: Line(shown, stamp) for key, shown in shown_in_calendars(problem, published).items()}
    deadlines = {key: Line(shown, stamp) for key, shown in shown_deadlines(problem).items()}
    names, zone, years = {one.path: one.name for one in published}, problem.clock.zone.key, years_of(problem)
    return dict(calendar_files(zone, years, names, lines)) | dict(deadline_files(zone, years, names, deadlines))


def _stale(out: Path, current: set[str]) -> tuple[Path, ...]:
    """Our calendars that are not among ``current``, whose paths are compared as a file system might: in lower case.

    With the programme of an audience that is gone goes whatever is made for audiences beside it.
    """
    found = (path for folder in GROUPS for path in sorted((out / folder).glob(f"*{ENDING}")))
    programmes = sorted((out / AUDIENCES).glob(f"*/{PROGRAMME}"))
    stale = [path for path in (*found, *programmes) if path.relative_to(out).as_posix().casefold() not in current and _is_ours(path)]
    beside = (path.with_name(name) for path in stale if path in programmes for name in FOR_AUDIENCES)
    return (*(path for path in beside if path.is_file()), *stale)


def _is_ours(path: Path) -> bool:
    with refusing(path, "read"):
        return path.is_file() and f"\r\nPRODID:{PRODUCT}\r\n".encode() in path.read_bytes()
