"""What the checks of several kinds share: agendas in words. The encodings never use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Problem, Session
from scheduler.domain.selector import Selector


def chosen_entries(problem: Problem, agenda: Agenda, selector: Selector) -> Iterator[tuple[Session, Entry]]:
    """The sessions that ``selector`` picks and that are held, each with its entry."""
    for entry in agenda.entries:
        session = problem.session(entry.session)
        if selector.matches(session):
            yield session, entry


def named(session: Session) -> str:
    """The session in a message: ``rpoc-4a 'Export control issues'``."""
    return f"{session.id} '{session.title}'"


def clock_time(problem: Problem, instant: datetime) -> str:
    """An instant in a message, on the venue's clock: ``Mon 14:00``."""
    return f"{problem.clock.local(instant):%a %H:%M}"


def place(problem: Problem, entry: Entry) -> str:
    """When and where an entry is: ``Mon 14:00-15:00 in hall``."""
    end = problem.clock.local(entry.end)
    return f"{clock_time(problem, entry.start)}-{end:%H:%M} in {entry.room}"


def minutes_between(first: Entry, then: Entry) -> int:
    """Elapsed minutes from the end of the earlier to the start of the later; negative where they overlap."""
    gap = max(first.start, then.start) - min(first.end, then.end)
    return int(gap.total_seconds()) // 60


def clashes_in_words(problem: Problem, clashes: Sequence[tuple[Entry, Entry]]) -> str:
    """Pairs of entries in a message, each with its time and room."""
    words = {entry: f"{named(problem.session(entry.session))}, {place(problem, entry)}" for pair in clashes for entry in pair}
    return "; ".join(f"{words[one]} and {words[other]}" for one, other in clashes)
