"""The calendar of deadlines: what it says, how it changes from release to release, and that programs of every kind can use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import javascript
import libical
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component
from khal_calendar import Khal
from published_meetings import two_bodies
from test_released import FIRST, SECOND, THIRD, opened, released
from test_releases_in_programs import asked, radicale

from scheduler.domain.clock import Clock
from scheduler.domain.problem import Deadline, Paper, Problem
from scheduler.publish.deadlines import LEAD, deadline_files, shown_deadlines, task, whole_day
from scheduler.publish.ics import first_stamp
from scheduler.publish.released import Changes, revert, write_releases
from scheduler.store.history import Line

LIST = Paper(
    id="list", title="Control list; proposals, drafts", author="east", session="rpoc-4a", due=date(2027, 2, 1), received=date(2027, 1, 29)
)
PLAN = Paper(id="plan", title="Outreach plan", due=date(2027, 2, 28))
NAMES = Deadline(id="names", title="Names of delegates", due=date(2027, 2, 26), who="all delegations")


def meeting(*rows: Paper | Deadline) -> Problem:
    """The meeting of two bodies, with these papers and deadlines."""
    problem, _ = two_bodies()
    papers, deadlines = (tuple(row for row in rows if isinstance(row, kind)) for kind in (Paper, Deadline))
    return replace(problem, papers=papers, deadlines=deadlines)


def content(problem: Problem) -> bytes:
    lines = {key: Line(shown, first_stamp(problem.meeting)) for key, shown in shown_deadlines(problem).items()}
    ((path, found),) = deadline_files(problem.clock.zone.key, (2027, 2027), {"programme.ics": "Spring meeting"}, lines)
    assert path == "deadlines.ics"
    return found


def written(part: Component) -> list[str]:
    return part.to_ical(sorted=False).decode().replace("\r\n ", "").split("\r\n")[1:-2]


def lines_of(row: Paper | Deadline) -> tuple[list[str], list[str]]:
    """The task and the all-day entry of one row."""
    problem = meeting(row)
    (shown,) = shown_deadlines(problem).values()
    line = Line(shown, first_stamp(problem.meeting))
    return written(task(line)), written(whole_day(line))


def release_of(folder: Path, problem: Problem, at: datetime) -> None:
    released(folder, problem, two_bodies()[1], at)


def stories(folder: Path, number: int) -> dict[str, tuple[int, str, str]]:
    """Of each entry of a release: its version, when that was published, and its status."""
    found = (folder / "releases" / str(number) / "deadlines.ics").read_bytes()
    assert libical.faults(found) == ()
    parts = [part for part in Calendar.from_ical(found).subcomponents if part.name != "VTIMEZONE"]
    told = {str(part["UID"]).partition("@")[0]: (int(part["SEQUENCE"]), f"{part['DTSTAMP'].dt:%d}", str(part["STATUS"])) for part in parts}
    assert len(told) == len(parts)
    return told


def test_deadline_of_a_paper_is_a_task_and_an_all_day_entry() -> None:
    assert lines_of(LIST) == (
        [
            "UID:paper+list+task@two-bodies",
            "DTSTAMP:20260830T090000Z",
            "LAST-MODIFIED:20260830T090000Z",
            "SEQUENCE:0",
            "DTSTART;VALUE=DATE:20270104",
            "DUE;VALUE=DATE:20270201",
            r"SUMMARY:Paper due: Control list\; proposals\, drafts (Eastland)",
            r"DESCRIPTION:Needed for RPOC: 4a. Export control issues\; new\, urgent\nReceived on 29 January 2027",
            "ORGANIZER;CN=Secretariat:mailto:secretariat@example.org",
            "PRIORITY:5",
            "COMPLETED:20270129T110000Z",
            "STATUS:COMPLETED",
        ],
        [
            "UID:paper+list@two-bodies",
            "DTSTAMP:20260830T090000Z",
            "LAST-MODIFIED:20260830T090000Z",
            "SEQUENCE:0",
            "DTSTART;VALUE=DATE:20270201",
            "DTEND;VALUE=DATE:20270202",
            r"SUMMARY:Paper due: Control list\; proposals\, drafts (Eastland)",
            r"DESCRIPTION:Needed for RPOC: 4a. Export control issues\; new\, urgent\nReceived on 29 January 2027",
            "ORGANIZER;CN=Secretariat:mailto:secretariat@example.org",
            "STATUS:CONFIRMED",
            "TRANSP:TRANSPARENT",
        ],
    )


def test_deadline_of_the_sheet_says_what_and_who() -> None:
    todo, day = lines_of(NAMES)
    assert todo[4:] == [
        "DTSTART;VALUE=DATE:20270129",
        "DUE;VALUE=DATE:20270226",
        "SUMMARY:Deadline: Names of delegates (all delegations)",
        "ORGANIZER;CN=Secretariat:mailto:secretariat@example.org",
        "PRIORITY:5",
        "STATUS:NEEDS-ACTION",
    ]
    assert (todo[0], day[0]) == ("UID:deadline+names+task@two-bodies", "UID:deadline+names@two-bodies")


@pytest.mark.parametrize(
    ("who", "named"),
    [("ana", " (Ana Example (Northland))"), ("west", " (Westland)"), ("Chairs,\nall", " (Chairs, all)"), ("", "")],
)
def test_deadline_names_delegations_and_people_by_their_names(who: str, named: str) -> None:
    (shown,) = shown_deadlines(meeting(replace(NAMES, who=who))).values()
    assert shown.summary == f"Deadline: Names of delegates{named}"


def test_deadline_of_a_paper_names_every_session_that_needs_it() -> None:
    problem = meeting(replace(LIST, received=None), PLAN)
    sessions = tuple(replace(one, paper="list") if one.id in ("group", "rpoc-4a") else one for one in problem.sessions)
    first, second = shown_deadlines(replace(problem, sessions=sessions)).values()
    assert (first.description, second.description) == (
        "Needed for RPOC: 4a. Export control issues; new, urgent\nNeeded for SG: Small group",
        "",
    )


def test_paper_that_is_due_on_no_day_has_no_deadline() -> None:
    assert shown_deadlines(meeting(replace(PLAN, due=None))) == {}


def test_uids_of_papers_deadlines_and_sessions_never_meet() -> None:
    ids = ("a", "a+task", "paper+a", "deadline+a", "a%2Btask")
    rows = [kind(id=id, title="T", due=date(2027, 2, 1)) for kind in (Paper, Deadline) for id in ids]
    parts = Calendar.from_ical(content(meeting(*rows))).walk()
    uids = {str(part["UID"]) for part in parts if "UID" in part}
    assert len(uids) == 2 * len(rows)
    assert {f"{id}@two-bodies" for id in ("a", "rpoc-4a")}.isdisjoint(uids)


def test_deadlines_are_in_order_of_their_days_and_without_a_method() -> None:
    found = Calendar.from_ical(content(meeting(PLAN, LIST, NAMES)))
    assert "METHOD" not in found
    assert [str(part["UID"]).partition("@")[0] for part in found.walk() if "UID" in part] == [
        "paper+list+task",
        "paper+list",
        "deadline+names+task",
        "deadline+names",
        "paper+plan+task",
        "paper+plan",
    ]


@settings(deadline=None, max_examples=60)
@given(
    st.dates(date(1990, 1, 1), date(2200, 12, 31)),
    st.dates(date(1990, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["Europe/Vienna", "Pacific/Auckland", "America/Sao_Paulo", "Pacific/Kwajalein", "America/Los_Angeles"]),
)
def test_deadline_of_any_day_has_its_own_days_in_icalendar_and_passes_libical(due: date, received: date, zone: str) -> None:
    problem = meeting(replace(LIST, due=due, received=received))
    clock = Clock(ZoneInfo(zone), problem.clock.first_day, problem.clock.last_day)
    found = content(replace(problem, meeting=replace(problem.meeting, clock=clock)))
    calendar = Calendar.from_ical(found)
    ((todo,), (day,)) = (calendar.walk(name) for name in ("VTODO", "VEVENT"))
    assert (todo["DUE"].dt, todo["DUE"].dt - todo["DTSTART"].dt) == (due, LEAD)
    assert (day["DTSTART"].dt, day["DTEND"].dt) == (due, due + timedelta(days=1))
    assert todo["COMPLETED"].dt.astimezone(ZoneInfo(zone)).date() in (received, received + timedelta(days=1))
    assert libical.faults(found) == ()


def test_deadlines_pass_libical_and_each_kind_alone_as_a_publication() -> None:
    found = content(meeting(PLAN, LIST, NAMES))
    assert libical.faults(found) == ()
    for kind in ("VTODO", "VEVENT"):
        alone = Calendar({"VERSION": "2.0", "PRODID": "-//test//", "METHOD": "PUBLISH"})
        for part in Calendar.from_ical(found).walk(kind):
            alone.add_component(part)
        text = alone.to_ical()
        assert libical.faults(text) == ()
        assert libical.faults(text.replace(b"ORGANIZER;CN=Secretariat", b"ATTENDEE")) != ()


def test_calendar_of_no_deadlines_passes_libical() -> None:
    assert libical.faults(content(meeting())) == ()


EXPECTED = {
    "paper+list": ("Paper due: Control list; proposals, drafts (Eastland)", date(2027, 2, 1), date(2027, 2, 2)),
    "paper+list+task": ("Paper due: Control list; proposals, drafts (Eastland)", date(2027, 1, 4), date(2027, 2, 1)),
    "deadline+names": ("Deadline: Names of delegates (all delegations)", date(2027, 2, 26), date(2027, 2, 27)),
    "deadline+names+task": ("Deadline: Names of delegates (all delegations)", date(2027, 1, 29), date(2027, 2, 26)),
}


def test_deadlines_in_vobject() -> None:
    calendar = vobject.readOne(content(meeting(LIST, NAMES)).decode())
    found = {part.uid.value: (part.summary.value, part.dtstart.value, part.dtend.value) for part in calendar.vevent_list}
    found |= {part.uid.value: (part.summary.value, part.dtstart.value, part.due.value) for part in calendar.vtodo_list}
    assert found == {f"{name}@two-bodies": entry for name, entry in EXPECTED.items()}


@pytest.mark.parametrize(
    ("parser", "names"), [("ical.js", EXPECTED), ("node-ical", [name for name in EXPECTED if not name.endswith("task")])]
)
def test_deadlines_in_javascript(parser: str, names: Iterable[str]) -> None:
    (read,) = javascript.parse((content(meeting(LIST, NAMES)),))
    found = {
        uid: (summary, *(datetime.fromtimestamp(time, UTC).date() for time in times)) for uid, (summary, *times) in read[parser].items()
    }
    assert found == {f"{name}@two-bodies": entry for name, entry in EXPECTED.items() if name in names}


def test_release_of_deadlines_moves_completes_and_withdraws(tmp_path: Path) -> None:
    late = replace(LIST, received=None)
    release_of(tmp_path, meeting(late, PLAN, NAMES), FIRST)
    release_of(tmp_path, meeting(LIST, replace(NAMES, due=date(2027, 2, 27))), SECOND)
    both = [f"{name}{task}" for name in ("paper+list", "paper+plan", "deadline+names") for task in ("", "+task")]
    assert stories(tmp_path, 1) == {uid: (0, "01", "NEEDS-ACTION" if uid.endswith("task") else "CONFIRMED") for uid in both}
    assert stories(tmp_path, 2) == {
        "paper+list": (0, "02", "CONFIRMED"),
        "paper+list+task": (0, "02", "COMPLETED"),
        "paper+plan": (1, "02", "CANCELLED"),
        "paper+plan+task": (1, "02", "CANCELLED"),
        "deadline+names": (1, "02", "CONFIRMED"),
        "deadline+names+task": (1, "02", "NEEDS-ACTION"),
    }
    withdrawn = [line for line in (tmp_path / "releases/2/deadlines.ics").read_text("utf-8").splitlines() if "Outreach" in line]
    assert withdrawn == ["SUMMARY:CANCELLED: Paper due: Outreach plan"] * 2


def test_deadline_that_was_met_and_is_withdrawn_is_cancelled(tmp_path: Path) -> None:
    release_of(tmp_path, meeting(LIST), FIRST)
    release_of(tmp_path, meeting(), SECOND)
    assert stories(tmp_path, 2) == {"paper+list": (1, "02", "CANCELLED"), "paper+list+task": (1, "02", "CANCELLED")}
    assert "COMPLETED" not in (tmp_path / "releases/2/deadlines.ics").read_text("utf-8")


def test_release_of_deadlines_that_have_not_changed_has_the_same_bytes(tmp_path: Path) -> None:
    for at in (FIRST, SECOND):
        release_of(tmp_path, meeting(LIST, NAMES), at)
    first, second = ((tmp_path / "releases" / number / "deadlines.ics").read_bytes() for number in "12")
    assert first == second


def test_revert_gives_deadlines_back_as_a_later_version(tmp_path: Path) -> None:
    release_of(tmp_path, meeting(PLAN, NAMES), FIRST)
    release_of(tmp_path, meeting(NAMES, LIST), SECOND)
    with opened(tmp_path) as ledger:
        revert(ledger, 1, THIRD, "")
        write_releases(ledger, tmp_path)
        changes = [Changes.of(ledger, number) for number in (1, 2, 3)]
    days = {name: story for name, story in stories(tmp_path, 3).items() if not name.endswith("task")}
    assert days == {
        "paper+plan": (2, "03", "CONFIRMED"),
        "paper+list": (1, "03", "CANCELLED"),
        "deadline+names": (0, "01", "CONFIRMED"),
    }
    assert [(change.added, change.deadlines) for change in changes] == [(3, 2), (0, 2), (0, 2)]


@pytest.fixture
def releases(tmp_path: Path) -> tuple[Path, Path]:
    """Two releases: names are due a day later in the second, and the plan is no longer wanted."""
    release_of(tmp_path, meeting(PLAN, NAMES), FIRST)
    release_of(tmp_path, meeting(replace(NAMES, due=date(2027, 2, 27))), SECOND)
    return tmp_path / "releases" / "1" / "deadlines.ics", tmp_path / "releases" / "2" / "deadlines.ics"


def test_releases_update_the_deadlines_of_khal(tmp_path: Path, releases: tuple[Path, Path]) -> None:
    khal, listed = Khal(tmp_path), []
    for deadlines in releases:
        khal.take(deadlines)
        listed.append(khal.shown("2027-02-01 40d", "start-date", "title", "status"))
    assert listed == [
        [
            ("2027-02-26", "Deadline: Names of delegates (all delegations)", "CONFIRMED"),
            ("2027-02-28", "Paper due: Outreach plan", "CONFIRMED"),
        ],
        [
            ("2027-02-27", "Deadline: Names of delegates (all delegations)", "CONFIRMED"),
            ("2027-02-28", "CANCELLED: Paper due: Outreach plan", "CANCELLED"),
        ],
    ]


def test_releases_are_taken_whole_by_a_collection_of_radicale(tmp_path: Path, releases: tuple[Path, Path]) -> None:
    """A server may hold tasks and events in one collection, each as a resource of its own, without METHOD (RFC 4791, section 4.1)."""
    with radicale(tmp_path / "server") as connection:
        for deadlines in releases:
            asked(connection, "PUT", "/delegate/deadlines/", deadlines.read_bytes())
            held, given = (
                {
                    str(part["UID"]): (part.name, str(part["SUMMARY"]), str(part["STATUS"]))
                    for part in Calendar.from_ical(text).walk()
                    if "UID" in part
                }
                for text in (asked(connection, "GET", "/delegate/deadlines/"), deadlines.read_bytes())
            )
            assert held == given
            assert len(held) == 4
