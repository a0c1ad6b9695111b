"""Events as rows and as values: pure, both ways."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from core.calendars import (
    FLOATING,
    Attendee,
    CalendarEvent,
    Hours,
    When,
    WholeDays,
    own_answer,
)
from core.events import Event
from core.occasions import read_stamp, stamp
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called
from storage.inbox import storable


def when_values(when: When) -> dict[str, object]:
    """The columns of a time. A floating clock is kept as if it were UTC."""
    if isinstance(when, WholeDays):
        days: dict[str, object] = {"first_day": when.first, "last_day": when.last}
        return days | {"starts_at": None, "ends_at": None, "zone": FLOATING, "end_zone": None}
    place = _place(when.zone)
    end_place = zone_called(when.end_zone) if when.end_zone else place
    return {
        "starts_at": instant_of(when.start, place),
        "ends_at": None if when.end is None else instant_of(when.end, end_place),
        "first_day": None,
        "last_day": None,
        "zone": when.zone,
        "end_zone": when.end_zone,
    }


def when_of(row: DictRow) -> When:
    """What `when_values` was given; columns of another table may stand in for the times."""
    if row["starts_at"] is None:
        return WholeDays(first=row["first_day"], last=row["last_day"])
    place = _place(row["zone"])
    end_place = zone_called(row["end_zone"]) if row["end_zone"] else place
    return Hours(
        start=wall_of(row["starts_at"], place),
        end=None if row["ends_at"] is None else wall_of(row["ends_at"], end_place),
        zone=row["zone"],
        end_zone=row["end_zone"],
    )


def span_of(row: DictRow, home: ZoneInfo) -> tuple[datetime, datetime | None]:
    """The instants of start and end; a floating clock is that of `home`."""
    start, end = row["starts_at"], row["ends_at"]
    if row["zone"] != FLOATING:
        return start, end
    ends = None if end is None else instant_of(wall_of(end, _place(FLOATING)), home)
    return instant_of(wall_of(start, _place(FLOATING)), home), ends


def whole_values(event: CalendarEvent) -> dict[str, object]:
    """All columns of an event but those that say to what it belongs."""
    return when_values(event.when) | {
        "uid": event.uid,
        "title": event.title,
        "original": None if event.original is None else stamp(event.original),
        "cancelled": event.cancelled,
        "rule": event.rule,
        "excluded": [stamp(value) for value in event.excluded],
        "added": [stamp(value) for value in event.added],
        "place": event.place,
        "notes": event.notes,
        "link": event.link,
        "organizer": event.organizer,
        "organizer_name": event.organizer_name,
        "attendees": attendee_values(event.attendees),
        "reminders": list(event.reminders),
        "busy": event.busy,
        "private": event.private,
        "strange_zone": event.strange_zone,
    }


def as_json(rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as one text, for statements that take all of them at once."""
    return json.dumps([_plain(row) for row in rows])


def _plain(value: object) -> object:
    """As JSON has it, without the letters that PostgreSQL cannot keep."""
    match value:
        case None | bool() | int():
            return value
        case Jsonb():
            return _plain(value.obj)
        case Mapping():
            return {name: _plain(part) for name, part in cast(Mapping[str, object], value).items()}
        case list() | tuple():
            return [_plain(part) for part in cast(Sequence[object], value)]
        case _:
            return storable(str(value))


def whole_of(row: DictRow) -> CalendarEvent:
    """The event as it is kept; with the columns of its copy where the row has them."""
    return CalendarEvent(
        uid=row["uid"],
        title=row["title"],
        when=when_of(row),
        ref=row.get("ref") or "",
        etag=row.get("etag") or "",
        raw=row.get("raw") or "",
        series_ref=row.get("series_ref"),
        original=None if row["original"] is None else read_stamp(row["original"]),
        cancelled=row["cancelled"],
        rule=row["rule"],
        excluded=tuple(read_stamp(text) for text in row["excluded"]),
        added=tuple(read_stamp(text) for text in row["added"]),
        place=row["place"],
        notes=row["notes"],
        link=row["link"],
        organizer=row["organizer"],
        organizer_name=row["organizer_name"],
        attendees=attendees_of(row["attendees"]),
        reminders=tuple(row["reminders"]),
        busy=row["busy"],
        private=row["private"],
        strange_zone=row["strange_zone"],
    )


def seen_values(event: Event) -> dict[str, object]:
    """The columns of what a person sees of an event, and of its draft."""
    return {
        "title": event.title,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "first_day": event.first_day,
        "last_day": event.last_day or event.first_day,
        "zone": event.zone,
        "place": event.place,
        "rule": event.rule,
        "notes": event.notes,
        "link": event.link,
        "attendees": attendee_values(event.attendees),
        "private": event.private,
    }


def seen_of(row: DictRow) -> Event:
    """An event, or one occasion of a series, as the person sees it. `home_zone` is theirs."""
    starts_at, ends_at, home = row["starts_at"], row["ends_at"], row["home_zone"]
    attendees = attendees_of(row["attendees"])
    if starts_at is not None and row["zone"] == FLOATING:
        starts_at, ends_at = _landed(starts_at, home), _landed(ends_at, home)
    return Event(
        id=row["id"],
        title=row["title"],
        starts_at=starts_at,
        ends_at=ends_at,
        first_day=row["first_day"],
        last_day=row["last_day"],
        zone=row["zone"] or home,
        place=row["place"],
        inbox_id=row["inbox_id"],
        calendar_id=row["calendar_id"],
        occasion=row["at"],
        series_id=row["series_id"],
        rule=row["rule"],
        notes=row["notes"],
        link=row["link"],
        attendees=attendees,
        inviter=row["organizer_name"] or row["organizer"],
        busy=row["busy"] and own_answer(attendees) != "declined",
        private=row["private"],
        strange_zone=row["strange_zone"],
    )


def attendee_values(attendees: tuple[Attendee, ...]) -> Jsonb:
    """The column of those invited."""
    return Jsonb(
        [
            {
                "address": who.address,
                "name": who.name,
                "response": who.response,
                "optional": who.optional,
                "is_me": who.is_me,
            }
            for who in attendees
        ]
    )


def attendees_of(column: list[dict[str, object]]) -> tuple[Attendee, ...]:
    """Those invited, out of their column."""
    return tuple(Attendee(**who) for who in column)  # pyright: ignore[reportArgumentType]


def _place(zone: str) -> ZoneInfo:
    return zone_called(zone or "UTC")


def _landed(instant: datetime | None, home: str) -> datetime | None:
    """The instant at which clocks at `home` show what a floating clock says."""
    if instant is None:
        return None
    return instant_of(instant.astimezone(UTC).replace(tzinfo=None), zone_called(home))
