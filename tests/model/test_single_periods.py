"""The rooms that Hall's condition counts come in an order of their own, so that the same meeting gives the same model."""

from __future__ import annotations

import os
import subprocess
import sys

from scheduler.model.single_periods import critical

ASK = (
    "from scheduler.model.single_periods import critical;"
    "choices = [frozenset(rooms) for rooms in ('a', 'b', 'ab', 'bc', 'cd', 'ade')];"
    "print([sorted(rooms) for rooms in critical(choices, frozenset('abcdef'))])"
)


def test_what_is_counted_comes_in_the_same_order_whatever_the_hashes_are() -> None:
    """Python hashes text differently in every process, unless it is told how to."""
    answers = set()
    for seed in ("0", "1", "7"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        answers.add(subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, check=True, text=True).stdout)
    assert len(answers) == 1


def test_what_is_counted_is_each_only_choice_and_every_union_of_larger_ones() -> None:
    counted = critical([frozenset(rooms) for rooms in ("a", "ab", "bc")], frozenset("abcd"))
    assert ["".join(sorted(rooms)) for rooms in counted] == ["a", "ab", "bc", "abc"]
