"""Reading a conference as a draft, and writing an agenda as a solution that CoSPLib's own checker reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePath

from openpyxl import Workbook

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.draft import Draft
from scheduler.domain.errors import Refused
from scheduler.domain.problem import Period, Problem
from scheduler.interchange.cosplib.instance import read_instance
from scheduler.interchange.cosplib.rules import rules
from scheduler.interchange.cosplib.sheets import ROOM, SESSION, SLOTS, SUBMISSION, TRACK, Names, original, settings, sheets
from scheduler.interchange.stamped_workbook import stamped_bytes

Cells = dict[tuple[str, str], list[str]]
"""For each period and room what stands in its slots, an empty text where it is free."""


def draft_of(content: bytes, file: str) -> Draft:
    """The meeting folder that the conference in the file of that name makes.

    Raises
    ------
    InputError
        With everything in the file that is not so.
    """
    instance = read_instance(content, file)
    name, names = PurePath(file).stem, Names.of(instance)
    origin = f"A conference of CoSPLib, imported: {name}"
    return Draft(settings(instance, name), tuple(sheets(instance, names)), "cosplib", tuple(rules(instance, names)), origin)


def as_solution(problem: Problem, agenda: Agenda) -> bytes:
    """A workbook with the track of each session and room, then the submission of each slot, by the names of the conference.

    Raises
    ------
    Refused
        If the meeting's sheets do not say these names, or a submission is not in slots that are free.
    """
    _check_columns(problem)
    slots, tracks = _filled(problem, agenda)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "solution"
    rooms = [original(room.columns[ROOM][0]) for room in problem.rooms]
    sheet.append(["", *rooms])
    for period in problem.periods:
        sheet.append([_name(period), *(tracks.get((period.id, room.id), "") for room in problem.rooms)])
    sheet.append(["", *rooms])
    for period in problem.periods:
        for number in range(_slots(period)):
            sheet.append([_name(period), *(slots[period.id, room.id][number] for room in problem.rooms)])
    return stamped_bytes(book, problem.meeting.prepared)


def _check_columns(problem: Problem) -> None:
    for rows, columns in ((problem.periods, (SESSION, SLOTS)), (problem.rooms, (ROOM,)), (problem.sessions, (SUBMISSION, TRACK))):
        for column in columns:
            if not all(row.columns.get(column) for row in rows):
                raise Refused(
                    f"the sheets have no column '{column}', or empty cells in it, from which the names are taken",
                    "export a meeting that was made with 'schedule import cosplib'",
                )


def _filled(problem: Problem, agenda: Agenda) -> tuple[Cells, dict[tuple[str, str], str]]:
    slots: Cells = {(period.id, room.id): [""] * _slots(period) for period in problem.periods for room in problem.rooms}
    tracks: dict[tuple[str, str], str] = {}
    for entry in agenda.entries:
        session, cell = problem.session(entry.session), slots[entry.period, entry.room]
        tracks.setdefault((entry.period, entry.room), original(session.columns[TRACK][0]))
        for number in _slot_numbers(problem.period(entry.period), entry):
            if cell[number]:
                raise Refused(f"two submissions share a slot: {session.id} and {cell[number]}, in {entry.room}, in {entry.period}")
            cell[number] = original(session.columns[SUBMISSION][0])
    return slots, tracks


def _slot_numbers(period: Period, entry: Entry) -> Iterator[int]:
    """The slots of a period that an entry takes, which it must fill."""
    slot = period.span.minutes / _slots(period)
    first, last = ((moment - period.span.start) / timedelta(minutes=slot) for moment in (entry.start, entry.end))
    if not first.is_integer() or not last.is_integer():
        raise Refused(f"{entry.session} does not begin and end with a slot of {entry.period}", f"its slots are of {slot:g} minutes")
    return iter(range(int(first), int(last)))


def _slots(period: Period) -> int:
    return int(period.columns[SLOTS][0])


def _name(period: Period) -> str:
    return original(period.columns[SESSION][0])
