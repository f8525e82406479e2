"""A colour for each body, the same in the page, in the workbook and in the picture of the week.

The hues are those of Paul Tol's qualitative scheme *light*, made for labelled cells: they stay apart for readers who
confuse red and green, or blue and yellow (https://personal.sron.nl/~pault/). The body is always written too: nothing is
said by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.problem import Problem

HUES = ("77AADD", "EE8866", "44BB99", "EEDD88", "FFAABB", "BBCC33", "99DDFF", "AAAA00")
_NEUTRAL = "C4C9CF"
_WHITE, _BLACK, _NIGHT = "FFFFFF", "000000", "14181F"
_FILLS, _EDGE, _DARK = (0.6, 0.25), 0.62, 0.36
"""How much of the hue is in each shade; the rest is white, black and the dark page's ground. The paler fills come when the hues run out."""


@dataclass(frozen=True, slots=True)
class Colour:
    """The shades of one hue, each as ``RRGGBB``.

    ``fill`` lies behind black text, ``dark`` behind white text on a dark page; ``edge`` is the strong shade of lines and marks.
    """

    fill: str
    edge: str
    dark: str

    @classmethod
    def of(cls, hue: str, again: int = 0) -> Colour:
        """The shades of ``hue``, paler where it is used ``again``."""
        fill = _FILLS[again % len(_FILLS)]
        return cls(_mixed(hue, _WHITE, fill), _mixed(hue, _BLACK, _EDGE), _mixed(hue, _NIGHT, _DARK * fill / _FILLS[0]))


def body_colours(problem: Problem) -> Mapping[str | None, Colour]:
    """The colour of each body by its id, in the order of the sheet; under None, that of sessions of no body.

    The ninth body begins the hues again, in paler shades.
    """
    meeting = (session.body for session in problem.sessions if session.body is not None)
    bodies = dict.fromkeys([*(body.id for body in problem.bodies), *meeting])
    return {None: Colour.of(_NEUTRAL)} | {body: _nth(number) for number, body in enumerate(bodies)}


def _nth(number: int) -> Colour:
    again, hue = divmod(number, len(HUES))
    return Colour.of(HUES[hue], again)


def _mixed(hue: str, ground: str, share: float) -> str:
    pairs = zip(bytes.fromhex(hue), bytes.fromhex(ground), strict=True)
    return bytes(round(share * a + (1 - share) * b) for a, b in pairs).hex().upper()
