"""A problem under a book, prepared once for all the models that are built of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scheduler.domain.problem import Problem
from scheduler.model.placements import Placements, enumerate_placements, narrowed
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.encoding import session_fact
from scheduler.rules.meaning import sessions_of
from scheduler.rules.terms import (
    All,
    Any,
    Clashes,
    Crowding,
    Excess,
    Held,
    Instance,
    Literal,
    Measure,
    MinutesEarly,
    MinutesLate,
    Not,
    OverlapMinutes,
    Overlaps,
    Pairs,
    Rising,
    StartsIn,
    Times,
)

Plain: TypeAlias = Literal | Clashes | Crowding | Excess
"""What is left of the terms where they must count nothing."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that must hold: an instance of a rule or, where ``rule`` is None, that a session is held at all."""

    rule: Rule | None
    instance: Instance


@dataclass(frozen=True, slots=True)
class Breach:
    """A plain term that must count nothing; ``sessions`` are those that it speaks of."""

    measure: Plain
    sessions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Charge:
    """A term that costs ``weight`` for each that it counts; ``sessions`` are those that it speaks of."""

    measure: Measure
    sessions: frozenset[str]
    weight: int


@dataclass(frozen=True, slots=True)
class Formulation:
    """What models are built from.

    Parameters
    ----------
    problem : Problem
        The meeting.
    breaches : tuple of Breach
        What must not be, said plainly, beside what the placements already leave out.
    charges : tuple of Charge
        What costs something.
    placements : mapping of str to Placements
        For each session, the places that no hard term about it alone takes away.
    required : frozenset of str
        The sessions that are held in every agenda; the others may be left out.
    """

    problem: Problem
    breaches: tuple[Breach, ...]
    charges: tuple[Charge, ...]
    placements: Mapping[str, Placements]
    required: frozenset[str]

    @property
    def without_optional(self) -> Mapping[str, None]:
        """What is given of a model that leaves out every session that may be left out."""
        return {session.id: None for session in self.problem.sessions if session.id not in self.required}


def demands_of(problem: Problem, book: RuleBook) -> tuple[Demand, ...]:
    """Everything that must hold: each session that is not optional, then each instance of the hard rules, in order."""
    sessions = (session for session in problem.sessions if not session.optional)
    held = (Demand(None, Instance(session.id, (Not(Held(session.id)),), (session_fact(session),))) for session in sessions)
    rules = (Demand(rule, instance) for rule in book.rules if rule.must for instance in rule.instances(problem))
    return (*held, *rules)


def formulate(problem: Problem, book: RuleBook) -> Formulation:
    """The formulation of a problem under a book: its demands hold, and its weighted rules are charged."""
    charges = [(rule.weight, instance) for rule in book.rules if rule.weight is not None for instance in rule.instances(problem)]
    return formulate_demands(problem, demands_of(problem, book), charges)


def formulate_demands(
    problem: Problem,
    demands: Iterable[Demand],
    charges: Iterable[tuple[int, Instance]] = (),
    everywhere: Mapping[str, Placements] | None = None,
) -> Formulation:
    """The formulation in which just these demands hold, and each charge costs its weight times its measure.

    A session of which no demand says that it is held may be left out. Who asks often gives what ``enumerate_placements``
    says in ``everywhere``.
    """
    terms = dict.fromkeys(term for demand in demands for breach in demand.instance.breaches for term in plainly(breach, problem))
    breaches = [Breach(term, sessions_of(term)) for term in terms]
    required = frozenset(term.literal.session for term in terms if isinstance(term, Not) and isinstance(term.literal, Held))
    own: dict[str, list[Measure]] = {}
    for breach in breaches:
        if len(breach.sessions) == 1:
            own.setdefault(next(iter(breach.sessions)), []).append(breach.measure)
    placements = dict(enumerate_placements(problem) if everywhere is None else everywhere)
    for id, measures in own.items():
        placements[id], _ = narrowed(placements[id], problem.session(id), measures)
    charged = (Charge(term, sessions_of(term), weight) for weight, instance in charges for term in instance.breaches)
    return Formulation(problem, tuple(breaches), tuple(charged), placements, required)


def plainly(term: Measure, problem: Problem) -> Iterator[Plain]:
    """Terms that count nothing exactly where this one counts nothing, as plain as they can be."""
    match term:
        case Times(count, measure):
            yield from plainly(measure, problem) if count else ()
        case Any(literals) | Rising(literals) | Excess(literals, 0):
            for literal in literals:
                yield from plainly(literal, problem)
        case MinutesEarly(session, minute):
            yield StartsIn(session, ((0, minute - 1),))
        case MinutesLate(session, minute):
            end = problem.clock.minute(problem.clock.day(problem.clock.last_day).end)
            yield StartsIn(session, ((minute - problem.session(session).minutes + 1, end),))
        case OverlapMinutes(first, then):
            yield Overlaps(first, then)
        case Pairs(first, then):
            yield All((Any(first), Any(then)))
        case _:
            yield term
