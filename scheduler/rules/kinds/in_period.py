"""``in_period``: a session is in a period that fits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.clock import Span
from scheduler.domain.problem import Period, Problem, select
from scheduler.domain.selector import Selector
from scheduler.rules.base import Periods, Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named, place
from scheduler.rules.encoding import session_fact, starts_in_periods
from scheduler.rules.example import Example, moment, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import Any, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class InPeriod(Rule):
    """Every chosen session is in a period that fits it.

    Where periods are slots, this says which slots are long enough for a session, and that a session begins with its slot.

    Parameters
    ----------
    for_
        The sessions.
    periods
        The periods that they may be in, by any column of that sheet, as in ``{streamed: yes}``; if left out, all.
    least
        The minutes that the period lasts, at least, however short the session is.
    at_start
        Whether the session must start when its period does.
    every
        Minutes of a slot: the session starts when its period does, or a multiple of so many minutes later.
    """

    kind = "in_period"
    measure = "sessions in a period that does not fit, or not at the start of it or of a slot"

    for_: Sessions
    periods: Periods | None = None
    least: int = 0
    at_start: bool = False
    every: int = 0

    def misfit(self, problem: Problem) -> str:
        """It has to demand something, and one thing about the start."""
        if self.at_start and self.every:
            return "'every' allows other starts than 'at_start'; remove one of the two"
        demands = self.periods is not None or self.least or self.at_start or self.every
        return "" if demands else "it demands nothing; give 'periods', 'least', 'at_start: yes' or 'every'"

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it is in a period that does not fit, or not at the start of one that does, or of a slot."""
        fit = [period for period in select(problem.periods, self.periods or Selector()) if period.span.minutes >= self.least]
        unfit = [period for period in problem.periods if period not in fit]
        for session in select(problem.sessions, self.for_):
            late = starts_in_periods(problem, session, fit if self.at_start or self.every else (), after=1, off=self.every)
            yield Instance(session.id, (Any((starts_in_periods(problem, session, unfit), late)),), (session_fact(session),))

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Looks at each entry's period."""
        for session, entry in chosen_entries(problem, agenda, self.for_):
            if lack := self._lack(problem.period(entry.period), entry):
                yield self.violation(session.id, 1, f"{named(session)}, {place(problem, entry)}, is in the period {entry.period}, {lack}")

    def _lack(self, period: Period, entry: Entry) -> str:
        minutes = (period.span.end - period.span.start).total_seconds() / 60
        if self.periods is not None and not self.periods.matches(period):
            return f"which is none of those wanted ({self.periods})"
        if minutes < self.least:
            return f"which lasts {minutes:g} minutes instead of {self.least}"
        if self.at_start and entry.start != period.span.start:
            return "and does not start with it"
        off = self.every and (entry.start - period.span.start) % timedelta(minutes=self.every)
        return f"and does not start with one of its slots of {self.every} minutes" if off else ""

    def sentence(self) -> str:
        """In words."""
        which = f" ({self.periods})" if self.periods is not None else ""
        least = f" of at least {self.least} minutes" if self.least else ""
        start = ", from its start" if self.at_start else f", from the start of a slot of {self.every} minutes" if self.every else ""
        return f"every {chosen('session', self.for_)} is in a period{which}{least}{start}"


_TALKS = tiny_meeting(tiny_session("talk"), tiny_session("panel"))
_NAMED = tuple(replace(period, columns={"name": (period.name,)}) for period in _TALKS.periods)
_STREAMED = replace(_TALKS, periods=_NAMED)
_SHORT = replace(_TALKS, periods=(replace(_TALKS.periods[0], span=Span(moment("Mon 10:00"), moment("Mon 11:00"))), *_TALKS.periods[1:]))
_STREAM = InPeriod(id="streamed", for_=Selector((("id", ("talk",)),)), periods=Selector((("name", ("morning",)),)))
_LONG = InPeriod(id="long-slots", for_=Selector(), least=120)
_START = InPeriod(id="begin-on-time", for_=Selector(), at_start=True)
_HALVES = replace(_TALKS, meeting=replace(_TALKS.meeting, grid=30))
_SLOTS = InPeriod(id="slots", for_=Selector(), every=60)

EXAMPLES = (
    Example(
        "The talk is in a morning, which is streamed.",
        _STREAM,
        _STREAMED,
        tiny_agenda(_STREAMED, talk="Tue 11:00 hall", panel="Tue 14:00 hall"),
        0,
    ),
    Example("The talk is in the afternoon.", _STREAM, _STREAMED, tiny_agenda(_STREAMED, talk="Tue 14:00 hall", panel="Tue 10:00 hall"), 1),
    Example("Only the first morning is too short.", _LONG, _SHORT, tiny_agenda(_SHORT, talk="Mon 10:00 hall", panel="Tue 11:00 hall"), 1),
    Example("One begins with its period.", _START, _TALKS, tiny_agenda(_TALKS, talk="Mon 10:00 hall", panel="Mon 15:00 hall"), 1),
    Example("One begins half an hour late.", _SLOTS, _HALVES, tiny_agenda(_HALVES, talk="Mon 11:00 hall", panel="Mon 14:30 hall"), 1),
    Example("Both begin with their periods.", _START, _TALKS, tiny_agenda(_TALKS, talk="Mon 10:00 hall", panel="Mon 14:00 hall"), 0),
)
