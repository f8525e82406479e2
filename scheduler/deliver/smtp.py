"""A connection to the mail server (RFC 5321), always encrypted, that tells whether a message was taken, wherever that is certain."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from scheduler.domain.errors import Refused
from scheduler.domain.mail import MailServer

CONNECTING, ANSWERING, LEAVING = 60.0, 600.0, 5.0
"""So many seconds one waits for a connection; for an answer, as RFC 5321 asks for the last one (section 4.5.3.2.6); for a farewell."""
_CLOSING = 421
_NO_ENCRYPTION = "nothing is sent without encryption: correct 'security' and 'port' of 'mail' in meeting.yaml"
_NO_TRUST = "correct 'host' of 'mail' in meeting.yaml; for a server of your own, name its authority's certificate there as 'ca_file'"
_NO_LOGIN = "correct 'user' of 'mail' in meeting.yaml, or the password"
_NO_SERVER = "see that you are connected, and correct 'host', 'port' and 'security' of 'mail' in meeting.yaml; what is left goes next time"


class Rejected(Exception):
    """The server did not take a message, for certain; says why."""


class Lost(Exception):
    """The connection broke before a message was handed over, so that it was not taken, for certain."""


class Unclear(Exception):
    """The connection broke while a message was handed over: nobody can tell whether it was taken."""


def trusted(server: MailServer, folder: Path) -> ssl.SSLContext:
    """What the server's certificate is checked against: the machine's authorities or, if the settings name them, others.

    Raises
    ------
    Refused
        If those that the settings name cannot be read.
    """
    path = folder / server.ca_file if server.ca_file else None
    try:
        return ssl.create_default_context(cafile=path)
    except OSError as error:
        raise Refused(
            f"{path} has no certificates that can be read: {error.strerror or error}",
            "correct 'ca_file' of 'mail' in meeting.yaml, which is relative to the meeting folder",
        ) from error


@dataclass(slots=True)
class Connection:
    """A connection to ``server``, opened when the first message is offered, and again after it was lost."""

    server: MailServer
    context: ssl.SSLContext
    password: str = field(repr=False)
    _smtp: smtplib.SMTP | None = None

    def offer(self, sender: str, recipient: str) -> None:
        """Ask the server to take a message for ``recipient``; on a connection that was lost after the message before, once more.

        Raises
        ------
        Rejected
            If the server refuses the sender or the recipient.
        Lost
            If a new connection breaks at once.
        Refused
            If there is no connection to be had.
        """
        if self._smtp is not None:
            try:
                self._offer(self._smtp, sender, recipient)
                return
            except Lost:
                self._drop()
        self._smtp = self._open()
        self._offer(self._smtp, sender, recipient)

    def hand_over(self, content: bytes) -> str:
        """Hand over the message that was offered; what the server says to it.

        Raises
        ------
        Rejected
            If the server does not take it.
        Unclear
            If the connection breaks meanwhile, or the answer is none.
        """
        assert self._smtp is not None
        try:
            code, answer = self._smtp.data(content)
        except smtplib.SMTPDataError as error:  # It has refused before there was a message.
            code, answer = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Unclear(str(error)) from error
        except BaseException:
            self._drop()  # What comes next on the line would be part of the message.
            raise
        if code // 100 == 2:
            return _said(code, answer)
        if code // 100 not in (4, 5):
            self._drop()
            raise Unclear(_said(code, answer))
        self._forget()
        raise Rejected(_said(code, answer))

    def close(self) -> None:
        """Take leave of the server, if it is still there."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._smtp.sock is not None:
                    self._smtp.sock.settimeout(LEAVING)
                self._smtp.quit()
            self._drop()

    def _offer(self, smtp: smtplib.SMTP, sender: str, recipient: str) -> None:
        try:
            code, answer = smtp.mail(sender)
            if code // 100 == 2:
                code, answer = smtp.rcpt(recipient)
        except (smtplib.SMTPException, OSError) as error:
            raise Lost(str(error)) from error
        if code == _CLOSING:
            raise Lost(_said(code, answer))
        if code // 100 != 2:
            self._forget()
            raise Rejected(_said(code, answer))

    def _forget(self) -> None:
        """Have the server forget a message that it did not take, so that it is ready for the next."""
        assert self._smtp is not None
        try:
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _open(self) -> smtplib.SMTP:
        server = self.server
        with _refusing(server):
            if server.security == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=CONNECTING, context=self.context)
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=CONNECTING)
            try:
                if server.security == "starttls":
                    smtp.starttls(context=self.context)
                if server.user:
                    smtp.login(server.user, self.password)
                else:
                    smtp.ehlo_or_helo_if_needed()
                assert smtp.sock is not None
                smtp.sock.settimeout(ANSWERING)
            except BaseException:
                smtp.close()
                raise
            return smtp


@contextmanager
def _refusing(server: MailServer) -> Iterator[None]:
    """Turn what can go wrong with connecting to a server into a message for the user."""
    name = f"the mail server {server.host}:{server.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Refused(f"{name} has a certificate that is not trusted: {error.verify_message}", _NO_TRUST) from error
    except ssl.SSLError as error:
        raise Refused(f"{name} does not encrypt as 'security: {server.security}' says: {error.reason or error}", _NO_ENCRYPTION) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Refused(f"{name} does not let '{server.user}' in: {_said(error.smtp_code, error.smtp_error)}", _NO_LOGIN) from error
    except UnicodeEncodeError as error:  # smtplib logs in with ASCII alone.
        raise Refused(f"'{server.user}' cannot log in: user and password must be of plain letters, without accents", _NO_LOGIN) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Refused(f"{name} does not offer what is needed: {error}", _NO_ENCRYPTION) from error
    except smtplib.SMTPResponseException as error:
        raise Refused(f"{name} refuses: {_said(error.smtp_code, error.smtp_error)}", _NO_SERVER) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Refused(f"{name} cannot be reached: {error}", _NO_SERVER) from error


def _said(code: int, answer: bytes | str) -> str:
    """An answer of the server on one line, for people to read."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"
