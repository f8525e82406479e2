"""What follows from the file without being written there: whose presence clashes, and at which sessions it is night for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from scheduler.interchange.cosplib.instance import Instance, Session

_HOUR, _DAY = 60, 24 * 60
Pairs = tuple[tuple[int, int], ...]
"""Pairs of submissions, by their numbers in the file, the lower first; in order."""


def presenter_conflicts(instance: Instance) -> Pairs:
    """Two share a presenter, or a presenter of the one chairs the other's track, which is not its own."""
    presenters = _by_person(submission.presenters for submission in instance.submissions)
    return tuple(sorted({*_meet(presenters, presenters), *_chaired(instance, presenters)}))


def attendee_conflicts(instance: Instance) -> Pairs:
    """An attendee of the one attends or presents the other, or chairs its track, which is not that of the one."""
    presenters, attendees = (
        _by_person(getattr(submission, people) for submission in instance.submissions) for people in ("presenters", "attendees")
    )
    return tuple(sorted({*_meet(attendees, attendees), *_meet(attendees, presenters), *_chaired(instance, attendees)}))


def chair_conflicts(instance: Instance) -> tuple[tuple[str, str], ...]:
    """Two tracks that share a chair, by their names, in the order of the file."""
    tracks = instance.tracks
    return tuple((one, other) for one, other in combinations(tracks, 2) if not set(tracks[one]).isdisjoint(tracks[other]))


def _by_person(people: Iterator[Sequence[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, names in enumerate(people):
        for name in names:
            found.setdefault(name, []).append(number)
    return found


def _meet(some: Mapping[str, Sequence[int]], others: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
    for person in some.keys() & others.keys():
        for one, other in product(some[person], others[person]):
            if one != other:
                yield min(one, other), max(one, other)


def _chaired(instance: Instance, people: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
    submissions = instance.submissions
    chairs = _by_person(instance.tracks[submission.track] for submission in submissions)
    return ((one, other) for one, other in _meet(people, chairs) if submissions[one].track != submissions[other].track)


def zone_penalty(instance: Instance, zone: int, session: Session) -> int:
    """What it costs that somebody in a zone is wanted in a session. Clock times alone are compared, after midnight from 00:00 on."""
    start, end = ((minute + (zone - instance.zone) * _HOUR) % _DAY for minute in (session.start, session.end))
    hours = instance.hours
    (first, last), (early, late) = hours.suitable, hours.less_suitable
    if start < early or end > late or end < early:
        return hours.unsuitable_penalty
    return hours.less_suitable_penalty if start < first or end > last else 0
