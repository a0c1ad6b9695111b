"""Events of Graph and ours. Pure, both ways; times are asked for in UTC and kept in their zone."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from core.calendars import CalendarEvent, Hours, RemoteCalendar, When, WholeDays, own_answer
from core.errors import EventRefused, Refused
from core.occasions import sound
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called
from integrations.outlook import recurrence
from integrations.outlook.fields import Json, flag, inner, items, number, parsed, text, texts
from integrations.outlook.guests import read_guests, told_guests
from integrations.outlook.zones import known, windows

UNTITLED = "(no title)"
DAY = timedelta(days=1)
# The mark of our own ids: "jenny:<which attempt>:<uid>".
MARK = "jenny"
FIELDS = (
    *("id", "subject", "body", "start", "end", "isAllDay", "originalStartTimeZone"),
    "responseStatus",
    *("originalEndTimeZone", "recurrence", "location", "attendees", "organizer", "isOrganizer"),
    *("isCancelled", "isReminderOn", "reminderMinutesBeforeStart", "showAs", "sensitivity", "type"),
    *("seriesMasterId", "originalStart", "occurrenceId", "iCalUId", "transactionId"),
    *("isOnlineMeeting", "onlineMeeting", "onlineMeetingUrl", "webLink"),
    *("categories", "importance"),
)
# What is put in once more, when a deletion is taken back.
UNSEEN = ("categories", "importance")
OF_SERIES = ("cancelledOccurrences",)
FREE = ("free", "workingelsewhere")
FLOATS = "Outlook knows no time without a zone. Say in which zone it is."
ENDLESS = "Outlook wants to know when it ends."
PUT_BACK = "What was taken out of a series cannot be put back in Outlook. Put it in as a new event."


def read_calendar(raw: Json) -> RemoteCalendar:
    """A calendar of the account."""
    return RemoteCalendar(
        ref=text(raw, "id"),
        name=text(raw, "name") or "Calendar",
        writable=flag(raw, "canEdit"),
        is_main=flag(raw, "isDefaultCalendar"),
    )


def read_series(raw: Json, me: str) -> list[CalendarEvent] | None:
    """A series, then its exceptions; of a single event, itself. None when it cannot be read.

    An exception that has become like all the others again is none: Graph keeps calling it one.
    """
    series = read_event(raw, me)
    if series is None:
        return None
    made = [series]
    for one in items(raw, "exceptionOccurrences"):
        event = read_event(one, me, series)
        if event is not None and not _is_plain(event, series):
            made.append(event)
    return made


def read_event(raw: Json, me: str, series: CalendarEvent | None = None) -> CalendarEvent | None:
    """One event; of an exception, `series` is what it is one of. None without a readable start."""
    when = _when(raw)
    if when is None or not text(raw, "id"):
        return None
    organizer = text(raw, "organizer", "emailAddress", "address")
    mine = flag(raw, "isOrganizer") or organizer.casefold() == me.casefold()
    home = when if series is None else series.when
    excluded = (_original(one, home) for one in texts(raw, "cancelledOccurrences"))
    rule = inner(raw, "recurrence")
    return CalendarEvent(
        uid=_uid(raw) if series is None else series.uid,
        ref=text(raw, "id"),
        etag=text(raw, "@odata.etag"),
        raw=_kept(raw),
        series_ref=text(raw, "seriesMasterId") or (None if series is None else series.ref),
        original=None if series is None else _exception_at(raw, home),
        title=text(raw, "subject").strip() or UNTITLED,
        when=when,
        cancelled=flag(raw, "isCancelled"),
        rule=recurrence.read(rule, when) if rule else None,
        excluded=tuple(sorted(at for at in excluded if at is not None)),
        place=text(raw, "location", "displayName").strip() or None,
        notes=_notes(raw),
        link=text(raw, "onlineMeeting", "joinUrl") or text(raw, "onlineMeetingUrl") or None,
        organizer="" if mine else organizer,
        organizer_name="" if mine else text(raw, "organizer", "emailAddress", "name"),
        attendees=read_guests(raw, me, mine=mine),
        reminders=_reminders(raw),
        busy=text(raw, "showAs").lower() not in FREE,
        private=text(raw, "sensitivity").lower() in ("private", "confidential"),
    )


def reread(event: CalendarEvent, me: str) -> CalendarEvent | None:
    """The event as Graph had it when it came, from its `raw`."""
    raw = parsed(event.raw)
    if raw is None:
        return None
    found = read_event(raw, me)
    return None if found is None else replace(found, original=event.original, uid=event.uid)


def told(event: CalendarEvent, before: CalendarEvent | None = None) -> Json:
    """What is to be written: all of a new event, else what differs from `before`.

    Raises:
        EventRefused: Outlook cannot have it like that.
    """
    made: Json = {}
    if before is None or before.title != event.title:
        made["subject"] = event.title
    made |= _times(event, before)
    if before is None or before.place != event.place:
        made["location"] = {"displayName": event.place or ""}
    if before is None or (before.notes, before.link) != (event.notes, event.link):
        made |= _body(event, before)
    if before is None or before.busy != event.busy:
        made["showAs"] = "busy" if event.busy else "free"
    if before is None or before.private != event.private:
        made["sensitivity"] = "private" if event.private else "normal"
    if before is None or _first(before.reminders) != _first(event.reminders):
        made |= _reminder(event)
    guests = told_guests(event, before)
    if guests is not None:
        made["attendees"] = guests
    return made


def told_anew(event: CalendarEvent, me: str) -> Json:
    """All of an event that is to be put in; of one that was there before, with what it had.

    Raises:
        EventRefused: Outlook cannot have it like that.
    """
    made = told(replace(event, raw=""))
    raw, before = parsed(event.raw), reread(event, me)
    if raw is None or before is None:
        return made
    made |= {name: raw[name] for name in UNSEEN if name in raw}
    for name, same in (
        ("showAs", before.busy == event.busy),
        ("sensitivity", before.private == event.private),
    ):
        if same and text(raw, name):
            made[name] = text(raw, name)
    return made


def transaction(uid: str, attempt: int = 0) -> str:
    """The `transactionId` under which an event is created."""
    return f"{MARK}:{attempt}:{uid}"


def at_occasion(series: CalendarEvent, at: date | datetime) -> When:
    """When an occasion of the series is, if nobody has moved it."""
    when = series.when
    if isinstance(when, WholeDays):
        first = at.date() if isinstance(at, datetime) else at
        return WholeDays(first=first, last=first + (when.last - when.first))
    start = at if isinstance(at, datetime) else datetime.combine(at, when.start.time())
    end = None if when.end is None else start + (when.end - when.start)
    return replace(when, start=start, end=end)


def instant(value: date | datetime, when: When) -> datetime:
    """The UTC instant of a wall clock or day of a series at `when`."""
    wall = value if isinstance(value, datetime) else datetime.combine(value, time())
    zone = when.zone if isinstance(when, Hours) and when.zone else "UTC"
    return instant_of(wall, zone_called(zone))


def _is_plain(event: CalendarEvent, series: CalendarEvent) -> bool:
    if event.original is None or event.cancelled:
        return False
    like = replace(
        series,
        when=at_occasion(series, event.original),
        ref=event.ref,
        etag=event.etag,
        raw=event.raw,
        series_ref=event.series_ref,
        original=event.original,
        rule=None,
        excluded=(),
        link=event.link,
        attendees=event.attendees,
    )
    same = [guest.address.casefold() for guest in event.attendees]
    there = [guest.address.casefold() for guest in series.attendees]
    answers = own_answer(event.attendees), own_answer(series.attendees)
    return event == like and same == there and answers[0] == answers[1]


def _uid(raw: Json) -> str:
    mark, _, rest = text(raw, "transactionId").partition(":")
    own = rest.partition(":")[2]
    return own if mark == MARK and own else text(raw, "iCalUId") or text(raw, "id")


def _kept(raw: Json) -> str:
    kept = {name: raw[name] for name in (*FIELDS, *OF_SERIES) if name in raw}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _when(raw: Json) -> When | None:
    try:
        if flag(raw, "isAllDay"):
            first = date.fromisoformat(text(raw, "start", "dateTime")[:10])
            after = date.fromisoformat(text(raw, "end", "dateTime")[:10])
            return sound(WholeDays(first=first, last=max(first, after - DAY)))
        # Later occasions follow the zone of the recurrence.
        named = text(raw, "recurrence", "range", "recurrenceTimeZone")
        zone = known(named) or known(text(raw, "originalStartTimeZone")) or "UTC"
        end_zone = known(text(raw, "originalEndTimeZone")) or zone
        start = wall_of(_instant(raw, "start"), zone_called(zone))
        end = wall_of(_instant(raw, "end"), zone_called(end_zone))
        alone = None if end_zone == zone else end_zone
        return sound(Hours(start=start, end=end, zone=zone, end_zone=alone))
    except (ValueError, OverflowError, Refused):
        return None


def _instant(raw: Json, name: str) -> datetime:
    wall = datetime.fromisoformat(text(raw, name, "dateTime")[:19])
    return instant_of(wall, zone_called(known(text(raw, name, "timeZone")) or "UTC"))


def _exception_at(raw: Json, home: When) -> date | datetime | None:
    """Where the exception would have been: by its day in the series, or by its first instant."""
    found = _original(text(raw, "occurrenceId"), home)
    if found is not None:
        return found
    try:
        first = datetime.fromisoformat(text(raw, "originalStart")[:19]).replace(tzinfo=UTC)
        if isinstance(home, WholeDays):
            return first.date()
        return wall_of(first, zone_called(home.zone))
    except (ValueError, OverflowError):
        return None


def _original(occurrence: str, home: When) -> date | datetime | None:
    """The occasion that "OID.<series>.2026-04-14" names."""
    try:
        day = date.fromisoformat(occurrence.rpartition(".")[2])
    except ValueError:
        return None
    return day if isinstance(home, WholeDays) else datetime.combine(day, home.start.time())


def _notes(raw: Json) -> str | None:
    found = text(raw, "body", "content")
    if text(raw, "body", "contentType").lower() == "html":
        # It was asked for as text; what a server sends all the same is not shown with its tags.
        found = text(raw, "bodyPreview")
    return found.replace("\r\n", "\n").strip() or None


def _reminders(raw: Json) -> tuple[int, ...]:
    minutes = number(raw, "reminderMinutesBeforeStart")
    return (minutes,) if flag(raw, "isReminderOn") and minutes is not None else ()


def _times(event: CalendarEvent, before: CalendarEvent | None) -> Json:
    """Start, end and rule: a rule goes with its start, which its range repeats."""
    if before is not None and (before.when, before.rule) == (event.when, event.rule):
        return {}
    made = _start_and_end(event.when)
    if before is not None and made == _start_and_end(before.when):
        made = {}
    if event.rule is None:
        return made | ({"recurrence": None} if before is not None and before.rule else {})
    rule = _recurrence(event.rule, event.when)
    if (
        made
        or before is None
        or before.rule is None
        or rule != _recurrence(before.rule, before.when)
    ):
        made["recurrence"] = rule
    return made


def _recurrence(rule: str, when: When) -> Json:
    if isinstance(when, WholeDays):
        return recurrence.told(rule, when, "UTC")
    return recurrence.told(rule, when, windows(when.zone, when.start.year))


def _start_and_end(when: When) -> Json:
    if isinstance(when, WholeDays):
        return {
            "isAllDay": True,
            "start": {"dateTime": f"{when.first}T00:00:00", "timeZone": "UTC"},
            "end": {"dateTime": f"{when.last + DAY}T00:00:00", "timeZone": "UTC"},
        }
    if not when.zone:
        raise EventRefused(FLOATS)
    if when.end is None:
        raise EventRefused(ENDLESS)
    zone = windows(when.zone, when.start.year)
    end_zone = windows(when.end_zone or when.zone, when.end.year)
    return {
        "isAllDay": False,
        "start": {"dateTime": f"{when.start:%Y-%m-%dT%H:%M:%S}", "timeZone": zone},
        "end": {"dateTime": f"{when.end:%Y-%m-%dT%H:%M:%S}", "timeZone": end_zone},
    }


def _body(event: CalendarEvent, before: CalendarEvent | None) -> Json:
    """The notes. Outlook has no field for a link of one's own: it becomes their last line."""
    raw = None if before is None else parsed(before.raw)
    if flag(raw, "isOnlineMeeting"):
        raise EventRefused(
            "Its notes hold the way into the online meeting: change them in Outlook itself."
        )
    notes = event.notes or ""
    link = event.link if before is None or before.link != event.link else None
    if link and link not in notes:
        notes = f"{notes}\n\n{link}".strip()
    return {"body": {"contentType": "text", "content": notes}}


def _first(reminders: tuple[int, ...]) -> int | None:
    """Outlook reminds once: of several, the first to ring."""
    return max(reminders, default=None)


def _reminder(event: CalendarEvent) -> Json:
    minutes = _first(event.reminders)
    if minutes is None:
        return {"isReminderOn": False}
    return {"isReminderOn": True, "reminderMinutesBeforeStart": minutes}


def excluded_now(event: CalendarEvent, before: CalendarEvent | None) -> list[date | datetime]:
    """The occasions that are to be taken out of a series.

    Raises:
        EventRefused: one is to come back, or there are days outside of the rule.
    """
    if event.added and (before is None or before.added != event.added):
        raise EventRefused(recurrence.LISTED)
    if before is None or (before.rule, before.when) != (event.rule, event.when):
        # Outlook forgets the gaps of a series that becomes another.
        return list(event.excluded)
    if not set(before.excluded) <= set(event.excluded):
        raise EventRefused(PUT_BACK)
    return [at for at in event.excluded if at not in before.excluded]
