"""Random meetings with markings and a policy, in which every text can be recognised; and which of these texts an audience may read.

The latter is said in the plainest way, one text after the other, and shares nothing with what publishes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.clock import Clock, Span
from scheduler.domain.meeting import Meeting, Organizer, Travel
from scheduler.domain.policy import FIELDS, FULL, GROUPS, NOTHING, VIEWS, Audience, Policy, View
from scheduler.domain.problem import (
    Body,
    Deadline,
    Delegation,
    Paper,
    Period,
    Person,
    Problem,
    Role,
    Room,
    Session,
)

DAY = date(2027, 3, 1)
CLOCK = Clock(ZoneInfo("Europe/Vienna"), DAY, DAY + timedelta(days=1))
OPENING = CLOCK.instant(DAY, 600)
NEUTRAL = "Not for you"
MARKINGS = (("low", "high"), ("low", "middle", "high"), ("low", "middle", "upper", "high"))


def word(kind: str, number: int | str = "") -> str:
    """A text that stands nowhere else, and in no other text."""
    return f"Q{kind}{number}Q"


def texts(value: object) -> set[str]:
    """Every text in a value, wherever it is."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return texts(tuple(value.items()))
    if isinstance(value, tuple | list | set | frozenset):
        return set().union(*map(texts, value))
    if is_dataclass(value) and not isinstance(value, type):
        return set().union(*(texts(getattr(value, field.name)) for field in fields(value) if not field.name.startswith("_")))
    return set()


def title(session: Session) -> str:
    """The word in a session's title."""
    return session.id.replace("session", "title")


def named(session: Session) -> tuple[str, ...]:
    """What tells which session it is."""
    return session.id, title(session), *session.columns["language"]


def words(text: str, known: Iterable[str]) -> set[str]:
    """Those of the ``known`` words that are in ``text``."""
    return {one for one in known if one in text}


ALL_WORDS = frozenset(
    word(kind, number)
    for number in range(6)
    for kind in (
        *("session", "title", "item", "theme", "kind", "note", "body", "bodytitle", "delegation", "land", "person", "name", "room", "hall"),
        *("building", "paper", "papertitle", "author", "summary", "link", "language", "deadline", "deadlinetitle", "who", "period"),
    )
)


def monotone(number: int, own: int = 0) -> st.SearchStrategy[tuple[View, ...]]:
    """Views of so many levels, everything of the first ``own``, and of none more than of the one below it."""
    rest = st.lists(st.integers(0, 2), min_size=number - own, max_size=number - own)
    return rest.map(lambda ranks: (*(FULL for _ in range(own)), *(VIEWS[rank] for rank in sorted(ranks))))


@st.composite
def policies(draw: st.DrawFn, markings: tuple[str, ...]) -> Policy:
    audiences = tuple(Audience(name, draw(monotone(len(markings), own))) for own, name in enumerate(markings[:-1], 1))
    own = [*GROUPS, *(f"{group}/{word(kind, 0)}" for group, kind in zip(GROUPS, ("delegation", "person", "room", "body"), strict=True))]
    named = draw(st.lists(st.sampled_from(own), unique=True))
    levels = st.integers(0, len(markings) - 1)
    marked = draw(st.lists(st.sampled_from(FIELDS), unique=True, max_size=2))
    return Policy(
        audiences=audiences,
        calendars=tuple(Audience(name, draw(monotone(len(markings)))) for name in named),
        fields=tuple((field, draw(levels)) for field in marked),
        neutral=NEUTRAL,
        secret=draw(st.sampled_from(("", "four words or more"))),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A meeting of a few sessions, whose titles are long enough to be folded and have letters that each format escapes."""
    markings = draw(st.sampled_from(MARKINGS))
    marked = st.sampled_from(("", *markings))
    bodies = tuple(
        Body(
            id=word("body", n), title=word("bodytitle", n), chair=word("person", n), members=(word("delegation", n),), marking=draw(marked)
        )
        for n in range(2)
    )
    delegations = tuple(Delegation(id=word("delegation", n), name=word("land", n), region=word("note", n)) for n in range(3))
    people = tuple(
        Person(
            id=word("person", n),
            name=word("name", n),
            delegation=draw(st.sampled_from((None, word("delegation", n)))),
            bodies=draw(st.sampled_from(((), (bodies[0].id,)))),
            profession=word("note", n),
        )
        for n in range(3)
    )
    rooms = tuple(
        Room(id=word("room", n), name=word("hall", n), building=word("building", n), capacity=9, features=(word("note", n),))
        for n in range(3)
    )
    sessions = tuple(draw(_sessions(n, marked)) for n in range(draw(st.integers(1, 4))))
    named = st.sampled_from((None, *(session.id for session in sessions)))
    papers = tuple(
        Paper(
            id=word("paper", n),
            title=word("papertitle", n),
            author=word("author", n),
            summary=word("summary", n),
            due=DAY,
            session=draw(named),
            marking=draw(marked),
            columns={"note": (word("note", n),)},
        )
        for n in range(2)
    )
    deadlines = tuple(
        Deadline(id=word("deadline", n), title=word("deadlinetitle", n), due=DAY, who=word("who", n), marking=draw(marked))
        for n in range(2)
    )
    span = Span(CLOCK.midnight(DAY), CLOCK.midnight(DAY + timedelta(days=2)))
    return Problem(
        meeting=Meeting(
            id="marked",
            title="Marked meeting",
            clock=CLOCK,
            grid=5,
            prepared=datetime(2026, 8, 30, 9, tzinfo=UTC),
            organizer=Organizer("Secretariat", "secretariat@example.org"),
            markings=markings,
            travel=(Travel(word("building", 0), word("building", 1), 10),),
            policy=draw(policies(markings)),
        ),
        periods=(Period(id=word("period", 0), day=DAY, span=span, name=word("period", 1), rooms=tuple(room.id for room in rooms)),),
        rooms=rooms,
        sessions=sessions,
        bodies=bodies,
        delegations=delegations,
        people=people,
        papers=papers,
        deadlines=deadlines,
    )


@st.composite
def _sessions(draw: st.DrawFn, n: int, marked: st.SearchStrategy[str]) -> Session:
    some = st.lists(st.sampled_from([word("delegation", number) for number in range(3)]), unique=True, max_size=2).map(tuple)
    return Session(
        id=word("session", n),
        title=f"<b>Ünder & “{'over ' * draw(st.integers(0, 14))}” {word('title', n)}; \\, next",
        minutes=30,
        body=draw(st.sampled_from((None, word("body", 0), word("body", 1)))),
        item=draw(st.sampled_from(("", word("item", n)))),
        theme=word("theme", n),
        kind=word("kind", n),
        audience=draw(some),
        roles=(Role("chair", tuple(word("person", number) for number in range(3)), 1),),
        presenting=draw(some),
        between=draw(st.sampled_from(((), (word("delegation", 0), word("delegation", 1))))),
        marking=draw(marked),
        optional=True,
        reports_on=word("body", 1),
        paper=draw(st.sampled_from((None, word("paper", 0)))),
        link=f"https://{word('link', n)}.example",
        columns={"session": (word("session", n),), "note": (word("note", n),), "language": (word("language", n),)},
    )


@st.composite
def agendas(draw: st.DrawFn, problem: Problem) -> Agenda:
    held = [session for session in problem.sessions if draw(st.integers(0, 4))]
    entries = tuple(
        Entry(
            session.id,
            OPENING + timedelta(minutes=30 * draw(st.integers(0, 3))),
            30,
            word("period", 0),
            draw(st.sampled_from(problem.rooms)).id,
            (Duty("chair", (draw(st.sampled_from(problem.people)).id,)),) if draw(st.booleans()) else (),
        )
        for session in held
    )
    omitted = tuple(session.id for session in problem.sessions if session not in held)
    return Agenda(meeting="marked", entries=entries, omitted=omitted, variant=word("note", 5))


@st.composite
def changed(draw: st.DrawFn, problem: Problem) -> Problem:
    """The same meeting with other markings and another policy, and perhaps without some of its sessions."""
    marked = st.sampled_from(("", *problem.meeting.markings))
    sessions = tuple(replace(session, marking=draw(marked)) for session in problem.sessions if draw(st.integers(0, 3)))
    return replace(
        problem,
        meeting=replace(problem.meeting, policy=draw(policies(problem.meeting.markings))),
        sessions=sessions,
        bodies=tuple(replace(body, marking=draw(marked)) for body in problem.bodies),
        papers=tuple(replace(paper, session=None, marking=draw(marked)) for paper in problem.papers),
        deadlines=tuple(replace(row, marking=draw(marked)) for row in problem.deadlines),
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is shown ``views`` of the levels of a meeting."""

    problem: Problem
    views: tuple[View, ...]

    def level(self, row: Session | Body | Deadline | Paper) -> int:
        markings = self.problem.meeting.markings
        if row.marking:
            return markings.index(row.marking)
        if isinstance(row, Session) and row.between:
            return markings.index(markings[-1])
        bodies = [body for body in self.problem.bodies if isinstance(row, Session) and body.id == row.body]
        needing = [one for one in self.problem.sessions if isinstance(row, Paper) and (one.paper == row.id or one.id == row.session)]
        return max([self.level(one) for one in (*bodies, *needing)], default=0)

    def view(self, row: Session | Body | Deadline | Paper) -> View:
        return self.views[self.level(row)]

    def may(self, field: str) -> bool:
        levels = dict(self.problem.meeting.policy.fields)
        return field not in levels or self.views[levels[field]] == FULL

    def of_session(self, session: Session) -> set[str]:
        """The words that may be read of a session, wherever it is and whoever has a role in it."""
        view = self.view(session)
        body = [body for body in self.problem.bodies if body.id == session.body and self.view(body) == FULL]
        may = {text for one in body if view != NOTHING for text in (one.id, one.title)}
        if view != FULL:
            return may
        told = (
            ("item", session.item),
            ("theme", session.theme),
            ("kind", session.kind),
            *(("title", word) for word in named(session)),
            ("link", session.link[8:-8]),
        )
        may |= {text for field, text in told if self.may(field) and text}
        there = [*session.presenting, *session.between] if self.may("people") else []
        there += session.audience if self.may("audience") else ()
        return may | {text for row in self.problem.delegations if row.id in there for text in (row.id, row.name)}

    def of_entry(self, entry: Entry) -> set[str]:
        session = self.problem.session(entry.session)
        may, view = self.of_session(session), self.view(session)
        if view != NOTHING and self.may("room"):
            room = self.problem.room(entry.room)
            may |= {room.id, room.name, room.building}
        for id in entry.people if view == FULL and self.may("people") else ():
            person = self.problem.person(id)
            own = [row for row in self.problem.delegations if row.id == person.delegation]
            may |= {person.id, person.name} | {text for row in own for text in (row.id, row.name)}
        return may

    def of_papers(self) -> set[str]:
        papers = [paper for paper in self.problem.papers if self.view(paper) == FULL]
        deadlines = [row for row in self.problem.deadlines if self.view(row) == FULL]
        may = {text for row in deadlines for text in (row.id, row.title)}
        may |= {text for paper in papers for text in (paper.id, paper.title, paper.summary)}
        return may | {text for text in (*(paper.author for paper in papers), *(row.who for row in deadlines)) if self.may("people")}
