"""``avoid_slots``: presentations do not begin the day, end it, or follow on lunch; no delegation has all of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.clock import Span
from scheduler.domain.problem import Delegation, Period, Person, Problem, Role, Session, select
from scheduler.domain.selector import Selector
from scheduler.domain.suggestions import suggestion
from scheduler.rules.base import Rule, Sessions, chosen
from scheduler.rules.checking import chosen_entries, named, place
from scheduler.rules.example import Example, moment, tiny_agenda, tiny_meeting, tiny_session
from scheduler.rules.terms import All, Any, Fact, Instance, Rising, Serves, StartsIn
from scheduler.rules.terms import Literal as Term

NOON = 12
"""The hour, on the venue's clock, from which a period is one after lunch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidSlots(Rule):
    """Presentations do not get the bad slots of a day, and no delegation gets all of them. Usually weighted.

    A delegation's first bad slot counts 1, its second 2, and so on, so that two delegations with one each are better than one
    with two. A delegation presents where the sheet says so, or where one of its people presents.

    Parameters
    ----------
    for_
        The presentations.
    slots
        What is bad: to start when the ``first`` period of the day does, to end when its ``last`` one does, to start when the
        first period does that begins at noon or later (``after_lunch``).
    minutes
        A start, or an end, that is less than so many minutes away from that of the period is as bad.
    periods
        The names of the periods that count, as in ``[morning, afternoon]``; if left out, all. Leave out those in which one
        eats, or registers.
    """

    kind = "avoid_slots"
    measure = "bad slots, where the second of a delegation counts 2, the third 3, and so on"

    for_: Sessions
    slots: tuple[Literal["first", "last", "after_lunch"], ...] = ("first", "last", "after_lunch")
    minutes: int = 30
    periods: tuple[str, ...] = ()

    def misfit(self, problem: Problem) -> str:
        """A slot has a length, and its periods are there."""
        names = sorted({period.name for period in problem.periods})
        unknown = [name for name in self.periods if name not in names]
        if unknown:
            listed = f"they are named {', '.join(names)}"
            return f"no period is named '{unknown[0]}'; {suggestion(unknown[0], names, listed)}"
        return "" if self.minutes else "'minutes' is 0, so that no slot is bad; write 1 for the very beginning and end"

    def encode(self, problem: Problem) -> Iterator[Instance]:
        """An instance per delegation: each presentation of its that is in a bad slot."""
        sessions = select(problem.sessions, self.for_)
        for delegation in problem.delegations:
            presented = [(session, who) for session in sessions if (who := _presenters(problem, delegation, session)) is not None]
            literals = tuple(self._bad(problem, session, who) for session, who in presented)
            if literals:
                fact = Fact(f"{delegation.id} may present {len(literals)} times", delegation.source)
                yield Instance(delegation.id, (Rising(literals),), (fact,))

    def _bad(self, problem: Problem, session: Session, presenters: tuple[str, ...]) -> Term:
        """The session is in a bad slot, and one of ``presenters`` serves in it; whoever does, where none are given."""
        starts = StartsIn(session.id, tuple(self._starts(problem, session)))
        return All((starts, Any(tuple(Serves(person, session.id) for person in presenters)))) if presenters else starts

    def _starts(self, problem: Problem, session: Session) -> Iterator[tuple[int, int]]:
        """The first and the last minute of the starts in each bad slot."""
        clock = problem.clock
        for day in clock.days:
            periods = [period for period in problem.periods if period.day == day and self._counts(period)]
            begins = [clock.minute(period.span.start) for period in periods]
            late = [clock.minute(period.span.start) for period in periods if clock.local(period.span.start).hour >= NOON]
            if "first" in self.slots and begins:
                yield min(begins), min(begins) + self.minutes - 1
            if "after_lunch" in self.slots and late:
                yield min(late), min(late) + self.minutes - 1
            if "last" in self.slots and periods:
                end = max(clock.minute(period.span.end) for period in periods)
                yield end - session.minutes - self.minutes + 1, end - session.minutes

    def _counts(self, period: Period) -> bool:
        return not self.periods or period.name in self.periods

    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """Counts the entries of each delegation that are in a bad slot."""
        bad = [(session, entry) for session, entry in chosen_entries(problem, agenda, self.for_) if self._is_bad(problem, entry)]
        for delegation in problem.delegations:
            own = [(session, entry) for session, entry in bad if _presents(problem, delegation, session, entry)]
            if own:
                where = "; ".join(f"{named(session)}, {place(problem, entry)}" for session, entry in own)
                measure = sum(range(1, len(own) + 1))
                yield self.violation(delegation.id, measure, f"{delegation.id} presents in {len(own)} of the bad slots: {where}")

    def _is_bad(self, problem: Problem, entry: Entry) -> bool:
        slot = timedelta(minutes=self.minutes)
        for day in problem.clock.days:
            spans = sorted(period.span for period in problem.periods if period.day == day and self._counts(period))
            afternoon = [span for span in spans if problem.clock.local(span.start).hour >= NOON]
            away = {
                "first": [entry.start - span.start for span in spans[:1]],
                "after_lunch": [entry.start - span.start for span in afternoon[:1]],
                "last": [max(span.end for span in spans) - entry.end] if spans else [],
            }
            if any(timedelta() <= distance < slot for name in self.slots for distance in away[name]):
                return True
        return False

    def sentence(self) -> str:
        """In words."""
        slots = " or ".join(slot.replace("_", " ") for slot in self.slots)
        return f"no {chosen('presentation', self.for_)} has a bad slot ({slots}), and no delegation several of them"


def _presenters(problem: Problem, delegation: Delegation, session: Session) -> tuple[str, ...] | None:
    """The people who make the session one that the delegation presents; none if it does anyway, None if it never does."""
    if delegation.id in session.presenting:
        return ()
    return tuple(person for person in session.may_present if problem.person(person).delegation == delegation.id) or None


def _presents(problem: Problem, delegation: Delegation, session: Session, entry: Entry) -> bool:
    people = entry.people.intersection(session.may_present)
    return delegation.id in session.presenting or any(problem.person(person).delegation == delegation.id for person in people)


_PEOPLE = (Person(id="aut-01", name="Linnet Alder", delegation="aut"), Person(id="bel-01", name="Rowan Finch", delegation="bel"))
_DELEGATIONS = (Delegation(id="aut", name="Austria"), Delegation(id="bel", name="Belgium"))
_TALKS = tiny_meeting(
    tiny_session("aut-a", presenters=("aut-01",)),
    tiny_session("aut-b", presenting=("aut",)),
    tiny_session("bel-a", presenters=("bel-01",)),
    people=_PEOPLE,
    delegations=_DELEGATIONS,
)
_POOL = replace(tiny_session("joint"), roles=(Role("presenter", ("aut-01", "bel-01")),))
_EITHER = tiny_meeting(tiny_session("aut-a", presenters=("aut-01",)), _POOL, people=_PEOPLE, delegations=_DELEGATIONS)
_ALL_SLOTS = AvoidSlots(id="fair-slots", for_=Selector(), minutes=60, weight=10)
_ENDS = AvoidSlots(id="neither-end", for_=Selector(), slots=("first", "last"), minutes=60, weight=10)
_AFTERNOON = AvoidSlots(id="not-last", for_=Selector(), slots=("first", "last"), minutes=61, periods=("afternoon",), weight=10)
_EVENING = replace(_EITHER.periods[0], id="mon-eve", name="evening", span=Span(moment("Mon 18:00"), moment("Mon 20:00")))
_LONG_DAY = replace(_EITHER, periods=(*_EITHER.periods[:2], _EVENING))
_LUNCH = AvoidSlots(id="not-after-lunch", for_=Selector(), slots=("after_lunch",), minutes=60, weight=10)

EXAMPLES = (
    Example(
        "Each delegation has one bad slot: the first, and that after lunch.",
        _ALL_SLOTS,
        _TALKS,
        tiny_agenda(_TALKS, **{"aut-a": "Mon 10:00 hall", "aut-b": "Mon 11:00 hall", "bel-a": "Tue 14:00 hall"}),
        2,
    ),
    Example(
        "One delegation has two bad slots: that after lunch, and the last.",
        _ALL_SLOTS,
        _TALKS,
        tiny_agenda(_TALKS, **{"aut-a": "Mon 14:00 hall", "aut-b": "Tue 15:00 hall", "bel-a": "Tue 11:00 hall"}),
        3,
    ),
    Example(
        "Nobody has the first or the last hour, and lunch does not matter.",
        _ENDS,
        _TALKS,
        tiny_agenda(_TALKS, **{"aut-a": "Mon 11:00 hall", "aut-b": "Mon 14:00 hall", "bel-a": "Tue 14:00 hall"}),
        0,
    ),
    Example(
        "In the afternoon, an hour from the end is as bad, and so is one from the beginning.",
        _AFTERNOON,
        _TALKS,
        tiny_agenda(_TALKS, **{"aut-a": "Mon 10:00 hall", "aut-b": "Mon 14:00 hall", "bel-a": "Mon 15:00 hall"}),
        2,
    ),
    Example(
        "The other delegation presents what both could.",
        _ENDS,
        _EITHER,
        tiny_agenda(_EITHER, **{"aut-a": "Mon 10:00 hall", "joint": "Tue 10:00 hall bel-01"}),
        2,
    ),
    Example(
        "The evening begins long after lunch.",
        _LUNCH,
        _LONG_DAY,
        tiny_agenda(_LONG_DAY, **{"aut-a": "Mon 18:00 hall", "joint": "Mon 15:00 hall aut-01"}),
        0,
    ),
)
