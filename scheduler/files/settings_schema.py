"""A JSON Schema for ``meeting.yaml``, made from the settings that are read: editors complete and check it while it is written."""

from __future__ import annotations

from scheduler.domain.mail import PORTS
from scheduler.domain.policy import FIELDS, VIEWS
from scheduler.files import mail_settings
from scheduler.files.settings import AUDIENCES, FIELD_MARKINGS, KEYS, REQUIRED, TRAVEL
from scheduler.rules.schema import DIALECT, TEXT, JsonSchema, whole_number

_DAY: JsonSchema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_BEFORE: JsonSchema = {"type": "string", "pattern": r"^\d{1,3} (minute|hour|day|week)s?$"}
FORMS: dict[str, JsonSchema] = {
    "meeting": {**TEXT, "description": "The meeting's id, part of every calendar entry's: never changed, never used again."},
    "title": {**TEXT, "description": "The meeting's name, as delegates read it."},
    "zone": {"type": "string", "description": "The venue's time zone by its IANA name, as in Europe/Vienna."},
    "first_day": {**_DAY, "description": "The first day, as in 2027-03-09."},
    "last_day": {**_DAY, "description": "The last day, as in 2027-03-11."},
    "grid": {**whole_number(1), "description": "Minutes that divide a day; every session starts at a multiple of them."},
    "prepared": {"type": "string", "description": "When this was prepared, with the offset from UTC: 2027-01-11T09:00:00Z."},
    "organizer.name": {**TEXT, "description": "Who invites."},
    "organizer.email": {"type": "string", "pattern": r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "description": "Where replies go."},
    "rules": {"type": "string", "description": "The rule book, relative to this file."},
    "host": {
        "type": "string",
        "pattern": r"^[A-Z]{2}(-.+)?$",
        "description": "The country whose business days count, by its letters of ISO 3166, as in AT, or a part of it, as in AT-9.",
    },
    "reminders": {
        "description": "How long before a session calendars of delegations and people remind of it, as in 15 minutes or 1 day.",
        "anyOf": [_BEFORE, {"type": "array", "items": _BEFORE}],
    },
    "mail.host": {**TEXT, "description": "The server through which people are told of changes."},
    "mail.port": {**whole_number(1), "description": "Its port; by default 587 for starttls, 465 for tls."},
    "mail.security": {"enum": list(PORTS), "description": "How it encrypts; starttls by default."},
    "mail.user": {**TEXT, "description": "Who logs in; the password is asked for, or in the environment as ROSTRUM_SMTP_PASSWORD."},
    "mail.ca_file": {**TEXT, "description": "Certificates to trust instead of the machine's, relative to this file."},
    "markings": {
        "description": "Markings of sessions, from low to high.",
        "anyOf": [TEXT, {"type": "array", "items": TEXT}],
    },
    "neutral": {**TEXT, "description": "What an audience reads in the place of a title that it may not see."},
    "secret": {**TEXT, "description": "Words that nobody can guess: ids of sessions whose titles are hidden are made from them."},
}
"""What may stand in each setting."""
_ROW: JsonSchema = {"type": ["object", "string"], "maxLength": 0, "additionalProperties": {"type": "string", "enum": list(VIEWS)}}
OPEN_FORMS: dict[str, JsonSchema] = {
    TRAVEL: {"description": "Minutes between two buildings, joined by '-'.", "additionalProperties": whole_number(0)},
    AUDIENCES: {
        "description": "What is seen of each marking by an audience: a marking, delegations, people, rooms, bodies, or delegations/ID.",
        "additionalProperties": _ROW,
    },
    FIELD_MARKINGS: {
        "description": "The marking that a field has in all sessions, if it is higher than theirs.",
        "additionalProperties": False,
        "properties": dict.fromkeys(FIELDS, TEXT),
    },
}
"""What may stand in each group whose parts are named by the user."""


def meeting_schema() -> JsonSchema:
    """The schema of a ``meeting.yaml``."""
    whole = _group(tuple(key for key in KEYS if key not in mail_settings.KEYS), REQUIRED)
    whole["properties"] |= {name.rstrip("."): {"type": "object", **form} for name, form in OPEN_FORMS.items()}
    whole["properties"][mail_settings.PREFIX.rstrip(".")] = _group(mail_settings.KEYS, (mail_settings.HOST,), mail_settings.PREFIX)
    return {"$schema": DIALECT, "title": "The settings of a meeting of Rostrum", **whole}


def _group(keys: tuple[str, ...], required: tuple[str, ...], prefix: str = "") -> JsonSchema:
    """The keys that begin with ``prefix``; those with a dot behind it are the parts of a group of their own."""
    inside = tuple(key.removeprefix(prefix) for key in keys if key.startswith(prefix))
    tops = tuple(dict.fromkeys(key.partition(".")[0] for key in inside))
    needed = {key.removeprefix(prefix).partition(".")[0] for key in required if key.startswith(prefix)}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [top for top in tops if top in needed],
        "properties": {top: FORMS[prefix + top] if top in inside else _group(keys, required, f"{prefix}{top}.") for top in tops},
    }
