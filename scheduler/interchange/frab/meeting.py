"""Reading a frab schedule, in either of its forms, as a draft."""

from __future__ import annotations

from scheduler.domain.draft import Draft
from scheduler.domain.errors import raise_any
from scheduler.interchange.conference.meeting import draft_of_programme
from scheduler.interchange.conference.rules import Keep
from scheduler.interchange.frab.json_file import WHAT, schedule_in
from scheduler.interchange.frab.schedule import programme_of
from scheduler.interchange.frab.xml_file import read_schedule_xml
from scheduler.interchange.json_parts import JsonPart, read_json


def draft_of(content: bytes, file: str, keep: Keep | None = None) -> Draft:
    """The meeting folder that the schedule in the file of that name makes; one that begins with ``<`` is XML.

    Raises
    ------
    InputError
        With everything in the file that is not so.
    """
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return draft_of_json(read_json(content, file, WHAT), keep)
    schedule, top = read_schedule_xml(content, file)
    programme = programme_of(schedule)
    raise_any(top.faults)
    return draft_of_programme(programme, keep or Keep())


def draft_of_json(top: JsonPart, keep: Keep | None = None) -> Draft:
    """The same of a schedule.json of which ``top`` is the top.

    Raises
    ------
    InputError
        With everything in the file that is not so.
    """
    top.check_keys(("schedule",), top.values)
    raise_any(top.faults)
    programme = programme_of(schedule_in(top))
    raise_any(top.faults)
    return draft_of_programme(programme, keep or Keep())
