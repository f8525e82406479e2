"""The time zones that an iCalendar file names: of the IANA database, by Windows' names, or described in the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from scheduler.domain.zones import load_zone, zone_names
from scheduler.files import values
from scheduler.files.ics_lines import Component


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones of one file; ``venue`` is that of times without any, ``described`` are the file's own by name."""

    venue: tzinfo
    described: dict[str, tzinfo] = field(default_factory=dict)

    @classmethod
    def of(cls, components: Sequence[Component], venue: tzinfo) -> Zones:
        """The zones of the file with these components. A description that cannot be read is none."""
        described = [_described(component) for component in components if component.name == "VTIMEZONE"]
        return cls(venue, {name: zone for name, zone in described if zone is not None})

    def find(self, name: str) -> tzinfo:
        """The zone of that name. The IANA database comes first, because programs describe only some of a zone's years.

        Raises
        ------
        BadValue
            If there is none.
        """
        words = name.strip("/").split("/")
        # Some programs put their own name first: /freeassociation.sourceforge.net/Europe/Vienna.
        for known in ("/".join(words[at:]) for at in range(len(words))):
            if known in zone_names():
                return load_zone(known)
        if name in WINDOWS_TO_OLSON:
            return load_zone(WINDOWS_TO_OLSON[name])
        return self.described[name] if name in self.described else values.zone(name)


def _described(component: Component) -> tuple[str, tzinfo | None]:
    try:
        zone = Timezone.from_ical("\r\n".join(line.text for line in component.lines))
        assert isinstance(zone, Timezone)
        return str(zone["TZID"]), zone.to_tz(lookup_tzid=False)
    except (ValueError, KeyError, AttributeError, TypeError):
        return "", None
