"""What differs between two programmes, as delegates see them: what joined, moved, changed or left, in all and for each delegation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias
from zoneinfo import ZoneInfo

from scheduler.publish.calendars import PROGRAMME
from scheduler.publish.deadlines import DEADLINES, deadlines_of
from scheduler.publish.markdown import escaped
from scheduler.store.history import Key, ShowableT, Shown, ShownDeadline, per_calendar

Kind = Literal["added", "moved", "changed", "withdrawn"]
DELEGATIONS = "delegations/"


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

    def sentence(self, zone: ZoneInfo) -> str:
        """What became of it, in words, on the clock of ``zone``."""
        name, before, after = self.latest.summary, self.before, self.after
        if before is None or after is None:
            return f"{name}: {self.kind}, {self.latest.when(zone)}"
        parts = [f"{before.when(zone)} → {after.when(zone)}"] if before.place != after.place else []
        parts += [f"was called '{before.summary}'"] if before.summary != after.summary else []
        old, new = before.details, after.details
        parts += [f"no longer {line}" for line in old if line not in new] + [f"now {line}" for line in new if line not in old]
        return f"{name}: {'; '.join(parts) or 'other details'}"


AnyDifference: TypeAlias = Difference[Shown] | Difference[ShownDeadline]
"""What became of a session or a deadline."""


def differences(before: Mapping[str, ShowableT], after: Mapping[str, ShowableT]) -> tuple[Difference[ShowableT], ...]:
    """What differs between two calendars, by UID, in order of time."""
    both = ((before.get(uid), after.get(uid)) for uid in sorted(before.keys() | after.keys()))
    found = (Difference(old, new) for old, new in both if old != new)
    return tuple(sorted(found, key=lambda one: one.latest.order))


def by_calendar(before: Side, after: Side) -> Iterator[tuple[str, tuple[AnyDifference, ...]]]:
    """The name and the differences of the programme, and then of the deadlines and of each delegation's calendar where there are some."""
    names = {**before.names, **after.names}
    yield names[PROGRAMME], differences(before.of(PROGRAMME), after.of(PROGRAMME))
    if due := differences(before.due(), after.due()):
        yield deadlines_of(names), due
    for path in sorted(path for path in names if path.startswith(DELEGATIONS)):
        if found := differences(before.of(path), after.of(path)):
            yield names[path], found


def as_markdown(before: Side, after: Side, zone: ZoneInfo) -> str:
    """All differences as a page, a heading for each calendar."""
    sections = [f"## {escaped(name)}\n\n{_listed(found, zone)}\n" for name, found in by_calendar(before, after)]
    return "\n".join(sections)


def _listed(found: tuple[AnyDifference, ...], zone: ZoneInfo) -> str:
    return "\n".join(f"- {escaped(one.sentence(zone))}" for one in found) or "Nothing differs."
