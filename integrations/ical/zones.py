"""Names of zones as programs write them, and what they are called by IANA."""

from datetime import date
from functools import lru_cache

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from core.errors import Refused
from core.zones import zone as zone_called
from integrations.ical.lines import Component, parse

# How many of the last parts of a name may be one of IANA: "/example.org/2026/Europe/Berlin".
MOST_PARTS = 3
# So far ahead the clock changes of a zone are written out.
YEARS = 12
_UTC = {"utc", "z", "gmt", "etc/utc", "etc/gmt", "zulu"}


@lru_cache(maxsize=1024)
def iana(name: str) -> str | None:
    """The IANA zone that `name` is: its own name, a Windows name, or one with a prefix. None when
    nobody can tell."""
    text = name.strip().strip('"')
    if text.lower() in _UTC:
        return "UTC"
    if text in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[text]
    parts = text.strip("/").split("/")
    for most in range(min(MOST_PARTS, len(parts)), 0, -1):
        tail = "/".join(parts[-most:])
        if (most == len(parts) or "/" in tail) and _known(tail):
            return tail
    return None


def zones_of(calendar: Component) -> dict[str, str]:
    """The TZIDs that the calendar explains itself, with the IANA names that they give."""
    found: dict[str, str] = {}
    for part in calendar.parts:
        tzid, location = part.first("TZID"), part.first("X-LIC-LOCATION")
        if part.name == "VTIMEZONE" and tzid is not None and location is not None:
            name = iana(location.value)
            if name is not None:
                found[tzid.value] = name
    return found


@lru_cache(maxsize=128)
def described(zone: str, year: int) -> Component:
    """The VTIMEZONE of an IANA zone for the years around `year`."""
    first, last = date(year - 1, 1, 1), date(year + YEARS, 1, 1)
    made = Timezone.from_tzid(zone, first_date=first, last_date=last)
    return parse(made.to_ical().decode())[0]


def _known(name: str) -> bool:
    try:
        zone_called(name)
    except Refused:
        return False
    return True
