"""Files of session requests that are wrong: everything is said at once, with its place, and nothing is made."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from requests_made_up import Json, made_up

from scheduler.domain.errors import InputError
from scheduler.interchange.ietf.requests import read_requests


def faults(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_requests(content, "requests.json")
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"rooms": [}', "requests.json:1:12: the file is not JSON, or is damaged: expecting value"),
        (b"\xff", "requests.json: the file is not JSON, or is damaged"),
        (b"[" * 100_000, "requests.json: the file is not JSON, or is damaged"),
        (b"[]", "requests.json: the file holds no group in braces"),
    ],
    ids=("damaged", "no text", "too deep", "a list"),
)
def test_file_that_is_no_such_json(content: bytes, message: str) -> None:
    assert faults(content) == f"{message}\n    name a file of session requests, such as ietf106.json"


def test_keys_that_are_unknown_or_missing_at_the_top() -> None:
    requests = made_up()
    requests["timeslot"] = requests.pop("timeslots")
    assert faults(json.dumps(requests).encode()) == (
        "requests.json: the key 'timeslots' is missing\nrequests.json:timeslot: unknown key 'timeslot'\n    did you mean 'timeslots'?"
    )


def _room(requests: Json) -> None:
    requests["rooms"][1]["capcity"] = requests["rooms"][1].pop("capacity")


def _start(requests: Json) -> None:
    requests["timeslots"][4]["start"] = "tomorrow"


def _partly(requests: Json) -> None:
    requests["timeslots"][0]["start"] = "2027-03-01T10:30"


def _twice(requests: Json) -> None:
    requests["timeslots"][1]["room"] = requests["timeslots"][0]["room"]


def _third(requests: Json) -> None:
    requests["sessions"][2]["group"] = "oak"


def _kind(requests: Json) -> None:
    requests["constraints"][0]["kind"] = "chair_conflit"


def _target(requests: Json) -> None:
    requests["constraints"][0]["target"] = "elms"


def _type(requests: Json) -> None:
    requests["sessions"][0]["duration_min"] = "120"
    requests["groups"][0]["area_meeting"] = 1
    requests["sessions"][1]["attendees"] = -5


def _range(requests: Json) -> None:
    requests["constraints"][14]["timeranges_unavailable"] = ["sunday-morning"]


def _other_key(requests: Json) -> None:
    requests["constraints"][9]["target"] = "elm"


def _again(requests: Json) -> None:
    requests["groups"][1]["acronym"] = "oak"
    requests["groups"][2]["acronym"] = "a|b"
    requests["sessions"][0]["id"] = 2
    requests["constraints"].clear()
    requests["sessions"] = requests["sessions"][:1] * 2


def _nothing(requests: Json) -> None:
    requests["timeslots"].clear()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            _room,
            "requests.json:rooms[1]: the key 'capacity' is missing\n"
            "requests.json:rooms[1].capacity: the room 'Grand Hall' has timeslots, but no capacity\n"
            "requests.json:rooms[1].capcity: unknown key 'capcity'\n    did you mean 'capacity'?",
        ),
        (_start, "requests.json:timeslots[4].start: 'tomorrow' is not a date with a time\n    write it as in 2019-11-18T10:00"),
        (
            _partly,
            "requests.json:timeslots: the slots that start at 2027-03-01T10:00 and 2027-03-01T10:30 overlap only in part",
        ),
        (_twice, "requests.json:timeslots: 2 slots are in the room 'Grand Hall' at 2027-03-01T10:00"),
        (
            _third,
            "\n".join(
                f"requests.json:sessions[{n}].group: the group 'oak' asks for 3 sessions\n    costs are defined for one or two of a group"
                for n in (0, 2, 3)
            ),
        ),
        (_kind, "requests.json:constraints[0].kind: there is no kind of request 'chair_conflit'\n    did you mean 'chair_conflict'?"),
        (_target, "requests.json:constraints[0].target: there is no group 'elms'\n    did you mean 'elm'?"),
        (
            _type,
            "requests.json:groups[0].area_meeting: 1 is not true or false\n"
            'requests.json:sessions[0].duration_min: "120" is not a whole number\n'
            "requests.json:sessions[1].attendees: -5 is below 0",
        ),
        (_range, "requests.json:constraints[14].timeranges_unavailable: there is no time range 'sunday-morning'"),
        (
            _other_key,
            "requests.json:constraints[9].target: unknown key 'target'\n    the keys are id, source, kind, person",
        ),
        (
            _again,
            "requests.json:groups: the acronym oak is there 2 times\n    give each one of its own\n"
            "requests.json:groups[2].acronym: 'a|b' cannot be an acronym\n    use letters, digits, '-', '_' and '.'\n"
            "requests.json:sessions: the id 2 is there 2 times\n    give each one of its own",
        ),
        (
            _nothing,
            "requests.json:timeslots: there are no timeslots, or no sessions\n    name a file of session requests, such as ietf106.json",
        ),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_requests_that_are_wrong(change: Callable[[Json], None], expected: str) -> None:
    requests = made_up()
    change(requests)
    assert faults(json.dumps(requests).encode()) == expected
