"""The story of the guide is true: what is said there is answered, and what is written keeps to the standard and shows what is said."""

from __future__ import annotations

import libical
from release_story import GUARANTEES, GUIDE, Story, events

AGAIN = "run: python tests/publish/release_story.py"


def test_guide_has_what_the_commands_answer(story: Story) -> None:
    assert len(story.folders) == 3
    assert GUIDE.read_text("utf-8") == story.guide, AGAIN


def test_guarantees_have_what_delegates_see(story: Story) -> None:
    assert GUARANTEES.read_text("utf-8") == story.guarantees, AGAIN


def test_every_calendar_of_every_release_passes_libical(story: Story) -> None:
    calendars = [path for folder in story.folders for path in folder.rglob("*.ics")]
    assert len(calendars) >= 3 * 17
    assert {path: found for path in calendars if (found := libical.faults(path.read_bytes()))} == {}


def test_calendar_of_a_room_that_closes_keeps_its_entries_as_cancelled(story: Story) -> None:
    seen = [
        {
            room: {
                session: (f"{event.start:%H:%M}", str(event["STATUS"]), int(event["SEQUENCE"]))
                for session, event in events(folder / "rooms" / f"{room}.ics").items()
                if session == "group"
            }
            for room in ("salon", "hall")
        }
        for folder in story.folders
    ]
    assert seen == [
        {"salon": {"group": ("15:00", "CONFIRMED", 0)}, "hall": {}},
        {"salon": {"group": ("15:00", "CANCELLED", 1)}, "hall": {"group": ("16:00", "CONFIRMED", 1)}},
        {"salon": {"group": ("15:00", "CONFIRMED", 2)}, "hall": {"group": ("16:00", "CANCELLED", 2)}},
    ]


def test_busy_times_of_a_room_that_closes_are_none(story: Story) -> None:
    busy = [b"FREEBUSY;" in (folder / "freebusy" / "rooms" / "salon.ics").read_bytes() for folder in story.folders]
    assert busy == [True, False, True]
