"""The methods of the calendar that the stand-in knows, by their names in the description."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.google.events import Book
from tests.google.schema import Json
from tests.google.series import instant
from tests.google.world import Far, Refusal


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request that was let in."""

    path: dict[str, str]
    query: dict[str, str]
    body: Json
    etag: str | None


def list_calendars(book: Book, call: Call) -> Json:
    found = [
        {
            "kind": "calendar#calendarListEntry",
            "etag": '"0"',
            "id": far.ref,
            "summary": far.summary,
            "timeZone": far.zone,
            "accessRole": far.role,
            "defaultReminders": [{"method": "popup", "minutes": 30}],
            **({"primary": True} if far.ref == book.world.email else {}),
        }
        for far in book.world.calendars.values()
    ]
    page, after = _page(found, call, book.world.page)
    return {"kind": "calendar#calendarList", "etag": '"0"', "items": page} | after


def get_calendar(book: Book, _call: Call) -> Json:
    far = book.far
    return {
        "kind": "calendar#calendar",
        "etag": '"0"',
        "id": far.ref,
        "summary": far.summary,
        "timeZone": far.zone,
    }


def get_setting(book: Book, call: Call) -> Json:
    if call.path["setting"] != "timezone":
        raise Refusal(404, "notFound")
    return {"kind": "calendar#setting", "etag": '"0"', "id": "timezone", "value": book.world.zone}


def get_event(book: Book, call: Call) -> Json:
    return book.told(book.find(call.path["eventId"]))


def insert_event(book: Book, call: Call) -> Json:
    return book.told(book.insert(call.body))


def patch_event(book: Book, call: Call) -> Json:
    return book.told(book.patch(call.path["eventId"], call.body, call.etag))


def update_event(book: Book, call: Call) -> Json:
    return book.told(book.update(call.path["eventId"], call.body, call.etag))


def delete_event(book: Book, call: Call) -> None:
    book.delete(call.path["eventId"], call.etag)


def list_instances(book: Book, call: Call) -> Json:
    deleted = call.query.get("showDeleted") == "true"
    found = book.instances(call.path["eventId"], call.query.get("originalStart"), deleted=deleted)
    page, after = _page([book.told(one) for one in found], call, book.world.page)
    return _events(book, page) | after


def list_events(book: Book, call: Call) -> Json:
    """By a sync token what is new, else all; singly where that is asked for."""
    token, world = call.query.get("syncToken"), book.world
    if token is not None:
        if {"timeMin", "timeMax", "orderBy", "q"} & call.query.keys():
            raise Refusal(400, "syncTokenWithNonDefaultOrdering")
        version = _version(token, book.far)
        found = book.since(version)
    elif call.query.get("singleEvents") == "true":
        found = _between(book, book.single(), call)
    else:
        found = book.present()
    page, after = _page([book.told(one) for one in found], call, world.page)
    if not after:
        after = {"nextSyncToken": f"sync-{world.version}"}
    return _events(book, page) | after


def query_free_busy(book: Book, call: Call) -> Json:
    """What is busy, in the zone that is asked for."""
    zone = call.body.get("timeZone", "UTC")
    made: Json = {}
    for item in call.body.get("items", []):
        far = book.world.calendars.get(item["id"])
        if far is None:
            made[item["id"]] = {"errors": [{"domain": "global", "reason": "notFound"}]}
            continue
        there = Book(book.world, far)
        query = {name: call.body[name] for name in ("timeMin", "timeMax")}
        wanted = Call(path={}, query=query, body={}, etag=None)
        found = _between(there, there.single(), wanted)
        busy = [one for one in found if one.get("transparency") != "transparent"]
        made[item["id"]] = {"busy": _merged(busy, far.zone, zone)}
    return {
        "kind": "calendar#freeBusy",
        "timeMin": call.body["timeMin"],
        "timeMax": call.body["timeMax"],
        "calendars": made,
    }


def _events(book: Book, items: Sequence[Json]) -> Json:
    return {
        "kind": "calendar#events",
        "etag": f'"{book.world.version}"',
        "summary": book.far.summary,
        "updated": book.world.moment(),
        "timeZone": book.far.zone,
        "accessRole": book.far.role,
        "defaultReminders": [{"method": "popup", "minutes": 30}],
        "items": list(items),
    }


def _page(found: list[Json], call: Call, most: int) -> tuple[list[Json], Json]:
    token = call.query.get("pageToken", "page-0")
    if not token.startswith("page-"):
        raise Refusal(400, "invalid")
    start = int(token.removeprefix("page-"))
    end = start + min(int(call.query.get("maxResults", "250")), most)
    return found[start:end], {"nextPageToken": f"page-{end}"} if end < len(found) else {}


def _version(token: str, far: Far) -> int:
    text = token.removeprefix("sync-")
    if not text.isdecimal():
        raise Refusal(400, "invalid")
    if int(text) < far.forgotten:
        raise Refusal(410, "fullSyncRequired")
    return int(text)


def _between(book: Book, found: list[Json], call: Call) -> list[Json]:
    zone = book.far.zone
    since = datetime.fromisoformat(call.query.get("timeMin", "1900-01-01T00:00:00+00:00"))
    until = datetime.fromisoformat(call.query.get("timeMax", "2199-01-01T00:00:00+00:00"))
    return [
        one
        for one in found
        if instant(one["end"], zone) > since and instant(one["start"], zone) < until
    ]


def _merged(found: list[Json], zone: str, told: str) -> list[Json]:
    spans: list[tuple[datetime, datetime]] = []
    for one in found:
        start = instant(one["start"], zone).astimezone(UTC)
        end = instant(one["end"], zone).astimezone(UTC)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    place = ZoneInfo(told)
    return [
        {"start": start.astimezone(place).isoformat(), "end": end.astimezone(place).isoformat()}
        for start, end in spans
    ]


METHODS: dict[str, Callable[[Book, Call], Json | None]] = {
    "calendarList.list": list_calendars,
    "calendars.get": get_calendar,
    "settings.get": get_setting,
    "events.get": get_event,
    "events.list": list_events,
    "events.insert": insert_event,
    "events.patch": patch_event,
    "events.update": update_event,
    "events.delete": delete_event,
    "events.instances": list_instances,
    "freebusy.query": query_free_busy,
}
