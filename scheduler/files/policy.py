"""The policy of ``meeting.yaml``: what each audience sees of what is marked higher, and which fields have a marking of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.errors import Source
from scheduler.domain.policy import FIELDS, FULL, GROUPS, NEUTRAL, NOTHING, VIEWS, Audience, Policy, View
from scheduler.domain.suggestions import suggestion
from scheduler.files.faults import Faults
from scheduler.files.settings import AUDIENCES, FIELD_MARKINGS, Settings
from scheduler.files.settings import GROUPS as GROUPS_WRITTEN
from scheduler.files.sheets import Sheets
from scheduler.files.yaml_nodes import Text

_WHO_HELP = f"name a marking but the highest, or {', '.join(GROUPS)}, or one of these, as in {GROUPS[0]}/ID"
_Row = dict[str, Text]


@dataclass(frozen=True, slots=True)
class PolicyReader:
    """Reads the policy of a meeting with these ``markings``, from low to high; a fault for each thing that is wrong."""

    settings: Settings
    faults: Faults
    markings: tuple[str, ...]
    sheets: Sheets

    def read(self) -> Policy:
        """The policy; where ``audiences`` says nothing, one by which everybody sees everything, and nobody has a programme of their own."""
        rows = {who: self._views(who, row, place) for who, (place, row) in self._rows().items() if self._is_known(who, place)}
        unnamed = {marking: self._views(marking, {}, self.settings.place) for marking in self.markings[:-1] if rows}
        audiences = {**unnamed, **{who: views for who, views in rows.items() if who in unnamed}}
        return Policy(
            audiences=tuple(Audience(who, views) for who, views in audiences.items()),
            calendars=tuple(Audience(who, views) for who, views in rows.items() if who not in unnamed),
            fields=tuple(self._fields()),
            neutral=self._text("neutral") or NEUTRAL,
            secret=self._text("secret"),
        )

    def _text(self, key: str) -> str:
        text = self.settings.texts.get(key)
        return text.value if text else ""

    def _rows(self) -> dict[str, tuple[Source, _Row]]:
        """By each audience's name the place of its row, and the text for each marking that it names."""
        rows: dict[str, tuple[Source, _Row]] = {}
        for key, text in self.settings.texts.items():
            name = key.removeprefix(AUDIENCES)
            if name in ("", key):
                continue
            ends = [marking for marking in self.markings if name.endswith(f".{marking}")]
            marking = max(ends, key=len) if ends else name.rpartition(".")[2]
            who = name if name in self._names() else name.removesuffix(f".{marking}")
            _, row = rows.setdefault(who, (text.source, {}))
            if who != name:
                row[marking] = text
            elif text.value:
                self.faults.add(text.source, f"'{key}' needs parts", f"write {GROUPS_WRITTEN['audiences']}")
        return rows

    def _names(self) -> tuple[str, ...]:
        rows = (f"{group}/{id}" for group in GROUPS for id in self.sheets.ids(group))
        return (*self.markings, *GROUPS, *rows)

    def _is_known(self, who: str, place: Source) -> bool:
        if who == self.markings[-1]:
            self.faults.add(place, f"'{who}' is the highest marking: those who may see it see everything", "remove it")
            return False
        group = who.partition("/")[0]
        if who in self._names() or (group in GROUPS and not self.sheets.ids_known(group)):
            return True
        self.faults.add(place, f"there is no audience '{who}'", suggestion(who, self._names(), _WHO_HELP))
        return False

    def _views(self, who: str, row: _Row, place: Source) -> tuple[View, ...]:
        """What ``who`` sees of each marking: where the row names none, as much as of the next lower one, but nothing above their own."""
        own = self.markings.index(who) if who in self.markings else None
        asked = {marking: view for marking, text in row.items() if (view := self._view(who, own, marking, text)) is not None}
        views: list[View] = []
        for number, marking in enumerate(self.markings):
            lower = views[-1] if views else FULL
            default: View = NOTHING if own is not None and number > own else lower
            view = asked.get(marking, default)
            if VIEWS.index(view) < VIEWS.index(lower):
                message = f"'{who}' would see more of '{marking}' ({view}) than of '{self.markings[number - 1]}' ({lower}), which is lower"
                self.faults.add(row[marking].source, message, "show no more of what is marked higher")
            views.append(view)
        return tuple(views)

    def _view(self, who: str, own: int | None, marking: str, text: Text) -> View | None:
        """What the row says of one marking; None, and a fault, if it says nothing that can be."""
        if marking not in self.markings:
            self.faults.add(text.source, f"there is no marking '{marking}'", suggestion(marking, self.markings))
        elif own is not None and self.markings.index(marking) <= own:
            above = ", ".join(self.markings[own + 1 :])
            self.faults.add(text.source, f"'{who}' sees '{marking}' in full, which is not marked higher", f"name only what is: {above}")
        else:
            for view in VIEWS:
                if text.value == view:
                    return view
            said = f"cannot be '{text.value}'" if text.value else "has no value"
            self.faults.add(text.source, f"'{AUDIENCES}{who}.{marking}' {said}", suggestion(text.value, VIEWS))
        return None

    def _fields(self) -> Iterator[tuple[str, int]]:
        for key, text in self.settings.texts.items():
            field = key.removeprefix(FIELD_MARKINGS)
            if field in ("", key):
                continue
            if field not in FIELDS:
                self.faults.add(text.source, f"the field '{field}' cannot be marked", suggestion(field, FIELDS))
            elif text.value in self.markings:
                yield field, self.markings.index(text.value)
            elif text.value:
                self.faults.add(text.source, f"there is no marking '{text.value}'", suggestion(text.value, self.markings))
