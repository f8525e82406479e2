"""``agenda_order``: numbered items are taken in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.problem import Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, clock_time, named
from scheduler.rules.encoding import session_fact
from scheduler.rules.example import Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Held, Instance, Not, Precedes


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaOrder(Rule):
    """The items of a body are taken in the order of their numbers: 4 before 4a, 4a before 4b, 9 before 10.

    Sessions without an item number, and items of different bodies, are free of each other.

    Parameters
    ----------
    for_
        The sessions whose items are in order.
    """

    kind = "agenda_order"
    measure = "pairs of items out of order"

    for_: Sessions

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair of items: both are held, and the lower number does not precede the higher."""
        items = [session for session in select(problem.sessions, self.for_) if session.item]
        for one, other in combinations(items, 2):
            if one.body == other.body and one.item_order != other.item_order:
                first, then = sorted((one, other), key=lambda session: session.item_order)
                breach = All((Held(first.id), Held(then.id), Not(Precedes(first.id, then.id))))
                yield Instance(f"{first.id}, {then.id}", (breach,), (session_fact(first), session_fact(then)))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Looks for a higher number that starts before a lower one has ended."""
        for (first, early), (then, late) in permutations(chosen_entries(problem, agenda, self.for_), 2):
            numbered = bool(first.item) and bool(then.item) and first.body == then.body
            if numbered and first.item_order < then.item_order and late.start < early.end:
                starts, ends = clock_time(problem, late.start), clock_time(problem, early.end)
                what = f"item {then.item}, {named(then)}, starts {starts}, before item {first.item}, {named(first)}, ends {ends}"
                yield self.violation(f"{first.id}, {then.id}", 1, what)

    def sentence(self) -> str:
        """In words."""
        return f"the {chosen('items', self.for_)} are taken in the order of their numbers"


_ITEMS = tiny_meeting(
    tiny_session("budget", body="RPOC", item="10"),
    tiny_session("outreach", body="RPOC", item="9b"),
    tiny_session("ie-9", body="IE", item="9"),
)
_RULE = AgendaOrder(id="agenda-order", for_=Selector())

EXAMPLES = (
    Example(
        "Item 9b comes before item 10; the other body does not matter.",
        _RULE,
        _ITEMS,
        tiny_agenda(_ITEMS, **{"outreach": "Mon 10:00 hall", "budget": "Mon 11:00 hall", "ie-9": "Tue 10:00 hall"}),
        0,
    ),
    Example(
        "Item 10 comes before item 9b.",
        _RULE,
        _ITEMS,
        tiny_agenda(_ITEMS, **{"budget": "Mon 10:00 hall", "outreach": "Mon 11:00 hall", "ie-9": "Tue 10:00 hall"}),
        1,
    ),
)
