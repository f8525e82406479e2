"""What can be packed into stretches of time."""

from __future__ import annotations

import signal

import pytest

from scheduler.solve.packing import Item, can_be_packed

ANY = frozenset((0, 1))


@pytest.mark.parametrize(
    ("items", "stretches", "gap", "possible"),
    [
        ([(30, ANY), (45, ANY), (20, ANY), (20, ANY), (20, ANY), (15, ANY)], (75, 75), 0, True),  # 30 + 45, and 3 × 20 + 15
        ([(45, ANY), (45, ANY), (20, ANY), (20, ANY), (20, ANY)], (75, 75), 0, False),  # 150 in all: each 45 leaves 30, for one 20
        ([(30, ANY), (30, ANY)], (60,) * 2, 0, True),
        ([(60, frozenset((0,))), (60, frozenset((0,)))], (60, 60), 0, False),  # Only the first is open to both
        ([(60, frozenset())], (60, 60), 0, False),
        ([(30, ANY), (30, ANY)], (65, 0), 5, True),  # The gap lies between two, not after the last
        ([(30, ANY), (30, ANY)], (64, 0), 5, False),
        ([], (60, 60), 0, True),
    ],
)
def test_can_be_packed(items: list[tuple[int, frozenset[int]]], stretches: tuple[int, ...], gap: int, possible: bool) -> None:
    assert can_be_packed([Item(*item) for item in items], stretches, gap) is possible


def test_packing_leaves_ctrl_c_to_python() -> None:
    """CP-SAT's own handler would stay in the place of Python's."""
    can_be_packed([Item(30, frozenset((0,)))], [60])
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
