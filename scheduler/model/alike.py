"""Sessions that the relaxation need not tell apart: of one family, as long as each other, and never spoken of by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.model.cells import Cell, keeps_a_room
from scheduler.model.families import Families, whole_families
from scheduler.model.formulation import Formulation
from scheduler.rules.meaning import sessions_of
from scheduler.rules.structure import leaves
from scheduler.rules.terms import AnyIn, Measure


def alike(formulation: Formulation, cells: Mapping[str, tuple[Cell, ...]]) -> list[tuple[str, ...]]:
    """Every session in one group, in the sheet's order; those of a group can be swapped in every agenda, and nothing changes."""
    spoken_of = set(_spoken_of(formulation))
    groups: dict[object, list[str]] = {}
    for session in formulation.problem.sessions:
        family = formulation.families.get(session.id)
        own = family is None or session.id in spoken_of or session.id not in formulation.required
        key = session.id if own else (family, session.minutes, cells[session.id])
        groups.setdefault(key, []).append(session.id)
    return [tuple(group) for group in groups.values()]


def _spoken_of(formulation: Formulation) -> Iterator[str]:
    """The sessions of which a term speaks otherwise than as of a family; what is hard about one alone, its cells say."""
    for charge in formulation.charges:
        yield from _by_themselves(charge.measure, formulation.families)
    for breach in formulation.breaches:
        if len(breach.sessions) > 1 and not keeps_a_room(breach.measure):
            yield from _by_themselves(breach.measure, formulation.families)


def _by_themselves(term: Measure, families: Families) -> Iterator[str]:
    for leaf in leaves(term):
        if not isinstance(leaf, AnyIn) or whole_families(leaf.sessions, families) is None:
            yield from sessions_of(leaf)
