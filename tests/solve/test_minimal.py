"""Finding a few things that conflict among many: held against all subsets."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from scheduler.solve.minimal import FEW, minimal

CONFLICTS = st.lists(st.frozensets(st.integers(0, FEW + 8), min_size=1, max_size=4), min_size=1, max_size=3)


def conflict_of(conflicts: list[frozenset[int]]) -> Callable[[tuple[int, ...]], bool]:
    """Items conflict if they hold one of these sets."""
    return lambda items: any(conflict <= set(items) for conflict in conflicts)


@given(CONFLICTS, st.sampled_from([FEW - 2, FEW, FEW + 9]))
def test_minimal_conflict_has_nothing_to_spare(conflicts: list[frozenset[int]], count: int) -> None:
    conflict = conflict_of(conflicts)
    found = minimal(range(count), conflict)
    if found is None:
        assert not conflict(tuple(range(count)))
    else:
        assert conflict(found)
        assert found == tuple(sorted(found))
        assert not any(conflict(others) for others in combinations(found, len(found) - 1))


def test_minimal_of_what_conflicts_anyhow_is_nothing() -> None:
    assert minimal(range(3), lambda items: True) == ()


def test_minimal_of_nothing() -> None:
    assert minimal((), lambda items: False) is None


def test_minimal_asks_about_few_items_first() -> None:
    asked: list[int] = []

    def conflict(items: tuple[int, ...]) -> bool:
        asked.append(len(items))
        return {1, 2} <= set(items)

    assert minimal(range(100), conflict) == (1, 2)
    assert max(asked) == 4
