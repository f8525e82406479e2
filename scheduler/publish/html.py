"""``programme.html``: the programme as one page that needs nothing but itself, for screens, paper and screen readers.

Each session stands in the page once, in a list by day and time. A wide screen, and paper, lay the list out as a grid of
times and rooms; a narrow one shows it as it is, and a screen reader reads it so. Without JavaScript only the search, the
choice of a delegation and the reader's own time are missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from markupsafe import Markup

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Problem
from scheduler.publish.audiences import for_delegation
from scheduler.publish.colours import Colour, body_colours
from scheduler.publish.day_grid import Block, DayGrid, column_shares, day_grids
from scheduler.publish.pages import page_templates, policy_hash
from scheduler.publish.text import one_line
from scheduler.publish.wording import heading, item_number, place, role_line, roles

NARROWEST_ROOM, AXIS = 8, 8
"""Widths in rem: of a room's column, below which a list reads better than a grid; and of what stands beside the rooms."""
POLICY = "default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
"""The page may load nothing, and run nothing but its own script."""
FIRST_ROW, FIRST_COLUMN = 2, 2
"""Where the sessions begin: row 1 has the rooms' names, column 1 the hours."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One time: on the venue's clock, with the weekday there, and as an instant in UTC for the reader's own clock."""

    clock: str
    day: str
    utc: str
    row: int = 0

    @classmethod
    def of(cls, problem: Problem, instant: datetime, row: int = 0) -> Moment:
        """The moment of ``instant``."""
        return cls(f"{problem.clock.local(instant):%H:%M}", f"{problem.clock.local(instant):%a}", f"{instant:%Y-%m-%dT%H:%M:%SZ}", row)


@dataclass(frozen=True, slots=True)
class Card:
    """What the page says of one session, and where: the cells of the grid, counted from 1, and its body's number.

    ``concerns`` and ``active`` are the numbers of the delegations in whose calendars it is, and which have a role in it.
    """

    number: int
    title: str
    label: str
    start: Moment
    end: Moment
    room: str
    people: tuple[str, ...]
    body: int
    area: str
    concerns: tuple[int, ...]
    active: tuple[int, ...]

    @property
    def letters(self) -> int:
        """How much is to be read on it."""
        return sum(map(len, (self.label, self.title, *self.people)))


@dataclass(frozen=True, slots=True)
class Room:
    """The head of a room's columns: ``columns`` of them from ``column`` on, counted as CSS does."""

    name: str
    building: str
    column: int
    columns: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the page.

    ``rows`` are runs of rows of the grid: whether anything takes place in them, and how many. ``widths`` are those of its
    columns on paper, relative to each other: the more a column has to say, the wider it is.
    """

    number: int
    day: date
    step: int
    rows: tuple[tuple[bool, int], ...]
    hours: tuple[Moment, ...]
    rooms: tuple[Room, ...]
    widths: tuple[float, ...]
    cards: tuple[Card, ...]

    @property
    def columns(self) -> int:
        """How many columns the rooms take."""
        return len(self.widths)


@dataclass(frozen=True, slots=True)
class _Concerned:
    """Which delegations have a session in their calendar, and which have a role in it, by number."""

    calendars: tuple[frozenset[str], ...]
    delegations: dict[str, int]

    @classmethod
    def of(cls, problem: Problem, agenda: Agenda) -> _Concerned:
        calendars = tuple(frozenset(entry.session for entry in for_delegation(problem, agenda, row)) for row in problem.delegations)
        return cls(calendars, {row.id: number for number, row in enumerate(problem.delegations)})

    def concerns(self, entry: Entry) -> tuple[int, ...]:
        return tuple(number for number, calendar in enumerate(self.calendars) if entry.session in calendar)

    def active(self, problem: Problem, entry: Entry) -> tuple[int, ...]:
        sent = {problem.person(person).delegation for person in entry.people}
        session = problem.session(entry.session)
        taking_part = sent.union(session.presenting, session.between)
        return tuple(sorted(self.delegations[id] for id in taking_part if id is not None))


def programme_page(problem: Problem, agenda: Agenda) -> bytes:
    """The page's bytes; the same agenda gives the same."""
    templates = page_templates()
    colours = body_colours(problem)
    days = tuple(_days(problem, agenda, tuple(colours)))
    widest = max((day.columns for day in days), default=1)
    sheet = templates.get_template("programme.css").render(days=days, colours=tuple(colours.values()), wide=widest * NARROWEST_ROOM + AXIS)
    script = templates.get_template("programme.js").render()
    page = templates.get_template("programme.html").render(
        title=one_line(problem.meeting.title),
        zone=problem.clock.zone.key,
        days=days,
        sessions=len(agenda.entries),
        bodies=tuple(_legend(problem, agenda, colours)),
        delegations=tuple((row.id, one_line(row.name)) for row in problem.delegations),
        omitted=tuple(heading(problem.session(id)) for id in agenda.omitted),
        # Both are our own text and numbers: nothing in them comes from a sheet.
        sheet=Markup(sheet),
        script=Markup(script),
        policy=POLICY.format(style=policy_hash(sheet), script=policy_hash(script)),
    )
    return f"{page}\n".encode()


def _legend(problem: Problem, agenda: Agenda, colours: Mapping[str | None, Colour]) -> Iterator[tuple[int, str]]:
    """The number and the name of each body that meets, in the colours' order; other sessions last."""
    meeting = {problem.session(entry.session).body for entry in agenda.entries}
    titles = {body.id: one_line(body.title) for body in problem.bodies}
    for number, body in enumerate(colours):
        if body is not None and body in meeting:
            title, id = titles.get(body, ""), one_line(body)
            yield number, f"{id}: {title}" if title not in ("", id) else id
    if None in meeting:
        yield 0, "Other"


def _days(problem: Problem, agenda: Agenda, bodies: tuple[str | None, ...]) -> Iterator[Day]:
    concerned = _Concerned.of(problem, agenda)
    first = 1
    for number, grid in enumerate(day_grids(problem, agenda), 1):
        blocks = sorted(grid.blocks, key=lambda block: (block.row, block.column))
        used = _used_rows(grid)
        cards = tuple(_card(problem, block, place, bodies, concerned, used.start) for place, block in enumerate(blocks, first))
        first += len(cards)
        runs = tuple((held, sum(1 for _ in rows)) for held, rows in groupby(used, grid.busy.__contains__))
        letters = ((block.column, card.letters) for block, card in zip(blocks, cards, strict=True))
        widths = column_shares(len(grid.rooms), letters)
        yield Day(number, grid.day, grid.step, runs, _hours(problem, grid, used), _rooms(problem, grid), widths, cards)


def _used_rows(grid: DayGrid) -> range:
    """The rows from the first session to the last: the hours before and after would only push the next day off the screen."""
    return range(min(grid.busy), max(grid.busy) + 1) if grid.busy else range(0)


def _hours(problem: Problem, grid: DayGrid, used: range) -> tuple[Moment, ...]:
    """Every full hour that begins with one of the used rows, or, where none does, the first of them."""
    hours = [row for row in used if problem.clock.local(grid.starts[row]).minute == 0]
    return tuple(Moment.of(problem, grid.starts[row], row - used.start + FIRST_ROW) for row in hours or used[:1])


def _rooms(problem: Problem, grid: DayGrid) -> tuple[Room, ...]:
    column, rooms = FIRST_COLUMN, []
    for id, columns in groupby(grid.rooms):
        room, width = problem.room(id), len(tuple(columns))
        rooms.append(Room(one_line(room.name), one_line(room.building), column, width))
        column += width
    return tuple(rooms)


def _card(problem: Problem, block: Block, number: int, bodies: tuple[str | None, ...], concerned: _Concerned, above: int) -> Card:
    entry = block.entry
    session = problem.session(entry.session)
    label = " ".join(part for part in (one_line(session.body or ""), item_number(session)) if part)
    return Card(
        number=number,
        title=one_line(session.title),
        label=label,
        start=Moment.of(problem, entry.start),
        end=Moment.of(problem, entry.end),
        room=place(problem, entry),
        people=tuple(role_line(role, names) for role, names in roles(problem, entry)),
        body=bodies.index(session.body),
        area=f"{block.row - above + FIRST_ROW} / {block.column + FIRST_COLUMN} / span {block.rows}",
        concerns=concerned.concerns(entry),
        active=concerned.active(problem, entry),
    )
