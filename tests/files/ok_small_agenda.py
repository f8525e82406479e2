"""The agenda of ok_small, made by hand: 2a when bru-01 has come, 2b and the wrap-up as soon after it as turnover and walks allow."""

from datetime import UTC, datetime

from scheduler.domain.agenda import Agenda, Duty, Entry

CHAIR = Duty("chair", ("chair-tem",))


def _entry(session: str, start: str, minutes: int, period: str, room: str, *duties: Duty) -> Entry:
    return Entry(session, datetime.fromisoformat(start).astimezone(UTC), minutes, period, room, duties)


AGENDA = Agenda(
    meeting="ok-small-2027",
    entries=(
        _entry("opening", "2027-03-27T10:00+01:00", 30, "sat-am", "hall", CHAIR),
        _entry("proposals-a", "2027-03-28T09:00+02:00", 90, "sun-am", "hall", Duty("presenter", ("bru-01",)), CHAIR),
        _entry("proposals-b", "2027-03-28T10:45+02:00", 60, "sun-am", "annex", Duty("presenter", ("cor-01",)), Duty("chair", ("cor-01",))),
        _entry("wrap-up", "2027-03-28T12:00+02:00", 45, "sun-am", "hall", CHAIR),
    ),
    inputs="sha256:a",
    book="sha256:b",
    seed=1,
    status="optimal",
    cost=45,
    bound=45,
    cost_by_rule=(("opening-early", 0), ("over-by-noon", 45)),
)
