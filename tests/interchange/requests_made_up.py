"""Session requests of an invented meeting, in the form of the published file: seven groups, and everything that can be asked."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
DAYS = ("2027-03-01", "2027-03-02", "2027-03-03")
TIMES = (("10:00", 120), ("13:30", 90), ("15:20", 60))
ROOMS = ((1, "Grand Hall", 120), (2, "Room | 2", 60), (3, "room-2", 20))
GROUPS = (
    ("oak", "art", "wg", "active", False, 7),
    ("elm", "sec", "wg", "bof", True, 7),
    ("ash", "sec", "wg", "bof", True, None),
    ("sec", "sec", "ag", "active", True, 8),
    ("yew", "sec", "wg", "active", False, 8),
    ("ivy", "irtf", "rg", "proposed", False, None),
    ("bay", "art", "ag", "active", True, 9),
)
SESSIONS = (
    ("oak", 30, 120, []),
    ("elm", 50, 90, ["yew"]),
    ("ash", 150, 60, []),
    ("oak", None, 0, []),
    ("sec", 60, 150, []),
    ("yew", 20, 120, []),
    ("yew", 25, 60, ["bay", "gone"]),
    ("ivy", 10, 90, []),
    ("bay", 100, 60, []),
)
ASKED: tuple[tuple[str, str, object], ...] = (
    ("oak", "chair_conflict", "elm"),
    ("elm", "chair_conflict", "oak"),
    ("oak", "tech_overlap", "elm"),
    ("oak", "tech_overlap", "elm"),
    ("sec", "key_participant", "yew"),
    ("gone", "tech_overlap", "oak"),
    ("oak", "tech_overlap", "gone"),
    ("oak", "tech_overlap", "oak"),
    ("oak", "bethere", 11),
    ("oak", "bethere", 12),
    ("elm", "bethere", 11),
    ("elm", "bethere", 11),
    ("yew", "bethere", 12),
    ("ivy", "bethere", 11),
    ("ivy", "timerange", ["monday-morning", "friday-morning"]),
    ("bay", "timerange", ["tuesday-afternoon-early", "wednesday-morning"]),
    ("yew", "timerange", ["monday-morning"]),
    ("oak", "time_relation", "subsequent-days"),
    ("bay", "time_relation", "one-day-seperation"),
    ("yew", "time_relation", "one-day-seperation"),
    ("gone", "time_relation", "subsequent-days"),
    ("ivy", "wg_adjacent", "oak"),
    ("yew", "wg_adjacent", "bay"),
    ("bay", "wg_adjacent", "yew"),
    ("sec", "wg_adjacent", "gone"),
)
KEYS = {"bethere": "person", "timerange": "timeranges_unavailable", "time_relation": "time_relation"}


def made_up() -> Json:
    """A fresh copy. Every penalty has another value, so that none can stand in for another."""
    weekdays, parts = ("monday", "tuesday", "wednesday", "friday"), ("morning", "afternoon-early", "afternoon-late")
    names = (
        ("chair_conflict", "tech_overlap", "key_participant", "bethere", "timerange", "time_relation", "wg_adjacent"),
        (
            "area_overlapping_in_area",
            "area_overlapping_other_area",
            "bof_overlapping_area_meeting",
            "bof_overlapping_area_wg",
            "bof_overlapping_bof",
            "bof_overlapping_prg",
            "session_overlap_ad",
            "session_requires_trim",
            "sessions_out_of_order",
        ),
    )
    costs = iter((1009, 2003, 3001, 4001, 5003, 6007, 7001, 11, 23, 37, 53, 71, 97, 113, 131, 151))
    slots = [(day, start, minutes, name) for day in DAYS for start, minutes in TIMES for _, name, _ in ROOMS]
    return {
        "meeting": {"name": "Invented 1", "start_date": DAYS[0], "days": 3, "timezone": "UTC"},
        "time_ranges": {"slugs": [f"{day}-{part}" for day in weekdays for part in parts], "rule": "by the start"},
        "penalties": {kind: {name: next(costs) for name in group} for kind, group in zip(("constraints", "business"), names, strict=True)},
        "rooms": [{"id": 9, "name": "Lobby", "capacity": None}, *({"id": id, "name": name, "capacity": n} for id, name, n in ROOMS)],
        "timeslots": [
            {"id": 100 + n, "start": f"{day}T{start}", "duration_min": minutes, "room": room}
            for n, (day, start, minutes, room) in enumerate(slots)
        ],
        "groups": [dict(zip(("acronym", "area", "type", "state", "area_meeting", "ad"), group, strict=True)) for group in GROUPS],
        "groups_named_without_session": ["gone"],
        "sessions": [
            {"id": n, "group": group, "attendees": seats, "duration_min": minutes, "joint_groups": joint}
            for n, (group, seats, minutes, joint) in enumerate(SESSIONS, 1)
        ],
        "constraints": [
            {"id": n, "source": source, "kind": kind, KEYS.get(kind, "target"): about} for n, (source, kind, about) in enumerate(ASKED, 1)
        ],
    }
