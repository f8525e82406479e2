"""``schedule validate``: read everything, say what is wrong or odd."""

from __future__ import annotations

from scheduler.cli.console import Folder, Rules, Variant, err, out, warn


def validate(folder: Folder, rules: Rules = None, variant: Variant = None) -> None:
    """Read a meeting's sheets and its rule book, and report everything that is wrong, all at once.

    Rules that cannot hold together are reported too where counting or a short look shows it; 'schedule solve' finds the others.
    """
    from scheduler.files.meeting_folder import read_meeting
    from scheduler.solve.counting import count_shortages
    from scheduler.solve.explain import glance

    plan = read_meeting(folder, rules, variant)
    warn(plan.warnings)
    problem = plan.problem
    counts = (
        (len(problem.sessions), "sessions"),
        (len(problem.rooms), "rooms"),
        (len(problem.people), "people"),
        (len(problem.delegations), "delegations"),
        (len(plan.book.rules), "rules"),
    )
    shortages = tuple(count_shortages(problem, plan.book))
    for shortage in shortages:
        err.print(f"warning: no agenda can keep every rule:\n{shortage}", style="yellow")
    conflict = None if shortages else glance(problem, plan.book)
    if conflict is not None:
        err.print(f"warning: {conflict.text()}", style="yellow")
    count = len(plan.warnings) + len(shortages) + (conflict is not None)
    warned = f"{count} warning{'s' if count > 1 else ''}, and nothing is wrong" if count else "nothing is wrong"
    out.print(f"{folder}: {', '.join(f'{number} {what}' for number, what in counts)}: {warned}.")
