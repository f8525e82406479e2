"""Invented conferences in the form of the published files, with everything that can be asked, and agendas of them, good or bad."""

from __future__ import annotations

import random
from itertools import product

from timefold_score import Json, Places, objects

DAYS = (3, 4, 5, 7)
TYPES = {"Talk | 45": ((0, 1, 2), (0, 1, 2)), "Lab": ((3,), (3, 4)), "Quickie": ((1, 2), (2,))}
"""Each type with its times of the day and its rooms."""
TIMES = (((10, 0), (10, 45)), ((10, 55), (11, 40)), ((14, 0), (14, 45)), ((10, 30), (12, 10)))
ROOMS = (("Aula", 60, ["Large"]), ("R 1", 40, ["Recorded"]), ("r-1", 40, []), ("Lab 1", 20, ["Recorded", "Large"]), ("Lab 2", 10, []))
ROOM_TAGS, TIME_TAGS = ("Large", "Recorded"), ("After lunch", "Morning")
WISHES = {
    f"{how}{what}TagSet": tags
    for what, tags in (("Timeslot", TIME_TAGS), ("Room", ROOM_TAGS))
    for how in ("required", "preferred", "prohibited", "undesired")
}


def made_up(chance: random.Random, *, packed: bool) -> Json:
    """A conference of four days; ``packed``: its talks fill every room of every timeslot, and at times each has one audience.

    At times every room is recorded, so that no wish for a room without that is ever granted.
    """
    types = [name for name in TYPES if not (packed and name == "Quickie")]
    slots = [(day, time) for day in DAYS for time in range(len(TIMES))]
    type_ids = {name: f"TalkType#{n}" for n, name in enumerate(types)}

    def types_with(part: int, index: int) -> list[str]:
        return [type_ids[name] for name in types if index in TYPES[name][part]]

    timeslots = [
        {
            "@id": f"Timeslot#{n}",
            "id": 100 + n,
            "startDateTime": [2027, 3, day, *TIMES[time][0]],
            "endDateTime": [2027, 3, day, *TIMES[time][1]],
            "talkTypeSet": types_with(0, time),
            "tagSet": ["After lunch"] if TIMES[time][0] == (14, 0) else ["Morning"],
        }
        for n, (day, time) in enumerate(slots)
    ]
    recorded = ["Recorded"] if chance.random() < 0.3 else []
    rooms = [
        {
            "@id": f"Room#{n}",
            "id": 200 + n,
            "name": name,
            "capacity": seats,
            "talkTypeSet": types_with(1, n),
            "tagSet": sorted({*tags, *recorded}),
        }
        for n, (name, seats, tags) in enumerate(ROOMS)
    ]
    written: set[str] = set()

    def named(part: Json) -> Json | str:
        """The object itself at first, and afterwards its name."""
        again = part["@id"] in written
        written.add(part["@id"])
        return part["@id"] if again else part

    speakers = [_speaker(chance, n) for n in range(8)]
    counts = {name: len(DAYS) * len(TYPES[name][0]) * len(TYPES[name][1]) if packed else chance.randint(1, 6) for name in types}
    single = packed and chance.random() < 0.6
    talks = [_talk(chance, single, n, type_ids[name]) for n, name in enumerate(name for name in types for _ in range(counts[name]))]
    return {
        "@id": "ConferenceSolution#0",
        "id": 0,
        "conferenceName": "Invented",
        "constraintProperties": {"@id": "ConferenceConstraintProperties#0", "id": 0, "minimumConsecutiveTalksPauseInMinutes": 15},
        "constraintWeightOverrides": {},
        "talkTypeList": [
            {
                "@id": type_ids[name],
                "id": n,
                "name": name,
                "compatibleTimeslotSet": [named(slot) for slot in timeslots if type_ids[name] in slot["talkTypeSet"]],
                "compatibleRoomSet": [named(room) for room in rooms if type_ids[name] in room["talkTypeSet"]],
            }
            for n, name in enumerate(types)
        ],
        "timeslotList": [named(slot) for slot in timeslots],
        "roomList": [named(room) for room in rooms],
        "speakerList": [named(speaker) for speaker in speakers],
        "talkList": [named(talk) for talk in talks],
        "score": None,
    }


def _speaker(chance: random.Random, number: int) -> Json:
    unavailable = [f"Timeslot#{n}" for n in range(len(DAYS) * len(TIMES)) if chance.random() < 0.05]
    return {"@id": f"Speaker#{number}", "id": number, "name": "Amy Cole", "unavailableTimeslotSet": unavailable, **_wishes(chance)}


def _wishes(chance: random.Random) -> Json:
    return {key: [tag for tag in tags if chance.random() < 0.08] for key, tags in WISHES.items()}


def _talk(chance: random.Random, single: bool, number: int, type: str) -> Json:
    def some(*values: str) -> list[str]:
        return chance.sample(values, chance.choice((0, 1, 1, 2)))

    return {
        "@id": f"Talk#{number}",
        "id": 300 + number,
        "code": f"S{number:02}",
        "title": f"Talk {number}",
        "talkType": type,
        "speakerList": [f"Speaker#{n}" for n in chance.sample(range(8), chance.choice((1, 1, 2)))],
        "themeTrackTagSet": some("Cloud", "Mobile", "Security"),
        "sectorTagSet": some("Education", "Healthcare", "Transport"),
        "audienceTypeSet": some("Managers", "Programmers")[:1] or ["Managers"] if single else some("Managers", "Programmers"),
        "audienceLevel": chance.randint(1, 3),
        "contentTagSet": some("Drools", "Spring", "Docker"),
        "language": chance.choice(("en", "en", "fr")),
        "mutuallyExclusiveTalksTagSet": [tag for tag in ("Platinum", "Gold") if chance.random() < 0.2],
        "prerequisiteTalkSet": [f"Talk#{n}" for n in range(number) if chance.random() < 0.05],
        "favoriteCount": chance.randint(0, 5),
        "crowdControlRisk": int(chance.random() < 0.3),
        "pinnedByUser": False,
        "timeslot": None,
        "room": None,
        **_wishes(chance),
    }


def random_places(conference: Json, chance: random.Random, *, packed: bool) -> Places:
    """Each talk in a timeslot and a room of its type: where it is packed, no two in the same; otherwise rather crowded."""
    parts = objects(conference)
    free: dict[str, list[tuple[int, int]]] = {}
    places: Places = {}
    for named in conference["talkList"]:
        talk = parts[named] if isinstance(named, str) else named
        name = talk["talkType"] if isinstance(talk["talkType"], str) else talk["talkType"]["@id"]
        if name not in free:
            every = _cells(parts, name)
            free[name] = every if packed else chance.sample(every, chance.randint(1, len(every)))
        cells = free[name]
        cell = chance.choice(cells)
        places[talk["id"]] = cell
        if packed:
            cells.remove(cell)
    return places


def _cells(parts: dict[str, Json], type: str) -> list[tuple[int, int]]:
    ids = [
        [(parts[part] if isinstance(part, str) else part)["id"] for part in parts[type][key]]
        for key in ("compatibleTimeslotSet", "compatibleRoomSet")
    ]
    return list(product(*ids))
