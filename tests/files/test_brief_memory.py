"""What a brief remembers is read as it was written, whatever it is; and a file that something else has spoilt is named."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.brief import Laid, Layer, Memory
from scheduler.files.brief_memory import memory_bytes, read_memory
from scheduler.files.faults import Faults

TIMES = st.datetimes(datetime(1601, 1, 1), datetime(4500, 1, 1), timezones=st.just(UTC)).map(lambda time: time.replace(microsecond=0))
LAID = st.builds(
    Laid,
    uid=st.text(),
    start=TIMES,
    end=TIMES,
    whole_days=st.booleans(),
    title=st.text(),
    place=st.text(),
    keys=st.lists(st.text()).map(tuple),
    note=st.text(),
    cancelled=st.booleans(),
    sequence=st.integers(0),
    stamp=TIMES,
)
LAYERS = st.builds(Layer, keys=st.frozensets(st.text()), entries=st.lists(LAID, max_size=3).map(tuple))
MEMORIES = st.builds(Memory, calendar=st.text(), now=LAYERS, before=st.none() | LAYERS)


@settings(deadline=None)
@given(MEMORIES)
def test_memory_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, memory: Memory) -> None:
    path = tmp_path_factory.mktemp("memory") / "brief.json"
    path.write_bytes(memory_bytes(memory))
    faults = Faults()
    assert read_memory(path, faults) == memory
    assert len(faults) == 0


def test_memory_of_the_first_time_is_none(tmp_path: Path) -> None:
    faults = Faults()
    assert read_memory(tmp_path / "brief.json", faults) is None
    assert len(faults) == 0


TIME = datetime(2027, 3, 1, 9, tzinfo=UTC)
GOOD = json.loads(
    memory_bytes(
        Memory(
            "sha256:1",
            Layer(
                frozenset({"4a"}),
                (
                    Laid(
                        uid="a@b",
                        start=TIME,
                        end=TIME,
                        whole_days=False,
                        title="t",
                        place="p",
                        keys=("4a",),
                        note="n",
                        cancelled=False,
                        sequence=0,
                        stamp=TIME,
                    ),
                ),
            ),
            None,
        )
    )
)
NOT_AS_LEFT = "the file is not as the last brief has left it"


def with_entry(**other: object) -> object:
    return GOOD | {"now": GOOD["now"] | {"entries": [GOOD["now"]["entries"][0] | other]}}


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("{\n]", ":2", NOT_AS_LEFT),
        ("[]", "", NOT_AS_LEFT),
        ("{}", "", NOT_AS_LEFT),
        (json.dumps(GOOD | {"now": None}), "", NOT_AS_LEFT),
        (json.dumps(GOOD | {"now": {"keys": [1], "entries": []}}), "", NOT_AS_LEFT),
        (json.dumps(GOOD | {"now": {"keys": [], "entries": ["x"]}}), "", NOT_AS_LEFT),
        (json.dumps(with_entry(sequence=True)), "", NOT_AS_LEFT),
        (json.dumps(with_entry(title=None)), "", NOT_AS_LEFT),
        (json.dumps(with_entry(start="2027-03-01T09:00:00")), "", NOT_AS_LEFT),
        (json.dumps(with_entry(start="soon")), "", NOT_AS_LEFT),
        ("[" * 100_000, "", NOT_AS_LEFT),
        (
            json.dumps(GOOD | {"format": 2}),
            "",
            "the file is of format 2, which another version of Rostrum has written; this one knows 1",
        ),
    ],
)
def test_memory_that_is_spoilt_is_named(tmp_path: Path, content: str, place: str, message: str) -> None:
    path = tmp_path / "brief.json"
    path.write_text(content, "utf-8")
    faults = Faults()
    assert read_memory(path, faults) is None
    assert [(str(fault.source), fault.message) for fault in faults.all()] == [(f"{path}{place}", message)]
