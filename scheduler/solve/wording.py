"""Demands in words: each rule and each line of a sheet with its place, so that it can be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from scheduler.model.formulation import Demand

MOST_LINES = 25
"""More instances, or facts, than this are not listed one by one: nobody reads them."""


def rule_lines(demands: Iterable[Demand]) -> Iterator[str]:
    """Each rule with its instances, where these are not too many, and its why; of many rules the first."""
    of_rules = [demand for demand in demands if demand.rule is not None]
    by_rule = [(rule, [*group]) for rule, group in groupby(of_rules, key=lambda demand: demand.rule)]
    for rule, group in by_rule[:MOST_LINES]:
        assert rule is not None
        names = ", ".join(rule.named(demand.instance.subject) for demand in group)
        if len(of_rules) > MOST_LINES and len(group) > 1:
            names = f"{rule.id} ({len(group)} times)"
        yield f"{rule.source}: {names}: {rule.demand()}"
        if rule.why:
            yield f"    why: {rule.why}"
    if len(by_rule) > MOST_LINES:
        yield f"and {len(by_rule) - MOST_LINES} rules more"


def fact_lines(demands: Iterable[Demand]) -> Iterator[str]:
    """The lines of sheets that the demands rest on, each once; of many, the first."""
    facts = tuple(dict.fromkeys(fact for demand in demands for fact in demand.instance.facts))
    for fact in facts[:MOST_LINES]:
        yield f"{fact.source}: {fact.sentence}"
    if len(facts) > MOST_LINES:
        yield f"and {len(facts) - MOST_LINES} lines more"
