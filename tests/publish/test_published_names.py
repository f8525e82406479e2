"""File names from ids: whatever an id says, its file stays in its folder and is nobody else's."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.publish.names import file_names

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
ALPHABET = set(string.ascii_letters + string.digits + "._-~")


@given(st.lists(st.text(), unique=True, max_size=8))
@example(["RPOC", "rpoc", "Rpoc", "STRASSE", "straße", "strasse"])
@example(["..", ".", "", "/", "\\", "a/b", "a\\b", "../../etc/passwd", "C:\\x", "~", "-", " "])
@example(["con", "CON", "nul.txt", "COM1", "lpt9", "com1.ics", "a.", "a ", ".a", "a..b", "a" * 300, "a" * 301])
@example(["é", "e\u0301", "K", "\u212a", "ſ", "s", "ı", "i", "İ", "\ud800"])
def test_file_names_are_legal_and_distinct_everywhere(ids: list[str]) -> None:
    names = file_names(tuple(ids))
    assert len({name.casefold() for name in names}) == len(names) == len(ids)
    for name in names:
        assert set(name) <= ALPHABET
        assert 0 < len(name) <= 100
        assert ".." not in name
        assert name[0] not in ".-"
        assert name[-1] != "."
        assert name.split(".")[0].casefold() not in RESERVED


@pytest.mark.parametrize("id", ["RPOC", "aut-02", "hall_2", "v1.2", "0", "console", "com10"])
def test_ordinary_id_is_its_own_file_name(id: str) -> None:
    assert file_names((id,)) == (id,)


def test_ids_that_differ_in_case_only_get_fingerprints() -> None:
    assert file_names(("IE", "ie", "TEM")) == ("IE~f078492902275dd3", "ie~292c1980ba280551", "TEM")


def test_id_with_foreign_letters_keeps_the_plain_ones() -> None:
    (name,) = file_names(("Österreich/1",))
    assert name.rpartition("~")[0] == "Osterreich-1"
