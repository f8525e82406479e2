"""What a page had before is read back from its own tables, and compared."""

from __future__ import annotations

from datetime import date

from made_up import HOPELESS, WEEK
from test_table import MACHINE

from scheduler.bench.history import Before, before_in, with_before
from scheduler.bench.measure import Setup
from scheduler.bench.table import Heading, as_markdown, overview, provenance

HEADING = Heading(date(2027, 3, 1), MACHINE, Setup(60.0, 2, 600.0), "schedule bench week hopeless")
OLD = Before("- Measured on 2027-02-01", "| Meeting | Cost |\n| --- | ---: |\n| a | 100 |", {"a": 100, r"b\_1": 100, "c": 100, "gone": 1})


def test_before_is_read_back_from_our_own_tables() -> None:
    part = f"\n\n{as_markdown(HEADING, (WEEK, HOPELESS))}\n"
    table = overview((WEEK, HOPELESS), HEADING.setup)
    assert before_in(part) == Before(provenance(HEADING), table, {"week": 400})


def test_before_is_read_back_where_there_was_something_before_it() -> None:
    tables = as_markdown(HEADING, (WEEK, HOPELESS))
    assert before_in(with_before(tables, {"week": 400}, OLD, highest=False)) == before_in(tables)


def test_before_where_nothing_was_measured() -> None:
    assert [before_in(part) for part in ("", "\n", "Not measured yet.", "- a list\n\nand prose")] == [None] * 4


def test_what_is_worse_by_more_than_five_percent_is_said() -> None:
    said = with_before("tables\n", {"a": 105, "b_1": 106, "c": None, "new": 900}, OLD, highest=False)
    assert said == (
        "tables\n\nWorse by more than 5% than before:\n\n"
        "- b\\_1: 100 before, 106 now (6.0%)\n- c: 100 before, nothing now\n\n"
        f"Before:\n\n{OLD.provenance}\n\n{OLD.table}\n"
    )


def test_what_is_worse_of_scores_is_lower() -> None:
    scores = Before("- Measured", "| Instance | Score |", {"a": -1000, "b": -1000, "c": -1000})
    said = with_before("tables\n", {"a": -1050, "b": -1051, "c": -900}, scores, highest=True)
    assert said.splitlines()[2:5] == ["Worse by more than 5% than before:", "", "- b: -1000 before, -1051 now (5.1%)"]
    assert "- a:" not in said
    assert "- c:" not in said


def test_nothing_that_is_worse_is_said_too() -> None:
    assert "\n\nNothing is worse by more than 5% than before.\n\n" in with_before("tables\n", {"a": 100}, OLD, highest=False)


def test_nothing_is_added_where_there_was_nothing() -> None:
    assert with_before("tables\n", {"a": 1}, None, highest=False) == "tables\n"
