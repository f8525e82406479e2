"""How figures grow with the size of a meeting, as a picture: both axes logarithmic, so that a power of the size is a straight line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator

from scheduler.plot.text import Font
from scheduler.plot.week import LINE, SOFT, TEXT, Form, same_bytes, saved
from scheduler.publish.colours import HUES, Colour

Lines: TypeAlias = Mapping[str, Sequence[tuple[int, float]]]
"""Lines by their names, each with its points: a size, and a figure above 0."""
_SIZE, _LABEL, _HEAD = (8.0, 3.6), Font(8), Font(9, bold=True)
_MARKS = "os^Dv"
"""Each line has a mark of its own, too: nothing is said by colour alone."""


def plot_growth(panels: Mapping[str, Lines], form: Form) -> bytes:
    """The picture of one panel beside the other, by their titles, as the bytes of a file; the same figures give the same."""
    with same_bytes():
        figure = Figure(figsize=_SIZE, dpi=150, facecolor="white", layout="constrained")
        axes = figure.subplots(1, len(panels), squeeze=False)[0]
        for panel, (title, lines) in zip(axes, panels.items(), strict=True):
            _draw(panel, title, lines)
        return saved(figure, form)


def _draw(axes: Axes, title: str, lines: Lines) -> None:
    for number, (name, points) in enumerate(lines.items()):
        colour = f"#{Colour.of(HUES[number % len(HUES)]).edge}"
        sizes, figures = [size for size, _ in points], [figure for _, figure in points]
        axes.plot(sizes, figures, marker=_MARKS[number % len(_MARKS)], markersize=4, linewidth=1.4, color=colour, label=name)
    axes.set_title(title, fontproperties=_HEAD.properties, color=TEXT, loc="left")
    axes.set_xlabel("presentations", fontproperties=_LABEL.properties, color=SOFT)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.xaxis.set_major_locator(FixedLocator(sorted({size for points in lines.values() for size, _ in points})))
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_locator(NullLocator())
    axes.tick_params(labelsize=_LABEL.size, colors=SOFT)
    axes.grid(color=LINE, linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(LINE)
    axes.legend(prop=_LABEL.properties, frameon=False, labelcolor=TEXT)
