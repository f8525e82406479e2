"""Suites of published instances: imported by the functions of ``schedule import``, told in the count of those who published them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from made_up import HOPELESS, WEEK
from requests_made_up import made_up

from scheduler.bench import peers, suites
from scheduler.bench.measure import Setup, read_subjects
from scheduler.bench.peers import Reached, all_reached, best_reached
from scheduler.bench.published import overview
from scheduler.bench.suites import PUBLISHED, Instance, own_part, published_part
from scheduler.domain.errors import InputError, Refused
from scheduler.interchange.ietf import meeting
from scheduler.interchange.registry import reader

BENCH = Path(__file__).parents[2].parent / "shared" / "bench"


@pytest.fixture
def instances(tmp_path: Path) -> Path:
    """Two made-up instances, the larger one first by name."""
    folder = tmp_path / "ietf1"
    folder.mkdir()
    fewer = made_up()
    fewer["sessions"] = fewer["sessions"][:4]
    for name, requests in (("a", made_up()), ("b", fewer)):
        (folder / f"{name}.json").write_text(json.dumps(requests), "utf-8")
    return tmp_path


def test_instances_are_imported_the_smallest_first(instances: Path, tmp_path: Path) -> None:
    part = published_part("ietf", instances)
    assert [(one.subject.name, len(one.subject.plan.problem.sessions)) for one in part.instances] == [("b", 4), ("a", 9)]
    assert [one.value(7) for one in part.instances] == [7, 7]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ietf1"]


def test_score_of_a_format_counts_where_it_has_one(instances: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def soft_score(content: bytes, file: str, cost: int) -> int:
        return len(json.loads(content)["sessions"]) - cost

    module = ModuleType("meeting")
    module.draft_of, module.soft_score = meeting.draft_of, soft_score  # type: ignore[attr-defined]
    monkeypatch.setattr(suites, "meeting_module", lambda form: module)
    part = published_part("ietf", instances)
    assert [(one.subject.name, one.value(7), one.highest) for one in part.instances] == [("b", -3, True), ("a", 2, True)]


def test_suite_of_a_format_that_is_not_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(form: str) -> ModuleType:
        raise ModuleNotFoundError(form)

    monkeypatch.setattr(suites, "meeting_module", missing)
    with pytest.raises(Refused, match="this version does not read the format of the suite cosplib"):
        published_part("cosplib", tmp_path)


def test_suite_without_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file ietf\*/\*\.json"):
        published_part("ietf", tmp_path)


def test_own_part_is_as_before(ok_small: Path) -> None:
    (one,) = own_part([ok_small]).instances
    assert (one.subject.name, one.value(3), one.highest) == (str(ok_small), 3, False)


def test_reader_of_no_format() -> None:
    with pytest.raises(ModuleNotFoundError):
        reader("klingon")


def test_published_values_name_suites_and_both_sides() -> None:
    assert {one.suite for one in all_reached()} == set(PUBLISHED)
    keys = {(one.suite, one.instance) for one in all_reached()}
    for published in (True, False):
        assert {(one.suite, one.instance) for one in all_reached() if one.published is published} == keys


def test_best_of_others_is_the_lowest_cost_or_the_highest_score(monkeypatch: pytest.MonkeyPatch) -> None:
    several = tuple(
        Reached("ietf", "a", f"by {value}", published, value) for published, value in ((True, 7), (True, 5), (False, 1), (True, 6))
    )
    monkeypatch.setattr(peers, "all_reached", lambda: several)
    assert [best_reached("ietf", "a", published=True, highest=highest) for highest in (False, True)] == [several[1], several[0]]
    assert best_reached("ietf", "a", published=False, highest=True) == several[2]
    assert best_reached("ietf", "b", published=True, highest=False) is None


def test_published_values_are_read_as_they_stand() -> None:
    assert Reached("cosplib", "GECCO21", "CoSPLib's solvers (published)", True, 11130) in all_reached()
    assert Reached("timefold", "18talks-6timeslots-5rooms", "CP-SAT prototype (proved)", False, -33480) in all_reached()


@pytest.mark.skipif(not BENCH.is_dir(), reason="the published instances are not beside the checkout")
@pytest.mark.parametrize("suite", PUBLISHED)
def test_every_published_instance_has_values(suite: str) -> None:
    found = {path.stem for path in BENCH.glob(PUBLISHED[suite].files)}
    assert found == {one.instance for one in all_reached() if one.suite == suite}


def test_overview_of_costs_and_of_scores(ok_small: Path) -> None:
    (subject,) = read_subjects([ok_small])
    cost = Instance(replace(subject, name="ietf106"), None)
    score = Instance(replace(subject, name="18talks-6timeslots-5rooms"), lambda cost: -30_000 - 10 * cost)
    lines = overview("ietf", ((cost, WEEK), (cost, HOPELESS)), Setup(60.0, 2)).splitlines()
    rooms, periods = len(subject.plan.problem.rooms), len(subject.plan.problem.periods)
    assert lines[2:] == [
        f"| ietf106 | 152 | {rooms} | {periods} | 11.0 | – | 420 | 400 | 300 | 25.0% | 40.0 "
        "| 384200 | IETF's own scheduler (10 to 13 min) | 0.001 | 230200 |",
        f"| ietf106 | 90 | {rooms} | {periods} | – | – | – | – | 80 | – | – | 384200 | IETF's own scheduler (10 to 13 min) | – | 230200 |",
    ]
    (line,) = overview("timefold", ((score, WEEK),), Setup(60.0, 2)).splitlines()[2:]
    assert line == (
        f"| 18talks-6timeslots-5rooms | 152 | {rooms} | {periods} | 11.0 | – | -34200 | -34000 | -33000 | 2.9% | 40.0 "
        "| -34380 | Timefold 1.24 (60 s) | 0.989 | -33480 |"
    )
