"""On what something was measured: figures of two machines, or of two commits, say nothing side by side."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from scheduler.solve.search import cores

UNKNOWN = "unknown"
CPU_INFO = Path("/proc/cpuinfo")
CHECKOUT = Path(__file__).resolve().parents[2]
"""The folder around the package, which is a checkout unless the package was installed from a wheel."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine and the software.

    Parameters
    ----------
    cores : int
        How many cores this process may use.
    processor : str
        The processor's model.
    memory : str
        Main memory, with its unit.
    python, ortools : str
        Versions.
    commit : str
        The checkout's commit, ending in ``-dirty`` where files were changed since.
    """

    cores: int
    processor: str
    memory: str
    python: str
    ortools: str
    commit: str


def this_machine() -> Machine:
    """What we run on, as far as it tells."""
    return Machine(cores(), processor(), memory(), platform.python_version(), version("ortools"), commit(CHECKOUT))


def processor(cpu_info: Path = CPU_INFO) -> str:
    """The processor's model: as Linux names it, or else as Python does."""
    if cpu_info.is_file():
        for line in cpu_info.read_text("utf-8").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name" and value.strip():
                return value.strip()
    return platform.processor() or UNKNOWN


def memory() -> str:
    """Main memory in GB, of 10⁹ bytes."""
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf; other systems may not know these names.
        return UNKNOWN
    return f"{size / 1e9:.1f} GB"


def commit(checkout: Path) -> str:
    """The commit of a checkout; unknown if it is none, or there is no git."""
    if not (checkout / ".git").exists():  # Without this, git would tell of a repository further up, in which the package is installed.
        return UNKNOWN
    command = ["git", "-C", str(checkout), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return UNKNOWN
