"""Rules whose fields contradict each other, or name what the meeting does not have, say so before anything is solved."""

from __future__ import annotations

import pytest

from scheduler.domain.problem import Pair
from scheduler.domain.selector import Selector
from scheduler.rules.base import Rule
from scheduler.rules.example import tiny_meeting, tiny_session
from scheduler.rules.kinds.avoid_blocks import AvoidBlocks
from scheduler.rules.kinds.avoid_slots import AvoidSlots
from scheduler.rules.kinds.days_apart import DaysApart
from scheduler.rules.kinds.days_between import DaysBetween
from scheduler.rules.kinds.follow_both import FollowBoth
from scheduler.rules.kinds.in_order import InOrder
from scheduler.rules.kinds.in_period import InPeriod
from scheduler.rules.kinds.larger_room import LargerRoom
from scheduler.rules.kinds.one_theme_per_room import OneThemePerRoom
from scheduler.rules.kinds.position import Position
from scheduler.rules.kinds.similar import Similar
from scheduler.rules.kinds.similar_blocks import SimilarBlocks
from scheduler.rules.kinds.stay import Stay
from scheduler.rules.kinds.together import Together

MEETING = tiny_meeting(tiny_session("talk", theme="transit"), pairs=(Pair(id="transit", second="brokering", kind="theme"),))
ALL = Selector()


@pytest.mark.parametrize(
    ("rule", "misfit"),
    [
        (DaysBetween(id="a", first=ALL, then=ALL, least=2, most=1), "'least' (2) is above 'most' (1)"),
        (DaysApart(id="a", for_=ALL, least=2, most=1), "'least' (2) is above 'most' (1)"),
        (InPeriod(id="a", for_=ALL), "it demands nothing; give 'periods', 'least', 'at_start: yes' or 'every'"),
        (InPeriod(id="a", for_=ALL, at_start=True, every=15), "'every' allows other starts than 'at_start'; remove one of the two"),
        (
            Together(id="a", for_=ALL, in_order=False, gap=15),
            "'gap' is the pause between two that follow on each other; remove it, or 'in_order: no'",
        ),
        (Similar(id="a", for_=ALL), "give one of 'pairs', 'column' and 'unlike'"),
        (Similar(id="a", for_=ALL, pairs="theme", column="theme"), "give one of 'pairs', 'column' and 'unlike'"),
        (Similar(id="a", for_=ALL, column="theme", unlike="theme"), "give one of 'pairs', 'column' and 'unlike'"),
        (Similar(id="a", for_=ALL, pairs="theme", also="theme"), "'also' goes with 'column'"),
        (Similar(id="a", for_=ALL, pairs="themes"), "no row of the sheet pairs has the kind 'themes'; did you mean 'theme'?"),
        (Similar(id="a", for_=ALL, column="tehme"), "the sheet sessions has no column 'tehme'; did you mean 'theme'?"),
        (
            Similar(id="a", for_=ALL, column="theme", also="bodies"),
            "the sheet sessions has no column 'bodies'; did you mean 'body'?",
        ),
        (InOrder(id="a", for_=ALL, by="theme", column="body"), "the column 'theme' has 'transit', which is not a whole number"),
        (LargerRoom(id="a", for_=ALL, by="theme"), "the column 'theme' has 'transit', which is not a whole number"),
        (Stay(id="a", for_=Selector((("person", ("all",)),)), most=0), "'most' is 0, but who takes part stays a day; write 1 or more"),
        (
            FollowBoth(id="a", for_=ALL, column="theme", pairs="theme"),
            "give either 'pairs' or 'column'",
        ),
        (SimilarBlocks(id="a", for_=ALL, pairs="body"), "no row of the sheet pairs has the kind 'body'; its kinds are theme"),
        (OneThemePerRoom(id="a", for_=ALL, column="tehme"), "the sheet sessions has no column 'tehme'; did you mean 'theme'?"),
        (Position(id="a", for_=ALL, column="itme"), "the sheet sessions has no column 'itme'; did you mean 'item'?"),
        (
            Position(id="a", for_=ALL, column="theme"),
            "the session 'talk' has 'transit' in the column 'theme', which is no position; write 1, 2, 3, …",
        ),
        (AvoidBlocks(id="a", for_=ALL), "it names no place; give 'periods', 'rooms' or both"),
        (AvoidBlocks(id="a", for_=ALL, periods=Selector((("id", ("wed-am",)),))), "no period is selected (id wed-am)"),
        (AvoidBlocks(id="a", for_=ALL, rooms=Selector((("id", ("attic",)),))), "no room is selected (id attic)"),
        (AvoidSlots(id="a", for_=ALL, minutes=0), "'minutes' is 0, so that no slot is bad; write 1 for the very beginning and end"),
        (AvoidSlots(id="a", for_=ALL, periods=("lunch",)), "no period is named 'lunch'; they are named afternoon, morning"),
        (AvoidSlots(id="a", for_=ALL, periods=("mornings",)), "no period is named 'mornings'; did you mean 'morning'?"),
    ],
    ids=lambda value: value.kind if isinstance(value, Rule) else "",
)
def test_misfit_says_what_is_wrong(rule: Rule, misfit: str) -> None:
    assert rule.misfit(MEETING) == misfit


def test_similar_by_pairs_fits_a_meeting_without_pairs() -> None:
    assert Similar(id="a", for_=ALL, pairs="theme").misfit(tiny_meeting(tiny_session("talk"))) == ""
