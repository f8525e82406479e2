"""The draft of a meeting folder in which a conference is planned anew."""

from __future__ import annotations

from scheduler.domain.draft import Draft
from scheduler.interchange.conference.programme import Programme
from scheduler.interchange.conference.rules import Keep, rules
from scheduler.interchange.conference.sheets import settings, sheets


def draft_of_programme(programme: Programme, keep: Keep) -> Draft:
    """The folder, with what is to be kept of the published programme."""
    origin = f"A conference's programme, imported: {' '.join(programme.title.split())}"
    return Draft(settings(programme), tuple(sheets(programme)), "conference", tuple(rules(programme, keep)), origin)
