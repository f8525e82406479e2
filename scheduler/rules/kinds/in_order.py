"""``in_order``: of sessions that share a subject, introductions come before what builds on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, Room, select
from scheduler.domain.selector import Selector, values_of
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named, place
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Held, Instance, Not, Precedes, Times


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder(Rule):
    """Sessions that share a value of a column come in the order of a number: a lower one is over before a higher one starts.

    Sessions without a number, and those of the same number, are free of each other.

    Parameters
    ----------
    for_
        The sessions.
    by
        The column of the sheet sessions that holds the number, as in ``level``.
    column
        Another column; each value that two sessions share counts 1, and two that share none are free of each other.
    per
        What counts: the ``pair``, or for each ``minute`` the length of the two together.
    """

    kind = "in_order"
    measure = "values shared by pairs out of order, or these times their minutes"

    for_: Sessions
    by: str
    column: str
    per: Literal["pair", "minute"] = "pair"

    def misfit(self, problem: Problem) -> str:
        """The numbers are numbers."""
        wrong = (value for session in problem.sessions for value in values_of(session, self.by)[:1] if not value.isdecimal())
        first = next(wrong, "")
        return f"the column '{self.by}' has '{first}', which is not a whole number" if first else ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair that shares a value: both are held, and the lower number does not precede the higher."""
        numbered = [
            (int(values_of(session, self.by)[0]), session) for session in select(problem.sessions, self.for_) if values_of(session, self.by)
        ]
        for (lower, first), (higher, then) in permutations(numbered, 2):
            shared = len(set(values_of(first, self.column)).intersection(values_of(then, self.column)))
            if lower < higher and shared:
                times = shared * (first.minutes + then.minutes) if self.per == "minute" else shared
                breach = Times(times, All((Held(first.id), Held(then.id), Not(Precedes(first.id, then.id)))))
                yield Instance(f"{first.id}, {then.id}", (breach,), (session_fact(first), session_fact(then)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Looks for a higher number that starts before a lower one has ended."""
        for (first, early), (then, late) in permutations(chosen_entries(problem, agenda, self.for_), 2):
            levels = [*map(int, values_of(first, self.by)[:1]), *map(int, values_of(then, self.by)[:1])]
            common = [value for value in dict.fromkeys(values_of(first, self.column)) if value in values_of(then, self.column)]
            if len(levels) == 2 and levels[0] < levels[1] and late.start < early.end and common:
                minutes = early.minutes + late.minutes if self.per == "minute" else 1
                what = f"{named(then)}, {place(problem, late)}, does not come after {named(first)}, {place(problem, early)}"
                shared = f"the {self.by} of the two is {levels[1]} and {levels[0]}, and they share {', '.join(common)}"
                yield self.violation(f"{first.id}, {then.id}", len(common) * minutes, f"{what}; {shared}")

    def measured(self) -> str:
        """Pairs or minutes."""
        return f"values shared by pairs out of order{', times the minutes of both' if self.per == 'minute' else ''}"

    def sentence(self) -> str:
        """In words."""
        return f"{chosen('sessions', self.for_)} that share a {self.column} come in the order of their {self.by}"


def _course(rooms: tuple[Room, ...], **levels: tuple[str, tuple[str, ...]]) -> Problem:
    """A tiny meeting whose sessions have a level and topics."""
    base = {id: tiny_session(id) for id in levels}
    sessions = (
        replace(base[id], columns={**base[id].columns, "level": (level,), "topics": topics}) for id, (level, topics) in levels.items()
    )
    return tiny_meeting(*sessions, rooms=rooms)


_COURSE = _course(TWO_ROOMS, basics=("1", ("transit",)), practice=("2", ("transit", "brokering")), outlook=("10", ("brokering",)))
_GROUPS = _course(TWO_ROOMS[:1], basics=("1", ("transit", "brokering")), group=("2", ("transit", "brokering")), other=("2", ("transit",)))
_RULE = InOrder(id="basics-first", for_=Selector(), by="level", column="topics")
_MINUTES = replace(_RULE, per="minute")

EXAMPLES = (
    Example(
        "Each subject begins with the lower level; two that share none are in any order.",
        _RULE,
        _COURSE,
        tiny_agenda(_COURSE, basics="Mon 10:00 hall", practice="Mon 11:00 hall", outlook="Mon 14:00 hall"),
        0,
    ),
    Example(
        "The practice comes before the basics.",
        _RULE,
        _COURSE,
        tiny_agenda(_COURSE, basics="Mon 11:00 hall", practice="Mon 10:00 hall", outlook="Mon 14:00 hall"),
        1,
    ),
    Example(
        "The outlook runs beside the practice, and their two hours count.",
        _MINUTES,
        _COURSE,
        tiny_agenda(_COURSE, basics="Mon 10:00 hall", practice="Mon 11:00 hall", outlook="Mon 11:00 annex"),
        120,
    ),
    Example(
        "Two of the same level are in any order; one shares two subjects with the basics, and comes before them.",
        _RULE,
        _GROUPS,
        tiny_agenda(_GROUPS, group="Mon 10:00 hall", basics="Mon 11:00 hall", other="Mon 14:00 hall"),
        2,
    ),
)
