"""Which sessions a step of the large-neighbourhood search may move: few enough to be solved to the end, and related.

Paul Shaw, Using Constraint Programming and Local Search Methods to Solve Vehicle Routing Problems, CP 1998.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.agenda import Agenda
from scheduler.model.formulation import Charge, Formulation

SMALLEST, FIRST_SIZE = 6, 24
"""How many sessions a neighbourhood frees at the least, and at first."""
GROWTH, SLOW_GROWTH, DECAY = 1.15, 1.05, 0.9
"""How a kind's size changes after a step: solved in a moment, solved, not solved to the end."""
MOST_RELATED = 6
"""Terms about more sessions than this relate nothing."""
COLUMNS = ("body", "theme", "kind")
"""Columns whose values group sessions."""
OMITTED_TOO = 4
"""How many sessions that are left out are freed beside those that are held."""

Paid = Sequence[tuple[Charge, int]]
"""The charges that the agenda pays for, with what each costs."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The sessions that are ``free`` to move, and the ``kind`` of choice that they come from."""

    kind: str
    free: frozenset[str]


class Neighbourhoods:
    """Chooses neighbourhoods, each kind at a size that it learns from how its steps end."""

    def __init__(self, formulation: Formulation, rng: random.Random) -> None:
        self._problem = formulation.problem
        self._rng = rng
        self._all = [session.id for session in self._problem.sessions]
        self._groups = _groups(formulation)
        self._related = _related(formulation)
        self._minutes: Mapping[str, int] = {}
        self._paid: Paid = ()
        self._kinds: dict[str, Callable[[int], Iterable[str]]] = {
            "group": self._of_a_group,
            "moment": self._around_a_moment,
            "two moments": self._around_two_moments,
            "related": self._related_to_one,
            "cost": self._of_a_cost,
        }
        self._sizes = dict.fromkeys(self._kinds, float(FIRST_SIZE))

    def choose(self, agenda: Agenda, paid: Paid) -> Neighbourhood:
        """A neighbourhood of the agenda, which pays these charges."""
        self._minutes = {entry.session: self._problem.clock.minute(entry.start) for entry in agenda.entries}
        self._paid = paid
        kind = self._rng.choice(list(self._kinds))
        return Neighbourhood(kind, frozenset(self._kinds[kind](int(self._sizes[kind]))))

    def groups(self) -> frozenset[str]:
        """The sessions of one to three groups, all of them."""
        return frozenset(id for group in self._rng.choices(self._groups, k=self._rng.choice((1, 2, 3))) for id in group)

    def learn(self, kind: str, *, solved: bool, quickly: bool) -> None:
        """Adapt the size of a kind to how a step of it ended."""
        factor = DECAY if not solved else GROWTH if quickly else SLOW_GROWTH
        self._sizes[kind] = min(float(len(self._all)), max(float(SMALLEST), self._sizes[kind] * factor))

    def _of_a_group(self, size: int) -> Iterable[str]:
        """Of one group, or of two."""
        chosen = [id for _ in range(self._rng.choice((1, 2))) for id in self._rng.choice(self._groups)]
        return self._some(chosen, size)

    def _around_a_moment(self, size: int) -> Iterable[str]:
        return [*self._nearest([self._one()], size), *self._left_out()]

    def _around_two_moments(self, size: int) -> Iterable[str]:
        return [*self._nearest([self._one(), self._one()], size), *self._left_out()]

    def _related_to_one(self, size: int) -> Iterable[str]:
        """Grown from one session by the terms that it shares with others, the dearer the likelier."""
        chosen = {self._one(): None}
        bonds: dict[str, int] = {}
        newest = next(iter(chosen))
        while len(chosen) < size:
            for other, bond in self._related[newest].items():
                bonds[other] = bonds.get(other, 0) + bond
            bonds = {other: bond for other, bond in bonds.items() if other not in chosen}
            if not bonds:
                break
            newest = self._rng.choices(list(bonds), list(bonds.values()))[0]
            chosen[newest] = None
        return chosen

    def _of_a_cost(self, size: int) -> Iterable[str]:
        """Of a charge that is paid for, the dearer the likelier, with what is near these in time."""
        if not self._paid:
            return self._around_a_moment(size)
        charge = self._rng.choices([charge for charge, _ in self._paid], [cost for _, cost in self._paid])[0]
        blamed = self._some(sorted(charge.sessions), size // 2)
        return [*blamed, *self._nearest(blamed, size - len(blamed)), *self._left_out()]

    def _one(self) -> str:
        return self._rng.choice(self._all)

    def _some(self, sessions: Sequence[str], size: int) -> list[str]:
        return self._rng.sample(sessions, min(size, len(sessions)))

    def _left_out(self) -> list[str]:
        return self._some([id for id in self._all if id not in self._minutes], OMITTED_TOO)

    def _nearest(self, sessions: Collection[str], size: int) -> list[str]:
        """The sessions that are held nearest in time to some of these; ties fall by chance."""
        moments = [self._minutes[id] for id in sessions if id in self._minutes] or list(self._minutes.values())[:1]
        held = self._some(list(self._minutes), len(self._minutes))
        return sorted(held, key=lambda id: min(abs(self._minutes[id] - moment) for moment in moments))[:size]


def _groups(formulation: Formulation) -> list[tuple[str, ...]]:
    """The sessions that share a value of a column; all of them, where there is no such value."""
    groups: dict[tuple[str, str], list[str]] = {}
    for session in formulation.problem.sessions:
        for column in COLUMNS:
            if value := getattr(session, column):
                groups.setdefault((column, value), []).append(session.id)
    several = [tuple(group) for group in groups.values() if len(group) > 1]
    return several or [tuple(session.id for session in formulation.problem.sessions)]


def _related(formulation: Formulation) -> Mapping[str, Mapping[str, int]]:
    """For each session those that share a term with it, with the weights of these terms, and one for each term."""
    related: dict[str, dict[str, int]] = {session.id: {} for session in formulation.problem.sessions}
    breaches = [(breach.sessions, 0) for breach in formulation.breaches]
    charges = [(charge.sessions, charge.weight) for charge in formulation.charges]
    for sessions, weight in breaches + charges:
        if len(sessions) <= MOST_RELATED:
            members = sorted(sessions)
            for one in members:
                for other in members:
                    if one != other:
                        related[one][other] = related[one].get(other, 0) + weight + 1
    return related
