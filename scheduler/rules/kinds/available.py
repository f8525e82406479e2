"""``available``: people, rooms and delegations are used only when they are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.clock import Span
from scheduler.domain.problem import Availability, Delegation, Person, Problem, Row, Session
from scheduler.domain.selector import ALL, Selector
from scheduler.rules.base import Rule, Subjects, chosen_subject, subject_rows
from scheduler.rules.checking import named, place
from scheduler.rules.encoding import may_serve
from scheduler.rules.example import Example, moment, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Fact, Held, InRoom, Instance, Literal, Serves, StartsIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Available(Rule):
    """Nobody has a duty, and no room a session, while away.

    A person is away before ``arrives`` and after ``leaves``. The availability sheet adds busy times, as do calendars in the
    folder ``availability``; where the sheet names free times for somebody, all other times are busy. A delegation that is busy
    takes part in no session.

    Parameters
    ----------
    for_
        ``{person: all}``, ``{room: all}`` or ``{delegation: all}``.
    """

    kind = "available"
    measure = "sessions at a time when it is not available"
    sheets = ("people", "rooms", "delegations")

    for_: Subjects

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per person, room or delegation that is ever away: it is claimed by a session at that time."""
        for row in subject_rows(problem, self.for_):
            busy = _busy_minutes(problem, row)
            if busy:
                found = ((session, _claim(row, session)) for session in problem.sessions)
                breaches = tuple(All((claim, _touches(session, busy))) for session, claim in found if claim is not None)
                yield Instance(row.id, breaches, tuple(_facts(problem, row)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares each entry that needs it with the times when it is there."""
        for row in subject_rows(problem, self.for_):
            needed = [entry for entry in agenda.entries if _is_needed(problem, row, entry)]
            missed = [entry for entry in needed if not _is_there(problem, row, entry)]
            if missed:
                what = "; ".join(f"{named(problem.session(entry.session))}, {place(problem, entry)}" for entry in missed)
                yield self.violation(row.id, len(missed), f"{row.id} is not available during {what}")

    def sentence(self) -> str:
        """In words."""
        return f"no {chosen_subject(self.for_)} is needed while not available"


def _busy_minutes(problem: Problem, row: Row) -> tuple[tuple[int, int], ...]:
    """Stretches (first minute, end) of the meeting in which ``row`` is away; they may overlap."""
    clock = problem.clock
    closing = clock.minute(clock.day(clock.last_day).end)
    spans = [available for available in problem.availability if available.id == row.id]
    busy = [(clock.minute(away.span.start), clock.minute(away.span.end)) for away in spans if not away.free]
    free = sorted((clock.minute(there.span.start), clock.minute(there.span.end)) for there in spans if there.free)
    if isinstance(row, Person) and (row.arrives or row.leaves):
        busy += [(0, clock.minute(row.arrives))] if row.arrives else []
        busy += [(clock.minute(row.leaves), closing)] if row.leaves else []
    reached = 0
    for start, end in free:
        busy.append((reached, start))
        reached = max(reached, end)
    if free:
        busy.append((reached, closing))
    return tuple((start, end) for start, end in busy if start < end)


def _touches(session: Session, busy: tuple[tuple[int, int], ...]) -> StartsIn:
    """The session shares a minute with one of the stretches."""
    return StartsIn(session.id, tuple((start - session.minutes + 1, end - 1) for start, end in busy))


def _claim(row: Row, session: Session) -> Literal | None:
    """The literal that the session needs ``row``; None where it never does."""
    match row:
        case Person():
            return Serves(row.id, session.id) if may_serve(row, session) else None
        case Delegation():
            return Held(session.id) if row.id in session.delegations else None
        case _:
            return InRoom(session.id, frozenset((row.id,)))


def _facts(problem: Problem, row: Row) -> Iterator[Fact]:
    if isinstance(row, Person):
        times = [f"{word} {problem.clock.local(at):%a %H:%M}" for word, at in (("arrives", row.arrives), ("leaves", row.leaves)) if at]
        if times:
            yield Fact(f"{row.id} {' and '.join(times)}", row.source)
    for span in (available for available in problem.availability if available.id == row.id):
        start, end = problem.clock.local(span.span.start), problem.clock.local(span.span.end)
        yield Fact(f"{row.id} is {'free' if span.free else 'busy'} {start:%a %H:%M} to {end:%a %H:%M}", span.source)


def _is_needed(problem: Problem, row: Row, entry: Entry) -> bool:
    match row:
        case Person():
            return entry.involves(row.id)
        case Delegation():
            return row.id in problem.session(entry.session).delegations
        case _:
            return entry.room == row.id


def _is_there(problem: Problem, row: Row, entry: Entry) -> bool:
    spans = [available for available in problem.availability if available.id == row.id]
    if any(span.span.overlaps(entry.span) for span in spans if not span.free):
        return False
    if isinstance(row, Person) and ((row.arrives and entry.start < row.arrives) or (row.leaves and row.leaves < entry.end)):
        return False
    covered = entry.start
    for there in sorted(span.span for span in spans if span.free):
        if there.start <= covered < there.end:
            covered = there.end
    return covered >= entry.end or all(not span.free for span in spans)


_TRAVELLER = Person(id="aut-01", name="Linnet Alder", arrives=moment("Mon 11:00"), leaves=moment("Tue 11:00"))
_TALKS = tiny_meeting(tiny_session("talk", presenters=("aut-01",)), tiny_session("break"), people=(_TRAVELLER,))
_HALL = Selector((("room", (ALL,)),))
_CLEANED = tiny_meeting(
    tiny_session("talk", hours=2), availability=(Availability(id="hall", free=False, span=Span(moment("Mon 11:00"), moment("Mon 15:00"))),)
)
_RENTED = tiny_meeting(
    tiny_session("talk", hours=2),
    availability=(
        Availability(id="hall", free=True, span=Span(moment("Mon 10:00"), moment("Mon 11:00"))),
        Availability(id="hall", free=True, span=Span(moment("Mon 11:00"), moment("Mon 12:00"))),
    ),
)
_PEOPLE = Available(id="arrivals", for_=Selector((("person", (ALL,)),)))
_ROOMS = Available(id="venue-hours", for_=_HALL)

EXAMPLES = (
    Example("The talk is given on arrival.", _PEOPLE, _TALKS, tiny_agenda(_TALKS, talk="Mon 11:00 hall", **{"break": "Mon 10:00 hall"}), 0),
    Example(
        "The talk comes before the presenter.",
        _PEOPLE,
        _TALKS,
        tiny_agenda(_TALKS, talk="Mon 10:00 hall", **{"break": "Mon 11:00 hall"}),
        1,
    ),
    Example(
        "The talk comes after the presenter has left.",
        _PEOPLE,
        _TALKS,
        tiny_agenda(_TALKS, talk="Tue 11:00 hall", **{"break": "Mon 11:00 hall"}),
        1,
    ),
    Example("The hall is being cleaned.", _ROOMS, _CLEANED, tiny_agenda(_CLEANED, talk="Mon 10:00 hall"), 1),
    Example("Two free hours make one.", _ROOMS, _RENTED, tiny_agenda(_RENTED, talk="Mon 10:00 hall"), 0),
    Example("The hall is not rented on Tuesday.", _ROOMS, _RENTED, tiny_agenda(_RENTED, talk="Tue 10:00 hall"), 1),
)
