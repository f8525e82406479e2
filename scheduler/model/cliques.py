"""Groups of sessions of which no two may overlap: one constraint for a group says more to a solver than one for each pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


def clique_cover(pairs: Iterable[tuple[str, str]], apart: Callable[[str, str], bool]) -> Iterator[tuple[str, ...]]:
    """Cliques that cover every pair: groups in which each two are one of ``pairs``, or ``apart`` whatever one does.

    Greedily, in the order of the pairs: each pair that no clique has yet is grown to a maximal one, by those first that have
    the most partners.

    Parameters
    ----------
    pairs : iterable of (str, str)
        What must not overlap, either way round.
    apart : callable
        Whether two cannot overlap anyhow, so that they may share a group.
    """
    edges = {frozenset(pair): pair for pair in pairs if pair[0] != pair[1]}
    partners: dict[str, set[str]] = {}
    for one, other in edges.values():
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    ranked = sorted(partners, key=lambda member: -len(partners[member]))
    friends = {one: {other for other in ranked if other != one and (other in partners[one] or apart(one, other))} for one in ranked}
    uncovered = dict(edges)
    while uncovered:
        one, other = next(iter(uncovered.values()))
        clique, common = [one, other], friends[one] & friends[other]
        for member in ranked:
            if member in common and not partners[member].isdisjoint(clique):
                clique.append(member)
                common &= friends[member]
        for member in clique:
            for second in clique:
                uncovered.pop(frozenset((member, second)), None)
        yield tuple(clique)
