"""What a workbook marks: what has become of its sessions since a release, in the words of ``schedule diff``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scheduler.domain.agenda import Agenda
from scheduler.domain.problem import Problem
from scheduler.publish.differences import Difference, differences
from scheduler.publish.ics import session_of, shown
from scheduler.store.history import Shown


@dataclass(frozen=True, slots=True)
class Since:
    """A release, by its number, and what its programme showed, by UID: changes are told since then."""

    release: int
    shown: Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class Marks:
    """What has changed since the ``release`` of that number, by the session's id, in order of time; times are on the clock of ``zone``."""

    release: int
    zone: ZoneInfo
    found: Mapping[str, Difference[Shown]]

    @classmethod
    def of(cls, problem: Problem, agenda: Agenda, since: Since) -> Marks:
        """What an agenda changes of a release."""
        now = {entry.uid: entry for entry in (shown(problem, entry) for entry in agenda.entries)}
        found = {session_of(one.latest.uid): one for one in differences(since.shown, now)}
        return cls(since.release, problem.clock.zone, found)

    def note(self, session: str) -> str:
        """What has become of a session, in words; empty where nothing has."""
        one = self.found.get(session)
        return f"{one.kind} since release {self.release}: {one.in_words(self.zone)}" if one else ""

    @property
    def header(self) -> tuple[str, ...]:
        """What stands above the columns of :meth:`rows`."""
        return "change", "session", "title", "what", f"in release {self.release}", "now"

    def rows(self) -> Iterator[tuple[str, ...]]:
        """A row for each detail that differs."""
        for session, one in self.found.items():
            for detail in one.details(self.zone):
                yield one.kind, session, one.latest.summary, detail.what, detail.before, detail.after
