"""A delegate imports one release after the other: into khal, and into a Radicale server, as calendar programs and servers take them."""

from __future__ import annotations

import base64
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from icalendar import Calendar
from published_meetings import two_bodies
from test_released import FIRST, SECOND, THIRD, changed, opened, released

from scheduler.publish.released import revert, write_releases

SECONDS = 60
USER = base64.b64encode(b"delegate:any").decode()
CONFIG = """
[calendars]
[[meeting]]
path = {folder}/calendar
[locale]
local_timezone = Europe/Vienna
default_timezone = Europe/Vienna
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/cache
[default]
default_calendar = meeting
"""
Story = tuple[dict[str, tuple[str, str, str]], ...]
STORY: Story = (
    {
        "group": ("10:00", "SG: Small group", "CONFIRMED"),
        "rpoc-4a": ("11:00", "RPOC: 4a. Export control issues; new, urgent", "CONFIRMED"),
        "coffee": ("15:00", "Coffee", "CONFIRMED"),
    },
    {
        "group": ("10:00", "SG: Small group", "CONFIRMED"),
        "extra": ("10:00", "RPOC: 9. Any other business", "CONFIRMED"),
        "rpoc-4a": ("15:00", "RPOC: 4a. Export control issues; new, urgent", "CONFIRMED"),
        "coffee": ("15:00", "CANCELLED: Coffee", "CANCELLED"),
    },
    {
        "group": ("10:00", "SG: Small group", "CONFIRMED"),
        "extra": ("10:00", "CANCELLED: RPOC: 9. Any other business", "CANCELLED"),
        "rpoc-4a": ("11:00", "RPOC: 4a. Export control issues; new, urgent", "CONFIRMED"),
        "coffee": ("15:00", "Coffee", "CONFIRMED"),
    },
)
"""What each release shows of each session: when it begins, its title and its status. The third goes back to the first."""


@pytest.fixture
def releases(tmp_path: Path) -> tuple[Path, ...]:
    """The programme of each of three releases."""
    released(tmp_path, *two_bodies(), FIRST)
    released(tmp_path, *changed(), SECOND)
    with opened(tmp_path) as ledger:
        revert(ledger, 1, THIRD, "")
        write_releases(ledger, tmp_path)
    return tuple(tmp_path / "releases" / number / "programme.ics" for number in "123")


def test_releases_update_the_entries_of_khal(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "config").write_text(CONFIG.format(folder=tmp_path), "utf-8")

    def khal(*arguments: str) -> str:
        command = [sys.executable, "-m", "khal", "-c", str(tmp_path / "config"), *arguments]
        environment = os.environ | {"HOME": str(tmp_path)}
        return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=SECONDS, check=True).stdout

    for programme, shown in zip(releases, STORY, strict=True):
        khal("import", "--batch", "-a", "meeting", str(programme))
        listed = khal("list", "--day-format", "", "--format", "{uid}|{start-time}|{title}|{status}", "2027-03-01", "1d")
        entries = [line.split("|") for line in listed.splitlines() if line.strip()]
        assert len(entries) == len(shown)
        assert {uid.partition("@")[0]: (start, title, status.strip()) for uid, start, title, status in entries} == shown


@contextmanager
def radicale(folder: Path) -> Iterator[http.client.HTTPConnection]:
    """A connection to a server of its own, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none", "--storage-filesystem-folder", str(folder)]
    with subprocess.Popen([sys.executable, "-m", "radicale", "--config", "", *options], stderr=subprocess.DEVNULL) as server:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
            began = time.monotonic()
            while True:
                try:
                    connection.connect()
                    break
                except ConnectionRefusedError:
                    assert time.monotonic() - began < SECONDS, "Radicale does not answer"
                    time.sleep(0.1)
            yield connection
            connection.close()
        finally:
            server.terminate()


def asked(connection: http.client.HTTPConnection, method: str, path: str, body: bytes = b"") -> bytes:
    connection.request(method, path, body, {"Content-Type": "text/calendar; charset=utf-8", "Authorization": f"Basic {USER}"})
    response = connection.getresponse()
    content = response.read()
    assert response.status < 300, (method, path, response.status, content)
    return content


def test_releases_update_a_collection_of_radicale(tmp_path: Path, releases: tuple[Path, ...]) -> None:
    """Each entry is put under its UID, as clients do; the server refuses a second one of the same UID elsewhere."""
    with radicale(tmp_path / "server") as connection:
        asked(connection, "MKCALENDAR", "/delegate/meeting/")
        for programme, shown in zip(releases, STORY, strict=True):
            calendar = Calendar.from_ical(programme.read_bytes())
            for event in calendar.walk("VEVENT"):
                one = Calendar({"VERSION": "2.0", "PRODID": "-//test//"})
                for zone in calendar.walk("VTIMEZONE"):
                    one.add_component(zone)
                one.add_component(event)
                asked(connection, "PUT", f"/delegate/meeting/{event['UID'].partition('@')[0]}.ics", one.to_ical())
            found = Calendar.from_ical(asked(connection, "GET", "/delegate/meeting/")).walk("VEVENT")
            entries = {str(event["UID"]).partition("@")[0]: event for event in found}
            assert len(entries) == len(found)
            assert {
                session: (f"{event['DTSTART'].dt:%H:%M}", str(event["SUMMARY"]), str(event["STATUS"])) for session, event in entries.items()
            } == shown
