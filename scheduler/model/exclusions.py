"""Keeps at 0 what must not be: in as few constraints as say it, since one for a group is stronger than one for each pair."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from ortools.sat.python import cp_model

from scheduler.model.cliques import clique_cover
from scheduler.model.compiler import Compiler, can_overlap
from scheduler.model.plain_terms import Plain
from scheduler.model.variables import Variables
from scheduler.rules.terms import Clashes, Crowding, Excess, Held, Overlaps


class Exclusions:
    """Adds to one model the constraints that terms count nothing.

    Parameters
    ----------
    model : CpModel
        The model.
    variables : Variables
        The decisions that the terms speak of.
    compiler : Compiler
        Gives the literals of terms.
    """

    def __init__(self, model: cp_model.CpModel, variables: Variables, compiler: Compiler) -> None:
        self._model = model
        self._variables = variables
        self._compiler = compiler
        self._intervals: dict[tuple[str, int, int], cp_model.IntervalVar] = {}

    def forbid_all(self, terms: Iterable[Plain]) -> None:
        """Keep what every term counts at 0; of sessions that must not overlap, as many as possible share one constraint."""
        pairs: dict[tuple[str, str], None] = {}
        for term in terms:
            if isinstance(term, Overlaps) and not term.gap:
                pairs[term.first, term.then] = None
                continue
            self._forbid(term)
            if isinstance(term, Clashes) and not term.gap:
                whole = [session for session, claim in term.claims if isinstance(claim, Held)]
                pairs |= dict.fromkeys(combinations(whole, 2))
        for clique in clique_cover((pair for pair in pairs if not self._are_apart(*pair)), self._are_apart):
            self._model.add_no_overlap([self._interval(session, self._variables.sessions[session].held, 0) for session in clique])

    def _are_apart(self, first: str, then: str) -> bool:
        sessions = self._variables.sessions
        return not can_overlap(sessions[first], sessions[then], 0)

    def _forbid(self, term: Plain) -> None:
        match term:
            case Clashes():
                self._keep_apart(term)
            case Crowding():
                self._keep_below(term)
            case Excess(literals, limit):
                self._model.add(cp_model.LinearExpr.sum([self._compiler.literal(literal) for literal in literals]) <= limit)
            case _:
                self._model.add_bool_or([~self._compiler.literal(term)])

    def _keep_apart(self, term: Clashes) -> None:
        """One NoOverlap instead of a literal per pair; the gap lengthens every interval."""
        claims = self._compiler.possible(term.claims)
        self._model.add_no_overlap([self._interval(session, claim, term.gap) for session, claim in claims])

    def _keep_below(self, term: Crowding) -> None:
        """One Cumulative: at most ``limit`` claims at once."""
        claims = self._compiler.possible(term.claims)
        intervals = [self._interval(session, claim, 0) for session, claim in claims]
        if len(claims) > term.limit:
            self._model.add_cumulative(intervals, [1] * len(claims), term.limit)

    def _interval(self, session: str, claim: cp_model.BoolVarT, gap: int) -> cp_model.IntervalVar:
        key = (session, claim.index, gap)
        if key not in self._intervals:
            one = self._variables.sessions[session]
            interval = self._model.new_optional_fixed_size_interval_var(one.start, one.session.minutes + gap, claim, "")
            self._intervals[key] = interval
        return self._intervals[key]
