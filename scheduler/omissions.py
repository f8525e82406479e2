"""Why a session was left out: every place that it could have, and what stands in the way of each.

Every start on the grid in every open room is tried with everything else staying where it is. That is counted on the rules'
terms, as thousands of places would take the check minutes; what is then said of a place in particular, the check has confirmed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from scheduler.check import SHEETS, Verdict, check
from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.errors import ModelMismatch
from scheduler.domain.omission import Hindrance, Nearest, Omission, Opening
from scheduler.domain.places import places_of
from scheduler.domain.problem import Problem, Session
from scheduler.rules.base import Rule, RuleBook
from scheduler.rules.meaning import Spot, Spots, count, is_true, sessions_of, spot_of
from scheduler.rules.terms import Clashes, Crowding, Held, Literal, Measure

NEAR = 3
"""A place at which more sessions are in the way is not near."""
_CONFIRMED = 3
"""So many places are put to the check before none is called the nearest."""


@dataclass(frozen=True, slots=True)
class _Breach:
    """What may count against a rule when one session is added; ``before`` is what it counts without, ``others`` who else is in it."""

    rule: Rule
    term: Measure
    before: int
    others: tuple[str, ...]

    def is_worse(self, spots: Spots) -> bool:
        return count(self.term, spots) > self.before


@dataclass(frozen=True, slots=True)
class _Trial:
    """A session at a place: ``broken`` are the hard rules broken by that; ``sharing`` who has a single period's room already."""

    entry: Entry
    spot: Spot
    alone: bool = False
    broken: tuple[_Breach, ...] = ()
    sharing: tuple[str, ...] = ()
    in_the_way: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*([SHEETS] if self.sharing else []), *(breach.rule.id for breach in self.broken)]))


def omissions(problem: Problem, book: RuleBook, agenda: Agenda) -> tuple[Omission, ...]:
    """Why each session that a confirmed ``agenda`` leaves out is not held, bilaterals first, in the order of the sheets.

    Raises
    ------
    ModelMismatch
        If the check says something else of a place than the rules' terms.
    """
    if not agenda.omitted:
        return ()
    spots = {entry.session: spot_of(problem, entry) for entry in agenda.entries}
    breaches = _breaches(problem, book, agenda.omitted, spots)
    judged = cache(lambda: check(problem, book, agenda))
    left_out = [session for session in problem.sessions if session.id in agenda.omitted]
    left_out.sort(key=lambda session: not session.between)
    return tuple(_Omitted(problem, book, agenda, judged, spots, session, breaches[session.id]).explained() for session in left_out)


def _breaches(problem: Problem, book: RuleBook, sessions: Iterable[str], spots: Spots) -> Mapping[str, list[_Breach]]:
    """For each of ``sessions``, what of the book speaks of it."""
    found: dict[str, list[_Breach]] = {session: [] for session in sessions}
    for rule in book.rules:
        for instance in rule.instances(problem):
            for breach in instance.breaches:
                for session in sorted(sessions_of(breach) & found.keys()):
                    term = _narrowed(breach, session, spots)
                    others = tuple(sorted(sessions_of(term) & spots.keys()))
                    found[session].append(_Breach(rule, term, count(term, spots), others))
    return found


def _narrowed(term: Measure, session: str, spots: Spots) -> Measure:
    """The term with the claims of other sessions settled: out with those that they do not make where they are."""
    if not isinstance(term, Clashes | Crowding):
        return term
    claims = ((id, claim if session in (id, *sessions_of(claim)) else _settled(id, claim, spots)) for id, claim in term.claims)
    return replace(term, claims=tuple((id, claim) for id, claim in claims if claim is not None))


def _settled(session: str, claim: Literal, spots: Spots) -> Literal | None:
    return Held(session) if session in spots and is_true(claim, spots) else None


@dataclass(frozen=True, slots=True)
class _Omitted:
    """One session that is left out, with all that its explanation is made from."""

    problem: Problem
    book: RuleBook
    agenda: Agenda
    judged: Callable[[], Verdict]
    spots: Spots
    session: Session
    breaches: list[_Breach]

    def explained(self) -> Omission:
        offered = places_of(self.problem, self.session)
        trials = [[self._trial(entry) for entry in entries] for entries in offered.entries]
        kept = [[trial for trial in place if not trial.rules] for place in trials]
        closed = [_best(place) for place, free in zip(trials, kept, strict=True) if not free]
        alone = [trial for trial in closed if trial.alone]
        beside = [replace(trial, in_the_way=self._in_the_way(trial)) for trial in closed if not trial.alone]
        return Omission(
            self.session.id,
            len(trials),
            tuple(self._hindrances(alone)),
            tuple(self._hindrances(beside)),
            len(trials) - len(closed),
            self._cheapest([trial for free in kept for trial in free]) if len(closed) < len(trials) else None,
            self._nearest(beside) if len(closed) == len(trials) else None,
            offered.complete,
        )

    def _trial(self, entry: Entry) -> _Trial:
        spot = spot_of(self.problem, entry)
        itself = {self.session.id: spot}
        for breach in self.breaches:
            if breach.rule.must and not breach.others and breach.is_worse(itself):
                return _Trial(entry, spot, True, (breach,))
        together = {**self.spots, **itself}
        broken = (breach for breach in self.breaches if breach.rule.must and breach.others and breach.is_worse(together))
        return _Trial(entry, spot, False, tuple(broken), tuple(self._sharing(entry)))

    def _sharing(self, entry: Entry) -> Iterator[str]:
        """The sessions that are in the room already, where the period holds one per room."""
        if self.problem.period(entry.period).single:
            yield from (other.session for other in self.agenda.entries if (other.period, other.room) == (entry.period, entry.room))

    def _hindrances(self, trials: list[_Trial]) -> Iterator[Hindrance]:
        """The trials by the rules that they break, the most frequent first."""
        groups: dict[tuple[str, ...], list[_Trial]] = {}
        for trial in trials:
            groups.setdefault(trial.rules, []).append(trial)
        for rules, group in sorted(groups.items(), key=lambda item: -len(item[1])):
            in_the_way = Counter(session for trial in group for session in trial.in_the_way)
            example = group[0].entry
            yield Hindrance(rules, len(group), tuple(id for id, _ in in_the_way.most_common()), example, self._said(example, rules))

    def _in_the_way(self, trial: _Trial) -> tuple[str, ...]:
        """The other sessions without any one of which a rule would be broken less."""
        together = {**self.spots, self.session.id: trial.spot}
        found = dict.fromkeys(trial.sharing)
        for breach in trial.broken:
            counted = count(breach.term, together)
            for other in breach.others:
                spot = together.pop(other)
                if count(breach.term, together) < counted:
                    found[other] = None
                together[other] = spot
        return tuple(found)

    def _said(self, entry: Entry, rules: tuple[str, ...]) -> tuple[str, ...]:
        """What the check says of ``entry``, which breaks ``rules``."""
        book = RuleBook(self.book.name, tuple(rule for rule in self.book.rules if rule.id in rules))
        refutations = check(self.problem, book, self._with(entry)).refutations
        if not set(rules) <= {violation.rule for violation in refutations}:
            raise ModelMismatch(f"{entry.session} at {entry.start} in {entry.room} does not break {', '.join(rules)} by the check")
        return tuple(violation.sentence for violation in refutations if violation.rule in rules)

    def _with(self, entry: Entry) -> Agenda:
        omitted = tuple(id for id in self.agenda.omitted if id != entry.session)
        return replace(self.agenda, entries=(*self.agenda.entries, entry), omitted=omitted)

    def _cheapest(self, trials: list[_Trial]) -> Opening:
        """The cheapest of the open places, the first if there are several."""
        costs = [self._extra(trial) for trial in trials]
        entry = trials[costs.index(min(costs))].entry
        after = check(self.problem, self.book, self._with(entry))
        extra = after.cost - self.judged().cost
        if after.refutations or extra != min(costs):
            raise ModelMismatch(f"{entry.session} at {entry.start} in {entry.room} costs {extra} by the check, not {min(costs)}")
        before = dict(self.judged().cost_by_rule)
        changes = ((rule, cost - before[rule]) for rule, cost in after.cost_by_rule)
        return Opening(entry, extra, tuple((rule, change) for rule, change in changes if change))

    def _extra(self, trial: _Trial) -> int:
        together = {**self.spots, self.session.id: trial.spot}
        return sum((b.rule.weight or 0) * (count(b.term, together) - b.before) for b in self.breaches if not b.rule.must)

    def _nearest(self, trials: list[_Trial]) -> Nearest | None:
        """The first of the places at which the fewest sessions are in the way, rather such as may be left out."""
        near = [trial for trial in trials if len(trial.in_the_way) <= NEAR]
        near.sort(key=lambda trial: (len(trial.in_the_way), sum(not self.problem.session(id).optional for id in trial.in_the_way)))
        cleared = islice((trial for trial in near if self._is_clear(trial)), _CONFIRMED)
        return next((Nearest(trial.entry, trial.in_the_way) for trial in cleared if self._is_confirmed(trial)), None)

    def _is_clear(self, trial: _Trial) -> bool:
        """Whether no hard rule is broken there without the sessions in the way."""
        spots = {id: spot for id, spot in self.spots.items() if id not in trial.in_the_way} | {self.session.id: trial.spot}
        return not any(breach.rule.must and count(breach.term, spots) for breach in self.breaches)

    def _is_confirmed(self, trial: _Trial) -> bool:
        """Whether the check, too, finds nothing but that the sessions in the way are not held.

        The terms can be trusted as long as every session is held that is not optional; only otherwise the check has to be asked.
        """
        gone = trial.in_the_way
        if all(self.problem.session(id).optional for id in gone):
            return True
        hard = RuleBook(self.book.name, tuple(rule for rule in self.book.rules if rule.must))
        added = self._with(trial.entry)
        kept = tuple(entry for entry in added.entries if entry.session not in gone)
        verdict = check(self.problem, hard, replace(added, entries=kept, omitted=(*added.omitted, *gone)))
        return all(violation.rule == SHEETS and violation.subject in gone for violation in verdict.refutations)


def _best(place: list[_Trial]) -> _Trial:
    """Of the ways to staff one place that by which the fewest rules are broken; a rule about the session alone weighs more."""
    return min(place, key=lambda trial: (trial.alone, len(trial.rules)))
