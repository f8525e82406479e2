"""A typo of each kind in the meeting ok_small, and exactly what the user is told about it: one fault each, no echoes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ok_small_agenda import AGENDA as OK_AGENDA

from scheduler.files.agenda_file import agenda_bytes, read_agenda
from scheduler.files.meeting_folder import read_meeting

OK_SMALL = Path(__file__).parent.parent / "ok_small"
MEETING = Path("meeting")
"""The copy that is spoilt, as the user names it: in the current folder."""
DUE_HELP = (
    "write year, month, day: 2027-03-09, or count from the meeting: "
    "1 month before opening, 5 business days before opening, 2 weeks after closing"
)

Mutation = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One typo: what was done, how it is made, and the message and the hint that follow."""

    title: str
    spoil: Mutation
    message: str
    hint: str


def change(file: str, old: str, new: str) -> Mutation:
    """Replace the only occurrence of ``old`` in a file of the meeting."""

    def spoil() -> None:
        text = (MEETING / file).read_text("utf-8")
        assert text.count(old) == 1, (file, old, text.count(old))
        (MEETING / file).write_text(text.replace(old, new), "utf-8")

    return spoil


def append(file: str, text: str) -> Mutation:
    """Add lines at the end of a file of the meeting."""
    return lambda: put(file, (MEETING / file).read_bytes() + text.encode())()


def put(file: str, content: bytes) -> Mutation:
    """Write a file of the meeting."""

    def spoil() -> None:
        (MEETING / file).write_bytes(content)

    return spoil


def recode(file: str, encoding: str) -> Mutation:
    """Save a file of the meeting in another encoding, with a letter that it writes otherwise."""
    return lambda: put(file, (MEETING / file).read_text("utf-8").replace("Ardenia", "Ardénia").encode(encoding))()


def remove(file: str) -> Mutation:
    """Remove a file of the meeting."""
    return lambda: (MEETING / file).unlink()


def rename(file: str, other: str) -> Mutation:
    """Rename a file of the meeting."""

    def spoil() -> None:
        (MEETING / file).rename(MEETING / other)

    return spoil


def both(one: Mutation, other: Mutation) -> Mutation:
    """Do the one, then the other."""

    def spoil() -> None:
        one()
        other()

    return spoil


def including(text: str) -> Mutation:
    """Give the rule book another to include, ``common.yaml``, with this text."""
    return both(append("rules.yaml", "include: [common.yaml]\n"), put("common.yaml", text.encode()))


def calendar(name: str, *lines: str) -> Mutation:
    """Put a file with these lines into the folder availability."""

    def spoil() -> None:
        (MEETING / "availability").mkdir(exist_ok=True)
        (MEETING / "availability" / name).write_text("\n".join(lines), "utf-8")

    return spoil


def event(*lines: str) -> Mutation:
    """Give cor-01 a calendar with one event, which has these lines from the third on."""
    return calendar("cor-01.ics", "BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR")


def agenda(old: str, new: str) -> Mutation:
    """Change the agenda of the meeting."""
    return change("out/agenda.json", old, new)


def read_all() -> None:
    """Read the meeting, then its agenda."""
    problem = read_meeting(MEETING).problem
    read_agenda(MEETING / "out" / "agenda.json", problem)


def copy_meeting() -> None:
    """Put a fresh copy of ok_small, with its agenda, into the current folder."""
    shutil.copytree(OK_SMALL, MEETING)
    (MEETING / "out").mkdir(exist_ok=True)
    (MEETING / "out" / "agenda.json").write_bytes(agenda_bytes(read_meeting(OK_SMALL).problem, OK_AGENDA))


def in_autumn() -> None:
    """Move the meeting to the night in which the clocks go back, and a room's absence into the hour that comes twice."""
    for path in MEETING.iterdir():
        if path.is_file():
            path.write_text(path.read_text("utf-8").replace("2027-03-27", "2027-10-30").replace("2027-03-28", "2027-10-31"), "utf-8")
    change("availability.csv", "12:00", "02:30")()


FOLDER = (
    Case(
        "the folder does not exist",
        lambda: shutil.rmtree(MEETING),
        "meeting: there is no such folder",
        "correct the path, or make a meeting folder with 'schedule init'",
    ),
    Case(
        "the folder holds no meeting",
        remove("meeting.yaml"),
        "meeting: the folder has neither meeting.yaml nor meeting.xlsx",
        "name a meeting folder, or make one with 'schedule init'",
    ),
    Case(
        "CSV files and a workbook side by side",
        put("meeting.xlsx", b""),
        "meeting: both meeting.yaml and meeting.xlsx are there",
        "remove the one that is out of date",
    ),
    Case(
        "a workbook that is damaged",
        lambda: (remove("meeting.yaml")(), put("meeting.xlsx", b"PK")())[1],
        "meeting/meeting.xlsx: the file is not an Excel workbook, or is damaged",
        "open it in Excel and save it again as 'Excel Workbook (*.xlsx)'",
    ),
    Case(
        "a sheet that every meeting needs is missing",
        remove("rooms.csv"),
        "meeting/rooms.csv: the sheet 'rooms' is missing",
        "add it, with the columns room, capacity",
    ),
    Case(
        "a sheet's file name is misspelt",
        rename("sessions.csv", "sesions.csv"),
        "meeting/sesions.csv: there is no sheet 'sesions'",
        "did you mean 'sessions'?",
    ),
    Case(
        "the rule book is not where meeting.yaml says",
        rename("rules.yaml", "regeln.yaml"),
        "meeting/meeting.yaml:11:8: there is no rule book meeting/rules.yaml",
        "'rules' is taken relative to the meeting folder",
    ),
)
ENCODING = (
    Case(
        "a sheet saved as 'Unicode text' (UTF-16)",
        recode("delegations.csv", "utf-16"),
        "meeting/delegations.csv: the file is not in UTF-8, so that its letters cannot be told for certain",
        "in Excel, save it again with File, Save As, type 'CSV UTF-8'; elsewhere choose the encoding UTF-8",
    ),
    Case(
        "a sheet saved as plain 'CSV' by an old Excel (Windows-1252)",
        recode("delegations.csv", "cp1252"),
        "meeting/delegations.csv:2: the file is not in UTF-8, so that its letters cannot be told for certain",
        "in Excel, save it again with File, Save As, type 'CSV UTF-8'; elsewhere choose the encoding UTF-8",
    ),
    Case(
        "a sheet saved in UTF-16 without a mark",
        recode("people.csv", "utf-16-be"),
        "meeting/people.csv: the file is not in UTF-8, or not a text file at all",
        "in Excel, save it again with File, Save As, type 'CSV UTF-8'; elsewhere choose the encoding UTF-8",
    ),
    Case(
        "a quotation mark is never closed",
        change("sessions.csv", "Wrap-up", '"Wrap-up'),
        'meeting/sessions.csv:5: a quotation mark (") opens in this row and is never closed',
        "close it, or write it twice where it is part of the text",
    ),
    Case(
        "text after a closing quotation mark",
        change("sessions.csv", "Wrap-up", '"Wrap"-up'),
        "meeting/sessions.csv:5: text follows a closing quotation mark (\") without a ',' between",
        'write "" for a quotation mark inside a text',
    ),
)
HEADERS = (
    Case(
        "a needed column is missing",
        change("rooms.csv", "capacity", "places"),
        "meeting/rooms.csv:1: the column 'capacity' is missing",
        "the sheet rooms needs the columns room, capacity",
    ),
    Case(
        "a column's name is misspelt",
        change("sessions.csv", "presenters", "presentors"),
        "meeting/sessions.csv:1:presentors: unknown column 'presentors'",
        "did you mean 'presenters'?",
    ),
    Case(
        "the id column's name is misspelt",
        change("people.csv", "person,", "persn,"),
        "meeting/people.csv:1:persn: unknown column 'persn'",
        "did you mean 'person'?",
    ),
    Case(
        "a column is there twice",
        change("sessions.csv", "theme", "title"),
        "meeting/sessions.csv:1:title: the column 'title' is there 2 times",
        "remove or rename all but one",
    ),
    Case(
        "a column has cells but no name",
        change("rooms.csv", "features", ""),
        "meeting/rooms.csv:1: column 5 has cells but no name",
        "name it in the first row, or empty its cells",
    ),
    Case(
        "a row has more cells than the header",
        change("rooms.csv", "Great hall", "Great hall, first floor"),
        "meeting/rooms.csv:2: the row has 7 cells, but the header only 6; the first too many is '15'",
        "put a text that contains the separator in quotation marks, or name the column in the first row",
    ),
)
CELLS = (
    Case(
        "a needed cell is empty",
        change("sessions.csv", "opening,Opening,30", "opening,Opening,"),
        "meeting/sessions.csv:2:minutes: the cell is empty",
        "every row of the sheet sessions needs its 'minutes'",
    ),
    Case(
        "a row has no id",
        change("bodies.csv", "TEM,Technical", ",Technical"),
        "meeting/bodies.csv:2:body: the cell is empty",
        "every row of the sheet bodies needs its 'body'",
    ),
    Case(
        "an id with a forbidden character",
        change("rooms.csv", "hall,Great", "hall/1,Great"),
        "meeting/rooms.csv:2:room: 'hall/1' cannot be an id",
        "use letters, digits, '-', '_' and '.', and begin with a letter or digit",
    ),
    Case(
        "an id is given twice",
        append("rooms.csv", "hall,Second hall,Main,10,,\n"),
        "meeting/rooms.csv:4:room: the id 'hall' is already that of line 2",
        "give each row an id of its own",
    ),
    Case(
        "two ids differ only in capitals",
        append("rooms.csv", "Hall,Second hall,Main,10,,\n"),
        "meeting/rooms.csv:4:room: the id 'Hall' differs only in capitals from 'hall' in line 2",
        "files are named after ids, and some computers take the two names for one",
    ),
    Case(
        "a number in words",
        change("sessions.csv", "opening,Opening,30", "opening,Opening,thirty"),
        "meeting/sessions.csv:2:minutes: 'thirty' is not a whole number",
        "write digits only, as in 30",
    ),
    Case(
        "a number with its unit",
        change("rooms.csv", "interpretation,15", "interpretation,15 min"),
        "meeting/rooms.csv:2:turnover: '15 min' is not a whole number",
        "write digits only, as in 30",
    ),
    Case(
        "a number of nought where at least one is needed",
        change("sessions.csv", "opening,Opening,30", "opening,Opening,0"),
        "meeting/sessions.csv:2:minutes: '0' is too small",
        "write 1 or more",
    ),
    Case(
        "a number that is far too large",
        change("rooms.csv", "60", "60000000000"),
        "meeting/rooms.csv:2:capacity: '60000000000' is too large a number",
        "write at most nine digits",
    ),
    Case(
        "yes or no in another language",
        change("periods.csv", "name\n", "name,single\nsun-pm,day 2,14:00,15:00,late,oui\n"),
        "meeting/periods.csv:2:single: 'oui' is neither yes nor no",
        "write yes or no",
    ),
    Case(
        "a paper with a marking that does not exist",
        both(change("papers.csv", "received,summary", "received,summary,marking"), change("papers.csv", "One page", "One page,closed")),
        "meeting/papers.csv:2:marking: there is no marking 'closed'",
        "write one of: public, partners",
    ),
    Case(
        "a date in another form",
        change("papers.csv", "2027-02-22", "22.02.2027"),
        "meeting/papers.csv:2:received: '22.02.2027' is not a date",
        "write year, month, day: 2027-03-09",
    ),
    Case(
        "a date that the calendar does not have",
        change("papers.csv", "2027-02-22", "2027-02-29"),
        "meeting/papers.csv:2:received: there is no day 2027-02-29 in the calendar",
        "write year, month, day: 2027-03-09",
    ),
    Case(
        "a year with two figures swapped",
        change("papers.csv", "2027-02-22", "2207-02-22"),
        "meeting/papers.csv:2:received: 2207-02-22 cannot be right",
        "correct the year",
    ),
    Case(
        "two e-mail addresses in one cell",
        change("people.csv", "leaves\n", "leaves,email\nard-02,Eva Lind,ARD,,,,,eva@ard.example; lind@ard.example\n"),
        "meeting/people.csv:2:email: 'eva@ard.example; lind@ard.example' is not an e-mail address",
        "write one address, in plain letters, as in secretariat@example.org",
    ),
    Case(
        "a time zone that does not exist",
        change("people.csv", "leaves\n", "leaves,zone\nard-02,Eva Lind,ARD,,,,,Europe/Pariss\n"),
        "meeting/people.csv:2:zone: there is no time zone 'Europe/Pariss'",
        "did you mean 'Europe/Paris'?",
    ),
)
VENUE = (
    Case(
        "a period outside the meeting",
        change("periods.csv", "sat-am,2027-03-27", "sat-am,2027-03-26"),
        "meeting/periods.csv:2:day: '2027-03-26': the meeting has no such day",
        "it runs from Sat 2027-03-27 to Sun 2027-03-28",
    ),
    Case(
        "a period on a weekday that the meeting does not have",
        change("periods.csv", "sat-am,2027-03-27", "sat-am,Mon"),
        "meeting/periods.csv:2:day: 'Mon': the meeting has no such day",
        "it runs from Sat 2027-03-27 to Sun 2027-03-28",
    ),
    Case(
        "a period's day cannot be read",
        change("periods.csv", "sat-am,2027-03-27", "sat-am,27 March"),
        "meeting/periods.csv:2:day: '27 March' is not a day",
        "write a date, a weekday, or a number: 2027-03-09, Tue, day 2",
    ),
    Case(
        "a period's time cannot be read",
        change("periods.csv", "10:00", "10.00"),
        "meeting/periods.csv:2:start: '10.00' is not a clock time",
        "write hours and minutes: 09:30",
    ),
    Case(
        "a period ends before it starts",
        change("periods.csv", "15:00,18:00", "15:00,8:00"),
        "meeting/periods.csv:3:end: the period ends at 8:00, which is not after its start, 15:00",
        "write a later end; at most 24:00",
    ),
    Case(
        "a period of no length",
        change("periods.csv", "15:00,18:00", "15:00,15:00"),
        "meeting/periods.csv:3:end: the period ends at 15:00, which is not after its start, 15:00",
        "write a later end; at most 24:00",
    ),
    Case(
        "a period starts in the hour that the clocks skip",
        change("periods.csv", "09:00,13:00", "02:30,13:00"),
        "meeting/periods.csv:4:start: 02:30 does not occur on 2027-03-28: the clocks of Europe/Vienna go forward over it",
        "choose a time outside the hour in which the clocks change",
    ),
    Case(
        "two periods overlap in a room",
        change("periods.csv", "15:00", "12:30"),
        "meeting/periods.csv:3: the period 'sat-pm' overlaps 'sat-am' (line 2) in the room 'hall'",
        "change a start or an end, or give each its own rooms in the column rooms",
    ),
    Case(
        "a period names a room that does not exist",
        change("periods.csv", "name\n", "name,rooms\nsun-pm,day 2,14:00,15:00,late,hal\n"),
        "meeting/periods.csv:2:rooms: there is no room 'hal'",
        "did you mean 'hall'?",
    ),
)
PEOPLE = (
    Case(
        "a delegation that does not exist",
        change("people.csv", "BRU,TEM", "BRV,TEM"),
        "meeting/people.csv:4:delegation: there is no delegation 'BRV'",
        "did you mean 'BRU'?",
    ),
    Case(
        "a body that does not exist",
        change("people.csv", "BRU,TEM", "BRU,TEN"),
        "meeting/people.csv:4:bodies: there is no body 'TEN'",
        "did you mean 'TEM'?",
    ),
    Case(
        "a chair who does not exist",
        change("bodies.csv", "chair-tem", "chair-tom"),
        "meeting/bodies.csv:2:chair: there is no person 'chair-tom'",
        "did you mean 'chair-tem'?",
    ),
    Case(
        "a member who is not a delegation",
        change("bodies.csv", "all", "ARD|BRU|XYZ"),
        "meeting/bodies.csv:2:members: there is no delegation 'XYZ'",
        "add it to the sheet delegations, or correct it here",
    ),
    Case(
        "a marking that does not exist",
        change("bodies.csv", "partners", "partner"),
        "meeting/bodies.csv:2:marking: there is no marking 'partner'",
        "did you mean 'partners'?",
    ),
    Case(
        "an arrival without a time that can be read",
        change("people.csv", "2027-03-28 09:00", "Sunday 9:00"),
        "meeting/people.csv:4:arrives: 'Sunday 9:00' is not a date with a time",
        "write year, month, day and the venue's clock time: 2027-03-09 14:00",
    ),
    Case(
        "an arrival in the hour that the clocks skip",
        change("people.csv", "2027-03-28 09:00", "2027-03-28 02:30"),
        "meeting/people.csv:4:arrives: 02:30 does not occur on 2027-03-28: the clocks of Europe/Vienna go forward over it",
        "add the offset from UTC that is meant, as in 2027-03-09 14:00+01:00",
    ),
    Case(
        "leaving before arriving",
        change("people.csv", "2027-03-28 09:00,", "2027-03-28 09:00,2027-03-27 18:00"),
        "meeting/people.csv:4:leaves: 'bru-01' leaves at 2027-03-27 18:00, which is not after arriving at 2027-03-28 09:00",
        "correct one of the two",
    ),
)
SESSIONS = (
    Case(
        "a body that does not exist",
        change("sessions.csv", "30,TEM", "30,TM"),
        "meeting/sessions.csv:2:body: there is no body 'TM'",
        "did you mean 'TEM'?",
    ),
    Case(
        "a presenter who does not exist",
        change("sessions.csv", "bru-01", "bru-1"),
        "meeting/sessions.csv:3:presenters: there is no person or delegation 'bru-1'",
        "did you mean 'bru-01'?",
    ),
    Case(
        "a person of the pool who does not exist",
        change("sessions.csv", "ard-01|cor-01", "ard-01|cor-10"),
        "meeting/sessions.csv:4:pool: there is no person 'cor-10'",
        "did you mean 'cor-01'?",
    ),
    Case(
        "a pool that cannot be read",
        change("sessions.csv", "chair: ard-01|cor-01", "2 chair: ard-01|cor-01"),
        "meeting/sessions.csv:4:pool: '2 chair: ard-01|cor-01' is not a pool of people",
        "write ids separated by '|', after a role and a count if need be: 'aut-02|bel-01' or 'rapporteur 2: aut-02|bel-01|cze-01'",
    ),
    Case(
        "a pool that names nobody",
        change("sessions.csv", "chair: ard-01|cor-01", "chair:"),
        "meeting/sessions.csv:4:pool: nobody is named for the role 'chair'",
        "write ids separated by '|', after a role and a count if need be: 'aut-02|bel-01' or 'rapporteur 2: aut-02|bel-01|cze-01'",
    ),
    Case(
        "a pool that is too small",
        change("sessions.csv", "chair: ard-01|cor-01", "chair 3: ard-01|cor-01"),
        "meeting/sessions.csv:4:pool: the role 'chair' cannot be taken by 3 of 2 people",
        "write a count from 1 to 2, or name more people",
    ),
    Case(
        "a pool of which nobody is to be chosen",
        change("sessions.csv", "chair: ard-01|cor-01", "chair 0: ard-01|cor-01"),
        "meeting/sessions.csv:4:pool: the role 'chair' cannot be taken by 0 of 2 people",
        "write a count from 1 to 2, or name more people",
    ),
    Case(
        "a role that is given twice",
        change("sessions.csv", "chair: ard-01|cor-01", "chair: ard-01; chair: cor-01"),
        "meeting/sessions.csv:4:pool: the role 'chair' is given more than once",
        "name the people of one role in one place",
    ),
    Case(
        "presenters in the pool and in their column",
        change("sessions.csv", "chair: ard-01|cor-01", "presenter: ard-01|cor-01"),
        "meeting/sessions.csv:4:pool: the role 'presenter' is given in the column presenters",
        "name the people of one role in one place",
    ),
    Case(
        "a marking that does not exist",
        change("sessions.csv", "interpretation,public", "interpretation,pubic"),
        "meeting/sessions.csv:2:marking: there is no marking 'pubic'",
        "did you mean 'public'?",
    ),
    Case(
        "a link without its scheme",
        both(
            change("sessions.csv", "features,marking\n", "features,marking,link\n"),
            change("sessions.csv", "interpretation,public", "interpretation,public,video.example.org/room-1"),
        ),
        "meeting/sessions.csv:2:link: 'video.example.org/room-1' is not a link",
        "copy the whole address, as in https://video.example.org/room-1",
    ),
    Case(
        "a paper that does not exist",
        change("sessions.csv", "theme", "paper"),
        "meeting/sessions.csv:4:paper: there is no paper 'valves'",
        "add it to the sheet papers, or correct it here",
    ),
)
OTHERS = (
    Case(
        "availability of somebody unknown",
        change("availability.csv", "annex,", "anex,"),
        "meeting/availability.csv:2:about: there is no person, room or delegation 'anex'",
        "did you mean 'annex'?",
    ),
    Case(
        "neither free nor busy",
        change("availability.csv", "busy", "buzy"),
        "meeting/availability.csv:2:state: 'buzy' is neither free nor busy",
        "write free or busy",
    ),
    Case(
        "availability that ends before it starts",
        change("availability.csv", "18:00", "08:00"),
        "meeting/availability.csv:2:to: the end, 2027-03-28 08:00, is not after the start, 2027-03-28 12:00",
        "correct one of the two",
    ),
    Case(
        "a time twice in the night that the clocks go back",
        in_autumn,
        "meeting/availability.csv:2:from: 02:30 occurs twice on 2027-10-31: the clocks of Europe/Vienna go back over it",
        "add the offset from UTC that is meant, as in 2027-03-09 14:00+01:00",
    ),
    Case(
        "a paper for a session that does not exist",
        change("papers.csv", "proposals-a", "proposal-a"),
        "meeting/papers.csv:2:session: there is no session 'proposal-a'",
        "did you mean 'proposals-a'?",
    ),
    Case(
        "a due date that cannot be read",
        change("papers.csv", "1 month before opening", "a month before"),
        "meeting/papers.csv:2:due: 'a month before' is not a date",
        DUE_HELP,
    ),
    Case(
        "a deadline's date that cannot be read",
        change("deadlines.csv", "2027-02-27", "27 Feb"),
        "meeting/deadlines.csv:2:due: '27 Feb' is not a date",
        DUE_HELP,
    ),
    Case(
        "a due date that counts nothing",
        change("papers.csv", "1 month before opening", "0 days before opening"),
        "meeting/papers.csv:2:due: '0 days before opening' counts nothing",
        "write a number of 1 or more",
    ),
    Case(
        "a due date many years away",
        change("papers.csv", "1 month before opening", "999 months before opening"),
        "meeting/papers.csv:2:due: '999 months before opening' is 1943-12-27, which cannot be right",
        "correct the number",
    ),
    Case(
        "business days of nobody knows where",
        change("papers.csv", "1 month before opening", "5 business days before opening"),
        "meeting/papers.csv:2:due: business days are those of the host, and the settings name none",
        "add its country to meeting.yaml, as in 'host: AT', or count days",
    ),
    Case(
        "a bilateral with a delegation that does not exist",
        put("bilaterals.csv", b"request,a,b\nb1,ARD,BRO\n"),
        "meeting/bilaterals.csv:2:b: there is no delegation 'BRO'",
        "did you mean 'BRU'?",
    ),
    Case(
        "a bilateral of a delegation with itself",
        put("bilaterals.csv", b"request,a,b\nb1,ARD,ARD\n"),
        "meeting/bilaterals.csv:2:b: 'ARD' cannot meet itself",
        "name the other delegation",
    ),
    Case(
        "a bilateral with the id of a session",
        put("bilaterals.csv", b"request,a,b\nopening,ARD,BRU\n"),
        "meeting/bilaterals.csv:2:request: the id 'opening' is already that of the session in meeting/sessions.csv:2",
        "give the request an id of its own",
    ),
    Case(
        "a bilateral whose priority is no number",
        put("bilaterals.csv", b"request,a,b,priority\nb1,ARD,BRU,high\n"),
        "meeting/bilaterals.csv:2:priority: 'high' is not a whole number",
        "write digits only, as in 30",
    ),
    Case(
        "a pair of sessions, one of which does not exist",
        put("pairs.csv", b"first,second\nopening,wrapup\n"),
        "meeting/pairs.csv:2:second: there is no session 'wrapup' in the sheet sessions",
        "did you mean 'wrap-up'?",
    ),
    Case(
        "a pair of groups of an unknown column",
        put("pairs.csv", b"first,second,kind\nlasers,valves,them\n"),
        "meeting/pairs.csv:2:kind: the sheet sessions has no column 'them'",
        "did you mean 'theme'?",
    ),
)
CALENDARS = (
    Case(
        "a calendar of somebody unknown",
        calendar("cor-1.ics", "BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20270328", "END:VEVENT", "END:VCALENDAR"),
        "meeting/availability/cor-1.ics: there is no person, room or delegation 'cor-1'",
        "did you mean 'cor-01'?",
    ),
    Case(
        "a calendar of nobody at all",
        calendar("holidays-2027.ics", "BEGIN:VCALENDAR", "END:VCALENDAR"),
        "meeting/availability/holidays-2027.ics: there is no person, room or delegation 'holidays-2027'",
        "add it to the sheet people or rooms or delegations, or rename the file",
    ),
    Case(
        "a file that is no calendar by its name",
        calendar("cor-01.csv", "from,to"),
        "meeting/availability/cor-01.csv: only calendars (.ics) are read from the folder availability",
        "export the calendar as iCalendar, cor-01.ics, or move this out of the folder",
    ),
    Case(
        "a file that is no calendar by its text",
        calendar("cor-01.ics", "<!DOCTYPE html>", "<p>Please log in</p>"),
        "meeting/availability/cor-01.ics:1: the file is not an iCalendar file",
        "export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "a calendar that is empty",
        calendar("cor-01.ics"),
        "meeting/availability/cor-01.ics: the file is not an iCalendar file",
        "export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "a calendar that is not in UTF-8",
        both(calendar("cor-01.ics"), put("availability/cor-01.ics", "BEGIN:VCALENDAR\nX-WR-CALNAME:Café".encode("latin-1"))),
        "meeting/availability/cor-01.ics:2: the file is not in UTF-8, so that its letters cannot be told for certain",
        "export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "a calendar that is cut off",
        calendar("cor-01.ics", "BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART:20270328T090000Z"),
        "meeting/availability/cor-01.ics:2: BEGIN:VEVENT has no END: a part of the file is missing",
        "export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "a calendar in which an end has no beginning",
        calendar("cor-01.ics", "BEGIN:VCALENDAR", "END:VEVENT", "END:VCALENDAR"),
        "meeting/availability/cor-01.ics:2: END:VEVENT ends nothing that has begun",
        "export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an event on a day that does not exist",
        event("DTSTART:20270230T090000Z"),
        "meeting/availability/cor-01.ics:3:DTSTART: '20270230T090000Z' is not a date or a time",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an event without a start",
        event("SUMMARY:Private"),
        "meeting/availability/cor-01.ics:2: the event has no DTSTART, so that nobody knows when it is",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an event that ends before it begins",
        event("DTSTART:20270328T090000Z", "DTEND:20270328T080000Z"),
        "meeting/availability/cor-01.ics:2: the event ends before it begins",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an event in a time zone that is misspelt",
        event("DTSTART;TZID=Europe/Wienna:20270328T090000"),
        "meeting/availability/cor-01.ics:3:DTSTART: there is no time zone 'Europe/Wienna'",
        "did you mean 'Europe/Vienna'?",
    ),
    Case(
        "an event whose duration cannot be read",
        event("DTSTART:20270328T090000Z", "DURATION:1 hour"),
        "meeting/availability/cor-01.ics:4:DURATION: '1 hour' is not a duration",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an event that lasts longer than calendars go",
        event("DTSTART:20270328T090000Z", "DURATION:P99999999D"),
        "meeting/availability/cor-01.ics:4:DURATION: 'P99999999D' is not a duration",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an event that recurs nobody knows how often",
        event("DTSTART:20270328T090000Z", "RRULE:FREQ=OFTEN"),
        "meeting/availability/cor-01.ics:4:RRULE: the recurrence 'FREQ=OFTEN' cannot be followed",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an event that recurs every 0 days",
        event("DTSTART:20270328T090000Z", "RRULE:FREQ=DAILY;INTERVAL=0"),
        "meeting/availability/cor-01.ics:4:RRULE: the recurrence 'FREQ=DAILY;INTERVAL=0' cannot be followed",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an event that recurs until a time of no day",
        event("DTSTART:20270328T090000Z", "RRULE:FREQ=DAILY;UNTIL=090000"),
        "meeting/availability/cor-01.ics:4:RRULE: the recurrence 'FREQ=DAILY;UNTIL=090000' cannot be followed",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an event that recurs on no day",
        event("DTSTART:20270328T090000Z", "RRULE:FREQ=DAILY;BYSETPOS=400"),
        "meeting/availability/cor-01.ics:2: the event recurs in a way that cannot be followed",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an added time that ends before it begins",
        event("DTSTART:20270328T090000Z", "RDATE;VALUE=PERIOD:20270328T100000Z/-PT1H"),
        "meeting/availability/cor-01.ics:4:RDATE: the period '20270328T100000Z/-PT1H' ends before it begins",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "an exception that cannot be read",
        event("DTSTART:20270328T090000Z", "RRULE:FREQ=DAILY", "EXDATE:20270328T090000Z,tomorrow"),
        "meeting/availability/cor-01.ics:5:EXDATE: 'tomorrow' is not a date or a time",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
    Case(
        "a busy time that cannot be read",
        calendar("hall.ics", "BEGIN:VCALENDAR", "BEGIN:VFREEBUSY", "FREEBUSY:20270328T09/PT1H", "END:VFREEBUSY", "END:VCALENDAR"),
        "meeting/availability/hall.ics:3:FREEBUSY: '20270328T09' is not a date or a time",
        "correct it in the calendar program, and export the calendar again as an iCalendar file (.ics)",
    ),
)
SETTINGS = (
    Case(
        "a needed key is missing",
        change("meeting.yaml", "grid: 15\n", ""),
        "meeting/meeting.yaml: the key 'grid' is missing",
        "add it, as in 'grid: 15'",
    ),
    Case(
        "a needed key has no value",
        change("meeting.yaml", "title: Small meeting of four sessions", "title:"),
        "meeting/meeting.yaml:2:7: the key 'title' has no value",
        "write one, as in 'title: Spring meeting 2027'",
    ),
    Case(
        "a key is misspelt",
        change("meeting.yaml", "first_day", "firstday"),
        "meeting/meeting.yaml:4:11: unknown key 'firstday'",
        "did you mean 'first_day'?",
    ),
    Case(
        "a part of a key is misspelt",
        change("meeting.yaml", "email:", "e-mail:"),
        "meeting/meeting.yaml:8:40: unknown key 'organizer.e-mail'",
        "did you mean 'organizer.email'?",
    ),
    Case(
        "a key is unknown",
        append("meeting.yaml", "colour: blue\n"),
        "meeting/meeting.yaml:12:9: unknown key 'colour'",
        "the keys are meeting, title, zone, first_day, last_day, grid, prepared, organizer.name, organizer.email, "
        "rules, markings, host, reminders, neutral, secret, mail.host, mail.port, mail.security, mail.user, mail.ca_file, travel, "
        "audiences, fields",
    ),
    Case(
        "a key is given twice",
        append("meeting.yaml", "grid: 5\n"),
        "meeting/meeting.yaml:12:1: the key 'grid' is already in line 6",
        "remove one of the two",
    ),
    Case(
        "travel without its minutes",
        change("meeting.yaml", "Annex: 10", "Annex:"),
        "meeting/meeting.yaml:10:21: the key 'travel.Main-Annex' has no value",
        "write one, as in 'travel: {Hofburg-Annex: 10}'",
    ),
    Case(
        "a key with parts has none",
        change("meeting.yaml", "{name: Secretariat, email: secretariat@small.example}", "Secretariat"),
        "meeting/meeting.yaml:8:12: 'organizer' needs parts",
        "write organizer: {name: …, email: …}",
    ),
    Case(
        "a list inside a list",
        change("meeting.yaml", "[public, partners]", "[public, [partners]]"),
        "meeting/meeting.yaml:9:11: 'markings' has a list or a group where a single value belongs",
        "write single values",
    ),
    Case(
        "an audience that does not exist",
        append("meeting.yaml", "audiences: {pubic: {partners: title}}\n"),
        "meeting/meeting.yaml:12:31: there is no audience 'pubic'",
        "did you mean 'public'?",
    ),
    Case(
        "an audience that is no marking and no calendar",
        append("meeting.yaml", "audiences: {everybody: {partners: title}}\n"),
        "meeting/meeting.yaml:12:35: there is no audience 'everybody'",
        "name a marking but the highest, or delegations, people, rooms, bodies, or one of these, as in delegations/ID",
    ),
    Case(
        "the highest marking as an audience",
        append("meeting.yaml", "audiences: {partners: {public: title}}\n"),
        "meeting/meeting.yaml:12:32: 'partners' is the highest marking: those who may see it see everything",
        "remove it",
    ),
    Case(
        "an audience without parts",
        append("meeting.yaml", "audiences: {public: title}\n"),
        "meeting/meeting.yaml:12:21: 'audiences.public' needs parts",
        "write audiences: {public: {partners: title, restricted: nothing}}",
    ),
    Case(
        "audiences without parts",
        append("meeting.yaml", "audiences: public\n"),
        "meeting/meeting.yaml:12:12: 'audiences' needs parts",
        "write audiences: {public: {partners: title, restricted: nothing}}",
    ),
    Case(
        "a view that does not exist",
        append("meeting.yaml", "audiences: {public: {partners: titel}}\n"),
        "meeting/meeting.yaml:12:32: 'audiences.public.partners' cannot be 'titel'",
        "did you mean 'title'?",
    ),
    Case(
        "an audience of a marking that does not exist",
        append("meeting.yaml", "audiences: {people: {partner: title}}\n"),
        "meeting/meeting.yaml:12:31: there is no marking 'partner'",
        "did you mean 'partners'?",
    ),
    Case(
        "an audience that is refused its own marking",
        append("meeting.yaml", "audiences: {public: {public: title}}\n"),
        "meeting/meeting.yaml:12:30: 'public' sees 'public' in full, which is not marked higher",
        "name only what is: partners",
    ),
    Case(
        "an audience that sees more of what is marked higher",
        append("meeting.yaml", "audiences: {people: {public: title, partners: full}}\n"),
        "meeting/meeting.yaml:12:47: 'people' would see more of 'partners' (full) than of 'public' (title), which is lower",
        "show no more of what is marked higher",
    ),
    Case(
        "a field that cannot be marked",
        append("meeting.yaml", "fields: {persons: partners}\n"),
        "meeting/meeting.yaml:12:19: the field 'persons' cannot be marked",
        "write one of: title, item, theme, kind, audience, people, room, link",
    ),
    Case(
        "a field with a marking that does not exist",
        append("meeting.yaml", "fields: {people: partner}\n"),
        "meeting/meeting.yaml:12:18: there is no marking 'partner'",
        "did you mean 'partners'?",
    ),
    Case(
        "a field without its marking",
        append("meeting.yaml", "fields: {people: }\n"),
        "meeting/meeting.yaml:12:17: the key 'fields.people' has no value",
        "write one, as in 'fields: {people: partners}'",
    ),
    Case(
        "a neutral title that is empty",
        append("meeting.yaml", "neutral:\n"),
        "meeting/meeting.yaml:12:9: the key 'neutral' has no value",
        "write one, as in 'neutral: Closed session'",
    ),
    Case(
        "the meeting's id has a space",
        change("meeting.yaml", "ok-small-2027", "ok small 2027"),
        "meeting/meeting.yaml:1:10: 'ok small 2027' cannot be an id",
        "use letters, digits, '-', '_' and '.', and begin with a letter or digit",
    ),
    Case(
        "a time zone without its continent",
        change("meeting.yaml", "Europe/Vienna", "Vienna"),
        "meeting/meeting.yaml:3:7: there is no time zone 'Vienna'",
        "did you mean 'Europe/Vienna'?",
    ),
    Case(
        "a time zone that is misspelt",
        change("meeting.yaml", "Europe/Vienna", "Europe/Viena"),
        "meeting/meeting.yaml:3:7: there is no time zone 'Europe/Viena'",
        "did you mean 'Europe/Vienna'?",
    ),
    Case(
        "the first day in another form",
        change("meeting.yaml", "first_day: 2027-03-27", "first_day: 27/03/2027"),
        "meeting/meeting.yaml:4:12: '27/03/2027' is not a date",
        "write year, month, day: 2027-03-09",
    ),
    Case(
        "the last day before the first",
        change("meeting.yaml", "last_day: 2027-03-28", "last_day: 2027-03-18"),
        "meeting/meeting.yaml:5:11: the last day, 2027-03-18, is before the first, 2027-03-27",
        "correct one of the two",
    ),
    Case(
        "the last day in another year",
        change("meeting.yaml", "last_day: 2027-03-28", "last_day: 2072-03-28"),
        "meeting/meeting.yaml:5:11: from 2027-03-27 to 2072-03-28 is more than 400 days",
        "correct the year of one of the two",
    ),
    Case(
        "a grid that does not divide the day",
        change("meeting.yaml", "grid: 15", "grid: 7"),
        "meeting/meeting.yaml:6:7: 7 minutes do not divide a day",
        "write minutes that divide a day, as in 5, 10, 15 or 30",
    ),
    Case(
        "a grid of days",
        change("meeting.yaml", "grid: 15", "grid: 1d"),
        "meeting/meeting.yaml:6:7: a grid of whole days is not planned by this version",
        "write minutes that divide a day, as in 5, 10, 15 or 30",
    ),
    Case(
        "a moment without its zone",
        change("meeting.yaml", "09:00:00Z", "09:00:00"),
        "meeting/meeting.yaml:7:11: '2027-01-11T09:00:00' does not say in which zone",
        "write a date, a time and the offset from UTC: 2027-08-30T09:00:00Z",
    ),
    Case(
        "an e-mail address without its host",
        change("meeting.yaml", "secretariat@small.example", "secretariat"),
        "meeting/meeting.yaml:8:39: 'secretariat' is not an e-mail address",
        "write one address, in plain letters, as in secretariat@example.org",
    ),
    Case(
        "a mail server that is not named",
        append("meeting.yaml", "mail: {port: 587}\n"),
        "meeting/meeting.yaml:12:14: the key 'mail.host' is missing",
        "add it, as in 'mail: {host: smtp.example.org, security: starttls, user: secretariat}'",
    ),
    Case(
        "a mail server as a web address",
        append("meeting.yaml", "mail: {host: 'https://mail.example.org'}\n"),
        "meeting/meeting.yaml:12:14: 'https://mail.example.org' is not the name of a server",
        "write it as in smtp.example.org, without port or 'https://'",
    ),
    Case(
        "mail without encryption",
        append("meeting.yaml", "mail: {host: mail.example.org, security: none}\n"),
        "meeting/meeting.yaml:12:42: 'security' cannot be 'none'",
        "write starttls, or tls: nothing is sent without encryption",
    ),
    Case(
        "a port that there is not",
        append("meeting.yaml", "mail: {host: mail.example.org, port: 65536}\n"),
        "meeting/meeting.yaml:12:38: 65536 is no port",
        "write one up to 65535: 587 for starttls, 465 for tls",
    ),
    Case(
        "a part of the mail server that is misspelt",
        append("meeting.yaml", "mail: {host: mail.example.org, usr: sec}\n"),
        "meeting/meeting.yaml:12:37: unknown key 'mail.usr'",
        "did you mean 'mail.user'?",
    ),
    Case(
        "travel between buildings that are not there",
        change("meeting.yaml", "Main-Annex", "Main-Anex"),
        "meeting/meeting.yaml:10:21: 'Main-Anex' are not two buildings of the sheet rooms",
        "did you mean 'Main-Annex'?",
    ),
    Case(
        "a host that is not its country's code",
        append("meeting.yaml", "host: Austria\n"),
        "meeting/meeting.yaml:12:7: there is no country 'Austria' whose holidays are known",
        "did you mean 'AT'?",
    ),
    Case(
        "a host that nobody knows",
        append("meeting.yaml", "host: XX\n"),
        "meeting/meeting.yaml:12:7: there is no country 'XX' whose holidays are known",
        "write the country by its two letters of ISO 3166, as in AT, or with a part of it, as in AT-9",
    ),
    Case(
        "a part of the host that it does not have",
        append("meeting.yaml", "host: GB-WAL\n"),
        "meeting/meeting.yaml:12:7: 'GB' has no part 'WAL' of which holidays are known",
        "write GB alone, or one of: GB-ENG, GB-NIR, GB-SCT, GB-WLS",
    ),
    Case(
        "a reminder without its unit",
        append("meeting.yaml", "reminders: [15, 1 day]\n"),
        "meeting/meeting.yaml:12:12: '15' is not a time before a session",
        "write minutes, hours, days or weeks, as in 'reminders: [15 minutes, 1 day]'",
    ),
    Case(
        "travel with its unit",
        change("meeting.yaml", "Annex: 10", "Annex: 10 minutes"),
        "meeting/meeting.yaml:10:22: '10 minutes' is not a whole number",
        "write digits only, as in 30",
    ),
    Case(
        "a tab for indentation",
        change("meeting.yaml", "zone:", "\tzone:"),
        "meeting/meeting.yaml:3:1: a tab stands where only spaces may",
        "indent with spaces, not with the tab key",
    ),
    Case(
        "a colon inside a value",
        change("meeting.yaml", "title: Small meeting", "title: Small: meeting"),
        "meeting/meeting.yaml:2:13: a colon stands where none may",
        "check the indentation, or put a value that contains ': ' in quotation marks",
    ),
    Case(
        "a bracket that is never closed",
        change("meeting.yaml", "[public, partners]", "[public, partners"),
        "meeting/meeting.yaml:9:11: a list that begins with '[' is never closed, or a comma is missing",
        "separate its values by commas and close it with ']'",
    ),
    Case(
        "a quotation mark that is never closed",
        change("meeting.yaml", "title: Small", "title: 'Small"),
        "meeting/meeting.yaml:2:8: a quotation mark is opened and never closed",
        "close it",
    ),
    Case(
        "a value that begins with a forbidden character",
        change("meeting.yaml", "title: Small", "title: @Small"),
        "meeting/meeting.yaml:2:8: a value begins with a character that it may not begin with",
        "put the value in quotation marks",
    ),
    Case(
        "a value that begins with an asterisk",
        change("meeting.yaml", "title: Small meeting of four sessions", "title: *Small"),
        "meeting/meeting.yaml:2:8: a value begins with '*', which means a reference in YAML",
        "put the value in quotation marks",
    ),
    Case(
        "an empty file",
        put("meeting.yaml", b""),
        "meeting/meeting.yaml:1: the file holds no keys",
        "write 'key: value' on lines of their own",
    ),
)
BOOK = (
    Case(
        "an unknown kind of rule",
        change("rules.yaml", "rule: room_has", "rule: rooms_has"),
        "meeting/rules.yaml:23:9: there is no kind of rule 'rooms_has'",
        "did you mean 'room_has'?",
    ),
    Case(
        "a rule without a kind",
        change("rules.yaml", "  rule: room_has\n", ""),
        "meeting/rules.yaml:22:3: the rule does not say of which kind it is",
        "add 'rule:' and a kind; 'schedule rules' lists the kinds",
    ),
    Case(
        "a rule without a strength",
        change("rules.yaml", "  per: minute\n  strength: strong\n", "  per: minute\n"),
        "meeting/rules.yaml:39: the key 'strength' is missing (rule not_after)",
        "add a line 'strength: …'",
    ),
    Case(
        "a strength that does not exist",
        change("rules.yaml", "strength: slight", "strength: sligth"),
        "meeting/rules.yaml:50:13: 'sligth' is not a strength",
        "did you mean 'slight'?",
    ),
    Case(
        "a strength of nought",
        change("rules.yaml", "strength: slight", "strength: 0"),
        "meeting/rules.yaml:50:13: '0' is too small",
        "write 1 or more",
    ),
    Case(
        "a grade that is not a number",
        change("rules.yaml", "strong: 100", "strong: much"),
        "meeting/rules.yaml:5:29: 'much' is not a whole number",
        "write digits only, as in 30",
    ),
    Case(
        "an id of a rule given twice",
        change("rules.yaml", "id: room-fits", "id: one-per-room"),
        "meeting/rules.yaml:22:7: the id 'one-per-room' is already that of the rule in line 18",
        "give each rule an id of its own",
    ),
    Case(
        "a rule's key is misspelt",
        change("rules.yaml", "time: last day, 12:00", "tyme: last day, 12:00"),
        "meeting/rules.yaml:48:3: unknown key 'tyme' (rule not_after)",
        "did you mean 'time'?",
    ),
    Case(
        "a rule lacks a key that its kind needs",
        change("rules.yaml", "  time: last day, 12:00\n", ""),
        "meeting/rules.yaml:45: the key 'time' is missing (rule not_after)",
        "add a line 'time: …'",
    ),
    Case(
        "a key that this version does not know",
        append("rules.yaml", "author: Linnet\n"),
        "meeting/rules.yaml:52:1: unknown key 'author'",
        "the keys are book, include, grades, rules, variants",
    ),
    Case(
        "a column that the sheet does not have",
        change("rules.yaml", "{body: TEM}", "{boddy: TEM}"),
        "meeting/rules.yaml:36:9: the sheet sessions has no column 'boddy'",
        "did you mean 'body'?",
    ),
    Case(
        "a selector that is only a word",
        change("rules.yaml", "{body: TEM}", "TEM"),
        "meeting/rules.yaml:36:8: 'TEM' does not say which sessions are meant",
        "write columns with the values wanted, as in {body: IE, kind: [item, report]}, or all",
    ),
    Case(
        "a selector that does not say whom",
        change("rules.yaml", "{delegation: all, delegates: 1}", "{delegates: 1}"),
        "meeting/rules.yaml:14:8: it does not say whom or what it speaks of",
        "write {person: all} or {delegation: all} or {body: all}",
    ),
    Case(
        "a selector with a misspelt word for whom",
        change("rules.yaml", "{delegation: all, delegates: 1}", "{delegations: all, delegates: 1}"),
        "meeting/rules.yaml:14:8: it does not say whom or what it speaks of",
        "did you mean 'delegation'?",
    ),
    Case(
        "a wish for a room that does not exist",
        append("rules.yaml", "- {id: in-the-hall, rule: prefer, for: all, room: hal, strength: must}\n"),
        "meeting/rules.yaml:52: the rule 'in-the-hall' does not fit: no room is selected (room hal)",
        "",
    ),
    Case(
        "a selector of what the kind does not speak of",
        change("rules.yaml", "{delegation: all, delegates: 1}", "{room: all}"),
        "meeting/rules.yaml:14:8: this kind of rule does not speak of a room",
        "write {person: all} or {delegation: all} or {body: all}",
    ),
    Case(
        "a time that cannot be read",
        change("rules.yaml", "last day, 12:00", "last day, 12:75"),
        "meeting/rules.yaml:48:9: '12:75' is not a clock time",
        "hours go to 24:00, minutes to 59",
    ),
    Case(
        "a day that the meeting does not have",
        change("rules.yaml", "last day, 12:00", "day 3, 12:00"),
        "meeting/rules.yaml:48:9: 'day 3, 12:00': the meeting has no such day",
        "it runs from Sat 2027-03-27 to Sun 2027-03-28",
    ),
    Case(
        "a period that the meeting does not have",
        change("rules.yaml", "last day, 12:00", "last day, mornin"),
        "meeting/rules.yaml:48:9: 'last day, mornin': no period is named 'mornin' on that day",
        "did you mean 'morning'?",
    ),
    Case(
        "a time that the clocks skip",
        change("rules.yaml", "last day, 12:00", "last day, 02:30"),
        "meeting/rules.yaml:48:9: 02:30 does not occur on 2027-03-28: the clocks of Europe/Vienna go forward over it",
        "choose a time outside the hour in which the clocks change, or name a day",
    ),
    Case(
        "a choice that does not exist",
        change("rules.yaml", "  per: minute\n  strength: strong", "  per: minutes\n  strength: strong"),
        "meeting/rules.yaml:43:8: 'per' cannot be 'minutes'",
        "did you mean 'minute'?",
    ),
    Case(
        "yes or no in another language",
        change("rules.yaml", "{person: all}\n  travel: yes", "{person: all}\n  travel: ja"),
        "meeting/rules.yaml:10:11: 'ja' is neither yes nor no",
        "write yes or no",
    ),
    Case(
        "a rule that does not fit the meeting",
        change("rules.yaml", "last day, 12:00", "12:00"),
        "meeting/rules.yaml:45: the rule 'over-by-noon' does not fit: 'per: minute' needs a time with a day",
        "",
    ),
    Case(
        "a rule that is not indented",
        change("rules.yaml", "  rule: agenda_order", " rule: agenda_order"),
        "meeting/rules.yaml:35:2: the line is not indented like those that it belongs with",
        "indent lines of one group by the same number of spaces",
    ),
    Case(
        "grades that are not named",
        change("rules.yaml", "grades: {slight: 1, strong: 100}", "grades: slight"),
        "meeting/rules.yaml:5:9: 'grades' needs names with numbers",
        "as in grades: {strong: 100, slight: 1}",
    ),
)
INCLUDES = (
    Case(
        "an included book that does not exist",
        append("rules.yaml", "include: [common.yaml]\n"),
        "meeting/rules.yaml:52:11: there is no rule book meeting/common.yaml",
        "'include' is taken relative to the book that it stands in",
    ),
    Case(
        "an include that is no file",
        append("rules.yaml", "include: [{book: common}]\n"),
        "meeting/rules.yaml:52:10: 'include' needs the files of rule books",
        "as in include: [common.yaml]",
    ),
    Case(
        "books that include each other",
        including("include: rules.yaml\n"),
        "meeting/common.yaml:1:10: the books include each other in a circle: rules.yaml includes common.yaml includes rules.yaml",
        "remove one of these includes",
    ),
    Case(
        "a typo in an included book",
        including("rules:\n- {id: fits, rule: room_hass, for: all, strength: must}\n"),
        "meeting/common.yaml:2:20: there is no kind of rule 'room_hass'",
        "did you mean 'room_has'?",
    ),
    Case(
        "an included book that is damaged",
        including("rules: [one\n"),
        "meeting/common.yaml:1:8: a list that begins with '[' is never closed, or a comma is missing",
        "separate its values by commas and close it with ']'",
    ),
    Case(
        "an id given twice within an included book",
        including("rules:\n- {id: fits, rule: room_has, for: all, strength: 1}\n- {id: fits, rule: held, for: all, strength: 1}\n"),
        "meeting/common.yaml:3:8: the id 'fits' is already that of the rule in line 2",
        "give each rule an id of its own",
    ),
    Case(
        "switching off a rule that no included book has",
        both(
            including("rules:\n- {id: lunch, rule: within, for: all, window: morning, strength: 1}\n"),
            change("rules.yaml", "rules:\n", "rules:\n- {id: lunsh, off: yes}\n"),
        ),
        "meeting/rules.yaml:7:3: there is no rule 'lunsh' in an included book to switch off",
        "did you mean 'lunch'?",
    ),
    Case(
        "neither off nor on",
        change("rules.yaml", "rule: room_has", "rule: room_has\n  off: perhaps"),
        "meeting/rules.yaml:24:8: 'perhaps' is neither yes nor no",
        "write yes or no",
    ),
    Case(
        "a misspelt key in a rule that is switched off",
        change("rules.yaml", "time: last day, 12:00", "tyme: last day, 12:00\n  off: yes"),
        "meeting/rules.yaml:48:3: unknown key 'tyme' (rule not_after)",
        "did you mean 'time'?",
    ),
)
VARIANTS = (
    Case(
        "variants that are not named",
        append("rules.yaml", "variants: [tight]\n"),
        "meeting/rules.yaml:52:11: 'variants' needs names with the rules that they change",
        "as in variants: {tight: {photo: must}}",
    ),
    Case(
        "a variant without rules",
        append("rules.yaml", "variants: {tight: must}\n"),
        "meeting/rules.yaml:52:19: the variant 'tight' changes no rule",
        "as in tight: {photo: must}",
    ),
    Case(
        "a rule of a variant that does not exist",
        append("rules.yaml", "variants: {tight: {over-by-non: must}}\n"),
        "meeting/rules.yaml:52:20: there is no rule 'over-by-non' for the variant to change",
        "did you mean 'over-by-noon'?",
    ),
    Case(
        "a strength of a variant that does not exist",
        append("rules.yaml", "variants: {tight: {over-by-noon: strongg}}\n"),
        "meeting/rules.yaml:52:34: 'strongg' is not a strength",
        "did you mean 'strong'?",
    ),
    Case(
        "a field of a variant that is misspelt",
        append("rules.yaml", 'variants: {tight: {over-by-noon: {tyme: "last day, 13:00"}}}\n'),
        "meeting/rules.yaml:52:35: unknown key 'tyme' (rule not_after)",
        "did you mean 'time'?",
    ),
    Case(
        "a time of a variant that the meeting does not have",
        append("rules.yaml", 'variants: {tight: {over-by-noon: {time: "day 3, 13:00"}}}\n'),
        "meeting/rules.yaml:52:41: 'day 3, 13:00': the meeting has no such day",
        "it runs from Sat 2027-03-27 to Sun 2027-03-28",
    ),
    Case(
        "a rule that does not fit in one variant",
        append("rules.yaml", "variants: {tight: {over-by-noon: {time: 12:00}}, tighter: {over-by-noon: 3}}\n"),
        "meeting/rules.yaml:45: the rule 'over-by-noon' does not fit in the variant 'tight': 'per: minute' needs a time with a day",
        "",
    ),
    Case(
        "a variant that gives a rule another id",
        append("rules.yaml", "variants: {tight: {over-by-noon: {id: noon}}}\n"),
        "meeting/rules.yaml:52:34: this is not a change of the rule 'over-by-noon'",
        "write a strength, off, or fields with their values: over-by-noon: {strength: must}",
    ),
)
GROUPS_AND_PAIRS = (
    Case(
        "each of a column that the sheet does not have",
        change("rules.yaml", "  for: {body: TEM}\n", "  for: {body: TEM}\n  each: them\n"),
        "meeting/rules.yaml:37:9: the sheet sessions has no column 'them'",
        "did you mean 'theme'?",
    ),
    Case(
        "each without the sessions that it divides",
        append("rules.yaml", "- {id: apart, rule: not_parallel, first: {item: 1}, then: {item: 3}, each: theme, strength: 1}\n"),
        "meeting/rules.yaml:52:76: 'each' divides the sessions of 'for', which is missing",
        "add 'for: …', or remove 'each'",
    ),
    Case(
        "each where a rule does not speak of sessions",
        change("rules.yaml", "  for: {delegation: all, delegates: 1}\n", "  for: {delegation: all, delegates: 1}\n  each: theme\n"),
        "meeting/rules.yaml:15:3: unknown key 'each' (rule one_place)",
        "the keys are id, rule, strength, off, why, release, for, travel",
    ),
    Case(
        "a join that cannot be read",
        append("rules.yaml", "- {id: a, rule: before, first: {item: 1}, then: {item: 3}, where: body = reports_on, strength: 1}\n"),
        "meeting/rules.yaml:52:67: 'body = reports_on' does not say which pairs are meant",
        "write a column of each, as in first.body = then.reports_on",
    ),
    Case(
        "a join of a column that the sheet does not have",
        append("rules.yaml", "- {id: a, rule: before, first: {item: 1}, then: {item: 3}, where: first.boddy = then.body, strength: 1}\n"),
        "meeting/rules.yaml:52:67: the sheet sessions has no column 'boddy'",
        "did you mean 'body'?",
    ),
    Case(
        "a join without two choices",
        append("rules.yaml", "- {id: a, rule: not_parallel, for: {body: TEM}, where: first.body = then.body, strength: 1}\n"),
        "meeting/rules.yaml:52: the rule 'a' does not fit: 'where' joins the sessions of 'first' and 'then'; give both",
        "",
    ),
)
AGENDA = (
    Case("no agenda", remove("out/agenda.json"), "meeting/out/agenda.json: there is no such file", "make the agenda with 'schedule solve'"),
    Case(
        "an agenda that is damaged",
        agenda('"seed": 1,', '"seed": 1'),
        "meeting/out/agenda.json:9:2: the file is no agenda, or is damaged: expecting ',' delimiter",
        "make the agenda anew with 'schedule solve'",
    ),
    Case(
        "an agenda of another meeting",
        agenda("ok-small-2027", "ok-small-2026"),
        "meeting/out/agenda.json:3:meeting: the agenda is of the meeting 'ok-small-2026', not of 'ok-small-2027'",
        "read it with that meeting's folder",
    ),
    Case(
        "an agenda of another format",
        agenda('"format": 1', '"format": 2'),
        "meeting/out/agenda.json:2:format: the file is of format 2, and this version reads format 1",
        "make the agenda anew with 'schedule solve'",
    ),
    Case(
        "a session that does not exist",
        agenda('"session": "wrap-up"', '"session": "wrapup"'),
        "meeting/out/agenda.json:17:session: the meeting has no session 'wrapup'",
        "did you mean 'wrap-up'?",
    ),
    Case(
        "a session with two entries",
        agenda('"session": "wrap-up"', '"session": "opening"'),
        "meeting/out/agenda.json:17:session: the session 'opening' has an entry already",
        "remove one of the two",
    ),
    Case(
        "a room that does not exist",
        agenda('"room": "annex"', '"room": "anex"'),
        "meeting/out/agenda.json:16:room: the meeting has no room 'anex'",
        "did you mean 'annex'?",
    ),
    Case(
        "a period that does not exist",
        agenda('"sat-am"', '"sat-ma"'),
        "meeting/out/agenda.json:14:period: the meeting has no period 'sat-ma'",
        "did you mean 'sat-pm'?",
    ),
    Case(
        "a person who does not exist",
        agenda('["bru-01"]', '["bru-1"]'),
        "meeting/out/agenda.json:15:people: the meeting has no person 'bru-1'",
        "did you mean 'bru-01'?",
    ),
    Case(
        "a start without its offset",
        agenda("2027-03-27T10:00:00+01:00", "2027-03-27T10:00:00"),
        "meeting/out/agenda.json:14:start: '2027-03-27T10:00:00' is not the start of a session",
        "write it with whole minutes and the offset from UTC: 2027-10-11T15:00:00+02:00",
    ),
    Case(
        "minutes as a text",
        agenda('"minutes": 90', '"minutes": "90"'),
        "meeting/out/agenda.json:15:minutes: 'minutes' is \"90\", which is not a whole number",
        "make the agenda anew with 'schedule solve'",
    ),
    Case(
        "a key that is missing",
        agenda('"held": true, "start": "2027-03-27', '"start": "2027-03-27'),
        "meeting/out/agenda.json:14:held: 'held' is missing",
        "make the agenda anew with 'schedule solve'",
    ),
    Case(
        "a status that does not exist",
        agenda("optimal", "optimum"),
        "meeting/out/agenda.json:9:status: there is no status 'optimum'",
        "did you mean 'optimal'?",
    ),
)
GROUPS = (
    ("The folder", FOLDER),
    ("Encodings and quotation marks", ENCODING),
    ("Headers", HEADERS),
    ("Cells of any sheet", CELLS),
    ("Periods and rooms", VENUE),
    ("People, delegations and bodies", PEOPLE),
    ("Sessions", SESSIONS),
    ("Other sheets", OTHERS),
    ("Calendars in the folder availability", CALENDARS),
    ("meeting.yaml", SETTINGS),
    ("The rule book", BOOK),
    ("Included books, and rules that are switched off", INCLUDES),
    ("Variants of a rule book", VARIANTS),
    ("Rules for each value, and for pairs that share one", GROUPS_AND_PAIRS),
    ("agenda.json", AGENDA),
)
