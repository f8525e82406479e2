"""What a misspelt name was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def closest(text: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """The one of ``known`` that ``text`` was probably meant to be, capitals aside; empty if none is ``likeness`` (0 to 1) alike."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(text.casefold(), folded, n=1, cutoff=likeness)
    return folded[close[0]] if close else ""


def suggestion(text: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint for a name that is not among ``known``: the closest, or all of them where they are few, or ``otherwise``."""
    names = tuple(dict.fromkeys(known))
    if close := closest(text, names):
        return f"did you mean '{close}'?"
    if otherwise or not names or len(names) > 12:
        return otherwise
    return f"write one of: {', '.join(names)}"
