"""The week as a picture: a band for each day, in it a row for each room, time from left to right, a box for each session.

Drawn with matplotlib, which writes SVG and PNG from one description, knows the width of every text beforehand, and brings
its font along, so that the picture does not depend on the fonts of the machine. Lengths are inches, from the top left.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

from scheduler.domain.agenda import Agenda, Entry
from scheduler.domain.problem import Problem, Session
from scheduler.plot.text import Font, fitted, width_of
from scheduler.publish.colours import Colour, body_colours
from scheduler.publish.day_grid import DayGrid, day_grids
from scheduler.publish.text import one_line
from scheduler.publish.wording import item_number

Form = Literal["svg", "png"]
_DPI = 150
_MARGIN, _NAMES, _HOUR, _ROW = 0.3, 1.5, 1.6, 0.46
_NARROW = 0.45
"""The width of a box below which a title would be torn to pieces."""
_TITLE, _LEGEND, _DAY, _GAP = 0.42, 0.26, 0.5, 0.18
TEXT, SOFT, LINE, _STRIPE = "#16191d", "#525a64", "#d5dae0", "#f4f6f8"


@dataclass(frozen=True, slots=True)
class _Hours:
    """The hours that the picture spans, the same on every day: from ``first`` to ``last`` on the venue's clock."""

    first: int
    last: int

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> _Hours:
        """As many full hours as hold all ``spans``, in minutes after midnight."""
        known = tuple(spans) or ((9 * 60, 18 * 60),)
        return cls(min(start for start, _ in known) // 60, -(-max(end for _, end in known) // 60))

    def x(self, minute: int) -> float:
        """Where ``minute``, counted from midnight, lies."""
        return _MARGIN + _NAMES + (minute / 60 - self.first) * _HOUR

    @property
    def width(self) -> float:
        """The width of the whole picture."""
        return self.x(self.last * 60) + _MARGIN


@dataclass(frozen=True, slots=True)
class _Key:
    """An entry of the legend: where it begins, its colour and its name."""

    x: float
    colour: Colour
    name: str


def plot_week(problem: Problem, agenda: Agenda, form: Form, days: Iterable[date] | None = None) -> bytes:
    """The picture of ``agenda``, or of some of its days, as the bytes of a file; the same agenda gives the same.

    A session stands where the venue's clock shows its start, and is as long as it takes.
    """
    wanted = None if days is None else set(days)
    grids = tuple(grid for grid in day_grids(problem, agenda) if wanted is None or grid.day in wanted)
    hours = _Hours.of(_minutes(problem, block.entry) for grid in grids for block in grid.blocks)
    with same_bytes(), warnings.catch_warnings():
        # A script that DejaVu Sans lacks shows as boxes in a PNG; in an SVG the reader's own fonts show it.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from", category=UserWarning)
        legend = _legend(problem, grids, hours)
        top = _MARGIN + _TITLE + _LEGEND * len(legend) + _GAP
        height = top + sum(_DAY + max(1, len(grid.rooms)) * _ROW + _GAP for grid in grids) + _MARGIN
        figure = Figure(figsize=(hours.width, height), dpi=_DPI, facecolor="white")
        axes = _canvas(figure, hours.width, height)
        _draw_head(axes, problem, legend)
        for grid in grids:
            _draw_day(axes, problem, grid, hours, top)
            top += _DAY + max(1, len(grid.rooms)) * _ROW + _GAP
        return saved(figure, form)


def same_bytes() -> AbstractContextManager[None]:
    """In it the same data give the same bytes, and text in an SVG stays text, to be searched and read aloud, in the reader's fonts."""
    return rc_context({"svg.hashsalt": "rostrum", "svg.fonttype": "none", "text.hinting": "none"})


def _minutes(problem: Problem, entry: Entry) -> tuple[int, int]:
    start = problem.clock.local(entry.start)
    minute = start.hour * 60 + start.minute
    return minute, minute + entry.minutes


def _canvas(figure: Figure, width: float, height: float) -> Axes:
    """Axes that cover the figure, whose units are inches."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    return axes


def saved(figure: Figure, form: Form) -> bytes:
    """The finished file, without the date and the version that matplotlib would write into it."""
    content = BytesIO()
    metadata = {"Creator": "Rostrum", "Date": None} if form == "svg" else {"Software": "Rostrum"}
    figure.savefig(content, format=form, metadata=metadata)
    return content.getvalue()


def _write(axes: Axes, x: float, y: float, text: str, font: Font, *, colour: str = TEXT, right: bool = False) -> None:
    """One line of text, its baseline at ``y``; a dollar sign in it is a dollar sign."""
    axes.text(x, y, text, fontproperties=font.properties, color=colour, ha="right" if right else "left", va="baseline", parse_math=False)


def _legend(problem: Problem, grids: Sequence[DayGrid], hours: _Hours) -> list[list[_Key]]:
    """The lines of the legend."""
    meeting = {problem.session(block.entry.session).body for grid in grids for block in grid.blocks}
    titles = {body.id: one_line(body.title) for body in problem.bodies}
    lines: list[list[_Key]] = [[]]
    x = _MARGIN
    # Sessions of no body come first among the colours, and last in the legend.
    for body, colour in sorted(body_colours(problem).items(), key=lambda item: item[0] is None):
        if body in meeting:
            name = "Other" if body is None else titles.get(body) or one_line(body)
            name = name if body is None or name == body else f"{one_line(body)}: {name}"
            width = width_of(name, _PLAIN) + 0.55
            if lines[-1] and x + width > hours.width - _MARGIN:
                lines.append([])
                x = _MARGIN
            lines[-1].append(_Key(x, colour, name))
            x += width
    return lines


_HEAD, _BOLD, _PLAIN, _SMALL, _SMALL_BOLD = Font(16, True), Font(11, True), Font(8), Font(6.5), Font(6.5, True)


def _draw_head(axes: Axes, problem: Problem, legend: list[list[_Key]]) -> None:
    title = one_line(problem.meeting.title)
    _write(axes, _MARGIN, _MARGIN + 0.2, title, _HEAD)
    zone = f"times of {problem.clock.zone.key}"
    _write(axes, _MARGIN + width_of(title, _HEAD) + 0.2, _MARGIN + 0.2, zone, _PLAIN, colour=SOFT)
    for number, line in enumerate(legend):
        y = _MARGIN + _TITLE + number * _LEGEND
        for key in line:
            _draw_box(axes, key.x, y - 0.06, 0.24, 0.18, key.colour)
            _write(axes, key.x + 0.3, y + 0.08, key.name, _PLAIN)


def _draw_day(axes: Axes, problem: Problem, grid: DayGrid, hours: _Hours, top: float) -> None:
    first_row = top + _DAY
    bottom = first_row + max(1, len(grid.rooms)) * _ROW
    left, right = hours.x(hours.first * 60), hours.x(hours.last * 60)
    _write(axes, _MARGIN, top + 0.16, f"{grid.day:%A} {grid.day.day} {grid.day:%B %Y}", _BOLD)
    row = 0
    for number, (id, lanes) in enumerate(groupby(grid.rooms)):
        count = len(tuple(lanes))
        y = first_row + row * _ROW
        if number % 2 == 0:
            axes.add_patch(Rectangle((_MARGIN, y), right - _MARGIN, count * _ROW, facecolor=_STRIPE, edgecolor="none"))
        name = fitted(one_line(problem.room(id).name), _PLAIN, _NAMES - 0.15, 2)
        for line, text in enumerate(name):
            _write(axes, _MARGIN + 0.06, y + count * _ROW / 2 + 0.05 + (line - (len(name) - 1) / 2) * 0.15, text, _PLAIN)
        row += count
    for hour in range(hours.first, hours.last + 1):
        x = hours.x(hour * 60)
        axes.plot((x, x), (first_row - 0.04, bottom), color=LINE, linewidth=0.7, zorder=1.5)
        if hour < hours.last:
            _write(axes, x, first_row - 0.08, f"{hour % 24:02}:00", _SMALL, colour=SOFT)
    axes.plot((left, right), (bottom, bottom), color=LINE, linewidth=0.7)
    colours = body_colours(problem)
    for block in grid.blocks:
        colour = colours[problem.session(block.entry.session).body]
        _draw_session(axes, problem, block.entry, hours, first_row + block.column * _ROW, colour)


def _draw_session(axes: Axes, problem: Problem, entry: Entry, hours: _Hours, y: float, colour: Colour) -> None:
    start, end = _minutes(problem, entry)
    x, width = hours.x(start) + 0.012, hours.x(end) - hours.x(start) - 0.024
    _draw_box(axes, x, y + 0.025, width, _ROW - 0.05, colour)
    for number, (text, font) in enumerate(_lines(problem.session(entry.session), width - 0.1)):
        _write(axes, x + 0.07, y + 0.14 + number * 0.122, text, font)


def _draw_box(axes: Axes, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    shape = "round,pad=0,rounding_size=0.03"
    axes.add_patch(FancyBboxPatch((x, y), width, height, boxstyle=shape, facecolor=f"#{colour.fill}", edgecolor="none", zorder=2))
    axes.add_patch(Rectangle((x, y), 0.035, height, facecolor=f"#{colour.edge}", edgecolor="none", zorder=2.1))


def _lines(session: Session, width: float) -> list[tuple[str, Font]]:
    """What is written into a session's box: body and item on one line, then the title; in a narrow box just the first two."""
    body, item, title = one_line(session.body or ""), item_number(session), one_line(session.title)
    label = f"{body} {item}".strip()
    if label and (width < _NARROW or width_of(label, _SMALL_BOLD) > width):
        parts = [label] if width_of(label, _SMALL_BOLD) <= width else [body, item]
        return [(text, _SMALL_BOLD) for part in parts for text in fitted(part, _SMALL_BOLD, width, 1)]
    return [(label, _SMALL_BOLD)] * bool(label) + [(text, _SMALL) for text in fitted(title, _SMALL, width, 3 - bool(label))]
