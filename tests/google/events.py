"""Events of one calendar: put in, patched, deleted, listed."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.google.schema import Json
from tests.google.series import instance, instant, shown, stamp, starts
from tests.google.world import SAFE, Far, Refusal, World

TIMES = ("start", "end", "originalStartTime")
# What nobody but the calendar itself writes.
OWN = ("id", "iCalUID", "kind", "created", "creator", "organizer", "htmlLink", "etag", "updated")
KEPT = (*OWN, "recurringEventId", "originalStartTime", "eventType", "hangoutLink", "sequence")
UNSAID = {"transparency": "opaque", "visibility": "default"}
MOST_MINUTES = 40320
# What a guest may change of their copy of an event; all else is the organizer's.
GUESTS_OWN = {"attendees", "attendeesOmitted", "reminders", "transparency", "visibility", "colorId"}


class Book:
    """What can be done with the events of a calendar."""

    def __init__(self, world: World, far: Far) -> None:
        self.world = world
        self.far = far

    def find(self, ref: str) -> Json:
        """The event, or the instance of a series, deleted or not."""
        if ref in self.far.events:
            return self.far.events[ref]
        master = self.far.events.get(ref.rpartition("_")[0])
        for found in self._generated(master) if master else ():
            if found["id"] == ref:
                return found
        raise Refusal(404, "notFound")

    def told(self, item: Json) -> Json:
        """The event as it is sent."""
        made = deepcopy(item)
        for name in TIMES:
            if name in made:
                made[name] = shown(made[name], self.far.zone)
        return made

    def insert(self, body: Json) -> Json:
        ref = body.get("id") or f"own{next(self.world.numbers):06d}"
        if not SAFE.fullmatch(ref) or ("id" in body and "iCalUID" in body):
            raise Refusal(400, "invalid")
        if ref in self.far.events:
            raise Refusal(409, "duplicate")
        me: Json = {"email": self.far.ref, "self": True}
        made: Json = {
            "kind": "calendar#event",
            "id": ref,
            "status": "confirmed",
            "htmlLink": f"https://www.google.com/calendar/event?eid={ref}",
            "created": self.world.moment(),
            "creator": {"email": self.world.email, "self": True},
            "organizer": me,
            "iCalUID": f"{ref}@google.com",
            "sequence": 0,
            "reminders": {"useDefault": True},
            "eventType": "default",
        }
        return self._keep(merged(made, body))

    def invite(self, body: Json, organizer: Json) -> Json:
        """What somebody else's calendar puts in; its `attendees` are to answer."""
        made = self.insert(body)
        return self.world.keep(self.far, self.far.events[made["id"]] | {"organizer": organizer})

    def patch(self, ref: str, body: Json, etag: str | None) -> Json:
        before = self._seen(ref, etag)
        body = {name: value for name, value in body.items() if name not in KEPT}
        return self._keep(merged(before, self._as_guest(before, body)))

    def update(self, ref: str, body: Json, etag: str | None) -> Json:
        before = self._seen(ref, etag)
        made = {name: value for name, value in before.items() if name in KEPT}
        made |= {"status": "confirmed", "reminders": {"useDefault": True}}
        body = {name: value for name, value in body.items() if name not in KEPT}
        return self._keep(merged(made, self._as_guest(before, body)))

    def delete(self, ref: str, etag: str | None) -> None:
        found = self._seen(ref, etag)
        if found["status"] == "cancelled":
            raise Refusal(410, "deleted")
        self.world.keep(self.far, found | {"status": "cancelled"})
        for one in list(self.far.events.values()):
            if one.get("recurringEventId") == ref:
                self.world.keep(self.far, one | {"status": "cancelled"})

    def instances(self, ref: str, original: str | None, *, deleted: bool) -> list[Json]:
        master = self.find(ref)
        if master["status"] == "cancelled":
            raise Refusal(410, "deleted")
        found = list(self._generated(master))
        if original is not None:
            found = [one for one in found if self._is_at(one["originalStartTime"], original)]
        found = [self.far.events.get(one["id"], one) for one in found]
        return [one for one in found if deleted or one["status"] != "cancelled"]

    def single(self) -> list[Json]:
        """Every event by itself, series taken apart."""
        made: list[Json] = []
        for item in self.far.events.values():
            if item["status"] == "cancelled" or "recurringEventId" in item:
                continue
            made += (
                self.instances(item["id"], None, deleted=False) if "recurrence" in item else [item]
            )
        return sorted(made, key=lambda item: instant(item["start"], self.far.zone))

    def since(self, version: int) -> list[Json]:
        """What has changed since; of what is deleted, only that."""
        refs = [ref for ref, at in self.far.versions.items() if at > version]
        refs.sort(key=lambda ref: self.far.versions[ref])
        return [bare(self.far.events[ref]) for ref in refs]

    def present(self) -> list[Json]:
        """All that is there, with the cancelled instances of what is there."""
        alive = {ref for ref, one in self.far.events.items() if one["status"] != "cancelled"}
        return [
            bare(one)
            for ref, one in self.far.events.items()
            if ref in alive or one.get("recurringEventId") in alive
        ]

    def _seen(self, ref: str, etag: str | None) -> Json:
        """A copy of the event, if it has that version."""
        found = self.find(ref)
        if etag is not None and etag not in (found["etag"], "*"):
            raise Refusal(412, "conditionNotMet")
        return deepcopy(found)

    def _as_guest(self, before: Json, body: Json) -> Json:
        """The body as it counts: of somebody else's event, one's own answer and the like."""
        if before["organizer"].get("self") or before.get("guestsCanModify"):
            return body
        other = {name for name, value in body.items() if before.get(name) != value}
        there, sent = before.get("attendees", []), body.get("attendees", [])
        same = {one["email"] for one in there} == {one["email"] for one in sent}
        if other - GUESTS_OWN or ("attendees" in other and not same):
            raise Refusal(403, "forbiddenForNonOrganizer")
        own = [one for one in sent if one["email"] == self.far.ref]
        kept = [own[0] if own and one["email"] == self.far.ref else one for one in there]
        return body | ({"attendees": kept} if "attendees" in body else {})

    def _keep(self, item: Json) -> Json:
        for guest in item.get("attendees", []):
            if guest["email"] == self.far.ref:
                guest["self"] = True
        for name, value in UNSAID.items():
            if item.get(name) == value:
                del item[name]
        check(item, self.far.zone)
        kept = self.world.keep(self.far, item)
        if "recurrence" in item:
            originals = {one["id"] for one in self._generated(item)}
            for one in list(self.far.events.values()):
                if one.get("recurringEventId") == item["id"] and one["id"] not in originals:
                    self.world.keep(self.far, one | {"status": "cancelled"})
        return kept

    def _generated(self, master: Json) -> Iterator[Json]:
        if "recurrence" in master:
            for start in starts(master, self.far.zone):
                yield instance(master, start, self.far.zone)

    def _is_at(self, at: Json, text: str) -> bool:
        if "date" in at:
            return at["date"] == text
        return "T" in text and instant(at, self.far.zone) == datetime.fromisoformat(text)


def merged(before: Json, body: Json) -> Json:
    """A patch applied: null takes away, objects are merged, all else is replaced."""
    made = dict(before)
    for name, value in body.items():
        if value is None:
            made.pop(name, None)
        elif isinstance(value, dict):
            there = made.get(name)
            old = cast(Json, there) if isinstance(there, dict) else {}
            made[name] = merged(old, cast(Json, value))
        else:
            made[name] = value
    return made


def bare(item: Json) -> Json:
    """What a reading tells of an event: of one that is gone nearly nothing."""
    if item["status"] != "cancelled":
        return item
    told = ("kind", "id", "etag", "status", "recurringEventId", "originalStartTime")
    return {name: item[name] for name in told if name in item}


def check(item: Json, zone: str) -> None:
    """Refuses what the calendar would refuse."""
    start, end = item.get("start"), item.get("end")
    if not start or not end or ("recurrence" in item and not {"date", "timeZone"} & start.keys()):
        raise Refusal(400, "required")
    _check_times(start, end, zone)
    alarms = item.get("reminders", {}).get("overrides", [])
    if len(alarms) > 5 or any(not 0 <= one["minutes"] <= MOST_MINUTES for one in alarms):
        raise Refusal(400, "invalid")
    if not item.get("source", {}).get("url", "https://").startswith(("http://", "https://")):
        raise Refusal(400, "invalid")
    for guest in item.get("attendees", []):
        guest.setdefault("responseStatus", "needsAction")
    if "recurrence" in item:
        stamp(starts(item, zone)[0], zone)


def _check_times(start: Json, end: Json, zone: str) -> None:
    for at in (start, end):
        if ("date" in at) == ("dateTime" in at) or ("date" in at) != ("date" in start):
            raise Refusal(400, "invalid")
        try:
            ZoneInfo(at.get("timeZone", zone))
            instant(at, zone)
        except (ZoneInfoNotFoundError, ValueError, KeyError) as error:
            raise Refusal(400, "invalid") from error
    late = instant(end, zone) - instant(start, zone)
    if late.total_seconds() < 0 or ("date" in start and not late):
        raise Refusal(400, "timeRangeEmpty")
