"""The files of a meeting folder: settings and tables as written, from CSV files or from one workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.errors import Source
from scheduler.domain.suggestions import closest
from scheduler.files import settings, yaml_nodes
from scheduler.files.faults import Faults
from scheduler.files.schema import SCHEMAS
from scheduler.files.settings import Settings
from scheduler.files.sheets import MISSPELT
from scheduler.files.tables import Table, read_csv

MEETING_YAML, MEETING_XLSX = "meeting.yaml", "meeting.xlsx"
SETTINGS_SHEET = "meeting"


@dataclass(frozen=True, slots=True)
class Written:
    """What a meeting folder holds, not yet typed.

    ``settings`` is None where they cannot be read; ``unreadable`` are the sheets of which nothing is known: damaged, or needed and
    not there.
    """

    settings: Settings | None
    tables: tuple[Table, ...]
    unreadable: frozenset[str]


def read_folder(folder: Path, faults: Faults) -> Written:
    """Read the files of ``folder``.

    Raises
    ------
    InputError
        If there is no meeting in it, or two; nothing else can be said then.
    """
    document, workbook = folder / MEETING_YAML, folder / MEETING_XLSX
    if not folder.is_dir():
        faults.add(Source(str(folder)), "there is no such folder", "correct the path, or make a meeting folder with 'schedule init'")
    elif document.exists() and workbook.exists():
        faults.add(Source(str(folder)), f"both {MEETING_YAML} and {MEETING_XLSX} are there", "remove the one that is out of date")
    elif not document.exists() and not workbook.exists():
        message = f"the folder has neither {MEETING_YAML} nor {MEETING_XLSX}"
        faults.add(Source(str(folder)), message, "name a meeting folder, or make one with 'schedule init'")
    faults.raise_any()
    return _from_workbook(workbook, faults) if workbook.exists() else _from_files(document, faults)


def _from_files(path: Path, faults: Faults) -> Written:
    document = yaml_nodes.read_yaml(path, str(path), faults)
    found = {file.stem: file for file in sorted(path.parent.glob("*.csv"))}
    tables = {name: read_csv(found[name], name, str(found[name]), faults) for name in SCHEMAS if name in found}
    mistaken = _mistaken({name: str(file) for name, file in found.items()}, faults)
    absent = _absent(tables, mistaken, {name: str(path.parent / f"{name}.csv") for name in SCHEMAS}, faults)
    unreadable = absent | {name for name, table in tables.items() if table is None}
    read = tuple(table for table in tables.values() if table is not None)
    return Written(settings.from_yaml(document, faults) if document else None, read, unreadable)


def _from_workbook(path: Path, faults: Faults) -> Written:
    # pandas takes half a second to load, which commands that read no workbook need not wait for.
    from scheduler.files.workbook import read_workbook

    found = read_workbook(path, str(path), faults)
    if found is None:
        return Written(None, (), frozenset(SCHEMAS))
    tables = {table.name: table for table in found}
    mistaken = _mistaken({name: table.file for name, table in tables.items()}, faults)
    absent = _absent(tables, mistaken, dict.fromkeys((*SCHEMAS, SETTINGS_SHEET), str(path)), faults)
    own = settings.from_table(tables[SETTINGS_SHEET], faults) if SETTINGS_SHEET in tables else None
    return Written(own, tuple(tables[name] for name in SCHEMAS if name in tables), absent)


def _mistaken(files: Mapping[str, str], faults: Faults) -> frozenset[str]:
    """The sheets whose name is misspelt: each is a fault, and not missing as well."""
    names = (*SCHEMAS, SETTINGS_SHEET)
    meant = {name: closest(name, [known for known in names if known not in files], MISSPELT) for name in files if name not in names}
    for name, known in meant.items():
        if known:
            faults.add(Source(files[name]), f"there is no sheet '{name}'", f"did you mean '{known}'?")
    return frozenset(meant.values())


def _absent(present: Collection[str], mistaken: Collection[str], files: Mapping[str, str], faults: Faults) -> frozenset[str]:
    """The sheets of which nothing is known: those that are misspelt, and those that are needed and missing, which is a fault."""
    missing = {name for name in files if name not in present and name not in mistaken and (name not in SCHEMAS or SCHEMAS[name].needed)}
    for name in missing:
        columns = f", with the columns {', '.join(SCHEMAS[name].required)}" if name in SCHEMAS else ", with a key and its value in each row"
        faults.add(Source(files[name]), f"the sheet '{name}' is missing", f"add it{columns}")
    return frozenset(missing.union(mistaken).intersection(SCHEMAS))
