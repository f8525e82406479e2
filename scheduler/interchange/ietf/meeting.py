"""Reading session requests as a draft, and writing an agenda as the slots of these requests."""

from __future__ import annotations

import json

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.draft import Draft
from scheduler.domain.errors import Refused
from scheduler.domain.problem import Problem
from scheduler.interchange.ietf.requests import read_requests
from scheduler.interchange.ietf.rules import rules
from scheduler.interchange.ietf.sheets import SESSION_ID, SLOT_IDS, Names, settings, sheets


def draft_of(content: bytes, file: str) -> Draft:
    """The meeting folder that the requests in the file of that name make.

    Raises
    ------
    InputError
        With everything in the file that is not so.
    """
    requests = read_requests(content, file)
    names = Names.of(requests)
    origin = f"Session requests of the IETF, imported: {requests.name}"
    return Draft(settings(requests), tuple(sheets(requests, names)), "ietf", tuple(rules(requests, names)), origin)


def as_timeslots(problem: Problem, agenda: Agenda) -> bytes:
    """``{session: timeslot}``, both by the ids of the requests, in the order of the sheet.

    Raises
    ------
    Refused
        If the meeting's sheets do not say these ids.
    """
    if not all(SLOT_IDS in period.columns for period in problem.periods) or not all(SESSION_ID in row.columns for row in problem.sessions):
        raise Refused(
            f"the sheets have no columns '{SLOT_IDS}' and '{SESSION_ID}', from which the ids are taken",
            "export a meeting that was made with 'schedule import ietf'",
        )
    entries = {entry.session: entry for entry in agenda.entries}
    slots = {session.columns[SESSION_ID][0]: _slot(problem, entries[session.id]) for session in problem.sessions if session.id in entries}
    return (json.dumps(slots, indent=1) + "\n").encode()


def _slot(problem: Problem, entry: Entry) -> int:
    period = problem.period(entry.period)
    by_room = dict(zip(period.rooms, period.columns[SLOT_IDS], strict=False))
    if entry.room not in by_room:
        raise Refused(
            f"the period {period.id} has no timeslot in the room {entry.room}",
            f"give '{SLOT_IDS}' an id for each of the period's rooms, in their order",
        )
    return int(by_room[entry.room])
