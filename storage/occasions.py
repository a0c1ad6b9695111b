"""Occasions of series as rows, made anew for those that triggers have marked."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.calendars import CalendarEvent
from core.occasions import occasions
from storage.event_rows import when_values, whole_of

BEFORE, AHEAD = timedelta(days=370), timedelta(days=800)
# The clock has moved on, or was set back: what the rows cover is no longer the years around it.
STALE = """
with moved as (
  update calendars set expanded_to = app_at() + interval '800 days'
  where owner_id = %(owner)s and (expanded_to is null or expanded_to
    not between app_at() + interval '740 days' and app_at() + interval '860 days')
  returning id)
select e.id, app_at() as at from calendar_events e join moved on e.calendar_id = moved.id
where e.owner_id = %(owner)s and e.rule is not null
union select event_id, app_at() from stale_series where owner_id = %(owner)s
"""
# Another transaction that looks at the same time waits here, and finds nothing left to do.
LOCK = """
select event_id from stale_series where owner_id = %(owner)s and event_id = any(%(ids)s)
order by event_id for update
"""
SERIES = """
select e.*, array(select x.original from calendar_events x where x.series_id = e.id) as exceptions
from calendar_events e where e.owner_id = %(owner)s and e.id = any(%(ids)s) order by e.id for update
"""
CLEAR = "delete from occasions where owner_id = %(owner)s and event_id = any(%(ids)s)"
FILL = """
insert into occasions (owner_id, event_id, at, starts_at, ends_at, first_day, last_day)
select %(owner)s, * from unnest(%(event)s::bigint[], %(at)s::text[], %(starts_at)s::timestamptz[],
  %(ends_at)s::timestamptz[], %(first_day)s::date[], %(last_day)s::date[])
"""
FRESH = "delete from stale_series where owner_id = %(owner)s and event_id = any(%(ids)s)"
COLUMNS = ("starts_at", "ends_at", "first_day", "last_day")


async def over_occasions(
    connection: AsyncConnection[DictRow],
    owner_id: int,
    query: LiteralString,
    values: Mapping[str, object],
) -> list[DictRow]:
    """What `query` finds once the occasions of marked series are made anew, and of all when the
    years have moved on."""
    # Both go out together: mostly nothing is stale, and the second answer counts.
    marked = await connection.execute(STALE, {"owner": owner_id})
    asked = await connection.execute(query, values)
    stale, found = await marked.fetchall(), await asked.fetchall()
    if not stale:
        return found
    await _refresh(connection, owner_id, stale)
    return await _all(connection, query, **values)


async def _refresh(
    connection: AsyncConnection[DictRow], owner_id: int, stale: Sequence[DictRow]
) -> None:
    ids = [row["id"] for row in stale]
    await _all(connection, LOCK, owner=owner_id, ids=ids)
    series = await _all(connection, SERIES, owner=owner_id, ids=ids)
    columns: dict[str, list[object]] = {name: [] for name in ("event", "at", *COLUMNS)}
    for row in series:
        _expand(row, stale[0]["at"], columns)
    await connection.execute(CLEAR, {"owner": owner_id, "ids": ids})
    await connection.execute(FILL, columns | {"owner": owner_id})
    await connection.execute(FRESH, {"owner": owner_id, "ids": ids})


def _expand(row: DictRow, now: datetime, columns: dict[str, list[object]]) -> None:
    """Add the occasions of the series to the columns, but for those that have an exception."""
    event: CalendarEvent = whole_of(row)
    taken = set(row["exceptions"])
    if event.rule is None:
        return
    for occasion in occasions(event, now - BEFORE, now + AHEAD):
        if occasion.at in taken:
            continue
        values = when_values(occasion.when)
        columns["event"].append(row["id"])
        columns["at"].append(occasion.at)
        for name in COLUMNS:
            columns[name].append(values[name])


async def _all(
    connection: AsyncConnection[DictRow], query: LiteralString, **values: object
) -> list[DictRow]:
    cursor = await connection.execute(query, values)
    return await cursor.fetchall()
