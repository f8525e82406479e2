"""What rules say in reports and explanations, where a number or a column changes the words."""

from __future__ import annotations

import pytest

from scheduler.domain.selector import Selector
from scheduler.domain.times import When
from scheduler.rules.kinds.at_most_parallel import AtMostParallel
from scheduler.rules.kinds.at_most_per_day import AtMostPerDay
from scheduler.rules.kinds.prefer import Prefer

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
