"""From Google's events to ours. Pure."""

import json
from base64 import b32hexdecode, b32hexencode
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from core.calendars import Attendee, CalendarEvent, Changes, Hours, Response
from integrations.google.items import Guest, Item
from integrations.google.notes import plain
from integrations.google.times import occasion_of, original_of, series_of, when_of
from integrations.ical.reading import UNTITLED

RESPONSES: dict[str, Response] = {
    "accepted": "accepted",
    "declined": "declined",
    "tentative": "tentative",
}
CANCELLED = "cancelled"
HIDDEN = ("private", "confidential")
# Before an id that tells its UID; Google takes the letters from a to v, and digits.
OWN = "jenn1"
LONGEST_ID = 1024


def id_of(uid: str) -> str:
    """The id under which an event of ours is put in: always the same for the same UID."""
    told = OWN + b32hexencode(uid.encode()).decode().rstrip("=").lower()
    return told if len(told) <= LONGEST_ID else sha256(uid.encode()).hexdigest()


def uid_of(ref: str, given: str) -> str:
    """The UID that `id_of` has made the id of; else the one that was given."""
    text = ref.removeprefix(OWN).upper()
    try:
        uid = b32hexdecode(text + "=" * (-len(text) % 8)).decode()
    except ValueError:
        return given
    # Others may have made an id that looks like it.
    return uid if uid and id_of(uid) == ref else given


def event_of(item: Item, home: str, series: CalendarEvent | None = None) -> CalendarEvent:
    """One event. `home` is the zone of its calendar, `series` what it is an exception of.

    Raises:
        ValueError, KeyError, TypeError, OverflowError: it is none.
    """
    ref = item.get("id", "")
    if not ref:
        raise ValueError("an event without an id")
    place = series.when.zone if series is not None and isinstance(series.when, Hours) else ""
    original = original_of(item, place)
    if original is not None and series is not None and "start" not in item:
        return _cancelled(item, original, series)
    when = when_of(item if "start" in item else _bare(item), home)
    rule, excluded, added = series_of(item.get("recurrence") or [], when)
    organizer = item.get("organizer", {})
    parent = item.get("recurringEventId")
    return CalendarEvent(
        uid=series.uid if series else uid_of(parent or ref, item.get("iCalUID", "")),
        title=(item.get("summary") or "").strip() or UNTITLED,
        when=when,
        ref=ref,
        etag=item.get("etag", ""),
        raw=_written(item),
        series_ref=parent,
        original=original,
        cancelled=item.get("status") == CANCELLED,
        rule=rule,
        excluded=excluded,
        added=added,
        place=item.get("location") or None,
        notes=plain(item.get("description") or "") or None,
        link=item.get("hangoutLink") or (item.get("source") or {}).get("url") or None,
        organizer="" if organizer.get("self") else organizer.get("email", ""),
        organizer_name="" if organizer.get("self") else organizer.get("displayName", ""),
        attendees=tuple(_guest(who) for who in item.get("attendees") or ()),
        reminders=_reminders(item),
        busy=item.get("transparency") != "transparent",
        private=item.get("visibility") in HIDDEN,
    )


def like_series(event: CalendarEvent, series: CalendarEvent) -> bool:
    """Whether an exception differs in nothing from what its series says."""
    return event == as_series(event, series)


def as_series(event: CalendarEvent, series: CalendarEvent) -> CalendarEvent:
    """The exception as its series would have it."""
    if event.original is None:
        return event
    return replace(
        series,
        ref=event.ref,
        etag=event.etag,
        raw=event.raw,
        series_ref=event.series_ref,
        original=event.original,
        when=occasion_of(series, event.original),
        rule=None,
        excluded=(),
        added=(),
    )


class Reader:
    """Makes changes of the pages of one reading, in which an exception may come before its series,
    or without it."""

    def __init__(self) -> None:
        self._home = ""
        self._series: dict[str, CalendarEvent | None] = {}
        self._waiting: list[Item] = []

    def read(self, items: Iterable[Item], home: str) -> Changes:
        """What a page tells; exceptions of a series that is not known yet wait."""
        self._home = home or self._home
        events: list[CalendarEvent] = []
        gone: list[str] = []
        unread = 0
        for item in items:
            if "recurringEventId" in item:
                self._waiting.append(item)
            elif item.get("status") == CANCELLED:
                gone.append(item.get("id", ""))
                self._series[item.get("id", "")] = None
            elif (event := self._event(item, None)) is not None:
                events.append(event)
                self._series[event.ref] = event
            else:
                unread += 1
        ready: list[Item] = []
        waiting: list[Item] = []
        for item in self._waiting:
            known = item.get("recurringEventId") in self._series
            (ready if known else waiting).append(item)
        self._waiting = waiting
        late = self._exceptions(ready)
        return Changes(
            events=(*events, *late.events), gone=(*gone, *late.gone), unread=unread + late.unread
        )

    def missing(self) -> list[str]:
        """The series that exceptions wait for."""
        return list(dict.fromkeys(item.get("recurringEventId", "") for item in self._waiting))

    def rest(self, found: Iterable[Item]) -> Changes:
        """What has waited, by the series that were found; of others only an exception is known."""
        for item in found:
            event = None if item.get("status") == CANCELLED else self._event(item, None)
            self._series[item.get("id", "")] = event
        waited, self._waiting = self._waiting, []
        return self._exceptions(waited)

    def _exceptions(self, items: Iterable[Item]) -> Changes:
        events: list[CalendarEvent] = []
        gone: list[str] = []
        unread = 0
        for item in items:
            series = self._series.get(item.get("recurringEventId", ""))
            event = self._event(item, series)
            if event is None:
                unread += 1
            elif (event.cancelled and series is None) or (series and like_series(event, series)):
                gone.append(event.ref)
            else:
                events.append(event)
        return Changes(events=tuple(events), gone=tuple(gone), unread=unread)

    def _event(self, item: Item, series: CalendarEvent | None) -> CalendarEvent | None:
        try:
            return event_of(item, self._home, series)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return None


def _written(item: Item) -> str:
    return json.dumps(item, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _cancelled(item: Item, original: date | datetime, series: CalendarEvent) -> CalendarEvent:
    """A cancelled instance, of which nothing is told but which it is: else it is as its series."""
    named = replace(
        series,
        ref=item.get("id", ""),
        etag=item.get("etag", ""),
        raw=_written(item),
        series_ref=series.ref,
        original=original,
    )
    return replace(as_series(named, series), cancelled=True)


def _bare(item: Item) -> Item:
    """Of a cancelled instance only its original start may be told."""
    return {"start": item.get("originalStartTime", {}), "end": {}}


def _guest(who: Guest) -> Attendee:
    return Attendee(
        address=who.get("email", ""),
        name=who.get("displayName", ""),
        response=RESPONSES.get(who.get("responseStatus", ""), "none"),
        optional=who.get("optional", False),
        is_me=who.get("self", False),
    )


def _reminders(item: Item) -> tuple[int, ...]:
    """Those of the event itself; the calendar's own are not among them."""
    return tuple(sorted({one["minutes"] for one in item.get("reminders", {}).get("overrides", ())}))
