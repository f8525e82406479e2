"""``schedule notify``: what is said, what lies in the outbox, what is sent, and what is asked of the user."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import PROGRAM, SECONDS, Answer, change, contents, schedule, schedule_apart
from mail_server import AUTHORITY, HOST, PASSWORD, USER, Mailbox, mail_server

ROOT = Path(__file__).parents[2]
SESSIONS = 4
ALL = ["chair-tem", "ard-01", "bru-01"]
"""Who has an address; cor-01 has none. All four are of the body that has all four sessions."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small meeting in its first release, made once."""
    folder = Path(shutil.copytree(ROOT / "tests" / "ok_small", tmp_path_factory.mktemp("kept") / "ok_small"))
    sheet = folder / "people.csv"
    addresses = ["email", *(f"{person}@small.example" for person in ("chair-tem", "ard-01", "bru-01")), ""]
    lines = zip(sheet.read_text("utf-8").splitlines(), addresses, strict=True)
    sheet.write_text("".join(f"{line},{address}\n" for line, address in lines), "utf-8")
    assert schedule("solve", str(folder), "-q").code == 0
    assert schedule("release", str(folder)).code == 0
    return folder


@pytest.fixture
def released(kept: Path, tmp_path: Path) -> Path:
    """A copy of it, in the current folder."""
    return Path(shutil.copytree(kept, tmp_path / "ok_small"))


@pytest.fixture
def mailbox(released: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A server that the meeting's settings name."""
    mailbox = Mailbox()
    with mail_server(released, mailbox) as port:
        settings = f"mail: {{host: {HOST}, port: {port}, user: {USER}, ca_file: {AUTHORITY}}}\n"
        (released / "meeting.yaml").write_text((released / "meeting.yaml").read_text("utf-8") + settings, "utf-8")
        monkeypatch.setenv("ROSTRUM_SMTP_PASSWORD", PASSWORD)
        yield mailbox


def notify(*arguments: str) -> Answer:
    return schedule("notify", "ok_small", *arguments)


def told(mailbox: Mailbox) -> list[str]:
    return [message["To"].addresses[0].username for message in mailbox.messages]


def test_notify_shows_the_messages_and_sends_nothing(released: Path) -> None:
    answer = notify()
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "ard-01  Bruno Velde <ard-01@small.example>"
    assert lines[1].startswith("  TEM: ")
    assert ": added, Sat 27 Mar " in lines[1]
    assert lines[-2:] == [
        "Release 1: 12 messages for 3 people in ok_small/outbox/1, to be sent with --send.",
        "Not reachable, without an address in the sheet people: cor-01 (4 entries)",
    ]
    files = contents(released / "outbox")
    assert next(name for name in files if name.endswith(".eml")) == "1/0001-ard-01-opening.eml"
    assert len(files) == 12 + 1
    assert notify() == answer
    assert contents(released / "outbox") == files


def test_notify_sends_once_and_empties_the_outbox(released: Path, mailbox: Mailbox) -> None:
    notify()
    reviewed = [content for name, content in sorted(contents(released / "outbox").items()) if name.endswith(".eml")]
    answer = notify("--release", "1", "--send")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == "Release 1: 12 sent."
    assert mailbox.received == reviewed
    assert [name for name in contents(released / "outbox") if name.endswith(".eml")] == []
    again = notify("--send")
    assert (again.code, again.out.splitlines()[0]) == (0, "Release 1: there is nothing to send.")
    assert len(mailbox.received) == 12


def test_notify_only_some_and_the_others_another_time(released: Path, mailbox: Mailbox) -> None:
    assert notify("--send", "--only", "bru-01").out == "Release 1: 4 sent.\n"
    assert told(mailbox) == ["bru-01"] * SESSIONS
    found = json.loads(notify("--json").out)
    assert [one["person"] for one in found["messages"]] == ["ard-01"] * SESSIONS + ["chair-tem"] * SESSIONS
    assert json.loads(notify("--json", "--only", "cor-01").out) == {
        "release": 1,
        "folder": "ok_small/outbox/1",
        "messages": [],
        "unreachable": [{"person": "cor-01", "entries": SESSIONS}],
        "uncertain": [],
    }
    assert len(list((released / "outbox" / "1").iterdir())) == 2 * SESSIONS


def test_notify_of_a_second_release_tells_what_has_changed_and_who_was_skipped_everything(released: Path, mailbox: Mailbox) -> None:
    assert notify("--send", "--only", "ard-01", "--only", "bru-01").code == 0
    change(released / "sessions.csv", "Wrap-up", "Summing-up")
    assert schedule("release", "ok_small").code == 0
    found = json.loads(notify("--send", "--json").out)
    assert [(one["person"], one["kind"], one["outcome"], one["said"]) for one in found["messages"]] == [
        ("ard-01", "changed", "sent", "250 taken"),
        ("bru-01", "changed", "sent", "250 taken"),
        *[("chair-tem", "added", "sent", "250 taken")] * SESSIONS,
    ]
    assert told(mailbox)[2 * SESSIONS :] == ["ard-01", "bru-01", *["chair-tem"] * SESSIONS]


def test_notify_tells_who_left_the_sheets_where_the_last_release_reached_them(released: Path, mailbox: Mailbox) -> None:
    assert notify("--given").code == 0
    change(released / "people.csv", "ard-01,Bruno Velde,ARD,TEM,engineer,,,ard-01@small.example\n", "")
    change(released / "sessions.csv", "chair: ard-01|cor-01", "chair: cor-01")
    assert schedule("solve", "ok_small", "-q").code == 0
    assert schedule("release", "ok_small").code == 0
    found = json.loads(notify("--send", "--json").out)
    messages = [one for one in found["messages"] if one["person"] == "ard-01"]
    assert [(one["email"], one["kind"], one["outcome"]) for one in messages] == [("ard-01@small.example", "withdrawn", "sent")] * SESSIONS
    subjects = [one["Subject"].partition(":")[0] for one in mailbox.messages if one["To"].addresses[0].username == "ard-01"]
    assert subjects == ["Cancelled for you"] * SESSIONS


def test_notify_of_an_earlier_release_says_that_there_is_a_later(released: Path) -> None:
    assert schedule("release", "ok_small").code == 0
    answer = notify("--release", "1")
    assert (answer.code, answer.err) == (0, "note: release 2 is later, and people are not told of it by this\n")


def test_notify_notes_what_people_have_already(released: Path) -> None:
    answer = notify("--given", "--only", "ard-01", "--only", "cor-01")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Release 1: there is nothing to send.\n"
    assert notify("--given").out == "Release 1: there is nothing to send.\n"
    change(released / "sessions.csv", "Wrap-up", "Summing-up")
    assert schedule("release", "ok_small").code == 0
    assert [one["person"] for one in json.loads(notify("--json").out)["messages"]] == ["ard-01", "bru-01", "chair-tem"]


def test_notify_reports_recipients_that_are_refused_and_goes_on(mailbox: Mailbox) -> None:
    mailbox.refused.add("bru-01@small.example")
    answer = notify("--send")
    assert answer.code == 1
    assert answer.out.splitlines()[0] == "Release 1: 8 sent, 4 refused."
    assert answer.err.splitlines()[0] == "refused: bru-01 <bru-01@small.example>, 'New: TEM: 1. Opening': 550 5.1.1 nobody here"
    assert len(answer.err.splitlines()) == 4
    mailbox.refused.clear()
    assert notify("--send").code == 0
    assert sorted(told(mailbox)) == sorted(ALL * SESSIONS)


def test_notify_settles_what_is_in_doubt_as_the_user_says(mailbox: Mailbox) -> None:
    mailbox.at_message = lambda number: None if number in (2, 3) else "250 taken"
    answer = notify("--send")
    assert answer.code == 1
    assert answer.out.splitlines()[0] == "Release 1: 1 sent, 1 uncertain, 10 left."
    assert "uncertain whether it arrived: mail 2, ard-01 <ard-01@small.example>, 'New: TEM: " in answer.err
    assert "    ask, then settle it with --arrived 2, or with --send --resend 2" in answer.err
    assert notify("--send").code == 1
    assert notify("--send").code == 1
    assert len(mailbox.received) == 12
    wrong = notify("--arrived", "7", "--send", "--resend", "1")
    assert (wrong.code, wrong.err.splitlines()[:2]) == (2, ["--arrived: mail 7 is not in doubt", "    in doubt are 2, 3"])
    assert notify("--arrived", "2").code == 0
    resent = notify("--send", "--resend", "3")
    assert (resent.code, resent.out.splitlines()[0], resent.err) == (0, "Release 1: 1 sent.", "")
    assert mailbox.received[-1] == mailbox.received[2]
    assert json.loads(notify("--json").out)["uncertain"] == []


def test_notify_that_loses_the_server_reports_what_was_sent_and_goes_on_later(mailbox: Mailbox) -> None:
    mailbox.at_recipient = lambda number: None if number > 3 else "250 OK"
    answer = notify("--send")
    assert (answer.code, answer.out.splitlines()[0]) == (1, "Release 1: 3 sent, 9 left.")
    assert answer.err.startswith("the connection broke: ")
    mailbox.at_recipient = lambda number: "250 OK"
    assert notify("--send").code == 0
    assert sorted(told(mailbox)) == sorted(ALL * SESSIONS)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--release", "7"], 1, "error: there is no release 7\n    there are 1 to 1; 'schedule releases' lists them\n"),
        (
            ["--only", "bru-02"],
            2,
            "--only: there is no person 'bru-02'\n    did you mean 'bru-01'?\n1 fault to correct; no file was changed.\n",
        ),
        (["--send", "--resend", "1"], 2, "--resend: mail 1 is not in doubt\n    no mail of this release is in doubt\n"),
        (["--resend", "1"], 1, "error: --resend sends a mail again\n    give --send too\n"),
        (["--given", "--send"], 1, "error: --given stands alone"),
        (["--send"], 2, "ok_small: the settings name no mail server\n    add one, as in 'mail: {host: smtp.example.org}'\n"),
    ],
)
def test_notify_that_cannot_be_says_why(released: Path, arguments: list[str], code: int, message: str) -> None:
    answer = notify(*arguments)
    assert (answer.code, answer.out, answer.err[: len(message)]) == (code, "", message)


def test_notify_without_a_release_leaves_nothing(ok_small: Path) -> None:
    before = contents(ok_small)
    answer = notify()
    assert (answer.code, answer.err) == (1, "error: ok_small has no releases\n    make the first one with 'schedule release'\n")
    assert contents(ok_small) == before


def test_notify_without_a_password_asks_at_a_terminal_and_is_refused_elsewhere(
    released: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ROSTRUM_SMTP_PASSWORD")
    answer = notify("--send")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "error: the mail server wants a password for 'secretariat'\n    put it into the environment, as ROSTRUM_SMTP_PASSWORD\n"
    )
    ours, theirs = pty.openpty()
    with subprocess.Popen([PROGRAM, "notify", str(released), "--send"], stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        screen = b""
        while f"Password of {USER} at {HOST}: ".encode() not in screen:  # The space comes once what is typed is no longer shown.
            screen += os.read(ours, 65536)
        os.write(ours, f"{PASSWORD}\n".encode())
        while True:
            try:
                screen += os.read(ours, 65536)
            except OSError:
                break
        assert process.wait(timeout=SECONDS) == 0
    os.close(ours)
    assert PASSWORD.encode() not in screen
    assert b"Release 1: 12 sent." in screen
    assert len(mailbox.received) == 12


def test_notify_finishes_the_message_under_way_at_ctrl_c(released: Path, mailbox: Mailbox) -> None:
    with subprocess.Popen(
        [PROGRAM, "notify", str(released), "--send"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:

        def press(number: int) -> str:
            if number == 2:
                process.send_signal(signal.SIGINT)
                time.sleep(0.5)
            return "250 taken"

        mailbox.at_message = press
        out, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, out.splitlines()[0]) == (130, "Release 1: 2 sent, 10 left.")
    assert err.splitlines()[-1] == "error: interrupted: 10 messages are left; give the command again to go on"
    assert "Traceback" not in err
    assert notify("--send").code == 0
    assert sorted(told(mailbox)) == sorted(ALL * SESSIONS)


def test_notify_as_a_process_of_its_own_says_the_same(released: Path) -> None:
    assert schedule_apart("notify", "ok_small") == notify()
