"""Events as Graph tells them, and the pages of lists and deltas."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from core.zones import zone as zone_called
from tests.outlook.world import DAY, Calendar, GraphError, Item, World, instant, overlaps

Json = dict[str, Any]
GRAPH = "https://graph.test/v1.0"
ONLY_ASKED = ("cancelledOccurrences", "exceptionOccurrences")
NAMES = {
    "responseStatus",
    *("id", "subject", "body", "bodyPreview", "start", "end", "isAllDay", "originalStartTimeZone"),
    *("originalEndTimeZone", "recurrence", "location", "attendees", "organizer", "isOrganizer"),
    *("isCancelled", "isReminderOn", "reminderMinutesBeforeStart", "showAs", "sensitivity", "type"),
    *("seriesMasterId", "originalStart", "occurrenceId", "iCalUId", "transactionId", "changeKey"),
    *("isOnlineMeeting", "onlineMeeting", "onlineMeetingUrl", "webLink", "importance"),
    *("categories", "lastModifiedDateTime", *ONLY_ASKED),
}


def told(world: World, item: Item, day: date | None, zone: str = "UTC") -> Json:
    """One event, with all that Graph tells unasked."""
    fields = item.fields if day is None else item.on(day)
    ref = item.id if day is None else item.name_of(day)
    version = item.version if day is None else item.versions.get(day, item.version)
    kind = "seriesMaster" if item.recurs else "singleInstance"
    if day is not None:
        kind = "exception" if day in item.exceptions else "occurrence"
    times = {name: _time(fields, name, zone) for name in ("start", "end")}
    made = (
        fields
        | times
        | {
            "@odata.etag": f'W/"{version:08x}"',
            "changeKey": f"{version:08x}",
            "id": ref,
            "type": kind,
            "iCalUId": f"040000008200E0{item.id}{'' if day is None else day}",
            "originalStartTimeZone": fields["start"]["timeZone"],
            "originalEndTimeZone": fields["end"]["timeZone"],
            "isOrganizer": item.organizer is None,
            "organizer": {
                "emailAddress": item.organizer or {"name": "Anna", "address": world.address}
            },
            "responseStatus": {
                "response": item.responses.get(day, item.responses[None]),
                "time": "0001-01-01T00:00:00Z",
            },
            "webLink": f"https://outlook.test/calendar/item/{ref}",
            "seriesMasterId": None if day is None else item.id,
            "originalStart": None,
            "occurrenceId": None,
        }
    )
    if day is not None:
        first = item.on(day) | {name: item.fields[name] for name in ("start",)}
        by = day - datetime.fromisoformat(item.fields["start"]["dateTime"]).date()
        moved = datetime.fromisoformat(first["start"]["dateTime"]) + by
        original = instant(first["start"] | {"dateTime": moved.isoformat()})
        made["originalStart"] = f"{original:%Y-%m-%dT%H:%M:%SZ}"
        made["occurrenceId"] = f"OID.{item.id}.{day}"
    return made


def chosen(made: Json, select: str | None) -> Json:
    """The properties that were asked for; some are only told when they are."""
    if select is None:
        return made
    names = select.split(",")
    if set(names) - NAMES:
        raise GraphError(
            400, "RequestBroker--ParseUri", "Could not find a property named like that"
        )
    return {name: made[name] for name in ("@odata.etag", *names) if name in made}


def whole(world: World, item: Item, day: date | None, query: dict[str, str], zone: str) -> Json:
    """One event as GET answers it; of a series, with what is selected and expanded."""
    made = told(world, item, day, zone)
    select = query.get("$select", "")
    if "$expand" in query and (day is not None or not item.recurs):
        raise GraphError(400, "ErrorInvalidRequest", "Only a series has those.")
    if item.recurs and day is None:
        if "cancelledOccurrences" in select:
            gone = [f"OID.{item.id}.{one}" for one in sorted(item.cancelled)]
            made["cancelledOccurrences"] = gone
        if query.get("$expand") == "exceptionOccurrences" and "exceptionOccurrences" in select:
            days = sorted(item.exceptions)
            made["exceptionOccurrences"] = [told(world, item, one, zone) for one in days]
    return chosen(made, query.get("$select"))


def view(world: World, calendar: Calendar, since: datetime, until: datetime) -> list[Json]:
    """What a delta over a window begins with."""
    entries: list[Json] = []
    for item in calendar.items.values():
        entries += _inside(world, item, since, until)
    return entries


def news(
    world: World, calendar: Calendar, position: int, since: datetime, until: datetime
) -> list[Json]:
    """What a delta tells of the log from `position` on."""
    entries: dict[str, Json] = {}
    for ref, day in dict.fromkeys(calendar.log[position:]):
        item = calendar.items.get(ref)
        if item is None:
            entries[ref] = _removed(ref)
            continue
        if day is None:
            found = _inside(world, item, since, until) or [_removed(ref)]
        elif day in item.exceptions and overlaps(item.on(day), since, until):
            found = [told(world, item, day)]
        else:
            found = [_removed(item.name_of(day))]
        entries |= {entry["id"]: entry for entry in found}
    return list(entries.values())


def paged(entries: list[Json], size: int) -> Iterator[list[Json]]:
    """The entries by pages; one empty page where there are none."""
    for start in range(0, max(len(entries), 1), size):
        yield entries[start : start + size]


def _inside(
    world: World, item: Item, since: datetime, until: datetime
) -> Iterator[Json] | list[Json]:
    if not item.recurs:
        return [told(world, item, None)] if overlaps(item.fields, since, until) else []
    days = [day for day in item.days() if since.date() - DAY <= day <= until.date() + DAY]
    inside = [day for day in days if overlaps(item.on(day), since, until)]
    return [_entry(world, item, day) for day in inside]


def _entry(world: World, item: Item, day: date) -> Json:
    """An exception whole, of a plain occasion next to nothing."""
    made = told(world, item, day)
    if day in item.exceptions:
        return made
    return {name: made[name] for name in ("id", "type", "seriesMasterId", "start", "end")}


def _removed(ref: str) -> Json:
    return {"id": ref, "@removed": {"reason": "deleted"}}


def _time(fields: Json, name: str, zone: str) -> Json:
    if fields["isAllDay"]:
        return {"dateTime": f"{fields[name]['dateTime'][:19]}.0000000", "timeZone": zone}
    place = zone_called(WINDOWS_TO_OLSON[zone])
    there = instant(fields[name]).astimezone(UTC).astimezone(place)
    return {"dateTime": f"{there:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": zone}
