"""A calendar in the folder availability, from the file to the programme, to the refusal, and to the explanation."""

from __future__ import annotations

from pathlib import Path

from command_line import Answer, contents, schedule

from scheduler.domain.agenda import Entry
from scheduler.files.agenda_file import read_agenda
from scheduler.files.meeting_folder import read_meeting

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
SUMMARY:Interview at Umbrella Ltd
DTSTART;TZID=America/New_York:20270103T{start}
DTEND;TZID=America/New_York:20270103T{end}
RRULE:FREQ=WEEKLY;BYDAY=SU
END:VEVENT
END:VCALENDAR
"""


def keep(folder: Path, start: str, end: str) -> None:
    """Give cor-01, who presents proposals-b, a call on every Sunday at that time in New York."""
    (folder / "availability").mkdir(exist_ok=True)
    (folder / "availability" / "cor-01.ics").write_text(CALENDAR.format(start=start, end=end), "utf-8")


def entry(folder: Path) -> Entry:
    """Where the agenda that was written has proposals-b."""
    agenda = read_agenda(folder / "out" / "agenda.json", read_meeting(folder).problem)
    return next(entry for entry in agenda.entries if entry.session == "proposals-b")


def test_calendar_moves_a_session_and_refutes_the_agenda_before(ok_small: Path) -> None:
    # Without it, proposals-b runs from 10:45 to 11:45. On 28 March New York is six hours behind Vienna, whose summer has begun that
    # night, so that the call lasts from 10:30 to 11:00. The session begins when it is over, the wrap-up 15 minutes later than before.
    assert schedule("solve", "ok_small", "-q").code == 0
    assert f"{entry(ok_small).start:%d %H:%M}" == "28 08:45"
    keep(ok_small, "043000", "050000")
    answer = schedule("check", "ok_small")
    broken = (
        "people-available[cor-01] (must hold): cor-01 is not available during proposals-b 'Proposals on valves', Sun 10:45-11:45 in annex"
    )
    assert (answer.code, [line for line in answer.out.splitlines() if line.startswith("people-available")]) == (1, [broken])
    assert answer.err.startswith("note: the sheets changed since this agenda was made")
    assert schedule("solve", "ok_small", "-q") == Answer(0, "", "")
    assert f"{entry(ok_small).start:%d %H:%M}" == "28 09:00"
    assert schedule("check", "ok_small").out.endswith("Confirmed: everything that must hold does. Cost 60.\n")
    written = contents(ok_small / "out")
    assert [name for name, content in written.items() if b"Umbrella" in content] == []


def test_calendar_is_named_where_it_leaves_no_agenda(ok_small: Path) -> None:
    keep(ok_small, "040000", "060000")
    answer = schedule("solve", "ok_small", "-q")
    assert answer.code == 3
    assert "  ok_small/availability/cor-01.ics:3: cor-01 is busy Sun 10:00 to Sun 12:00" in answer.err.splitlines()
    assert "Umbrella" not in answer.err
