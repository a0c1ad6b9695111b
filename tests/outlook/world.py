"""What Microsoft keeps: one mailbox with its calendars, and what was changed in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from core.zones import zone as zone_called
from tests.outlook.series import dates

Json = dict[str, Any]
DAY = timedelta(days=1)
# Recurrences are followed for so long.
HORIZON = date(2040, 1, 1)
EMPTY: Json = {
    "subject": "",
    "body": {"contentType": "text", "content": ""},
    "isAllDay": False,
    "recurrence": None,
    "location": {"displayName": ""},
    "attendees": [],
    "isReminderOn": True,
    "reminderMinutesBeforeStart": 15,
    "showAs": "busy",
    "sensitivity": "normal",
    "importance": "normal",
    "categories": [],
    "isOnlineMeeting": False,
    "onlineMeeting": None,
    "onlineMeetingUrl": None,
    "isCancelled": False,
    "transactionId": None,
}


@dataclass
class GraphError(Exception):
    """An answer in the error envelope."""

    status: int
    code: str
    message: str = "The stand-in says no."


@dataclass(kw_only=True)
class Item:
    """An event: a single one, or a series with what its exceptions have of their own."""

    id: str
    fields: Json
    version: int
    exceptions: dict[date, Json] = field(default_factory=dict[date, Json])
    cancelled: set[date] = field(default_factory=set[date])
    # The versions of exceptions, by their day.
    versions: dict[date, int] = field(default_factory=dict[date, int])
    # Who else has invited the person, and what they have answered, of all of it and by day.
    organizer: Json | None = None
    responses: dict[date | None, str] = field(default_factory=lambda: {None: "organizer"})

    @property
    def recurs(self) -> bool:
        return bool(self.fields["recurrence"])

    def days(self) -> list[date]:
        """The days of a series that are left in it."""
        return [d for d in dates(self.fields["recurrence"], HORIZON) if d not in self.cancelled]

    def on(self, day: date) -> Json:
        """The fields of one occasion."""
        own = self.exceptions.get(day, {})
        shift = day - wall(self.fields["start"]).date()
        moved = {name: shifted(self.fields[name], shift) for name in ("start", "end")}
        return self.fields | {"recurrence": None} | moved | own

    def name_of(self, day: date) -> str:
        """The id of an occasion."""
        return f"{self.id[:-1]}_{day:%Y%m%d}="


@dataclass(kw_only=True)
class Calendar:
    """A calendar. `log` names in order what was changed or removed: an item, or one occasion."""

    id: str
    name: str
    writable: bool = True
    is_default: bool = False
    items: dict[str, Item] = field(default_factory=dict[str, Item])
    log: list[tuple[str, date | None]] = field(default_factory=list[tuple[str, date | None]])
    removed: set[str] = field(default_factory=set[str])

    def find(self, ref: str) -> tuple[Item, date | None]:
        """The item, or the item and the day of an occasion of it."""
        if ref in self.items:
            return self.items[ref], None
        stem, _, tail = ref.rpartition("_")
        item = self.items.get(f"{stem}=")
        if item is not None and item.recurs and tail[:8].isdecimal():
            day = date.fromisoformat(tail[:8])
            if day in item.days():
                return item, day
        raise GraphError(404, "ErrorItemNotFound")


@dataclass(kw_only=True)
class World:
    """Everything. `page` is the most that a page of a delta holds."""

    address: str = "anna@example.org"
    page: int = 200
    calendars: dict[str, Calendar] = field(default_factory=dict[str, Calendar])
    deltas: dict[str, Json] = field(default_factory=dict[str, Json])
    transactions: dict[str, str] = field(default_factory=dict[str, str])
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    answers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def make_calendar(self, name: str, *, writable: bool = True) -> Calendar:
        """A new, empty calendar."""
        ref = f"AAMkCal{next(self.numbers):04d}-x_Y="
        made = Calendar(id=ref, name=name, writable=writable, is_default=not self.calendars)
        self.calendars[ref] = made
        return made

    def calendar(self, ref: str) -> Calendar:
        if ref not in self.calendars:
            raise GraphError(404, "ErrorItemNotFound")
        return self.calendars[ref]

    def create(self, calendar: Calendar, body: Json) -> Item:
        """Put an event in; the same transaction again is the same event."""
        transaction = body.get("transactionId")
        if transaction in self.transactions:
            item = calendar.items.get(self.transactions[transaction])
            if item is None or item.fields["subject"] != body.get("subject"):
                raise GraphError(409, "ErrorDuplicateTransactionId")
            return item
        item = Item(
            id=f"AAMkEvt{next(self.numbers):06d}-x=",
            fields=EMPTY | settled(body, self.address),
            version=next(self.numbers),
        )
        if transaction:
            self.transactions[transaction] = item.id
        begin(item)
        calendar.items[item.id] = item
        calendar.log.append((item.id, None))
        return item

    def change(self, calendar: Calendar, ref: str, body: Json) -> tuple[Item, date | None]:
        """Change an event, a series, or one occasion, which becomes an exception."""
        item, day = calendar.find(ref)
        if day is not None:
            own = item.exceptions.get(day, {}) | settled(body, self.address)
            crossing(item, day, own)
            item.exceptions[day] = own
            item.versions[day] = next(self.numbers)
        else:
            old = {name: item.fields[name] for name in ("start", "recurrence")}
            item.fields |= settled(body, self.address)
            if any(item.fields[name] != value for name, value in old.items()):
                # Exchange throws away what was an exception of another pattern.
                item.exceptions.clear()
                item.cancelled.clear()
                begin(item)
        item.version = next(self.numbers)
        calendar.log.append((item.id, day))
        return item, day

    def invite(self, calendar: Calendar, body: Json, organizer: Json) -> Item:
        """What somebody else's calendar puts in; it waits for an answer."""
        item = self.create(calendar, body)
        item.organizer, item.responses = organizer, {None: "notResponded"}
        return item

    def respond(self, calendar: Calendar, ref: str, response: str, *, tells: bool) -> None:
        """Answer an invitation. What is declined goes."""
        item, day = calendar.find(ref)
        if item.organizer is None:
            raise GraphError(400, "ErrorInvalidRequest", "You're the meeting organizer.")
        if tells:
            self.answers.append((item.organizer["address"], response))
        if response == "declined":
            self.delete(calendar, ref)
            return
        item.responses = {None: response} if day is None else item.responses | {day: response}
        item.version = next(self.numbers)
        if day is not None:
            item.exceptions.setdefault(day, {})
            item.versions[day] = item.version
        calendar.log.append((item.id, day))

    def delete(self, calendar: Calendar, ref: str) -> None:
        """Delete an event, a series, or take one occasion out."""
        item, day = calendar.find(ref)
        if day is not None:
            item.cancelled.add(day)
            item.exceptions.pop(day, None)
            item.version = next(self.numbers)
            calendar.removed.add(ref)
            calendar.log.append((ref, None))
            return
        del calendar.items[item.id]
        # Of a series nothing is told but its occasions: what is documented promises no more.
        names = [item.name_of(day) for day in item.days()[:400]] if item.recurs else [item.id]
        calendar.removed.update(names)
        calendar.log += [(name, None) for name in names]


def wall(told: Json) -> datetime:
    """The wall clock of a dateTimeTimeZone."""
    return datetime.fromisoformat(told["dateTime"][:19])


def instant(told: Json) -> datetime:
    """The instant of a dateTimeTimeZone."""
    place = zone_called(WINDOWS_TO_OLSON[told["timeZone"]])
    return wall(told).replace(tzinfo=place).astimezone(UTC)


def shifted(told: Json, by: timedelta) -> Json:
    return told | {"dateTime": (wall(told) + by).isoformat()}


def settled(body: Json, me: str) -> Json:
    """What a client has sent, as it is kept: checked, and notes with the line ends of Exchange."""
    made = dict(body)
    unknown = set(made) - set(EMPTY) - {"start", "end"}
    if unknown:
        raise GraphError(400, "RequestBodyRead", f"unknown {sorted(unknown)}")
    for name in ("start", "end"):
        if name in made and made[name].get("timeZone") not in WINDOWS_TO_OLSON:
            raise GraphError(400, "TimeZoneNotSupportedException")
    if "start" in made and "end" in made and instant(made["end"]) < instant(made["start"]):
        raise GraphError(400, "ErrorPropertyValidationFailure")
    if "body" in made:
        content = made["body"]["content"].replace("\r\n", "\n").replace("\n", "\r\n")
        made["body"] = made["body"] | {"content": content}
    if "attendees" in made:
        none = {"response": "none", "time": "0001-01-01T00:00:00Z"}
        made["attendees"] = [{"status": none} | guest for guest in made["attendees"]]
    return made


def begin(item: Item) -> None:
    """A series begins on the first day of its pattern."""
    if not item.recurs:
        return
    first = dates(item.fields["recurrence"], HORIZON)[:1]
    if not first:
        raise GraphError(400, "ErrorPropertyValidationFailure")
    by = first[0] - wall(item.fields["start"]).date()
    for name in ("start", "end"):
        item.fields[name] = shifted(item.fields[name], by)


def crossing(item: Item, day: date, own: Json) -> None:
    """An occasion stays between the days of its neighbours."""
    if "start" not in own:
        return
    others = [wall(item.on(other)["start"]).date() for other in item.days() if other != day]
    before = [other for other in others if other < day]
    after = [other for other in others if other > day]
    now = wall(own["start"]).date()
    if (before and now <= max(before)) or (after and now >= min(after)):
        raise GraphError(400, "ErrorOccurrenceCrossingBoundary")


def overlaps(fields: Json, since: datetime, until: datetime) -> bool:
    """Whether it touches a window."""
    return instant(fields["start"]) < until and instant(fields["end"]) >= since


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
