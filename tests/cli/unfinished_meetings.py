"""Meetings that keep a solver busy for as long as a test needs: one with many agendas, none of them provably the best, and one with none.

Both have four rooms on five days, mornings and afternoons of three hours each, and a rule about no session at all, of which every
command warns as soon as it has read the sheets: so a test can see from outside that the search is about to begin.
"""

from collections.abc import Iterable
from pathlib import Path

SETTINGS = """\
meeting: unfinished
title: Unfinished meeting
zone: Europe/Vienna
first_day: 2027-03-01
last_day: 2027-03-05
grid: 5
prepared: 2027-01-11T09:00:00Z
organizer: {name: Secretariat, email: secretariat@unfinished.example}
markings: [public]
rules: rules.yaml
"""
DAYS = tuple(f"2027-03-0{number}" for number in range(1, 6))
ONE_PER_ROOM = "- {id: one-per-room, rule: one_per_room, for: {room: all}, strength: must}"
IDLE = "- {id: photo-first, rule: on_day, for: {theme: photo}, day: first day, strength: must}"
THEMES = 8


def hard_to_prove(folder: Path, size: int = 40) -> None:
    """Forty sessions, or more, of eight themes that rather run beside others than beside their own, and all of them early."""
    sessions = (f"s{n},Session {n},{(30, 45, 60)[n * 7 % 3]},t{n * 5 % THEMES}" for n in range(size))
    apart = "- {{id: apart-{0}, rule: not_parallel, first: {{theme: t{0}}}, then: {{theme: t{0}}}, strength: 3}}"
    early = "- {{id: early-{0}, rule: not_after, for: {{theme: t{0}}}, time: '{1}, 10:30', per: minute, strength: 1}}"
    rules = [rule.format(theme, DAYS[theme % 3]) for theme in range(THEMES) for rule in (apart, early)]
    _write(folder, sessions, rules)


def hard_to_refute(folder: Path) -> None:
    """Eighty-one sessions, of which two fit into each of forty rooms' mornings and afternoons; the minutes alone would suffice."""
    _write(folder, (f"s{n},Session {n},{(75, 80, 85, 80)[n % 4]},t0" for n in range(81)), ())


def _write(folder: Path, sessions: Iterable[str], rules: Iterable[str]) -> None:
    periods = (f"{day}-{name},{day},{times},{name}" for day in DAYS for name, times in (("am", "09:30,12:30"), ("pm", "14:00,17:00")))
    sheets = {
        "periods.csv": ("period,day,start,end,name", *periods),
        "rooms.csv": ("room,name,capacity", *(f"r{number},Room {number},50" for number in range(4))),
        "sessions.csv": ("session,title,minutes,theme", *sessions),
        "rules.yaml": ("book: unfinished", "rules:", ONE_PER_ROOM, IDLE, *rules),
    }
    folder.mkdir()
    (folder / "meeting.yaml").write_text(SETTINGS, "utf-8")
    for name, lines in sheets.items():
        (folder / name).write_text("\n".join([*lines, ""]), "utf-8")
