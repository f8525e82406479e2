"""Why a session was left out: what takes away its places, and what holding it after all would cost. Compared by value."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.agenda import Entry


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What takes away some of a session's places.

    Parameters
    ----------
    rules : tuple of str
        Ids of the rules that must hold and would be broken, in the book's order; ``sheets`` where a period holds one session per room.
    places : int
        How many places it takes away.
    sessions : tuple of str
        The sessions that make the difference there, by how many places they do so in; none if the rules are about the
        session alone.
    example : Entry
        The first of these places.
    sentences : tuple of str
        What the check says of it.
    """

    rules: tuple[str, ...]
    places: int
    sessions: tuple[str, ...]
    example: Entry
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A place that no rule forbids; holding the session there costs ``extra`` more than leaving it out, by the rules ``by_rule``."""

    entry: Entry
    extra: int
    by_rule: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """A place that would be open if ``sessions`` were not where they are."""

    entry: Entry
    sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """An optional session that is not held.

    Parameters
    ----------
    session : str
        Its id.
    places : int
        The places, pairs of a start and a room, that the sheets allow it: ``own``, ``others`` and ``open`` add up to them.
    own : tuple of Hindrance
        The places that a rule about this session alone forbids, each counted under the first such rule.
    others : tuple of Hindrance
        Those of the remaining places at which it would break a rule together with other sessions, by all the rules broken.
    open : int
        The places that are left: no rule forbids them.
    cheapest : Opening or None
        The cheapest of these.
    nearest : Nearest or None
        Where none is open, the place at which the fewest other sessions are in the way, if they are few.
    all_tried : bool
        Whether every choice of people for its roles was tried at each place; there are too many of them otherwise.
    """

    session: str
    places: int
    own: tuple[Hindrance, ...] = ()
    others: tuple[Hindrance, ...] = ()
    open: int = 0
    cheapest: Opening | None = None
    nearest: Nearest | None = None
    all_tried: bool = True
