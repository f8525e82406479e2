"""The calendars of a meeting: which there are, what each shows, and the bytes of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.policy import GROUPS, Audience
from scheduler.domain.problem import Problem
from scheduler.publish.audiences import for_body, for_delegation, for_person, for_room
from scheduler.publish.ics import calendar, event, shown
from scheduler.publish.names import file_names
from scheduler.publish.seen import seen_by
from scheduler.publish.vtimezone import PublishedZone
from scheduler.store.history import Key, Line, Shown, per_calendar

REMINDING = ("delegations/", "people/")
"""Which calendars have reminders: those of whoever must be there. A screen at a door, or who looks at the whole programme, needs none."""
AUDIENCES = "audiences"
"""Where audiences have their programmes, each in a folder of its own."""
ENDING = ".ics"
PROGRAMME = f"programme{ENDING}"
"""The calendar that holds everything."""


@dataclass(frozen=True, slots=True)
class Published:
    """A calendar by the ``path`` of its file, relative to the folder; the ``name`` that readers see; and the entries that it holds.

    It shows of them what its ``audience`` may see; None may see everything.
    """

    path: str
    name: str
    entries: tuple[Entry, ...]
    audience: Audience | None = None


def audience_folders(problem: Problem) -> tuple[tuple[str, Audience], ...]:
    """The folder of each audience that is given a programme of its own."""
    audiences = problem.meeting.policy.audiences
    names = file_names(tuple(audience.name for audience in audiences))
    return tuple((f"{AUDIENCES}/{name}", audience) for name, audience in zip(names, audiences, strict=True))


def calendars(problem: Problem, agenda: Agenda) -> tuple[Published, ...]:
    """The programme; a calendar for each delegation, person, room and body; and the programme for each audience."""
    title, policy = problem.meeting.title, problem.meeting.policy
    grouped: tuple[tuple[tuple[str, str, tuple[Entry, ...]], ...], ...] = (
        tuple((row.id, row.name, for_delegation(problem, agenda, row)) for row in problem.delegations),
        tuple((row.id, row.name, for_person(problem, agenda, row)) for row in problem.people),
        tuple((row.id, row.name, for_room(agenda, row)) for row in problem.rooms),
        tuple((row.id, row.title, for_body(problem, agenda, row)) for row in problem.bodies),
    )
    found = [Published(PROGRAMME, title, agenda.entries)]
    for folder, own in zip(GROUPS, grouped, strict=True):
        paths = calendar_paths(folder, tuple(id for id, _, _ in own))
        found += [
            Published(path, f"{title}: {name}", entries, policy.of_calendar(folder, id))
            for path, (id, name, entries) in zip(paths, own, strict=True)
        ]
    found += [Published(f"{folder}/{PROGRAMME}", title, agenda.entries, audience) for folder, audience in audience_folders(problem)]
    return tuple(found)


def calendar_paths(folder: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The path of the calendar of each of the ``ids`` of a sheet, whose calendars lie in ``folder``."""
    return tuple(f"{folder}/{file}{ENDING}" for file in file_names(ids))


def shown_in_calendars(problem: Problem, published: tuple[Published, ...]) -> dict[Key, Shown]:
    """What each calendar shows, by its path and the UID."""
    whole = {entry.session: shown(problem, entry) for one in published if one.audience is None for entry in one.entries}
    found: dict[Key, Shown] = {}
    for one in published:
        told = [whole[entry.session] for entry in one.entries] if one.audience is None else _told(problem, one.entries, one.audience)
        reminders = problem.meeting.reminders if one.path.startswith(REMINDING) else ()
        found |= {(one.path, entry.uid): replace(entry, reminders=reminders) if reminders else entry for entry in told}
    return found


def _told(problem: Problem, entries: tuple[Entry, ...], audience: Audience) -> list[Shown]:
    """What is shown of the entries to an audience."""
    seen, agenda = seen_by(problem, Agenda(meeting=problem.meeting.id, entries=entries), audience)
    return [shown(seen, entry) for entry in agenda.entries]


def calendar_files(
    key: str, years: Iterable[int], names: Mapping[str, str], lines: Mapping[Key, Line[Shown]]
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each calendar of these ``names``, by path, with its lines in order of time, on the clock of the zone ``key``.

    They are for these ``years``, and for those of the lines.
    """
    zone = PublishedZone.load(key)
    own = per_calendar(lines)
    every_year = {instant.astimezone(zone.zone).year for line in lines.values() for instant in (line.shown.start, line.shown.end)}.union(
        years
    )
    span = min(every_year), max(every_year)
    events = {line: event(zone, line) for line in dict.fromkeys(lines.values())}
    for path in names:
        ordered = sorted(own.get(path, {}).values(), key=lambda line: line.shown.order)
        yield path, calendar(zone, span, names[path], (events[line] for line in ordered))
