"""``follow_both``: whoever wants to be in both of two sessions can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Pair, Problem, Session, select
from scheduler.domain.selector import Selector, values_of
from scheduler.rules.base import Rule, Sessions, chosen, unknown_column, unknown_pairs
from scheduler.rules.checking import in_sheet_order, minutes_between, named, place
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Instance, Literal, Not, Overlaps, SamePeriod, SameRoom, Times


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowBoth(Rule):
    """Two sessions that belong together are not in two rooms of one period, where nobody can stay for both.

    What belongs together stands in the sheet pairs, or in a column that the two share values of.

    Parameters
    ----------
    for_
        The sessions.
    pairs
        The rows of the sheet pairs whose ``kind`` this is, each with its weight: ``session``, or a column of the sheet sessions.
    column
        Instead of ``pairs``: a column of the sheet sessions; each value that two sessions share counts 1.
    every
        Minutes of a slot: what counts is instead how often so many fit into the time during which both run.
    """

    kind = "follow_both"
    measure = "weights of pairs in two rooms of one period, or for each slot that both take"

    for_: Sessions
    pairs: str = ""
    column: str = ""
    every: int = 0

    def misfit(self, problem: Problem) -> str:
        """One way of saying what belongs together, and what it names is there."""
        if bool(self.pairs) == bool(self.column):
            return "give either 'pairs' or 'column'"
        return unknown_pairs(problem, self.pairs) if self.pairs else unknown_column(problem, self.column)

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair of sessions that belong together."""
        sessions = select(problem.sessions, self.for_)
        weights = self._weights(problem, sessions)
        for i, j in sorted(weights):
            one, other = sessions[i], sessions[j]
            breaches = tuple(Times(weights[i, j], meets) for meets in self._meets(one, other))
            if weights[i, j] and breaches:
                yield Instance(f"{one.id}, {other.id}", breaches, (session_fact(one), session_fact(other)))

    def _weights(self, problem: Problem, sessions: tuple[Session, ...]) -> Counter[tuple[int, int]]:
        """The weight of two sessions, by their numbers: there may be thousands of rows, and of sessions."""
        having: dict[str, list[int]] = {}
        for number, session in enumerate(sessions):
            for value in dict.fromkeys(values_of(session, self.pairs or self.column)):
                having.setdefault(value, []).append(number)
        if self.column:
            return Counter(pair for numbers in having.values() for pair in combinations(numbers, 2))
        weights: Counter[tuple[int, int]] = Counter()
        for row in (row for row in problem.pairs if row.kind == self.pairs):
            both = product(having.get(row.id, ()), having.get(row.second, ()))
            for key in {(min(numbers), max(numbers)) for numbers in both if len(set(numbers)) == 2}:
                weights[key] += row.weight
        return weights

    def _meets(self, one: Session, other: Session) -> Iterator[Literal]:
        """What counts, each once."""
        if not self.every:
            yield All((SamePeriod(one.id, other.id), Not(SameRoom(one.id, other.id))))
            return
        for minutes in range(self.every, min(one.minutes, other.minutes) + 1, self.every):
            yield Overlaps(one.id, other.id, 1 - minutes)

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Weighs every two entries that one cannot both follow."""
        rows: dict[frozenset[str], int] = {}
        for row in problem.pairs:
            if row.kind == self.pairs:
                rows[frozenset((row.id, row.second))] = rows.get(frozenset((row.id, row.second)), 0) + row.weight
        entries = [held for held in in_sheet_order(problem, agenda, self.for_) if values_of(held[0], self.pairs or self.column)]
        for (one, entry), (other, beside) in combinations(entries, 2):
            times = self._times(entry, beside)
            if times and (weight := self._likeness(one, other, rows)):
                what = f"{named(one)}, {place(problem, entry)}, and {named(other)}, {place(problem, beside)}, cannot both be followed"
                yield self.violation(f"{one.id}, {other.id}", times * weight, f"{what}; they belong together, with the weight {weight}")

    def _times(self, entry: Entry, other: Entry) -> int:
        if self.every:
            return max(0, -minutes_between(entry, other)) // self.every
        return int(entry.period == other.period and entry.room != other.room)

    def _likeness(self, one: Session, other: Session, rows: dict[frozenset[str], int]) -> int:
        if self.column:
            return len(set(values_of(one, self.column)) & set(values_of(other, self.column)))
        names = {frozenset((value, beside)) for value in values_of(one, self.pairs) for beside in values_of(other, self.pairs)}
        return sum(rows.get(both, 0) for both in names)

    def sentence(self) -> str:
        """In words."""
        what = f"whose {self.pairs} is in the sheet pairs" if self.pairs else f"that share a {self.column}"
        when = f"overlap, for every {self.every} minutes" if self.every else "are in two rooms of one period"
        return f"no two {chosen('sessions', self.for_)} {what} {when}"


_PAIRS = (Pair(id="ard", second="bru", weight=2, kind="session"), Pair(id="bru", second="ard", weight=1, kind="session"))
_TALKS = tiny_meeting(
    tiny_session("ard", theme="transit"), tiny_session("bru", theme="transit"), tiny_session("cor"), rooms=TWO_ROOMS, pairs=_PAIRS
)
_LONG = tiny_meeting(*(tiny_session(id, theme="transit", hours=2) for id in ("ard", "bru")), rooms=TWO_ROOMS)
_RULE = FollowBoth(id="one-audience", for_=Selector(), pairs="session", weight=10)
_THEME = FollowBoth(id="one-theme", for_=Selector(), column="theme", weight=10)
_SLOTS = FollowBoth(id="slots", for_=Selector(), column="theme", every=60, weight=10)

EXAMPLES = (
    Example(
        "Both are in the hall, and the third talk is next door.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, ard="Mon 10:00 hall", bru="Mon 11:00 hall", cor="Mon 10:00 annex"),
        0,
    ),
    Example(
        "One would have to change rooms in the morning; two rows speak of the two.",
        _RULE,
        _TALKS,
        tiny_agenda(_TALKS, ard="Mon 10:00 hall", bru="Mon 11:00 annex", cor="Mon 14:00 hall"),
        3,
    ),
    Example(
        "The theme changes rooms in the afternoon.",
        _THEME,
        _TALKS,
        tiny_agenda(_TALKS, ard="Mon 14:00 annex", bru="Mon 15:00 hall", cor="Mon 10:00 hall"),
        1,
    ),
    Example("Two hours run beside each other.", _SLOTS, _LONG, tiny_agenda(_LONG, ard="Mon 10:00 hall", bru="Mon 10:00 annex"), 2),
)
