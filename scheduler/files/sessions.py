"""The sheet ``sessions``: what is put into the timetable, with the defaults that its body and the delegations give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.problem import CHAIR, PRESENTER, Body, Delegation, Role, Session
from scheduler.files.cells import Reading, RowReader
from scheduler.files.values import split

POOL_HELP = "write ids separated by '|', after a role and a count if need be: 'aut-02|bel-01' or 'rapporteur 2: aut-02|bel-01|cze-01'"
_POOL = re.compile(r"(?:(?P<role>[^\W\d][^:|;]*?)(?:\s+(?P<count>\d{1,9}))?\s*:)?(?P<ids>[^:;]*)")


@dataclass(frozen=True, slots=True)
class Company:
    """Who may be in a session: the bodies by id, and the delegates of each delegation."""

    bodies: dict[str, Body]
    delegates: dict[str, int]

    @classmethod
    def of(cls, bodies: tuple[Body, ...], delegations: tuple[Delegation, ...]) -> Company:
        """Look up by id."""
        return cls({body.id: body for body in bodies}, {delegation.id: delegation.delegates for delegation in delegations})


def read_sessions(reading: Reading, company: Company) -> tuple[Session, ...]:
    """Every session, in the sheet's order."""
    return tuple(_session(RowReader(row, reading), company) for row in reading.sheets.rows("sessions"))


def _session(cells: RowReader, company: Company) -> Session:
    body = company.bodies.get(cells.one("body", "bodies") or "")
    audience = cells.all_or_several("audience", "delegations") or (body.members if body else ())
    presenters = cells.several("presenters", "people", "delegations")
    people = cells.reading.sheets.ids("people")
    return Session(
        id=cells.row.id,
        title=cells.text("title", cells.row.id),
        minutes=cells.number("minutes", default=1, least=1),
        body=body.id if body else None,
        item=cells.text("item"),
        theme=cells.text("theme"),
        kind=cells.text("kind"),
        audience=audience,
        size=cells.number("size", default=sum(company.delegates.get(delegation, 0) for delegation in audience)),
        roles=_roles(cells, tuple(id for id in presenters if id in people), body),
        presenting=tuple(id for id in presenters if id not in people),
        features=cells.texts("features"),
        visitors=cells.flag("visitors"),
        marking=cells.marking(),
        optional=cells.flag("optional"),
        reports_on=cells.one("reports_on", "bodies"),
        paper=cells.one("paper", "papers"),
        link=cells.link("link"),
        columns=cells.row.columns,
        source=cells.row.place,
    )


def _roles(cells: RowReader, presenters: tuple[str, ...], body: Body | None) -> tuple[Role, ...]:
    """Presenter, chair, then others as the pool lists them. The body's chair steps in where the sheet names none."""
    pool = tuple(_pool(cells))
    chairs = cells.several("chair", "people")
    if not cells.text("chair") and body and body.chair and all(role.name != CHAIR for role in pool):
        chairs = (body.chair,)
    roles = [Role(name, people, len(people)) for name, people in ((PRESENTER, presenters), (CHAIR, chairs)) if people]
    for role in pool:
        if any(role.name == other.name for other in roles):
            given = f"in the column {role.name}s" if role.name == PRESENTER else "more than once"
            cells.fault("pool", f"the role '{role.name}' is given {given}", "name the people of one role in one place")
        roles.append(role)
    first = (PRESENTER, CHAIR)
    return tuple(sorted(roles, key=lambda role: first.index(role.name) if role.name in first else len(first)))


def _pool(cells: RowReader) -> Iterator[Role]:
    """The roles of a pool cell: ``[role [count]:] id|id|…``, several separated by ``;``."""
    for part in cells.text("pool").split(";"):
        match = _POOL.fullmatch(part.strip())
        if match is None:
            cells.fault("pool", f"'{part.strip()}' is not a pool of people", POOL_HELP)
            continue
        ids = tuple(dict.fromkeys(split(match["ids"])))
        people = tuple(id for id in ids if cells.refers("pool", id, "people"))
        name, count = (match["role"] or CHAIR).casefold(), int(match["count"] or 1)
        if not ids and (match["role"] or part.strip()):
            cells.fault("pool", f"nobody is named for the role '{name}'", POOL_HELP)
        elif ids and not 1 <= count <= len(ids):
            message = f"the role '{name}' cannot be taken by {count} of {len(ids)} people"
            cells.fault("pool", message, f"write a count from 1 to {len(ids)}, or name more people")
        elif people:
            yield Role(name, people, count)
