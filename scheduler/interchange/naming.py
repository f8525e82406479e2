"""Ids for what other systems call by names that an id cannot be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, count


def slug(text: str) -> str:
    """``text`` in small letters, digits and ``-``, without accents; empty where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def as_id(text: str) -> str:
    """``text`` with ``-`` for what an id cannot have."""
    return re.sub(r"[^\w.-]+", "-", text).lstrip("-.")


def ids_of(names: Iterable[str], otherwise: str) -> dict[str, str]:
    """An id for each name: its slug, numbered where an earlier name has the same; ``otherwise`` where nothing of it is left."""
    ids: dict[str, str] = {}
    for name in names:
        base = slug(name) or otherwise
        numbered = (f"{base}-{number}" for number in count(2))
        ids[name] = next(id for id in chain((base,), numbered) if id not in ids.values())
    return ids
