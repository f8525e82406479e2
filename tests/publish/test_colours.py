"""A colour for each body: the same wherever it is asked for, and no two alike."""

from __future__ import annotations

from dataclasses import replace

from plenary_size import plenary_size
from published_meetings import two_bodies, worded

from scheduler.domain.problem import Body
from scheduler.publish.colours import HUES, body_colours


def test_colours_go_by_the_order_of_the_sheet() -> None:
    problem, _ = two_bodies()
    colours = body_colours(problem)
    assert list(colours) == [None, "RPOC", "SG", "IE"]
    # 77AADD is (119, 170, 221): 60% of it and 40% white, 62% of it and 38% black, 36% of it and 64% of 14181F
    rpoc = colours["RPOC"]
    assert (rpoc.fill, rpoc.edge, rpoc.dark) == ("ADCCEB", "4A6989", "384D63")


def test_colours_of_bodies_that_no_sheet_names() -> None:
    problem, _ = worded(("x", "y"))
    assert list(body_colours(problem)) == [None, "x", "y"]


def test_colours_of_sixteen_bodies_differ() -> None:
    problem, _ = plenary_size()
    many = tuple(Body(id=str(number), title="") for number in range(2 * len(HUES)))
    colours = body_colours(replace(problem, bodies=many, sessions=()))
    assert len({colour.fill for colour in colours.values()}) == len(many) + 1
    assert len({colour.dark for colour in colours.values()}) == len(many) + 1
