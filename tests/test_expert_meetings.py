"""The sample TEM and LEEM: they read without a fault, and are the meetings that their README describes."""

from pathlib import Path

import pytest

from scheduler.files.meeting_folder import Plan, read_meeting

ROOT = Path(__file__).parent.parent
SIZES = {"tem": (3, 20, 34, 4, 33), "leem": (2, 28, 38, 3, 47)}
"""Days, Partners, people, rooms and sessions of each."""


@pytest.fixture(scope="module", params=sorted(SIZES))
def plan(request: pytest.FixtureRequest) -> Plan:
    return read_meeting(ROOT / "data" / str(request.param))


def test_expert_meeting_reads_without_a_warning(plan: Plan) -> None:
    assert plan.warnings == ()


@pytest.mark.parametrize("meeting", sorted(SIZES))
def test_expert_meeting_is_as_large_as_its_readme_says(meeting: str) -> None:
    problem = read_meeting(ROOT / "data" / meeting).problem
    sizes = len(problem.clock.days), len(problem.delegations), len(problem.people), len(problem.rooms), len(problem.sessions)
    assert sizes == SIZES[meeting]


def test_expert_meeting_book_gives_a_reason_for_every_rule(plan: Plan) -> None:
    assert [rule.id for rule in plan.book.rules if not rule.why] == []


def test_tem_has_twelve_proposals_and_a_drafting_group_for_each_theme() -> None:
    sessions = read_meeting(ROOT / "data" / "tem").problem.sessions
    proposals = [session for session in sessions if session.kind == "proposal"]
    assert len(proposals) == 12
    assert {session.theme for session in proposals} == {session.theme for session in sessions if session.kind == "drafting"}


def test_leem_has_thirty_national_presentations_by_thirty_people() -> None:
    sessions = read_meeting(ROOT / "data" / "leem").problem.sessions
    presentations = [session for session in sessions if session.kind == "presentation"]
    assert len(presentations) == len({session.may_present for session in presentations}) == 30


def test_leem_keeps_the_two_presentations_of_a_partner_apart() -> None:
    """Five Partners present twice: nld, nor, gbr, deu and ita, by different people, so that no rule about people does it."""
    plan = read_meeting(ROOT / "data" / "leem")
    (rule,) = (rule for rule in plan.book.rules if rule.id == "not-back-to-back")
    assert sorted(instance.subject for instance in rule.instances(plan.problem)) == [
        "deu: licensing-5, intangible-3",
        "gbr: licensing-1, intangible-2",
        "ita: catch-all-1, customs-3",
        "nld: transit-1, intangible-5",
        "nor: transit-5, enforcement-3",
    ]
