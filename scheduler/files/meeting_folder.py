"""Reading a meeting folder and its rule book: everything that is known before solving, or everything that is wrong."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.errors import Fault, InputError, Source
from scheduler.domain.policy import EVERYTHING
from scheduler.domain.problem import Problem
from scheduler.domain.suggestions import suggestion
from scheduler.files.bilaterals import read_bilaterals, with_bilaterals
from scheduler.files.calendars import read_calendars
from scheduler.files.cells import Reading
from scheduler.files.faults import Faults
from scheduler.files.fingerprint import of_inputs
from scheduler.files.folder import Written, read_folder
from scheduler.files.margins import read_availability, read_deadlines, read_pairs, read_papers
from scheduler.files.participants import read_bodies, read_delegations, read_people
from scheduler.files.policy import PolicyReader
from scheduler.files.rule_book import BookReader, check_fit, check_times
from scheduler.files.schema import SCHEMAS
from scheduler.files.selectors import SelectorReader
from scheduler.files.sessions import Company, read_sessions
from scheduler.files.settings import SettingsReader
from scheduler.files.sheets import Sheet, Sheets, sheet
from scheduler.files.venue import read_periods, read_rooms
from scheduler.rules.base import RuleBook

_NO_VARIANT = "it has none; leave out --variant, or add 'variants:' to the book"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a meeting is planned from: its sheets, its rule book, and what is odd about them but not wrong."""

    problem: Problem
    book: RuleBook
    warnings: tuple[Fault, ...]


def read_meeting(folder: Path, rules: Path | None = None, variant: str | None = None) -> Plan:
    """Read the meeting in ``folder``, with the rule book that it names or the one at ``rules``, in one of its variants if wanted.

    Raises
    ------
    InputError
        With every fault of the settings, the sheets and the rule book together; or if the book has no such variant.
    """
    faults, warnings = Faults(), Faults()
    written = read_folder(folder, faults)
    sheets = _sheets(written, faults)
    problem = _problem(folder, written, sheets, faults)
    book = BookReader(SelectorReader(with_bilaterals(sheets), faults, warnings), faults)
    rule_book = _rule_book(book, written, folder, rules)
    if problem is not None and len(problem.periods) == len(sheets.rows("periods")):
        check_times(book.times, problem, faults)
    faults.raise_any()
    # From here on every part was read whole: each way to None above leaves a fault.
    assert problem is not None
    assert rule_book is not None
    check_fit(rule_book, problem, faults)
    faults.raise_any()
    return Plan(problem, in_variant(rule_book, variant), warnings.all())


def read_sheets(folder: Path) -> Problem:
    """Read the meeting in ``folder`` without its rule book.

    Raises
    ------
    InputError
        With every fault of the settings and the sheets together.
    """
    faults = Faults()
    written = read_folder(folder, faults)
    problem = _problem(folder, written, _sheets(written, faults), faults)
    faults.raise_any()
    assert problem is not None
    return problem


def _sheets(written: Written, faults: Faults) -> Sheets:
    checked = {table.name: sheet(table, faults, SCHEMAS[table.name]) for table in written.tables}
    found: dict[str, Sheet] = {name: read for name, read in checked.items() if read is not None}
    return Sheets(found, written.unreadable.union(checked.keys() - found.keys()))


def _problem(folder: Path, written: Written, sheets: Sheets, faults: Faults) -> Problem | None:
    """The sheets' rows, typed; None where the settings are wrong, but every row is then read for its faults all the same."""
    settings = SettingsReader(written.settings, faults) if written.settings else None
    if settings:
        settings.check_keys()
    clock, markings, host = (settings.clock(), settings.markings(), settings.host()) if settings else (None, None, None)
    reading = Reading(faults, sheets, clock, markings, host)
    rooms = read_rooms(reading)
    rooms_known = "rooms" not in sheets.unreadable and all(row.whole for row in sheets.rows("rooms"))
    buildings = frozenset(room.building for room in rooms if room.building) if rooms_known else None
    policy = PolicyReader(written.settings, faults, markings, sheets).read() if written.settings and markings else EVERYTHING
    meeting = settings.meeting(clock, markings, buildings, policy) if settings else None
    delegations, people, bodies = read_delegations(reading), read_people(reading), read_bodies(reading)
    sessions = read_sessions(reading, Company.of(bodies, delegations))
    bilaterals = read_bilaterals(reading, delegations)
    periods, availability = read_periods(reading), read_availability(reading)
    calendars = read_calendars(folder, reading)
    papers, deadlines, pairs = read_papers(reading), read_deadlines(reading), read_pairs(reading)
    if meeting is None or written.settings is None:
        return None
    return Problem(
        meeting=meeting,
        periods=periods,
        rooms=rooms,
        sessions=(*sessions, *bilaterals),
        bodies=bodies,
        delegations=delegations,
        people=people,
        availability=(*availability, *calendars),
        papers=papers,
        deadlines=deadlines,
        pairs=pairs,
        inputs=of_inputs(written.settings, written.tables, calendars),
    )


def _rule_book(reader: BookReader, written: Written, folder: Path, rules: Path | None) -> RuleBook | None:
    """The book at ``rules``, or the one that the settings name; None if there is none, or it cannot be read."""
    named = written.settings.texts.get("rules") if written.settings else None
    if rules is not None:
        path, place, hint = rules, Source(str(rules)), "correct the path that was given for the rules"
    elif named is not None and named.value:
        path, place, hint = folder / named.value, named.source, "'rules' is taken relative to the meeting folder"
    else:
        return None
    file = os.path.normpath(path)
    if not path.is_file():
        reader.faults.add(place, f"there is no rule book {file}", hint)
        return None
    return reader.read(path, file)


def in_variant(book: RuleBook, variant: str | None) -> RuleBook:
    """The variant of that name that a user asks for; the book as it stands for None.

    Raises
    ------
    InputError
        If the book has no such variant.
    """
    names = [other.variant for other in book.variants if other.variant is not None]
    if variant is not None and variant not in names:
        fault = Fault(
            Source("--variant"), f"the rule book has no variant '{variant}'", suggestion(variant, names, "" if names else _NO_VARIANT)
        )
        raise InputError((fault,))
    return book.with_variant(variant)
