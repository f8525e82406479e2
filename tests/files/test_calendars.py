"""Calendars read as times when somebody is busy: every way in which an event can be written, with the instants that follow."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.clock import Clock, Span
from scheduler.domain.errors import InputError, Source
from scheduler.domain.zones import load_zone
from scheduler.files.faults import Faults
from scheduler.files.ics_events import EventReader
from scheduler.files.ics_lines import components
from scheduler.files.ics_series import busy_times
from scheduler.files.ics_zones import Zones
from scheduler.files.meeting_folder import read_meeting

VIENNA = load_zone("Europe/Vienna")
SPRING = Clock(VIENNA, date(2027, 3, 27), date(2027, 3, 28))
"""A Saturday, and the Sunday of 23 hours: at 02:00 the clocks go from +01:00 to +02:00."""
AUTUMN = Clock(VIENNA, date(2027, 10, 30), date(2027, 10, 31))
"""A Saturday, and the Sunday of 25 hours: at 03:00 the clocks go from +02:00 to +01:00."""


def calendar(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""))


def event(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", *lines, "END:VEVENT")


def read(text: str, clock: Clock, faults: Faults) -> tuple[tuple[Span, Source], ...]:
    found = components(text, "x.ics", faults)
    events = EventReader("x.ics", Zones.of(found, clock.zone), faults).events(found)
    return busy_times(events, Span(clock.day(clock.first_day).start, clock.day(clock.last_day).end), faults)


def busy(*lines: str, clock: Clock = SPRING) -> list[str]:
    """The busy times in a calendar with these lines, by days and clock times in UTC."""
    faults = Faults()
    found = read(calendar(*lines), clock, faults)
    faults.raise_any()
    assert [span for span, _ in found if span.start.second or span.end.second] == []
    return [f"{span.start:%d %H:%M} - {span.end:%d %H:%M}" for span, _ in found]


SAT_NOON = ("DTSTART:20270327T110000Z", "DTEND:20270327T120000Z")
NOON = ["27 11:00 - 27 12:00"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(SAT_NOON, NOON, id="in UTC"),
        pytest.param(("DTSTART;TZID=America/Sao_Paulo:20270327T080000", "DURATION:PT1H"), NOON, id="in a zone"),
        pytest.param(("DTSTART;TZID=W. Europe Standard Time:20270327T120000", "DURATION:PT1H"), NOON, id="in a zone by its Windows name"),
        pytest.param(
            ("DTSTART;TZID=/citadel.org/20070227_1/Europe/Vienna:20270327T120000", "DURATION:PT1H"), NOON, id="in a vendor's zone"
        ),
        pytest.param(("DTSTART:20270327T120000", "DTEND:20270327T130000"), NOON, id="floating is at the venue"),
        pytest.param(("DTSTART:20270327T110030Z", "DTEND:20270327T115930Z"), NOON, id="seconds are widened to whole minutes"),
        pytest.param(("DTSTART:20270327T110000Z",), [], id="no end takes no time"),
        pytest.param(("DTSTART:20270327T110030Z",), [], id="no end takes no time between two minutes either"),
        pytest.param(("DTSTART:20270327T110000Z", "DTEND:20270327T110000Z"), [], id="an end at the start takes no time"),
        pytest.param(("DTSTART;VALUE=DATE:20270327",), ["26 23:00 - 27 23:00"], id="a day without an end"),
        pytest.param(("DTSTART;VALUE=DATE:20270328", "DTEND;VALUE=DATE:20270329"), ["27 23:00 - 28 22:00"], id="a day of 23 hours"),
        pytest.param(("DTSTART;VALUE=DATE:20270328", "DTEND;VALUE=DATE:20270328"), ["27 23:00 - 28 22:00"], id="a day that ends on itself"),
        pytest.param(("DTSTART;VALUE=DATE:20270328", "DURATION:PT24H"), ["27 23:00 - 28 22:00"], id="a day of 24 hours by its duration"),
        pytest.param(("DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270501"), ["26 23:00 - 28 22:00"], id="longer than the meeting"),
        pytest.param(("DTSTART:20270326T220000Z", "DTEND:20270326T230000Z"), [], id="ends when the first day begins"),
        pytest.param(("DTSTART:20270326T220000Z", "DTEND:20270326T230100Z"), ["26 23:00 - 26 23:01"], id="ends a minute later"),
        pytest.param(("DTSTART:20270328T220000Z", "DTEND:20270328T230000Z"), [], id="begins when the last day ends"),
        pytest.param(("DTSTART:20270328T215900Z", "DTEND:20270328T230000Z"), ["28 21:59 - 28 22:00"], id="begins a minute earlier"),
        pytest.param(("DTSTART:20270327T220000", "DTEND:20270328T060000"), ["27 21:00 - 28 04:00"], id="over the change, to a clock time"),
        pytest.param(("DTSTART:20270327T220000", "DURATION:PT8H"), ["27 21:00 - 28 05:00"], id="over the change, by hours"),
        pytest.param(("DTSTART:20270327T220000", "DURATION:P1D"), ["27 21:00 - 28 20:00"], id="over the change, by a day"),
        pytest.param(("DTSTART:20270327T220000", "DURATION:P1DT1H"), ["27 21:00 - 28 21:00"], id="over the change, by a day and an hour"),
        pytest.param(("DTSTART:20270328T023000", "DURATION:PT1H"), ["28 01:30 - 28 02:30"], id="in the hour that is left out"),
        pytest.param((*SAT_NOON, "STATUS:TENTATIVE"), NOON, id="tentative"),
        pytest.param((*SAT_NOON, "STATUS:CANCELLED"), [], id="cancelled"),
        pytest.param((*SAT_NOON, "TRANSP:transparent"), [], id="transparent"),
        pytest.param((*SAT_NOON, "TRANSP:OPAQUE"), NOON, id="opaque"),
    ],
)
def test_busy_by_an_event(lines: tuple[str, ...], expected: list[str]) -> None:
    assert busy(*event(*lines)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ("DTSTART:20271031T023000", "DURATION:PT1H"), ["31 00:30 - 31 01:30"], id="in the hour that comes twice it is the first"
        ),
        pytest.param(("DTSTART:20271030T220000", "DTEND:20271031T060000"), ["30 20:00 - 31 05:00"], id="to a clock time"),
        pytest.param(("DTSTART:20271030T220000", "DURATION:PT8H"), ["30 20:00 - 31 04:00"], id="by hours"),
        pytest.param(("DTSTART;VALUE=DATE:20271031",), ["30 22:00 - 31 23:00"], id="a day of 25 hours"),
    ],
)
def test_busy_when_the_clocks_go_back(lines: tuple[str, ...], expected: list[str]) -> None:
    assert busy(*event(*lines), clock=AUTUMN) == expected


WEEKLY = ("UID:w", "DTSTART;TZID=Europe/Vienna:20270102T220000")
SATURDAYS = (*WEEKLY, "DTEND;TZID=Europe/Vienna:20270102T230000", "RRULE:FREQ=WEEKLY")
TWICE = ("UID:w", "DTSTART;TZID=Europe/Vienna:20270320T140000", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=13,14")
SATURDAY, AT_13, AT_14 = "27 21:00 - 27 22:00", "27 12:00 - 27 13:00", "27 13:00 - 27 14:00"
SUNDAY_AT_13, SUNDAY_AT_14 = "28 11:00 - 28 12:00", "28 12:00 - 28 13:00"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(SATURDAYS, [SATURDAY], id="without an end"),
        pytest.param(
            (*WEEKLY, "DTEND;TZID=Europe/Vienna:20270103T060000", "RRULE:FREQ=WEEKLY"), ["27 21:00 - 28 05:00"], id="exact, by its end"
        ),
        pytest.param((*WEEKLY, "DURATION:P1D", "RRULE:FREQ=WEEKLY"), ["27 21:00 - 28 20:00"], id="nominal, by its days"),
        pytest.param(
            ("DTSTART;TZID=Europe/Vienna:19900101T100000", "DURATION:PT30M", "RRULE:FREQ=DAILY"),
            ["27 09:00 - 27 09:30", "28 08:00 - 28 08:30"],
            id="at its clock time before and after the change",
        ),
        pytest.param(("DTSTART;VALUE=DATE:19560327", "RRULE:FREQ=YEARLY"), ["26 23:00 - 27 23:00"], id="a birthday"),
        pytest.param((*SATURDAYS[:-1], "RRULE:FREQ=WEEKLY;COUNT=12"), [], id="the twelfth and last was a week before"),
        pytest.param((*SATURDAYS[:-1], "RRULE:FREQ=WEEKLY;COUNT=13"), [SATURDAY], id="the thirteenth is the last"),
        pytest.param((*SATURDAYS[:-1], "RRULE:FREQ=WEEKLY;UNTIL=20270327T205959Z"), [], id="until just before"),
        pytest.param((*SATURDAYS[:-1], "RRULE:FREQ=WEEKLY;UNTIL=20270327T210000Z"), [SATURDAY], id="until its start"),
        pytest.param((*SATURDAYS[:-1], "RRULE:FREQ=WEEKLY;UNTIL=20270326"), [], id="until the day before"),
        pytest.param((*SATURDAYS[:-1], "RRULE:FREQ=WEEKLY;UNTIL=20270327"), [SATURDAY], id="until its day"),
        pytest.param((*SATURDAYS[:-1], "RRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z"), [SATURDAY], id="until the last of all days"),
        pytest.param((*SATURDAYS[:-1], "RRULE:FREQ=WEEKLY;UNTIL=20270327T215959"), [], id="until just before, by the series' clock"),
        pytest.param((*SATURDAYS[:-1], "RRULE:FREQ=WEEKLY;UNTIL=20270327T220000"), [SATURDAY], id="until its start, by the series' clock"),
        pytest.param((*SATURDAYS, "EXDATE;TZID=Europe/Vienna:20270327T220000"), [], id="excepted"),
        pytest.param((*SATURDAYS, "EXDATE:20270320T210000Z,20270327T210000Z"), [], id="excepted in UTC"),
        pytest.param((*SATURDAYS, "EXDATE;VALUE=DATE:20270327"), [], id="excepted by the day"),
        pytest.param(
            ("DTSTART;VALUE=DATE:20270321", "RRULE:FREQ=DAILY", "EXDATE:20270327T000000"), ["27 23:00 - 28 22:00"], id="a day excepted"
        ),
        pytest.param(TWICE, [AT_13, AT_14, SUNDAY_AT_13, SUNDAY_AT_14], id="twice a day"),
        pytest.param(
            (*TWICE, "EXDATE:20270327T130000Z"), [AT_13, SUNDAY_AT_13, SUNDAY_AT_14], id="only what is excepted, not its look-alike"
        ),
        pytest.param(
            (*SAT_NOON, "RDATE:20270328T060000Z,20270328T070000Z"), [*NOON, "28 06:00 - 28 07:00", "28 07:00 - 28 08:00"], id="added"
        ),
        pytest.param((*SAT_NOON, "RDATE;VALUE=PERIOD:20270328T060000Z/PT2H"), [*NOON, "28 06:00 - 28 08:00"], id="added with a length"),
        pytest.param(
            (*SAT_NOON, "RDATE;VALUE=PERIOD:20270328T060000Z/20270328T090000Z"), [*NOON, "28 06:00 - 28 09:00"], id="added with an end"
        ),
    ],
)
def test_busy_by_a_recurring_event(lines: tuple[str, ...], expected: list[str]) -> None:
    assert busy(*event(*lines)) == expected


SUN_7 = ("DTSTART:20270328T070000Z", "DTEND:20270328T073000Z")
MOVED = ["28 07:00 - 28 07:30"]
DAILY = ("UID:w", "DTSTART;TZID=Europe/Vienna:20270301T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY")


@pytest.mark.parametrize(
    ("series", "lines", "expected"),
    [
        pytest.param(SATURDAYS, ("RECURRENCE-ID:20270327T210000Z", *SUN_7), MOVED, id="moved"),
        pytest.param(SATURDAYS, ("RECURRENCE-ID;TZID=Asia/Tokyo:20270328T060000", *SUN_7), MOVED, id="moved, named in another zone"),
        pytest.param(SATURDAYS, ("RECURRENCE-ID:20270403T200000Z", *SUN_7), [SATURDAY, *MOVED], id="moved here from the week after"),
        pytest.param(SATURDAYS, ("RECURRENCE-ID:20270327T210000Z", "DTSTART:20270402T070000Z"), [], id="moved away"),
        pytest.param(SATURDAYS, ("RECURRENCE-ID:20270327T210000Z", *SUN_7, "STATUS:CANCELLED"), [], id="cancelled"),
        pytest.param(SATURDAYS, ("RECURRENCE-ID:20270327T210000Z", *SUN_7, "TRANSP:TRANSPARENT"), [], id="no longer busy"),
        pytest.param(
            DAILY,
            ("RECURRENCE-ID;RANGE=THISANDFUTURE:20270315T080000Z", "DTSTART;TZID=Europe/Vienna:20270315T110000", "DURATION:PT2H"),
            ["27 10:00 - 27 12:00", "28 09:00 - 28 11:00"],
            id="this and all that follow",
        ),
        pytest.param(
            DAILY,
            ("RECURRENCE-ID;RANGE=THISANDFUTURE:20270328T070000Z", "DTSTART:20270328T070000Z", "STATUS:CANCELLED"),
            ["27 08:00 - 27 09:00"],
            id="cancelled from Sunday on",
        ),
    ],
)
def test_busy_by_an_event_that_replaces_one_of_a_series(series: tuple[str, ...], lines: tuple[str, ...], expected: list[str]) -> None:
    assert busy(*event(*series), *event("UID:w", *lines)) == expected
    assert busy(*event("UID:w", *lines), *event(*series)) == expected


def test_busy_by_the_later_of_two_changes() -> None:
    first = event("UID:w", "SEQUENCE:1", "RECURRENCE-ID:20270327T210000Z", *SUN_7)
    second = event("UID:w", "SEQUENCE:2", "RECURRENCE-ID:20270327T210000Z", *SAT_NOON)
    assert busy(*event(*SATURDAYS), *second, *first) == busy(*event(*SATURDAYS), *first, *second) == NOON


def test_busy_by_a_change_whose_series_is_not_there() -> None:
    assert busy(*event("UID:w", "RECURRENCE-ID:20270327T210000Z", *SUN_7)) == MOVED


def test_busy_by_two_events_with_one_uid_counts_both() -> None:
    assert busy(*event("UID:copied", *SAT_NOON), *event("UID:copied", *SUN_7)) == [*NOON, *MOVED]


def test_busy_by_a_series_that_is_there_twice_and_moved_once() -> None:
    assert busy(*event(*SATURDAYS), *event(*SATURDAYS), *event("UID:w", "RECURRENCE-ID:20270327T210000Z", *SUN_7)) == MOVED


def test_busy_by_events_without_a_uid_counts_all() -> None:
    without = SATURDAYS[1:]
    assert busy(*event(*without), *event(*SAT_NOON), *event("RECURRENCE-ID:20270327T210000Z", *SUN_7)) == [*NOON, SATURDAY, *MOVED]


def test_busy_by_a_night_shift_that_a_clock_change_elsewhere_prolongs() -> None:
    # In New York the hour from 02:00 on 14 March is left out, so that four and a half hours from 23:00 end at 04:30, which is 08:30 UTC.
    # In Los Angeles the day begins at 08:00 UTC, when New York's clocks show 04:00, after the 03:30 at which the shift mostly ends.
    clock = Clock(load_zone("America/Los_Angeles"), date(2027, 3, 14), date(2027, 3, 14))
    shift = ("DTSTART;TZID=America/New_York:20270306T230000", "DTEND;TZID=America/New_York:20270307T033000", "RRULE:FREQ=WEEKLY")
    assert busy(*event(*shift), clock=clock) == ["14 08:00 - 14 08:30"]


OFFICE = (
    "BEGIN:VTIMEZONE",
    "TZID:Customized Time Zone",
    *("BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0500", "TZOFFSETTO:+0500", "END:STANDARD"),
    "END:VTIMEZONE",
)


def test_busy_in_a_zone_that_only_the_file_knows() -> None:
    assert busy(*OFFICE, *event("DTSTART;TZID=Customized Time Zone:20270327T160000", "DURATION:PT1H")) == NOON


def test_busy_in_two_files_each_with_its_own_zone() -> None:
    at_four = event("DTSTART;TZID=Customized Time Zone:20270327T160000", "DURATION:PT1H")
    other = [line.replace("+0500", "-0500") for line in OFFICE]
    assert (busy(*OFFICE, *at_four), busy(*other, *at_four)) == (NOON, ["27 21:00 - 27 22:00"])


def test_busy_in_a_known_zone_that_the_file_describes_wrongly() -> None:
    wrong = [line.replace("Customized Time Zone", "Europe/Vienna") for line in OFFICE]
    assert busy(*wrong, *event("DTSTART;TZID=Europe/Vienna:20270327T120000", "DURATION:PT1H")) == NOON


def test_busy_by_free_busy_times() -> None:
    lines = (
        "BEGIN:VFREEBUSY",
        "DTSTART:20270301T000000Z",
        "FREEBUSY:20270327T110000Z/PT1H,20270328T070000Z/20270328T073000Z",
        "FREEBUSY;FBTYPE=FREE:20270328T120000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270328T090000Z/PT1H",
        "END:VFREEBUSY",
    )
    assert busy(*lines) == [*NOON, *MOVED, "28 09:00 - 28 10:00"]


def test_busy_passes_over_tasks_and_alarms_even_if_they_are_wrong() -> None:
    alarm = ("BEGIN:VALARM", "TRIGGER:soon", "DTSTART:never", "END:VALARM")
    task = ("BEGIN:VTODO", "DTSTART:20270327T090000Z", "DUE:some day", "END:VTODO")
    assert busy(*task, *event(*alarm, *SAT_NOON)) == NOON


def test_busy_says_on_which_line_the_event_begins() -> None:
    lines = (*event("SUMMARY:a long", "  title", *SAT_NOON), "", *event(*SUN_7[:1], "DTEND:2027032", " 8T073000Z"))
    found = read(calendar(*lines), SPRING, Faults())
    assert [(span.start.day, str(source)) for span, source in found] == [(27, "x.ics:3"), (28, "x.ics:10")]


ZONES = ("Europe/Vienna", "America/Sao_Paulo", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland", "UTC")


@st.composite
def random_events(draw: st.DrawFn) -> tuple[Clock, list[str], set[datetime]]:
    """A meeting near a clock change, the lines of an event, and its busy minutes, worked out by adding days to a clock face."""
    first = draw(st.sampled_from([date(2027, 3, 12), date(2027, 3, 27), date(2027, 4, 3), date(2027, 10, 2), date(2027, 10, 30)]))
    clock = Clock(load_zone(draw(st.sampled_from(ZONES))), first, first + timedelta(days=draw(st.integers(0, 3))))
    key = draw(st.sampled_from(["", *ZONES]))
    zone, tzid = (load_zone(key), f";TZID={key}") if key else (clock.zone, "")
    face = datetime.combine(first, datetime.min.time()) + timedelta(minutes=draw(st.integers(-40 * 1440, 3 * 1440)))
    step, count = draw(st.integers(1, 9)), draw(st.integers(1, 30))
    left_out = draw(st.sets(st.integers(1, 30), max_size=3))
    hours, days = draw(st.integers(0, 60)), draw(st.integers(0, 2))

    def utc(at: datetime) -> datetime:
        return (at - (zone.utcoffset(at) or timedelta())).replace(tzinfo=UTC)

    by_end = draw(st.booleans())
    # The end is written in UTC, where it can be told how much time elapses.
    end = utc(face) + timedelta(hours=hours)
    lines = [f"DTSTART{tzid}:{face:%Y%m%dT%H%M%S}", f"DTEND:{end:%Y%m%dT%H%M%SZ}" if by_end else f"DURATION:P{days}DT{hours}H"]
    lines.append(f"RRULE:FREQ=DAILY;INTERVAL={step};COUNT={count}")
    faces = [face + timedelta(days=step * at) for at in range(count)]
    lines += [f"EXDATE{tzid}:{faces[at]:%Y%m%dT%H%M%S}" for at in left_out if at < count]
    minutes = set()
    opening, closing = clock.day(clock.first_day).start, clock.day(clock.last_day).end
    for at, start in enumerate(faces):
        if at not in left_out:
            last = utc(start) + timedelta(hours=hours) if by_end else utc(start + timedelta(days=days)) + timedelta(hours=hours)
            length = int((last - utc(start)).total_seconds() // 60)
            minutes |= {minute for n in range(length) if opening <= (minute := utc(start) + timedelta(minutes=n)) < closing}
    return clock, lines, minutes


@settings(deadline=None, max_examples=150)
@given(random_events())
def test_busy_minutes_are_those_of_an_independent_expansion(drawn: tuple[Clock, list[str], set[datetime]]) -> None:
    clock, lines, expected = drawn
    faults = Faults()
    found = read(calendar(*event(*lines)), clock, faults)
    minutes = {span.start + timedelta(minutes=n) for span, _ in found for n in range(span.minutes)}
    assert (minutes, len(faults)) == (expected, 0)


RICH = calendar(
    *OFFICE,
    *event(*SATURDAYS, "EXDATE:20270320T210000Z"),
    *event("UID:w", "RECURRENCE-ID;RANGE=THISANDFUTURE:20270327T210000Z", *SUN_7),
    *event("DTSTART;TZID=Customized Time Zone:20270327T160000", "DURATION:P1DT1H", "RDATE;VALUE=PERIOD:20270328T060000Z/PT2H"),
    *event("DTSTART;VALUE=DATE:20270327", "RRULE:FREQ=MONTHLY;BYDAY=-1SA;UNTIL=20280101"),
    *("BEGIN:VFREEBUSY", "FREEBUSY;FBTYPE=BUSY:20270327T110000Z/PT1H", "END:VFREEBUSY"),
)
PIECES = st.sampled_from(
    ['"', "\r\n", ";", ",", ":", "=", "/", "-", "0", "9", "99999999", "00010101", "T", "Z", "P", "\0", " ", "END:VEVENT\r\n"]
)


@settings(deadline=None, max_examples=300)
@given(start=st.floats(0, 1), length=st.integers(0, 12), piece=PIECES)
def test_calendar_spoilt_anywhere_is_read_or_refused(start: float, length: int, piece: str) -> None:
    cut = round(start * len(RICH))
    faults = Faults()
    found = read(RICH[:cut] + piece + RICH[cut + length :], SPRING, faults)
    assert [span for span, _ in found if not SPRING.midnight(date(2027, 3, 27)) <= span.start < span.end] == []
    assert [fault for fault in faults.all() if not fault.message or not fault.hint or fault.source.file != "x.ics"] == []


def keep(folder: Path, name: str, *lines: str) -> None:
    """Put a calendar into the folder availability of a meeting."""
    (folder / "availability").mkdir(exist_ok=True)
    (folder / "availability" / name).write_text(calendar(*lines), "utf-8")


def test_calendars_of_a_meeting_are_rows_beside_those_of_the_sheet(ok_small: Path) -> None:
    sheet = read_meeting(ok_small).problem.availability
    keep(ok_small, "cor-01.ics", *event(*SAT_NOON))
    keep(ok_small, "ARD.ICS", *event(*SUN_7))
    keep(ok_small, "hall.ics", *event(*SATURDAYS))
    keep(ok_small, ".DS_Store")
    keep(ok_small, "Thumbs.db")
    found = read_meeting(ok_small).problem.availability
    assert found[: len(sheet)] == sheet
    rows = [(row.id, row.free, f"{row.span.start:%d %H:%M}", row.source) for row in found[len(sheet) :]]
    place = ok_small / "availability"
    assert rows == [
        ("ARD", False, "28 07:00", Source(str(place / "ARD.ICS"), 3)),
        ("cor-01", False, "27 11:00", Source(str(place / "cor-01.ics"), 3)),
        ("hall", False, "27 21:00", Source(str(place / "hall.ics"), 3)),
    ]


def test_calendar_with_an_accent_in_two_pieces_belongs_to_the_id(ok_small: Path) -> None:
    people = ok_small / "people.csv"
    people.write_text(people.read_text("utf-8") + "andré,André Roux,,,,,\n", "utf-8")
    keep(ok_small, "andre\N{COMBINING ACUTE ACCENT}.ics", *event(*SAT_NOON))
    assert [row.id for row in read_meeting(ok_small).problem.availability] == ["annex", "andré"]


def test_fingerprint_covers_what_calendars_say_of_the_meeting(ok_small: Path) -> None:
    def inputs(*lines: str) -> str:
        keep(ok_small, "cor-01.ics", *lines)
        return read_meeting(ok_small).problem.inputs

    without = read_meeting(ok_small).problem.inputs
    busy_at_noon = inputs(*event(*SAT_NOON))
    assert busy_at_noon not in (without, inputs(*event(*SUN_7)))
    assert inputs(*event("SUMMARY:something else", "DTSTAMP:20270301T000000Z", *SAT_NOON)) == busy_at_noon
    assert inputs(*event("DTSTART:20270501T000000Z", "DURATION:PT1H")) == inputs() == without


def test_calendar_faults_do_not_need_the_settings(ok_small: Path) -> None:
    settings_file = ok_small / "meeting.yaml"
    settings_file.write_text(settings_file.read_text("utf-8").replace("Europe/Vienna", "Europe/Wien"), "utf-8")
    keep(ok_small, "cor-01.ics", *event("DTSTART:noon"))
    with pytest.raises(InputError) as caught:
        read_meeting(ok_small)
    assert [(Path(fault.source.file).name, fault.source.line) for fault in caught.value.faults] == [("cor-01.ics", 4), ("meeting.yaml", 3)]
