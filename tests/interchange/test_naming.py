"""Ids made of names: what an id can be, and never the same for two names."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.files.values import identifier
from scheduler.interchange.naming import as_id, ids_of, slug


@pytest.mark.parametrize(
    ("text", "expected"), [("Großer Saal", "grosser-saal"), ("  Salle É / 2 ", "salle-e-2"), ("Зал", ""), ("", "")], ids=repr
)
def test_slug_of_a_name(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("AB12CD", "AB12CD"), (".a b|c", "a-b-c"), ("Зал 1", "Зал-1"), ("|", "")], ids=repr)
def test_as_id_keeps_what_an_id_can_have(text: str, expected: str) -> None:
    assert as_id(text) == expected


def test_ids_of_names_that_are_alike_are_numbered_in_order() -> None:
    assert ids_of(("Room 3", "Room", "room!", "Зал", "Сад", "ROOM"), "hall") == {
        "Room 3": "room-3",
        "Room": "room",
        "room!": "room-2",
        "Зал": "hall",
        "Сад": "hall-2",
        "ROOM": "room-4",
    }


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(alphabet="aA-2 éЗ|", max_size=4), unique=True))
def test_ids_of_any_names_are_ids_and_differ(names: list[str]) -> None:
    ids = ids_of(names, "room")
    assert [identifier(id) for id in ids.values()] == list(ids.values())
    assert len({id.casefold() for id in ids.values()}) == len(names)
