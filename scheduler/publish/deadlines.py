"""Deadlines as a calendar: each as a task, for programs that keep tasks, and as an all-day entry, for those that show calendars alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Component, Event, Todo

from scheduler.domain.agenda import Agenda
from scheduler.domain.marking import level
from scheduler.domain.meeting import Meeting
from scheduler.domain.problem import Deadline, Paper, Problem
from scheduler.publish.calendars import AUDIENCES, PROGRAMME, audience_folders
from scheduler.publish.ics import access, add_class, add_identity, calendar, organizer, title, uid
from scheduler.publish.seen import seen_by
from scheduler.publish.text import CalendarText, one_line
from scheduler.publish.vtimezone import PublishedZone
from scheduler.publish.wording import heading, party
from scheduler.store.history import Key, Line, ShownDeadline, per_calendar

DEADLINES = "deadlines.ics"
LEAD = timedelta(weeks=4)
"""How long before a deadline its task begins: it has to begin some time (RFC 5546, section 3.4.1), and programs may hide it until then."""
PRIORITY = 5
"""Of a task: medium (RFC 5545, section 3.8.1.9)."""
PAPER, DEADLINE = "paper", "deadline"
"""What UIDs begin with, before a plus. Sessions' have none, since it is escaped in ids, so that the UIDs of all kinds differ."""


def shown_deadlines(problem: Problem) -> dict[Key, ShownDeadline]:
    """What the calendars of deadlines show, the whole one and those of audiences, by path and UID."""
    found = {(DEADLINES, one.uid): one for one in _deadlines(problem)}
    # Whether a session is held is nothing to its paper.
    agenda = Agenda(meeting=problem.meeting.id, entries=(), omitted=tuple(session.id for session in problem.sessions))
    for folder, audience in audience_folders(problem):
        seen, _ = seen_by(problem, agenda, audience)
        found |= {(f"{folder}/{DEADLINES}", one.uid): one for one in _deadlines(seen)}
    return found


def _deadlines(problem: Problem) -> Iterator[ShownDeadline]:
    """Every paper that is due on some day, and every deadline of the sheet."""
    papers = (_paper(problem, paper) for paper in problem.papers)
    yield from (paper for paper in papers if paper is not None)
    yield from (_deadline(problem, deadline) for deadline in problem.deadlines)


def deadline_files(
    key: str, years: tuple[int, int], names: Mapping[str, str], lines: Mapping[Key, Line[ShownDeadline]]
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of a calendar of deadlines beside each programme, after which it is named, by the ``names`` of the calendars.

    It has no METHOD: what is published with one is of one kind (RFC 5546, sections 3.2.1 and 3.4.1), a calendar without may have
    events and tasks (RFC 5545, section 3.6).
    """
    zone, own = PublishedZone.load(key), per_calendar(lines)
    for programme in names:
        if programme == PROGRAMME or programme.startswith(f"{AUDIENCES}/"):
            path = f"{programme.removesuffix(PROGRAMME)}{DEADLINES}"
            ordered = sorted(own.get(path, {}).values(), key=lambda line: line.shown.order)
            parts = (part for line in ordered for part in (task(line), whole_day(line)))
            yield path, calendar(zone, years, deadlines_of(names), parts, method=None)


def deadlines_of(names: Mapping[str, str]) -> str:
    """What the calendar of deadlines is called, where the others have these ``names``, by path."""
    return f"{names[PROGRAMME]}: deadlines"


def task(line: Line[ShownDeadline]) -> Todo:
    """A deadline as a VTODO; one that was met is completed."""
    deadline = line.shown
    todo = Todo()
    add_identity(todo, deadline.uid.replace("@", "+task@"), line.stamp)
    todo.add("dtstart", deadline.day - LEAD)
    todo.add("due", deadline.day)
    _add_words(todo, line)
    todo.add("priority", PRIORITY)
    if line.is_open and deadline.done:
        todo.add("completed", deadline.done)
        todo.add("status", "COMPLETED")
    else:
        todo.add("status", "NEEDS-ACTION" if line.is_open else line.stamp.status)
    return todo


def whole_day(line: Line[ShownDeadline]) -> Event:
    """A deadline as a VEVENT of its day, which takes up nobody's time."""
    deadline = line.shown
    vevent = Event()
    add_identity(vevent, deadline.uid, line.stamp)
    vevent.add("dtstart", deadline.day)
    vevent.add("dtend", deadline.day + timedelta(days=1))
    _add_words(vevent, line)
    vevent.add("status", line.stamp.status)
    vevent.add("transp", "TRANSPARENT")
    return vevent


def _add_words(component: Component, line: Line[ShownDeadline]) -> None:
    component.add("summary", title(line))
    if line.shown.description:
        component.add("description", CalendarText(line.shown.description))
    add_class(component, line.shown.access)
    component.add("organizer", organizer(line.shown))


def _paper(problem: Problem, paper: Paper) -> ShownDeadline | None:
    """A paper's deadline, with the sessions that need it; None if it is due on no day."""
    if paper.due is None:
        return None
    shown = _shown(problem, PAPER, paper, f"Paper due: {_whose(problem, paper.title, paper.author)}", paper.due)
    needing = [session for session in problem.sessions if session.id == paper.session or session.paper == paper.id]
    lines = [f"Needed for {heading(session)}" for session in needing]
    if paper.received is None:
        return replace(shown, description="\n".join(lines))
    lines.append(f"Received on {paper.received.day} {paper.received:%B %Y}")
    # Noon at the venue, so that readers nearly everywhere see that day.
    noon = datetime.combine(paper.received, time(12), problem.clock.zone).astimezone(UTC)
    return replace(shown, description="\n".join(lines), done=noon)


def _deadline(problem: Problem, deadline: Deadline) -> ShownDeadline:
    return _shown(problem, DEADLINE, deadline, f"Deadline: {_whose(problem, deadline.title, deadline.who)}", deadline.due)


def _shown(problem: Problem, kind: str, row: Paper | Deadline, summary: str, day: date) -> ShownDeadline:
    answerable = problem.meeting.organizer
    return ShownDeadline(
        uid=deadline_uid(problem.meeting, kind, row.id),
        day=day,
        summary=summary,
        description="",
        organizer=one_line(answerable.name),
        email=answerable.email,
        access=access(problem.meeting, level(problem, row)),
    )


def deadline_uid(meeting: Meeting, kind: str, id: str) -> str:
    """The entry's name for ever: from the paper's or the deadline's id and the meeting's."""
    return f"{kind}+{uid(meeting, id)}"


def _whose(problem: Problem, title: str, who: str) -> str:
    return f"{one_line(title)} ({party(problem, who)})" if who else one_line(title)
