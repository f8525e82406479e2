"""``similar``: sessions that interest the same people do not run at the same time, or are on one day, in one room, in one period."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Literal

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Pair, Problem, Session, select
from scheduler.domain.selector import Selector, values_of
from scheduler.domain.suggestions import suggestion
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import at_once, in_sheet_order, minutes_between, named, place
from scheduler.rules.encoding import pairs_with, session_fact
from scheduler.rules.example import TWO_ROOMS, Example, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, DaysApart, Fact, Held, Instance, Measure, Not, OverlapMinutes, Overlaps, SamePeriod, SameRoom, Times

_PLACES = {
    "apart": "run at the same time",
    "one_day": "are on two days",
    "one_room": "are on one day in two rooms",
    "one_period": "are in two periods",
    "other_periods": "are in one period",
}
"""What two similar sessions do that is not wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar(Rule):
    """No two sessions that are similar run at the same time, or what else is wanted of them; the more similar they are, the more it counts.

    How similar two are stands in the sheet pairs, or in a column that they share values of. Usually weighted: the cost of
    two that are not as wanted is the rule's weight times their own.

    Parameters
    ----------
    for_
        The sessions; of two of which one is not chosen nothing is asked.
    pairs
        The rows of the sheet pairs whose ``kind`` this is, each with its weight: ``session`` where they name two sessions,
        or the column of the sheet sessions of which they name two values, as in ``theme``.
    column
        Instead of ``pairs``: a column of the sheet sessions; each value that two sessions share counts 1.
    also
        With ``column``, a second one: only two that share a value there, too, count, and the two numbers are multiplied.
    unlike
        Instead of both: a column; two that have no value in common there, though each has one, count 1.
    want
        What is wanted of two that are similar: that they do not run at the same time (``apart``), are on ``one_day``, are in
        ``one_room`` if they are on one day, are in ``one_period``, or are in ``other_periods`` than each other.
    per
        What counts: the ``pair``, or its minutes. These are, for ``apart``, the ``minute``s during which both run,
        otherwise the length of the two together.
    """

    kind = "similar"
    measure = "weights of pairs that are not as wanted, or these times minutes"

    for_: Sessions
    pairs: str = ""
    column: str = ""
    also: str = ""
    unlike: str = ""
    want: Literal["apart", "one_day", "one_room", "one_period", "other_periods"] = "apart"
    per: Literal["pair", "minute"] = "pair"

    def misfit(self, problem: Problem) -> str:
        """One way of saying what is similar, and what it names is there."""
        if sum(map(bool, (self.pairs, self.column, self.unlike))) != 1:
            return "give one of 'pairs', 'column' and 'unlike'"
        if self.also and not self.column:
            return "'also' goes with 'column'"
        kinds = sorted({pair.kind for pair in problem.pairs})
        if self.pairs and kinds and self.pairs not in kinds:
            hint = suggestion(self.pairs, kinds, f"its kinds are {', '.join(kinds)}")
            return f"no row of the sheet pairs has the kind '{self.pairs}'; {hint}"
        columns = sorted({name for session in problem.sessions for name in session.columns})
        for column in filter(None, (self.column, self.also, self.unlike)):
            if column not in columns:
                hint = suggestion(column, columns, f"the columns are {', '.join(columns)}")
                return f"the sheet sessions has no column '{column}'; {hint}"
        return ""

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per pair of sessions that are similar: the two are not as wanted."""
        named_rows = self._rows_by_names(problem)
        for one, other in self._candidates(problem, named_rows):
            names = {frozenset(both) for both in product(values_of(one, self.pairs), values_of(other, self.pairs))}
            rows = [pair for both in sorted(names & named_rows.keys(), key=sorted) for pair in named_rows[both]]
            weight = sum(pair.weight for pair in rows) + self._shared(one, other)
            if weight:
                said = (Fact(f"{pair.id} and {pair.second} are similar, with the weight {pair.weight}", pair.source) for pair in rows)
                facts = (session_fact(one), session_fact(other), *said)
                yield Instance(f"{one.id}, {other.id}", (self._breach(one, other, weight),), facts)

    def _candidates(self, problem: Problem, named: Collection[frozenset[str]]) -> Iterator[tuple[Session, Session]]:
        some = select(problem.sessions, self.for_)
        return combinations(some, 2) if self.unlike else pairs_with(some, self.column or self.pairs, None if self.column else named)

    def _rows_by_names(self, problem: Problem) -> dict[frozenset[str], list[Pair]]:
        """The rows of the sheet pairs that count, by the two names in each: there may be thousands."""
        rows: dict[frozenset[str], list[Pair]] = {}
        for pair in problem.pairs:
            if pair.kind == self.pairs:
                rows.setdefault(frozenset((pair.id, pair.second)), []).append(pair)
        return rows

    def _shared(self, one: Session, other: Session) -> int:
        if self.unlike:
            ours, theirs = (frozenset(values_of(session, self.unlike)) for session in (one, other))
            return int(bool(ours and theirs) and ours.isdisjoint(theirs))
        columns = [column for column in (self.column, self.also) if column]
        shared = (len(set(values_of(one, column)).intersection(values_of(other, column))) for column in columns)
        return prod(shared) if columns else 0

    def _breach(self, one: Session, other: Session, weight: int) -> Measure:
        a, b = one.id, other.id
        if self.want == "apart":
            return Times(weight, OverlapMinutes(a, b) if self.per == "minute" else Overlaps(a, b))
        times = weight * (one.minutes + other.minutes) if self.per == "minute" else weight
        match self.want:
            case "one_day":
                return Times(times, All((Held(a), Held(b), Not(DaysApart(a, b, 0, 0)))))
            case "one_room":
                return Times(times, All((DaysApart(a, b, 0, 0), Not(SameRoom(a, b)))))
            case "one_period":
                return Times(times, All((Held(a), Held(b), Not(SamePeriod(a, b)))))
            case _:
                return Times(times, SamePeriod(a, b))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Weighs every two entries that are not as wanted."""
        held = in_sheet_order(problem, agenda, self.for_)
        pairs = at_once(held) if self.want == "apart" else combinations(held, 2)
        for (one, entry), (other, other_entry) in pairs:
            amount = self._amount(problem, entry, other_entry)
            if amount and (weight := self._likeness(problem, one, other)):
                what = f"{named(one)}, {place(problem, entry)}, and {named(other)}, {place(problem, other_entry)}, {_PLACES[self.want]}"
                yield self.violation(f"{one.id}, {other.id}", weight * amount, f"{what}; they are similar, with the weight {weight}")

    def _amount(self, problem: Problem, entry: Entry, other: Entry) -> int:
        """How many pairs, or minutes, count: 0 if the two are as wanted."""
        if self.want == "apart":
            overlap = max(0, -minutes_between(entry, other))
            return overlap if self.per == "minute" else min(overlap, 1)
        one_day = problem.clock.local(entry.start).date() == problem.clock.local(other.start).date()
        broken = {
            "one_day": not one_day,
            "one_room": one_day and entry.room != other.room,
            "one_period": entry.period != other.period,
            "other_periods": entry.period == other.period,
        }
        return broken[self.want] * (entry.minutes + other.minutes if self.per == "minute" else 1)

    def _likeness(self, problem: Problem, one: Session, other: Session) -> int:
        if self.unlike:
            values, other_values = values_of(one, self.unlike), values_of(other, self.unlike)
            return int(bool(values) and bool(other_values) and not any(value in other_values for value in values))
        if self.column:
            return _common(one, other, self.column) * (_common(one, other, self.also) if self.also else 1)
        values, other_values = values_of(one, self.pairs), values_of(other, self.pairs)
        both = {frozenset((value, other_value)) for value in values for other_value in other_values}
        return sum(pair.weight for pair in problem.pairs if pair.kind == self.pairs and frozenset((pair.id, pair.second)) in both)

    def measured(self) -> str:
        """Pairs or minutes."""
        what = {"apart": "during which they overlap"}.get(self.want, "of both")
        return f"weights of pairs that {_PLACES[self.want]}" + (f", times the minutes {what}" if self.per == "minute" else "")

    def sentence(self) -> str:
        """In words."""
        shared = " and ".join(f"a {column}" for column in (self.column, self.also) if column)
        what = f"whose {self.pairs} is in the sheet pairs" if self.pairs else f"that share {shared}"
        if self.unlike:
            what = f"that differ in their {self.unlike}"
        return f"no two {chosen('sessions', self.for_)} {what} {_PLACES[self.want]}"


def _common(one: Session, other: Session, column: str) -> int:
    return sum(value in values_of(other, column) for value in dict.fromkeys(values_of(one, column)))


_THEMES = tiny_meeting(
    tiny_session("ard", theme="transit"),
    tiny_session("bru", theme="brokering"),
    tiny_session("cor", theme="transit", hours=2),
    pairs=(
        Pair(id="transit", second="brokering", weight=3, kind="theme"),
        Pair(id="transit", second="brokering", weight=5, kind="body"),
        Pair(id="ard", second="bru", weight=1, kind="session"),
        Pair(id="bru", second="ard", weight=4, kind="session"),
        Pair(id="cor", second="bru", weight=0, kind="session"),
    ),
)
_SHARED = Similar(id="one-theme", for_=Selector(), column="theme", weight=10)
_VALUES = Similar(id="near-themes", for_=Selector(), pairs="theme", weight=10)
_SESSIONS = Similar(id="near-sessions", for_=Selector(), pairs="session", weight=10)
_TRACKS = tiny_meeting(
    tiny_session("ard", theme="transit", body="IE"),
    tiny_session("bru", theme="transit", body="LEEM", hours=2),
    tiny_session("cor", theme="brokering", body="IE"),
    rooms=TWO_ROOMS,
)
_BODIES = tiny_meeting(
    tiny_session("ard", theme="transit", body="IE"),
    tiny_session("bru", theme="transit", body="LEEM"),
    tiny_session("cor", theme="transit", body="IE"),
)
_CHOICES = tiny_meeting(tiny_session("ard", theme="transit"), tiny_session("cor", theme="brokering"), tiny_session("wrap-up"))
_SHORT_TRACKS = tiny_meeting(tiny_session("ard", theme="transit"), tiny_session("bru", theme="transit"))
_MINUTES = Similar(id="theme-minutes", for_=Selector(), column="theme", per="minute", weight=10)
_BOTH = Similar(id="theme-and-body", for_=Selector(), column="theme", also="body", weight=10)
_ONE_DAY = Similar(id="theme-a-day", for_=Selector(), column="theme", want="one_day", per="minute", weight=10)
_ONE_ROOM = Similar(id="theme-stays", for_=Selector(), column="theme", want="one_room", weight=10)
_ONE_PERIOD = Similar(id="side-by-side", for_=Selector(), unlike="theme", want="one_period", weight=10)
_OTHER_PERIODS = Similar(id="one-of-a-theme", for_=Selector(), column="theme", want="other_periods", weight=10)

EXAMPLES = (
    Example(
        "Another theme is beside it.",
        _SHARED,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 10:00 hall", bru="Mon 14:00 hall", cor="Mon 14:00 hall"),
        0,
    ),
    Example(
        "The same theme is beside it.",
        _SHARED,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 15:00 hall", bru="Mon 10:00 hall", cor="Mon 14:00 hall"),
        1,
    ),
    Example(
        "The sheet gives the two themes a weight of 3, and one meets both of the other.",
        _VALUES,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 14:00 hall", bru="Mon 14:00 hall", cor="Mon 14:00 hall"),
        6,
    ),
    Example(
        "The sheet names the two sessions twice, and the third with a weight of 0.",
        _SESSIONS,
        _THEMES,
        tiny_agenda(_THEMES, ard="Mon 14:00 hall", bru="Mon 14:00 hall", cor="Mon 14:00 hall"),
        5,
    ),
    Example(
        "The two of one theme overlap for an hour, which is what counts.",
        _MINUTES,
        _TRACKS,
        tiny_agenda(_TRACKS, ard="Mon 11:00 annex", bru="Mon 10:00 hall", cor="Mon 10:00 annex"),
        60,
    ),
    Example(
        "The one that shares the theme and the body is at another time; beside it is one that shares the theme alone.",
        _BOTH,
        _BODIES,
        tiny_agenda(_BODIES, ard="Mon 10:00 hall", bru="Mon 10:00 hall", cor="Mon 11:00 hall"),
        0,
    ),
    Example(
        "The theme takes two days, with three hours in all.",
        _ONE_DAY,
        _TRACKS,
        tiny_agenda(_TRACKS, ard="Mon 10:00 hall", bru="Tue 10:00 hall", cor="Mon 14:00 hall"),
        180,
    ),
    Example(
        "The theme moves to the annex on the same day.",
        _ONE_ROOM,
        _TRACKS,
        tiny_agenda(_TRACKS, ard="Mon 10:00 annex", bru="Mon 14:00 hall", cor="Mon 11:00 hall"),
        1,
    ),
    Example(
        "The theme moves overnight, which is no matter.",
        _ONE_ROOM,
        _TRACKS,
        tiny_agenda(_TRACKS, ard="Mon 10:00 annex", bru="Tue 14:00 hall", cor="Mon 11:00 hall"),
        0,
    ),
    Example(
        "The two themes are in two periods; the wrap-up has none, and is anywhere.",
        _ONE_PERIOD,
        _CHOICES,
        tiny_agenda(_CHOICES, **{"ard": "Mon 10:00 hall", "cor": "Mon 14:00 hall", "wrap-up": "Tue 10:00 hall"}),
        1,
    ),
    Example(
        "Both of the theme are in one period, though one after the other.",
        _OTHER_PERIODS,
        _SHORT_TRACKS,
        tiny_agenda(_SHORT_TRACKS, ard="Mon 10:00 hall", bru="Mon 11:00 hall"),
        1,
    ),
)
