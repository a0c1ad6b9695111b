"""From our events to Google's: only what differs, so that all else stays as it is. Pure."""

from collections.abc import Callable
from typing import Literal, cast
from urllib.parse import urlsplit

from core.calendars import Attendee, CalendarEvent, Response
from integrations.google.items import Alarm, Guest, Item
from integrations.google.reading import id_of
from integrations.google.times import lines_of, times_of

Text = Literal["summary", "location", "description", "transparency", "visibility", "status"]
TEXTS: tuple[tuple[Text, Callable[[CalendarEvent], str | None]], ...] = (
    ("summary", lambda event: event.title),
    ("location", lambda event: event.place),
    ("description", lambda event: event.notes),
    ("transparency", lambda event: "opaque" if event.busy else "transparent"),
    ("visibility", lambda event: "private" if event.private else "default"),
    ("status", lambda event: "cancelled" if event.cancelled else "confirmed"),
)
ANSWERS: dict[Response, str] = {
    "none": "needsAction",
    "accepted": "accepted",
    "declined": "declined",
    "tentative": "tentative",
}


def whole(event: CalendarEvent, home: str) -> Item:
    """The event as it is put in. `home` is where floating clocks are."""
    body = difference({}, None, event, home)
    body["id"] = id_of(event.uid)
    return cast(Item, without_nothing(body))


def difference(item: Item, before: CalendarEvent | None, event: CalendarEvent, home: str) -> Item:
    """What has to be patched in `item`, which is `before`, to make it `event`."""
    if event.cancelled and before is not None:
        return {} if before.cancelled else {"status": "cancelled"}
    body: Item = {}
    for name, of in TEXTS:
        if before is None or of(before) != of(event):
            body[name] = of(event)  # pyright: ignore[reportGeneralTypeIssues]
    if before is None or before.when != event.when:
        body["start"], body["end"] = times_of(event.when, home)
    _put_series(body, before, event, home)
    if (() if before is None else before.attendees) != event.attendees:
        known = {who.get("email", "").casefold(): who for who in item.get("attendees") or ()}
        body["attendees"] = [_guest(who, known) for who in event.attendees] or None
        if item.get("attendeesOmitted"):
            # Others are invited, too, whom Google does not show.
            body["attendeesOmitted"] = True
    if (() if before is None else before.reminders) != event.reminders:
        body["reminders"] = {"useDefault": False, "overrides": _alarms(item, event)}
    if (None if before is None else before.link) != event.link:
        link = event.link or ""
        web = urlsplit(link).scheme in ("http", "https")
        body["source"] = {"url": link, "title": event.title} if web else None
    return body


def without_nothing(value: object) -> object:
    """The same without the fields that are None."""
    if isinstance(value, dict):
        fields = cast(dict[str, object], value).items()
        return {name: without_nothing(one) for name, one in fields if one is not None}
    return value


def _put_series(body: Item, before: CalendarEvent | None, event: CalendarEvent, home: str) -> None:
    old = None if before is None else (before.rule, before.excluded, before.added)
    new = (event.rule, event.excluded, event.added)
    # The end of a rule and what is excluded are told in the zone of the start.
    moved = "start" in body and event.rule is not None
    if (old or (None, (), ())) != new or moved:
        body["recurrence"] = lines_of(event, home) or None


def _guest(who: Attendee, known: dict[str, Guest]) -> Guest:
    """Those who stay keep all that Google has noted of them, but for the person's own answer."""
    there = known.get(who.address.casefold())
    if there is not None:
        return {**there, "responseStatus": ANSWERS[who.response]} if who.is_me else there
    made: Guest = {"email": who.address}
    if who.name:
        made["displayName"] = who.name
    if who.optional:
        made["optional"] = True
    if who.response != "none":
        made["responseStatus"] = ANSWERS[who.response]
    return made


def _alarms(item: Item, event: CalendarEvent) -> list[Alarm]:
    there = item.get("reminders", {}).get("overrides", [])
    kept = [alarm for alarm in there if alarm["minutes"] in event.reminders]
    known = {alarm["minutes"] for alarm in kept}
    fresh = [minutes for minutes in event.reminders if minutes not in known]
    return [*kept, *(Alarm(method="popup", minutes=minutes) for minutes in fresh)]
