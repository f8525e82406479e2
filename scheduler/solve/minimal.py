"""Finding, among many things that cannot hold together, a few that cannot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

Item = TypeVar("Item")
FEW = 24
"""Up to so many, leaving out one after the other is no slower than halving, and asks nothing twice."""
Question: TypeAlias = Callable[[tuple[Item, ...]], bool]
"""Whether it is proved that some items cannot hold together. Whoever has more of them must answer no less."""


def shortest_prefix(items: Sequence[Item], conflict: Question[Item]) -> tuple[Item, ...] | None:
    """The first few items that conflict, in steps that double: small questions are the quick ones. None if not even all do."""
    length = 1
    while length < len(items):
        if conflict(tuple(items[:length])):
            return tuple(items[:length])
        length *= 2
    return tuple(items) if conflict(tuple(items)) else None


def minimal(items: Sequence[Item], conflict: Question[Item]) -> tuple[Item, ...] | None:
    """Items that conflict, and without any one of which the others do not; None if not even all of them do.

    In the order that they were given. Of ``FEW`` items each is left out in turn; of n more, k are found with about
    2 k log2(n / k) + 2 k questions (Junker: QuickXplain, AAAI 2004).
    """
    prefix = shortest_prefix(items, conflict)
    if prefix is None:
        return None

    def asked(indexes: tuple[int, ...]) -> bool:
        return conflict(tuple(prefix[index] for index in sorted(indexes)))

    every = tuple(range(len(prefix)))
    found = _one_by_one(every, asked) if len(every) <= FEW else _by_halves(every, (), asked)
    return tuple(prefix[index] for index in sorted(found))


def _one_by_one(items: tuple[int, ...], conflict: Question[int]) -> tuple[int, ...]:
    kept = items
    for item in reversed(items):
        others = tuple(other for other in kept if other != item)
        if conflict(others):
            kept = others
    return kept


def _by_halves(items: tuple[int, ...], given: tuple[int, ...], conflict: Question[int], *, grown: bool = True) -> tuple[int, ...]:
    """Of ``items``, which conflict together with what is ``given``, those that are needed.

    ``grown`` says whether the given ones are more than when it was last seen that they do not conflict by themselves.
    """
    if grown and conflict(given):
        return ()
    if len(items) == 1:
        return items
    first, second = items[: len(items) // 2], items[len(items) // 2 :]
    of_second = _by_halves(second, (*given, *first), conflict)
    return (*_by_halves(first, (*given, *of_second), conflict, grown=bool(of_second)), *of_second)
