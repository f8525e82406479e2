from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_meetings import two_bodies

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Problem, Session
from scheduler.publish.day_grid import DayGrid, column_shares, day_grids

DAY = date(2027, 3, 1)


def grids(problem: Problem, *placed: tuple[int, int, str]) -> list[DayGrid]:
    """The grids of sessions ``s0``, ``s1`` …, each with its start on the clock and its length, in minutes, and its room."""
    sessions = tuple(Session(id=f"s{number}", title="Any", minutes=minutes) for number, (_, minutes, _) in enumerate(placed))
    midnight = problem.clock.midnight(DAY)
    entries = (
        Entry(f"s{number}", midnight + timedelta(minutes=start), minutes, "am", room)
        for number, (start, minutes, room) in enumerate(placed)
    )
    return list(day_grids(replace(problem, sessions=sessions), Agenda(meeting="two-bodies", entries=tuple(entries))))


def cells(grid: DayGrid) -> dict[str, tuple[int, int, int]]:
    return {block.entry.session: (block.row, block.rows, block.column) for block in grid.blocks}


def test_grid_of_a_day_has_its_used_rooms_and_a_row_for_each_step() -> None:
    problem, agenda = two_bodies()
    (grid,) = day_grids(problem, agenda)
    assert (grid.day, grid.step, grid.rooms) == (DAY, 30, ("hall", "salon"))
    assert [f"{problem.clock.local(start):%H:%M}" for start in (grid.starts[0], grid.starts[1], grid.starts[-1])] == [
        "10:00",
        "10:30",
        "17:30",
    ]
    assert cells(grid) == {"group": (0, 2, 1), "rpoc-4a": (2, 3, 0), "coffee": (10, 1, 0)}
    assert grid.busy == {0, 1, 2, 3, 4, 10}


@pytest.mark.parametrize(
    ("placed", "grid", "step", "rows"),
    [
        ((600, 60), 5, 30, 2),
        ((615, 45), 5, 15, 3),
        ((605, 30), 5, 5, 6),
        ((600, 45), 30, 30, 2),
        ((630, 20), 15, 15, 2),
        ((600, 120), 60, 60, 2),
    ],
)
def test_grid_step_is_the_longest_that_fits_and_no_less_than_the_meeting_s(
    placed: tuple[int, int], grid: int, step: int, rows: int
) -> None:
    problem, _ = two_bodies()
    problem = replace(problem, meeting=replace(problem.meeting, grid=grid))
    (only,) = grids(problem, (*placed, "hall"))
    assert (only.step, only.blocks[0].rows) == (step, rows)


def test_grid_of_a_room_with_overlapping_sessions_has_columns_side_by_side() -> None:
    problem, _ = two_bodies()
    (grid,) = grids(problem, (600, 90, "hall"), (630, 30, "hall"), (660, 60, "hall"), (690, 30, "hall"), (600, 30, "salon"))
    assert grid.rooms == ("hall", "hall", "salon")
    assert cells(grid) == {"s0": (0, 3, 0), "s1": (1, 1, 1), "s2": (2, 2, 1), "s3": (3, 1, 0), "s4": (0, 1, 2)}


def test_grid_of_a_day_without_sessions_has_every_open_room() -> None:
    problem, _ = two_bodies()
    (grid,) = grids(problem)
    assert (grid.rooms, grid.blocks, len(grid.starts)) == (("hall", "salon"), (), 16)


def test_grid_of_a_session_over_midnight_ends_at_midnight() -> None:
    problem, _ = two_bodies()
    (grid,) = grids(problem, (1380, 120, "hall"))
    assert cells(grid) == {"s0": (26, 2, 0)}
    assert len(grid.starts) == 28


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(96, 280).map(lambda n: 5 * n), st.integers(1, 40).map(lambda n: 5 * n), st.sampled_from(["hall", "salon"]))
    )
)
def test_grid_holds_each_session_once_at_its_start_and_no_two_in_one_cell(placed: list[tuple[int, int, str]]) -> None:
    problem, _ = two_bodies()
    for grid in grids(problem, *placed):
        taken = [(row, block.column) for block in grid.blocks for row in range(block.row, block.row + block.rows)]
        assert len(taken) == len(set(taken))
        assert all(row < len(grid.starts) for row, _ in taken)
        assert [(grid.starts[block.row], grid.rooms[block.column]) for block in grid.blocks] == [
            (block.entry.start, block.entry.room) for block in grid.blocks
        ]
        assert sorted(block.entry.session for block in grid.blocks) == sorted(f"s{number}" for number, _ in enumerate(placed))


def test_column_shares_follow_what_is_written_within_limits() -> None:
    # 30, 10, 50 and 30 letters, 30 in the mean: 1, a third (raised), five thirds (lowered), 1.
    assert column_shares(4, [(0, 30), (1, 10), (2, 25), (3, 30), (2, 25)]) == (1.0, 0.75, 1.5, 1.0)
    assert column_shares(2, []) == (0.75, 0.75)
