"""Events as a person sees them: of all their calendars that count, occasion by occasion."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.calendars import CalendarEvent
from core.events import Event
from core.occasions import read_stamp
from core.zones import instant_of
from core.zones import zone as zone_called
from storage.event_rows import seen_of, seen_values, span_of, whole_of, whole_values
from storage.occasions import over_occasions

OWN = """
coalesce(nullif(%(calendar)s::bigint, 0),
  (select id from calendars where owner_id = %(owner)s and is_default),
  (select id from calendars where owner_id = %(owner)s and account_id is null))
"""
ADD = f"""
insert into calendar_events (owner_id, calendar_id, title, starts_at, ends_at, first_day, last_day,
  zone, place, rule, notes, link, attendees, private, inbox_id, created_at)
values (%(owner)s, {OWN}, %(title)s, %(starts_at)s, %(ends_at)s, %(first_day)s, %(last_day)s,
  %(zone)s, %(place)s, %(rule)s, %(notes)s, %(link)s, %(attendees)s, %(private)s, %(inbox)s, %(at)s)
returning id
"""  # noqa: S608 - a constant
SEEN = """
e.id, e.title, e.zone, e.place, e.inbox_id, e.calendar_id, e.series_id, e.rule, e.notes, e.link,
e.attendees, e.organizer, e.organizer_name, e.busy, e.private, e.strange_zone
"""
ROW: LiteralString = f"""
select {SEEN}, e.starts_at, e.ends_at, e.first_day, e.last_day, '' as at, p.zone as home_zone
from calendar_events e join people p on p.id = e.owner_id
"""  # noqa: S608
GET = f"{ROW} where e.id = %(id)s and e.owner_id = %(owner)s and not e.cancelled"
EXCEPTION = f"""
{ROW} where e.series_id = %(id)s and e.original = %(at)s and e.owner_id = %(owner)s
  and not e.cancelled
"""
OCCASION: LiteralString = f"""
select {SEEN}, o.starts_at, o.ends_at, o.first_day, o.last_day, o.at, p.zone as home_zone
from occasions o join calendar_events e on e.id = o.event_id join people p on p.id = e.owner_id
"""  # noqa: S608
GET_OCCASION = f"{OCCASION} where o.event_id = %(id)s and o.at = %(at)s and o.owner_id = %(owner)s"
SAVE = """
update calendar_events set title = %(title)s, starts_at = %(starts_at)s, ends_at = %(ends_at)s,
  first_day = %(first_day)s, last_day = %(last_day)s, zone = %(zone)s, place = %(place)s,
  rule = %(rule)s, notes = %(notes)s, link = %(link)s, attendees = %(attendees)s,
  private = %(private)s
where id = %(id)s and owner_id = %(owner)s
"""
# The exceptions go first: what took them back would have to have their series before them. In one
# statement, as only without its series an exception is not taken out of the calendar by itself.
REMOVE = """
with exceptions as (
  delete from calendar_events where series_id = %(id)s and owner_id = %(owner)s returning id
)
delete from calendar_events where id = %(id)s and owner_id = %(owner)s
  and (select count(*) from exceptions) >= 0
"""
# What ends as the first day begins does not touch it any more. As a floating clock is kept as UTC,
# the instants here are a little wider than the days, and what is found is looked at once more.
FLOAT = timedelta(hours=14)
# Each arm is a range of an index of its own: what begins on the days or shortly before them, and
# what is so long that it may have begun at any time. In one condition it would read all that was.
HOURS: LiteralString = """
select {0} from {1} where {2} and starts_at < %(until)s
  and starts_at >= %(since)s - interval '24 hours'
  and (starts_at >= %(since)s or ends_at > %(since)s)
union all
select {0} from {1} where {2} and ends_at - starts_at > interval '24 hours'
  and ends_at > %(since)s and starts_at < %(since)s - interval '24 hours'
"""
DAYS: LiteralString = """
select {0} from {1} where {2} and last_day >= %(first)s
  and first_day between %(first)s::date - 31 and %(last)s
union all
select {0} from {1} where {2} and last_day - first_day > 31
  and last_day >= %(first)s and first_day < %(first)s::date - 31
"""
# Where no clock floats, the instants themselves tell.
THEN: LiteralString = """
({0}.starts_at is null or e.zone = '' or {0}.starts_at < %(ends)s
  and ({0}.starts_at >= %(begins)s or {0}.ends_at > %(begins)s))
"""
SINGLE = ("calendar_events", "owner_id = %(owner)s and rule is null and not cancelled")
REPEATED = ("occasions", "owner_id = %(owner)s")
# What touches the days comes first, by itself: a plan that joins before looks at everything.
BETWEEN: LiteralString = f"""
with counting as materialized (
  select array_agg(id) as ids from calendars where owner_id = %(owner)s and included
), single as materialized (
  {HOURS.format("*", *SINGLE)} union all {DAYS.format("*", *SINGLE)}
), repeated as materialized (
  {HOURS.format("*", *REPEATED)} union all {DAYS.format("*", *REPEATED)}
)
select {SEEN}, e.starts_at, e.ends_at, e.first_day, e.last_day, '' as at
from single e where e.calendar_id = any((select ids from counting)::bigint[]) and {THEN.format("e")}
union all
select {SEEN}, o.starts_at, o.ends_at, o.first_day, o.last_day, o.at
from repeated o join calendar_events e on e.id = o.event_id
where e.calendar_id = any((select ids from counting)::bigint[]) and {THEN.format("o")}
"""  # noqa: S608
# What the person has declined takes no time.
DECLINED = """attendees @> '[{"is_me": true, "response": "declined"}]'"""
BUSY: LiteralString = f"""
with counting as materialized (
  select array_agg(id) as ids from calendars where owner_id = %(owner)s and included
), single as materialized (
  {HOURS.format("calendar_id, zone, busy, attendees, starts_at, ends_at", *SINGLE)}
), repeated as materialized (
  {HOURS.format("event_id, starts_at, ends_at", *REPEATED)}
), taken as (
  select zone, starts_at, ends_at from single
  where busy and calendar_id = any((select ids from counting)::bigint[]) and not {DECLINED}
  union all
  select e.zone, o.starts_at, o.ends_at from repeated o join calendar_events e on e.id = o.event_id
  where e.busy and e.calendar_id = any((select ids from counting)::bigint[]) and not e.{DECLINED}
), together as (
  select unnest(range_agg(tstzrange(starts_at, greatest(starts_at, ends_at)))) as span
  from taken where zone <> '' and ends_at is not null
)
select 'UTC' as zone, lower(span) as starts_at, upper(span) as ends_at from together
union all
select zone, starts_at, ends_at from taken where zone = '' or ends_at is null
"""  # noqa: S608
ALL = f"""
{ROW} where e.owner_id = %(owner)s and not e.cancelled
order by coalesce(e.starts_at, e.first_day::timestamp at time zone p.zone), e.id
"""
WHOLE = "select * from calendar_events where id = %(id)s and owner_id = %(owner)s"
KNOWN = """
select uid, original from calendar_events where owner_id = %(owner)s and uid = any(%(uids)s)
"""
EXCEPTIONS = """
select * from calendar_events where series_id = %(id)s and owner_id = %(owner)s order by original
"""
PUT = """
update calendar_events set title = %(title)s, starts_at = %(starts_at)s, ends_at = %(ends_at)s,
  first_day = %(first_day)s, last_day = %(last_day)s, zone = %(zone)s, end_zone = %(end_zone)s,
  cancelled = %(cancelled)s, rule = %(rule)s, excluded = %(excluded)s, added = %(added)s,
  original = %(original)s, place = %(place)s, notes = %(notes)s, link = %(link)s,
  organizer = %(organizer)s, organizer_name = %(organizer_name)s, attendees = %(attendees)s,
  reminders = %(reminders)s, busy = %(busy)s, private = %(private)s, strange_zone = %(strange_zone)s
where id = %(id)s and owner_id = %(owner)s
"""
INSERT = f"""
insert into calendar_events (owner_id, calendar_id, series_id, uid, title, starts_at, ends_at,
  first_day, last_day, zone, end_zone, original, cancelled, rule, excluded, added, place, notes,
  link, organizer, organizer_name, attendees, reminders, busy, private, strange_zone, inbox_id,
  created_at)
values (%(owner)s, {OWN}, %(series)s, %(uid)s, %(title)s, %(starts_at)s, %(ends_at)s,
  %(first_day)s, %(last_day)s, %(zone)s, %(end_zone)s, %(original)s, %(cancelled)s, %(rule)s,
  %(excluded)s, %(added)s, %(place)s, %(notes)s, %(link)s, %(organizer)s, %(organizer_name)s,
  %(attendees)s, %(reminders)s, %(busy)s, %(private)s, %(strange_zone)s, %(inbox)s, %(at)s)
returning id
"""  # noqa: S608


class EventStore:
    """The events of one person, behind `core.stores.planning.Events`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def add(self, event: Event, at: datetime) -> Event:
        values = seen_values(event) | {"calendar": event.calendar_id}
        [row] = await self._all(ADD, **values, inbox=event.inbox_id, at=at)
        [made] = await self._all(GET, id=row["id"])
        return seen_of(made)

    async def get(self, event_id: int, occasion: str = "") -> Event | None:
        if not occasion:
            rows = await self._all(GET, id=event_id)
        else:
            rows = await self._current(GET_OCCASION, id=event_id, at=occasion)
            rows = rows or await self._all(EXCEPTION, id=event_id, at=occasion)
        return seen_of(rows[0]) if rows else None

    async def save(self, event: Event) -> None:
        values = seen_values(event) | {"owner": self._owner_id, "id": event.id}
        await self._connection.execute(SAVE, values)

    async def remove(self, event_id: int) -> None:
        await self._connection.execute(REMOVE, {"owner": self._owner_id, "id": event_id})

    async def between(self, first: date, last: date, zone: str) -> list[Event]:
        place = zone_called(zone)
        since = instant_of(datetime.combine(first, time()), place)
        until = instant_of(datetime.combine(last + timedelta(days=1), time()), place)
        wide = {"since": since - FLOAT, "until": until + FLOAT, "begins": since, "ends": until}
        rows = await self._current(BETWEEN, first=first, last=last, **wide)
        found = [seen_of(row | {"home_zone": zone}) for row in rows]
        return sorted(
            (event for event in found if _touches(event, since, until)),
            key=lambda event: _order(event, zone),
        )

    async def busy(
        self, first: date, last: date, zone: str
    ) -> list[tuple[datetime, datetime | None]]:
        place = zone_called(zone)
        since = instant_of(datetime.combine(first, time()), place) - FLOAT
        until = instant_of(datetime.combine(last + timedelta(days=1), time()), place) + FLOAT
        rows = await self._current(BUSY, first=first, last=last, since=since, until=until)
        return [span_of(row, place) for row in rows]

    async def all(self) -> list[Event]:
        return [seen_of(row) for row in await self._all(ALL)]

    async def whole(self, event_id: int) -> CalendarEvent | None:
        rows = await self._all(WHOLE, id=event_id)
        return whole_of(rows[0]) if rows else None

    async def known(self, uids: Collection[str]) -> set[tuple[str, date | datetime | None]]:
        rows = await self._all(KNOWN, uids=list(uids))
        return {(row["uid"], row["original"] and read_stamp(row["original"])) for row in rows}

    async def exceptions(self, series_id: int) -> list[tuple[int, CalendarEvent]]:
        return [(row["id"], whole_of(row)) for row in await self._all(EXCEPTIONS, id=series_id)]

    async def put(self, event_id: int, event: CalendarEvent) -> None:
        values = whole_values(event) | {"owner": self._owner_id, "id": event_id}
        await self._connection.execute(PUT, values)

    async def insert(
        self,
        event: CalendarEvent,
        at: datetime,
        *,
        calendar_id: int = 0,
        series_id: int | None = None,
        inbox_id: int | None = None,
    ) -> int:
        values = whole_values(event) | {"calendar": calendar_id, "series": series_id}
        [row] = await self._all(INSERT, **values, inbox=inbox_id, at=at)
        return int(row["id"])

    async def _current(self, query: LiteralString, **values: object) -> list[DictRow]:
        values |= {"owner": self._owner_id}
        return await over_occasions(self._connection, self._owner_id, query, values)

    async def _all(self, query: LiteralString, **values: object) -> list[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()


def _touches(event: Event, since: datetime, until: datetime) -> bool:
    """Whether it still does, now that a floating clock has become an instant."""
    if event.starts_at is None:
        return True
    ends = event.ends_at or event.starts_at
    return event.starts_at < until and (event.starts_at >= since or ends > since)


def _order(event: Event, zone: str) -> tuple[datetime, bool, int, str]:
    """By time; whole days stand before clock times."""
    if event.starts_at is not None:
        return event.starts_at, True, event.id, event.occasion
    first = datetime.combine(event.first_day or date.min, time())
    return instant_of(first, zone_called(zone)), False, event.id, event.occasion
