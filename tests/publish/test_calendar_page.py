"""The page about what calendars guarantee promises nothing that no test holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from requirements import require

HERE = Path(__file__).parent


def test_every_test_that_the_page_names_is_there() -> None:
    page = (HERE.parents[1] / "docs" / "calendar-guarantees.md").read_text(encoding="utf-8")
    modules = (path for folder in ("publish", "store", "deliver", "cli") for path in (HERE.parent / folder).glob("test_*.py"))
    there = {name for path in modules for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))}
    named = re.findall(r"`(test_\w+)`", page)
    assert len(named) > 10
    assert [name for name in named if name not in there] == []


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_requirement_that_is_missing_skips_here_and_fails_in_ci(
    ci: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    require(True, "never needed")
    with pytest.raises(outcome, match="a thing is missing"):
        require(False, "a thing is missing")
