"""What differs between two programmes, as delegates see them: what joined, moved, changed or left, in all and for each delegation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias
from zoneinfo import ZoneInfo

from scheduler.publish.calendars import PROGRAMME
from scheduler.publish.deadlines import DEADLINES, deadlines_of
from scheduler.publish.markdown import escaped
from scheduler.store.history import Key, ShowableT, Shown, ShownDeadline, per_calendar

Kind = Literal["added", "moved", "changed", "withdrawn"]
DELEGATIONS = "delegations/"
PLACE, TITLE, PARTICULAR, OTHER = "time and room", "title", "particulars", "other details"
"""What can differ."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two programmes that are compared: what each calendar shows, the name of each by its path, and the deadlines."""

    shown: Mapping[Key, Shown]
    names: Mapping[str, str]
    deadlines: Mapping[Key, ShownDeadline] = field(default_factory=dict)

    def of(self, calendar: str) -> dict[str, Shown]:
        """What one calendar shows, by UID."""
        return per_calendar(self.shown).get(calendar, {})

    def due(self) -> dict[str, ShownDeadline]:
        """The deadlines, by UID."""
        return per_calendar(self.deadlines).get(DEADLINES, {})


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that differs: ``what``, as it was ``before`` and as it is ``after``; empty where it is not there."""

    what: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """The same as part of a sentence."""
        if self.what == TITLE:
            return f"was called '{self.before}'"
        if self.what == PARTICULAR:
            return f"no longer {self.before}" if self.before else f"now {self.after}"
        return " → ".join(filter(None, (self.before, self.after))) or self.what


@dataclass(frozen=True, slots=True)
class Difference(Generic[ShowableT]):
    """What became of an entry: from ``before``, None if it is new, to ``after``, None if it is withdrawn."""

    before: ShowableT | None
    after: ShowableT | None

    @property
    def kind(self) -> Kind:
        """Whether it joined, left, moved to another time or place, or changed otherwise."""
        if self.before is None or self.after is None:
            return "added" if self.before is None else "withdrawn"
        return "changed" if self.before.place == self.after.place else "moved"

    @property
    def latest(self) -> ShowableT:
        """The entry as it is now or, where it is withdrawn, as it was."""
        entry = self.after or self.before
        assert entry is not None
        return entry

    def details(self, zone: ZoneInfo) -> tuple[Detail, ...]:
        """Each thing that differs, on the clock of ``zone``; of an entry that joined or left, its place alone."""
        before, after = self.before, self.after
        if before is None or after is None:
            return (Detail(PLACE, *(entry.when(zone) if entry else "" for entry in (before, after))),)
        found = [Detail(PLACE, before.when(zone), after.when(zone))] if before.place != after.place else []
        found += [Detail(TITLE, before.summary, after.summary)] if before.summary != after.summary else []
        old, new = before.details, after.details
        found += [Detail(PARTICULAR, line, "") for line in old if line not in new]
        found += [Detail(PARTICULAR, "", line) for line in new if line not in old]
        return tuple(found) or (Detail(OTHER, "", ""),)

    def in_words(self, zone: ZoneInfo) -> str:
        """All details as one sentence, on the clock of ``zone``."""
        return "; ".join(detail.words for detail in self.details(zone))

    def sentence(self, zone: ZoneInfo) -> str:
        """What became of it, in words, on the clock of ``zone``."""
        joined_or_left = f"{self.kind}, " if self.before is None or self.after is None else ""
        return f"{self.latest.summary}: {joined_or_left}{self.in_words(zone)}"


AnyDifference: TypeAlias = Difference[Shown] | Difference[ShownDeadline]
"""What became of a session or a deadline."""


def differences(before: Mapping[str, ShowableT], after: Mapping[str, ShowableT]) -> tuple[Difference[ShowableT], ...]:
    """What differs between two calendars, by UID, in order of time."""
    both = ((before.get(uid), after.get(uid)) for uid in sorted(before.keys() | after.keys()))
    found = (Difference(old, new) for old, new in both if old != new)
    return tuple(sorted(found, key=lambda one: one.latest.order))


def by_calendar(before: Side, after: Side, only: Mapping[str, str] | None = None) -> Iterator[tuple[str, tuple[AnyDifference, ...]]]:
    """The name and the differences of the programme, and then of the deadlines and of each delegation's calendar where there are some.

    Or of these calendars ``only``, by their paths, each with the name of whose it is, for one that no side has.
    """
    names = {**(only or {}), **before.names, **after.names}
    if only is not None:
        yield from ((names[path], differences(before.of(path), after.of(path))) for path in only)
        return
    yield names[PROGRAMME], differences(before.of(PROGRAMME), after.of(PROGRAMME))
    if due := differences(before.due(), after.due()):
        yield deadlines_of(names), due
    for path in sorted(path for path in names if path.startswith(DELEGATIONS)):
        if found := differences(before.of(path), after.of(path)):
            yield names[path], found


def as_markdown(calendars: Iterable[tuple[str, tuple[AnyDifference, ...]]], zone: ZoneInfo) -> str:
    """The differences of calendars as a page, a heading for each."""
    sections = [f"## {escaped(name)}\n\n{_listed(found, zone)}\n" for name, found in calendars]
    return "\n".join(sections)


def _listed(found: tuple[AnyDifference, ...], zone: ZoneInfo) -> str:
    return "\n".join(f"- {escaped(one.sentence(zone))}" for one in found) or "Nothing differs."
