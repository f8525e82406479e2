"""``schedule solve --profile``: where the time went, as tables or as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from scheduler.cli.console import out

if TYPE_CHECKING:
    from rich.table import Table

    from scheduler.solve.profile import Profile, Work


def profile_event(profile: Profile, reading: float, writing: float) -> dict[str, object]:
    """The profile for programs, with the seconds that reading the folder and writing took."""
    return {"event": "profile", "reading": reading, **asdict(profile), "writing": writing}


def print_profile(profile: Profile, reading: float, writing: float) -> None:
    """Print what was chosen and why, where the time went, with reading the folder first and writing last, and the largest models."""
    times = _table("Step", "Times", "Build (s)", "Run (s)", "Cost", "Bound", "Ended")
    times.columns[-1].justify, times.columns[-1].no_wrap = "left", False
    times.add_row("reading", "1", "", f"{reading:,.2f}")
    sizes = _table("Largest model", "Variables", "Literals", "Constraints")
    for work in profile.works:
        building = f"{work.building:,.2f}" if work.largest else ""
        times.add_row(work.name, f"{work.times:,}", building, f"{work.seconds:,.2f}", _number(work.cost), _number(work.bound), _ended(work))
        if work.largest:
            sizes.add_row(work.name, *map(_number, (work.largest.variables, work.largest.literals, work.largest.constraints)))
    times.add_row("writing", "1", "", f"{writing:,.2f}")
    memory = "" if profile.memory is None else f"; {profile.memory:.2f} GB of memory at the most"
    out.print("", f"{profile.strategy}: {profile.why}.", "", times, "", sizes, "", sep="\n")
    out.print(f"{profile.seconds:.2f} s from the formulation to the check{memory}.")


def _table(first: str, *others: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for column in others:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _ended(work: Work) -> str:
    if work.moves:
        return f"{work.moves:,} moves, {work.moves / max(work.seconds, 1e-9):,.0f} a second"
    return ", ".join(f"{number:,} {how}" for how, number in work.ended)


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
