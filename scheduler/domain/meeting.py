"""The meeting itself, as its settings say: who invites to it, when, and by what clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.clock import Clock
from scheduler.domain.mail import MailServer
from scheduler.domain.policy import EVERYTHING, Policy


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes on foot between two buildings, either way."""

    a: str
    b: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who sends the invitations."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The meeting itself.

    ``id`` is part of every UID and never reused; ``grid`` is in minutes; ``prepared`` stamps calendars; ``reminders`` are minutes
    before sessions at which those who take part are reminded; ``markings`` are from low to high, and ``policy`` says who sees what of them.
    """

    id: str
    title: str
    clock: Clock
    grid: int
    prepared: datetime
    organizer: Organizer
    markings: tuple[str, ...] = ("public",)
    travel: tuple[Travel, ...] = ()
    reminders: tuple[int, ...] = ()
    mail: MailServer | None = None
    policy: Policy = EVERYTHING
