"""How high things are marked: by their own marking, or by that of what they belong to."""

from __future__ import annotations

from scheduler.domain.problem import Body, Deadline, Paper, Problem, Session


def level(problem: Problem, row: Session | Body | Paper | Deadline) -> int:
    """The level of ``row``, from 0, the lowest.

    Where the sheet marks none, a session has that of its body, and a paper the highest of the sessions that need it. A bilateral has
    the highest of all, since it is nobody's business but the two delegations'. What else is not marked has the lowest.
    """
    markings = problem.meeting.markings
    if row.marking:
        return markings.index(row.marking)
    if isinstance(row, Paper):
        return max(
            (level(problem, session) for session in problem.sessions if row.id == session.paper or session.id == row.session), default=0
        )
    if isinstance(row, Session) and row.between:
        return len(markings) - 1
    if isinstance(row, Session):
        return max((level(problem, body) for body in problem.bodies if body.id == row.body), default=0)
    return 0


def level_told(problem: Problem, session: Session) -> int:
    """The level of what is told of a session together with its body."""
    return max(level(problem, session), *(level(problem, body) for body in problem.bodies if body.id == session.body), 0)
