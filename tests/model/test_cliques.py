"""Covering pairs by groups: every pair in some group, and in each group only pairs, or what is apart anyhow."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.cliques import clique_cover

PAIRS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")).filter(lambda pair: pair[0] != pair[1]))


def never(one: str, other: str) -> bool:
    return False


def test_clique_cover_triangle_with_a_tail() -> None:
    assert list(clique_cover([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], never)) == [("a", "b", "c"), ("c", "d")]


def test_clique_cover_what_is_apart_joins() -> None:
    """b and c never meet, so that one group says that a overlaps neither."""
    assert list(clique_cover([("a", "b"), ("a", "c")], lambda one, other: {one, other} == {"b", "c"})) == [("a", "b", "c")]


def test_clique_cover_of_nothing() -> None:
    assert list(clique_cover([], never)) == []


@given(PAIRS, PAIRS)
def test_clique_cover_covers_each_pair_and_no_other(pairs: list[tuple[str, str]], apart: list[tuple[str, str]]) -> None:
    wanted, free = {frozenset(pair) for pair in pairs}, {frozenset(pair) for pair in apart}
    cliques = list(clique_cover(pairs, lambda one, other: frozenset((one, other)) in free))
    covered = {frozenset(pair) for clique in cliques for pair in combinations(clique, 2)}
    assert wanted <= covered <= wanted | free
