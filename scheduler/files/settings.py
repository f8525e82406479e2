"""The meeting's own settings, from ``meeting.yaml`` or the sheet ``meeting`` of a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeVar

from scheduler.domain.clock import MINUTES_PER_DAY, Clock
from scheduler.domain.errors import Source
from scheduler.domain.meeting import Meeting, Organizer, Travel
from scheduler.domain.policy import NEUTRAL, Policy
from scheduler.domain.suggestions import closest, suggestion
from scheduler.files import mail_settings, values, yaml_nodes
from scheduler.files.due import Host, host
from scheduler.files.faults import Faults
from scheduler.files.tables import Table
from scheduler.files.values import BadValue

T = TypeVar("T")
REQUIRED = ("meeting", "title", "zone", "first_day", "last_day", "grid", "prepared", "organizer.name", "organizer.email", "rules")
KEYS = (*REQUIRED, "markings", "host", "reminders", "neutral", "secret", *mail_settings.KEYS)
LISTS = ("markings", "reminders")
"""Settings that may hold nothing."""
TRAVEL, AUDIENCES, FIELD_MARKINGS = OPEN = ("travel.", "audiences.", "fields.")
"""Groups whose parts are named by the user."""
GROUPS = {
    "organizer": "organizer: {name: …, email: …}",
    "travel": "travel: {Hofburg-Annex: 10}",
    "audiences": "audiences: {public: {partners: title, restricted: nothing}}",
    "fields": "fields: {people: partners}",
    "mail": mail_settings.EXAMPLE,
}
"""Settings that have parts, with how they are written in meeting.yaml."""
LONGEST = 400
"""Days that a meeting may last: a year's calendar fits, a mistyped year does not."""
_REMINDERS_HELP = "write minutes, hours, days or weeks, as in 'reminders: [15 minutes, 1 day]'"
_GRID_HELP = "write minutes that divide a day, as in 5, 10, 15 or 30"


@dataclass(frozen=True, slots=True)
class Settings:
    """Texts by key, parts of a group as ``organizer.name``, several values separated by ``|``; ``place`` is the whole file."""

    texts: Mapping[str, yaml_nodes.Text]
    place: Source
    broken: frozenset[str] = frozenset()


def from_yaml(document: yaml_nodes.Mapping, faults: Faults) -> Settings:
    """The settings of a ``meeting.yaml``."""
    texts: dict[str, yaml_nodes.Text] = {}
    broken: set[str] = set()
    for key, node in document.entries:
        if key.value in GROUPS and not (isinstance(node, yaml_nodes.Mapping) and node.entries):
            if node not in (yaml_nodes.Text("", node.source), yaml_nodes.Mapping((), node.source)):
                faults.add(node.source, f"'{key.value}' needs parts", f"write {GROUPS[key.value]}")
                broken.add(key.value)
            continue
        before = len(faults)
        parts = dict(_flat(key, node, faults))
        if len(faults) == before:
            texts.update(parts)
        else:
            broken.add(key.value)
    return Settings(texts, Source(document.source.file), frozenset(broken))


def _flat(key: yaml_nodes.Text, node: yaml_nodes.Node, faults: Faults) -> Iterator[tuple[str, yaml_nodes.Text]]:
    if isinstance(node, yaml_nodes.Mapping) and node.entries:
        for part, value in node.entries:
            yield from _flat(yaml_nodes.Text(f"{key.value}.{part.value}", part.source), value, faults)
    elif isinstance(node, yaml_nodes.Text):
        yield key.value, node
    elif isinstance(node, yaml_nodes.Mapping):
        yield key.value, yaml_nodes.Text("", node.source)
    else:
        texts = [item.value for item in node.items if isinstance(item, yaml_nodes.Text)]
        if len(texts) < len(node.items):
            faults.add(node.source, f"'{key.value}' has a list or a group where a single value belongs", "write single values")
        yield key.value, yaml_nodes.Text("|".join(texts), node.source)


def from_table(table: Table, faults: Faults) -> Settings:
    """The settings of a workbook's sheet ``meeting``: a key and a value to a row, with or without a header ``key, value``."""
    texts: dict[str, yaml_nodes.Text] = {}
    for line in table.lines:
        key, value = (*line.cells, "")[:2]
        source = Source(table.file, line.number, key)
        if (key.casefold(), value.casefold()) == ("key", "value"):
            continue
        if key in texts:
            faults.add(source, f"the key '{key}' is already in line {texts[key].source.line}", "remove one of the two")
        texts[key] = yaml_nodes.Text(value, source)
    return Settings(texts, Source(table.file))


@dataclass(frozen=True, slots=True)
class SettingsReader:
    """The settings as what they mean; a fault, and None, for each that is wrong."""

    settings: Settings
    faults: Faults

    def check_keys(self) -> None:
        """Report keys that are unknown, misspelt, missing or empty; what a misspelt key was meant to be is not also missing."""
        texts, excused = self.settings.texts, set(self.settings.broken)
        tops = dict.fromkeys(key.partition(".")[0] for key in (*KEYS, *OPEN))
        for key, text in texts.items():
            top = key.partition(".")[0]
            name, names = (key, KEYS) if top in tops else (top, tuple(tops))
            if key in KEYS or (key.startswith(OPEN) and key not in OPEN):
                # An audience that names no marking has an empty row.
                if not text.value and key not in LISTS and not key.startswith(AUDIENCES):
                    self.faults.add(text.source, f"the key '{key}' has no value", f"write one, as in '{_example(key)}'")
                continue
            if name in excused or top in self.settings.broken:
                continue
            meant = closest(name, [known for known in names if known not in texts])
            hint = f"did you mean '{meant}'?" if meant else f"the keys are {', '.join((*KEYS, *(name.rstrip('.') for name in OPEN)))}"
            self.faults.add(text.source, f"unknown key '{name}'", hint)
            excused |= {name, meant}
        for key in REQUIRED:
            if key not in texts and excused.isdisjoint((key, key.partition(".")[0])):
                self.faults.add(self.settings.place, f"the key '{key}' is missing", f"add it, as in '{_example(key)}'")

    def parse(self, key: str, parse: Callable[[str], T]) -> T | None:
        """What ``parse`` makes of a setting; None where it is absent, empty or wrong."""
        text = self.settings.texts.get(key)
        if text is None or not text.value:
            return None
        try:
            return parse(text.value)
        except BadValue as error:
            self.faults.add(text.source, str(error), error.hint)
            return None

    def clock(self) -> Clock | None:
        """The venue's clock over the meeting's days."""
        zone = self.parse("zone", values.zone)
        first, last = self.parse("first_day", values.calendar_day), self.parse("last_day", values.calendar_day)
        if first is None or last is None:
            return None
        in_order = self.parse("last_day", lambda _: _not_before(last, first))
        return Clock(zone, first, last) if zone and in_order else None

    def markings(self) -> tuple[str, ...] | None:
        """The markings from low to high; None where they cannot be told."""
        if "markings" in self.settings.broken:
            return None
        return self.parse("markings", values.split) or ("public",)

    def host(self) -> Host | None:
        """The country whose business days count; None where it is wrong."""
        given = {key.partition(".")[0] for key in self.settings.texts} | self.settings.broken
        return self.parse("host", host) if "host" in given else Host()

    def meeting(
        self, clock: Clock | None, markings: tuple[str, ...] | None, buildings: frozenset[str] | None, policy: Policy
    ) -> Meeting | None:
        """The meeting; ``buildings`` are those of the sheet rooms, None if that could not be read."""
        id = self.parse("meeting", values.identifier)
        title = self.parse("title", str)
        grid = self.parse("grid", _grid)
        prepared = self.parse("prepared", _prepared)
        name, email = self.parse("organizer.name", str), self.parse("organizer.email", values.email_address)
        travel, reminders = tuple(self._travel(buildings)), self.parse("reminders", _reminders) or ()
        mail = mail_settings.read_mail_server(self)
        if not (id and title and clock and grid and prepared and name and email and markings is not None):
            return None
        organizer = Organizer(name, email)
        return Meeting(
            id=id,
            title=title,
            clock=clock,
            grid=grid,
            prepared=prepared,
            organizer=organizer,
            markings=markings,
            travel=travel,
            reminders=reminders,
            mail=mail,
            policy=policy,
        )

    def _travel(self, buildings: frozenset[str] | None) -> Iterator[Travel]:
        for key in self.settings.texts:
            ends = key.removeprefix(TRAVEL)
            if key.startswith(TRAVEL) and ends and buildings is not None:
                travel = self.parse(key, partial(_travel, ends, buildings))
                if travel is not None:
                    yield travel


def _example(key: str) -> str:
    examples = {
        "meeting": "meeting: rpoc-2027",
        "title": "title: Spring meeting 2027",
        "zone": "zone: Europe/Vienna",
        "first_day": "first_day: 2027-03-09",
        "last_day": "last_day: 2027-03-11",
        "grid": "grid: 15",
        "prepared": "prepared: 2027-01-11T09:00:00Z",
        "rules": "rules: rules.yaml",
        "host": "host: AT",
        "neutral": f"neutral: {NEUTRAL}",
        "secret": "secret: four words or more that nobody can guess",
    }
    if key.startswith((*OPEN, mail_settings.PREFIX)):
        return GROUPS[key.partition(".")[0]]
    return examples.get(key, "organizer: {name: Secretariat, email: secretariat@example.org}")


def _not_before(last: date, first: date) -> date:
    if last < first:
        raise BadValue(f"the last day, {last}, is before the first, {first}", "correct one of the two")
    if (last - first).days >= LONGEST:
        raise BadValue(f"from {first} to {last} is more than {LONGEST} days", "correct the year of one of the two")
    return last


def _grid(text: str) -> int:
    if re.fullmatch(r"\d+\s*d", text):
        raise BadValue("a grid of whole days is not planned by this version", _GRID_HELP)
    minutes = values.whole_number(text, least=1)
    if MINUTES_PER_DAY % minutes:
        raise BadValue(f"{minutes} minutes do not divide a day", _GRID_HELP)
    return minutes


def _prepared(text: str) -> datetime:
    help_text = "write a date, a time and the offset from UTC: 2027-08-30T09:00:00Z"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadValue(f"'{text}' is not a date with a time", help_text) from None
    if moment.tzinfo is None:
        raise BadValue(f"'{text}' does not say in which zone", help_text)
    values.calendar_day(moment.date().isoformat())
    return moment.astimezone(UTC)


def _reminders(text: str) -> tuple[int, ...]:
    """So many minutes before a session, the shortest first: of ``15 minutes|1 day``, 15 and 1440."""
    return tuple(sorted({_before(part) for part in values.split(text)}))


def _before(text: str) -> int:
    match = re.fullmatch(r"(\d{1,3}) (minute|hour|day|week)s?", text, re.ASCII)
    if match is None:
        raise BadValue(f"'{text}' is not a time before a session", _REMINDERS_HELP)
    return values.whole_number(match[1], least=1) * {"minute": 1, "hour": 60, "day": MINUTES_PER_DAY, "week": 7 * MINUTES_PER_DAY}[match[2]]


def _travel(ends: str, buildings: frozenset[str], minutes: str) -> Travel:
    """The way between the two buildings joined by ``-`` in ``ends``; a name may itself contain ``-``."""
    pieces = ends.split("-")
    pairs = [("-".join(pieces[:cut]).strip(), "-".join(pieces[cut:]).strip()) for cut in range(1, len(pieces))]
    found = [pair for pair in pairs if buildings.issuperset(pair)]
    if len(found) != 1:
        named = sorted(f"{a}-{b}" for a in buildings for b in buildings if a != b)
        raise BadValue(
            f"'{ends}' are not two buildings of the sheet rooms", suggestion(ends, named, "join two buildings by '-': Hofburg-Annex")
        )
    return Travel(*found[0], values.whole_number(minutes))
