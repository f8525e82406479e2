"""Who may see what: how much of each marking an audience is shown. A marking is known by its level, from 0, the lowest, up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

View = Literal["full", "title", "nothing"]
FULL: Final = "full"
TITLE: Final = "title"
NOTHING: Final = "nothing"
VIEWS: tuple[View, ...] = (FULL, TITLE, NOTHING)
"""How much may be seen of a session, from most to least: everything, only when and where it is under a neutral title, or nothing."""
GROUPS = ("delegations", "people", "rooms", "bodies")
"""The sheets whose rows have calendars of their own; each can have a policy, and so can each row."""
FIELDS = ("title", "item", "theme", "kind", "audience", "people", "room", "link")
"""What can have a level of its own, whatever the session's. With its title a session's id is hidden, too, since it may say as much."""
NEUTRAL = "Closed session"


@dataclass(frozen=True, slots=True)
class Audience:
    """Those who are shown ``views`` of the levels, from low to high.

    ``name`` is that of a marking; or of a group, as ``delegations``; or of one of it, as ``delegations/aut``.
    """

    name: str
    views: tuple[View, ...]

    def sees(self, level: int) -> bool:
        """Whether they are shown everything of this level."""
        return self.views[level] == FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What each audience sees; one that is not named sees everything.

    Parameters
    ----------
    audiences : tuple of Audience
        Those who are given a programme of their own, each named after a marking; none where the meeting has no policy.
    calendars : tuple of Audience
        For whom calendars of delegations, people, rooms and bodies are: of a whole group, or of one of it.
    fields : tuple of (str, int)
        The level of each of ``FIELDS`` that has one of its own.
    neutral : str
        What is told in the place of a title.
    secret : str
        What the ids of sessions are hidden with: without it, whoever guesses an id can tell that the guess is right.
    """

    audiences: tuple[Audience, ...] = ()
    calendars: tuple[Audience, ...] = ()
    fields: tuple[tuple[str, int], ...] = ()
    neutral: str = NEUTRAL
    secret: str = ""

    @property
    def hides_titles(self) -> bool:
        """Whether somebody is told of sessions without their titles, under ids that stand for their own."""
        return "title" in dict(self.fields) or any(TITLE in audience.views for audience in (*self.audiences, *self.calendars))

    def of_calendar(self, group: str, id: str = "") -> Audience | None:
        """For whom a calendar of a ``group`` is: the row of that ``id`` counts, or else that of the group. None sees everything."""
        named = {audience.name: audience for audience in self.calendars}
        return named.get(f"{group}/{id}", named.get(group))

    def hidden(self, audience: Audience) -> frozenset[str]:
        """The fields that an audience is not shown of any session."""
        return frozenset(field for field, level in self.fields if not audience.sees(level))


EVERYTHING = Policy()
"""Where nothing is hidden from anybody."""
