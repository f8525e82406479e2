"""Samples as they are copied: with every rule book that they need."""

import shutil
from pathlib import Path

import pytest

from scheduler.files import samples
from scheduler.files.meeting_folder import read_meeting

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", samples.sample_names())
def test_copy_of_each_sample_reads_like_the_sample(name: str, tmp_path: Path) -> None:
    samples.copy_sample(name, tmp_path / "copy")
    copy, sample = read_meeting(tmp_path / "copy"), read_meeting(ROOT / "data" / name)
    assert copy.book.fingerprint == sample.book.fingerprint
    assert copy.problem.inputs == sample.problem.inputs


def test_copy_brings_included_books_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "tests" / "ok_small", tmp_path / "data" / "small")
    books = tmp_path / "data" / "small"
    (books / "shared").mkdir()
    (books / "rules.yaml").rename(books / "shared" / "common.yaml")
    (books / "rules.yaml").write_text("# yaml-language-server: $schema=../far/away.json\ninclude: shared/common.yaml\n", "utf-8")
    monkeypatch.setattr(samples, "samples_root", lambda: tmp_path)
    copied = samples.copy_sample("small", tmp_path / "copy")
    assert {"rules.yaml", "shared/common.yaml", "rule-book.schema.json"} <= {
        file.relative_to(tmp_path / "copy").as_posix() for file in copied
    }
    assert len(read_meeting(tmp_path / "copy").book.rules) == 9
    first, _ = (tmp_path / "copy" / "rules.yaml").read_text("utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=rule-book.schema.json"
