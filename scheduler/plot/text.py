"""Text that has to fit into a box: how wide it is, and where its lines break."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

_POINTS_PER_INCH = 72
_MARGIN = 1.04
"""Fonts that stand in for ours where an SVG is shown may be a little wider."""
_ELLIPSIS = "…"
_PATHS = TextToPath()


@dataclass(frozen=True, slots=True)
class Font:
    """A size, in points, of the font that matplotlib brings along."""

    size: float
    bold: bool = False

    @property
    def properties(self) -> FontProperties:
        """The font as matplotlib wants to have it."""
        return FontProperties(family="DejaVu Sans", size=self.size, weight="bold" if self.bold else "normal")


@lru_cache(maxsize=4096)
def width_of(text: str, font: Font) -> float:
    """The width of one line, in inches."""
    width, _, _ = _PATHS.get_text_width_height_descent(text, font.properties, ismath=False)
    return float(width) * _MARGIN / _POINTS_PER_INCH


def fitted(text: str, font: Font, width: float, lines: int) -> tuple[str, ...]:
    """``text`` broken between words into at most ``lines`` lines of ``width`` inches; what is left out becomes an ellipsis."""
    done: list[str] = []
    words = text.split()
    while words and len(done) < lines:
        count = 1
        while count < len(words) and width_of(" ".join(words[: count + 1]), font) <= width:
            count += 1
        last = len(done) == lines - 1
        line = " ".join(words if last else words[:count])
        done.append(line if width_of(line, font) <= width else _cut(line, font, width))
        words = words[count:]
    return tuple(line for line in done if line)


def _cut(line: str, font: Font, width: float) -> str:
    """As much of the beginning of ``line`` as leaves room for an ellipsis; nothing where not even that fits."""
    for end in range(len(line), 0, -1):
        cut = f"{line[:end].rstrip()}{_ELLIPSIS}"
        if width_of(cut, font) <= width:
            return cut
    return ""
