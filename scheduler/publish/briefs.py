"""A delegation's brief: read from its calendar and its notes, and written into one folder, for its own eyes.

Nothing goes anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.brief import Brief, Memory, brief
from scheduler.domain.errors import Fault, Refused, Source
from scheduler.domain.notes import Programme, meeting_of
from scheduler.domain.suggestions import suggestion
from scheduler.files.atomic import PRIVATE, write_file
from scheduler.files.brief_memory import memory_bytes, read_memory
from scheduler.files.faults import Faults
from scheduler.files.notes import read_notes
from scheduler.files.programme_calendar import read_programme
from scheduler.publish.brief_calendar import brief_calendar
from scheduler.publish.brief_page import brief_page, sentence
from scheduler.publish.folder import refusing

MEMORY, CALENDAR, PAGE = "brief.json", "brief.ics", "brief.html"
"""What is written. The memory comes first: after a crash the next run then writes the same versions of the entries again."""
_PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class WrittenBrief:
    """A brief, the ``files`` that hold it, and what its delegation should look at: warnings, and otherwise news."""

    brief: Brief
    files: tuple[Path, ...]
    warnings: tuple[Fault, ...]
    news: tuple[str, ...]


def write_brief(calendar: Path, notes: Path, out: Path, zone: str | None = None) -> WrittenBrief:
    """Lay the ``notes`` onto the ``calendar``, and write the brief into the folder ``out``, which its owner alone can read.

    ``zone`` is the venue's, for calendars that do not say.

    Raises
    ------
    InputError
        If the calendar, the notes or what is remembered cannot be read, with every fault; nothing is written then.
    Refused
        If ``out`` has the brief of another meeting, or cannot be written.
    """
    faults = Faults()
    warnings: list[Fault] = []
    programme = read_programme(calendar, zone, faults, warnings)
    noted = read_notes(notes, faults)
    memory = read_memory(out / MEMORY, faults)
    targets = {(out / name).resolve() for name in (MEMORY, CALENDAR, PAGE)}
    for path in (calendar, notes):
        if path.resolve() in targets:
            faults.add(Source(str(path)), f"the brief would be written over it, in {out}", "give another folder with --out")
    if programme is not None and not programme.entries and memory is None:
        faults.add(Source(str(calendar)), "the calendar has no entries", "give the calendar of the whole programme, or of your delegation")
    faults.raise_any()
    assert programme is not None
    _refuse_another_meeting(programme, memory, out)
    made = brief(programme, noted, memory)
    if not noted.notes:
        warnings.append(Fault(Source(str(notes)), "there is no note in the file", "begin each with '## 4a', or '4a:' in YAML"))
    files = {MEMORY: memory_bytes(made.memory), CALENDAR: brief_calendar(made), PAGE: brief_page(made)}
    with refusing(out, "made"):
        out.parent.mkdir(parents=True, exist_ok=True)
        out.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    for name, content in files.items():
        with refusing(out / name, "written"):
            write_file(out / name, content, PRIVATE)
    zone_shown = programme.zone
    news = tuple(f"{change.note.key}: {sentence(change, zone_shown)}" for change in made.changes if change.kind == "new")
    return WrittenBrief(made, tuple(out / name for name in files), (*warnings, *_warnings(made, calendar)), news)


def _refuse_another_meeting(programme: Programme, memory: Memory | None, out: Path) -> None:
    """Keep one meeting's brief from being taken for the next version of another's, with everything in it cancelled."""
    before = {meeting_of(laid.uid) for laid in memory.now.entries} if memory else set()
    if before and programme.meetings and before.isdisjoint(programme.meetings):
        raise Refused(f"{out} has the brief of another meeting, {', '.join(sorted(before))}", "give another folder with --out")


def _warnings(made: Brief, calendar: Path) -> tuple[Fault, ...]:
    """What has moved or gone from under a note, and notes that fit nothing, in the order of the notes."""
    changed = [change for change in made.changes if change.kind != "new"]
    told = {change.note for change in changed}
    names = [name for session in made.sessions for name in session.entry.names]
    hint = "name an agenda item by its number, or a session by its id, as they stand in the calendar"
    moved = [Fault(change.note.source, f"{change.note.key}: {sentence(change, made.programme.zone)}") for change in changed]
    lost = [
        Fault(note.source, f"no session of {calendar} is '{note.key}'", suggestion(note.key, names, hint))
        for note in made.unplaced
        if note not in told
    ]
    return tuple(sorted((*moved, *lost, *_ambiguous(made)), key=lambda fault: fault.source))


def _ambiguous(made: Brief) -> Iterator[Fault]:
    """Notes that lie on items of several bodies, each of which counts its own from 1."""
    for note in dict.fromkeys(note for session in made.sessions for note in session.notes):
        bodies = sorted({session.entry.body for session in made.sessions if note in session.notes and session.entry.body})
        if len(bodies) > 1:
            yield Fault(
                note.source,
                f"'{note.key}' is an item of several bodies, and the note is on each: {', '.join(bodies)}",
                f"if one of them is meant, call it '{bodies[0]} {note.key}'",
            )
