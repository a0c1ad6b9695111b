"""From our events to iCalendar. Only what has changed is written; all else stays as it came."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from core.calendars import FLOATING, Attendee, CalendarEvent, Hours, When, WholeDays
from core.errors import EventGone
from core.occasions import stamp
from integrations.ical.lines import Component, Line, line, parse, text_line, written
from integrations.ical.reading import attendee, minutes_before, read
from integrations.ical.values import moved_to, points, told, told_rule
from integrations.ical.zones import described, zones_of

PRODUCT = "-//Jenny//Jenny//EN"
DAY = timedelta(days=1)
# What belongs to a series as a whole, and not to one occasion of it.
OF_SERIES = {"RRULE", "RDATE", "EXDATE", "DTSTART", "DTEND", "DURATION", "EXRULE"}
PARTSTAT = {"none": "NEEDS-ACTION"}
_PARTSTAT = re.compile(r";PARTSTAT=[^;:]*", re.IGNORECASE)


def write_event(raw: str, event: CalendarEvent, at: datetime, me: str = "") -> str:
    """The file `raw` with the event as it is to be; a new file when `raw` is empty.

    An exception, which has an `original`, is put beside its series. `at` is now.

    Raises:
        EventGone: the file does not hold the series.
    """
    calendar = _calendar(raw)
    part = _part(calendar, event)
    if part is None:
        if event.original is None and raw:
            raise EventGone("The event is not in its file any more.")
        part = _new(calendar, event)
        calendar.parts.append(part)
    _fill(part, event, calendar, me)
    _stamp(part, at, mine=not event.organizer)
    _explain_zones(calendar, event.when)
    return written(calendar)


def without_exception(raw: str, event: CalendarEvent, at: datetime) -> str:
    """The file without that exception: its occasion is like the others again."""
    calendar = _calendar(raw)
    part = _part(calendar, event)
    if part is not None:
        calendar.parts.remove(part)
        for master in (p for p in calendar.parts if p.name == "VEVENT"):
            _stamp(master, at)
    return written(calendar)


def write_events(events: list[CalendarEvent], at: datetime) -> str:
    """One file with all these events, as calendars import it."""
    calendar = _calendar("")
    for event in events:
        part = _new(calendar, event)
        _fill(part, event, calendar, "")
        _stamp(part, at)
        calendar.parts.append(part)
        _explain_zones(calendar, event.when)
    return written(calendar)


def _calendar(raw: str) -> Component:
    found = next((part for part in parse(raw) if part.name == "VCALENDAR"), None)
    if found is not None:
        return found
    lines = [line("VERSION", "2.0"), line("PRODID", PRODUCT), line("CALSCALE", "GREGORIAN")]
    return Component(name="VCALENDAR", lines=lines)


def _part(calendar: Component, event: CalendarEvent) -> Component | None:
    """The component of the event: the series, or the exception with its `original`."""
    home = _home(calendar)
    zones = zones_of(calendar)
    for part in calendar.parts:
        if part.name != "VEVENT":
            continue
        at = part.first("RECURRENCE-ID")
        if at is None:
            if event.original is None:
                return part
        elif event.original is not None:
            found = read(part, zones, series=home)
            original = None if found is None else found.original
            if original is not None and stamp(original) == stamp(event.original):
                return part
    return None


def _home(calendar: Component) -> CalendarEvent | None:
    master = next(
        (p for p in calendar.parts if p.name == "VEVENT" and not p.first("RECURRENCE-ID")), None
    )
    return None if master is None else read(master, zones_of(calendar))


def _new(calendar: Component, event: CalendarEvent) -> Component:
    """A component for the event: an exception begins as a likeness of its series."""
    if event.original is None:
        return Component(name="VEVENT", lines=[text_line("UID", event.uid)])
    master = next(
        (p for p in calendar.parts if p.name == "VEVENT" and not p.first("RECURRENCE-ID")), None
    )
    if master is None:
        raise EventGone("The series is not there any more.")
    home = read(master, zones_of(calendar))
    zone = home.when.zone if home is not None and isinstance(home.when, Hours) else FLOATING
    lines = [one for one in master.lines if one.name not in OF_SERIES]
    lines.append(told("RECURRENCE-ID", (event.original,), zone))
    return Component(name="VEVENT", lines=lines, parts=list(master.parts))


def _fill(part: Component, event: CalendarEvent, calendar: Component, me: str) -> None:
    """Write what differs from what the component says."""
    before = read(part, zones_of(calendar), me, _home(calendar) if event.original else None)
    if before is None or before.when != event.when:
        if before is not None and event.original is None:
            _shift_exceptions(calendar, before.when, event.when)
        _put_when(part, event.when)
    zone = event.when.zone if isinstance(event.when, Hours) else FLOATING
    if before is None or (before.rule, before.when) != (event.rule, event.when):
        rule = None if event.rule is None else line("RRULE", told_rule(event.rule, event.when))
        part.put("RRULE", *([rule] if rule else []))
    for name, old, new in (
        ("EXDATE", before and before.excluded, event.excluded),
        ("RDATE", before and before.added, event.added),
    ):
        if (old or ()) != new:
            part.put(name, *([told(name, new, zone)] if new else []))
    _put_texts(part, before, event)
    _put_people(part, before, event, me)
    if before is None or before.reminders != event.reminders:
        _put_reminders(part, event)


def _put_texts(part: Component, before: CalendarEvent | None, event: CalendarEvent) -> None:
    texts: tuple[tuple[str, Callable[[CalendarEvent], str | None]], ...] = (
        ("SUMMARY", lambda e: e.title),
        ("LOCATION", lambda e: e.place),
        ("DESCRIPTION", lambda e: e.notes),
    )
    for name, of in texts:
        text = of(event)
        if before is None or of(before) != text:
            part.put(name, *([text_line(name, text)] if text else []))
    plain: tuple[tuple[str, Callable[[CalendarEvent], str | None]], ...] = (
        ("URL", lambda e: e.link),
        ("TRANSP", lambda e: None if e.busy else "TRANSPARENT"),
        ("CLASS", lambda e: "PRIVATE" if e.private else None),
        ("STATUS", lambda e: "CANCELLED" if e.cancelled else None),
    )
    for name, of in plain:
        value = of(event)
        if (None if before is None else of(before)) != value:
            part.put(name, *([line(name, value)] if value else []))


def _put_people(
    part: Component, before: CalendarEvent | None, event: CalendarEvent, me: str
) -> None:
    """Those who stay keep their own line, with all that a server has noted on it; the person's own
    answer is written into theirs."""
    if (before.attendees if before else ()) == event.attendees:
        return
    known = {attendee(one).address.casefold(): one for one in part.every("ATTENDEE")}
    guests = [_told(who, known.get(who.address.casefold())) for who in event.attendees]
    part.put("ATTENDEE", *guests)
    if guests and part.first("ORGANIZER") is None and "@" in me:
        part.put("ORGANIZER", line("ORGANIZER", f"mailto:{me}"))


def _told(who: Attendee, there: Line | None) -> Line:
    if there is None:
        return _guest(who)
    if not who.is_me or attendee(there).response == who.response:
        return there
    value = PARTSTAT.get(who.response, who.response.upper())
    rest = _PARTSTAT.sub("", there.raw, count=1)[len("ATTENDEE") :]
    raw = f"ATTENDEE;PARTSTAT={value}{rest}"
    return replace(there, params=there.params | {"PARTSTAT": value}, raw=raw)


def _guest(who: Attendee) -> Line:
    params = {"CN": who.name} if who.name else {}
    params["PARTSTAT"] = PARTSTAT.get(who.response, who.response.upper())
    if who.optional:
        params["ROLE"] = "OPT-PARTICIPANT"
    address = f"mailto:{who.address}" if "@" in who.address else who.address
    return line("ATTENDEE", address, **params, RSVP="TRUE")


def _put_reminders(part: Component, event: CalendarEvent) -> None:
    """Alarms that stay keep their own component, and those of another kind stay anyway."""
    kept: list[Component] = []
    there: set[int] = set()
    for one in part.parts:
        minutes = minutes_before(one) if one.name == "VALARM" else None
        if minutes is None or (minutes in event.reminders and minutes not in there):
            kept.append(one)
        if minutes is not None:
            there.add(minutes)
    for minutes in event.reminders:
        if minutes not in there:
            lines = [
                line("ACTION", "DISPLAY"),
                line("TRIGGER", f"-PT{minutes}M"),
                text_line("DESCRIPTION", event.title),
            ]
            kept.append(Component(name="VALARM", lines=lines))
    part.parts = kept


def _put_when(part: Component, when: When) -> None:
    part.put("DURATION")
    if isinstance(when, WholeDays):
        part.put("DTSTART", told("DTSTART", (when.first,), FLOATING))
        part.put("DTEND", told("DTEND", (when.last + DAY,), FLOATING))
        return
    part.put("DTSTART", told("DTSTART", (when.start,), when.zone))
    ends = () if when.end is None else (told("DTEND", (when.end,), when.end_zone or when.zone),)
    part.put("DTEND", *ends)


def _shift_exceptions(calendar: Component, old: When, new: When) -> None:
    """When a series moves as a whole, its exceptions stand for the occasions that moved along."""
    by = _start(new) - _start(old)
    zones = zones_of(calendar)
    zone = new.zone if isinstance(new, Hours) else FLOATING
    home = old.zone if isinstance(old, Hours) else FLOATING
    for part in calendar.parts:
        at = part.first("RECURRENCE-ID")
        found = [] if at is None else points(at, zones)
        if not found:
            continue
        value = moved_to(found[0], home)
        wall = (value if isinstance(value, datetime) else datetime.combine(value, time())) + by
        moved = wall if isinstance(new, Hours) else wall.date()
        part.put("RECURRENCE-ID", told("RECURRENCE-ID", (moved,), zone))


def _start(when: When) -> datetime:
    first: date | datetime = when.first if isinstance(when, WholeDays) else when.start
    return first if isinstance(first, datetime) else datetime.combine(first, time())


def _stamp(part: Component, at: datetime, *, mine: bool = True) -> None:
    """Note that it was changed, and when. Versions are counted by whoever invites alone."""
    part.put("DTSTAMP", line("DTSTAMP", f"{at:%Y%m%dT%H%M%SZ}"))
    part.put("LAST-MODIFIED", line("LAST-MODIFIED", f"{at:%Y%m%dT%H%M%SZ}"))
    if not mine:
        return
    number = part.first("SEQUENCE")
    text = "" if number is None else number.value.strip()
    part.put("SEQUENCE", line("SEQUENCE", str(int(text) + 1 if text.isdecimal() else 0)))


def _explain_zones(calendar: Component, when: When) -> None:
    """Every TZID that is used is explained, as iCalendar asks."""
    if not isinstance(when, Hours):
        return
    known = {
        tzid.value
        for part in calendar.parts
        if part.name == "VTIMEZONE" and (tzid := part.first("TZID")) is not None
    }
    for zone in (when.zone, when.end_zone):
        if zone and zone != "UTC" and zone not in known:
            calendar.parts.insert(0, described(zone, when.start.year))
            known.add(zone)
