"""Dates, clock times, lengths and rules as iCalendar writes them. Pure, both ways."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from core.calendars import FLOATING, Hours, When, WholeDays
from core.errors import Refused
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called
from integrations.ical.lines import Line, line
from integrations.ical.zones import iana

_LENGTH = re.compile(
    r"(?P<sign>[+-])?P(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,8})S)?)?"
)
_UNTIL = re.compile(r"UNTIL=(\d{8}(?:T\d{6}Z?)?)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A day, or a wall clock in a zone; `strange` is the name of a zone that nobody knows."""

    value: date | datetime
    zone: str = FLOATING
    strange: str | None = None


def points(found: Line, zones: dict[str, str]) -> list[Point]:
    """The dates and times of a property, in order; what is none is left out."""
    tzid = found.params.get("TZID")
    zone = None if tzid is None else zones.get(tzid) or iana(tzid)
    made: list[Point] = []
    for text in found.value.split(","):
        value = _value(text.strip().split("/")[0])
        if value is None:
            continue
        if not isinstance(value, datetime):
            made.append(Point(value=value))
        elif text.strip().upper().endswith("Z"):
            made.append(Point(value=value, zone="UTC"))
        elif tzid is not None and zone is None:
            made.append(Point(value=value, strange=tzid))
        else:
            made.append(Point(value=value, zone=zone or FLOATING))
    return made


def length(text: str) -> timedelta | None:
    """A DURATION; None when it is none."""
    found = _LENGTH.fullmatch(text.strip().upper())
    if found is None:
        return None
    numbers = {name: int(value) for name, value in found.groupdict(default="0").items()
               if name != "sign"}  # fmt: skip
    made = timedelta(**numbers)
    return -made if found["sign"] == "-" else made


def local_rule(text: str, when: When) -> str:
    """A rule whose UNTIL is a wall clock of the series' zone, or a day."""

    def local(found: re.Match[str]) -> str:
        value = _value(found[1])
        if value is None:
            return ""
        if isinstance(when, WholeDays):
            return f"UNTIL={value:%Y%m%d}"
        if isinstance(value, datetime) and found[1].upper().endswith("Z") and when.zone:
            value = wall_of(value.replace(tzinfo=UTC), zone_called(when.zone))
        return f"UNTIL={value:%Y%m%dT%H%M%S}" if isinstance(value, datetime) else found[0]

    return _UNTIL.sub(local, text.strip())


def told_rule(rule: str, when: When) -> str:
    """The rule as iCalendar wants it: an UNTIL in UTC where the series has a zone."""

    def told(found: re.Match[str]) -> str:
        value = _value(found[1])
        if not isinstance(when, Hours) or not when.zone or value is None:
            return found[0]
        if not isinstance(value, datetime):
            value = datetime.combine(value, datetime.max.time()).replace(microsecond=0)
        return f"UNTIL={instant_of(value, zone_called(when.zone)):%Y%m%dT%H%M%SZ}"

    return _UNTIL.sub(told, rule)


def told(name: str, values: tuple[date | datetime, ...], zone: str) -> Line:
    """A property with days, or wall clocks of `zone`."""
    if not isinstance(values[0], datetime):
        return line(name, ",".join(f"{value:%Y%m%d}" for value in values), VALUE="DATE")
    text = ",".join(f"{value:%Y%m%dT%H%M%S}" for value in values)
    if zone == FLOATING:
        return line(name, text)
    if zone == "UTC":
        return line(name, ",".join(f"{value:%Y%m%dT%H%M%SZ}" for value in values))
    return line(name, text, TZID=zone)


def moved_to(point: Point, zone: str) -> date | datetime:
    """The day or wall clock that `point` is where a series lives."""
    if not isinstance(point.value, datetime) or zone in (FLOATING, point.zone) or not point.zone:
        return point.value
    try:
        instant = instant_of(point.value, zone_called(point.zone))
        return wall_of(instant, zone_called(zone))
    except (Refused, OverflowError):
        return point.value


def _value(text: str) -> date | datetime | None:
    """A date or a wall clock, written out by hand: this is what reading spends its time on."""
    try:
        if len(text) == 8:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        if len(text) in (15, 16) and text[8] in "Tt":
            # A leap second counts as the one before it.
            return datetime(  # noqa: DTZ001 - a wall clock
                *(int(text[:4]), int(text[4:6]), int(text[6:8])),
                *(int(text[9:11]), int(text[11:13]), min(int(text[13:15]), 59)),
            )
    except ValueError:
        return None
    return None
