"""What the checks of several kinds share: agendas in words. The encodings never use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.clock import Span
from scheduler.domain.problem import Delegation, Person, Problem, Row, Session
from scheduler.domain.selector import Selector

_Held: TypeAlias = tuple[Session, Entry]


def chosen_entries(problem: Problem, agenda: Agenda, selector: Selector) -> Iterator[tuple[Session, Entry]]:
    """The sessions that ``selector`` picks and that are held, each with its entry."""
    for entry in agenda.entries:
        session = problem.session(entry.session)
        if selector.matches(session):
            yield session, entry


def in_sheet_order(problem: Problem, agenda: Agenda, selector: Selector) -> list[tuple[Session, Entry]]:
    """What ``chosen_entries`` yields, in the order of the sheet."""
    rank = {session.id: index for index, session in enumerate(problem.sessions)}
    return sorted(chosen_entries(problem, agenda, selector), key=lambda held: rank[held[0].id])


def at_once(held: Sequence[_Held]) -> Iterator[tuple[_Held, _Held]]:
    """Every two that run at the same time, in their order: of all pairs of a large meeting, few do."""
    running: list[int] = []
    found: list[tuple[int, int]] = []
    for number in sorted(range(len(held)), key=lambda number: held[number][1].start):
        running = [other for other in running if held[other][1].end > held[number][1].start]
        found += [(min(number, other), max(number, other)) for other in running]
        running.append(number)
    yield from ((held[one], held[other]) for one, other in sorted(found))


def is_wanted(problem: Problem, row: Row, entry: Entry) -> bool:
    """Whether a person, a delegation or a body is wanted in the session."""
    match row:
        case Person():
            return entry.involves(row.id)
        case Delegation():
            sent = any(problem.person(person).delegation == row.id for person in entry.people)
            return sent or row.id in problem.session(entry.session).delegations
        case _:
            return problem.session(entry.session).body == row.id


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


def half_day_of(problem: Problem, span: Span) -> datetime:
    """When the half-day in which a span lies begins: what overlaps the span, and what overlaps that."""
    near = [period.span for period in problem.periods if period.span.overlaps(span)]
    whole = Span(min(one.start for one in near), max(one.end for one in near))
    return whole.start if whole == span else half_day_of(problem, whole)


def minutes_between(first: Entry, then: Entry) -> int:
    """Elapsed minutes from the end of the earlier to the start of the later; negative where they overlap."""
    gap = max(first.start, then.start) - min(first.end, then.end)
    return int(gap.total_seconds()) // 60


def crowds(entries: Sequence[Entry], limit: int) -> list[list[Entry]]:
    """For each entry at whose start more than ``limit`` of them run, those that do: the one that starts first of all.

    An entry counts as often as it is given.
    """
    running = [
        [entry, *(other for j, other in enumerate(entries) if j != i and other.start <= entry.start < other.end)]
        for i, entry in enumerate(entries)
    ]
    return [crowd for crowd in running if len(crowd) > limit]


def crowds_in_words(problem: Problem, crowded: Sequence[Sequence[Entry]]) -> str:
    """Crowds in a message, each moment once: ``Mon 14:00 ie-3, tem-1, tem-2``."""
    moments = {crowd[0].start: sorted({entry.session for entry in crowd}) for crowd in crowded}
    return "; ".join(f"{clock_time(problem, start)} {', '.join(sessions)}" for start, sessions in sorted(moments.items()))


def clashes_in_words(problem: Problem, clashes: Sequence[tuple[Entry, Entry]]) -> str:
    """Pairs of entries in a message, each with its time and room."""
    words = {entry: f"{named(problem.session(entry.session))}, {place(problem, entry)}" for pair in clashes for entry in pair}
    return "; ".join(f"{words[one]} and {words[other]}" for one, other in clashes)
