"""What CoSPLib's checker counts against a solution, written from its definitions alone: nothing here knows the importer.

The definitions are in the README beside the published conferences. Here a conference is the rows of its workbook's sheets, and an agenda
says of each submission in which session, in which room and from which slot on it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from io import BytesIO
from itertools import combinations
from typing import Any

import openpyxl

Rows = list[list[Any]]
Conference = dict[str, Rows]
Agenda = dict[str, tuple[str, str, int]]


def read_rows(content: bytes) -> Conference:
    """The sheets of a workbook; rows without any value are left out."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    rows = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
    return {name: [row for row in lines if any(cell is not None for cell in row)] for name, lines in rows.items()}


def score(conference: Conference, agenda: Agenda) -> int | None:
    """The score; None where two submissions share a slot or two tracks a room in a session, which no solution can say."""
    return Scorer(conference, agenda).score()


class Scorer:
    """One agenda of one conference."""

    def __init__(self, conference: Conference, agenda: Agenda) -> None:
        self.sheets = conference
        self.agenda = agenda
        self.sessions = [row[0] for row in conference["sessions"][1:]]
        self.rooms = [row[0] for row in conference["rooms"][1:]]
        self.subs = {row[0]: row for row in conference["submissions"][1:]}
        self.chairs = {row[0]: self.names(row[1] if len(row) > 1 else None) for row in conference["tracks"][1:]}
        self.track = {name: row[1] for name, row in self.subs.items()}
        self.slots = {name: row[2] for name, row in self.subs.items()}
        self.presenting, self.attending = ({name: self.names(row[n]) for name, row in self.subs.items()} for n in (5, 6))
        self.order = {name: row[3] or 0 for name, row in self.subs.items()}
        self.cells: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name, (session, room, _) in agenda.items():
            self.cells[session, room].add(self.track[name])
        weights = [row[4] or 0 for row in self.parameters()[1:17]]
        self.weights = dict(zip(TERMS, weights, strict=True))

    def parameters(self) -> Rows:
        return self.sheets["parameters"]

    @staticmethod
    def names(cell: Any) -> set[str]:
        return set(str(cell).split(", ")) - {""} if cell is not None else set()

    def score(self) -> int | None:
        taken = Counter(place for name in self.agenda for place in self.places(name))
        if max(taken.values()) > 1 or any(len(tracks) > 1 for tracks in self.cells.values()):
            return None
        return sum(weight * getattr(self, term)() for term, weight in self.weights.items() if weight)

    def places(self, name: str) -> list[tuple[str, str, int]]:
        session, room, first = self.agenda[name]
        return [(session, room, first + n) for n in range(self.slots[name])]

    def occupied(self) -> list[tuple[str, str, str]]:
        """Each session and room that is used, with its track."""
        return [(session, room, next(iter(tracks))) for (session, room), tracks in self.cells.items()]

    def penalty(self, sheet: str, row: str, column: str) -> int:
        rows = self.sheets[sheet]
        line = next(line for line in rows[1:] if line[0] == row)
        return line[rows[0].index(column)] or 0

    def track_session(self) -> int:
        return sum(self.penalty("tracks_sessions|penalty", track, session) for session, _, track in self.occupied())

    def track_room(self) -> int:
        return sum(self.penalty("tracks_rooms|penalty", track, room) for _, room, track in self.occupied())

    def session_room(self) -> int:
        return sum(self.penalty("sessions_rooms|penalty", session, room) for session, room, _ in self.occupied())

    def similar(self) -> int:
        """By position: the row of the track that stands earlier, and the column as far along as the other's row."""
        lines = self.sheets["similar tracks"][1:]
        at = {line[0]: number for number, line in enumerate(lines)}
        total = 0
        for (session, _, one), (other_session, _, other) in combinations(self.occupied(), 2):
            if session == other_session and one != other:
                first, then = sorted((at[one], at[other]))
                total += lines[first][then + 1] or 0
        return total

    def rooms_per_track(self) -> int:
        used = {(track, room) for _, room, track in self.occupied()}
        return len(used) - len({track for track, _ in used})

    def parallel(self) -> int:
        cells = Counter((session, track) for session, _, track in self.occupied())
        return sum(count - 1 for count in cells.values())

    def consecutive(self) -> int:
        total = 0
        for track in self.chairs:
            at = [self.sessions.index(session) for session, _, other in self.occupied() if other == track]
            total += bool(at) and max(at) - min(at) + 1 != len(set(at))
        return total

    def time_zone(self) -> int:
        return sum(self.slots[name] * self.zone_penalty(self.subs[name][4], session) for name, (session, _, _) in self.agenda.items())

    def zone_penalty(self, zone: str, session: str) -> int:
        cells = [row[1] for row in self.parameters()]
        row = next(row for row in self.sheets["sessions"][1:] if row[0] == session)
        shift = 60 * (int(zone.removeprefix("GMT")) - int(cells[1].removeprefix("GMT")))
        start, end = ((clock(cell) + shift) % 1440 for cell in row[3:5])
        good_from, good_to, bad_from, bad_to = (clock(cells[n]) for n in (3, 4, 6, 7))
        if start < bad_from or end > bad_to or end < bad_from:
            return cells[10] or 0
        return (cells[8] or 0) if bad_from <= start < good_from or good_to < end <= bad_to else 0

    def submission_order(self) -> int:
        total = 0
        for track in self.chairs:
            own = [name for name in self.agenda if self.track[name] == track]
            for position, name in enumerate(sorted(own, key=self.reading), 1):
                total += self.order[name] not in (0, position)
            for one, other in combinations([name for name in own if self.order[name]], 2):
                total += self.common_slots(one, other)
        return total

    def reading(self, name: str) -> tuple[int, int, int]:
        session, room, slot = self.agenda[name]
        return self.sessions.index(session), self.rooms.index(room), slot

    def common_slots(self, one: str, other: str) -> int:
        times = [{(session, slot) for session, _, slot in self.places(name)} for name in (one, other)]
        return len(times[0] & times[1])

    def submission_session(self) -> int:
        return sum(self.slots[name] * self.own_penalty(name, session) for name, (session, _, _) in self.agenda.items())

    def submission_room(self) -> int:
        return sum(self.slots[name] * self.own_penalty(name, room) for name, (_, room, _) in self.agenda.items())

    def own_penalty(self, name: str, column: str) -> int:
        return self.subs[name][self.sheets["submissions"][0].index(column, 7)] or 0

    def conflicts(self, people: dict[str, set[str]], beside: dict[str, set[str]]) -> list[tuple[str, str]]:
        """Somebody of the one is wanted by the other too, or chairs its track, which is another."""
        found = []
        for one, other in combinations(self.subs, 2):
            shared = people[one] & people[other] or people[one] & beside[other] or people[other] & beside[one]
            if not shared and self.track[one] != self.track[other]:
                shared = people[one] & self.chairs[self.track[other]] or people[other] & self.chairs[self.track[one]]
            if shared:
                found.append((one, other))
        return found

    def presenters_conflicts(self) -> list[tuple[str, str]]:
        return self.conflicts(self.presenting, self.presenting)

    def attendees_conflicts(self) -> list[tuple[str, str]]:
        return self.conflicts(self.attending, self.presenting)

    def in_session(self, pairs: list[tuple[str, str]]) -> int:
        places = [(self.agenda[one], self.agenda[other]) for one, other in pairs]
        return sum(here[0] == there[0] and here[1] != there[1] for here, there in places)

    def presenters(self) -> int:
        return self.in_session(self.presenters_conflicts())

    def attendees(self) -> int:
        return self.in_session(self.attendees_conflicts())

    def chair(self) -> int:
        return sum(
            session == other_session and one != other and bool(self.chairs[one] & self.chairs[other])
            for (session, _, one), (other_session, _, other) in combinations(self.occupied(), 2)
        )

    def presenters_at_once(self) -> int:
        return sum(self.common_slots(*pair) for pair in self.presenters_conflicts())

    def attendees_at_once(self) -> int:
        return sum(self.common_slots(*pair) for pair in self.attendees_conflicts())


def clock(cell: Any) -> int:
    """A time cell in minutes."""
    hours, minutes = str(cell).split(":")[:2]
    return int(hours) * 60 + int(minutes)


TERMS = (
    "track_session",
    "track_room",
    "session_room",
    "similar",
    "rooms_per_track",
    "parallel",
    "consecutive",
    "time_zone",
    "submission_order",
    "submission_session",
    "submission_room",
    "presenters",
    "attendees",
    "chair",
    "presenters_at_once",
    "attendees_at_once",
)
"""The terms, in the order of their weights in the sheet parameters."""
