"""What differs between two programmes, as delegates see them: what joined, moved, changed or left, in all and for each delegation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from scheduler.publish.calendars import PROGRAMME
from scheduler.publish.markdown import escaped
from scheduler.store.history import Key, Shown, per_calendar

Kind = Literal["added", "moved", "changed", "withdrawn"]
DELEGATIONS = "delegations/"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two programmes that are compared: what each calendar shows, and the name of each by its path."""

    shown: Mapping[Key, Shown]
    names: Mapping[str, str]

    def of(self, calendar: str) -> dict[str, Shown]:
        """What one calendar shows, by UID."""
        return per_calendar(self.shown).get(calendar, {})


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of an entry: from ``before``, None if it is new, to ``after``, None if it is withdrawn."""

    before: Shown | None
    after: Shown | None

    @property
    def kind(self) -> Kind:
        """Whether it joined, left, moved to another time or place, or changed otherwise."""
        if self.before is None or self.after is None:
            return "added" if self.before is None else "withdrawn"
        return "changed" if self.before.place == self.after.place else "moved"

    @property
    def latest(self) -> Shown:
        """The entry as it is now or, where it is withdrawn, as it was."""
        entry = self.after or self.before
        assert entry is not None
        return entry

    def sentence(self, zone: ZoneInfo) -> str:
        """What became of it, in words, on the clock of ``zone``."""
        name, before, after = self.latest.summary, self.before, self.after
        if before is None or after is None:
            return f"{name}: {self.kind}, {_place(self.latest, zone)}"
        parts = [f"{_place(before, zone)} → {_place(after, zone)}"] if before.place != after.place else []
        parts += [f"was called '{before.summary}'"] if before.summary != after.summary else []
        old, new = before.description.splitlines(), after.description.splitlines()
        parts += [f"no longer {line}" for line in old if line not in new] + [f"now {line}" for line in new if line not in old]
        return f"{name}: {'; '.join(parts) or 'other details'}"


def differences(before: Mapping[str, Shown], after: Mapping[str, Shown]) -> tuple[Difference, ...]:
    """What differs between two calendars, by UID, in order of time."""
    both = ((before.get(uid), after.get(uid)) for uid in sorted(before.keys() | after.keys()))
    found = (Difference(old, new) for old, new in both if old != new)
    return tuple(sorted(found, key=lambda one: (one.latest.start, one.latest.location, one.latest.uid)))


def by_calendar(before: Side, after: Side) -> Iterator[tuple[str, tuple[Difference, ...]]]:
    """The name and the differences of the programme, and then of each delegation's calendar that has some."""
    names = {**before.names, **after.names}
    for path in [PROGRAMME, *sorted(path for path in names if path.startswith(DELEGATIONS))]:
        found = differences(before.of(path), after.of(path))
        if found or path == PROGRAMME:
            yield names[path], found


def as_markdown(before: Side, after: Side, zone: ZoneInfo) -> str:
    """All differences as a page, a heading for each calendar."""
    sections = [f"## {escaped(name)}\n\n{_listed(found, zone)}\n" for name, found in by_calendar(before, after)]
    return "\n".join(sections)


def _listed(found: tuple[Difference, ...], zone: ZoneInfo) -> str:
    return "\n".join(f"- {escaped(one.sentence(zone))}" for one in found) or "Nothing differs."


def _place(entry: Shown, zone: ZoneInfo) -> str:
    start, end = entry.start.astimezone(zone), entry.end.astimezone(zone)
    return f"{start:%a %d %b %H:%M}-{end:%H:%M} in {entry.location}"
