"""Minutes of overlap as a staircase: with v₁ < v₂ < … all that there can be, Σ (vₖ - vₖ₋₁) · [the two overlap by vₖ or more]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from scheduler.rules.terms import Overlaps


def overlap_levels(starts: Sequence[int], minutes: int, others: Sequence[int], other_minutes: int) -> list[int]:
    """Every number of minutes above 0 that two sessions can overlap by, ascending; each has its starts and its length."""
    mine, theirs = np.array(starts, dtype=np.int64)[:, None], np.array(others, dtype=np.int64)[None, :]
    shared = np.minimum(mine + minutes, theirs + other_minutes) - np.maximum(mine, theirs)
    return [int(level) for level in np.unique(shared) if level > 0]


def longer_overlaps(first: str, then: str, levels: Sequence[int]) -> Iterator[Overlaps]:
    """For each level that the two overlap by it or more."""
    return (Overlaps(first, then, 1 - level) for level in levels)


def steps(levels: Sequence[int]) -> list[int]:
    """By how much each level is above the one before."""
    return [level - before for before, level in pairwise((0, *levels))]
