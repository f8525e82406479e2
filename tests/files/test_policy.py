"""The policy of meeting.yaml, as it is meant: what each audience sees of each marking."""

import re
import shutil
from pathlib import Path

import pytest
from input_error_cases import MEETING, append, change, copy_meeting

from scheduler.domain.errors import InputError
from scheduler.domain.marking import level, level_told
from scheduler.domain.policy import EVERYTHING, FULL, NOTHING, TITLE, Audience, Policy
from scheduler.domain.problem import Problem
from scheduler.files.meeting_folder import read_meeting, read_sheets

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    copy_meeting()
    change("meeting.yaml", "[public, partners]", "[public, partners, restricted]")()


def problem() -> Problem:
    return read_meeting(MEETING).problem


def policy(text: str) -> Policy:
    append("meeting.yaml", text)()
    return problem().meeting.policy


def test_policy_where_there_is_none_shows_everything() -> None:
    assert problem().meeting.policy == EVERYTHING


@pytest.mark.parametrize("empty", ["audiences:\n", "audiences: {}\n"])
def test_policy_that_is_empty_is_as_if_not_given(empty: str) -> None:
    assert policy(empty) == EVERYTHING


@pytest.mark.parametrize("row", ["public: {}", "public:", "delegations: {restricted: full}"])
def test_policy_gives_every_marking_but_the_highest_a_programme_without_what_is_marked_higher(row: str) -> None:
    assert policy(f"audiences: {{{row}}}\n").audiences == (
        Audience("public", (FULL, NOTHING, NOTHING)),
        Audience("partners", (FULL, FULL, NOTHING)),
    )


def test_policy_says_what_is_seen_of_what_is_marked_higher() -> None:
    found = policy("audiences: {public: {partners: title}, partners: {restricted: title}}\n")
    assert found == Policy(audiences=(Audience("public", (FULL, TITLE, NOTHING)), Audience("partners", (FULL, FULL, TITLE))))


def test_policy_of_calendars_goes_on_upwards_as_it_was() -> None:
    found = policy("audiences: {delegations: {partners: title}, delegations/ARD: {}, people/bru-01: {restricted: nothing}}\n")
    assert found.calendars == (
        Audience("delegations", (FULL, TITLE, TITLE)),
        Audience("delegations/ARD", (FULL, FULL, FULL)),
        Audience("people/bru-01", (FULL, FULL, NOTHING)),
    )
    own = [found.of_calendar(*names) for names in (("delegations", "ARD"), ("delegations", "BRU"), ("people", "bru-01"), ("rooms", "hall"))]
    assert own == [found.calendars[1], found.calendars[0], found.calendars[2], None]


def test_policy_of_fields_neutral_title_and_secret() -> None:
    found = policy("fields: {people: partners, room: restricted}\nneutral: Huis clos\nsecret: a b c\n")
    assert found == Policy(fields=(("people", 1), ("room", 2)), neutral="Huis clos", secret="a b c")
    hidden = [found.hidden(Audience("", views)) for views in ((FULL, TITLE, TITLE), (FULL, FULL, NOTHING), (FULL, FULL, FULL))]
    assert hidden == [{"people", "room"}, {"room"}, set()]


def test_policy_of_markings_with_dots_and_ids_with_dots() -> None:
    change("meeting.yaml", "[public, partners, restricted]", "[public, partners, tlp.red, red]")()
    change("people.csv", "bru-01", "bru.red")()
    change("sessions.csv", "bru-01", "bru.red")()
    found = policy("audiences: {people/bru.red: {tlp.red: title}}\n")
    assert found.calendars == (Audience("people/bru.red", (FULL, FULL, TITLE, TITLE)),)


def test_policy_faults_are_all_said_at_once() -> None:
    append(
        "meeting.yaml", "audiences: {public: {partner: title, restricted: titel}, nobody: {partners: title}}\nfields: {rom: partners}\n"
    )()
    with pytest.raises(InputError) as error:
        problem()
    assert [fault.message for fault in error.value.faults] == [
        "there is no marking 'partner'",
        "'audiences.public.restricted' cannot be 'titel'",
        "there is no audience 'nobody'",
        "the field 'rom' cannot be marked",
    ]


def test_policy_says_nothing_of_ids_of_a_sheet_that_cannot_be_read() -> None:
    append("meeting.yaml", "audiences: {people/ana: {partners: title}}\n")()
    (MEETING / "people.csv").write_text("name\nAna\n", "utf-8")
    with pytest.raises(InputError) as error:
        problem()
    assert [fault.message for fault in error.value.faults if "audience" in fault.message] == []


def test_level_is_the_own_or_that_of_what_it_belongs_to() -> None:
    """The opening is public, though its body, the TEM, is for partners; what the sheet does not mark has the body's."""
    change("deadlines.csv", "delegations,partners", "delegations,")()
    (MEETING / "bilaterals.csv").write_text("request,a,b,marking\ntalk,ARD,BRU,\nopen-talk,ARD,COR,public\n", "utf-8")
    found = problem()
    of = {session.id: level(found, session) for session in found.sessions}
    assert of == {"opening": 0, "proposals-a": 1, "proposals-b": 1, "wrap-up": 1, "talk": 2, "open-talk": 0}
    assert level_told(found, found.session("opening")) == 1
    assert (level(found, found.papers[0]), level(found, found.deadlines[0])) == (1, 0)


def test_level_of_a_paper_is_the_own_where_it_has_one() -> None:
    change("papers.csv", "received,summary", "received,summary,marking")()
    change("papers.csv", "One page", "One page,restricted")()
    found = problem()
    assert level(found, found.papers[0]) == 2


@pytest.mark.parametrize("page", ["calendars.md", "secretariats-guide.md"])
def test_policy_of_the_pages_is_one_of_the_plenary_week(page: str, tmp_path: Path) -> None:
    (block,) = re.findall(r"```yaml\n(markings: .*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL)
    week = Path(shutil.copytree(ROOT / "data" / "plenary-week", tmp_path / "week"))
    before, after = (week / "meeting.yaml").read_text("utf-8").split("markings: ")[0], "rules: rules.yaml\n"
    (week / "meeting.yaml").write_text(f"{before}{block}{after}", "utf-8")
    found = read_sheets(week).meeting.policy
    assert found.audiences == (Audience("public", (FULL, TITLE, NOTHING)), Audience("partners", (FULL, FULL, TITLE)))
    assert found.fields == (("people", 1), ("link", 1))
