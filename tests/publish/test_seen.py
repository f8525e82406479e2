"""What an audience is shown of the meeting of two bodies, and what becomes of it where markings change between releases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import libical
import pytest
from icalendar import Calendar, Event
from published_meetings import two_bodies
from test_released import BOOK, FIRST, SECOND, THIRD, events, released, tree

from scheduler.domain.agenda import Agenda
from scheduler.domain.policy import FULL, NOTHING, TITLE, Audience, Policy
from scheduler.domain.problem import Problem
from scheduler.publish.folder import publish
from scheduler.publish.ics import access
from scheduler.publish.seen import hidden_id, seen_by

PUBLIC, PARTNERS = Audience("public", (FULL, TITLE, NOTHING)), Audience("partners", (FULL, FULL, TITLE))
POLICY = Policy(audiences=(PUBLIC, PARTNERS), calendars=(Audience("delegations", (FULL, FULL, TITLE)),), fields=(("people", 1),))
FOR_AUDIENCE = ("deadlines.ics", "programme.html", "programme.ics", "schedule.json", "schedule.xml")
GROUP = "closed-f7bdf0859cf0bb59d7f42d73"
"""HMAC-SHA-256 of "two-bodies", a zero byte and "group" with an empty key: ``openssl dgst -sha256 -hmac ""``."""


def marked(policy: Policy = POLICY, group: str = "restricted", item: str = "") -> tuple[Problem, Agenda]:
    """The small group is restricted, the RPOC for partners, and coffee, which belongs to no body, public."""
    problem, agenda = two_bodies()
    agenda = replace(agenda, omitted=())
    bodies = {"RPOC": "partners", "SG": group, "IE": "restricted"}
    return replace(
        problem,
        meeting=replace(problem.meeting, markings=("public", "partners", "restricted"), policy=policy),
        bodies=tuple(replace(body, marking=bodies[body.id]) for body in problem.bodies),
        sessions=tuple(
            replace(session, marking=item if session.id == "rpoc-4a" else "", optional=session.id == "group")
            for session in problem.sessions
            if session.id != "extra"
        ),
    ), agenda


def shown(content: bytes) -> list[tuple[str, str, str, str]]:
    """Id, title, place and class of each entry of a calendar."""
    parts = Calendar.from_ical(content).walk("VEVENT")
    return [
        (str(one["UID"]).partition("@")[0], str(one["SUMMARY"]), str(one.get("LOCATION", "")), str(one.get("CLASS", ""))) for one in parts
    ]


def test_audiences_have_their_programmes_beside_the_whole_one(tmp_path: Path) -> None:
    publish(*marked()[:1], BOOK, marked()[1], (), tmp_path)
    files = tree(tmp_path)
    assert [path for path in files if path.startswith("audiences/")] == [
        f"audiences/{name}/{file}" for name in ("partners", "public") for file in FOR_AUDIENCE
    ]
    assert [fault for path, content in files.items() if path.endswith(".ics") for fault in libical.faults(content)] == []
    item = ("RPOC: 4a. Export control issues; new, urgent", "Great Hall, Congress Centre")
    assert shown(files["programme.ics"]) == [
        ("group", "SG: Small group", "Salon", "CONFIDENTIAL"),
        ("rpoc-4a", *item, "PRIVATE"),
        ("coffee", "Coffee", "Great Hall, Congress Centre", "PUBLIC"),
    ]
    assert shown(files["audiences/partners/programme.ics"]) == [
        (GROUP, "Closed session", "Salon", "CONFIDENTIAL"),
        ("rpoc-4a", *item, "PRIVATE"),
        ("coffee", "Coffee", "Great Hall, Congress Centre", "PUBLIC"),
    ]
    assert shown(files["audiences/public/programme.ics"]) == [
        (hidden_id(marked()[0].meeting, "rpoc-4a"), "Closed session", "Great Hall, Congress Centre", "CONFIDENTIAL"),
        ("coffee", "Coffee", "Great Hall, Congress Centre", "PUBLIC"),
    ]
    # A delegation's own calendar shows it by the policy for delegations; no policy is for people.
    assert shown(files["delegations/north.ics"])[0] == (GROUP, "Closed session", "Salon", "CONFIDENTIAL")
    assert shown(files["people/ana.ics"])[0] == ("group", "SG: Small group", "Salon", "CONFIDENTIAL")


def test_audience_that_may_see_everything_is_shown_the_same(tmp_path: Path) -> None:
    everything = (FULL, FULL, FULL)
    policy = Policy(audiences=(Audience("public", everything),), calendars=(Audience("people", everything),), fields=(("room", 2),))
    for folder, asked in (("one", policy), ("other", Policy())):
        publish(*marked(asked)[:1], BOOK, marked(asked)[1], (), tmp_path / folder)
    one, other = tree(tmp_path / "one"), tree(tmp_path / "other")
    assert {path: content for path, content in one.items() if not path.startswith("audiences/")} == other
    assert one["audiences/public/programme.ics"] == other["programme.ics"]


def test_fields_that_are_marked_are_hidden_from_whom_they_are_above() -> None:
    problem, agenda = marked(replace(POLICY, fields=(("title", 2), ("room", 2), ("item", 1), ("people", 2), ("audience", 1))))
    seen, told = seen_by(problem, agenda, PARTNERS)
    item = seen.session(told.entries[1].session)
    assert (item.id, item.title, item.item) == (hidden_id(problem.meeting, "rpoc-4a"), "Closed session", "4a")
    assert (item.audience, item.presenting, seen.people) == (("north", "east"), (), ())
    assert {(entry.room, entry.duties) for entry in told.entries} == {("-", ())}
    assert [(room.id, room.name) for room in seen.rooms] == [("-", "")]


def test_session_that_is_not_held_is_told_of_in_full_or_not_at_all() -> None:
    problem, agenda = marked()
    without = replace(agenda, entries=agenda.entries[1:], omitted=("group",))
    assert seen_by(problem, without, PARTNERS)[1].omitted == ()
    assert seen_by(marked(group="partners")[0], without, PARTNERS)[1].omitted == ("group",)


def test_hidden_id_depends_on_both_ids_and_on_the_secret() -> None:
    meeting = marked()[0].meeting
    other = replace(meeting, id="other"), replace(meeting, policy=replace(POLICY, secret="four words or more"))
    assert hidden_id(meeting, "group") == GROUP
    assert len({hidden_id(one, id) for one in (meeting, *other) for id in ("group", "coffee")}) == 6


@pytest.mark.parametrize(
    ("markings", "classes"),
    [
        (("public",), [""]),
        (("public", "partners"), ["PUBLIC", "CONFIDENTIAL"]),
        (("public", "partners", "delegates", "restricted"), ["PUBLIC", "PRIVATE", "PRIVATE", "CONFIDENTIAL"]),
    ],
)
def test_class_of_each_level(markings: tuple[str, ...], classes: list[str]) -> None:
    meeting = replace(marked()[0].meeting, markings=markings)
    assert [access(meeting, level) for level, _ in enumerate(markings)] == classes


def test_publish_removes_the_programmes_of_audiences_that_are_gone(tmp_path: Path) -> None:
    problem, agenda = marked()
    foreign = tmp_path / "audiences" / "press" / "programme.ics"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//Somebody//Else//EN\r\nEND:VCALENDAR\r\n")
    foreign.with_name("programme.html").write_text("ours")
    publish(problem, BOOK, agenda, (), tmp_path)
    publish(*marked(replace(POLICY, audiences=(PUBLIC,)))[:1], BOOK, agenda, (), tmp_path)
    assert list(tree(tmp_path / "audiences")) == [
        "press/programme.html",
        "press/programme.ics",
        *(f"public/{file}" for file in FOR_AUDIENCE),
    ]


def entry(folder: Path, number: int, path: str, id: str) -> Event:
    return events(folder / "releases" / str(number) / path)[id]


def test_release_after_a_marking_was_raised_cancels_the_entry_without_saying_what_it_was(tmp_path: Path) -> None:
    page = "audiences/public/programme.ics"
    problem, agenda = marked(item="public")
    released(tmp_path, problem, agenda, FIRST)
    released(tmp_path, *marked(), SECOND)
    assert str(entry(tmp_path, 1, page, "rpoc-4a")["SUMMARY"]).startswith("4a. Export")
    old, new = entry(tmp_path, 2, page, "rpoc-4a"), entry(tmp_path, 2, page, hidden_id(problem.meeting, "rpoc-4a"))
    assert [(str(one["SUMMARY"]), str(one["STATUS"]), int(one["SEQUENCE"]), str(one["CLASS"])) for one in (old, new)] == [
        ("CANCELLED: Closed session", "CANCELLED", 1, "CONFIDENTIAL"),
        ("Closed session", "CONFIRMED", 0, "CONFIDENTIAL"),
    ]
    assert old.keys().isdisjoint(("LOCATION", "DESCRIPTION", "CATEGORIES"))
    # To those who may see it, it goes on as it was.
    assert str(entry(tmp_path, 2, "audiences/partners/programme.ics", "rpoc-4a")["STATUS"]) == "CONFIRMED"


def test_release_takes_the_title_from_what_was_cancelled_before_its_marking_was_raised(tmp_path: Path) -> None:
    """The small group is withdrawn when partners may know of it, and closed to them afterwards; nobody is to be elsewhere for that."""
    page = "audiences/partners/programme.ics"
    problem, agenda = marked(group="partners")
    without = replace(agenda, entries=tuple(one for one in agenda.entries if one.session != "group"), omitted=("group",))
    released(tmp_path, problem, agenda, FIRST)
    released(tmp_path, problem, without, SECOND)
    assert str(entry(tmp_path, 2, page, "group")["SUMMARY"]) == "CANCELLED: SG: Small group"
    released(tmp_path, marked()[0], without, THIRD)
    last = entry(tmp_path, 3, page, "group")
    assert (str(last["SUMMARY"]), int(last["SEQUENCE"])) == ("CANCELLED: Closed session", 1)
    assert (last["DTSTAMP"].dt, last["LAST-MODIFIED"].dt) == (THIRD, THIRD)


def test_release_for_an_audience_that_is_gone_says_no_more_what_it_said(tmp_path: Path) -> None:
    page = "audiences/partners/programme.ics"
    released(tmp_path, *marked(), FIRST)
    released(tmp_path, *marked(replace(POLICY, audiences=(PUBLIC,))), SECOND)
    assert {str(one["SUMMARY"]) for one in events(tmp_path / "releases" / "2" / page).values()} == {"CANCELLED: Closed session"}
    assert not (tmp_path / "releases" / "2" / "audiences" / "partners" / "programme.html").exists()
