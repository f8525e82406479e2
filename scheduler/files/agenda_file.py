"""``agenda.json``: an agenda as a file, an entry to a line, so that two versions can be compared by eye. Tables are read elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.errors import Source
from scheduler.domain.problem import Problem
from scheduler.domain.suggestions import suggestion
from scheduler.files.agenda_table import agenda_of, read_agenda_csv
from scheduler.files.faults import Faults
from scheduler.files.tables import decoded

T = TypeVar("T")
FORMAT = 1
STATUSES = ("optimal", "feasible", "interrupted")
_ANEW = "make the agenda anew with 'schedule solve'"
_START_HELP = "write it with whole minutes and the offset from UTC: 2027-10-11T15:00:00+02:00"
_NOUNS = {str: "a text", int: "a whole number", bool: "true or false", list: "a list", dict: "a group in braces"}


def agenda_bytes(problem: Problem, agenda: Agenda) -> bytes:
    """The file's content: UTF-8, the same bytes for the same agenda. Sessions that are not held come last."""
    head = {
        "format": FORMAT,
        "meeting": agenda.meeting,
        "zone": problem.clock.zone.key,
        "inputs": agenda.inputs,
        "book": agenda.book,
        "variant": agenda.variant,
        "seed": agenda.seed,
        "status": agenda.status,
        "cost": agenda.cost,
        "bound": agenda.bound,
        "cost_by_rule": dict(agenda.cost_by_rule),
    }
    lines = [f" {_json(key)}: {_json(value)}," for key, value in head.items()]
    entries = [_held(problem, entry) for entry in agenda.entries] + [_named(problem, id, held=False) for id in agenda.omitted]
    listed = ",\n".join(f"  {_json(entry)}" for entry in entries)
    return "\n".join(["{", *lines, ' "entries": [', *([listed] if listed else []), " ]", "}", ""]).encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _named(problem: Problem, id: str, *, held: bool) -> dict[str, object]:
    session = problem.session(id)
    return {"session": id, "title": session.title, "body": session.body, "held": held}


def _held(problem: Problem, entry: Entry) -> dict[str, object]:
    return _named(problem, entry.session, held=True) | {
        "start": problem.clock.local(entry.start).isoformat(),
        "minutes": entry.minutes,
        "period": entry.period,
        "room": entry.room,
        "people": {duty.role: list(duty.people) for duty in entry.duties},
    }


def read_agenda(path: Path, problem: Problem) -> Agenda:
    """Read an agenda of the meeting ``problem``: ``.csv`` as a table, ``.xlsx`` as the workbook, anything else as ``agenda.json``.

    Titles and bodies are not read: the sheets say them. What comes from a table or a workbook may have been edited, and so
    has no cost until the check works it out.

    Raises
    ------
    InputError
        With everything in the file that is not so, or does not belong to this meeting.
    """
    faults = Faults()
    if not path.is_file():
        faults.add(Source(str(path)), "there is no such file", "make the agenda with 'schedule solve'")
    faults.raise_any()
    match path.suffix.lower():
        case ".csv":
            agenda = read_agenda_csv(path, problem, faults)
        case ".xlsx":
            # pandas takes half a second to load, which commands that read no workbook need not wait for.
            from scheduler.files.agenda_workbook import read_agenda_workbook

            agenda = read_agenda_workbook(path, problem, faults)
        case _:
            agenda = _read_json(path, problem, faults)
    faults.raise_any()
    return agenda


def _read_json(path: Path, problem: Problem, faults: Faults) -> Agenda:
    text = decoded(path, str(path), faults) or ""
    faults.raise_any()
    head = _Part(_top(text, str(path), faults), Source(str(path)), faults, text)
    faults.raise_any()
    _check_identity(head, problem)
    status = head.get("status", str)
    if status is not None and status not in STATUSES:
        head.fault("status", f"there is no status '{status}'", suggestion(status, STATUSES))
    costs = _Part(head.get("cost_by_rule", dict) or {}, head.source("cost_by_rule"), faults)
    return replace(
        agenda_of(problem, _rows(head, problem)),
        inputs=head.get("inputs", str) or "",
        book=head.get("book", str) or "",
        variant=None if head.values.get("variant") is None else head.get("variant", str),
        seed=head.get("seed", int) or 0,
        status=status or "",
        cost=head.get("cost", int) or 0,
        bound=head.get("bound", int) or 0,
        cost_by_rule=tuple((rule, costs.get(rule, int) or 0) for rule in costs.values),
    )


def _check_identity(head: _Part, problem: Problem) -> None:
    """Report a file of another format, or of another meeting."""
    if head.get("format", int) not in (FORMAT, None):
        head.fault("format", f"the file is of format {head.values['format']}, and this version reads format {FORMAT}")
    if head.get("meeting", str) not in (problem.meeting.id, None):
        message = f"the agenda is of the meeting '{head.values['meeting']}', not of '{problem.meeting.id}'"
        head.fault("meeting", message, "read it with that meeting's folder")


def _top(text: str, file: str, faults: Faults) -> Mapping[str, object]:
    try:
        top = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"the file is no agenda, or is damaged: {error.msg[:1].lower()}{error.msg[1:]}"
        faults.add(Source(file, error.lineno, str(error.colno)), message, _ANEW)
    except (ValueError, RecursionError):
        faults.add(Source(file), "the file is no agenda, or is damaged", _ANEW)
    else:
        if isinstance(top, dict):
            return top
        faults.add(Source(file, 1), "the file is no agenda", _ANEW)
    return {}


@dataclass(frozen=True, slots=True)
class _Part:
    """The whole of the file, or one entry, with its place; ``text`` is the file's where lines of keys must be looked up."""

    values: Mapping[str, object]
    place: Source
    faults: Faults
    text: str = ""

    def source(self, key: str) -> Source:
        """Where the value of ``key`` stands."""
        found = re.search(rf'^\s*"{re.escape(key)}"\s*:', self.text, re.MULTILINE)
        line = self.text.count("\n", 0, found.end()) + 1 if found else self.place.line
        return Source(self.place.file, line, key)

    def fault(self, key: str, message: str, hint: str = _ANEW) -> None:
        self.faults.add(self.source(key), message, hint)

    def get(self, key: str, kind: type[T]) -> T | None:
        """The value of ``key`` if it is of ``kind``; None, and a fault, if it is not, or is not there."""
        value = self.values.get(key)
        if type(value) is kind:
            return value
        if key in self.values:
            self.fault(key, f"'{key}' is {_json(value)[:60]}, which is not {_NOUNS[kind]}")
        else:
            self.fault(key, f"'{key}' is missing")
        return None

    def one_of(self, key: str, ids: Collection[str], noun: str) -> str:
        """The value of ``key``, an id among ``ids``; empty, and a fault, if it is none."""
        value = self.get(key, str)
        return value if value is not None and self.is_known(key, value, ids, noun) else ""

    def is_known(self, key: str, value: object, ids: Collection[str], noun: str) -> bool:
        """Whether ``value`` is among ``ids``; if not, a fault."""
        if isinstance(value, str) and value in ids:
            return True
        hint = suggestion(value, ids, "the sheets have changed since; " + _ANEW) if isinstance(value, str) else _ANEW
        said = f"'{value}'" if isinstance(value, str) else _json(value)
        self.fault(key, f"the meeting has no {noun} {said}", hint)
        return False


def _rows(head: _Part, problem: Problem) -> Iterator[Entry | str]:
    """The entries that are held, and the ids of the sessions that are not."""
    rows = head.get("entries", list) or []
    # The writer gives each entry one key 'session'; where somebody has broken that, no line is better than a wrong one.
    lines = [head.text.count("\n", 0, match.start()) + 1 for match in re.finditer(r'(?<!\\)"session"\s*:', head.text)]
    sessions = {session.id for session in problem.sessions}
    seen: set[str] = set()
    for number, row in enumerate(rows):
        place = Source(head.place.file, lines[number] if len(lines) == len(rows) else 0)
        if not isinstance(row, dict):
            head.faults.add(place, f"entry {number + 1} is {_json(row)[:60]}, which is not a group in braces", _ANEW)
            continue
        part = _Part(row, place, head.faults)
        id = part.one_of("session", sessions, "session")
        if id in seen:
            part.fault("session", f"the session '{id}' has an entry already", "remove one of the two")
        seen |= {id} - {""}
        held = part.get("held", bool)
        if held:
            yield from _entry(part, id, problem)
        elif id and held is False:
            yield id


def _entry(part: _Part, session: str, problem: Problem) -> Iterator[Entry]:
    start, minutes = _start(part), part.get("minutes", int)
    if minutes is not None and minutes < 1:
        part.fault("minutes", f"a session cannot take {minutes} minutes")
    period = part.one_of("period", [period.id for period in problem.periods], "period")
    room = part.one_of("room", [room.id for room in problem.rooms], "room")
    duties = tuple(_duties(part, {person.id for person in problem.people}))
    if start is not None and minutes is not None:
        yield Entry(session, start, minutes, period, room, duties)


def _start(part: _Part) -> datetime | None:
    text = part.get("start", str)
    if text is None:
        return None
    try:
        start = datetime.fromisoformat(text)
        if start.tzinfo is not None and not (start.second or start.microsecond):
            return start.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    part.fault("start", f"'{text}' is not the start of a session", _START_HELP)
    return None


def _duties(part: _Part, people: Collection[str]) -> Iterator[Duty]:
    for role, ids in (part.get("people", dict) or {}).items():
        if not isinstance(ids, list):
            part.fault("people", f"the role '{role}' has {_json(ids)[:60]} and not a list of people")
        else:
            yield Duty(role, tuple(id for id in ids if part.is_known("people", id, people, "person")))
