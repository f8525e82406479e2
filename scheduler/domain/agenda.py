"""The answer: who meets where, when, with whom; and what such an answer breaks. Compared by value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scheduler.domain.clock import Span


@dataclass(frozen=True, slots=True)
class Duty:
    """The people who take one role in one session: ``role`` as the sheet names it, ``people`` by id, sorted."""

    role: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One session's place in the programme.

    Parameters
    ----------
    session : str
        The session's id.
    start : datetime
        The instant at which it begins, in UTC.
    minutes : int
        How long it takes, in minutes.
    period, room : str
        Ids of the period that holds it and of its room.
    duties : tuple of Duty
        Who takes its roles, in the order of the session's roles.
    """

    session: str
    start: datetime
    minutes: int
    period: str
    room: str
    duties: tuple[Duty, ...] = ()

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC:
            raise ValueError("an entry starts at an instant in UTC")

    @property
    def end(self) -> datetime:
        """The instant at which it is over."""
        return self.start + timedelta(minutes=self.minutes)

    @property
    def span(self) -> Span:
        """From its start to its end."""
        return Span(self.start, self.end)

    @property
    def people(self) -> frozenset[str]:
        """Everybody who takes a role in it."""
        return frozenset(person for duty in self.duties for person in duty.people)

    def involves(self, person: str) -> bool:
        """Whether the person takes a role in it."""
        return any(person in duty.people for duty in self.duties)


@dataclass(frozen=True, slots=True)
class Agenda:
    """A whole programme: an entry per session that is held, sorted by start, room and session; and its provenance.

    Parameters
    ----------
    meeting : str
        The meeting's id.
    entries : tuple of Entry
        The sessions that are held.
    omitted : tuple of str
        Ids of the optional sessions that are not held, sorted.
    inputs, book : str
        Fingerprints (``sha256:…``) of the sheets and of the rule book that it was made from.
    variant : str or None
        The book's variant.
    seed : int
        The solver's seed.
    status : str
        ``optimal``, ``feasible`` or ``interrupted``.
    cost, bound : int
        Σ weight × measure over the weighted rules, and a proved lower bound of it.
    cost_by_rule : tuple of (str, int)
        The cost of each weighted rule by its id, in the book's order.
    """

    meeting: str
    entries: tuple[Entry, ...]
    omitted: tuple[str, ...] = ()
    inputs: str = ""
    book: str = ""
    variant: str | None = None
    seed: int = 0
    status: str = "feasible"
    cost: int = 0
    bound: int = 0
    cost_by_rule: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.entries, key=lambda entry: (entry.start, entry.room, entry.session)))
        object.__setattr__(self, "entries", ordered)
        object.__setattr__(self, "omitted", tuple(sorted(self.omitted)))

    @property
    def gap(self) -> float:
        """(cost − bound) / max(1, cost): 0 when the cost is proved to be the least."""
        return (self.cost - self.bound) / max(1, self.cost)

    def entry(self, session: str) -> Entry | None:
        """The entry of ``session``, or None if it is not held."""
        return next((entry for entry in self.entries if entry.session == session), None)


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule instance that an agenda breaks.

    Parameters
    ----------
    rule : str
        The rule's id in the book.
    subject : str
        What the instance speaks of, an id of a sheet or several.
    measure : int
        By how much it is broken, in the measure of its kind; above 0.
    cost : int or None
        Weight × measure, or None where the rule must hold.
    sentence : str
        What is wrong, in English, for a person.
    """

    rule: str
    subject: str
    measure: int
    cost: int | None
    sentence: str

    @property
    def instance(self) -> str:
        """The instance's name in messages: ``one-place[aut-02]``, or the rule's id where that says all."""
        return f"{self.rule}[{self.subject}]" if self.subject else self.rule
