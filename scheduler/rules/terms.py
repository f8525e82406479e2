"""The vocabulary in which rules speak to the solvers: frozen terms over sessions, rooms and people.

A rule says *what* counts as a breach; an engine decides *how*: the CP-SAT builder turns a term into a constraint
where the rule must hold and into a cost where it is weighted, and asks each question of the solver only once.
All times are elapsed minutes since the first day's midnight. Sessions, periods, rooms and people stand for their ids.
A term about a session that is not held is false.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from scheduler.domain.errors import Source


@dataclass(frozen=True, slots=True)
class Held:
    """The session takes place."""

    session: str


@dataclass(frozen=True, slots=True)
class StartsIn:
    """The session starts in one of the ``ranges``: pairs (first minute, last minute), both included."""

    session: str
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class InRoom:
    """The session is in one of the ``rooms``."""

    session: str
    rooms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Serves:
    """The person takes a role in the session."""

    person: str
    session: str


@dataclass(frozen=True, slots=True)
class Precedes:
    """Both are held, and ``first`` is over at least ``gap`` minutes before ``then`` starts."""

    first: str
    then: str
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Follows:
    """Both are held, and ``then`` starts at least ``least`` and at most ``most`` minutes after ``first`` is over."""

    first: str
    then: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Both are held, and neither is over at least ``gap`` minutes before the other starts."""

    first: str
    then: str
    gap: int = 0


@dataclass(frozen=True, slots=True)
class SameRoom:
    """Both are held, in one room."""

    first: str
    then: str


@dataclass(frozen=True, slots=True)
class SamePeriod:
    """Both are held, in one period."""

    first: str
    then: str


@dataclass(frozen=True, slots=True)
class DaysApart:
    """Both are held, ``then`` at least ``least`` and at most ``most`` days after ``first``; negative days are before it."""

    first: str
    then: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class AnyIn:
    """At least one of the sessions is held in one of the periods, in one of the rooms: a theme in a block, one literal for all of it."""

    sessions: tuple[str, ...]
    periods: frozenset[str]
    rooms: frozenset[str]


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the literals is true."""

    literals: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of the literals is true."""

    literals: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` of the literals are true."""

    count: int
    literals: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The literal is false."""

    literal: Literal


Pairwise: TypeAlias = Precedes | Follows | Overlaps | SameRoom | SamePeriod | DaysApart
"""A literal about two sessions, ``first`` and ``then``; it is false unless both are held."""

Literal: TypeAlias = Held | StartsIn | InRoom | Serves | Pairwise | AnyIn | All | Any | AtLeast | Not


@dataclass(frozen=True, slots=True)
class MinutesEarly:
    """By how many minutes the session, if held, starts before ``minute``; 0 if it does not."""

    session: str
    minute: int


@dataclass(frozen=True, slots=True)
class MinutesLate:
    """By how many minutes the session, if held, ends after ``minute``; 0 if it does not."""

    session: str
    minute: int


@dataclass(frozen=True, slots=True)
class OverlapMinutes:
    """During how many minutes both run; 0 unless both are held."""

    first: str
    then: str


@dataclass(frozen=True, slots=True)
class Clashes:
    """How many pairs of sessions claim the same thing (a person, a room) at one time.

    Parameters
    ----------
    claims : tuple of (str, Literal)
        Sessions, each with the literal that says whether it makes the claim.
    gap : int
        Minutes that must lie between the end of one and the start of the next.
    """

    claims: tuple[tuple[str, Literal], ...]
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Crowding:
    """By how much more than ``limit`` claims run at once: summed over the claims, at the start of each.

    Where a claim that is made starts, those that are made and run at that moment are counted, itself included; what is
    above the limit counts. A session that ends at that moment no longer runs. One session may make several claims.
    """

    claims: tuple[tuple[str, Literal], ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Excess:
    """By how many more than ``limit`` of the literals are true; 0 if not more are."""

    literals: tuple[Literal, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Rising:
    """The first literal that is true counts 1, the second 2, and so on: n of them count n (n + 1) / 2."""

    literals: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many pairs there are of a literal of ``first`` and one of ``then`` that are both true."""

    first: tuple[Literal, ...]
    then: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """What ``measure`` counts, ``count`` times."""

    count: int
    measure: Measure


Measure: TypeAlias = Literal | MinutesEarly | MinutesLate | OverlapMinutes | Clashes | Crowding | Excess | Rising | Pairs | Times
"""What can be counted: a literal counts 1 when it is true."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a sheet on which a rule instance rests, for explanations: what it says, and where."""

    sentence: str
    source: Source


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule applied to one subject.

    Parameters
    ----------
    subject : str
        What it speaks of, the id of a row or several: ``aut-02``. With the rule's id it names the instance.
    breaches : tuple of Measure
        What counts against the rule; their sum is the instance's measure, and 0 means that it holds.
    facts : tuple of Fact
        The lines of sheets that it rests on, beside the rule itself.
    """

    subject: str
    breaches: tuple[Measure, ...]
    facts: tuple[Fact, ...] = ()
