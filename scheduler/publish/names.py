"""File names made from ids: legal on every file system, never outside their folder, never two the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from hashlib import sha256

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_UNSAFE_RUN = re.compile(r"[^A-Za-z0-9_-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Devices under Windows, whatever follows the dot."""
_LONGEST = 100
_DIGITS = 16


def file_names(ids: tuple[str, ...]) -> tuple[str, ...]:
    """A file name, without its ending, for each of ``ids``, which are distinct.

    That is the id itself where it can be. One that a file system would refuse or read as something else, or that
    differs from another only in upper and lower case, gets its plain letters and a fingerprint: ``Osterreich~2f1c…``.
    """
    spelled = Counter(id.casefold() for id in ids)
    return tuple(id if _is_safe(id) and spelled[id.casefold()] == 1 else _fingerprinted(id) for id in ids)


def _is_safe(id: str) -> bool:
    return len(id) <= _LONGEST and _SAFE.fullmatch(id) is not None and _RESERVED.fullmatch(id) is None


def _fingerprinted(id: str) -> str:
    letters = unicodedata.normalize("NFKD", id).encode("ascii", "ignore").decode()
    skeleton = _UNSAFE_RUN.sub("-", letters).strip("-")[: _LONGEST // 2]
    # A safe id has no tilde, so that no id can be spelled like another's fingerprint.
    return f"{skeleton}~{sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}"
