"""Files of conferences that are wrong: everything is said at once, with its place, and nothing is made."""

from __future__ import annotations

import copy
import functools
import json
import operator
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conferences_made_up import made_up
from timefold_score import Json, objects

from scheduler.domain.errors import InputError
from scheduler.interchange.timefold.meeting import draft_of
from scheduler.interchange.timefold.reading import read_conference


def conference() -> Json:
    return made_up(random.Random(7), packed=False)


def faults(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_conference(content, "c.json")
    return str(caught.value)


def test_keys_that_are_missing_at_the_top() -> None:
    wrong = conference()
    wrong["talks"] = wrong.pop("talkList")
    message = "c.json: the key 'talkList' is missing\nc.json:talks: unknown key 'talks'\n    did you mean 'talkList'?"
    assert faults(json.dumps(wrong).encode()) == message


def _reference(wrong: Json) -> None:
    objects(wrong)["Talk#1"]["speakerList"] = ["Speaker#99"]
    wrong["roomList"].append("Room#9")


def _twice(wrong: Json) -> None:
    objects(wrong)["Talk#2"]["@id"] = "Talk#1"
    objects(wrong)["Speaker#1"]["id"] = 2


def _types(wrong: Json) -> None:
    objects(wrong)["Talk#0"] |= {"favoriteCount": "many", "crowdControlRisk": -1, "speakerList": 3}
    objects(wrong)["Room#0"]["capacity"] = None


def _moments(wrong: Json) -> None:
    objects(wrong)["Timeslot#0"]["startDateTime"] = "2027-03-03T10:00"
    objects(wrong)["Timeslot#1"]["endDateTime"] = [2027, 3, 32, 11, 40]
    objects(wrong)["Timeslot#2"]["endDateTime"] = [2027, 3, 4, 1, 0]


def _tags(wrong: Json) -> None:
    objects(wrong)["Talk#0"] |= {"contentTagSet": ["C|C", "all"], "requiredRoomTagSet": ["Lrge"], "language": ""}


def _sides(wrong: Json) -> None:
    objects(wrong)["Room#4"]["talkTypeSet"] = ["TalkType#0"]


def _itself(wrong: Json) -> None:
    objects(wrong)["Talk#0"]["prerequisiteTalkSet"] = ["Talk#0"]
    wrong["constraintWeightOverrides"] = {"Crowd control": "3hard"}


def _pinned(wrong: Json) -> None:
    objects(wrong)["Talk#0"] |= {"pinnedByUser": True, "timeslot": "Timeslot#77"}


def _lengths(wrong: Json) -> None:
    objects(wrong)["Timeslot#3"]["endDateTime"] = [2027, 3, 3, 12, 0]


def _overlap(wrong: Json) -> None:
    objects(wrong)["Timeslot#1"] |= {"startDateTime": [2027, 3, 3, 10, 40], "endDateTime": [2027, 3, 3, 11, 25]}


def _night(wrong: Json) -> None:
    wrong["constraintProperties"]["minimumConsecutiveTalksPauseInMinutes"] = 20 * 60


def _nothing(wrong: Json) -> None:
    wrong["talkList"] = []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            _reference,
            "c.json:roomList: 'Room#9' is written out nowhere\n"
            "    did you mean 'Room#4'?\n"
            "c.json:talkList[1].speakerList: there is no speaker 'Speaker#99'\n"
            "    did you mean 'Speaker#7'?",
        ),
        (
            _twice,
            "c.json:speakerList: the id 2 is there 2 times\n"
            "    give each one of its own\n"
            "c.json:talkList[1].@id: 'Talk#1' is written out twice\n"
            "    name it by its @id the second time",
        ),
        (
            _types,
            "c.json:talkList[0].crowdControlRisk: -1 is below 0\n"
            'c.json:talkList[0].favoriteCount: "many" is not a whole number\n'
            "c.json:talkList[0].speakerList: 3 is not a list\n"
            "c.json:talkTypeList[0].compatibleRoomSet[0].capacity: null is not a whole number",
        ),
        (
            _moments,
            "c.json:talkTypeList[0].compatibleTimeslotSet[0].startDateTime: 2027-03-03T10:00 is not a moment\n"
            "    write year, month, day, hour and minute, as in [2018, 10, 1, 10, 15]\n"
            "c.json:talkTypeList[0].compatibleTimeslotSet[1].endDateTime: [2027, 3, 32, 11, 40] is not a moment\n"
            "    write year, month, day, hour and minute, as in [2018, 10, 1, 10, 15]\n"
            "c.json:talkTypeList[0].compatibleTimeslotSet[2].endDateTime: the timeslot does not begin and end on one day",
        ),
        (
            _tags,
            "c.json:talkList[0].contentTagSet: 'C|C' cannot be a value here\n"
            "    use a text without '|' and without spaces around it, and not 'all'\n"
            "c.json:talkList[0].contentTagSet: 'all' cannot be a value here\n"
            "    use a text without '|' and without spaces around it, and not 'all'\n"
            "c.json:talkList[0].language: '' cannot be a value here\n"
            "    use a text without '|' and without spaces around it, and not 'all'\n"
            "c.json:talkList[0].requiredRoomTagSet: there is no room with the tag 'Lrge'\n"
            "    did you mean 'Large'?",
        ),
        (
            _sides,
            "c.json:talkTypeList[1].compatibleRoomSet[1].talkTypeSet: these are not the talk types that name it in their "
            "compatibleRoomSet\n    make the two agree",
        ),
        (
            _itself,
            "c.json:constraintWeightOverrides: weights of the conference's own are not taken\n"
            "    leave the group empty\n"
            "c.json:talkList[0].prerequisiteTalkSet: the talk is its own prerequisite",
        ),
        (
            _pinned,
            "c.json:talkList[0].room: 'room' is neither a text nor a group that has an '@id'\n"
            "c.json:talkList[0].timeslot: there is no timeslot 'Timeslot#77'\n"
            "    did you mean 'Timeslot#7'?",
        ),
        (
            _lengths,
            "c.json:talkTypeList: the timeslots of the talk type 'Lab' last 90 and 100 minutes\n    a talk has one length here",
        ),
        (
            _overlap,
            "c.json:timeslotList: 'Timeslot#0' and 'Timeslot#1' overlap, and talks of both may be in the room 'Aula'",
        ),
        (
            _night,
            "c.json:constraintProperties: the pause of 1200 minutes reaches over the night from 'Timeslot#2' to 'Timeslot#4'\n"
            "c.json:constraintProperties: the pause of 1200 minutes reaches over the night from 'Timeslot#2' to 'Timeslot#7'\n"
            "c.json:constraintProperties: the pause of 1200 minutes reaches over the night from 'Timeslot#6' to 'Timeslot#8'\n"
            "c.json:constraintProperties: the pause of 1200 minutes reaches over the night from 'Timeslot#6' to 'Timeslot#11'",
        ),
        (
            _nothing,
            "c.json:talkList: there are no talks, or no timeslots\n"
            "    name a conference in Timefold's form, such as 18talks-6timeslots-5rooms.json",
        ),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_conference_that_is_wrong(change: Callable[[Json], None], expected: str) -> None:
    wrong = conference()
    change(wrong)
    assert faults(json.dumps(wrong).encode()) == expected


def paths(part: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value below."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield (*at, key)
        yield from paths(value, (*at, key))


@pytest.mark.parametrize("value", [None, {}, [], "", 10**18], ids=repr)
def test_any_value_in_any_place_is_read_or_a_fault(value: object) -> None:
    content, refused = conference(), 0
    for way in random.Random(1).sample(list(paths(content)), 200):
        wrong = copy.deepcopy(content)
        *outer, last = way
        functools.reduce(operator.getitem, outer, wrong)[last] = value
        try:
            draft_of(json.dumps(wrong).encode(), "c.json")
        except InputError:
            refused += 1
    assert refused > 50
