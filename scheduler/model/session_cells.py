"""What the period relaxation decides about one session."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from scheduler.domain.problem import Session
from scheduler.model.cells import Cell
from scheduler.model.certainty import Mask, Places, certainty
from scheduler.rules.terms import Measure


class SessionCells:
    """The decision of one session: in which of its cells it is, if it is held.

    Or that of several which are alike: how many are in each cell, as numbers in the place of literals.
    """

    def __init__(
        self, model: cp_model.CpModel, session: Session, cells: tuple[Cell, ...], held: cp_model.BoolVarT, members: tuple[str, ...]
    ) -> None:
        self.session = session
        self.cells = cells
        self.held = held
        self.members = members
        names = [f"{session.id} in {cell.rooms[0]} in {cell.period}" for cell in cells]
        self.literals = [model.new_bool_var(name) if len(members) == 1 else model.new_int_var(0, len(members), name) for name in names]
        self.first = np.array([cell.starts[0] for cell in cells], dtype=np.int64)
        self.last = np.array([cell.starts[-1] for cell in cells], dtype=np.int64)
        self.begins = np.array([cell.window[0] for cell in cells], dtype=np.int64)
        self.ends = np.array([cell.window[1] for cell in cells], dtype=np.int64)
        self.in_period: dict[str, list[int]] = {}
        for number, cell in enumerate(cells):
            self.in_period.setdefault(cell.period, []).append(number)
        self.starts = sorted({start for cell in cells for start in cell.starts})
        model.add(cp_model.LinearExpr.sum(self.literals) == len(members) * held)

    @cached_property
    def places(self) -> Places:
        """The places of all cells, cell by cell."""
        return Places.of_pairs([(room, start) for cell in self.cells for room in cell.rooms for start in cell.starts])

    @cached_property
    def _begins(self) -> NDArray[np.int64]:
        """Where the places of each cell begin."""
        return np.cumsum([0, *(len(cell.rooms) * len(cell.starts) for cell in self.cells)])[:-1]

    def masks(self, term: Measure) -> tuple[Mask, Mask]:
        """In which cells a term about this session alone is certain, and in which it is possible."""
        if not self.cells:
            return np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.bool_)
        found = certainty(term, self.session, self.places)
        return np.logical_and.reduceat(found.true, self._begins), ~np.logical_and.reduceat(found.false, self._begins)
