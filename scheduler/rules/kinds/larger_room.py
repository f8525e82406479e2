"""``larger_room``: where more people come, the room is no smaller."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector, values_of
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Any, InRoom, Instance, Times
from scheduler.rules.terms import Literal as Term


@dataclass(frozen=True, slots=True, kw_only=True)
class LargerRoom(Rule):
    """No session has a larger room than another for which more people come, at whatever time the two are. Usually weighted.

    Sessions without a number are free.

    Parameters
    ----------
    for_
        The sessions.
    by
        The column of the sheet sessions that says how many come, as in ``size``, or ``registered``.
    per
        What counts: the ``pair``, or for each ``minute`` the length of the two together.
    """

    kind = "larger_room"
    measure = "pairs of which the less wanted has the larger room, or their minutes"

    for_: Sessions
    by: str
    per: Literal["pair", "minute"] = "pair"

    def misfit(self, problem: Problem) -> str:
        """The numbers are numbers."""
        wrong = (value for session in problem.sessions for value in values_of(session, self.by)[:1] if not value.isdecimal())
        first = next(wrong, "")
        return f"the column '{self.by}' has '{first}', which is not a whole number" if first else ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair: the one for which fewer come is in a larger room."""
        larger = tuple(_larger_rooms(problem))
        numbered = [
            (int(values_of(session, self.by)[0]), session) for session in select(problem.sessions, self.for_) if values_of(session, self.by)
        ]
        for (few, less), (many, more) in permutations(numbered, 2):
            if few < many and larger:
                breach: Term = Any(tuple(All((InRoom(more.id, rooms), InRoom(less.id, above))) for rooms, above in larger))
                times = less.minutes + more.minutes if self.per == "minute" else 1
                yield Instance(f"{less.id}, {more.id}", (Times(times, breach),), (session_fact(less), session_fact(more)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Compares the rooms of every two entries."""
        for (less, entry), (more, other) in permutations(chosen_entries(problem, agenda, self.for_), 2):
            numbers = [*map(int, values_of(less, self.by)[:1]), *map(int, values_of(more, self.by)[:1])]
            seats, others = problem.room(entry.room).capacity, problem.room(other.room).capacity
            if len(numbers) == 2 and numbers[0] < numbers[1] and seats > others:
                minutes = entry.minutes + other.minutes if self.per == "minute" else 1
                what = f"{named(less)} is in {entry.room}, which seats {seats}, and {named(more)} in {other.room}, which seats {others}"
                yield self.violation(f"{less.id}, {more.id}", minutes, f"{what}; their {self.by} is {numbers[0]} and {numbers[1]}")

    def measured(self) -> str:
        """Pairs or minutes."""
        pairs = "pairs of which the less wanted has the larger room"
        return f"minutes of {pairs}" if self.per == "minute" else pairs

    def sentence(self) -> str:
        """In words."""
        return f"no {chosen('session', self.for_)} is in a larger room than one with a higher {self.by}"


def _larger_rooms(problem: Problem) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """The rooms of each capacity, with those that are larger; none for the largest."""
    for capacity in sorted({room.capacity for room in problem.rooms})[:-1]:
        rooms = frozenset(room.id for room in problem.rooms if room.capacity == capacity)
        yield rooms, frozenset(room.id for room in problem.rooms if room.capacity > capacity)


def _halls(**expected: str) -> Problem:
    """A tiny meeting whose sessions say how many are expected."""
    base = {id: tiny_session(id) for id in expected}
    sessions = (replace(base[id], columns={"session": (id,), "expected": (number,) if number else ()}) for id, number in expected.items())
    return tiny_meeting(*sessions, rooms=TWO_ROOMS)


_HALLS = _halls(ie="90", tem="9", drafting="")
_EQUAL = _halls(ie="60", tem="60", drafting="20")
_RULE = LargerRoom(id="large-rooms-for-many", for_=Selector(), by="expected", weight=10)
_MINUTES = replace(_RULE, per="minute")

EXAMPLES = (
    Example(
        "The session for which most come has the hall; who comes to the drafting is not known.",
        _RULE,
        _HALLS,
        tiny_agenda(_HALLS, ie="Mon 10:00 hall", tem="Mon 10:00 annex", drafting="Mon 11:00 hall"),
        0,
    ),
    Example(
        "The other has the hall, and the fuller one the annex.",
        _RULE,
        _HALLS,
        tiny_agenda(_HALLS, ie="Mon 10:00 annex", tem="Mon 14:00 hall", drafting="Mon 11:00 hall"),
        1,
    ),
    Example(
        "The two hours of the two count.",
        _MINUTES,
        _HALLS,
        tiny_agenda(_HALLS, ie="Mon 10:00 annex", tem="Mon 14:00 hall", drafting="Mon 11:00 hall"),
        120,
    ),
    Example(
        "Of two for which as many come, one has the hall.",
        _RULE,
        _EQUAL,
        tiny_agenda(_EQUAL, ie="Mon 10:00 hall", tem="Mon 10:00 annex", drafting="Mon 11:00 annex"),
        0,
    ),
)
