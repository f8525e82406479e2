"""khal, a calendar program for terminals, with a calendar of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60
CONFIG = """
[calendars]
[[meeting]]
path = {folder}/calendar
[locale]
local_timezone = Europe/Vienna
default_timezone = Europe/Vienna
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/cache
[default]
default_calendar = meeting
"""


@dataclass(frozen=True, slots=True)
class Khal:
    """A calendar that lies in ``folder``, which is empty at first."""

    folder: Path

    def take(self, file: Path) -> None:
        """Import a file, as delegates do, without being asked about what is there already."""
        (self.folder / "calendar").mkdir(exist_ok=True)
        (self.folder / "config").write_text(CONFIG.format(folder=self.folder), "utf-8")
        self._run("import", "--batch", "-a", "meeting", str(file))

    def shown(self, when: str, *fields: str) -> list[tuple[str, ...]]:
        """These fields, without blanks around them, of each entry that it lists in some days from a day on: ``2027-03-01 40d``."""
        days = self._run("list", *(f"--json={field}" for field in fields), *when.split()).split("\n")
        return [tuple(entry[field].strip() for field in fields) for day in days if day for entry in json.loads(day)]

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "khal", "-c", str(self.folder / "config"), *arguments]
        environment = os.environ | {"HOME": str(self.folder)}
        return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=SECONDS, check=True).stdout
