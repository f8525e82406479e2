"""The story of three releases that docs/secretariats-guide.md tells: done here as it stands there, by commands and changes of sheets.

``python tests/publish/release_story.py`` puts what the commands answer into that page, and what delegates see into calendar-guarantees.md.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from unittest.mock import patch

from icalendar import Calendar, Event

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "cli"))  # For whoever runs this file; pytest has it from pyproject.toml.
from command_line import change, schedule  # noqa: E402

GUIDE, GUARANTEES = ROOT / "docs" / "secretariats-guide.md", ROOT / "docs" / "calendar-guarantees.md"
HEADING = "## Release, change, release again\n"
BEGIN, END = "<!-- story: begin -->\n", "<!-- story: end -->\n"
MEETING = "spring-meeting"
FIRST = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
"""When release 1 is published; each later one is a day after the one before."""


@dataclass(frozen=True, slots=True)
class Story:
    """What came of it: the ``folder`` of each release, in order, and the two pages as they should be."""

    folders: tuple[Path, ...]
    guide: str
    guarantees: str


def played(where: Path) -> Story:
    """Do in the folder ``where`` all that the guide says."""
    shutil.copytree(ROOT / "tests" / "story", where / MEETING)
    page = GUIDE.read_text("utf-8")
    before, heading, rest = page.partition(HEADING)
    section, following, after = rest.partition("\n## ")
    clock = (FIRST + timedelta(days=days) for days in count())
    with contextlib.chdir(where), patch("scheduler.cli.release.now", lambda: next(clock)):
        told = re.sub(r"```(console|diff)\n(.*?)```\n", _done, section, flags=re.DOTALL)
    releases = where / MEETING / "releases"
    folders = tuple(releases / str(number) for number in range(1, 1 + len(list(releases.iterdir()))))
    opening, mark, between = GUARANTEES.read_text("utf-8").partition(BEGIN)
    guarantees = opening + mark + _table(folders) + END + between.partition(END)[2]
    return Story(folders, before + heading + told + following + after, guarantees)


def events(path: Path) -> dict[str, Event]:
    """The events of a calendar by session, each once, in order of time."""
    found = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    named = {str(event["UID"]).partition("@")[0]: event for event in sorted(found, key=lambda event: event.start)}
    assert len(named) == len(found)
    return named


def _done(block: re.Match[str]) -> str:
    """A block of the page, once what it says is done: with the answers that its commands gave."""
    kind, text = block.groups()
    if kind == "diff":
        for edit in text.split("--- ")[1:]:
            name, *lines = edit.splitlines()
            old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] in (" ", sign)) for sign in "-+")
            change(Path(name), old, new)
        return block.group()
    return f"```console\n{''.join(_answers(text))}```\n"


def _answers(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith("$ "):
            program, *arguments = shlex.split(line.removeprefix("$ "))
            answer = schedule(*arguments)
            assert (program, answer.code, answer.err) == ("schedule", 0, "")
            yield f"{line}\n"
            yield from (f"{said.rstrip()}\n" for said in answer.out.splitlines())


def _table(folders: tuple[Path, ...]) -> str:
    """What each release shows of each session, a row for each, in the order in which delegates first saw them."""
    programmes = [events(folder / "programme.ics") for folder in folders]
    sessions = dict.fromkeys(session for programme in programmes for session in programme)
    rows = [["session", *(f"release {number}" for number, _ in enumerate(folders, 1))], ["---"] * (1 + len(folders))]
    for session in sessions:
        versions = [programme.get(session) for programme in programmes]
        title = next(str(event["SUMMARY"]) for event in versions if event)
        rows.append([title, *(_cell(event, known) for event, known in zip(versions, (None, *versions), strict=False))])
    return "\n" + "".join(f"| {' | '.join(row)} |\n".replace("|  |", "| |") for row in rows) + "\n"


def _cell(event: Event | None, known: Event | None) -> str:
    if event is None:
        return ""
    if known is not None and event.to_ical() == known.to_ical():
        return "the same bytes"
    shown = "cancelled" if event["STATUS"] == "CANCELLED" else f"{event.start:%H:%M}, {str(event['LOCATION']).partition(',')[0]}"
    return f"{shown}, version {event['SEQUENCE']}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        story = played(Path(place))
    GUIDE.write_text(story.guide, "utf-8")
    GUARANTEES.write_text(story.guarantees, "utf-8")
