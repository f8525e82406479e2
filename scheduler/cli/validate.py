"""``schedule validate``: read everything, say what is wrong or odd."""

from __future__ import annotations

from scheduler.cli.console import Folder, Rules, out, warn


def validate(folder: Folder, rules: Rules = None) -> None:
    """Read a meeting's sheets and its rule book, and report everything that is wrong, all at once."""
    from scheduler.files.meeting_folder import read_meeting

    plan = read_meeting(folder, rules)
    warn(plan.warnings)
    problem = plan.problem
    counts = (
        (len(problem.sessions), "sessions"),
        (len(problem.rooms), "rooms"),
        (len(problem.people), "people"),
        (len(problem.delegations), "delegations"),
        (len(plan.book.rules), "rules"),
    )
    count = len(plan.warnings)
    warned = f"{count} warning{'s' if count > 1 else ''}, and nothing is wrong" if count else "nothing is wrong"
    out.print(f"{folder}: {', '.join(f'{number} {what}' for number, what in counts)}: {warned}.")
