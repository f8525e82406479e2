"""What others reached on instances that are published, and what our own prototypes did before there was this solver."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DATA = "published.csv"


@dataclass(frozen=True, slots=True)
class Reached:
    """A value on one instance: ``by`` whom, and ``published`` by others, or else by a prototype of ours."""

    suite: str
    instance: str
    by: str
    published: bool
    value: int


@cache
def all_reached() -> tuple[Reached, ...]:
    """Every value, by suite and instance, in the order of the file beside this module."""
    text = files(__package__).joinpath(DATA).read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Reached(row["suite"], row["instance"], row["by"], row["published"] == "yes", int(row["value"])) for row in rows)


def best_reached(suite: str, instance: str, *, published: bool, highest: bool) -> Reached | None:
    """The best value on an instance: the lowest, or the ``highest`` where scores are counted; None where nothing is known."""
    found = [one for one in all_reached() if (one.suite, one.instance, one.published) == (suite, instance, published)]
    return (max if highest else min)(found, key=lambda one: one.value, default=None)
