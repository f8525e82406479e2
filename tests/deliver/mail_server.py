"""A real mail server on this machine, with encryption, that can be told to refuse, and to break off."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
USER, PASSWORD = "secretariat", "open sesame"
AUTHORITY = "authority.pem"


@dataclass
class Mailbox:
    """What a server was handed, in order, and how it is to behave.

    ``refused`` are recipients that it does not know. ``at_recipient`` and ``at_message`` are called with the number, from 1, of the
    recipient or the message that arrives, and what they return is answered; None breaks the connection off.
    """

    received: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    at_recipient: Callable[[int], str | None] = lambda number: "250 OK"
    at_message: Callable[[int], str | None] = lambda number: "250 taken"
    connections: int = 0

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:  # noqa: N802
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        if address in self.refused:
            return "550 5.1.1 nobody here"
        self.recipients.append(address)
        answer = self.at_recipient(len(self.recipients))
        if answer is None or not answer.startswith("2"):
            self.recipients.pop()
            return answer or broken_off(server)
        envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.received.append(envelope.content)
        answer = self.at_message(len(self.received))
        if answer is not None and not answer.startswith("2"):
            self.received.pop()
        return answer or broken_off(server)

    @property
    def messages(self) -> list[EmailMessage]:
        """What was handed over, read by Python's email package."""
        return [email.message_from_bytes(content, policy=email.policy.default) for content in self.received]  # type: ignore[misc]


def broken_off(server: SMTP) -> str:
    assert server.transport is not None
    server.transport.abort()
    return "250 nobody hears this"


def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@contextmanager
def mail_server(folder: Path, mailbox: Mailbox, *, security: str = "starttls", name: str = HOST) -> Iterator[int]:
    """The port of a server whose certificate is for ``name``, and was issued by an authority whose own is put into ``folder``."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / AUTHORITY)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    ways: dict[str, dict[str, Any]] = {
        "starttls": {"tls_context": context, "require_starttls": True, "authenticator": authenticate, "auth_required": True},
        # aiosmtpd takes no notice that the whole connection is encrypted, and warns of a login that is required.
        "tls": {"ssl_context": context, "auth_require_tls": False, "authenticator": authenticate},
        "none": {},
    }
    server = Controller(mailbox, hostname=HOST, port=port, ready_timeout=60, **ways[security])
    server.start()
    try:
        yield port
    finally:
        server.stop()
