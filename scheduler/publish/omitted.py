"""The report's chapter on the sessions that are left out: which places each could have had, and what is in the way there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.check import SHEETS
from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.omission import Hindrance, Nearest, Omission, Opening
from scheduler.domain.places import STAFFINGS
from scheduler.domain.problem import Problem
from scheduler.publish.markdown import escaped, table
from scheduler.publish.wording import heading, place

_METHOD = (
    "Each session that is left out was tried at every start on the grid in every open room, everything else staying where it is; "
    "a start in a room is called a place. A place at which several rules would be broken is counted once, under all of them; where a rule "
    "about the session alone is broken, under the first of these."
)
_OPTIMAL = "No programme is cheaper than this one; another of the same cost may grant other requests."
_NOT_PROVED = "It is not proved that no more could be granted: a longer search may find room by moving several sessions at once."
_COLUMNS = ("Places", "Rules broken there", "Sessions in the way", "At the first of them")
_NAMED = 5
"""So many of the sessions in the way of a hindrance are named."""


def omitted_chapter(problem: Problem, agenda: Agenda, omissions: tuple[Omission, ...]) -> Iterator[str]:
    """The paragraphs of the chapter; none for a meeting in which nothing may be left out."""
    if not any(session.optional for session in problem.sessions):
        return
    yield "## What was not granted, and why"
    if not omissions:
        yield "Everything is granted: no session is left out."
        return
    yield _METHOD
    yield _OPTIMAL if agenda.status == "optimal" else _NOT_PROVED
    for omission in omissions:
        yield f"### {escaped(omission.session)}: {escaped(heading(problem.session(omission.session)))}"
        yield from _paragraphs(problem, omission)


def _paragraphs(problem: Problem, omission: Omission) -> Iterator[str]:
    if omission.cheapest:
        yield _opening(problem, omission, omission.cheapest)
    elif omission.places:
        yield _closed(omission)
    else:
        yield "The sheets leave it no place: it fits into no period, or nobody can take its roles."
    if omission.own or omission.others:
        yield table(_COLUMNS, map(_row, (*omission.own, *omission.others)))
    if omission.nearest:
        yield _nearest(problem, omission.nearest)
    if not omission.all_tried:
        yield f"Of the ways to fill its roles, only the first {STAFFINGS} were tried."


def _closed(omission: Omission) -> str:
    left = sum(hindrance.places for hindrance in omission.others)
    if not left:
        return f"Rules about it alone leave it none of its {omission.places} places."
    most = f"Rules about it alone leave it {left} of its {omission.places} places"
    return f"{most}; at each of these it would break rules together with other sessions."


def _opening(problem: Problem, omission: Omission, opening: Opening) -> str:
    if opening.extra > 0:
        price = f"costs {opening.extra} more than leaving it out"
    elif opening.extra < 0:
        price = f"costs {-opening.extra} less than leaving it out: a longer search would find a better programme"
    else:
        price = "costs as much as leaving it out"
    changes = ", ".join(f"{escaped(rule)} {change:+d}" for rule, change in opening.by_rule)
    return (
        f"It could be held: at {omission.open} of its {omission.places} places no rule that must hold is broken. "
        f"The cheapest is {_where(problem, opening.entry)}, and {price}{f' ({changes})' if changes else ''}."
    )


def _row(hindrance: Hindrance) -> tuple[str | int, ...]:
    rules = ", ".join("the sheets" if rule == SHEETS else rule for rule in hindrance.rules)
    return hindrance.places, rules, _several(hindrance.sessions) or "none", "; ".join(hindrance.sentences)


def _several(sessions: tuple[str, ...]) -> str:
    more = len(sessions) - _NAMED
    return ", ".join(sessions[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _nearest(problem: Problem, nearest: Nearest) -> str:
    return f"The nearest is {_where(problem, nearest.entry)}: it would break no such rule if {_all_of(nearest.sessions)} not there."


def _all_of(sessions: Iterable[str]) -> str:
    *first, last = (escaped(session) for session in sessions)
    return f"{', '.join(first)} and {last} were" if first else f"{last} were"


def _where(problem: Problem, entry: Entry) -> str:
    start, end = problem.clock.local(entry.start), problem.clock.local(entry.end)
    return f"{start:%A} {start.day} {start:%B}, {start:%H:%M}–{end:%H:%M}, {escaped(place(problem, entry))}"
