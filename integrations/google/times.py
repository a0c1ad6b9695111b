"""Days, clocks and series as Google writes them. Pure, both ways."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from core.calendars import FLOATING, CalendarEvent, Hours, When, WholeDays
from core.occasions import sound
from core.zones import wall_of
from core.zones import zone as zone_called
from integrations.google.items import Item, Time
from integrations.ical.lines import parse
from integrations.ical.reading import read
from integrations.ical.values import told, told_rule
from integrations.ical.zones import iana

DAY = timedelta(days=1)


def when_of(item: Item, home: str) -> When:
    """When it takes place. `home` is the zone of its calendar, for times that have none.

    Raises:
        ValueError, OverflowError: it has no start that can be read.
    """
    start, end = item.get("start", {}), item.get("end", {})
    day = start.get("date")
    if day:
        first = date.fromisoformat(day)
        after = end.get("date")
        last = date.fromisoformat(after) - DAY if after else first
        return sound(WholeDays(first=first, last=max(first, last)))
    zone = _zone(start, home)
    ends = None if item.get("endTimeUnspecified") or not end.get("dateTime") else _zone(end, zone)
    return sound(
        Hours(
            start=_wall(start, zone),
            end=None if ends is None else _wall(end, ends),
            zone=zone,
            end_zone=ends if ends not in (None, zone) else None,
        )
    )


def original_of(item: Item, home: str) -> date | datetime | None:
    """Where an exception would have been, by the clocks of `home` where its series lives."""
    at = item.get("originalStartTime")
    if not at or "recurringEventId" not in item:
        return None
    day = at.get("date")
    return date.fromisoformat(day) if day else _wall(at, home or _zone(at, ""))


def times_of(when: When, home: str) -> tuple[Time, Time]:
    """Start and end for Google, of which neither is left out. Floating clocks are at `home`."""
    if isinstance(when, WholeDays):
        return _day(when.first), _day(when.last + DAY)
    zone = when.zone or home
    return _clock(when.start, zone), _clock(when.end or when.start, when.end_zone or zone)


def moment(at: date | datetime, zone: str) -> str:
    """A start as Google compares it."""
    if isinstance(at, datetime):
        return at.replace(tzinfo=zone_called(zone)).isoformat()
    return at.isoformat()


def series_of(
    lines: list[str], when: When
) -> tuple[str | None, tuple[date | datetime, ...], tuple[date | datetime, ...]]:
    """The rule of a series, and what is excluded and added."""
    if not lines:
        return None, (), ()
    text = "\r\n".join(("BEGIN:VEVENT", _start_line(when), *lines, "END:VEVENT"))
    found = read(parse(text)[0], {})
    return (None, (), ()) if found is None else (found.rule, found.excluded, found.added)


def lines_of(event: CalendarEvent, home: str) -> list[str]:
    """The recurrence of a series for Google."""
    zone = (event.when.zone or home) if isinstance(event.when, Hours) else FLOATING
    when = replace(event.when, zone=zone) if isinstance(event.when, Hours) else event.when
    made = [] if event.rule is None else [f"RRULE:{told_rule(event.rule, when)}"]
    for name, values in (("EXDATE", event.excluded), ("RDATE", event.added)):
        if values:
            made.append(told(name, values, zone).raw)
    return made


def occasion_of(series: CalendarEvent, at: date | datetime) -> When:
    """When the occasion of a series is that starts `at`."""
    when = series.when
    if isinstance(when, WholeDays):
        first = at.date() if isinstance(at, datetime) else at
        return sound(WholeDays(first=first, last=first + (when.last - when.first)))
    start = at if isinstance(at, datetime) else datetime.combine(at, when.start.time())
    end = None if when.end is None else start + (when.end - when.start)
    return sound(replace(when, start=start, end=end))


def _start_line(when: When) -> str:
    if isinstance(when, WholeDays):
        return told("DTSTART", (when.first,), FLOATING).raw
    return told("DTSTART", (when.start,), when.zone).raw


def _zone(time: Time, home: str) -> str:
    """Google always tells the instant; so a zone that nobody knows is no loss."""
    return iana(time.get("timeZone") or "") or home or "UTC"


def _wall(time: Time, zone: str) -> datetime:
    text = time.get("dateTime") or ""
    instant = datetime.fromisoformat(text)
    wall = instant if instant.tzinfo is None else wall_of(instant, zone_called(zone))
    return wall.replace(microsecond=0)


def _day(value: date) -> Time:
    return {"date": value.isoformat(), "dateTime": None, "timeZone": None}


def _clock(wall: datetime, zone: str) -> Time:
    return {"date": None, "dateTime": moment(wall, zone), "timeZone": zone}
