"""Counts minutes and places before any search: the commonest reasons why there is no agenda have a one-line answer.

Only what is certain is counted, so that every shortage found is a proof: hard rules, sessions that must be held,
and of the rules the terms that speak of one session's time, room and people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from scheduler.domain.problem import Problem, Session
from scheduler.model.certainty import Places, certainty
from scheduler.model.placements import Placements, enumerate_placements, narrowed
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.meaning import sessions_of
from scheduler.rules.terms import Clashes, InRoom, Instance, Literal, Measure

Left: TypeAlias = Mapping[str, Placements]
"""For each session that must be held, by id, the places that no hard rule about it alone takes away."""


@dataclass(frozen=True, slots=True)
class Demanded:
    """A hard rule with one of its instances, and one of the breaches that this forbids."""

    rule: Rule
    instance: Instance
    breach: Measure

    def __str__(self) -> str:
        return f"{self.rule.source}: {self.rule.named(self.instance.subject)}: {self.rule.demand()}"

    def facts(self) -> Iterator[str]:
        """The lines of sheets that the instance rests on."""
        return (f"{fact.source}: {fact.sentence}" for fact in self.instance.facts)


@dataclass(frozen=True, slots=True)
class Shortage:
    """Too little of something: ``sentence`` says of what, ``because`` names the rules and lines that it rests on."""

    sentence: str
    because: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([f"  {self.sentence}", *(f"      {line}" for line in self.because)])


def count_shortages(problem: Problem, book: RuleBook) -> Iterator[Shortage]:
    """Every session without a place; if all have some, every person, body or group of rooms with too few minutes."""
    demanded = [
        Demanded(rule, instance, breach)
        for rule in book.rules
        if rule.must
        for instance in rule.instances(problem)
        for breach in instance.breaches
    ]
    required = [session for session in problem.sessions if not session.optional]
    placements = enumerate_placements(problem)
    own = _about_one_session(demanded)
    places: dict[str, Placements] = {}
    nowhere: list[Shortage] = []
    for session in required:
        demands = {demand.breach: demand for demand in own.get(session.id, ())}
        places[session.id], because = narrowed(placements[session.id], session, demands)
        if not places[session.id].starts:
            nowhere.append(_nowhere(problem, session, [demands[breach] for breach in because]))
    if nowhere:
        yield from nowhere
        return
    clashes = [(demand, demand.breach) for demand in demanded if isinstance(demand.breach, Clashes)]
    yield from _crowded_subjects(required, clashes, places)
    yield from _crowded_rooms(problem, required, clashes, places)


def _about_one_session(demanded: Iterable[Demanded]) -> Mapping[str, list[Demanded]]:
    found: dict[str, list[Demanded]] = {}
    for demand in demanded:
        sessions = sessions_of(demand.breach)
        if len(sessions) == 1:
            found.setdefault(next(iter(sessions)), []).append(demand)
    return found


def _nowhere(problem: Problem, session: Session, because: list[Demanded]) -> Shortage:
    what = f"{session.id} '{session.title}' ({session.minutes} minutes)"
    if because:
        lines = (line for demand in because for line in (str(demand), *demand.facts()))
        return Shortage(f"{what} has no place left by these rules together:", tuple(dict.fromkeys(lines)))
    longest = max(problem.periods, key=lambda period: period.span.minutes)
    lengths = f"{session.source}: {session.minutes} minutes", f"{longest.source}: {longest.span.minutes} minutes"
    return Shortage(f"{what} fits into no period; the longest, {longest.id}, has {longest.span.minutes} minutes", lengths)


def _crowded_subjects(required: Sequence[Session], clashes: Iterable[tuple[Demanded, Clashes]], places: Left) -> Iterator[Shortage]:
    """People and bodies who are certainly wanted for more minutes than their sessions could run in."""
    sessions = {session.id: session for session in required}
    for demand, term in ((demand, term) for demand, term in clashes if not _room_of(term)):
        claims = [(sessions[id], claim) for id, claim in term.claims if id in sessions]
        wanted = [session for session, claim in claims if _is_certain(session, claim, places)]
        needed = sum(session.minutes for session in wanted)
        open_minutes = {
            minute for session in wanted for start in places[session.id].starts for minute in range(start, start + session.minutes)
        }
        if needed > len(open_minutes):
            names = ", ".join(session.id for session in wanted)
            yield Shortage(
                f"{demand.instance.subject}: {names} take {needed} minutes one after the other, and have {len(open_minutes)} to run in",
                (str(demand), *demand.facts()),
            )


def _is_certain(session: Session, claim: Literal, places: Left) -> bool:
    return bool(certainty(claim, session, Places.of(places[session.id].by_room)).true.all())


def _crowded_rooms(
    problem: Problem, required: Sequence[Session], clashes: Iterable[tuple[Demanded, Clashes]], places: Left
) -> Iterator[Shortage]:
    """Groups of sessions that fit into the same few rooms only, and need more minutes than these are open."""
    exclusive = {_room_of(term): demand for demand, term in clashes if _room_of(term)}
    fitting = {session.id: frozenset(places[session.id].by_room) for session in required}
    for rooms in sorted(set(fitting.values()), key=lambda rooms: (len(rooms), sorted(rooms))):
        if not rooms <= exclusive.keys():
            continue
        group = [session for session in required if fitting[session.id] <= rooms]
        open_minutes = {
            (room, minute)
            for session in group
            for room, starts in places[session.id].by_room.items()
            for start in starts
            for minute in range(start, start + session.minutes)
        }
        needed = sum(session.minutes for session in group)
        if needed > len(open_minutes):
            names = ", ".join(sorted(rooms))
            what = f"{needed} minutes of sessions fit only into {names}, where {len(open_minutes)} are open to them"
            lines = (f"{session.source}: {session.id}, {session.minutes} minutes" for session in group)
            yield Shortage(what, (*(str(exclusive[room]) for room in sorted(rooms)), *lines))


def _room_of(term: Clashes) -> str:
    """The room that a term keeps to one session at a time; empty if it is about something else."""
    rooms = {room for _, claim in term.claims for room in (claim.rooms if isinstance(claim, InRoom) else ("", ""))}
    return rooms.pop() if len(rooms) == 1 else ""
