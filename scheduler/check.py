"""The judge: recomputes every hard rule and every cost of an agenda from datetimes and people. It never sees the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Problem, Session
from scheduler.rules.base import RuleBook

SHEETS = "sheets"
"""Stands in a violation for the rule's id where an agenda breaks what the sheets say, whatever the book."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an agenda breaks.

    Parameters
    ----------
    violations : tuple of Violation
        Every broken instance: of the sheets first, then in the book's order.
    cost_by_rule : tuple of (str, int)
        The cost of each weighted rule by its id, in the book's order, those that cost nothing included.
    """

    violations: tuple[Violation, ...]
    cost_by_rule: tuple[tuple[str, int], ...]

    @property
    def refutations(self) -> tuple[Violation, ...]:
        """The violations of what must hold; an agenda without any is confirmed."""
        return tuple(violation for violation in self.violations if violation.cost is None)

    @property
    def cost(self) -> int:
        """Σ weight × measure over the weighted rules."""
        return sum(cost for _, cost in self.cost_by_rule)


def check(problem: Problem, book: RuleBook, agenda: Agenda) -> Verdict:
    """Judge ``agenda``: first against the sheets, then against each rule.

    An agenda that names sessions, rooms, periods or people that the sheets do not know is refuted by that alone.
    """
    unknown = tuple(_unknown_ids(problem, agenda))
    if unknown:
        return Verdict(unknown, ())
    violations = [*_broken_sheets(problem, agenda)]
    costs: list[tuple[str, int]] = []
    for rule in book.rules:
        broken = list(rule.violations(problem, agenda))
        violations += broken
        if not rule.must:
            costs.append((rule.id, sum(violation.cost or 0 for violation in broken)))
    return Verdict(tuple(violations), tuple(costs))


def _refuted(subject: str, sentence: str) -> Violation:
    return Violation(SHEETS, subject, 1, None, sentence)


def _unknown_ids(problem: Problem, agenda: Agenda) -> Iterator[Violation]:
    if agenda.meeting != problem.meeting.id:
        yield _refuted(agenda.meeting, f"the agenda is for the meeting {agenda.meeting}, not for {problem.meeting.id}")
    sessions = {session.id for session in problem.sessions}
    rooms = {room.id for room in problem.rooms}
    periods = {period.id for period in problem.periods}
    people = {person.id for person in problem.people}
    for id in agenda.omitted:
        if id not in sessions:
            yield _refuted(id, f"no session is called {id}")
    for entry in agenda.entries:
        for kind, id, known in (("session", entry.session, sessions), ("room", entry.room, rooms), ("period", entry.period, periods)):
            if id not in known:
                yield _refuted(entry.session, f"{entry.session}: no {kind} is called {id}")
        for person in sorted(entry.people - people):
            yield _refuted(entry.session, f"{entry.session}: no person is called {person}")


def _broken_sheets(problem: Problem, agenda: Agenda) -> Iterator[Violation]:
    times_held = Counter(entry.session for entry in agenda.entries)
    for session in problem.sessions:
        if times_held[session.id] > 1:
            yield _refuted(session.id, f"{session.id} is in the agenda {times_held[session.id]} times")
        if not times_held[session.id] and not session.optional:
            yield _refuted(session.id, f"{session.id} is not held, and it is not optional")
    for entry in agenda.entries:
        session = problem.session(entry.session)
        yield from _misplaced(problem, session, entry)
        yield from _wrong_people(session, entry)
    for one, other in combinations(agenda.entries, 2):
        if one.period == other.period and one.room == other.room and problem.period(one.period).single:
            what = f"{one.session} and {other.session} are both in {one.room} in {one.period}, which holds one session per room"
            yield _refuted(f"{one.session}, {other.session}", what)


def _misplaced(problem: Problem, session: Session, entry: Entry) -> Iterator[Violation]:
    period = problem.period(entry.period)
    face = problem.clock.local(entry.start)
    if entry.minutes != session.minutes:
        yield _refuted(session.id, f"{session.id} takes {entry.minutes} minutes instead of {session.minutes}")
    if not period.span.contains(entry.span):
        yield _refuted(session.id, f"{session.id}, {face:%a %H:%M} for {entry.minutes} minutes, is not wholly in the period {period.id}")
    if entry.room not in period.rooms:
        yield _refuted(session.id, f"{session.id} is in {entry.room}, which is not open in the period {period.id}")
    if (face.hour * 60 + face.minute) % problem.meeting.grid or face.second:
        yield _refuted(session.id, f"{session.id} starts at {face:%H:%M}, off the grid of {problem.meeting.grid} minutes")


def _wrong_people(session: Session, entry: Entry) -> Iterator[Violation]:
    if [duty.role for duty in entry.duties] != [role.name for role in session.roles]:
        wanted, given = (", ".join(names) or "none" for names in ([r.name for r in session.roles], [d.role for d in entry.duties]))
        yield _refuted(session.id, f"{session.id} has the roles {given} instead of {wanted}")
        return
    for role, duty in zip(session.roles, entry.duties, strict=True):
        if len(set(duty.people)) != len(duty.people) or len(duty.people) != role.count or not set(duty.people) <= set(role.people):
            given = ", ".join(duty.people) or "nobody"
            yield _refuted(session.id, f"{session.id}: {given} as {role.name}, instead of {role.count} of {', '.join(role.people)}")
    chosen = [(person, role.decided) for role, duty in zip(session.roles, entry.duties, strict=True) for person in duty.people]
    times = Counter(person for person, _ in chosen)
    for person in sorted({person for person, decided in chosen if not decided and times[person] > 1}):
        yield _refuted(session.id, f"{session.id}: {person} takes two roles at once")
