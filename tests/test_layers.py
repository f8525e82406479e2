"""The house's layers: imports go down only, libraries stay in their folders, and nothing grows past reading size."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scheduler"
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = {
    "domain": 1,
    "rules": 2,
    "model": 3,
    "files": 3,
    "interchange": 3,
    "check": 4,
    "omissions": 4,
    "solve": 4,
    "search": 4,
    "publish": 5,
    "plot": 5,
    "bench": 5,
    "store": 5,
    "deliver": 5,
    "cli": 6,
}
"""The layer of each folder, or module, directly in ``scheduler/``: the table of the architecture page."""

STRANGERS = {
    "model": {"files", "interchange"},
    "files": {"model", "interchange"},
    "interchange": {"model", "files"},
    "check": {"model", "files", "interchange", "solve", "search"},
    "omissions": {"model", "files", "interchange", "solve", "search"},
    "solve": {"files", "interchange"},
    "search": {"files", "interchange"},
    "store": {"publish", "deliver", "plot", "bench"},
    "publish": {"deliver", "plot", "bench"},
    "deliver": {"plot", "bench"},
    "cli": {"model"},
}
"""What a part may not import although it does not stand above: the check and what asks it never see a solver, and so on."""

LIBRARIES = {
    "model": {"numpy", "ortools"},
    "files": {"holidays", "icalendar", "markdown_it", "openpyxl", "pandas", "recurring_ical_events", "yaml"},
    "interchange": {"openpyxl"},
    "solve": {"ortools"},
    "search": {"numpy"},
    "publish": {"icalendar", "jinja2", "markdown_it", "markupsafe", "openpyxl"},
    "deliver": {"icalendar"},
    "plot": {"matplotlib"},
    "cli": {"rich", "typer"},
}
"""The libraries that each part may import; whatever is not named here stands on the standard library alone."""

SLOW_LIBRARIES = ("holidays", "icalendar", "jinja2", "matplotlib", "numpy", "openpyxl", "ortools", "pandas", "recurring_ical_events")
"""Libraries that would make ``schedule --help`` slow."""


def imported(tree: ast.Module, package: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The dotted names that a module of ``package`` imports, wherever in it, relative ones made absolute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = start + tuple((node.module or "").split(".") if node.module else ())
            yield from (((*base, alias.name) if base == ("scheduler",) else base) for alias in node.names)


def breaches(source: str, module: str) -> list[str]:
    """What the imports of ``module``, such as ``scheduler/rules/base.py``, break."""
    parts = Path(module).with_suffix("").parts
    part = parts[1]
    found = set()
    for name in imported(ast.parse(source), parts[:-1]):
        if name[0] == "scheduler":
            target = name[1] if len(name) > 1 else ""
            above = LAYERS.get(target, 0) > LAYERS.get(part, 0)
            if part != target and (above or target in STRANGERS.get(part, ())):
                found.add(f"{module} imports scheduler.{target}")
        elif name[0] not in sys.stdlib_module_names and name[0] not in LIBRARIES.get(part, ()):
            found.add(f"{module} imports {name[0]}")
    return sorted(found)


def test_layers_in_the_whole_package_are_kept() -> None:
    assert [breach for path in MODULES for breach in breaches(path.read_text("utf-8"), str(path.relative_to(ROOT)))] == []


def test_layers_every_part_of_the_package_has_one() -> None:
    parts = {path.relative_to(PACKAGE).with_suffix("").parts[0] for path in MODULES}
    assert parts - LAYERS.keys() == {"__init__"}


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        ("scheduler/domain/agenda.py", "from scheduler.rules.base import Rule", ["scheduler/domain/agenda.py imports scheduler.rules"]),
        ("scheduler/domain/agenda.py", "from ..rules import base", ["scheduler/domain/agenda.py imports scheduler.rules"]),
        ("scheduler/domain/agenda.py", "from scheduler import rules", ["scheduler/domain/agenda.py imports scheduler.rules"]),
        ("scheduler/domain/agenda.py", "import numpy.typing", ["scheduler/domain/agenda.py imports numpy"]),
        ("scheduler/model/builder.py", "import scheduler.files.tables", ["scheduler/model/builder.py imports scheduler.files"]),
        ("scheduler/check.py", "def f():\n    from scheduler.model import builder", ["scheduler/check.py imports scheduler.model"]),
        ("scheduler/publish/ics.py", "from ortools.sat.python import cp_model", ["scheduler/publish/ics.py imports ortools"]),
        ("scheduler/rules/kinds/before.py", "from . import fixed\nfrom ..base import Rule\nfrom scheduler.domain.agenda import Agenda", []),
        ("scheduler/solve/solver.py", "import json\nfrom ortools.sat.python import cp_model\nfrom scheduler.check import check", []),
        ("scheduler/cli/main.py", "from scheduler import __version__\nimport typer", []),
    ],
)
def test_layers_breach_is_reported(module: str, source: str, expected: list[str]) -> None:
    assert breaches(source, module) == expected


def test_help_of_the_command_loads_no_slow_library() -> None:
    program = (
        "import sys\n"
        "from scheduler.cli.main import main\n"
        "sys.argv = ['schedule', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        f"print([name for name in {SLOW_LIBRARIES} if name in sys.modules], file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.stderr, run.returncode) == ("[]\n", 0)


def test_sizes_modules_are_under_300_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {module: lines for module, lines in lengths.items() if lines >= 300} == {}


def test_sizes_functions_are_under_60_lines() -> None:
    functions = [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [function for function, lines in functions if lines >= 60] == []
