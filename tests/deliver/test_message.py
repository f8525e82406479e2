"""Messages: what Python's email package, icalendar and libical read in them, whatever the words; and the same bytes every time."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import libical
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from told_meeting import FIRST, box_of, give, opened, three_releases

from scheduler.deliver.message import Letterhead, message
from scheduler.deliver.notices import Notice
from scheduler.domain.meeting import Organizer
from scheduler.domain.problem import Person
from scheduler.publish.text import one_line
from scheduler.publish.vtimezone import PublishedZone
from scheduler.store.history import CANCELLED, Line, Shown, Stamp

AT = datetime(2027, 3, 1, 10, tzinfo=UTC)
ANA = Person(id="ana", name="Ana Example", email="ana@north.example")
SENDER = Organizer("Secretariat", "secretariat@example.org")
LETTERHEAD = Letterhead("Spring meeting", SENDER, PublishedZone.load("Europe/Vienna"), FIRST)


def notice(words: str = "Talk", start: datetime = AT, status: str = "CONFIRMED") -> Notice:
    text = one_line(words)
    entry = Shown("talk@rpoc", start, start + timedelta(hours=1), text, text, text, text, text, "secretariat@example.org")
    return Notice(("people/ana.ics", entry.uid), None, Line(entry, Stamp(3, AT, AT, status)), None, False)


def parsed(content: bytes) -> EmailMessage:
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert [part.defects for part in found.walk()] == [[]] * 3
    return found


def calendar_of(found: EmailMessage) -> bytes:
    part = found.get_body(("calendar",)) or list(found.iter_parts())[1]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def words_of(found: EmailMessage) -> str:
    content = next(iter(found.iter_parts())).get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def event_of(found: EmailMessage) -> Event:
    """The one entry of a message, once libical has nothing against it."""
    content = calendar_of(found)
    assert libical.faults(content) == ()
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert str(calendar["METHOD"]) == list(found.iter_parts())[1].get_param("method")
    return event


def messages_of(tmp_path: Path, number: int) -> dict[str, EmailMessage]:
    """The message to each person in a release of the story, of which everybody was told the one before."""
    with opened(tmp_path) as ledger:
        three_releases(ledger)
        for before in range(1, number):
            give(ledger, before)
        found = {one.person.id: parsed(one.content) for one in box_of(ledger, number).messages if "rpoc" in one.notice.key[1]}
    assert sorted(found) == ["ana", "bo", "cy"]
    return found


def test_message_has_words_and_a_calendar_as_iMIP_has_them(tmp_path: Path) -> None:  # noqa: N802
    found = messages_of(tmp_path, 1)["ana"]
    assert found.get_content_type() == "multipart/alternative"
    words, calendar = found.iter_parts()
    assert words["Content-Type"] == 'text/plain; charset="utf-8"'
    assert calendar["Content-Type"] == 'text/calendar; method="REQUEST"; charset="utf-8"; component="VEVENT"'
    assert (calendar["Content-Transfer-Encoding"], words["Content-Transfer-Encoding"]) == ("base64", "quoted-printable")
    assert (found["From"], found["To"]) == ("Secretariat <secretariat@example.org>", "Ana Example <ana@north.example>")
    assert found["Subject"] == "New: RPOC: 4a. Export control issues; new, urgent"
    assert found["Date"].datetime == FIRST
    assert found["Message-ID"].endswith("@example.org>")
    assert found["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("number", [1, 2, 3])
def test_message_invites_moves_and_cancels_the_entry_of_the_published_calendar(tmp_path: Path, number: int) -> None:
    found = messages_of(tmp_path, number)
    with opened(tmp_path) as ledger:
        files = ledger.files(number)
    for person, one in found.items():
        event = event_of(one)
        (same,) = (other for other in Calendar.from_ical(files[f"people/{person}.ics"]).walk("VEVENT") if other["UID"] == event["UID"])
        assert event.keys() ^ same.keys() == {"ATTENDEE"} | ({"STATUS"} if same["STATUS"] == CANCELLED else set())
        assert [name for name in event.keys() & same.keys() if event[name] != same[name]] == []


def test_message_of_each_release_has_its_method_and_a_higher_sequence(tmp_path: Path) -> None:
    stories = []
    for number in (1, 2, 3):
        (tmp_path / str(number)).mkdir()
        found = messages_of(tmp_path / str(number), number)
        stories.append({id: (one["Subject"].partition(":")[0], int(event_of(one)["SEQUENCE"])) for id, one in found.items()})
    assert stories == [
        {"ana": ("New", 0), "bo": ("New", 0), "cy": ("New", 0)},
        {"ana": ("Moved", 1), "bo": ("Moved", 1), "cy": ("Cancelled for you", 1)},
        {"ana": ("Moved", 2), "bo": ("Moved", 2), "cy": ("New", 2)},
    ]


def test_message_names_the_person_as_attendee_who_need_not_answer() -> None:
    event = event_of(parsed(message(notice(), replace(ANA, name='Ana "Annie" Example; MP, now: x'), LETTERHEAD)))
    assert str(event["ATTENDEE"]) == "mailto:ana@north.example"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Ana 'Annie' Example; MP, now: x",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "FALSE",
    }


def test_message_has_the_link_and_the_reminders_of_the_published_calendar_until_it_cancels() -> None:
    told = notice()
    linked = replace(told.line.shown, link="https://video.example.org/j/1?pwd=a", reminders=(15, 1440))
    event = event_of(parsed(message(replace(told, line=Line(linked, told.line.stamp)), ANA, LETTERHEAD)))
    assert (str(event["CONFERENCE"]), len(event.walk("VALARM"))) == ("https://video.example.org/j/1?pwd=a", 2)
    event = event_of(parsed(message(replace(told, line=Line(linked, replace(told.line.stamp, status=CANCELLED))), ANA, LETTERHEAD)))
    assert ("CONFERENCE" in event, event.walk("VALARM")) == (False, [])


@pytest.mark.parametrize(("uninvited", "status"), [(True, None), (False, CANCELLED)])
def test_message_that_cancels_has_a_status_only_if_nobody_goes_on(uninvited: bool, status: str | None) -> None:
    cancelled = replace(notice(status=CANCELLED), uninvited=uninvited)
    found = parsed(message(replace(cancelled, before=notice().line), ANA, LETTERHEAD))
    assert list(found.iter_parts())[1].get_param("method") == "CANCEL"
    assert event_of(found).get("STATUS") == status


def test_message_shows_the_time_of_the_venue_and_of_the_person(tmp_path: Path) -> None:
    words = words_of(messages_of(tmp_path, 2)["ana"])
    assert words == (
        "Spring meeting\n\nThis session has moved:\nRPOC: 4a. Export control issues; new, urgent\n\n"
        "It was:\n  Monday, 01 March 2027, 11:00-12:30 (Europe/Vienna)\n  Monday, 01 March 2027, 07:00-08:30 (America/Sao_Paulo)\n"
        "  Great Hall, Congress Centre\n"
        "It is now:\n  Monday, 01 March 2027, 15:00-16:30 (Europe/Vienna)\n  Monday, 01 March 2027, 11:00-12:30 (America/Sao_Paulo)\n"
        "  Great Hall, Congress Centre\n\n"
        "Agenda item 4a\nPresenters: Ana Example (Northland), Eastland\nChair: Bo Example (Northland)\n\n"
        "The calendar that comes with this message puts it into your own. You need not answer.\n\n"
        "-- \nSecretariat <secretariat@example.org>\n"
    )


def test_message_to_who_is_uninvited_says_so_and_no_more(tmp_path: Path) -> None:
    words = words_of(messages_of(tmp_path, 2)["cy"])
    assert words == (
        "Spring meeting\n\nThis session goes on without you; you need not come:\nRPOC: 4a. Export control issues; new, urgent\n\n"
        "  Monday, 01 March 2027, 11:00-12:30 (Europe/Vienna)\n  Great Hall, Congress Centre\n\n"
        "The calendar that comes with this message puts it into your own. You need not answer.\n\n"
        "-- \nSecretariat <secretariat@example.org>\n"
    )


def test_message_of_a_renamed_session_says_what_it_was_called() -> None:
    renamed = replace(notice("After"), before=notice("Before").line)
    renamed = replace(renamed, before=Line(replace(renamed.line.shown, summary="Before"), renamed.line.stamp))
    found = parsed(message(renamed, ANA, LETTERHEAD))
    assert found["Subject"] == "Changed: After"
    assert "It was called 'Before'." in words_of(found)


def test_message_is_the_same_bytes_every_time_and_another_for_each_version_and_person(tmp_path: Path) -> None:
    made = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        with opened(tmp_path / folder) as ledger:
            three_releases(ledger)
            made.append([one.content for number in (1, 2, 3) for one in box_of(ledger, number).messages])
    assert made[0] == made[1]
    names = [parsed(content)["Message-ID"] for content in dict.fromkeys(made[0])]
    versions = [("group", "ana", 0), *(("rpoc-4a", person, number) for number in (1, 2, 3) for person in ("ana", "bo", "cy"))]
    # Of release 2 nobody has heard before; what they never heard of and is cancelled is told to nobody.
    assert len(set(names)) == len(versions) - 1


def test_message_about_an_hour_that_the_clock_shows_twice_is_in_utc() -> None:
    found = event_of(parsed(message(notice(start=datetime(2027, 10, 31, 0, 30, tzinfo=UTC)), ANA, LETTERHEAD)))
    assert found["DTSTART"].to_ical() == b"20271031T003000Z"


WORDS = st.text(max_size=90)


@settings(deadline=None, max_examples=100)
@given(words=WORDS.filter(one_line), name=WORDS, sender=WORDS)
@example(words="=?utf-8?q?a=0D=0ABcc:_x@y.z?=", name="=?utf-8?q?a=0D=0ABcc:_x@y.z?=", sender="é =?utf-8?b?DQpCY2M6IHg=?=")
@example(words="Talk\r\nBcc: everybody@example.org", name="Ana\nBcc: x@y.z", sender="S\r\n\r\nbody")
@example(words="é" * 400, name='Ö, von; <x@y> "Z"' + "я" * 90, sender='"a" (b) <c@d.e>')
@example(words="=?utf-8?q?a?=", name="=?utf-8?b?eA==?=", sender="=?x?=")
@example(words="\ud800 😀 \x85 \u2028", name="\u202eabc", sender="\x00")
@example(words="-- \n.\n..\nFrom x\n--=_", name=" ", sender="")
def test_message_carries_any_words_and_nothing_gets_into_its_headers(words: str, name: str, sender: str) -> None:
    told, person = notice(words), replace(ANA, name=name)
    content = message(told, person, replace(LETTERHEAD, sender=replace(SENDER, name=sender)))
    found = parsed(content)
    assert found.keys() == [
        *("From", "To", "Subject", "Date", "Message-ID", "X-Mailer", "Auto-Submitted", "MIME-Version", "Content-Type"),
    ]
    assert [address.addr_spec for address in (*found["From"].addresses, *found["To"].addresses)] == [SENDER.email, ANA.email]
    event = event_of(found)
    assert str(event["SUMMARY"]) == told.line.shown.summary
    assert str(event["UID"]) == told.line.shown.uid


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Zs"]) | st.just(" "), max_size=200)
"""Without what Python's parser drops or takes for space."""


@settings(deadline=None, max_examples=100)
@given(words=TEXT.filter(str.strip), name=TEXT)
@example(words="=?utf-8?q?a?=", name="=?utf-8?q?a?=")
@example(words="x", name="000000¡¡¡¡¡¡¡¡¡¡¡¡𐀀𐀀𐀀𐀀")
def test_message_shows_subject_and_names_as_they_were_written(words: str, name: str) -> None:
    """But for spaces: Python's parser puts one between two encoded words of a name."""
    told, person = notice(words), replace(ANA, name=name)
    found = parsed(message(told, person, LETTERHEAD))
    assert "".join(found["Subject"].split()) == "".join(f"New: {words}".split())
    assert "".join(found["To"].addresses[0].display_name.split()) == "".join(name.split())
    assert told.line.shown.summary in words_of(found)
