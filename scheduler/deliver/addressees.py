"""Whose a calendar is: somebody in the sheets, or somebody who has left them, as the last release that had the person knows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from scheduler.deliver.notices import PEOPLE
from scheduler.domain.problem import Person
from scheduler.publish.calendars import calendar_paths
from scheduler.publish.kept import kept_meeting
from scheduler.store.ledger import Ledger


def addressees(ledger: Ledger, people: tuple[Person, ...], calendars: Iterable[str]) -> dict[str, Person]:
    """The person of each of the ``calendars``; ``people`` are those of today's sheets, whose addresses are the right ones.

    Somebody of whom no release has kept anything but the calendar is known by the name of its file, and has no address.
    """
    wanted = dict.fromkeys(calendars)
    known = _by_calendar(people)
    for release in reversed(ledger.releases()):
        if wanted.keys() <= known.keys():
            break
        if kept := kept_meeting(ledger, release.number):
            known = _by_calendar(kept[0].people) | known
    return {calendar: known.get(calendar) or _unknown(calendar) for calendar in wanted}


def _by_calendar(people: tuple[Person, ...]) -> dict[str, Person]:
    return dict(zip(calendar_paths(PEOPLE, tuple(person.id for person in people)), people, strict=True))


def _unknown(calendar: str) -> Person:
    name = PurePosixPath(calendar).stem
    return Person(id=name, name=name)
