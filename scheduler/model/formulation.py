"""A problem under a book, prepared once for all the models that are built of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.domain.problem import Problem
from scheduler.model.families import Families, families_of, without_rooms
from scheduler.model.placements import Placements, enumerate_placements, narrowed
from scheduler.model.plain_terms import Plain, counted, plainly
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.encoding import session_fact
from scheduler.rules.meaning import sessions_of
from scheduler.rules.terms import (
    Held,
    Instance,
    Measure,
    Not,
)


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

    @staticmethod
    def of(term: Plain) -> Breach:
        """The breach that this term is."""
        return Breach(term, sessions_of(term))


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
        What costs something; no term is charged twice.
    placements : mapping of str to Placements
        For each session, the places that no hard term about it alone takes away.
    required : frozenset of str
        The sessions that are held in every agenda; the others may be left out.
    families : mapping of str to tuple of str
        For sessions that share no block with others, all those that they may share one with.
    """

    problem: Problem
    breaches: tuple[Breach, ...]
    charges: tuple[Charge, ...]
    placements: Mapping[str, Placements]
    required: frozenset[str]
    families: Families

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
    breaches = tuple(Breach.of(term) for term in terms)
    required = frozenset(term.literal.session for term in terms if isinstance(term, Not) and isinstance(term.literal, Held))
    placements = narrowed_by(problem, enumerate_placements(problem) if everywhere is None else everywhere, breaches)
    families = families_of((breach.measure for breach in breaches), frozenset((p.id, room) for p in problem.periods for room in p.rooms))
    return Formulation(problem, breaches, _merged(charges, problem, families), placements, required, families)


def narrowed_by(problem: Problem, placements: Mapping[str, Placements], breaches: Iterable[Breach]) -> Mapping[str, Placements]:
    """The placements that those breaches leave which speak of one session alone."""
    own: dict[str, list[Measure]] = {}
    for breach in breaches:
        if len(breach.sessions) == 1:
            own.setdefault(next(iter(breach.sessions)), []).append(breach.measure)
    left = {id: narrowed(placements[id], problem.session(id), measures)[0] for id, measures in own.items()}
    known: dict[object, Placements] = {}
    return {**placements, **{id: known.setdefault(tuple(those.by_room.items()), those) for id, those in left.items()}}


def _merged(charges: Iterable[tuple[int, Instance]], problem: Problem, families: Families) -> tuple[Charge, ...]:
    """A charge for each different term: what several rules, or both of two sessions, count is one literal to a model."""
    weights: dict[Measure, int] = {}
    for weight, instance in charges:
        for term in instance.breaches:
            for part, times in counted(term, problem):
                measure = without_rooms(part, families)
                weights[measure] = weights.get(measure, 0) + weight * times
    return tuple(Charge(measure, sessions_of(measure), weight) for measure, weight in weights.items() if weight)
