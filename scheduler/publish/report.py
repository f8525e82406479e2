"""The report for the secretariat: what the agenda costs and why, how full the rooms are, who carries how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Delegation, Person, Problem, Room
from scheduler.publish.audiences import for_delegation, for_room
from scheduler.publish.markdown import escaped, table
from scheduler.publish.wording import heading, place, role_line, roles
from scheduler.rules.base import Rule, RuleBook

_STATUS = {
    "optimal": "Optimal: it is proved that no agenda costs less.",
    "feasible": "Feasible: every rule that must hold does; a cheaper agenda may exist.",
    "interrupted": "Interrupted: this is the best agenda found before the search was stopped; a cheaper one may exist.",
}


def report(problem: Problem, book: RuleBook, agenda: Agenda, violations: tuple[Violation, ...]) -> str:
    """The report as Markdown. It bears no time but the meeting's own: the same agenda gives the same text."""
    meeting = problem.meeting
    paragraphs = [
        f"# {escaped(meeting.title)}",
        f"Times are those of {escaped(problem.clock.zone.key)}.",
        *_result(agenda),
        *_costs(book, agenda, violations),
        *_programme(problem, agenda),
        *_rooms(problem, agenda),
        *_people(problem, agenda),
        *_delegations(problem, agenda),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _result(agenda: Agenda) -> tuple[str, ...]:
    row = (agenda.cost, agenda.bound, f"{agenda.gap:.1%}")
    return "## Result", _STATUS[agenda.status], table(("Cost", "Lower bound", "Gap"), [row])


def _costs(book: RuleBook, agenda: Agenda, violations: tuple[Violation, ...]) -> Iterable[str]:
    costs, measures = dict(agenda.cost_by_rule), Counter[str]()
    for violation in violations:
        measures[violation.rule] += violation.measure
    rows = (_cost_row(rule, measures[rule.id], costs.get(rule.id, 0)) for rule in book.rules)
    yield "## Cost by rule"
    yield table(("Rule", "What it asks for", "Strength", "What it counts", "Counted", "Cost", "Why"), rows)
    yield "## What could not be had"
    yield (
        "\n".join(f"- **{escaped(violation.instance)}** (cost {violation.cost}): {escaped(violation.sentence)}" for violation in violations)
        or "Nothing: every wish in the rule book is met."
    )


def _cost_row(rule: Rule, measure: int, cost: int) -> tuple[str | int, ...]:
    strength = "must" if rule.weight is None else str(rule.weight)
    return rule.id, rule.sentence(), strength, rule.measured(), measure, cost, rule.why


def _programme(problem: Problem, agenda: Agenda) -> Iterable[str]:
    yield "## Programme"

    def day_of(entry: Entry) -> date:
        return problem.clock.local(entry.start).date()

    for day, entries in groupby(agenda.entries, key=day_of):
        yield f"### {day:%A} {day.day} {day:%B %Y}"
        yield table(("Time", "Session", "Room", "Who"), (_programme_row(problem, entry) for entry in entries))
    if agenda.omitted:
        titles = (escaped(heading(problem.session(id))) for id in agenda.omitted)
        yield "### Not held"
        yield "\n".join(f"- “{title}”" for title in titles)


def _programme_row(problem: Problem, entry: Entry) -> tuple[str, ...]:
    start, end = problem.clock.local(entry.start), problem.clock.local(entry.end)
    who = "; ".join(role_line(role, names) for role, names in roles(problem, entry))
    return f"{start:%H:%M}–{end:%H:%M}", heading(problem.session(entry.session)), place(problem, entry), who


def _rooms(problem: Problem, agenda: Agenda) -> tuple[str, ...]:
    header = ("Room", "Sessions", "Minutes", "Minutes of its periods", "Share")
    return "## Use of rooms", table(header, (_room_row(problem, agenda, room) for room in problem.rooms))


def _room_row(problem: Problem, agenda: Agenda, room: Room) -> tuple[str | int, ...]:
    entries = for_room(agenda, room)
    used = sum(entry.minutes for entry in entries)
    offered = sum(period.span.minutes for period in problem.periods if room.id in period.rooms)
    return room.name, len(entries), used, offered, f"{used / offered:.0%}" if offered else ""


def _people(problem: Problem, agenda: Agenda) -> tuple[str, ...]:
    duties = {person: [entry for entry in agenda.entries if person.id in entry.people] for person in problem.people}
    rows = [_person_row(problem, person, entries) for person, entries in duties.items() if entries]
    if not rows:
        return "## Load per person", "Nobody has a duty."
    idle = len(problem.people) - len(rows)
    without = (f"Without a duty: {idle}.",) if idle else ()
    return "## Load per person", table(("Person", "Delegation", "Sessions with a duty", "Minutes"), rows), *without


def _person_row(problem: Problem, person: Person, entries: list[Entry]) -> tuple[str | int, ...]:
    delegation = problem.delegation(person.delegation).name if person.delegation else ""
    return person.name, delegation, len(entries), sum(entry.minutes for entry in entries)


def _delegations(problem: Problem, agenda: Agenda) -> tuple[str, ...]:
    if not problem.delegations:
        return ()
    header = ("Delegation", "Delegates", "Sessions in its calendar", "Minutes", "Duties of its people")
    rows = (_delegation_row(problem, agenda, delegation) for delegation in problem.delegations)
    return "## Load per delegation", table(header, rows)


def _delegation_row(problem: Problem, agenda: Agenda, delegation: Delegation) -> tuple[str | int, ...]:
    entries = for_delegation(problem, agenda, delegation)
    people = {person.id for person in problem.people if person.delegation == delegation.id}
    duties = sum(len(people & entry.people) for entry in agenda.entries)
    return delegation.name, delegation.delegates, len(entries), sum(entry.minutes for entry in entries), duties
