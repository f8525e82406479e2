"""The mail server and people's addresses, as the settings and the sheet say; and that they are no matter of the agenda."""

from __future__ import annotations

from pathlib import Path

import pytest
from input_error_cases import MEETING, append, change, copy_meeting

from scheduler.domain.errors import InputError
from scheduler.domain.mail import MailServer
from scheduler.domain.problem import Problem
from scheduler.files.meeting_folder import read_meeting


@pytest.fixture(autouse=True)
def meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    copy_meeting()


def problem() -> Problem:
    return read_meeting(MEETING).problem


@pytest.mark.parametrize(
    ("written", "server"),
    [
        ("{host: smtp.example.org}", MailServer("smtp.example.org", 587, "starttls")),
        ("{host: smtp.example.org, security: tls}", MailServer("smtp.example.org", 465, "tls")),
        ("{host: '[2001:db8::1]', port: 25, security: starttls}", MailServer("2001:db8::1", 25, "starttls")),
        ("{host: localhost, port: 65535, user: a@b.c, ca_file: x/ca.pem}", MailServer("localhost", 65535, "starttls", "a@b.c", "x/ca.pem")),
    ],
)
def test_mail_server_is_read_with_the_ports_of_its_security(written: str, server: MailServer) -> None:
    append("meeting.yaml", f"mail: {written}\n")()
    assert problem().meeting.mail == server


def test_mail_server_is_none_where_none_is_named() -> None:
    assert problem().meeting.mail is None


def test_addresses_of_people_are_read() -> None:
    give_addresses()
    assert {person.id: person.email for person in problem().people} == {
        "chair-tem": "alma.quist+tem@mfa.example",
        "ard-01": "",
        "bru-01": "o'marsh_1@xn--bcher-kva.example",
        "cor-01": "",
    }


@pytest.mark.parametrize(
    "address",
    [
        "a",
        "a@b",
        "@b.c",
        "a@b..c",
        "a@.b.c",
        "a b@c.d",
        "a@b.c d@e.f",
        "a@b.c|d@e.f",
        "A <a@b.c>",
        "ä@b.c",
        "a@bücher.de",
        ".a@b.c",
        "a@b.c.",
    ],
)
def test_address_that_is_none_is_a_fault(address: str) -> None:
    change("people.csv", "leaves\n", f'leaves,email\nx,X,,,,,,"{address}"\n')()
    with pytest.raises(InputError) as caught:
        problem()
    assert [(fault.source.column, fault.message) for fault in caught.value.faults] == [("email", f"'{address}' is not an e-mail address")]


def test_inputs_fingerprint_is_the_same_whatever_is_said_of_mail() -> None:
    before = problem().inputs
    append("meeting.yaml", "mail: {host: smtp.example.org}\n")()
    give_addresses()
    assert problem().inputs == before
    change("people.csv", "mfa.example", "other.example")()
    assert problem().inputs == before
    change("people.csv", "Alma", "Elma")()
    assert problem().inputs != before


def give_addresses() -> None:
    """Put a column of addresses among the others."""
    addresses = {"person": "email", "chair-tem": "alma.quist+tem@mfa.example", "bru-01": "o'marsh_1@xn--bcher-kva.example"}
    lines = [line.split(",", 2) for line in (MEETING / "people.csv").read_text("utf-8").splitlines()]
    text = "".join(f"{id},{name},{addresses.get(id, '')},{others}\n" for id, name, others in lines)
    (MEETING / "people.csv").write_text(text, "utf-8")
