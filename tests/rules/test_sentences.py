"""What rules say in reports and explanations, where a number or a column changes the words."""

from __future__ import annotations

import pytest

from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.rules.base import Rule
from scheduler.rules.kinds.at_most_parallel import AtMostParallel
from scheduler.rules.kinds.at_most_per_day import AtMostPerDay
from scheduler.rules.kinds.prefer import Prefer
from scheduler.rules.kinds.similar import Similar

TALKS = Selector((("kind", ("talk",)),))
SALONS = Selector((("room", ("blue", "green")),))
BOOTHS = Selector((("features", ("booths",)),))


@pytest.mark.parametrize(
    ("limit", "per_day", "parallel"),
    [
        (1, "at most 1 session (kind talk) is on one day", "at most 1 session (kind talk) runs at once"),
        (2, "at most 2 sessions (kind talk) are on one day", "at most 2 sessions (kind talk) run at once"),
    ],
)
def test_sentence_of_a_limit_agrees_in_number(limit: int, per_day: str, parallel: str) -> None:
    assert AtMostPerDay(id="a", for_=TALKS, limit=limit).sentence() == per_day
    assert AtMostParallel(id="b", for_=TALKS, limit=limit).sentence() == parallel


def test_sentence_of_a_wish_says_time_or_room() -> None:
    assert Prefer(id="a", for_=TALKS, time=When.parse("13:30-15:00")).sentence() == "every session (kind talk) is within 13:30-15:00"
    assert Prefer(id="b", for_=TALKS, room=SALONS).sentence() == "every session (kind talk) is in room blue or green"
    assert Prefer(id="c", for_=TALKS, room=BOOTHS).sentence() == "every session (kind talk) is in a room (features booths)"


@pytest.mark.parametrize(
    ("rule", "sentence", "measured"),
    [
        (
            Similar(id="a", for_=TALKS, column="theme", also="body", per="minute"),
            "no two sessions (kind talk) that share a theme and a body run at the same time",
            "weights of pairs that run at the same time, times the minutes during which they overlap",
        ),
        (
            Similar(id="a", for_=TALKS, column="theme", want="one_day", per="minute"),
            "no two sessions (kind talk) that share a theme are on two days",
            "weights of pairs that are on two days, times the minutes of both",
        ),
        (
            Similar(id="a", for_=TALKS, unlike="level", want="one_period"),
            "no two sessions (kind talk) that differ in their level are in two periods",
            "weights of pairs that are in two periods",
        ),
        (
            AtMostParallel(id="a", for_=TALKS, limit=1, in_period=True),
            "at most 1 session (kind talk) is in one period",
            "sessions above the limit of their period",
        ),
    ],
    ids=("apart", "one day", "one period", "in a period"),
)
def test_sentence_and_measure_say_what_is_wanted(rule: Rule, sentence: str, measured: str) -> None:
    assert (rule.sentence(), rule.measured()) == (sentence, measured)
