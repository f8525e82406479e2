"""``brief.html``: a programme with a delegation's own notes beside its sessions, to be printed, a day to a sheet of paper.

The page needs nothing but itself, loads nothing, and runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markupsafe import Markup

from scheduler.domain.brief import Brief, Change, Laid, Session
from scheduler.domain.notes import CalendarEntry, Note
from scheduler.publish.brief_calendar import brief_name
from scheduler.publish.pages import page_templates, policy_hash
from scheduler.publish.text import one_line, plain

POLICY = "default-src 'none'; style-src '{style}'; base-uri 'none'; form-action 'none'"
"""The page may load nothing, and run nothing."""
CROWDED = 20
"""Of more sessions than so many in a day, those without a note are printed on a line each, so that the day fits on a sheet."""
_DEEPEST, _BELOW_SESSIONS = 6, 4
"""The levels of headings in a note: below that of a session's title, and as deep as HTML has them."""


@dataclass(frozen=True, slots=True)
class Written:
    """A note as the page shows it."""

    key: str
    body: Markup

    @classmethod
    def of(cls, note: Note) -> Written:
        """The note with its Markdown made into HTML."""
        return cls(one_line(note.key), rendered(note.text))


@dataclass(frozen=True, slots=True)
class Row:
    """A session on its day: when and what it is, what has changed, and the notes."""

    clock: str
    title: str
    place: str
    details: tuple[str, ...]
    cancelled: bool
    news: tuple[str, ...]
    notes: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the page."""

    number: int
    day: date
    rows: tuple[Row, ...]


def brief_page(brief: Brief) -> bytes:
    """The page's bytes; the same brief gives the same."""
    templates, zone = page_templates(), brief.programme.zone
    sheet = templates.get_template("brief.css").render()
    page = templates.get_template("brief.html").render(
        title=brief_name(brief),
        zone=zone.key,
        changes=tuple((one_line(change.note.key), sentence(change, zone)) for change in brief.changes),
        general=rendered(brief.general) if brief.general else "",
        unplaced=tuple(map(Written.of, brief.unplaced)),
        days=tuple(_days(brief)),
        crowded=CROWDED,
        # Our own text: nothing in it comes from a calendar or a note.
        sheet=Markup(sheet),
        policy=POLICY.format(style=policy_hash(sheet)),
    )
    return f"{page}\n".encode()


def sentence(change: Change, zone: ZoneInfo) -> str:
    """What has become of an entry, in words, on the clock of ``zone``."""
    before, after = change.before, change.after
    old, new = (one_line(entry.title) if entry else "" for entry in (before, after))
    was, now = (_where(entry, zone) if entry else "" for entry in (before, after))
    match change.kind:
        case "moved":
            return f"{new} moved: {was} → {now}" + (f"; it was called '{old}'" if old != new else "")
        case "renamed":
            return f"'{old}' is now called '{new}'"
        case "renumbered":
            return f"'{old}' is not '{one_line(change.note.key)}' any more; it is now '{new}', {now}"
        case "went":
            return f"{old} {'is cancelled' if after else 'is not in the calendar any more'}; it was {was}"
        case "new":
            return f"{new} has come under this note: {now}"


def rendered(text: str) -> Markup:
    """The HTML of a note in Markdown, with line breaks where it has them. HTML in it is shown as text, and pictures are not loaded."""
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
    tokens = parser.parse(plain(text))
    for token in tokens:
        token.attrs.pop("style", None)  # The alignment of tables' columns, which the page's policy would refuse with a complaint.
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(_DEEPEST, max(_BELOW_SESSIONS, int(token.tag[1:]) + 1))}"
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def _days(brief: Brief) -> Iterator[Day]:
    zone = brief.programme.zone

    def day(session: Session) -> date:
        return session.entry.start.astimezone(zone).date()

    for number, (on, sessions) in enumerate(groupby(brief.sessions, day), 1):
        yield Day(number, on, tuple(_row(session, brief) for session in sessions))


def _row(session: Session, brief: Brief) -> Row:
    entry, zone = session.entry, brief.programme.zone
    news = (_news(change, zone) for change in brief.changes if change.after == entry)
    return Row(
        clock="all day" if entry.whole_days else f"{entry.start.astimezone(zone):%H:%M}–{entry.end.astimezone(zone):%H:%M}",
        title=one_line(entry.title),
        place=one_line(entry.place),
        details=tuple(map(one_line, entry.details)),
        cancelled=entry.cancelled,
        news=tuple(dict.fromkeys(filter(None, news))),
        notes=tuple(map(Written.of, session.notes)),
    )


def _news(change: Change, zone: ZoneInfo) -> str:
    """The same where the session itself stands; nothing of one that is cancelled, which is seen."""
    if change.before is None:
        return "New under this note"
    if change.kind == "moved":
        return f"Moved: it was {_where(change.before, zone)}"
    return "" if change.kind == "went" else f"It was called '{one_line(change.before.title)}'"


def _where(entry: Laid | CalendarEntry, zone: ZoneInfo) -> str:
    start, end = (instant.astimezone(zone) for instant in (entry.start, entry.end))
    when = f"{_on(start)}, all day" if entry.whole_days else f"{_on(start)} {start:%H:%M}-{end:%H:%M}"
    place = one_line(entry.place)
    return f"{when} in {place}" if place else when


def _on(time: datetime) -> str:
    return f"{time:%a} {time.day} {time:%b}"
