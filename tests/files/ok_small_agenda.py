"""The agenda of ok_small, made by hand: 2a when bru-01 has come, 2b and the wrap-up as soon after it as turnover and walks allow."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from scheduler.domain.agenda import Agenda, Duty, Entry
from scheduler.domain.problem import Problem, Session

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


def edited_agendas(problem: Problem) -> st.SearchStrategy[Agenda]:
    """Agendas as a person might leave them in a table: any session at any time within a period, in any room, with anybody."""
    return st.tuples(*(_places(problem, session) for session in problem.sessions)).map(
        lambda rows: Agenda(
            meeting=problem.meeting.id,
            entries=tuple(row for row in rows if isinstance(row, Entry)),
            omitted=tuple(row for row in rows if isinstance(row, str)),
        )
    )


@st.composite
def _places(draw: st.DrawFn, problem: Problem, session: Session) -> Entry | str:
    if draw(st.booleans()):
        return session.id
    period = draw(st.sampled_from(problem.periods))
    minutes = draw(st.sampled_from((session.minutes, 5, 50)))
    start = period.span.start + timedelta(minutes=5 * draw(st.integers(0, (period.span.minutes - minutes) // 5)))
    people = st.lists(st.sampled_from([person.id for person in problem.people]), unique=True, max_size=3).map(tuple)
    duties = tuple(Duty(role.name, draw(people)) for role in session.roles)
    return Entry(session.id, start, minutes, period.id, draw(st.sampled_from(problem.rooms)).id, duties)
