"""Time zones as calendars carry them: VTIMEZONE components (RFC 5545, section 3.6.5) that every parser reads alike.

What the clocks do comes from the tzdata package, never from the machine, so that the same agenda gives the same bytes
everywhere. A zone whose clocks follow one yearly rule is written as that rule. The usual alternative, a list of dates
(RDATE), is read wrongly by ical.js and vobject, which show meetings in summer an hour off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from scheduler.domain.errors import Refused
from scheduler.domain.zones import load_zone, zone_file
from scheduler.publish.yearly import LocalTime, Recurrence, YearlyRule

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PublishedZone:
    """A time zone as tzdata describes it: ``zone`` converts, ``rule`` is its present yearly rule, if it has one."""

    zone: ZoneInfo
    rule: YearlyRule | None

    @classmethod
    def load(cls, key: str) -> PublishedZone:
        """The zone with the IANA name ``key``.

        Raises
        ------
        Refused
            If the time zone database has no such zone.
        """
        return _load(key)

    def vtimezone(self, first_year: int, last_year: int) -> Timezone:
        """A VTIMEZONE that is right from the year before ``first_year`` to the year after ``last_year``."""
        component = Timezone()
        component.add("tzid", self.zone.key)
        for observance in self.observances(first_year, last_year):
            component.add_component(observance.component())
        return component

    def observances(self, first_year: int, last_year: int) -> tuple[Observance, ...]:
        """The same as values: the yearly rule where it tells the truth about those years, otherwise each change by itself."""
        years = range(first_year - 1, last_year + 2)
        changes = _changes(self, datetime(years[0], 1, 1, tzinfo=UTC), datetime(years[-1] + 1, 1, 1, tzinfo=UTC))
        if self.rule is None or changes != _predicted(self.rule, years):
            return self._listed(years[0], changes)
        return _recurring(self.rule, years[0]) or self._listed(years[0], changes)

    def local_time(self, instant: datetime) -> LocalTime:
        """What the clocks show at ``instant``."""
        local = instant.astimezone(self.zone)
        return LocalTime(local.utcoffset() or timedelta(), local.tzname() or "")

    def _listed(self, year: int, changes: tuple[tuple[datetime, timedelta], ...]) -> tuple[Observance, ...]:
        start = datetime(year, 1, 1, tzinfo=UTC)
        instants = (start, *(instant for instant, _ in changes))
        times = [self.local_time(instant) for instant in instants]
        saved = [instant.astimezone(self.zone).dst() or timedelta() for instant in instants]
        # Dublin and Casablanca count winter as saving less than nothing; calendars call the later clock DAYLIGHT all the same.
        least, base = min(saved), min(time.offset for time in times)
        return tuple(
            Observance((instant + before.offset).replace(tzinfo=None), before, after, saving > least and after.offset > base)
            for instant, before, after, saving in zip(instants, (times[0], *times), times, saved, strict=False)
        )


@dataclass(frozen=True, slots=True)
class Observance:
    """The clocks go from ``before`` to ``after`` when they show ``start``; every year, or once if ``yearly`` is None."""

    start: datetime
    before: LocalTime
    after: LocalTime
    daylight: bool
    yearly: Recurrence | None = None

    def component(self) -> TimezoneStandard | TimezoneDaylight:
        """The STANDARD or DAYLIGHT part of a VTIMEZONE."""
        part = TimezoneDaylight() if self.daylight else TimezoneStandard()
        part.add("dtstart", self.start)
        part.add("tzoffsetfrom", self.before.offset)
        part.add("tzoffsetto", self.after.offset)
        part.add("tzname", self.after.name)
        if self.yearly is not None:
            part.add("rrule", _rrule(self.yearly))
        return part


@cache
def _load(key: str) -> PublishedZone:
    try:
        content = zone_file(key)
    except KeyError as error:
        hint = "in meeting.yaml, write the zone by the name that the IANA gives it, such as Europe/Vienna"
        raise Refused(f"the time zone database has no zone '{key}', so that no calendar can be written", hint) from error
    footer = content.rstrip(b"\n").rpartition(b"\n")[2]
    return PublishedZone(load_zone(key), YearlyRule.parse(footer.decode("ascii", "replace")))


@cache
def _changes(zone: PublishedZone, start: datetime, end: datetime) -> tuple[tuple[datetime, timedelta], ...]:
    """Every instant from ``start`` to ``end`` at which the offset changes, with the new offset.

    Remembered, because a meeting has a hundred calendars, which all need the same.
    """
    found: list[tuple[datetime, timedelta]] = []
    day = start
    while day < end:
        if zone.local_time(day).offset != zone.local_time(day + _DAY).offset:
            instant = _change_within(zone, day)
            found.append((instant, zone.local_time(instant).offset))
        day += _DAY
    return tuple(found)


def _change_within(zone: PublishedZone, day: datetime) -> datetime:
    """The first second of the new offset, in the 24 hours after ``day``."""
    before, after = 0, int(_DAY.total_seconds())
    old = zone.local_time(day).offset
    while after - before > 1:
        middle = (before + after) // 2
        if zone.local_time(day + timedelta(seconds=middle)).offset == old:
            before = middle
        else:
            after = middle
    return day + timedelta(seconds=after)


def _predicted(rule: YearlyRule, years: range) -> tuple[tuple[datetime, timedelta], ...]:
    return tuple(sorted((yearly.instant(year), yearly.after.offset) for yearly in rule.changes for year in years))


def _recurring(rule: YearlyRule, year: int) -> tuple[Observance, ...]:
    """The observances that repeat the rule from ``year`` on; none where a change has no recurrence rule."""
    if not rule.changes:
        return (Observance(datetime(year, 1, 1), rule.standard, rule.standard, daylight=False),)
    observances = tuple(
        Observance(
            yearly.change.face(year),
            yearly.before,
            yearly.after,
            yearly.after.offset > yearly.before.offset,
            yearly.change.recurrence(),
        )
        for yearly in rule.changes
    )
    return observances if all(observance.yearly for observance in observances) else ()


def _rrule(yearly: Recurrence) -> vRecur:
    parts: dict[str, object] = {"FREQ": "YEARLY", "BYMONTH": yearly.month}
    if yearly.month_days:
        parts["BYMONTHDAY"] = list(yearly.month_days)
    return vRecur(parts | {"BYDAY": yearly.day})
