"""Made-up conferences of any size, to see how the solver grows: presentations of many themes, by speakers who are not always there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from scheduler.domain.draft import Draft, DraftRule, DraftSheet, Value

DAYS, ROOMS = 8, 23
BLOCKS = (("09:00", "10:40", "early"), ("11:00", "12:40", "morning"), ("14:00", "15:40", "afternoon"), ("16:00", "17:40", "late"))
"""The periods of a day: five presentations fit into each of the 32 periods, in each room."""
MINUTES = 20
A_THEME = 15
"""So many presentations have one theme, about: three blocks."""
SIMILAR = 2
"""To so many other themes each is similar."""
SECOND_SPEAKER, SPEAKS_TWICE, LATE_OR_EARLY, WISHES = 0.3, 0.2, 0.1, 0.05
"""Shares of presentations with two speakers, of speakers with two presentations, of those who miss days, and of wishes for mornings."""
SEATS = (30, 60, 120, 300)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A person, and the first and the last day on which the person is there, counted from 1."""

    id: str
    first: int
    last: int


def synthetic(presentations: int, seed: int = 1) -> Draft:
    """The folder of a meeting with so many presentations; the same number and seed give the same.

    There are eight days of four periods, and 23 rooms, whatever the number: a small meeting has much room, and one of 3000 fills
    four fifths of it.
    """
    chance = Random(seed)
    themes = [f"theme-{n + 1}" for n in range(max(2, round(presentations / A_THEME)))]
    speakers = [_speaker(chance, n) for n in range(max(1, round(presentations / (1 + SPEAKS_TWICE))))]
    sheets = (
        DraftSheet("periods", ("period", "day", "start", "end", "name"), tuple(_periods())),
        DraftSheet("rooms", ("room", "capacity"), tuple((f"room-{n + 1}", str(SEATS[-(1 + n % 4)])) for n in range(ROOMS))),
        DraftSheet("people", ("person", "arrives", "leaves"), tuple((one.id, _day(one.first), _day(one.last)) for one in speakers)),
        DraftSheet(
            "sessions",
            ("session", "title", "minutes", "theme", "size", "presenters", "wish"),
            tuple(_presentations(chance, presentations, themes, speakers)),
        ),
        DraftSheet("pairs", ("first", "second", "weight", "kind"), tuple(_similar(chance, themes))),
    )
    settings: dict[str, Value] = {
        "meeting": f"synthetic-{presentations}",
        "title": f"{presentations} presentations, made up",
        "zone": "UTC",
        "first_day": _day(1),
        "last_day": _day(DAYS),
        "grid": MINUTES,
        "prepared": f"{_day(1)}T00:00:00Z",
        "organizer": {"name": "Secretariat", "email": "secretariat@example.org"},
    }
    return Draft(settings, sheets, "synthetic", tuple(_rules()), f"Made up: {presentations} presentations, seed {seed}")


def _day(number: int) -> str:
    return f"2027-03-{number:02}"


def _periods() -> Iterator[tuple[str, ...]]:
    for day in range(1, DAYS + 1):
        for start, end, name in BLOCKS:
            yield f"day-{day}-{name}", _day(day), start, end, name


def _speaker(chance: Random, number: int) -> _Speaker:
    first, last = 1, DAYS
    if chance.random() < LATE_OR_EARLY:
        first, last = chance.choice(((1 + DAYS // 2, DAYS), (1, DAYS // 2)))
    return _Speaker(f"speaker-{number + 1}", first, last)


def _presentations(chance: Random, count: int, themes: list[str], speakers: list[_Speaker]) -> Iterator[tuple[str, ...]]:
    """Speakers take turns, so that those at the beginning speak twice; a second speaker is anybody who is there on the same days."""
    sizes = {theme: chance.choice((10, 20, 50, 100)) for theme in themes}
    for number in range(count):
        theme, first = themes[number % len(themes)], speakers[number % len(speakers)]
        presenters = [first.id]
        other = chance.choice(speakers)
        if chance.random() < SECOND_SPEAKER and other is not first and (other.first, other.last) == (first.first, first.last):
            presenters.append(other.id)
        wish = "morning" if chance.random() < WISHES else ""
        title = f"Presentation {number + 1}"
        yield f"p-{number + 1}", title, str(MINUTES), theme, str(sizes[theme]), "|".join(presenters), wish


def _similar(chance: Random, themes: list[str]) -> Iterator[tuple[str, ...]]:
    for theme in themes:
        for other in chance.sample([one for one in themes if one != theme], min(SIMILAR, len(themes) - 1)):
            yield theme, other, str(chance.randint(1, 3)), "theme"


def _rules() -> Iterator[DraftRule]:
    everybody: Value = {"person": "all"}
    yield DraftRule.of("one-place", "one_place", "must", "Nobody speaks in two rooms at once.", for_=everybody)
    yield DraftRule.of("people-are-there", "available", "must", "Nobody speaks before arriving, or after leaving.", for_=everybody)
    yield DraftRule.of("one-per-room", "one_per_room", "must", "One presentation at a time.", for_={"room": "all"})
    yield DraftRule.of("rooms-fit", "room_has", "must", "Everybody has a seat.", for_="all")
    why = "A theme has few rooms and half-days."
    yield DraftRule.of("themes-together", "together", 5, why, for_="all", each="theme", in_order="no")
    yield DraftRule.of("similar-themes", "similar", 1, "Who listens to one theme listens to similar ones.", for_="all", pairs="theme")
    yield DraftRule.of("mornings", "prefer", 3, "Asked for.", for_={"wish": "morning"}, time="09:00-12:40")
