"""The sheets ``delegations``, ``people`` and ``bodies``: who takes part."""

from __future__ import annotations

from scheduler.domain.problem import Body, Delegation, Person
from scheduler.files.cells import Reading, RowReader


def read_delegations(reading: Reading) -> tuple[Delegation, ...]:
    """Every delegation, in the sheet's order."""
    return tuple(_delegation(RowReader(row, reading)) for row in reading.sheets.rows("delegations"))


def _delegation(cells: RowReader) -> Delegation:
    return Delegation(
        id=cells.row.id,
        name=cells.text("name", cells.row.id),
        region=cells.text("region"),
        delegates=cells.number("delegates", default=1),
        columns=cells.row.columns,
        source=cells.row.place,
    )


def read_people(reading: Reading) -> tuple[Person, ...]:
    """Everybody, in the sheet's order."""
    return tuple(_person(RowReader(row, reading)) for row in reading.sheets.rows("people"))


def _person(cells: RowReader) -> Person:
    arrives, leaves = cells.moment("arrives"), cells.moment("leaves", end=True)
    if arrives is not None and leaves is not None and arrives >= leaves:
        cells.fault(
            "leaves",
            f"'{cells.row.id}' leaves at {cells.text('leaves')}, which is not after arriving at {cells.text('arrives')}",
            "correct one of the two",
        )
    return Person(
        id=cells.row.id,
        name=cells.text("name", cells.row.id),
        delegation=cells.one("delegation", "delegations"),
        bodies=cells.several("bodies", "bodies"),
        profession=cells.text("profession"),
        languages=cells.texts("languages"),
        zone=cells.zone("zone"),
        remote=cells.flag("remote"),
        arrives=arrives,
        leaves=leaves,
        email=cells.email("email"),
        columns=cells.row.columns,
        source=cells.row.place,
    )


def read_bodies(reading: Reading) -> tuple[Body, ...]:
    """Every body, in the sheet's order."""
    return tuple(_body(RowReader(row, reading)) for row in reading.sheets.rows("bodies"))


def _body(cells: RowReader) -> Body:
    return Body(
        id=cells.row.id,
        title=cells.text("title", cells.row.id),
        chair=cells.one("chair", "people"),
        members=cells.all_or_several("members", "delegations"),
        marking=cells.marking(),
        columns=cells.row.columns,
        source=cells.row.place,
    )
