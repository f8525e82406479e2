"""The meeting as an audience may see it. Writers are given nothing else, so that none of them can tell more."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.clock import Span
from scheduler.domain.marking import level
from scheduler.domain.meeting import Meeting
from scheduler.domain.policy import FULL, NOTHING, TITLE, Audience
from scheduler.domain.problem import Body, Columns, Deadline, Delegation, Paper, Period, Person, Problem, Room, Row, Session

UNKNOWN_ROOM = Room(id="-", name="", capacity=0)
"""Where sessions are whose rooms are not told; no id of a sheet is a dash."""
FOR_APPS = ("guid", "language", "do_not_record")
"""Columns of imported conferences that ``schedule.xml`` has again."""
HIDDEN = "closed-"
"""How the ids begin that stand for those of sessions whose titles are not told."""
_DIGITS = 24


def seen_by(problem: Problem, agenda: Agenda, audience: Audience) -> tuple[Problem, Agenda]:
    """A meeting with those entries, sessions, papers and deadlines that ``audience`` may see, and what these mention.

    Of a session under a neutral title there is when and where it is, and its body if that may be seen. Sessions that are not held,
    papers and deadlines are there in full or not at all: a neutral title says nothing of them that is of use. Of what was only there
    for planning, such as free times, periods and the cells of sheets as written, nothing is left; a period stands for each day.
    """
    sight = _Sight.of(problem, audience)
    sessions = {id: seen for id in (*(entry.session for entry in agenda.entries), *agenda.omitted) if (seen := sight.session(id))}
    omitted = tuple(sessions[id].id for id in agenda.omitted if id in sessions and sight.view(id) == FULL)
    entries = tuple(sight.entry(entry, sessions[entry.session]) for entry in agenda.entries if entry.session in sessions)
    kept = {entry.session for entry in entries}.union(omitted)
    told = tuple(session for session in sessions.values() if session.id in kept)
    papers = tuple(sight.paper(paper, sessions) for paper in problem.papers if sight.sees(paper))
    deadlines = tuple(sight.deadline(row) for row in problem.deadlines if sight.sees(row))
    named = {*(paper.author for paper in papers), *(row.who for row in deadlines), *(id for entry in entries for id in entry.people)}
    people = tuple(_person(person) for person in problem.people if person.id in named)
    delegations = {id for session in told for id in session.delegations} | {person.delegation for person in people} | named
    rooms = {entry.room for entry in entries}
    bodies = {session.body for session in told}
    reduced = Problem(
        meeting=_meeting(problem.meeting),
        periods=tuple(_days(problem, entries)),
        rooms=tuple(_room(room) for room in (*problem.rooms, UNKNOWN_ROOM) if room.id in rooms),
        sessions=told,
        bodies=tuple(Body(id=body.id, title=body.title, marking=body.marking) for body in problem.bodies if body.id in bodies),
        delegations=tuple(_delegation(row) for row in problem.delegations if row.id in delegations),
        people=people,
        papers=papers,
        deadlines=deadlines,
    )
    periods = {period.day: period.id for period in reduced.periods}
    placed = (replace(entry, period=periods[problem.clock.local(entry.start).date()]) for entry in entries)
    return reduced, Agenda(meeting=agenda.meeting, entries=tuple(placed), omitted=omitted)


def hidden_id(meeting: Meeting, session: str) -> str:
    """What stands for the id of a session whose title is not told: the same in all calendars, and after every change.

    It is the keyed hash of both ids (HMAC-SHA-256, RFC 2104) under the policy's secret, since an id can say what the session is.
    """
    message = f"{meeting.id}\0{session}".encode()
    return f"{HIDDEN}{hmac.new(meeting.policy.secret.encode(), message, 'sha256').hexdigest()[:_DIGITS]}"


@dataclass(frozen=True, slots=True)
class _Sight:
    """What an audience sees of a meeting: its ``hidden`` fields, and the bodies that it may know of, by id."""

    problem: Problem
    audience: Audience
    hidden: frozenset[str]
    bodies: frozenset[str]

    @classmethod
    def of(cls, problem: Problem, audience: Audience) -> _Sight:
        closed = {body.id for body in problem.bodies if not audience.sees(level(problem, body))}
        known = frozenset(session.body for session in problem.sessions if session.body is not None)
        return cls(problem, audience, problem.meeting.policy.hidden(audience), known - closed)

    def sees(self, row: Paper | Deadline) -> bool:
        return self.audience.sees(level(self.problem, row))

    def view(self, session: str) -> str:
        return self.audience.views[level(self.problem, self.problem.session(session))]

    def session(self, id: str) -> Session | None:
        """The session as it is seen. What is not named here is not told, whatever columns a sheet comes to have."""
        session, meeting, view = self.problem.session(id), self.problem.meeting, self.view(id)
        if view == NOTHING:
            return None
        body = session.body if session.body in self.bodies else None
        nameless = hidden_id(meeting, id), meeting.policy.neutral
        if view == TITLE:
            # It stands for something that is not to be told: programs are asked to keep it as close as they can.
            return Session(id=nameless[0], title=nameless[1], minutes=session.minutes, body=body, marking=meeting.markings[-1])
        name = nameless if "title" in self.hidden else (id, session.title)
        return Session(
            id=name[0],
            title=name[1],
            minutes=session.minutes,
            body=body,
            item="" if "item" in self.hidden else session.item,
            theme="" if "theme" in self.hidden else session.theme,
            kind="" if "kind" in self.hidden else session.kind,
            audience=() if "audience" in self.hidden else session.audience,
            presenting=() if "people" in self.hidden else session.presenting,
            between=() if "people" in self.hidden else session.between,
            marking=meeting.markings[level(self.problem, session)],
            link="" if "link" in self.hidden else session.link,
            columns={} if "title" in self.hidden else _for_apps(session),
            paper=next((paper.id for paper in self.problem.papers if paper.id == session.paper and self.sees(paper)), None),
        )

    def entry(self, entry: Entry, session: Session) -> Entry:
        told = self.view(entry.session) == FULL and "people" not in self.hidden
        room = UNKNOWN_ROOM.id if "room" in self.hidden else entry.room
        return replace(entry, session=session.id, room=room, duties=entry.duties if told else ())

    def paper(self, paper: Paper, sessions: dict[str, Session]) -> Paper:
        needed = paper.session is not None and paper.session in sessions and sessions[paper.session].id == paper.session
        author = "" if "people" in self.hidden else paper.author
        marking = self.problem.meeting.markings[level(self.problem, paper)]
        return replace(paper, session=paper.session if needed else None, author=author, marking=marking, columns={})

    def deadline(self, row: Deadline) -> Deadline:
        return replace(row, who="" if "people" in self.hidden else row.who, columns={})


def _meeting(meeting: Meeting) -> Meeting:
    return Meeting(
        id=meeting.id,
        title=meeting.title,
        clock=meeting.clock,
        grid=meeting.grid,
        prepared=meeting.prepared,
        organizer=meeting.organizer,
        markings=meeting.markings,
        reminders=meeting.reminders,
    )


def _delegation(row: Delegation) -> Delegation:
    return Delegation(id=row.id, name=row.name, columns=_for_apps(row))


def _person(person: Person) -> Person:
    return Person(id=person.id, name=person.name, delegation=person.delegation, columns=_for_apps(person))


def _room(room: Room) -> Room:
    return Room(id=room.id, name=room.name, building=room.building, capacity=room.capacity, columns=_for_apps(room))


def _for_apps(row: Row) -> Columns:
    """What conference apps are told of a row that comes from another system."""
    return {name: row.columns[name] for name in FOR_APPS if name in row.columns}


def _days(problem: Problem, entries: Iterable[Entry]) -> Iterable[Period]:
    """A period for each day on which something is seen, from the first of it to the last."""
    spans: dict[date, Span] = {}
    for entry in entries:
        day = problem.clock.local(entry.start).date()
        known = spans.get(day, entry.span)
        spans[day] = Span(min(known.start, entry.start), max(known.end, entry.end))
    for day in sorted(spans):
        yield Period(id=day.isoformat(), day=day, span=spans[day], name="", rooms=())
