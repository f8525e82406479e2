"""ical.js (Thunderbird's parser) and node-ical, run by Node.js; `npm ci` in tests/publish/parsers installs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from requirements import require

FOLDER = Path(__file__).parent / "parsers"


def parse(contents: tuple[bytes, ...]) -> tuple[dict[str, dict[str, tuple[str, int, int]]], ...]:
    """For each calendar and each parser, every event by UID: its summary, its start and end in seconds since 1970.

    ical.js has tasks as well. Whole days are those of UTC, in which the program runs.
    """
    node = shutil.which("node")
    require(node is not None, "Node.js is not installed (Debian: apt-get install nodejs npm)")
    require((FOLDER / "node_modules").is_dir(), "the JavaScript parsers are not installed (npm ci --prefix tests/publish/parsers)")
    texts = json.dumps([content.decode() for content in contents])
    script = (str(node), str(FOLDER / "parse.mjs"))
    environment = os.environ | {"TZ": "UTC"}
    answer = subprocess.run(script, input=texts, capture_output=True, check=True, encoding="utf-8", env=environment).stdout
    return tuple(
        {
            parser: {uid: (summary, start // 1000, end // 1000) for uid, (summary, start, end) in events.items()}
            for parser, events in parsers.items()
        }
        for parsers in json.loads(answer)
    )
