"""Writing a file so that a reader, or a crash, never meets half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

READABLE, PRIVATE = 0o644, 0o600
"""Who may read a file: everybody on the machine, or its owner alone."""


def write_file(path: Path, content: bytes, mode: int = READABLE) -> None:
    """Replace ``path`` by ``content`` whole: a temporary file in the same folder, flushed to disk, then renamed over it.

    At no moment can anybody read it whom ``mode`` does not let. Folders are made as needed. If anything fails, what was at
    ``path`` before is still there.

    Raises
    ------
    OSError
        If the folder cannot be made or the file not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise
