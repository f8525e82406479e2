"""The formats that can be read: each has a package here, whose module ``meeting`` makes the draft, and is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import TypeAlias, cast

from scheduler.domain.draft import Draft

Reader: TypeAlias = Callable[..., Draft]
"""Makes a draft of a file's content and its name; some take more, by keyword."""


def meeting_module(form: str) -> ModuleType:
    """The module that knows what a meeting is in a format; ModuleNotFoundError if there is no such format."""
    return import_module(f"scheduler.interchange.{form}.meeting")


def reader(form: str) -> Reader:
    """What reads files of a format; ModuleNotFoundError if there is no such format."""
    return cast(Reader, meeting_module(form).draft_of)
