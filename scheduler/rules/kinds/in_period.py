"""``in_period``: a session is in a period that fits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
    """

    kind = "in_period"
    measure = "sessions in a period that does not fit, or not at its start"

    for_: Sessions
    periods: Periods | None = None
    least: int = 0
    at_start: bool = False

    def misfit(self, problem: Problem) -> str:
        """It has to demand something."""
        demands = self.periods is not None or self.least or self.at_start
        return "" if demands else "it demands nothing; give 'periods', 'least' or 'at_start: yes'"

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per session: it is in a period that does not fit, or later than at the start of one that does."""
        fit = [period for period in select(problem.periods, self.periods or Selector()) if period.span.minutes >= self.least]
        unfit = [period for period in problem.periods if period not in fit]
        for session in select(problem.sessions, self.for_):
            late = starts_in_periods(problem, session, fit if self.at_start else (), after=1)
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
        return "and does not start with it" if self.at_start and entry.start != period.span.start else ""

    def sentence(self) -> str:
        """In words."""
        which = f" ({self.periods})" if self.periods is not None else ""
        least = f" of at least {self.least} minutes" if self.least else ""
        start = ", from its start" if self.at_start else ""
        return f"every {chosen('session', self.for_)} is in a period{which}{least}{start}"


_TALKS = tiny_meeting(tiny_session("talk"), tiny_session("panel"))
_NAMED = tuple(replace(period, columns={"name": (period.name,)}) for period in _TALKS.periods)
_STREAMED = replace(_TALKS, periods=_NAMED)
_SHORT = replace(_TALKS, periods=(replace(_TALKS.periods[0], span=Span(moment("Mon 10:00"), moment("Mon 11:00"))), *_TALKS.periods[1:]))
_STREAM = InPeriod(id="streamed", for_=Selector((("id", ("talk",)),)), periods=Selector((("name", ("morning",)),)))
_LONG = InPeriod(id="long-slots", for_=Selector(), least=120)
_START = InPeriod(id="begin-on-time", for_=Selector(), at_start=True)

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
    Example("Both begin with their periods.", _START, _TALKS, tiny_agenda(_TALKS, talk="Mon 10:00 hall", panel="Mon 14:00 hall"), 0),
)
