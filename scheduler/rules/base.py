"""What every kind of rule declares: its syntax in the file, its encoding, its check, its sentence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.errors import Source
from scheduler.domain.problem import Problem, Row, select
from scheduler.domain.selector import ALL, Selector
from scheduler.rules.terms import Instance

Sessions = Annotated[Selector, "sessions"]
"""Picks sessions, by any column of that sheet."""
Rooms = Annotated[Selector, "rooms"]
"""Picks rooms; in a file, a room's id may stand for ``{room: id}``."""
Subjects = Annotated[Selector, "people", "delegations", "bodies", "rooms"]
"""Picks rows of the sheet whose id column it names: ``{person: all}``, ``{delegation: all, delegates: 1}``."""

SUBJECT_SHEETS = {"person": "people", "delegation": "delegations", "body": "bodies", "room": "rooms"}
"""The id column that a ``Subjects`` selector names, and the sheet that it then picks from."""


def subject_rows(problem: Problem, selector: Selector) -> tuple[Row, ...]:
    """The rows that a ``Subjects`` selector picks, of the sheet whose id column it names."""
    for column, sheet in SUBJECT_SHEETS.items():
        if any(name == column for name, _ in selector.columns):
            rows: tuple[Row, ...] = getattr(problem, sheet)
            return select(rows, selector)
    raise ValueError(f"the selector ({selector}) names none of {', '.join(SUBJECT_SHEETS)}")


def chosen(noun: str, selector: Selector) -> str:
    """What a selector picks, in a sentence: ``session``, or ``session (body IE)``."""
    return noun if selector == Selector() else f"{noun} ({selector})"


def chosen_subject(selector: Selector) -> str:
    """What a ``Subjects`` selector picks, in a sentence: ``person``, ``delegation (delegates 1)``, ``body (body RPOC)``."""
    noun = next(column for column in SUBJECT_SHEETS if column in dict(selector.columns))
    return noun if str(selector) == ALL else f"{noun} ({selector})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(ABC):
    """A rule as a book states it. Each kind is a subclass; the fields that it adds are its syntax in the file.

    ``weight`` is None for a rule that must hold, otherwise the cost of one unit of ``measure``. ``encode`` and
    ``check`` say the same thing twice, to the solver and to the checker, and share no code: the tests hold them
    against each other.
    """

    id: str
    weight: int | None = None
    why: str = ""
    source: Source = field(default=Source(""), compare=False)

    kind: ClassVar[str]
    """The name in a book's ``rule:``; also the module's name."""
    measure: ClassVar[str]
    """What is counted against a weighted rule, in a few words: ``sessions that start too early``."""
    sheets: ClassVar[tuple[str, ...]] = ()
    """For kinds that speak of other rows than sessions: the sheets that ``for`` may pick from."""

    @property
    def must(self) -> bool:
        """Whether every agenda has to keep it."""
        return self.weight is None

    @abstractmethod
    def encode(self, problem: Problem) -> Iterator[Instance]:
        """The rule's instances in this meeting, in the vocabulary of the solvers."""

    @abstractmethod
    def check(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """What ``agenda`` breaks, in plain Python over datetimes and people."""

    @abstractmethod
    def sentence(self) -> str:
        """What the rule demands, in English, without a full stop."""

    def measured(self) -> str:
        """What this rule counts, where its fields choose between the measures of its kind."""
        return self.measure

    def misfit(self, problem: Problem) -> str:
        """Why the rule cannot be applied to this meeting, or an empty text; for what its fields alone cannot say."""
        return ""

    def violation(self, subject: str, measure: int, sentence: str) -> Violation:
        """A violation of the instance ``subject`` of this rule, by ``measure`` (above 0)."""
        cost = None if self.weight is None else self.weight * measure
        return Violation(self.id, subject, measure, cost, sentence)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules that a meeting is planned by, in the book's order; ``fingerprint`` is ``sha256:…`` of what they say."""

    name: str
    rules: tuple[Rule, ...]
    fingerprint: str = ""

    def rule(self, id: str) -> Rule:
        """The rule with this id; KeyError if there is none."""
        for rule in self.rules:
            if rule.id == id:
                return rule
        raise KeyError(id)
