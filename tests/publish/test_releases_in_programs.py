"""A delegate imports one release of the story after the other: into khal, and into a Radicale server."""

from __future__ import annotations

import base64
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest
from icalendar import Calendar
from khal_calendar import Khal
from release_story import Story

SECONDS = 60
USER = base64.b64encode(b"delegate:any").decode()
DAY = b"""<C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<prop><C:calendar-data/></prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="20270301T000000Z" end="20270302T000000Z"/>
</C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""
"""Asks a server for the entries of the meeting's day (RFC 4791, section 7.8)."""
Seen = dict[str, tuple[str, str, str, str]]
CONTROL, OUTREACH, GROUP = "RPOC: 2. Export control issues", "RPOC: 3. Outreach", "SG: Small group on initiatives"
SEEN: tuple[Seen, ...] = (
    {
        "opening": ("10:00", "Great Hall, Palais", "RPOC: 1. Opening", "CONFIRMED"),
        "control": ("10:30", "Great Hall, Palais", CONTROL, "CONFIRMED"),
        "outreach": ("11:30", "Great Hall, Palais", OUTREACH, "CONFIRMED"),
        "group": ("15:00", "Salon, Annex", GROUP, "CONFIRMED"),
    },
    {
        "opening": ("10:00", "Great Hall, Palais", "RPOC: 1. Opening", "CONFIRMED"),
        "business": ("10:30", "Great Hall, Palais", "RPOC: 9. Any other business", "CONFIRMED"),
        "outreach": ("11:30", "Great Hall, Palais", f"CANCELLED: {OUTREACH}", "CANCELLED"),
        "control": ("15:00", "Great Hall, Palais", CONTROL, "CONFIRMED"),
        "group": ("16:00", "Great Hall, Palais", GROUP, "CONFIRMED"),
    },
    {
        "opening": ("10:00", "Great Hall, Palais", "RPOC: 1. Opening", "CONFIRMED"),
        "control": ("10:30", "Great Hall, Palais", CONTROL, "CONFIRMED"),
        "business": ("10:30", "Great Hall, Palais", "CANCELLED: RPOC: 9. Any other business", "CANCELLED"),
        "outreach": ("11:30", "Great Hall, Palais", OUTREACH, "CONFIRMED"),
        "group": ("15:00", "Salon, Annex", GROUP, "CONFIRMED"),
    },
)
"""What the programme of each release shows of each session: when it begins, where, its title and status. The third is as the first."""
WITHOUT_GROUP = tuple({session: seen for session, seen in release.items() if session != "group"} for release in SEEN)
CALENDARS = pytest.mark.parametrize(("name", "seen"), [("programme.ics", SEEN), ("delegations/COR.ics", WITHOUT_GROUP)])


@CALENDARS
def test_releases_update_the_entries_of_khal(tmp_path: Path, story: Story, name: str, seen: tuple[Seen, ...]) -> None:
    khal = Khal(tmp_path)
    for folder, shown in zip(story.folders, seen, strict=True):
        khal.take(folder / name)
        listed = khal.shown("2027-03-01 1d", "uid", "start-time", "location", "title", "status")
        entries = {uid.partition("@")[0]: tuple(rest) for uid, *rest in listed}
        assert (len(listed), entries) == (len(shown), shown)


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


@CALENDARS
def test_releases_update_a_collection_of_radicale(tmp_path: Path, story: Story, name: str, seen: tuple[Seen, ...]) -> None:
    """Each entry is put under its UID, as clients do; the server refuses a second one of the same UID elsewhere."""
    with radicale(tmp_path / "server") as connection:
        asked(connection, "MKCALENDAR", "/delegate/meeting/")
        for folder, shown in zip(story.folders, seen, strict=True):
            calendar = Calendar.from_ical((folder / name).read_bytes())
            for event in calendar.walk("VEVENT"):
                one = Calendar({"VERSION": "2.0", "PRODID": "-//test//"})
                for zone in calendar.walk("VTIMEZONE"):
                    one.add_component(zone)
                one.add_component(event)
                asked(connection, "PUT", f"/delegate/meeting/{event['UID'].partition('@')[0]}.ics", one.to_ical())
            answer = ElementTree.fromstring(asked(connection, "REPORT", "/delegate/meeting/", DAY))
            found = [
                event for data in answer.iterfind(".//{*}calendar-data") for event in Calendar.from_ical(data.text or "").walk("VEVENT")
            ]
            entries = {
                str(event["UID"]).partition("@")[0]: (
                    f"{event.start:%H:%M}",
                    *(str(event[name]) for name in ("LOCATION", "SUMMARY", "STATUS")),
                )
                for event in found
            }
            assert (len(found), entries) == (len(shown), shown)
