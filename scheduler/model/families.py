"""Families: sessions that share no room in a period with any others, as the presentations of a theme do in its blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from scheduler.model.plain_terms import Plain
from scheduler.rules.terms import All, AnyIn, Excess, Literal, Measure, Not, SamePeriod, SameRoom

Family: TypeAlias = tuple[str, ...]
Families: TypeAlias = Mapping[str, Family]
"""The family of each session that has one."""
Block: TypeAlias = tuple[str, str]
"""A period and a room."""


def families_of(breaches: Iterable[Plain], every_block: frozenset[Block]) -> Families:
    """The families of those sessions that hard terms keep, in every block, apart from all that are not of their family."""
    guarded: dict[Family, set[Block]] = {}
    for breach in breaches:
        for block, families in _sharing(breach):
            for family in families:
                guarded.setdefault(family, set()).add(block)
    found: dict[str, list[Family]] = {}
    for family in guarded:
        for session in family:
            found.setdefault(session, []).append(family)
    alone = {session: own[0] for session, own in found.items() if len(own) == 1 and guarded[own[0]] >= every_block}
    return {id: family for id, family in alone.items() if all(alone.get(other) == family for other in family)}


def is_about_a_block(breach: Plain) -> bool:
    """Whether a term says of a block that one group of sessions at most is there."""
    return next(_sharing(breach), None) is not None


def _sharing(breach: Plain) -> Iterator[tuple[Block, list[tuple[str, ...]]]]:
    """The block of which a term says that one group of sessions at most is there, with these groups."""
    if isinstance(breach, Excess) and breach.limit == 1:
        anyone = [literal for literal in breach.literals if isinstance(literal, AnyIn)]
        blocks = {(literal.periods, literal.rooms) for literal in anyone}
        if len(anyone) == len(breach.literals) and len(blocks) == 1:
            ((periods, rooms),) = blocks
            if len(periods) == len(rooms) == 1:
                yield (next(iter(periods)), next(iter(rooms))), [literal.sessions for literal in anyone]


def whole_families(sessions: tuple[str, ...], families: Families) -> tuple[Family, ...] | None:
    """The families whose sessions, all of them, these are; None if they are anything else."""
    first = families.get(sessions[0], ()) if sessions else ()
    if first == sessions:
        return (first,)
    found = dict.fromkeys(families.get(session, ()) for session in sessions)
    return tuple(found) if () not in found and sum(map(len, found)) == len(sessions) else None


def without_rooms(term: Measure, families: Families) -> Measure:
    """The term without saying of sessions in one period that they are in two rooms, where they are of two families."""
    return _all_without_rooms(term, families) if isinstance(term, All) else term


def _all_without_rooms(term: All, families: Families) -> Literal:
    together = {(literal.first, literal.then) for literal in term.literals if isinstance(literal, SamePeriod)}
    needed = tuple(literal for literal in term.literals if not _is_said(literal, together, families))
    return needed[0] if len(needed) == 1 else All(needed)


def _is_said(literal: Literal, together: set[tuple[str, str]], families: Families) -> bool:
    """Whether this only says that two of two families, ``together`` in a period, are not in one room."""
    if not isinstance(literal, Not) or not isinstance(literal.literal, SameRoom):
        return False
    one, other = literal.literal.first, literal.literal.then
    return (one, other) in together and one in families and other in families and families[one] != families[other]
