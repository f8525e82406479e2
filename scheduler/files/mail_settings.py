"""The settings ``mail`` of a meeting: the server through which people are told of changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scheduler.domain.mail import PORTS, MailServer, Security
from scheduler.domain.suggestions import suggestion
from scheduler.files.values import BadValue, whole_number

if TYPE_CHECKING:
    from scheduler.files.settings import SettingsReader

PREFIX = "mail."
HOST = f"{PREFIX}host"
KEYS = (HOST, f"{PREFIX}port", f"{PREFIX}security", f"{PREFIX}user", f"{PREFIX}ca_file")
EXAMPLE = "mail: {host: smtp.example.org, security: starttls, user: secretariat}"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|\[[0-9a-fA-F:.]+\]")


def read_mail_server(settings: SettingsReader) -> MailServer | None:
    """The mail server; None, and a fault for each setting that is wrong, where there is none."""
    texts = settings.settings.texts
    given = [key for key in texts if key in KEYS]
    if given and HOST not in texts:
        settings.faults.add(texts[given[0]].source, f"the key '{HOST}' is missing", f"add it, as in '{EXAMPLE}'")
    security = settings.parse(f"{PREFIX}security", _security) or "starttls"
    host, port = settings.parse(HOST, _host), settings.parse(f"{PREFIX}port", _port) or PORTS[security]
    user, ca_file = (settings.parse(f"{PREFIX}{name}", str) or "" for name in ("user", "ca_file"))
    return MailServer(host, port, security, user, ca_file) if host else None


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise BadValue(f"'{text}' is not the name of a server", "write it as in smtp.example.org, without port or 'https://'")
    return text.strip("[]")


def _port(text: str) -> int:
    number = whole_number(text, 1)
    if number > 65535:
        raise BadValue(f"{number} is no port", "write one up to 65535: 587 for starttls, 465 for tls")
    return number


def _security(text: str) -> Security:
    for known in PORTS:
        if text == known:
            return known
    raise BadValue(f"'security' cannot be '{text}'", suggestion(text, PORTS, "write starttls, or tls: nothing is sent without encryption"))
