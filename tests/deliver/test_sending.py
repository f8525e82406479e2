"""Sending to a real server with encryption: each message once, whatever is refused, breaks off or is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import libical
import pytest
from mail_server import AUTHORITY, HOST, PASSWORD, Mailbox, mail_server
from published_meetings import two_bodies
from test_message import event_of
from told_meeting import FIRST, addressed, box_of, give, opened, three_releases, told

from scheduler.deliver.outbox import Message
from scheduler.deliver.sending import Outcome, Post, sending_alone
from scheduler.deliver.smtp import Connection, trusted
from scheduler.domain.errors import Refused
from scheduler.domain.mail import MailServer
from scheduler.store import ledger as ledgers
from scheduler.store.ledger import Ledger

Box = Callable[[], tuple[Message, ...]]
SENDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from mail_server import PASSWORD
from published_meetings import two_bodies
from told_meeting import addressed, box_of, opened
from scheduler.deliver.sending import Post, sending_alone
from scheduler.deliver.smtp import Connection, trusted

folder = Path(sys.argv[1])
problem = addressed(two_bodies()[0], int(sys.argv[2]))
with opened(folder) as ledger, sending_alone(folder):
    connection = Connection(problem.meeting.mail, trusted(problem.meeting.mail, folder), PASSWORD)
    post = Post(1, ledger.mails, connection, "secretariat@example.org", lambda: datetime.now(UTC))
    print("ready", flush=True)
    for outcome in post.send(box_of(ledger, 1).messages, lambda: False):
        print(outcome.fate, flush=True)
    connection.close()
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path) as ledger:
        three_releases(ledger)
        yield ledger


def send(
    folder: Path,
    ledger: Ledger,
    port: int,
    number: int = 1,
    messages: tuple[Message, ...] | None = None,
    stopped: Callable[[], bool] = lambda: False,
    **server: str,
) -> list[Outcome]:
    """Send what a release has to tell."""
    mail = replace(addressed(two_bodies()[0], port).meeting.mail or MailServer(HOST, port), **server)  # type: ignore[arg-type]
    connection = Connection(mail, trusted(mail, folder), PASSWORD)
    post = Post(number, ledger.mails, connection, "secretariat@example.org", lambda: FIRST)
    with sending_alone(folder):
        try:
            return list(post.send(box_of(ledger, number).messages if messages is None else messages, stopped))
        finally:
            connection.close()


def fates(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.message.person.id, outcome.fate) for outcome in outcomes]


def addresses(mailbox: Mailbox) -> list[str]:
    return [message["To"].addresses[0].addr_spec for message in mailbox.messages]


EVERYBODY = ["ana@north.example", "ana@north.example", "bo@north.example", "cy@west.example"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_sending_hands_every_message_over_once(tmp_path: Path, ledger: Ledger, security: str) -> None:
    mailbox = Mailbox()
    made = [one.content for one in box_of(ledger, 1).messages]
    with mail_server(tmp_path, mailbox, security=security) as port:
        assert [fate for _, fate in fates(send(tmp_path, ledger, port, security=security))] == ["sent"] * 4
        assert send(tmp_path, ledger, port, security=security) == []
    assert mailbox.received == made
    assert mailbox.recipients == addresses(mailbox) == EVERYBODY


def test_sending_three_releases_tells_exactly_those_concerned(tmp_path: Path, ledger: Ledger) -> None:
    """Of release 2 bo is skipped, and told of release 3: that it is as it was, so not at all."""
    mailbox = Mailbox()
    with mail_server(tmp_path, mailbox) as port:
        send(tmp_path, ledger, port, 1)
        box = box_of(ledger, 2).messages
        send(tmp_path, ledger, port, 2, tuple(one for one in box if one.person.id != "bo"))
        send(tmp_path, ledger, port, 3)
    stories = [
        (one["To"].addresses[0].username, one["Subject"].partition(":")[0], int(event_of(one)["SEQUENCE"])) for one in mailbox.messages
    ]
    assert stories == [
        *[("ana", "New", 0), ("ana", "New", 0), ("bo", "New", 0), ("cy", "New", 0)],
        *[("ana", "Moved", 1), ("cy", "Cancelled for you", 1)],
        *[("ana", "Moved", 2), ("cy", "New", 2)],
    ]
    assert told(box_of(ledger, 3)) == []


def test_sending_goes_on_after_recipients_and_messages_that_are_refused(tmp_path: Path, ledger: Ledger) -> None:
    mailbox = Mailbox(refused={"bo@north.example"}, at_message=lambda number: "554 5.6.0 no calendars" if number == 2 else "250 taken")
    with mail_server(tmp_path, mailbox) as port:
        outcomes = send(tmp_path, ledger, port)
        assert [(*fate, one.said) for fate, one in zip(fates(outcomes), outcomes, strict=True)] == [
            ("ana", "sent", "250 taken"),
            ("ana", "refused", "554 5.6.0 no calendars"),
            ("bo", "refused", "550 5.1.1 nobody here"),
            ("cy", "refused", "554 5.6.0 no calendars"),
        ]
        assert mailbox.connections == 2  # EHLO is said before and after STARTTLS.
        mailbox.refused.clear()
        mailbox.at_message = lambda number: "250 taken"
        assert fates(send(tmp_path, ledger, port)) == [("ana", "sent"), ("bo", "sent"), ("cy", "sent")]
    assert Counter(addresses(mailbox)) == Counter(EVERYBODY)


def test_sending_connects_again_where_the_connection_was_lost_between_two_messages(tmp_path: Path, ledger: Ledger) -> None:
    breaks = iter([False, True, False, True, False, False])
    mailbox = Mailbox(at_recipient=lambda number: None if next(breaks) else "250 OK")
    with mail_server(tmp_path, mailbox) as port:
        assert [fate for _, fate in fates(send(tmp_path, ledger, port))] == ["sent"] * 4
    assert addresses(mailbox) == EVERYBODY


def test_sending_ends_where_a_new_connection_breaks_and_goes_on_the_next_time(tmp_path: Path, ledger: Ledger) -> None:
    mailbox = Mailbox(at_recipient=lambda number: None if number >= 3 else "250 OK")
    with mail_server(tmp_path, mailbox) as port:
        assert fates(send(tmp_path, ledger, port)) == [("ana", "sent"), ("ana", "sent"), ("bo", "left"), ("cy", "left")]
        mailbox.at_recipient = lambda number: "250 OK"
        assert fates(send(tmp_path, ledger, port)) == [("bo", "sent"), ("cy", "sent")]
    assert addresses(mailbox) == EVERYBODY


def test_sending_of_a_server_that_closes_with_a_word_connects_again(tmp_path: Path, ledger: Ledger) -> None:
    """421, as servers say that take so many messages from one connection."""
    answers = iter(["250 OK", "421 4.7.0 too many", "250 OK", "250 OK", "250 OK"])
    mailbox = Mailbox(at_recipient=lambda number: next(answers))
    with mail_server(tmp_path, mailbox) as port:
        assert [fate for _, fate in fates(send(tmp_path, ledger, port))] == ["sent"] * 4
    assert addresses(mailbox) == EVERYBODY


def test_sending_that_breaks_while_a_message_is_handed_over_never_sends_it_again(tmp_path: Path, ledger: Ledger) -> None:
    mailbox = Mailbox(at_message=lambda number: None if number == 2 else "250 taken")
    with mail_server(tmp_path, mailbox) as port:
        assert fates(send(tmp_path, ledger, port)) == [("ana", "sent"), ("ana", "uncertain"), ("bo", "left"), ("cy", "left")]
        (doubted,) = box_of(ledger, 1).doubted
        assert (doubted.person.id, doubted.notice.doubt) == ("ana", 2)
        assert fates(send(tmp_path, ledger, port)) == [("bo", "sent"), ("cy", "sent")]
        assert send(tmp_path, ledger, port) == []
        assert addresses(mailbox) == EVERYBODY
        # Unless somebody has asked, and wishes it: it is then the same message again.
        assert fates(send(tmp_path, ledger, port, messages=box_of(ledger, 1).doubted)) == [("ana", "sent")]
    assert box_of(ledger, 1).doubted == ()
    assert mailbox.received[-1] == mailbox.received[1]


def test_sending_of_the_next_release_tells_of_a_change_after_one_that_is_in_doubt(tmp_path: Path, ledger: Ledger) -> None:
    give(ledger, 1, "ana", "cy")
    mailbox = Mailbox(at_message=lambda number: None if number == 1 else "250 taken")
    with mail_server(tmp_path, mailbox) as port:
        assert fates(send(tmp_path, ledger, port)) == [("bo", "uncertain")]
        assert ("bo", "rpoc-4a", "moved") in told(box_of(ledger, 2))
        assert box_of(ledger, 2).doubted == ()
        give(ledger, 2, "ana", "cy")
        assert fates(send(tmp_path, ledger, port, 2)) == [("bo", "sent")]
    assert [one["Subject"].partition(":")[0] for one in mailbox.messages] == ["New", "Moved"]


def test_sending_stops_between_two_messages_when_it_is_told_to(tmp_path: Path, ledger: Ledger) -> None:
    mailbox = Mailbox()
    with mail_server(tmp_path, mailbox) as port:
        outcomes = send(tmp_path, ledger, port, stopped=lambda: len(mailbox.received) == 2)
    assert fates(outcomes) == [("ana", "sent"), ("ana", "sent"), ("bo", "left"), ("cy", "left")]


def test_sending_that_the_user_breaks_off_leaves_the_message_in_doubt(tmp_path: Path, ledger: Ledger) -> None:
    def press(number: int) -> str:
        if number == 2:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.5)
        return "250 taken"

    mailbox = Mailbox(at_message=press)
    with mail_server(tmp_path, mailbox) as port:
        with pytest.raises(KeyboardInterrupt):
            send(tmp_path, ledger, port)
        assert [one.notice.doubt for one in box_of(ledger, 1).doubted] == [2]
        assert fates(send(tmp_path, ledger, port)) == [("bo", "sent"), ("cy", "sent")]
    assert addresses(mailbox) == EVERYBODY


def test_sending_does_not_trust_a_certificate_of_nobody_known(tmp_path: Path, ledger: Ledger) -> None:
    mailbox = Mailbox()
    with mail_server(tmp_path, mailbox) as port, pytest.raises(Refused, match="a certificate that is not trusted"):
        send(tmp_path, ledger, port, ca_file="")
    assert mailbox.recipients == []


def test_sending_does_not_trust_a_certificate_of_another_server(tmp_path: Path, ledger: Ledger) -> None:
    mailbox = Mailbox()
    with mail_server(tmp_path, mailbox, name="mail.example.org") as port, pytest.raises(Refused, match="a certificate that is not trusted"):
        send(tmp_path, ledger, port)
    assert mailbox.recipients == []


@pytest.mark.parametrize(
    ("offered", "wanted", "said"),
    [
        ("none", "starttls", "does not offer what is needed: STARTTLS extension not supported by server"),
        ("starttls", "tls", "does not encrypt as 'security: tls' says: WRONG_VERSION_NUMBER"),
    ],
)
def test_sending_without_encryption_is_refused(tmp_path: Path, ledger: Ledger, offered: str, wanted: str, said: str) -> None:
    mailbox = Mailbox()
    with mail_server(tmp_path, mailbox, security=offered) as port, pytest.raises(Refused) as refused:
        send(tmp_path, ledger, port, security=wanted)
    assert said in str(refused.value)
    assert "nothing is sent without encryption" in refused.value.hint
    assert mailbox.recipients == []


def test_sending_with_a_wrong_password_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    with mail_server(tmp_path, Mailbox()) as port, pytest.raises(Refused, match=r"does not let 'nobody' in: 535 "):
        send(tmp_path, ledger, port, user="nobody")


def test_sending_with_a_password_that_cannot_be_sent_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    with mail_server(tmp_path, Mailbox()) as port, pytest.raises(Refused, match="'sécretariat' cannot log in: user and password must be"):
        send(tmp_path, ledger, port, user="sécretariat")


def test_sending_to_a_server_that_is_not_there_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    with mail_server(tmp_path, Mailbox()) as port:
        pass
    with pytest.raises(Refused, match=rf"the mail server {HOST}:{port} cannot be reached"):
        send(tmp_path, ledger, port)
    assert ledger.mails.all() == {}


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_sending_with_certificates_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / AUTHORITY).write_bytes(content)
    with pytest.raises(Refused, match=rf"{AUTHORITY} has no certificates that can be read"):
        trusted(MailServer(HOST, 1, ca_file=AUTHORITY), tmp_path)


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", SENDER, str(folder), str(port)], stdout=subprocess.PIPE, text=True, env=environment)


def test_sending_that_is_killed_between_a_message_and_its_answer_never_sends_it_again(tmp_path: Path, ledger: Ledger) -> None:
    senders: list[subprocess.Popen[str]] = []

    def kill(number: int) -> str | None:
        if number == 2:
            senders[0].send_signal(signal.SIGKILL)
            senders[0].wait()
            return None
        return "250 taken"

    mailbox = Mailbox(at_message=kill)
    with mail_server(tmp_path, mailbox) as port:
        senders.append(start(tmp_path, port))
        assert senders[0].communicate()[0].split() == ["ready", "sent"]
        assert [one.notice.doubt for one in box_of(ledger, 1).doubted] == [2]
        assert fates(send(tmp_path, ledger, port)) == [("bo", "sent"), ("cy", "sent")]
    assert addresses(mailbox) == EVERYBODY


def test_sending_that_is_killed_at_any_moment_sends_nothing_twice(tmp_path: Path, ledger: Ledger) -> None:
    rng, mailbox = random.Random(1), Mailbox(at_message=lambda number: time.sleep(0.05) or "250 taken")  # type: ignore[func-returns-value]
    with mail_server(tmp_path, mailbox) as port:
        for _ in range(4):
            with start(tmp_path, port) as sender:
                assert sender.stdout is not None
                sender.stdout.readline()
                time.sleep(rng.uniform(0, 0.3))
                sender.send_signal(signal.SIGKILL)
        send(tmp_path, ledger, port)
        doubted = len(box_of(ledger, 1).doubted)
    names = Counter(message["Message-ID"] for message in mailbox.messages)
    assert set(names.values()) == {1}
    assert len(names) + doubted >= 4 >= len(names)
    assert box_of(ledger, 1).messages == ()


def test_sending_twice_at_once_sends_once(tmp_path: Path, ledger: Ledger) -> None:
    mailbox = Mailbox()
    with mail_server(tmp_path, mailbox) as port:
        senders = [start(tmp_path, port) for _ in range(2)]
        said = sorted(len(sender.communicate()[0].split()) for sender in senders)
    assert said == [1, 5]
    assert addresses(mailbox) == EVERYBODY


def test_sending_while_another_sends_is_refused_after_some_patience(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.deliver.sending.PATIENCE", 0.1)
    refusals = []

    def other() -> None:
        try:
            with sending_alone(tmp_path):
                pass
        except Refused as error:
            refusals.append(str(error))

    with sending_alone(tmp_path):
        second = threading.Thread(target=other)
        second.start()
        second.join()
    assert refusals == [f"another 'schedule notify' is sending for {tmp_path}: database is locked"]


def test_sent_messages_pass_libical_as_they_arrive(tmp_path: Path, ledger: Ledger) -> None:
    mailbox = Mailbox()
    with mail_server(tmp_path, mailbox) as port:
        for number in (1, 2, 3):
            send(tmp_path, ledger, port, number)
    calendars = [list(message.iter_parts())[1].get_payload(decode=True) for message in mailbox.messages]
    assert len(calendars) == 10
    assert [libical.faults(content) for content in calendars if isinstance(content, bytes)] == [()] * 10
    assert ledgers.LEDGER in {path.name for path in tmp_path.iterdir()}
