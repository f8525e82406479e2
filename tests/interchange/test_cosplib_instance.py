"""Conferences that are wrong: everything is said at once, with its sheet and cell, and nothing is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from cosplib_made_up import Conference, made_up, workbook

from scheduler.domain.errors import InputError
from scheduler.interchange.cosplib.instance import read_instance


def faults(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_instance(content, "conference.xlsx")
    return str(caught.value)


def test_file_that_is_no_workbook() -> None:
    message = "conference.xlsx: the file is not an Excel workbook, or is damaged\n    name a conference of CoSPLib, such as OR60.xlsx"
    assert faults(b"Reference,Track") == message


def test_sheets_that_are_not_there() -> None:
    conference = made_up()
    conference["similar_tracks"] = conference.pop("similar tracks")
    del conference["rooms"]
    assert faults(workbook(conference)) == (
        "conference.xlsx: there is no sheet 'rooms'\n"
        "    write one of: parameters, submissions, tracks, sessions, tracks_sessions|penalty, tracks_rooms|penalty, "
        "sessions_rooms|penalty, similar_tracks\n"
        "conference.xlsx: there is no sheet 'similar tracks'\n    did you mean 'similar_tracks'?"
    )


def _parameters(conference: Conference) -> None:
    rows = conference["parameters"]
    rows[1][1], rows[3][1], rows[8][1], rows[4][4] = "CET", "early", 0.5, -2
    del rows[7][3:]


def _submissions(conference: Conference) -> None:
    rows = conference["submissions"]
    rows[1][0], rows[2][0], rows[3][1], rows[4][2] = None, "s 3 ", "Lasers", 9
    rows[5][2], rows[6][4], rows[7][5], rows[8][7] = 0, "GMT+13", "P2|P3", "much"


def _header(conference: Conference) -> None:
    conference["submissions"][0][7:9] = ["Mon 1", "Tue1"]


def _tables(conference: Conference) -> None:
    conference["tracks_rooms|penalty"][1][0] = "Valves: new"
    conference["tracks_rooms|penalty"][2][2] = True
    conference["sessions_rooms|penalty"][0][3] = "room-3"
    conference["similar tracks"][2][0] = "Valves"
    del conference["tracks_sessions|penalty"][2:]


def _sessions(conference: Conference) -> None:
    rows = conference["sessions"]
    rows[1][2], rows[2][3], rows[3][4], rows[4][0] = "soon", "noon", time(16), "Mon1"


def _nothing(conference: Conference) -> None:
    conference["rooms"] = conference["rooms"][:1]
    for name in ("submissions", "tracks_rooms|penalty", "sessions_rooms|penalty"):
        conference[name][0] = [cell for cell in conference[name][0] if cell not in ("Hall", "Room (2)", "room-2")]
    conference["submissions"] = conference["submissions"][:1]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            _parameters,
            "conference.xlsx[parameters]:2:B: 'CET' is not a time zone\n    write whole hours from GMT-12 to GMT+12, as in GMT+2\n"
            "conference.xlsx[parameters]:4:B: 'early' is not a time\n    write hours and minutes: 09:30\n"
            "conference.xlsx[parameters]:5:E: -2 is below 0\n"
            "conference.xlsx[parameters]:8:D: '' stands where the weight 'Consecutive Tracks:' is read\n"
            "    write 'Consecutive Tracks:' here, and its weight beside it\n"
            "conference.xlsx[parameters]:9:B: '0.5' is not a whole number\n    write digits only, as in 10",
        ),
        (
            _submissions,
            "conference.xlsx[submissions]:2:A: the submission's reference is missing\n"
            "conference.xlsx[submissions]:4:A: 's 3' is there already, in row 3\n    give each a name of its own\n"
            "conference.xlsx[submissions]:5:C: 's-3' takes 9 slots, and no session has more than 4\n"
            "conference.xlsx[submissions]:6:C: 0 is below 1\n"
            "conference.xlsx[submissions]:7:E: 'GMT+13' is not a time zone\n    write whole hours from GMT-12 to GMT+12, as in GMT+2\n"
            "conference.xlsx[submissions]:8:F: 'P2|P3' has a line break or a '|', which separates values in our sheets\n"
            "    write it without\n"
            "conference.xlsx[submissions]:9:H: 'much' is not a whole number\n    write digits only, as in 10",
        ),
        (
            _header,
            "conference.xlsx[submissions]: there is no column for the session or room 'Mon1', nor for 1 more\n"
            "conference.xlsx[submissions]:1:H: there is no session or room 'Mon 1'\n    did you mean 'Mon1'?\n"
            "conference.xlsx[submissions]:1:J: the session or room 'Tue1' is there already",
        ),
        (
            _tables,
            "conference.xlsx[sessions_rooms|penalty]: there is no column for the room 'room-2'\n"
            "conference.xlsx[sessions_rooms|penalty]:1:D: there is no room 'room-3'\n    did you mean 'room-2'?\n"
            "conference.xlsx[similar tracks]: there is no row for the track 'Valves: new'\n"
            "conference.xlsx[similar tracks]:3:A: there is no track 'Valves'\n    did you mean 'Valves: new'?\n"
            "conference.xlsx[tracks_rooms|penalty]: there is no row for the track 'Lasers '\n"
            "conference.xlsx[tracks_rooms|penalty]:3:A: 'Valves: new' is there already, in row 2\n    give each a name of its own\n"
            "conference.xlsx[tracks_sessions|penalty]: there is no row for the track 'Lasers ', nor for 1 more",
        ),
        (
            _sessions,
            "conference.xlsx[sessions]:2:C: 'soon' is not a day\n    write year, month, day: 2021-07-28\n"
            "conference.xlsx[sessions]:3:D: 'noon' is not a time\n    write hours and minutes: 09:30\n"
            "conference.xlsx[sessions]:4:E: the session has -60 minutes for 4 slots\n"
            "conference.xlsx[sessions]:5:A: 'Mon1' is there already, in row 2\n    give each a name of its own\n"
            "conference.xlsx[sessions_rooms|penalty]:5:A: there is no session 'extra'\n"
            "    write one of: Mon1, Mon 2, Tue1, mon-1\n"
            "conference.xlsx[submissions]:1:K: there is no session or room 'extra'\n"
            "    write one of: Mon1, Mon 2, Tue1, mon-1, Hall, Room (2), room-2\n"
            "conference.xlsx[tracks_sessions|penalty]:1:E: there is no session 'extra'\n    write one of: Mon1, Mon 2, Tue1, mon-1",
        ),
        (
            _nothing,
            "conference.xlsx[rooms]: there are no rooms\n    name a conference of CoSPLib, such as OR60.xlsx\n"
            "conference.xlsx[submissions]: there are no submissions\n    name a conference of CoSPLib, such as OR60.xlsx",
        ),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_conference_that_is_wrong(change: Callable[[Conference], None], expected: str) -> None:
    conference = made_up()
    change(conference)
    assert faults(workbook(conference)) == expected
