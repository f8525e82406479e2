"""Counts minutes and places before any search: the commonest reasons why there is no agenda have a one-line answer.

Only what is certain is counted, so that every shortage found is a proof: hard rules, sessions that must be held,
and of the rules the terms that speak of one session's time, room and people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scheduler.domain.problem import Problem, Session
from scheduler.model.certainty import Places, certainty
from scheduler.model.formulation import Demand, Formulation, demands_of, formulate_demands
from scheduler.model.placements import Placements, enumerate_placements
from scheduler.rules.base import RuleBook
from scheduler.rules.meaning import sessions_of
from scheduler.rules.terms import Clashes, Held, InRoom, Literal, Measure
from scheduler.solve.minimal import minimal
from scheduler.solve.packing import Item, can_be_packed
from scheduler.solve.wording import MOST_LINES, fact_lines, rule_lines

MOST_NAMES = 6
"""More sessions, or stretches, than this are counted, not named."""
MOST_TO_PACK = 60
"""Of more sessions than this it is not asked whether they can be packed into their stretches."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Too little of something: ``sentence`` says of what.

    ``sessions`` are those that cannot all be held, and ``terms`` what keeps them apart; each of them is not to count anything.
    """

    sentence: str
    sessions: frozenset[str]
    terms: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortage:
    """A lack with the demands, sessions to be held and rule instances, that it comes from."""

    lack: Lack
    demands: tuple[Demand, ...]

    def __str__(self) -> str:
        lines = (*rule_lines(self.demands), "while this is given:", *fact_lines(self.demands))
        return "\n".join([f"  {self.lack.sentence} by these rules together:", *(f"      {line}" for line in lines)])


def count_shortages(problem: Problem, book: RuleBook) -> Iterator[Shortage]:
    """Everything that counting shows to be too little, each with a few demands that it comes from."""
    demands = demands_of(problem, book)
    for lack in lacks(formulate_demands(problem, demands), demands):
        yield Shortage(lack, because(problem, lack, demands))


def lacks(formulation: Formulation, demands: Iterable[Demand] = ()) -> Iterator[Lack]:
    """Every session without a place; if all have some, every person, body or group of rooms with too little time.

    What the ``demands`` say of whom a term is about is told with it.
    """
    problem = formulation.problem
    required = [session for session in problem.sessions if session.id in formulation.required]
    nowhere = [_nowhere(problem, session) for session in required if not formulation.placements[session.id].starts]
    if nowhere:
        yield from nowhere
        return
    subjects = {term: demand.instance.subject for demand in demands for term in demand.instance.breaches if isinstance(term, Clashes)}
    clashes = [breach.measure for breach in formulation.breaches if isinstance(breach.measure, Clashes)]
    yield from _crowded_subjects(formulation, required, clashes, subjects)
    yield from _crowded_rooms(formulation, required, clashes)


def because(problem: Problem, lack: Lack, demands: Iterable[Demand]) -> tuple[Demand, ...]:
    """Of all demands those by which counting still finds too little: whole rules first, then, where they are few, instances."""
    everywhere = enumerate_placements(problem)
    of_lack = [demand for demand in demands if _bears_on(demand, lack)]
    held = tuple(demand for demand in of_lack if demand.rule is None)

    def is_short(groups: tuple[tuple[Demand, ...], ...]) -> bool:
        together = (*held, *(demand for group in groups for demand in group))
        return any(True for _ in lacks(formulate_demands(problem, together, everywhere=everywhere)))

    by_rule = [tuple(group) for rule, group in groupby(of_lack, key=lambda demand: demand.rule) if rule is not None]
    rules = minimal(by_rule, is_short) or ()
    instances = [(demand,) for group in rules for demand in group]
    kept = minimal(instances, is_short) if len(instances) <= MOST_LINES else None
    return (*held, *(demand for group in kept or rules for demand in group))


def _bears_on(demand: Demand, lack: Lack) -> bool:
    """Whether a demand speaks of one of the lack's sessions alone, or is what keeps them apart."""
    return any(term in lack.terms or (len(about := sessions_of(term)) == 1 and about <= lack.sessions) for term in demand.instance.breaches)


def _nowhere(problem: Problem, session: Session) -> Lack:
    what = f"{session.id} '{session.title}' ({session.minutes} minutes)"
    longest = max(problem.periods, key=lambda period: period.span.minutes)
    if session.minutes > longest.span.minutes:
        what += f" fits into no period; the longest, {longest.id}, has {longest.span.minutes} minutes"
        return Lack(what, frozenset((session.id,)))
    return Lack(f"{what} has no place left", frozenset((session.id,)))


def _crowded_subjects(
    formulation: Formulation, required: Sequence[Session], clashes: Iterable[Clashes], subjects: Mapping[Clashes, str]
) -> Iterator[Lack]:
    """People and bodies who are certainly wanted for more than their sessions have time for."""
    sessions = {session.id: session for session in required}
    for term in (term for term in clashes if not _room_of(term)):
        claims = [(sessions[id], claim) for id, claim in term.claims if id in sessions]
        wanted = [session for session, claim in claims if _is_certain(session, claim, formulation.placements[session.id])]
        for group, what in _too_many(formulation, wanted, (None,), term.gap):
            whose = f"{subjects[term]}: " if term in subjects else ""
            yield Lack(f"{whose}{_named(group)} {what}", frozenset(session.id for session in group), (term,))


def _is_certain(session: Session, claim: Literal, placements: Placements) -> bool:
    return isinstance(claim, Held) or bool(certainty(claim, session, Places.of(placements.by_room)).true.all())


def _crowded_rooms(formulation: Formulation, required: Sequence[Session], clashes: Iterable[Clashes]) -> Iterator[Lack]:
    """Groups of sessions that fit into the same few rooms only, and need more than these have time for."""
    exclusive = {_room_of(term): term for term in clashes if _room_of(term)}
    fitting = {session.id: frozenset(formulation.placements[session.id].by_room) for session in required}
    for rooms in sorted(set(fitting.values()), key=lambda rooms: (len(rooms), sorted(rooms))):
        if not rooms <= exclusive.keys():
            continue
        terms, gap = tuple(exclusive[room] for room in sorted(rooms)), min(exclusive[room].gap for room in rooms)
        inside = [session for session in required if fitting[session.id] <= rooms]
        for group, what in _too_many(formulation, inside, sorted(rooms), gap):
            yield Lack(f"{_named(group)} fit only into {', '.join(sorted(rooms))}; they {what}", frozenset(x.id for x in group), terms)


def _too_many(
    formulation: Formulation, sessions: Sequence[Session], rooms: Sequence[str | None], gap: int
) -> Iterator[tuple[Sequence[Session], str]]:
    """Of sessions that must not overlap in a room, or anywhere, a group that has too little time, if there is one, and why."""
    for group in _by_length(sessions):
        stretches = [(room, *span) for room in rooms for span in _stretches(formulation, group, room)]
        runs = [end - start for _, start, end in stretches]
        needed, least = sum(session.minutes for session in group), group[0].minutes
        most = sum((run + gap) // (least + gap) for run in runs)
        if needed > sum(runs):
            yield group, f"take {needed} minutes one after the other, and have {sum(runs)} to run in"
            return
        if len(group) > most:
            yield (
                group,
                f"take at least {least} minutes each, and only {most} such can run one after the other in the stretches left to them",
            )
            return
    if sessions and len(sessions) <= MOST_TO_PACK:
        stretches = [(room, *span) for room in rooms for span in _stretches(formulation, sessions, room)]
        runs = [end - start for _, start, end in stretches]
        items = [Item(session.minutes, _fitting(formulation.placements[session.id], session, stretches)) for session in sessions]
        if 2 * sum(session.minutes for session in sessions) > sum(runs) and not can_be_packed(items, runs, gap):
            lengths = f"stretches of {' + '.join(map(str, runs))} minutes" if len(runs) <= MOST_NAMES else f"{len(runs)} stretches"
            yield sessions, f"cannot be packed one after the other into the {lengths} that are left to them"


def _fitting(placements: Placements, session: Session, stretches: Iterable[tuple[str | None, int, int]]) -> frozenset[int]:
    """The stretches, by number, in which a session could lie."""
    return frozenset(
        number
        for number, (room, first, end) in enumerate(stretches)
        if any(
            first <= start <= end - session.minutes for start in (placements.starts if room is None else placements.by_room.get(room, ()))
        )
    )


def _by_length(sessions: Iterable[Session]) -> Iterator[list[Session]]:
    """The sessions, then those that are longer than the shortest, and so on; the first of each group is its shortest."""
    ordered = sorted(sessions, key=lambda session: session.minutes)
    for index, session in enumerate(ordered):
        if not index or session.minutes > ordered[index - 1].minutes:
            yield ordered[index:]


def _named(group: Sequence[Session]) -> str:
    return ", ".join(session.id for session in group) if len(group) <= MOST_NAMES else f"{len(group)} sessions"


def _stretches(formulation: Formulation, group: Iterable[Session], room: str | None) -> list[tuple[int, int]]:
    """Where the sessions could be running, in that room or, for None, in any: from minute to minute, without a break.

    A stretch does not go on over the end of a period where another begins.
    """
    starts: dict[int, set[int]] = {}
    for session in group:
        places = formulation.placements[session.id]
        starts.setdefault(session.minutes, set()).update(places.starts if room is None else places.by_room.get(room, ()))
    return _merged(sorted((start, start + minutes) for minutes, those in starts.items() for start in those))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ascending spans of minutes, those that overlap as one. A session lies in one period, so that none joins two that only meet."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _room_of(term: Clashes) -> str:
    """The room that a term keeps to one session at a time; empty if it is about something else."""
    rooms = {room for _, claim in term.claims for room in (claim.rooms if isinstance(claim, InRoom) else ("", ""))}
    return rooms.pop() if len(rooms) == 1 else ""
