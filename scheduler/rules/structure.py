"""Walking through terms that are made of other terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar, cast

from scheduler.rules.terms import All, Any, AnyIn, AtLeast, Clashes, Crowding, Excess, Literal, Measure, Not, Pairs, Rising, Times

MeasureT = TypeVar("MeasureT", bound=Measure)


def leaves(term: Measure) -> Iterator[Measure]:
    """The terms that a term is made of and that are not made of others."""
    match term:
        case All(literals) | Any(literals) | AtLeast(_, literals) | Excess(literals) | Rising(literals):
            for literal in literals:
                if isinstance(literal, AnyIn):  # Of these there are many.
                    yield literal
                else:
                    yield from leaves(literal)
        case Not(inner) | Times(_, inner):
            yield from leaves(inner)
        case Pairs(first, then):
            yield from leaves(All((*first, *then)))
        case Clashes(claims) | Crowding(claims):
            yield from leaves(All(tuple(claim for _, claim in claims)))
        case _:
            yield term


def mapped(term: MeasureT, change: Callable[[Literal], Literal]) -> MeasureT:
    """The term with every literal directly in it changed."""
    changed: Measure
    match term:
        case All(literals) | Any(literals) | AtLeast(_, literals) | Excess(literals) | Rising(literals):
            changed = replace(term, literals=tuple(change(literal) for literal in literals))
        case Not(literal):
            changed = Not(change(literal))
        case Pairs(first, then):
            changed = Pairs(tuple(change(literal) for literal in first), tuple(change(literal) for literal in then))
        case Clashes(claims) | Crowding(claims):
            changed = replace(term, claims=tuple((session, change(claim)) for session, claim in claims))
        case _:
            changed = term
    return cast("MeasureT", changed)
