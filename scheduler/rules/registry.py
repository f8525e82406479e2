"""Finds the kinds of rules: every module in ``kinds`` declares one."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from scheduler.rules import kinds
from scheduler.rules.base import Rule
from scheduler.rules.example import Example


@cache
def modules() -> Mapping[str, ModuleType]:
    """Each kind's module by the kind's name, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(kinds.__path__))
    return {name: import_module(f"{kinds.__name__}.{name}") for name in names}


@cache
def rule_kinds() -> Mapping[str, type[Rule]]:
    """Each kind's class by the kind's name, sorted."""
    return {name: _declared(module) for name, module in modules().items()}


def examples(kind: str) -> tuple[Example, ...]:
    """The tiny agendas that a kind's module gives: some hold, some break the rule."""
    found: tuple[Example, ...] = modules()[kind].EXAMPLES
    return found


def _declared(module: ModuleType) -> type[Rule]:
    classes = [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, Rule) and member.__module__ == module.__name__
    ]
    if len(classes) != 1:
        raise TypeError(f"{module.__name__} declares {len(classes)} kinds of rule instead of one")
    return classes[0]
