"""Names of zones as Microsoft writes them. The table of CLDR is that of `icalendar`."""

from datetime import UTC, datetime
from functools import lru_cache

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from core.zones import zone as zone_called
from integrations.ical.zones import iana

# The table names some zones as they were called long ago.
MODERN = {
    "Etc/UTC": "UTC",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Europe/Kiev": "Europe/Kyiv",
}
_WINDOWS = {MODERN.get(name, name): windows for windows, name in WINDOWS_TO_OLSON.items()}
# Clocks are compared on these days of two years.
_MONTHS = [(year, month, day) for year in (0, 1) for month in range(1, 13) for day in (2, 28)]


def known(name: str) -> str | None:
    """The IANA zone that Microsoft calls so; None when nobody can tell."""
    found = iana(name) if name else None
    return None if found is None else MODERN.get(found, found)


@lru_cache(maxsize=512)
def windows(zone: str, year: int) -> str:
    """What Microsoft calls an IANA zone: by the table, or the zone in it whose clocks go alike in
    `year` and the next; its own name when there is none."""
    if zone in _WINDOWS:
        return _WINDOWS[zone]
    mine = _clocks(zone, year)
    alike = (told for other, told in _WINDOWS.items() if _clocks(other, year) == mine)
    return next(alike, zone)


@lru_cache(maxsize=1024)
def _clocks(zone: str, year: int) -> tuple[object, ...]:
    place = zone_called(zone)
    return tuple(
        datetime(year + later, month, day, 12, tzinfo=UTC).astimezone(place).utcoffset()
        for later, month, day in _MONTHS
    )
