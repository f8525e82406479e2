"""A command that is killed at any of its moments: ``python killed_at.py FOLDER ARGUMENTS…`` gives ``schedule ARGUMENTS…``.

It reads numbers, a line each. For each, the command is given in a process that is killed (SIGKILL) when it is about to make its n-th change
in FOLDER, counted from 1. What it had begun to change until then is printed, as JSON in a line; in all, if it made fewer changes.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import json
import os
import signal
import sys
from collections.abc import Callable
from itertools import count

import scheduler.check
import scheduler.files.meeting_folder
import scheduler.publish.released  # noqa: F401
from scheduler.cli.main import app

INT, SIZE, OFFSET, POINTER = ctypes.c_int, ctypes.c_size_t, ctypes.c_long, ctypes.c_void_p
SYSTEM_CALLS = {
    b"write": ctypes.CFUNCTYPE(ctypes.c_ssize_t, INT, POINTER, SIZE),
    b"pwrite": ctypes.CFUNCTYPE(ctypes.c_ssize_t, INT, POINTER, SIZE, OFFSET),
    b"pwrite64": ctypes.CFUNCTYPE(ctypes.c_ssize_t, INT, POINTER, SIZE, OFFSET),
    b"ftruncate": ctypes.CFUNCTYPE(INT, INT, OFFSET),
    b"unlink": ctypes.CFUNCTYPE(INT, POINTER),
}
"""By which SQLite changes files on Unix."""
EVENTS = ("os.chmod", "os.mkdir", "os.remove", "os.rename")
"""By which Python does, beside opening them to write; names of audit events."""


class Vfs(ctypes.Structure):
    """``sqlite3_vfs``, version 3 (https://sqlite.org/c3ref/vfs.html): SQLite lets its own tests take the place of system calls."""

    _fields_ = (
        *((name, INT) for name in ("version", "size", "longest")),
        *((name, POINTER) for name in ("next", "name", "data")),
        ("methods", POINTER * 13),
        ("set_system_call", ctypes.CFUNCTYPE(INT, POINTER, ctypes.c_char_p, POINTER)),
        ("get_system_call", ctypes.CFUNCTYPE(POINTER, POINTER, ctypes.c_char_p)),
    )


def watch_sqlite(before: Callable[[str], None]) -> list[object]:
    """Have ``before`` called before SQLite changes a file; what must be kept as long as it may be."""
    find = ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find
    find.restype, find.argtypes = ctypes.POINTER(Vfs), [ctypes.c_char_p]
    vfs = find(None)
    kept: list[object] = []
    for name, kind in SYSTEM_CALLS.items():
        known = vfs.contents.get_system_call(vfs, name)
        if known:
            instead = kind(_after(before, f"SQLite: {name.decode()}", kind(known)))
            vfs.contents.set_system_call(vfs, name, ctypes.cast(instead, POINTER))
            kept.append(instead)
    return kept


def _after(before: Callable[[str], None], what: str, call: Callable[..., int]) -> Callable[..., int]:
    def instead(*arguments: int) -> int:
        before(what)
        return call(*arguments)

    return instead


def watch_python(folder: str, before: Callable[[str], None]) -> None:
    """Have ``before`` called before Python changes a file in ``folder``."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        path = str(arguments[0]) if arguments else ""
        if path.startswith(folder) and (event in EVENTS or (event == "open" and int(str(arguments[2])) & os.O_CREAT)):
            before(f"{event}: {path.removeprefix(folder)}")

    sys.addaudithook(hook)


def give(folder: str, arguments: list[str], fatal: int, told: int) -> None:
    """Give the command in this process, tell ``told`` of each change, and be killed at the ``fatal`` one."""
    numbers = count(1)

    def before(what: str) -> None:
        os.write(told, f"{what}\n".encode())
        if next(numbers) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    kept = watch_sqlite(before)
    watch_python(folder, before)
    app(arguments, standalone_mode=False)
    kept.clear()


def main() -> None:
    """Give the command as often as there are numbers, each time in a fork, as importing all of it takes seconds."""
    folder, *arguments = sys.argv[1:]
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        here, there = os.pipe()
        child = os.fork()
        if not child:
            give(folder, arguments, int(line), there)
            os._exit(0)
        os.close(there)
        with os.fdopen(here, encoding="utf-8") as told:
            changes = told.read().splitlines()
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == (-signal.SIGKILL if len(changes) == int(line) else 0)
        os.write(answers, f"{json.dumps(changes)}\n".encode())


if __name__ == "__main__":
    main()
