"""Commands are given in the folder that holds the meetings, so that messages name short paths."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _beside_the_meetings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
