"""The command ``schedule``: its commands, and the one place where an error becomes a message and an exit code."""

from __future__ import annotations

import gc
import io
import sys
from typing import Annotated

import typer
from typer.core import TyperGroup

from scheduler import __version__
from scheduler.cli.bench import bench
from scheduler.cli.brief import brief
from scheduler.cli.check import check
from scheduler.cli.console import fail
from scheduler.cli.diff import diff
from scheduler.cli.export import export
from scheduler.cli.import_ import import_
from scheduler.cli.init import init
from scheduler.cli.notify import notify
from scheduler.cli.plot import plot
from scheduler.cli.release import release, releases
from scheduler.cli.rules import rules
from scheduler.cli.schema import schema
from scheduler.cli.show import show
from scheduler.cli.solve import solve
from scheduler.cli.validate import validate
from scheduler.domain.errors import Interrupted, Refused, ScheduleError


class Commands(TyperGroup):
    """The group of commands. What a user can cause ends here with a message, never with a traceback."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run a command; an error becomes its message and its exit code."""
        try:
            return super().invoke(ctx)
        except ScheduleError as error:
            raise typer.Exit(fail(error)) from None
        except KeyboardInterrupt:
            raise typer.Exit(fail(Interrupted("interrupted"))) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            name = error.filename or "a file"
            raise typer.Exit(fail(Refused(f"{name}: {error.strerror or error}", "check that it exists and that you may use it"))) from None


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Plans the meetings of multilateral regimes: sheets and a rule book in, a confirmed agenda and calendars out.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"schedule {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    """Take the options that stand before a command."""


for command in (init, validate, solve, check, show, plot, release, releases, notify, diff, brief, rules, schema, bench, export):
    app.command()(command)
app.command("import")(import_)

SELDOM = 100_000, 50, 1_000
"""When Python looks for garbage: more often, it takes a fifth of the time to build a model of a thousand presentations, and finds none."""


def main() -> None:
    """Run the command line."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # Not every terminal, or pipe on Windows, has all characters: '?' for what it lacks.
        sys.stdout.reconfigure(errors="replace")
    gc.set_threshold(*SELDOM)
    app()
