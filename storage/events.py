"""Events of the local calendar."""

from datetime import date, datetime, time, timedelta
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.models import Event
from core.zones import instant_of
from core.zones import zone as zone_called

ADD = """
insert into calendar_events (owner_id, title, starts_at, ends_at, first_day, last_day, zone, place,
                             inbox_id, created_at)
values (%(owner)s, %(title)s, %(starts_at)s, %(ends_at)s, %(first_day)s, %(last_day)s, %(zone)s,
        %(place)s, %(inbox)s, %(at)s)
returning *
"""
GET = "select * from calendar_events where id = %(id)s and owner_id = %(owner)s"
SAVE = """
update calendar_events set title = %(title)s, starts_at = %(starts_at)s, ends_at = %(ends_at)s,
  first_day = %(first_day)s, last_day = %(last_day)s, zone = %(zone)s, place = %(place)s
where id = %(id)s and owner_id = %(owner)s
"""
REMOVE = "delete from calendar_events where id = %(id)s and owner_id = %(owner)s"
# What ends as the first day begins does not touch it any more. Whole days stand before clock times.
BETWEEN = """
select * from calendar_events where owner_id = %(owner)s and (
  starts_at < %(until)s and (starts_at >= %(since)s or ends_at > %(since)s)
  or first_day <= %(last)s and last_day >= %(first)s)
order by coalesce(starts_at, first_day::timestamp at time zone %(zone)s), first_day is null, id
"""
ALL = """
select * from calendar_events where owner_id = %(owner)s
order by coalesce(starts_at, first_day::timestamp at time zone zone), id
"""


class EventStore:
    """The events of one person, behind `core.stores.planning.Events`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def add(self, event: Event, at: datetime) -> Event:
        rows = await self._all(ADD, **event_values(event), inbox=event.inbox_id, at=at)
        return _event(rows[0])

    async def get(self, event_id: int) -> Event | None:
        rows = await self._all(GET, id=event_id)
        return _event(rows[0]) if rows else None

    async def save(self, event: Event) -> None:
        values = event_values(event) | {"owner": self._owner_id, "id": event.id}
        await self._connection.execute(SAVE, values)

    async def remove(self, event_id: int) -> None:
        await self._connection.execute(REMOVE, {"owner": self._owner_id, "id": event_id})

    async def between(self, first: date, last: date, zone: str) -> list[Event]:
        place = zone_called(zone)
        rows = await self._all(
            BETWEEN,
            first=first,
            last=last,
            since=instant_of(datetime.combine(first, time()), place),
            until=instant_of(datetime.combine(last + timedelta(days=1), time()), place),
            zone=zone,
        )
        return [_event(row) for row in rows]

    async def all(self) -> list[Event]:
        return [_event(row) for row in await self._all(ALL)]

    async def _all(self, query: LiteralString, **values: object) -> list[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()


def event_values(event: Event) -> dict[str, object]:
    """The columns that an event and its draft share."""
    return {
        "title": event.title,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "first_day": event.first_day,
        "last_day": event.last_day or event.first_day,
        "zone": event.zone,
        "place": event.place,
    }


def _event(row: DictRow) -> Event:
    return Event(
        id=row["id"],
        title=row["title"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        zone=row["zone"],
        place=row["place"],
        inbox_id=row["inbox_id"],
    )
