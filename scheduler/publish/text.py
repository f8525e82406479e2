"""Text on its way out: what no file can carry is taken out first, then each format escapes what is left."""

from __future__ import annotations

import re

from icalendar import vText

_LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """``text`` without what a calendar or an XML file may not carry.

    Control characters are forbidden (RFC 5545, section 3.1) and dropped, except the tab; so are U+FFFE and U+FFFF (XML 1.0, section
    2.2), and byte order marks, which readers drop too. Every kind of line break becomes a newline; a lone surrogate, which UTF-8
    cannot express, U+FFFD.
    """
    return _SURROGATE.sub("\ufffd", _DROPPED.sub("", _LINE_BREAK.sub("\n", text)))


def one_line(text: str) -> str:
    """``text`` as :func:`plain` leaves it, its lines joined by spaces, nothing blank at either end."""
    return " ".join(line.strip() for line in plain(text).split("\n") if line.strip())


class CalendarText(vText):
    r"""A TEXT value (RFC 5545, section 3.3.11).

    Escaped here, because icalendar first reads ``\N`` as a line break, and so loses the backslash of ``C:\North``.
    """

    __slots__ = ()

    def to_ical(self) -> bytes:
        """The value as it stands in a file, escaped, in UTF-8."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()
