import os
from pathlib import Path

import pytest

from scheduler.files.atomic import PRIVATE, write_file


def test_write_file_makes_folders_and_replaces_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out" / "people" / "aut-02.ics"
    write_file(path, b"first, and longer")
    write_file(path, b"second")
    assert path.read_bytes() == b"second"
    assert [file.name for file in path.parent.iterdir()] == ["aut-02.ics"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_write_file_that_fails_leaves_what_was_there_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "agenda.json"
    write_file(path, b"before")

    def full(handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write_file(path, b"after")
    assert path.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["agenda.json"]


def test_write_file_for_its_owner_alone_replaces_one_that_others_could_read(tmp_path: Path) -> None:
    path = tmp_path / "brief.ics"
    write_file(path, b"before")
    write_file(path, b"notes", PRIVATE)
    assert path.read_bytes() == b"notes"
    assert path.stat().st_mode & 0o777 == 0o600
