"""CoSPLib's workbook: what it says, checked. Its *sessions* are times with slots, its *submissions* take slots of their track."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from scheduler.domain.errors import raise_any
from scheduler.domain.suggestions import suggestion
from scheduler.interchange.cosplib.workbook import Sheet, read_sheets

WHAT = "a conference of CoSPLib, such as OR60.xlsx"
SHEETS = (
    "parameters",
    "submissions",
    "tracks",
    "sessions",
    "rooms",
    "tracks_sessions|penalty",
    "tracks_rooms|penalty",
    "similar tracks",
    "sessions_rooms|penalty",
)
WEIGHTS = (
    "Tracks_Sessions|Penalty:",
    "Tracks_Rooms|Penalty:",
    "Sessions_Rooms|Penalty:",
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
"""The labels of the weights, from row 2 of the sheet parameters on."""
_ZONE = re.compile(r"GMT([+-]\d{1,2})")
_ZONES = range(-12, 13)
_FIRST_PENALTY = 8
"""The column of the sheet submissions in which the penalties begin."""

Penalties = Mapping[tuple[str, str], int]
"""What it costs that the two are together, where that is not 0."""


@dataclass(frozen=True, slots=True)
class Session:
    """A time at which every room has ``slots``; ``start`` and ``end`` are minutes since midnight."""

    name: str
    slots: int
    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Submission:
    """What takes ``slots`` of its track; ``order`` is its position in the track, or 0; ``zone`` are hours ahead of Greenwich."""

    name: str
    track: str
    slots: int
    order: int
    zone: int
    presenters: tuple[str, ...]
    attendees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """When one can be asked to be there by one's own clock, in minutes since midnight, and the penalties outside of it."""

    suitable: tuple[int, int]
    less_suitable: tuple[int, int]
    less_suitable_penalty: int
    unsuitable_penalty: int


@dataclass(frozen=True, slots=True)
class Instance:
    """The whole file: ``weights`` by their labels, ``tracks`` with their chairs; ``zone`` is the venue's, in hours ahead of Greenwich."""

    zone: int
    hours: Hours
    weights: Mapping[str, int]
    sessions: tuple[Session, ...]
    rooms: tuple[str, ...]
    tracks: Mapping[str, tuple[str, ...]]
    submissions: tuple[Submission, ...]
    track_sessions: Penalties
    track_rooms: Penalties
    session_rooms: Penalties
    similar: Penalties
    submission_sessions: Penalties
    submission_rooms: Penalties


def read_instance(content: bytes, file: str) -> Instance:
    """Read the file of that name.

    Raises
    ------
    InputError
        With everything in it that is not so.
    """
    sheets = read_sheets(content, file, SHEETS, WHAT)
    parameters, submissions = sheets["parameters"], sheets["submissions"]
    sessions, rooms = tuple(_sessions(sheets["sessions"])), tuple(sheets["rooms"].filled("the room's name"))
    times = tuple(session.name for session in sessions)
    tracks = {name: _names(sheets["tracks"], row, 2) for name, row in sheets["tracks"].filled("the track's name").items()}
    after = submissions.headed(_FIRST_PENALTY, (*times, *rooms), "session or room")
    rows = submissions.filled("the submission's reference")
    instance = Instance(
        zone=_zone(parameters, 2, 2),
        hours=_hours(parameters),
        weights={label: _weight(parameters, row, label) for row, label in enumerate(WEIGHTS, 2)},
        sessions=sessions,
        rooms=rooms,
        tracks=tracks,
        submissions=tuple(_submission(submissions, row, name, tracks) for name, row in rows.items()),
        track_sessions=_table(sheets["tracks_sessions|penalty"], tracks, "track", times, "session"),
        track_rooms=_table(sheets["tracks_rooms|penalty"], tracks, "track", rooms, "room"),
        session_rooms=_table(sheets["sessions_rooms|penalty"], times, "session", rooms, "room"),
        similar=_similar(sheets["similar tracks"], tracks),
        submission_sessions=_penalties(submissions, rows, {name: after[name] for name in times if name in after}),
        submission_rooms=_penalties(submissions, rows, {name: after[name] for name in rooms if name in after}),
    )
    _check_whole(sheets, instance, rows)
    raise_any(parameters.faults)
    return instance


def _weight(sheet: Sheet, row: int, label: str) -> int:
    """The weight beside a label, which is checked lest rows were moved: CoSPLib reads them by their place."""
    found = str(sheet.value(row, 4) or "")
    if re.sub(r"\W", "", found).casefold() != re.sub(r"\W", "", label).casefold():
        sheet.fault(row, 4, f"'{found}' stands where the weight '{label}' is read", f"write '{label}' here, and its weight beside it")
    return sheet.number(row, 5)


def _hours(sheet: Sheet) -> Hours:
    suitable, less_suitable = ((sheet.clock(row, 2), sheet.clock(row + 1, 2)) for row in (4, 7))
    return Hours(suitable, less_suitable, sheet.number(9, 2), sheet.number(11, 2))


def _zone(sheet: Sheet, row: int, column: int) -> int:
    text = sheet.text(row, column).strip()
    found = _ZONE.fullmatch(text)
    if found is None or int(found[1]) not in _ZONES:
        sheet.fault(row, column, f"'{text}' is not a time zone", "write whole hours from GMT-12 to GMT+12, as in GMT+2")
        return 0
    return int(found[1])


def _sessions(sheet: Sheet) -> Iterator[Session]:
    for name, row in sheet.filled("the session's name").items():
        session = Session(name, sheet.number(row, 2, least=1), sheet.day(row, 3), sheet.clock(row, 4), sheet.clock(row, 5))
        if session.end - session.start < session.slots:
            sheet.fault(row, 5, f"the session has {session.end - session.start} minutes for {session.slots} slots")
        yield session


def _submission(sheet: Sheet, row: int, name: str, tracks: Collection[str]) -> Submission:
    track = sheet.needed(row, 2, "the track")
    if track and track not in tracks:
        sheet.fault(row, 2, f"there is no track '{track}'", suggestion(track, tracks))
    slots, order, zone = sheet.number(row, 3, least=1), sheet.number(row, 4), _zone(sheet, row, 5)
    return Submission(name, track, slots, order, zone, _names(sheet, row, 6), _names(sheet, row, 7))


def _names(sheet: Sheet, row: int, column: int) -> tuple[str, ...]:
    """Names with a comma and a blank between, each once."""
    return tuple(name for name in dict.fromkeys(sheet.text(row, column).split(", ")) if name)


def _penalties(sheet: Sheet, rows: Mapping[str, int], columns: Mapping[str, int]) -> Penalties:
    cells = {(one, other): sheet.number(row, column) for one, row in rows.items() for other, column in columns.items()}
    return {names: penalty for names, penalty in cells.items() if penalty}


def _table(sheet: Sheet, rows: Collection[str], row_noun: str, columns: Collection[str], column_noun: str) -> Penalties:
    return _penalties(sheet, sheet.listed(rows, row_noun), sheet.headed(2, columns, column_noun))


def _similar(sheet: Sheet, tracks: Collection[str]) -> Penalties:
    """The upper triangle, by the names of the rows: the n-th column is that of the n-th row, whatever the header says."""
    rows = sheet.listed(tracks, "track")
    pairs = combinations(enumerate(rows.items()), 2)
    cells = {(one, other): sheet.number(row, 2 + column) for (_, (one, row)), (column, (other, _)) in pairs}
    return {names: penalty for names, penalty in cells.items() if penalty}


def _check_whole(sheets: Mapping[str, Sheet], instance: Instance, rows: Mapping[str, int]) -> None:
    """There is something to plan, and each submission fits into a session."""
    needed = {"sessions": instance.sessions, "rooms": instance.rooms, "tracks": instance.tracks, "submissions": instance.submissions}
    for name, found in needed.items():
        if not found:
            sheets[name].fault(0, 0, f"there are no {name}", f"name {WHAT}")
    longest = max((session.slots for session in instance.sessions), default=0)
    for submission in instance.submissions:
        if instance.sessions and submission.slots > longest:
            message = f"'{submission.name}' takes {submission.slots} slots, and no session has more than {longest}"
            sheets["submissions"].fault(rows[submission.name], 3, message)
