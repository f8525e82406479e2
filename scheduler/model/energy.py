"""Energy rows: what must not overlap has no more minutes in a period than the period has.

Without start times this is what is left of the rules that keep sessions apart. It is linear, and so it gives bounds that CP-SAT
does not find from overlapping intervals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

import numpy as np
from ortools.sat.python import cp_model

from scheduler.model.certainty import Mask
from scheduler.model.cliques import clique_cover
from scheduler.model.relaxed_terms import RelaxedCompiler, depends_on_a_choice
from scheduler.model.session_cells import SessionCells
from scheduler.rules.terms import Clashes, Crowding, Held, Literal, Measure, Overlaps

Window: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Claims of which at most ``limit`` hold at once; ``gap`` minutes must lie between two where the limit is one."""

    claims: tuple[tuple[str, Literal], ...]
    limit: int = 1
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """The minutes that there are, and what takes them: sessions, each with the mask of its cells, as bytes, and its minutes."""

    capacity: int
    items: frozenset[tuple[str, bytes, int]]


class EnergyRows:
    """Adds the energy rows of one relaxation to its model."""

    def __init__(self, model: cp_model.CpModel, compiler: RelaxedCompiler) -> None:
        self._model = model
        self._compiler = compiler
        self._sessions = compiler.sessions

    def add(self, forbidden: Iterable[Measure]) -> None:
        """Add a row per period and crowd, for the crowds that the ``forbidden`` terms keep apart."""
        crowds = [(crowd, claims) for crowd in dict.fromkeys(self._crowds(tuple(forbidden))) if (claims := self._claimed(crowd))]
        for window in self._windows:
            rows = {row for crowd, claims in crowds if (row := self._row(window, crowd, claims)) is not None}
            for row in _undominated(rows):
                self._add(row)

    @cached_property
    def _windows(self) -> list[Window]:
        return sorted({cell.window for one in self._sessions.values() for cell in one.cells})

    @cached_property
    def _inside(self) -> dict[Window, dict[str, Mask]]:
        """For each window, the sessions that have cells inside it, with the mask of these."""
        inside: dict[Window, dict[str, Mask]] = {}
        for window in self._windows:
            masks = {id: (window[0] <= one.begins) & (one.ends <= window[1]) for id, one in self._sessions.items()}
            inside[window] = {id: mask for id, mask in masks.items() if mask.any()}
        return inside

    def _crowds(self, forbidden: tuple[Measure, ...]) -> Iterator[Crowd]:
        """The crowds that terms name, and those that are cliques of pairs which must not overlap."""
        pairs: dict[tuple[str, str], None] = {}
        for term in forbidden:
            match term:
                case Clashes(claims, gap):
                    yield Crowd(claims, 1, gap)
                    pairs |= dict.fromkeys(combinations([session for session, claim in claims if isinstance(claim, Held)], 2))
                case Crowding(claims, limit) if limit:
                    yield Crowd(claims, limit)
                case Overlaps(first, then):
                    pairs[first, then] = None
        shared: dict[frozenset[str], bool] = {}

        def apart(one: str, other: str) -> bool:
            key = frozenset((one, other))
            if key not in shared:
                shared[key] = self._share_a_period(one, other)
            return not shared[key]

        for clique in clique_cover((pair for pair in pairs if not apart(*pair)), apart):
            yield Crowd(tuple((session, Held(session)) for session in clique))

    def _share_a_period(self, one: str, other: str) -> bool:
        mine, theirs = ({cell.window for cell in self._sessions[id].cells} for id in (one, other))
        return any(a[0] < b[1] and b[0] < a[1] for a in mine for b in theirs)

    def _claimed(self, crowd: Crowd) -> list[tuple[SessionCells, Mask]]:
        """The sessions of a crowd, each with the cells in which it certainly makes its claim."""
        known = [(self._sessions[session], claim) for session, claim in crowd.claims if session in self._sessions]
        made = [(one, self._certain(one, claim)) for one, claim in known]
        return [(one, mask) for one, mask in made if mask.any()]

    def _row(self, window: Window, crowd: Crowd, claims: list[tuple[SessionCells, Mask]]) -> Row | None:
        """The row of a crowd in a window, unless it says nothing."""
        items, needed, covered = [], 0, 0
        for one, certain in claims:
            inside = self._inside[window].get(one.session.id)
            if inside is None:
                continue
            mask = inside & certain
            if mask.any():
                items.append((one.session.id, mask.tobytes(), one.session.minutes + crowd.gap))
                needed += one.session.minutes + crowd.gap
                covered |= _minutes_covered(one, mask, window)
        length = covered.bit_count() if crowd.limit == 1 else (window[1] - window[0]) * crowd.limit
        capacity = length + crowd.gap
        return Row(capacity, frozenset(items)) if needed > capacity else None

    def _certain(self, one: SessionCells, claim: Literal) -> Mask:
        """In which cells the claim is certainly made; in none where it depends on who serves."""
        if isinstance(claim, Held):
            return np.ones(len(one.cells), dtype=np.bool_)
        if depends_on_a_choice(claim, one.session):
            return np.zeros(len(one.cells), dtype=np.bool_)
        return one.masks(claim)[0]

    def _add(self, row: Row) -> None:
        literals = [
            self._compiler.in_cells(self._sessions[session], np.frombuffer(mask, dtype=np.bool_)) for session, mask, _ in sorted(row.items)
        ]
        minutes = [minutes for _, _, minutes in sorted(row.items)]
        self._model.add(cp_model.LinearExpr.weighted_sum(literals, minutes) <= row.capacity)


def _minutes_covered(one: SessionCells, mask: Mask, window: Window) -> int:
    """The minutes of the window in which the session could run, as bits."""
    whole = (1 << one.session.minutes) - 1
    covered = 0
    for index in np.flatnonzero(mask):
        for start in one.cells[index].starts:
            covered |= whole << (start - window[0])
    return covered


def _undominated(rows: Iterable[Row]) -> list[Row]:
    """The rows of one window that no other row implies: with no more minutes for all of its cells, and others."""
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: (-len(row.items), row.capacity, sorted(row.items))):
        if not any(other.capacity <= row.capacity and row.items <= other.items for other in kept):
            kept.append(row)
    return kept
