"""What a calendar may go on saying of what it shows no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from test_seen import PARTNERS, POLICY, PUBLIC, marked

from scheduler.domain.agenda import Agenda
from scheduler.domain.policy import FULL, TITLE, Audience, Policy
from scheduler.domain.problem import Deadline, Paper, Problem
from scheduler.publish.calendars import calendars, shown_in_calendars
from scheduler.publish.deadlines import shown_deadlines
from scheduler.publish.seen import hidden_id
from scheduler.publish.withheld import Withheld
from scheduler.store.history import Shown

PAGE = "audiences/partners/programme.ics"
WHOLE = Policy(audiences=(PUBLIC, PARTNERS))


def told(problem: Problem, id: str = "rpoc-4a", calendar: str = PAGE) -> Shown:
    """What the meeting of two bodies tells partners of a session."""
    return shown_in_calendars(problem, calendars(problem, marked()[1]))[calendar, f"{id}@two-bodies"]


def left(problem: Problem, entry: Shown, calendar: str = PAGE) -> tuple[str, str, str, str, str]:
    """What remains of an entry by the markings and the policy of ``problem``."""
    held = tuple(one for one in marked()[1].entries if one.session in {session.id for session in problem.sessions})
    found = Withheld.of(problem, calendars(problem, Agenda(meeting="two-bodies", entries=held))).from_session(calendar, entry)
    assert (found.uid, found.start, found.end) == (entry.uid, entry.start, entry.end)
    return found.summary, found.location, found.description, found.category, found.access


NEUTRAL = ("Closed session", "", "", "", "CONFIDENTIAL")
ITEM = (
    "RPOC: 4a. Export control issues; new, urgent",
    "Great Hall, Congress Centre",
    "Agenda item 4a\nPresenters: Ana Example (Northland), Eastland\nChair: Bo Example (Northland)\nRapporteur: Cy Example (Westland)",
    "RPOC",
    "PRIVATE",
)


def without(problem: Problem, id: str) -> Problem:
    """The sheets in which a session is no more."""
    return replace(problem, sessions=tuple(session for session in problem.sessions if session.id != id))


def test_withheld_is_nothing_of_what_may_still_be_seen() -> None:
    problem, _ = marked(WHOLE)
    assert left(problem, told(problem)) == ITEM
    assert left(without(problem, "rpoc-4a"), told(problem)) == ITEM


def test_withheld_is_everything_of_what_is_marked_higher_now() -> None:
    assert left(marked(WHOLE, item="restricted")[0], told(marked(WHOLE)[0])) == NEUTRAL


def test_withheld_is_what_names_a_body_that_is_marked_higher_now() -> None:
    problem, _ = marked(WHOLE, item="partners")
    bodies = tuple(replace(body, marking="restricted") for body in problem.bodies)
    for now in (replace(problem, bodies=bodies), without(replace(problem, bodies=bodies), "rpoc-4a")):
        assert left(now, told(problem)) == NEUTRAL


def test_withheld_of_a_session_that_has_gone_goes_by_how_it_was_marked() -> None:
    partners_see_all = replace(WHOLE, audiences=(PUBLIC, Audience("partners", (FULL, FULL, FULL))))
    problem, _ = marked(partners_see_all)
    assert left(marked(WHOLE)[0], told(problem, "group")) == NEUTRAL
    assert left(without(marked(WHOLE)[0], "group"), told(problem, "group")) == NEUTRAL
    assert left(without(marked(partners_see_all)[0], "group"), told(problem, "group"))[0] == "SG: Small group"


def test_withheld_entry_is_marked_as_its_session_is_now() -> None:
    """So that, when the session has gone, the last marking counts."""
    problem, _ = marked(WHOLE)
    assert left(marked(WHOLE, item="restricted")[0], told(problem), "programme.ics") == (*ITEM[:4], "CONFIDENTIAL")


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", ("Closed session", *ITEM[1:])),
        ("item", ("Closed session", ITEM[1], "", *ITEM[3:])),
        ("people", (*ITEM[:2], "", *ITEM[3:])),
        ("room", (ITEM[0], "", *ITEM[2:])),
        ("theme", ITEM),
    ],
)
def test_withheld_are_the_properties_that_tell_a_field_that_is_marked_higher_now(field: str, expected: tuple[str, ...]) -> None:
    assert left(marked(replace(WHOLE, fields=((field, 2),)))[0], told(marked(WHOLE)[0])) == expected


def test_withheld_is_the_link_where_links_are_marked_higher_now() -> None:
    problem, _ = marked(WHOLE)
    sessions = tuple(replace(session, link="https://video.example/42") for session in problem.sessions)
    entry = told(replace(problem, sessions=sessions))
    assert entry.description == f"{ITEM[2]}\nJoin by video: https://video.example/42"
    now = marked(replace(WHOLE, fields=(("link", 2),)))[0]
    found = Withheld.of(now, calendars(now, marked()[1])).from_session(PAGE, entry)
    assert (found.summary, found.description, found.link) == (ITEM[0], "", "")


@pytest.mark.parametrize("secret", ["", "another"])
def test_withheld_is_everything_of_a_nameless_entry_that_is_marked_higher_now_or_that_nobody_knows(secret: str) -> None:
    before, _ = marked(replace(WHOLE, fields=(("title", 2),)))
    entry = told(before, hidden_id(before.meeting, "rpoc-4a"))
    assert entry.summary == "RPOC: 4a. Closed session"
    assert left(before, entry) == ("Closed session", *ITEM[1:4], "PRIVATE")
    item = "" if secret else "restricted"
    assert left(marked(replace(WHOLE, fields=(("title", 2),), secret=secret), item=item)[0], entry) == NEUTRAL


def test_withheld_from_calendars_of_those_who_have_left_is_what_the_policy_of_their_group_says() -> None:
    problem, _ = marked(replace(POLICY, calendars=(Audience("people", (FULL, TITLE, TITLE)),)))
    whole = told(marked(WHOLE)[0], calendar="people/cy.ics")
    now = replace(problem, people=tuple(person for person in problem.people if person.id != "cy"))
    entries = tuple(replace(entry, duties=entry.duties[:2]) for entry in marked()[1].entries)
    withheld = Withheld.of(now, calendars(now, replace(marked()[1], entries=entries)))
    assert withheld.from_session("people/cy.ics", whole).summary == "Closed session"
    assert withheld.from_session("rooms/gone.ics", whole) == whole


def test_withheld_from_an_audience_that_is_gone_is_everything() -> None:
    problem, _ = marked(WHOLE)
    assert left(marked(Policy())[0], told(problem)) == NEUTRAL


VISAS = Deadline(id="visas", title="Requests for visas", due=date(2027, 2, 1), who="north", marking="partners")
REPORT = Paper(id="report", title="Report", author="ana", session="rpoc-4a", due=date(2027, 2, 8), marking="partners")


def due(deadline: Deadline | None = VISAS, paper: Paper | None = REPORT, policy: Policy = WHOLE) -> Problem:
    """The meeting of two bodies, with a deadline and a paper."""
    return replace(marked(policy)[0], deadlines=(deadline,) if deadline else (), papers=(paper,) if paper else ())


def left_of_deadlines(now: Problem, folder: str = "audiences/partners/") -> dict[str, tuple[str, str, str]]:
    """What remains of what :func:`due` tells, by the markings and the policy of ``now``: title, description and class, by kind."""
    told = {uid.partition("+")[0]: one for (path, uid), one in shown_deadlines(due()).items() if path == f"{folder}deadlines.ics"}
    withheld = Withheld.of(now, calendars(now, marked()[1]))
    found = {kind: withheld.from_deadline(f"{folder}deadlines.ics", one) for kind, one in told.items()}
    return {kind: (one.summary, one.description, one.access) for kind, one in found.items()}


SHOWN = {
    "deadline": ("Deadline: Requests for visas (Northland)", "", "PRIVATE"),
    "paper": ("Paper due: Report (Ana Example (Northland))", "", "PRIVATE"),
}
GONE = dict.fromkeys(SHOWN, ("Deadline", "", "CONFIDENTIAL"))


def test_withheld_of_deadlines_is_what_needs_a_paper_where_the_rest_may_still_be_seen() -> None:
    assert left_of_deadlines(due()) == left_of_deadlines(due(None, None)) == SHOWN
    assert left_of_deadlines(due(), "")["paper"][1] == "Needed for RPOC: 4a. Export control issues; new, urgent"


def test_withheld_of_deadlines_that_are_marked_higher_now_is_all_but_the_day() -> None:
    higher = due(replace(VISAS, marking="restricted"), replace(REPORT, marking="restricted"))
    assert left_of_deadlines(higher) == GONE
    whole = left_of_deadlines(higher, "")
    assert {kind: (title, access) for kind, (title, _, access) in whole.items()} == {
        kind: (title, "CONFIDENTIAL") for kind, (title, _, _) in SHOWN.items()
    }


def test_withheld_of_deadlines_where_people_are_marked_higher_now_is_all_but_the_day() -> None:
    assert left_of_deadlines(due(policy=replace(WHOLE, fields=(("people", 2),)))) == GONE


def test_withheld_of_deadlines_from_an_audience_that_is_gone_is_all_but_the_day() -> None:
    assert left_of_deadlines(due(policy=Policy())) == GONE
