"""Of which entries a person has to be told: those that differ from what the person was last told, whatever releases lie between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scheduler.domain.policy import GROUPS
from scheduler.publish.calendars import PROGRAMME
from scheduler.publish.differences import Difference
from scheduler.store.history import Key, Line, Shown
from scheduler.store.ledger import Ledger
from scheduler.store.mails import Mail

PEOPLE = GROUPS[1]


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person has to be told of one entry.

    Parameters
    ----------
    key : (str, str)
        The person's calendar and the entry's UID.
    before : Line, optional
        What the person was last told; None if the entry is new.
    line : Line
        What the release has.
    after : int, optional
        The number of the mail that told ``before``.
    uninvited : bool
        Whether the entry is cancelled for this person, and goes on for others.
    doubt : int, optional
        The number of a mail that told just this, and of which it is not known whether it arrived.
    """

    key: Key
    before: Line[Shown] | None
    line: Line[Shown]
    after: int | None
    uninvited: bool
    doubt: int | None = None

    @property
    def difference(self) -> Difference[Shown]:
        """What has changed, as people see it."""
        return Difference(
            self.before.shown if self.before and self.before.is_open else None, self.line.shown if self.line.is_open else None
        )


def notices(ledger: Ledger, number: int) -> tuple[Notice, ...]:
    """All that release ``number`` has to tell, by person and then by time; those in doubt among them."""
    mails = ledger.mails.all()
    last = {mail.key: mail for mail in mails.values()}
    lines = ledger.lines(number)
    told = _Told(ledger, {number: lines})
    going_on = {uid for (_, uid), line in lines.items() if line.is_open}
    found = []
    for key, line in lines.items():
        if key[0].startswith(f"{PEOPLE}/"):
            mail = last.get(key)
            if mail is not None and mail.outcome is None and _same(told.line(mail), line):
                doubted, mail = mail.number, mails.get(mail.after) if mail.after is not None else None
            else:
                doubted = None
            before = told.line(mail) if mail else None
            if doubted is not None or _is_news(before, line):
                found.append(Notice(key, before, line, mail.number if mail else None, key[1] in going_on, doubted))
    return tuple(sorted(found, key=lambda one: (one.key[0], one.line.shown.order)))


def title_of(ledger: Ledger, number: int) -> str:
    """The meeting's title, as release ``number`` shows it."""
    return ledger.calendars(number)[PROGRAMME]


@dataclass(frozen=True, slots=True)
class _Told:
    """The lines of releases that were told of, each release read once."""

    ledger: Ledger
    read: dict[int, Mapping[Key, Line[Shown]]]

    def line(self, mail: Mail) -> Line[Shown]:
        """What a mail told."""
        if mail.release not in self.read:
            self.read[mail.release] = self.ledger.lines(mail.release)
        return self.read[mail.release][mail.key]


def _is_news(before: Line[Shown] | None, line: Line[Shown]) -> bool:
    """Whether somebody who was told ``before`` has to be told ``line``.

    Nothing is taken back by an older version, which programs ignore (RFC 5546, section 2.1.5).
    """
    if before is None:
        return line.is_open
    older = (line.stamp.sequence, line.stamp.published) < (before.stamp.sequence, before.stamp.published)
    return not older and not _same(before, line)


def _same(told: Line[Shown], line: Line[Shown]) -> bool:
    """Whether the two show the same. Of what is cancelled it does not matter how it was; and reminders alone are nothing to write of."""
    if not (told.is_open and line.is_open):
        return told.is_open == line.is_open
    return told.shown == replace(line.shown, reminders=told.shown.reminders)
