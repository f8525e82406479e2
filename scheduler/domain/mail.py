"""The mail server that a meeting's messages go through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Security = Literal["starttls", "tls"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465}
"""The port on which each is offered: RFC 6409, section 3.1, and RFC 8314, section 7.3."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server for the submission of mail (RFC 6409), never without encryption.

    Parameters
    ----------
    host : str
        Its name, which its certificate must bear.
    port : int
        Where it listens.
    security : str
        ``starttls``: encryption is asked for once connected (RFC 3207); ``tls``: from the first byte (RFC 8314).
    user : str
        Who logs in; empty where the server asks nobody. The password is never part of the settings.
    ca_file : str
        Certificates that are trusted instead of the machine's, for a server of one's own, relative to the meeting folder; or empty.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    ca_file: str = ""
