"""The tables of made-up solves, to the character."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from made_up import HOPELESS, SECOND, WEEK

from scheduler.bench.machine import Machine
from scheduler.bench.measure import Setup
from scheduler.bench.table import Heading, as_markdown, overview

MACHINE = Machine(2, "Example CPU", "8.0 GB", "3.12.1", "9.15.1", "0123456789ab-dirty")
TABLES = """\
- Measured on 2027-03-01, at commit 0123456789ab-dirty, by `schedule bench week hopeless --seeds 2 --longest 600`
- 2 cores of Example CPU, 8.0 GB of memory; Python 3.12.1, OR-Tools 9.15.1
- Seeds 1 to 2 with 60 seconds each; seed 0 with 600 seconds

| Meeting | Sessions | Reading (s) | First agenda (s) | Cost after 10 s | Cost after 30 s | Cost \
| Spread | Bound | Gap | Best (s) | Proof (s) | Best in 600 s | Above best known |
| --- | ---: | --- | --- | --- | --- | --- | --- | ---: | --- | --- | --- | --- | --- |
| week | 152 | 0.2 | 11.0 | – | 420 | 400 | 40 | 300 | 25.0% | 40.0 | – | 320 | 25.0% |
| hopeless | 90 | 0.5 | – | – | – | – | – | 80 | – | – | – | – | – |

Of several seeds, each column shows the worst of all; the table below has every solve.

| Meeting | Seed | Limit (s) | Ended after (s) | Cost | Bound | Gap |
| --- | ---: | --- | --- | --- | ---: | --- |
| week | 1 | 60 | 60.5 | 400 | 300 | 25.0% |
| week | 2 | 60 | 35.5 | 360 | 360 | 0.0% |
| week | 0 | 600 | 600.2 | 320 | 319 | 0.3% |
| hopeless | 2 | 60 | 35.5 | 360 | 360 | 0.0% |
| hopeless | 3 | 60 | 60.0 | – | 80 | – |
| hopeless | 3 | 60 | 60.0 | – | 80 | – |
"""
ONE_SEED = """\
- Measured on 2027-03-01, at commit 0123456789ab-dirty, by `schedule bench`
- 2 cores of Example CPU, 8.0 GB of memory; Python 3.12.1, OR-Tools 9.15.1
- Seed 1 with 10.5 seconds

| Meeting | Sessions | Reading (s) | First agenda (s) | Cost after 10 s | Cost | Spread | Bound | Gap | Best (s) | Proof (s) |
| --- | ---: | --- | --- | --- | ---: | ---: | ---: | --- | --- | --- |
| week | 152 | 0.2 | 11.0 | – | 360 | 0 | 360 | 0.0% | 20.0 | 35.0 |

| Meeting | Seed | Limit (s) | Ended after (s) | Cost | Bound | Gap |
| --- | ---: | --- | --- | ---: | ---: | --- |
| week | 2 | 60 | 35.5 | 360 | 360 | 0.0% |
"""


def test_tables_of_two_meetings_with_a_longer_solve() -> None:
    heading = Heading(date(2027, 3, 1), MACHINE, Setup(60.0, 2, 600.0), "schedule bench week hopeless --seeds 2 --longest 600")
    assert as_markdown(heading, (WEEK, HOPELESS)) == TABLES


def test_tables_of_one_seed_without_a_longer_solve() -> None:
    heading = Heading(date(2027, 3, 1), MACHINE, Setup(10.5, 1), "schedule bench")
    assert as_markdown(heading, [replace(WEEK, courses=(SECOND,), longest=None)]) == ONE_SEED


def test_overview_notes_the_cost_at_the_times_below_the_limit() -> None:
    def noted(limit: float) -> list[str]:
        return [cell for cell in overview((WEEK,), Setup(limit, 2)).splitlines()[0].split(" | ") if cell.startswith("Cost after")]

    assert noted(10) == []
    assert noted(60) == ["Cost after 10 s", "Cost after 30 s"]
    assert noted(61) == ["Cost after 10 s", "Cost after 30 s", "Cost after 60 s"]
