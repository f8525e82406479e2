"""What calendars may go on saying of what they show no more: the markings of today count, not those of the day on which it was shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduler.domain.marking import level, level_told
from scheduler.domain.policy import NOTHING, Audience
from scheduler.domain.problem import Body, Deadline, Paper, Problem, Session
from scheduler.publish.calendars import AUDIENCES, PROGRAMME, Published
from scheduler.publish.deadlines import DEADLINE, DEADLINES, PAPER, deadline_uid
from scheduler.publish.ics import PRIVATE, PUBLIC, access, uid
from scheduler.publish.seen import HIDDEN, hidden_id
from scheduler.publish.text import one_line
from scheduler.store.history import Shown, ShownDeadline

_IN_SUMMARY = frozenset({"title", "item"})
_IN_DESCRIPTION = frozenset({"item", "people", "link"})
_IN_LOCATION = frozenset({"room"})
"""Which fields of a session each property tells; none tells more than these and the body."""
DUE = "Deadline"
"""What a deadline is called that may not be told any more."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Tells, of each calendar and each entry that it shows no more, what it may go on saying of it."""

    problem: Problem
    audiences: dict[str, Audience | None]
    sessions: dict[str, Session]
    bodies: dict[str, Body]
    due: dict[str, Paper | Deadline]

    @classmethod
    def of(cls, problem: Problem, published: tuple[Published, ...]) -> Withheld:
        """By the markings and the policy of ``problem``, whose calendars are ``published``."""
        meeting = problem.meeting
        named = {uid(meeting, session.id): session for session in problem.sessions}
        nameless = {uid(meeting, hidden_id(meeting, session.id)): session for session in problem.sessions}
        audiences, bodies = {one.path: one.audience for one in published}, {one_line(body.id): body for body in problem.bodies}
        due: dict[str, Paper | Deadline] = {deadline_uid(meeting, PAPER, row.id): row for row in problem.papers}
        due |= {deadline_uid(meeting, DEADLINE, row.id): row for row in problem.deadlines}
        return cls(problem, audiences, named | nameless, bodies, due)

    def from_session(self, calendar: str, entry: Shown) -> Shown:
        """What remains of the ``entry``: its time at the least. As long as its session is in the sheets, it is marked as that is."""
        meeting, audience = self.problem.meeting, self._audience(calendar)
        today = self._levels(entry)
        levels = today if entry.uid in self.sessions else today | self._levels_then(entry)
        if audience is not None and not all(audience.sees(level) for level in levels):
            return self._neutral(entry)
        hidden = meeting.policy.hidden(audience) if audience is not None else frozenset()
        return replace(
            entry,
            summary=one_line(meeting.policy.neutral) if hidden & _IN_SUMMARY else entry.summary,
            description="" if hidden & _IN_DESCRIPTION else entry.description,
            location="" if hidden & _IN_LOCATION else entry.location,
            link="" if "link" in hidden else entry.link,
            access=access(meeting, max(levels)) if today else entry.access,
        )

    def _neutral(self, entry: Shown) -> Shown:
        """When something was, and who answers for it. What is not named here is not told, whatever entries come to say."""
        meeting = self.problem.meeting
        return Shown(
            uid=entry.uid,
            start=entry.start,
            end=entry.end,
            summary=one_line(meeting.policy.neutral),
            location="",
            description="",
            category="",
            organizer=entry.organizer,
            email=entry.email,
            access=access(meeting, len(meeting.markings) - 1),
        )

    def from_deadline(self, calendar: str, entry: ShownDeadline) -> ShownDeadline:
        """What remains of a deadline: its day at the least. Which sessions need a paper is told to those alone who see everything."""
        meeting, row = self.problem.meeting, self.due.get(entry.uid)
        audience = self._audience(f"{calendar.removesuffix(DEADLINES)}{PROGRAMME}")
        levels = self._levels_then(entry) if row is None else {level(self.problem, row)}
        marked = entry if row is None else replace(entry, access=access(meeting, max(levels)))
        if audience is None:
            return marked
        if all(audience.sees(level) for level in levels) and "people" not in meeting.policy.hidden(audience):
            return replace(marked, description="")
        highest = access(meeting, len(meeting.markings) - 1)
        return ShownDeadline(entry.uid, entry.day, DUE, description="", organizer=entry.organizer, email=entry.email, access=highest)

    def _audience(self, calendar: str) -> Audience | None:
        """For whom a calendar is; who has none today, but had, is shown what the group is, or nothing if it was an audience's."""
        if calendar in self.audiences:
            return self.audiences[calendar]
        meeting, group = self.problem.meeting, calendar.partition("/")[0]
        return Audience("", tuple(NOTHING for _ in meeting.markings)) if group == AUDIENCES else meeting.policy.of_calendar(group)

    def _levels(self, entry: Shown) -> set[int]:
        """The levels of what the entry says that today's sheets still have: of its session with its body, and of the body that it names."""
        session, body = self.sessions.get(entry.uid), self.bodies.get(entry.category)
        return ({level_told(self.problem, session)} if session else set()) | ({level(self.problem, body)} if body else set())

    def _levels_then(self, entry: Shown | ShownDeadline) -> set[int]:
        """All levels that an entry can have had by its class.

        The highest where nobody can tell: where it has no class, or its id was hidden, and with another secret than today's.
        """
        highest = len(self.problem.meeting.markings) - 1
        classes = {PUBLIC: {0}, PRIVATE: set(range(1, highest))} if not entry.uid.startswith(HIDDEN) else {}
        return classes.get(entry.access) or {highest}
