"""What a misspelt name was probably meant to be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.suggestions import closest, suggestion

ROLES = ("chair", "presenter", "rapporteur")
NAMES = st.text("abcdefghijklmnop", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("raporteur", "rapporteur"), ("CHAIR", "chair"), ("presentr", "presenter"), ("Chiar", "chair"), ("xyz", ""), ("", "")],
)
def test_closest_name(text: str, meant: str) -> None:
    assert closest(text, ROLES) == meant


def test_closest_keeps_the_capitals_of_the_known_name() -> None:
    assert closest("leen", ("LEEM", "IE")) == "LEEM"


def test_closest_may_ask_for_more_likeness() -> None:
    assert (closest("chai", ROLES, 0.8), closest("chai", ROLES, 0.95)) == ("chair", "")


@settings(deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=10), st.data())
def test_closest_of_a_known_name_is_that_name(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    assert closest(name, names) == closest(name.upper(), names) == name


@pytest.mark.parametrize(
    ("text", "otherwise", "hint"),
    [
        ("raporteur", "", "did you mean 'rapporteur'?"),
        ("raporteur", "ask the Chair", "did you mean 'rapporteur'?"),
        ("xyz", "ask the Chair", "ask the Chair"),
        ("xyz", "", "write one of: chair, presenter, rapporteur"),
    ],
)
def test_suggestion_of_three_known(text: str, otherwise: str, hint: str) -> None:
    assert suggestion(text, ROLES, otherwise) == hint


@pytest.mark.parametrize(("count", "listed"), [(0, False), (1, True), (12, True), (13, False)])
def test_suggestion_lists_the_known_where_they_are_few(count: int, listed: bool) -> None:
    names = [f"{number:04}" for number in range(count)]
    assert suggestion("xyz", names) == (f"write one of: {', '.join(names)}" if listed else "")


def test_suggestion_lists_each_known_once_and_takes_any_iterable() -> None:
    assert suggestion("xyz", iter(["b", "a", "b"])) == "write one of: b, a"
