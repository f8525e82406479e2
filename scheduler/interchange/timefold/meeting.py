"""Reading a conference as a draft, and writing an agenda as the timeslot and the room of every talk."""

from __future__ import annotations

import json

from scheduler.domain.agenda import Agenda
from scheduler.domain.draft import Draft
from scheduler.domain.errors import Refused
from scheduler.domain.problem import Problem
from scheduler.interchange.timefold.reading import read_conference
from scheduler.interchange.timefold.rules import constant, rules
from scheduler.interchange.timefold.sheets import ROOM_ID, TALK_ID, TIMESLOT_ID, Names, settings, sheets


def draft_of(content: bytes, file: str) -> Draft:
    """The meeting folder that the conference in the file of that name makes.

    Raises
    ------
    InputError
        With everything in the file that is not so.
    """
    conference = read_conference(content, file)
    names = Names.of(conference)
    origin = f"Timefold's conference {conference.name}, imported; the soft score of an agenda is {constant(conference)} less its cost"
    return Draft(settings(conference), tuple(sheets(conference, names)), "timefold", tuple(rules(conference, names)), origin)


def soft_score(content: bytes, file: str, cost: int) -> int:
    """Timefold's soft score of an agenda that breaks nothing and has this cost in the meeting made from the file of that name.

    Raises
    ------
    InputError
        With everything in the file that is not so.
    """
    return constant(read_conference(content, file)) - cost


def as_places(problem: Problem, agenda: Agenda) -> bytes:
    """``{talk: [timeslot, room]}``, all by their ``id`` in the file, in the order of the sheet.

    Raises
    ------
    Refused
        If the meeting's sheets do not say these ids.
    """
    rows = ((problem.periods, TIMESLOT_ID), (problem.rooms, ROOM_ID), (problem.sessions, TALK_ID))
    if not all("".join(row.columns.get(column, ())).isdecimal() for sheet, column in rows for row in sheet):
        raise Refused(
            f"not every row has its number in '{TIMESLOT_ID}', '{ROOM_ID}' or '{TALK_ID}', by which it is named",
            "export a meeting that was made with 'schedule import timefold'",
        )
    entries = {entry.session: entry for entry in agenda.entries}
    places = {
        session.columns[TALK_ID][0]: [
            int(problem.period(entries[session.id].period).columns[TIMESLOT_ID][0]),
            int(problem.room(entries[session.id].room).columns[ROOM_ID][0]),
        ]
        for session in problem.sessions
        if session.id in entries
    }
    return (json.dumps(places, indent=1) + "\n").encode()
