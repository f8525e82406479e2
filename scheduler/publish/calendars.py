"""The calendars of a meeting: which there are, what each shows, and the bytes of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Problem
from scheduler.publish.audiences import for_body, for_delegation, for_person, for_room
from scheduler.publish.ics import calendar, event, shown
from scheduler.publish.names import file_names
from scheduler.publish.vtimezone import PublishedZone
from scheduler.store.history import Key, Line, Shown, per_calendar

REMINDING = ("delegations/", "people/")
"""Which calendars have reminders: those of whoever must be there. A screen at a door, or who looks at the whole programme, needs none."""
CALENDAR_FOLDERS = ("delegations", "people", "rooms", "bodies")
ENDING = ".ics"
PROGRAMME = f"programme{ENDING}"
"""The calendar that holds everything."""


@dataclass(frozen=True, slots=True)
class Published:
    """A calendar by the ``path`` of its file, relative to the folder; the ``name`` that readers see; and the entries that it holds."""

    path: str
    name: str
    entries: tuple[Entry, ...]


def calendars(problem: Problem, agenda: Agenda) -> tuple[Published, ...]:
    """The programme, then a calendar for each delegation, person, room and body."""
    title = problem.meeting.title
    audiences: tuple[tuple[tuple[str, str, tuple[Entry, ...]], ...], ...] = (
        tuple((row.id, row.name, for_delegation(problem, agenda, row)) for row in problem.delegations),
        tuple((row.id, row.name, for_person(problem, agenda, row)) for row in problem.people),
        tuple((row.id, row.name, for_room(agenda, row)) for row in problem.rooms),
        tuple((row.id, row.title, for_body(problem, agenda, row)) for row in problem.bodies),
    )
    found = [Published(PROGRAMME, title, agenda.entries)]
    for folder, own in zip(CALENDAR_FOLDERS, audiences, strict=True):
        paths = calendar_paths(folder, tuple(id for id, _, _ in own))
        found += [Published(path, f"{title}: {name}", entries) for path, (_, name, entries) in zip(paths, own, strict=True)]
    return tuple(found)


def calendar_paths(folder: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The path of the calendar of each of the ``ids`` of a sheet, whose calendars lie in ``folder``."""
    return tuple(f"{folder}/{file}{ENDING}" for file in file_names(ids))


def shown_in_calendars(problem: Problem, published: tuple[Published, ...]) -> dict[Key, Shown]:
    """What each calendar shows, by its path and the UID."""
    plain = {entry.session: shown(problem, entry) for one in published for entry in one.entries}
    reminding = {session: replace(entry, reminders=problem.meeting.reminders) for session, entry in plain.items()}
    found = (
        (one.path, (reminding if one.path.startswith(REMINDING) else plain)[entry.session]) for one in published for entry in one.entries
    )
    return {(path, entry.uid): entry for path, entry in found}


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
