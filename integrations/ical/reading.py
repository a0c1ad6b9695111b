"""From iCalendar to our events. Pure; what is broken is left out, never guessed."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TypeVar, get_args

from core.calendars import FLOATING, Attendee, CalendarEvent, Hours, Response, When, WholeDays
from core.occasions import sound
from integrations.ical.lines import Component, Line, parse
from integrations.ical.values import Point, length, local_rule, moved_to, points
from integrations.ical.zones import zones_of

UNTITLED = "(no title)"
RESPONSES: dict[str, Response] = {name.upper(): name for name in get_args(Response)}
DAY = timedelta(days=1)
Start = TypeVar("Start", date, datetime)


def read_events(text: str, me: str = "") -> tuple[list[CalendarEvent], int]:
    """All events of a calendar file, each series before its exceptions, and how many could not be
    read: those without a readable start. `me` is the person's own address."""
    made: list[CalendarEvent] = []
    there = 0
    for calendar in parse(text):
        zones = zones_of(calendar)
        found = [part for part in calendar.parts if part.name == "VEVENT"]
        there += len(found)
        masters = [part for part in found if part.first("RECURRENCE-ID") is None]
        exceptions = [part for part in found if part.first("RECURRENCE-ID") is not None]
        series = {event.uid: event for part in masters if (event := read(part, zones, me))}
        made += series.values()
        for part in exceptions:
            uid = part.first("UID")
            event = read(part, zones, me, series.get(uid.text) if uid else None)
            if event is not None:
                made.append(event)
    return made, there - len(made)


def read(
    part: Component, zones: dict[str, str], me: str = "", series: CalendarEvent | None = None
) -> CalendarEvent | None:
    """One VEVENT; of an exception, `series` tells in which zone its series lives."""
    start = _point(part, "DTSTART", zones)
    if start is None:
        return None
    when = sound(_when(part, start, zones))
    uid, title = part.first("UID"), part.first("SUMMARY")
    home = when if series is None else series.when
    at = _point(part, "RECURRENCE-ID", zones)
    zone = home.zone if isinstance(home, Hours) else FLOATING
    invites = part.first("ORGANIZER")
    organizer = _address(invites)
    mine = organizer.casefold() == me.casefold()
    return CalendarEvent(
        uid=uid.text if uid else _unnamed(part),
        title=(title.text.strip() if title else "") or UNTITLED,
        when=when,
        original=None if at is None else _as_start(moved_to(at, zone), home),
        cancelled=_upper(part, "STATUS") == "CANCELLED",
        rule=_rule(part, when),
        excluded=_dates(part, "EXDATE", zones, when),
        added=_dates(part, "RDATE", zones, when),
        place=_text(part, "LOCATION"),
        notes=_text(part, "DESCRIPTION"),
        link=_text(part, "URL"),
        organizer="" if mine else organizer,
        organizer_name="" if mine or invites is None else invites.params.get("CN", ""),
        attendees=tuple(attendee(line, me) for line in part.every("ATTENDEE")),
        reminders=_reminders(part),
        busy=_upper(part, "TRANSP") != "TRANSPARENT",
        private=_upper(part, "CLASS") in ("PRIVATE", "CONFIDENTIAL"),
        strange_zone=start.strange,
    )


def attendee(line: Line, me: str = "") -> Attendee:
    """Somebody invited."""
    address = _address(line)
    return Attendee(
        address=address,
        name=line.params.get("CN", ""),
        response=RESPONSES.get(line.params.get("PARTSTAT", "").upper(), "none"),
        optional=line.params.get("ROLE", "").upper() == "OPT-PARTICIPANT",
        is_me=bool(me) and address.casefold() == me.casefold(),
    )


def minutes_before(alarm: Component) -> int | None:
    """How long before the start a VALARM goes off; None when it does not depend on the start."""
    trigger = alarm.first("TRIGGER")
    if trigger is None or trigger.params.get("RELATED", "START").upper() != "START":
        return None
    before = length(trigger.value)
    return None if before is None or before > timedelta(0) else -int(before.total_seconds() // 60)


def _unnamed(part: Component) -> str:
    """A UID for an event that has none: the same for the same lines."""
    lines = "\n".join(line.raw for line in part.lines if line.name != "DTSTAMP")
    return f"unnamed-{sha256(lines.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _when(part: Component, start: Point, zones: dict[str, str]) -> When:
    end = _point(part, "DTEND", zones)
    lasting = part.first("DURATION")
    lasts = None if lasting is None else length(lasting.value)
    if not isinstance(start.value, datetime):
        return _days(start.value, end, lasts)
    ends: datetime | None = None
    end_zone: str | None = None
    if end is not None and isinstance(end.value, datetime):
        ends = end.value
        end_zone = end.zone if end.zone not in (start.zone, FLOATING) else None
    elif lasts is not None:
        ends = _later(start.value, lasts)
    return Hours(start=start.value, end=ends, zone=start.zone, end_zone=end_zone)


def _days(first: date, end: Point | None, lasts: timedelta | None) -> WholeDays:
    """iCalendar's end is the day after the last one."""
    if end is not None and not isinstance(end.value, datetime) and end.value > first:
        return WholeDays(first=first, last=end.value - DAY)
    if lasts is not None and lasts > DAY:
        return WholeDays(first=first, last=_later(first, lasts - DAY))
    return WholeDays(first=first, last=first)


def _later(start: Start, by: timedelta) -> Start:
    try:
        return start + by
    except OverflowError:
        return start


def _rule(part: Component, when: When) -> str | None:
    found = part.first("RRULE")
    if found is not None and "FREQ=" in found.value.upper():
        return local_rule(found.value.upper(), when)
    # Dates that are listed one by one make a series, too.
    return "FREQ=DAILY;COUNT=1" if part.first("RDATE") is not None else None


def _dates(
    part: Component, name: str, zones: dict[str, str], when: When
) -> tuple[date | datetime, ...]:
    zone = when.zone if isinstance(when, Hours) else FLOATING
    found = {
        _as_start(moved_to(point, zone), when)
        for line in part.every(name)
        for point in points(line, zones)
    }
    return tuple(sorted(found))


def _as_start(value: date | datetime, when: When) -> date | datetime:
    """A date within a series, of the kind of its start: some programs write a day for a time."""
    if isinstance(when, WholeDays):
        return value.date() if isinstance(value, datetime) else value
    return value if isinstance(value, datetime) else datetime.combine(value, when.start.time())


def _reminders(part: Component) -> tuple[int, ...]:
    found = (minutes_before(alarm) for alarm in part.parts if alarm.name == "VALARM")
    return tuple(sorted({minutes for minutes in found if minutes is not None}))


def _point(part: Component, name: str, zones: dict[str, str]) -> Point | None:
    line = part.first(name)
    found = [] if line is None else points(line, zones)
    return found[0] if found else None


def _text(part: Component, name: str) -> str | None:
    line = part.first(name)
    return None if line is None else line.text.strip() or None


def _upper(part: Component, name: str) -> str:
    line = part.first(name)
    return "" if line is None else line.value.strip().upper()


def _address(line: Line | None) -> str:
    if line is None:
        return ""
    value = line.value.strip()
    return value[len("mailto:") :] if value.lower().startswith("mailto:") else value
