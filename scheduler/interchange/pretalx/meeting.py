"""Reading what pretalx exports, in any of three forms, as a draft."""

from __future__ import annotations

from scheduler.domain.draft import Draft
from scheduler.domain.errors import raise_any
from scheduler.interchange.conference.meeting import draft_of_programme
from scheduler.interchange.conference.rules import Keep
from scheduler.interchange.frab.meeting import draft_of_json
from scheduler.interchange.json_parts import read_json
from scheduler.interchange.pretalx.event import programme_of_answers, programme_of_editor

WHAT = "pretalx's schedule.json, the data of its schedule editor, or answers of its API in one file (see docs/interchange.md)"


def draft_of(content: bytes, file: str, keep: Keep | None = None) -> Draft:
    """The meeting folder that the file of that name makes, whose top says which of the forms it has.

    Raises
    ------
    InputError
        With everything in the file that is not so.
    """
    top = read_json(content, file, WHAT)
    if "schedule" in top.values:
        return draft_of_json(top, keep)
    if "submissions" not in top.values and "talks" not in top.values:
        top.fault("", "it has neither 'schedule', nor 'submissions', nor 'talks'", f"name {WHAT}")
    raise_any(top.faults)
    programme = programme_of_answers(top) if "submissions" in top.values else programme_of_editor(top)
    raise_any(top.faults)
    return draft_of_programme(programme, keep or Keep())
