"""Due dates as sheets write them, and the business days of the country that hosts the meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from holidays import HolidayBase, country_holidays, list_supported_countries
from holidays.registry import COUNTRIES

from scheduler.domain.clock import Clock
from scheduler.domain.due import BUSINESS_DAY, Due
from scheduler.domain.suggestions import closest
from scheduler.files.values import DAY_HELP, YEARS, BadValue, calendar_day

DUE_HELP = f"{DAY_HELP}, or count from the meeting: 1 month before opening, 5 business days before opening, 2 weeks after closing"
_LIKE = 0.75
"""How alike a country's name must be: of two letters, one is not enough."""
_HOST_HELP = "write the country by its two letters of ISO 3166, as in AT, or with a part of it, as in AT-9"


@dataclass(frozen=True, slots=True)
class Host:
    """The country that hosts a meeting, ``AT``, or a part of it, ``AT-9``; empty where none is given."""

    code: str = ""

    def is_business_day(self, day: date) -> bool:
        """Whether ``day`` is neither a public holiday of the host nor of its weekend, which need not be Saturday and Sunday."""
        return _holidays(self.code).is_working_day(day)


def host(text: str) -> Host:
    """The host of that code.

    Raises
    ------
    BadValue
        If there is no such country, or it has no such part, of which the holidays are known.
    """
    country, _, part = text.partition("-")
    parts = list_supported_countries(include_aliases=False)
    if country not in parts:
        raise BadValue(f"there is no country '{country}' whose holidays are known", _meant(country) or _HOST_HELP)
    if text != country and part not in parts[country]:
        known = [f"{country}-{name}" for name in parts[country]]
        hint = f"write {country} alone" + (f", or one of: {', '.join(known)}" if known else "")
        raise BadValue(f"'{country}' has no part '{part}' of which holidays are known", hint)
    return Host(text)


def _meant(country: str) -> str:
    """A hint where the country is known by another name or code; empty where it is not."""
    named = {name: codes[1] for module, codes in COUNTRIES.items() for name in (*codes[1:], module.replace("_", " "))}
    meant = named.get(closest(country, named, _LIKE))
    return f"did you mean '{meant}'?" if meant else ""


def due_day(text: str, clock: Clock | None, host: Host | None) -> date | None:
    """The day that ``text`` means, which may be counted from the meeting; None where that is not known, as the settings are wrong.

    Raises
    ------
    BadValue
        If it is no day, or counts business days although no host is given.
    """
    due = Due.parse(text)
    if due is None:
        return _written_day(text)
    if not due.count:
        raise BadValue(f"'{text}' counts nothing", "write a number of 1 or more")
    if clock is None or host is None:
        return None
    if due.unit == BUSINESS_DAY and not host.code:
        raise BadValue(
            "business days are those of the host, and the settings name none",
            "add its country to meeting.yaml, as in 'host: AT', or count days",
        )
    day = due.day(clock, host.is_business_day)
    if day.year not in YEARS:
        raise BadValue(f"'{text}' is {day}, which cannot be right", "correct the number")
    return day


def _written_day(text: str) -> date:
    try:
        return calendar_day(text)
    except BadValue as error:
        raise BadValue(str(error), DUE_HELP if error.hint == DAY_HELP else error.hint) from None


@cache
def _holidays(code: str) -> HolidayBase:
    country, _, part = code.partition("-")
    return country_holidays(country, subdiv=part or None)
