"""Invented conferences in CoSPLib's form: the rows of each sheet, and the workbook that they make."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import Any

import openpyxl
from hypothesis import strategies as st

Rows = list[list[Any]]
Conference = dict[str, Rows]
LABELS = (
    "Tracks_Sessions|Penalty:",
    "Tracks_Rooms|Penalty:",
    "Sessions_Rooms|Penalty",
    "Similar Tracks:",
    "Number of Rooms per Track:",
    "Parallel Tracks:",
    "Consecutive Tracks:",
    "Submissions_Timezones:",
    "Submissions Order:",
    "Submissions_Sessions|Penalty:",
    "Submissions_Rooms|Penalty:",
    "Presenters Conflicts:",
    "Attendees Conflicts:",
    "Chairs Conflicts:",
    "Presenters Conflicts Timeslot Level:",
    "Attendees Conflicts Timeslot Level:",
)
SESSIONS: Rows = [
    ["Mon1", 2, datetime(2027, 3, 1), time(9, 30), time(10, 30)],
    ["Mon 2", 3, datetime(2027, 3, 1), time(10, 50), time(12, 5)],
    ["Tue1", 4, datetime(2027, 3, 2), time(17), time(18, 30)],
    # Two that CoSPLib takes for times of their own although they begin before the one above is over.
    ["extra", 3, datetime(2027, 3, 2), time(17), time(18, 30)],
    ["mon-1", 2, datetime(2027, 3, 1), time(23, 10), time(23, 59)],
]
ROOMS = ["Hall", "Room (2)", "room-2"]
TRACKS = ["Lasers ", "Valves: new", "Transit"]
"""One with a blank behind it, as the published ones have, and one that would mean something else in YAML."""


def workbook(conference: Conference) -> bytes:
    """The workbook of these rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in conference.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def made_up() -> Conference:
    """A fresh copy of a conference in which everything occurs. Every weight is another power of three: none can stand in for another."""
    sessions, columns = [row[0] for row in SESSIONS], [*(row[0] for row in SESSIONS), *ROOMS]
    return {
        "parameters": parameters([3**n for n in range(16)], "GMT+2"),
        "submissions": [
            ["Reference", "Track", "Required Timeslots", "Order", "Time Zone", "Presenters", "Attendees", *columns],
            ["s1", "Lasers ", 1, 1, "GMT+2", "P1", "C1", None, 1, *[None] * 6],
            ["s2", "Lasers ", 2, 2, "GMT-9", "P2, P3", "P1, A1", *[None] * 5, 2, 2, None],
            ["s 3", "Lasers ", 1, 0, "GMT+2", "P3, P2", None, *[None] * 8],
            ["s-3", "Valves: new", 2, None, "GMT+0", "C1", "A1, C2", 1, 1, 1, 1, 1, 7, 7, 7],
            ["s5", "Valves: new", 1, 3, "GMT-9", "P4", "A1", *[None] * 8],
            ["s6", "Transit", 1, 0, "GMT+12", None, None, *[None] * 8],
            ["s7", "Transit", 2, 1, "GMT+2", "P2", "P4", *[None] * 8],
            ["s8", "Transit", 1, 5, "GMT+2", "P5", None, 3, *[None] * 7],
            [None] * 15,
        ],
        "tracks": [["Tracks", "Chairs"], ["Lasers ", "C1, C2"], ["Valves: new", "C2"], ["Transit", None]],
        "sessions": [["Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"], *(list(row) for row in SESSIONS)],
        "rooms": [["Rooms"], *([room] for room in ROOMS)],
        "tracks_sessions|penalty": table(["Transit", "Lasers ", "Valves: new"], sessions, {(0, 1): 5, (1, 1): 5, (1, 3): 2, (2, 0): 4}),
        "tracks_rooms|penalty": table(TRACKS, ROOMS, {(0, 2): 3, (1, 2): 3, (2, 0): 1}),
        # Read by position: the header counts for nothing, nor does the lower triangle.
        "similar tracks": table(["Transit", "Valves: new", "Lasers "], TRACKS, {(0, 1): 3, (1, 2): 2, (2, 0): 50, (1, 1): 9}),
        "sessions_rooms|penalty": table(sessions, ROOMS, {(0, 0): 1, (2, 1): 6, (4, 2): 6}),
    }


def parameters(weights: list[int], zone: str) -> Rows:
    """The sheet of that name."""
    left: Rows = [
        ["Sessions", None],
        ["Local time zone:", zone],
        ["Suitable scheduling times", None],
        ["From:", time(9, 30)],
        ["To:", time(21, 30)],
        ["Less suitable scheduling times", None],
        ["From:", time(7)],
        ["To:", time(23)],
        ["Penalty:", 1],
        ["Unsuitable scheduling times", None],
        ["Penalty:", 10],
        *([None, None] for _ in range(6)),
    ]
    right: Rows = [["Weights", None], *([label, weight] for label, weight in zip(LABELS, weights, strict=True))]
    return [[*some, None, *others] for some, others in zip(left, right, strict=True)]


def table(rows: list[str], columns: list[str], penalties: dict[tuple[int, int], int]) -> Rows:
    """A sheet of penalties, with a row and a column that are empty behind the others."""
    lines: Rows = [[None, *columns, None]]
    lines += [[row, *(penalties.get((i, j)) for j in range(len(columns))), None] for i, row in enumerate(rows)]
    return [*lines, [None] * (len(columns) + 2)]


@st.composite
def conferences(draw: st.DrawFn) -> Conference:
    """Small conferences: everything that counts something is drawn, and much of it is 0."""
    sessions = SESSIONS[: draw(st.integers(2, 5))]
    rooms, tracks = ROOMS[: draw(st.integers(1, 3))], TRACKS[: draw(st.integers(1, 3))]
    names = [row[0] for row in sessions]
    zones = st.sampled_from(("GMT+0", "GMT-9", "GMT+12", "GMT+7"))
    people = st.sampled_from((None, None, "P1", "P2", "P1, P3", "C1", "P2, P1"))

    def penalties(rows: list[str], columns: list[str]) -> Rows:
        cells = ((i, j) for i in range(len(rows)) for j in range(len(columns)))
        return table(rows, columns, {cell: draw(st.sampled_from((0, 0, 0, 1, 7))) for cell in cells})

    submissions: Rows = [["Reference", "Track", "Required Timeslots", "Order", "Time Zone", "Presenters", "Attendees", *names, *rooms]]
    for number in range(draw(st.integers(len(tracks), 7))):
        track = tracks[number % len(tracks)]
        own = [draw(st.sampled_from((None, None, None, 0, 2, 3))) for _ in (*names, *rooms)]
        slots, order = draw(st.sampled_from((1, 1, 2))), draw(st.sampled_from((0, 0, 1, 2, 3)))
        submissions.append([f"s{number}", track, slots, order, draw(zones), draw(people), draw(people), *own])
    shuffled = draw(st.permutations(tracks))
    return {
        "parameters": parameters(draw(st.lists(st.sampled_from((0, 1, 10, 1000)), min_size=16, max_size=16)), draw(zones)),
        "submissions": submissions,
        "tracks": [["Tracks", "Chairs"], *([track, draw(people)] for track in tracks)],
        "sessions": [["Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"], *sessions],
        "rooms": [["Rooms"], *([room] for room in rooms)],
        "tracks_sessions|penalty": penalties(list(shuffled), names),
        "tracks_rooms|penalty": penalties(tracks, rooms),
        "similar tracks": penalties(list(shuffled), tracks),
        "sessions_rooms|penalty": penalties(names, rooms),
    }
