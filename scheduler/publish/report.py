"""The report for the secretariat: what the agenda costs and why, what was not granted, how full the rooms are, who carries how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from scheduler.domain.agenda import Agenda, Entry, Violation
from scheduler.domain.problem import Problem
from scheduler.omissions import omissions
from scheduler.publish.loads import DAYS, DELEGATIONS, PEOPLE, ROOMS, day_loads, delegation_loads, person_loads, room_loads
from scheduler.publish.markdown import escaped, table
from scheduler.publish.omitted import omitted_chapter
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
        *omitted_chapter(problem, agenda, omissions(problem, book, agenda)),
        *_delegations(problem, agenda, violations),
        *_programme(problem, agenda),
        *_rooms(problem, agenda),
        *_people(problem, agenda),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _result(agenda: Agenda) -> tuple[str, ...]:
    row = (agenda.cost, agenda.bound, f"{agenda.gap:.1%}")
    variant = (f"By the variant “{escaped(agenda.variant)}” of the rule book.",) if agenda.variant else ()
    return "## Result", *variant, _STATUS[agenda.status], table(("Cost", "Lower bound", "Gap"), [row])


def _costs(book: RuleBook, agenda: Agenda, violations: tuple[Violation, ...]) -> Iterable[str]:
    costs, measures = dict(agenda.cost_by_rule), Counter[str]()
    for violation in violations:
        measures[violation.rule] += violation.measure
    dearest_first = sorted(book.rules, key=lambda rule: -costs.get(rule.id, 0))
    rows = (_cost_row(rule, measures[rule.id], costs.get(rule.id, 0)) for rule in dearest_first)
    yield "## Cost by rule"
    yield "Those that cost most come first; those that cost nothing follow in the order of the rule book."
    yield table(("Rule", "What it asks for", "Strength", "What it counts", "Counted", "Cost", "Why"), rows)
    yield "## What could not be had"
    yield (
        "\n".join(f"- **{escaped(violation.instance)}** (cost {violation.cost}): {escaped(violation.sentence)}" for violation in violations)
        or "Nothing: every wish in the rule book is met."
    )


def _cost_row(rule: Rule, measure: int, cost: int) -> tuple[str | int, ...]:
    strength = "must" if rule.weight is None else str(rule.weight)
    return rule.id, rule.demand(), strength, rule.measured(), measure, cost, rule.why


def _programme(problem: Problem, agenda: Agenda) -> Iterable[str]:
    yield "## Programme"

    def day_of(entry: Entry) -> date:
        return problem.clock.local(entry.start).date()

    for day, entries in groupby(agenda.entries, key=day_of):
        yield f"### {day:%A} {day.day} {day:%B %Y}"
        yield table(("Time", "Session", "Room", "Who"), (_programme_row(problem, entry) for entry in entries))


def _programme_row(problem: Problem, entry: Entry) -> tuple[str, ...]:
    start, end = problem.clock.local(entry.start), problem.clock.local(entry.end)
    who = "; ".join(role_line(role, names) for role, names in roles(problem, entry))
    return f"{start:%H:%M}–{end:%H:%M}", heading(problem.session(entry.session)), place(problem, entry), who


def _rooms(problem: Problem, agenda: Agenda) -> tuple[str, ...]:
    return "## Use of rooms", table(ROOMS, room_loads(problem, agenda)), table(DAYS, day_loads(problem, agenda))


def _people(problem: Problem, agenda: Agenda) -> tuple[str, ...]:
    rows = tuple(person_loads(problem, agenda))
    if not rows:
        return "## Load per person", "Nobody has a duty."
    idle = len(problem.people) - len(rows)
    without = (f"Without a duty: {idle}.",) if idle else ()
    return "## Load per person", table(PEOPLE, rows), *without


def _delegations(problem: Problem, agenda: Agenda, violations: tuple[Violation, ...]) -> tuple[str, ...]:
    """The loads with what the wishes that speak of the delegation itself cost, not those that speak of its sessions or people."""
    if not problem.delegations:
        return ()
    rows = []
    for delegation, load in zip(problem.delegations, delegation_loads(problem, agenda), strict=True):
        unmet = [violation for violation in violations if violation.subject.rpartition(": ")[2] == delegation.id]
        rows.append((*load, len(unmet), sum(violation.cost or 0 for violation in unmet)))
    return "## What each delegation got", table((*DELEGATIONS, "Wishes about it not met", "Their cost"), rows)
