"""What every kind of rule declares: its syntax in the file, its encoding, its check, its sentence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar

from scheduler.domain.agenda import Agenda, Violation
from scheduler.domain.errors import Source
from scheduler.domain.problem import Problem, Row, select
from scheduler.domain.selector import ALL, Selector, values_of
from scheduler.domain.suggestions import suggestion
from scheduler.rules.terms import Instance

Sessions = Annotated[Selector, "sessions"]
"""Picks sessions, by any column of that sheet."""
Rooms = Annotated[Selector, "rooms"]
"""Picks rooms; in a file, a room's id may stand for ``{room: id}``."""
Periods = Annotated[Selector, "periods"]
"""Picks periods, by any column of that sheet."""
Subjects = Annotated[Selector, "people", "delegations", "bodies", "rooms"]
"""Picks rows of the sheet whose id column it names: ``{person: all}``, ``{delegation: all, delegates: 1}``."""

SUBJECT_SHEETS = {"person": "people", "delegation": "delegations", "body": "bodies", "room": "rooms"}
"""The id column that a ``Subjects`` selector names, and the sheet that it then picks from."""
FOR = "for_"
"""The field of a kind that picks the sessions it speaks of; ``each`` divides these."""


def subject_rows(problem: Problem, selector: Selector) -> tuple[Row, ...]:
    """The rows that a ``Subjects`` selector picks, of the sheet whose id column it names."""
    for column, sheet in SUBJECT_SHEETS.items():
        if any(name == column for name, _ in selector.columns):
            rows: tuple[Row, ...] = getattr(problem, sheet)
            return select(rows, selector)
    raise ValueError(f"the selector ({selector}) names none of {', '.join(SUBJECT_SHEETS)}")


def unknown_column(problem: Problem, column: str) -> str:
    """Why a rule cannot speak of a column of the sheet sessions that is not there; an empty text where it is."""
    columns = sorted({name for session in problem.sessions for name in session.columns})
    if column in columns:
        return ""
    hint = suggestion(column, columns, f"the columns are {', '.join(columns)}")
    return f"the sheet sessions has no column '{column}'; {hint}"


def unknown_pairs(problem: Problem, kind: str) -> str:
    """Why a rule cannot speak of a kind of rows of the sheet pairs that is not there; an empty text where it is, or no row at all."""
    kinds = sorted({pair.kind for pair in problem.pairs})
    if not kinds or kind in kinds:
        return ""
    hint = suggestion(kind, kinds, f"its kinds are {', '.join(kinds)}")
    return f"no row of the sheet pairs has the kind '{kind}'; {hint}"


def chosen(noun: str, selector: Selector) -> str:
    """What a selector picks, in a sentence: ``session``, or ``session (body IE)``."""
    return noun if selector == Selector() else f"{noun} ({selector})"


def chosen_subject(selector: Selector) -> str:
    """What a ``Subjects`` selector picks, in a sentence: ``person``, ``delegation (delegates 1)``, ``body (body RPOC)``."""
    noun = next(column for column in SUBJECT_SHEETS if column in dict(selector.columns))
    return noun if str(selector) == ALL else f"{noun} ({selector})"


ON_RELEASE = (BLOCK, WARN, IGNORE) = ("block", "warn", "ignore")
"""What a release does where a weighted rule is broken: it is refused unless that is accepted; it says so; or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(ABC):
    """A rule as a book states it. Each kind is a subclass; the fields that it adds are its syntax in the file.

    ``weight`` is None for a rule that must hold, otherwise the cost of one unit of ``measure``. ``encode`` and
    ``check`` say the same thing twice, to the solver and to the checker, and share no code: the tests hold them
    against each other. With ``each``, a column of the sessions that ``for`` picks, the rule holds for each of its values
    separately; ``instances`` and ``violations`` see to that, and the kinds need not know. ``release`` is one of ``ON_RELEASE``.
    """

    id: str
    weight: int | None = None
    why: str = ""
    each: str = ""
    release: str = IGNORE
    source: Source = field(default=Source(""), compare=False)

    kind: ClassVar[str]
    """The name in a book's ``rule:``; also the module's name."""
    measure: ClassVar[str]
    """What is counted against a weighted rule, in a few words: ``sessions that start too early``."""
    sheets: ClassVar[tuple[str, ...]] = ()
    """For kinds that speak of other rows than sessions: the sheets that their ``Subjects`` may pick from."""

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

    def demand(self) -> str:
        """The sentence, with what ``each`` adds to it."""
        return f"for each {self.each}: {self.sentence()}" if self.each else self.sentence()

    def named(self, subject: str) -> str:
        """The instance of that subject in messages: ``one-place[aut-02]``, or the rule's id where that says all."""
        return f"{self.id}[{subject}]" if subject else self.id

    def groups(self, problem: Problem) -> Iterator[tuple[str, Rule]]:
        """The rule for each value of the column ``each``, with that value; without ``each`` itself, with an empty value."""
        if not self.each:
            yield "", self
            return
        chosen_sessions: Selector = getattr(self, FOR)
        sessions = select(problem.sessions, chosen_sessions)
        for value in dict.fromkeys(value for session in sessions for value in values_of(session, self.each)):
            of_value = replace(chosen_sessions, columns=(*chosen_sessions.columns, (self.each, (value,))))
            yield value, replace(self, each="", **{FOR: of_value})  # type: ignore[arg-type]

    def instances(self, problem: Problem) -> Iterator[Instance]:
        """What ``encode`` yields, for each group, whose value is part of the subject then."""
        for value, rule in self.groups(problem):
            for instance in rule.encode(problem):
                yield replace(instance, subject=_in_group(value, instance.subject))

    def violations(self, problem: Problem, agenda: Agenda) -> Iterator[Violation]:
        """What ``check`` yields, for each group, whose value is part of the subject then."""
        for value, rule in self.groups(problem):
            for violation in rule.check(problem, agenda):
                yield replace(violation, subject=_in_group(value, violation.subject))

    def violation(self, subject: str, measure: int, sentence: str) -> Violation:
        """A violation of the instance ``subject`` of this rule, by ``measure`` (above 0)."""
        cost = None if self.weight is None else self.weight * measure
        return Violation(self.id, subject, measure, cost, sentence)


def _in_group(value: str, subject: str) -> str:
    """``transit: leem-1, leem-2``; the value or the subject alone where there is no other."""
    return ": ".join(filter(None, (value, subject)))


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules that a meeting is planned by.

    Parameters
    ----------
    name : str
        The book's name.
    rules : tuple of Rule
        The rules in force, in the book's order: included ones first, without those that are switched off.
    fingerprint : str
        ``sha256:…`` of what they say.
    variant : str or None
        The variant that this is; None for the book as it stands.
    variants : tuple of RuleBook
        The variants of the book as it stands.
    """

    name: str
    rules: tuple[Rule, ...]
    fingerprint: str = ""
    variant: str | None = None
    variants: tuple[RuleBook, ...] = ()

    def rule(self, id: str) -> Rule:
        """The rule with this id; KeyError if there is none."""
        for rule in self.rules:
            if rule.id == id:
                return rule
        raise KeyError(id)

    def with_variant(self, name: str | None) -> RuleBook:
        """The variant of that name, or this book for None; KeyError if there is none."""
        for book in (self, *self.variants):
            if book.variant == name:
                return book
        raise KeyError(name)
