"""What providers have of a person's events: pages come in, and how far each calendar is read."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection, AsyncCursor
from psycopg.rows import DictRow

from core.calendars import CalendarEvent, Changes
from core.stores.calendars import Account, Reading
from storage.calendars import SYNCING, account_of
from storage.event_rows import as_json, whole_values

ACCOUNT = """
select a.*, s.ciphertext from calendar_accounts a
join secrets s on s.owner_id = a.owner_id and s.name = 'calendar:' || a.id
where a.owner_id = %(owner)s and a.id = %(id)s
"""
RELOCK = """
update secrets set ciphertext = %(locked)s
where owner_id = %(owner)s and name = 'calendar:' || %(id)s::bigint
"""
REVOKE = """
update calendar_accounts set state = 'revoked'
where owner_id = %(owner)s and id = %(id)s and state = 'open' returning id
"""
# A whole reading counts a new generation: what it does not meet is gone.
BEGIN = """
update calendars c set next_at = %(until)s,
  generation = generation + case when token is null then 1 else 0 end,
  progress = case when token is null then 0 end,
  unread = case when token is null then 0 else unread end
from calendar_accounts a
where c.id = %(id)s and c.owner_id = %(owner)s and a.id = c.account_id and a.state = 'open'
  and c.included and c.next_at <= app_at()
returning c.*
"""
VOID = """
update calendars set token = null, generation = generation + 1, progress = 0, unread = 0
where id = %(id)s and owner_id = %(owner)s returning *
"""
PROGRESS = """
update calendars set progress = progress + %(read)s, unread = unread + %(unread)s,
  next_at = %(until)s
where id = %(id)s and owner_id = %(owner)s
"""
FINISH = """
update calendars set token = %(token)s, synced_at = %(at)s, next_at = %(next)s, failures = 0,
  trouble = null, progress = null where id = %(id)s and owner_id = %(owner)s
"""
FAIL = """
update calendars set next_at = %(next)s, failures = failures + 1, trouble = %(trouble)s
where id = %(id)s and owner_id = %(owner)s
"""
# What waits to be written is left as the person wants it: the writing finds out what has happened.
PENDING = """
select event_id, uid, original from calendar_writes
where owner_id = %(owner)s and calendar_id = %(calendar)s
"""
KNOWN = """
select x.event_id, x.ref, x.etag, x.raw, e.id is not null as here from event_copies x
left join calendar_events e on e.id = x.event_id
where x.owner_id = %(owner)s and x.calendar_id = %(calendar)s and x.ref = any(%(refs)s)
"""
# Events come as one text: a JSON object for each, whose names are those of the columns. One without
# an id is new. So they take one statement, however many they are.
ROWS: LiteralString = """
with rows as materialized (
  select coalesce(id, nextval(pg_get_serial_sequence('calendar_events', 'id'))) as number, told.*
  from json_to_recordset(%(rows)s::json) as told (id bigint, uid text, title text,
    starts_at timestamptz, ends_at timestamptz, first_day date, last_day date, zone text,
    end_zone text, original text, cancelled boolean, rule text, excluded text[], added text[],
    place text, notes text, link text, organizer text, organizer_name text, attendees jsonb,
    reminders int[], busy boolean, private boolean, strange_zone text, ref text, series_ref text,
    etag text, raw text)
)"""
NOTE: LiteralString = """
insert into event_copies (event_id, owner_id, calendar_id, uid, ref, series_ref, etag, raw,
  generation)
select r.number, %(owner)s, c.id, r.uid, r.ref, r.series_ref, r.etag, r.raw, c.generation
from rows r cross join calendars c where c.id = %(calendar)s and c.owner_id = %(owner)s
on conflict (event_id) do update set uid = excluded.uid, ref = excluded.ref,
  series_ref = excluded.series_ref, etag = excluded.etag, raw = excluded.raw,
  generation = excluded.generation
"""
COPY: LiteralString = f"{ROWS} {NOTE}"
INSERT: LiteralString = f"""
{ROWS}, made as (
  insert into calendar_events (id, owner_id, calendar_id, uid, title, starts_at, ends_at, first_day,
    last_day, zone, end_zone, original, cancelled, rule, excluded, added, place, notes, link,
    organizer, organizer_name, attendees, reminders, busy, private, strange_zone, created_at)
  overriding system value
  select number, %(owner)s, %(calendar)s, uid, title, starts_at, ends_at, first_day, last_day, zone,
    end_zone, original, cancelled, rule, excluded, added, place, notes, link, organizer,
    organizer_name, attendees, reminders, busy, private, strange_zone, app_at()
  from rows
) {NOTE}"""  # noqa: S608 - a constant
UPDATE: LiteralString = f"""
{ROWS}, changed as (
  update calendar_events e set uid = r.uid, title = r.title, starts_at = r.starts_at,
    ends_at = r.ends_at, first_day = r.first_day, last_day = r.last_day, zone = r.zone,
    end_zone = r.end_zone, original = r.original, cancelled = r.cancelled, rule = r.rule,
    excluded = r.excluded, added = r.added, place = r.place, notes = r.notes, link = r.link,
    organizer = r.organizer, organizer_name = r.organizer_name, attendees = r.attendees,
    reminders = r.reminders, busy = r.busy, private = r.private, strange_zone = r.strange_zone
  from rows r where e.id = r.number and e.owner_id = %(owner)s
) {NOTE}"""  # noqa: S608
MET = """
update event_copies x set generation = c.generation from calendars c
where x.owner_id = %(owner)s and x.event_id = any(%(ids)s) and c.id = x.calendar_id
"""
# An exception may come before its series. Few are exceptions, so they come first, by themselves: a
# plan that joins before looks at every pair.
LINK = """
with loose as materialized (
  select event_id, series_ref from event_copies where owner_id = %(owner)s
    and calendar_id = %(calendar)s and ref = any(%(refs)s) and series_ref is not null
  union
  select event_id, series_ref from event_copies where owner_id = %(owner)s
    and calendar_id = %(calendar)s and series_ref = any(%(refs)s)
), found as materialized (
  select l.event_id, s.event_id as series_id from loose l
  join event_copies s on s.calendar_id = %(calendar)s and s.ref = l.series_ref
)
update calendar_events e set series_id = f.series_id from found f
where e.owner_id = %(owner)s and e.id = f.event_id and e.series_id is distinct from f.series_id
  and exists (select from calendar_events m where m.id = f.series_id)
"""
GONE = """
select event_id from event_copies where owner_id = %(owner)s and calendar_id = %(calendar)s
  and (ref = any(%(gone)s) or series_ref = any(%(gone)s)) and ref <> all(%(refs)s)
"""
UNMET = """
select x.event_id from event_copies x join calendars c on c.id = x.calendar_id
where x.owner_id = %(owner)s and c.id = %(calendar)s and x.ref is not null
  and x.generation < c.generation
"""
DELETE = "delete from calendar_events where owner_id = %(owner)s and id = any(%(ids)s) returning id"
FORGET = "delete from event_copies where owner_id = %(owner)s and event_id = any(%(ids)s)"


class CopyStore:
    """What providers have, of one person; the reading half of `core.stores.calendars.Copies`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def account(self, account_id: int) -> Account | None:
        rows = await self._all(ACCOUNT, id=account_id)
        return account_of(rows[0]) if rows else None

    async def relock(self, account_id: int, locked: bytes) -> None:
        await self._run(RELOCK, id=account_id, locked=locked)

    async def revoke(self, account_id: int) -> bool:
        return bool(await self._all(REVOKE, id=account_id))

    async def begin(self, calendar_id: int, until: datetime) -> Reading | None:
        rows = await self._all(BEGIN, id=calendar_id, until=until)
        return _reading(rows[0]) if rows else None

    async def start_over(self, reading: Reading) -> Reading:
        [row] = await self._all(VOID, id=reading.calendar_id)
        return _reading(row)

    async def apply(self, reading: Reading, changes: Changes, until: datetime) -> int:
        changed = await self.bring_in(reading.calendar_id, changes)
        values = {"read": len(changes.events), "unread": changes.unread, "until": until}
        await self._run(PROGRESS, id=reading.calendar_id, **values)
        return changed

    async def finish(
        self, reading: Reading, token: str | None, at: datetime, next_at: datetime
    ) -> None:
        if reading.token is None:
            await self._run(SYNCING)
            rows = await self._all(UNMET, calendar=reading.calendar_id)
            waiting = await self._waiting(reading.calendar_id)
            await self._drop([row["event_id"] for row in rows], waiting)
        await self._run(FINISH, id=reading.calendar_id, token=token, at=at, next=next_at)

    async def fail(self, reading: Reading, trouble: str, next_at: datetime) -> None:
        await self._run(FAIL, id=reading.calendar_id, trouble=trouble, next=next_at)

    async def bring_in(self, calendar_id: int, changes: Changes) -> int:
        """Apply what a provider tells to the events of a calendar; how many have changed."""
        await self._run(SYNCING)
        # Of what is there twice the last counts: the same page may name a ref again.
        events = list({event.ref: event for event in changes.events}.values())
        refs = [event.ref for event in events]
        # All are asked before the first answer is waited for.
        asked = [
            await self._asked(PENDING, calendar=calendar_id),
            await self._asked(GONE, calendar=calendar_id, gone=list(changes.gone), refs=refs),
            await self._asked(KNOWN, calendar=calendar_id, refs=refs),
        ]
        waiting, gone, found = [await cursor.fetchall() for cursor in asked]
        dropped = await self._drop([row["event_id"] for row in gone], waiting)
        if not events:
            return dropped
        if dropped:
            # Exceptions have gone with their series.
            found = await self._all(KNOWN, calendar=calendar_id, refs=refs)
        known = {row["ref"]: row for row in found}
        fresh, other, met = _sorted(events, known, waiting)
        # One that is known may have been deleted here: it comes back under its own id.
        ids = {event.ref: known[event.ref]["event_id"] for event in other}
        here = [event for event in other if known[event.ref]["here"]]
        back = [event for event in other if not known[event.ref]["here"]]
        made: list[tuple[int | None, CalendarEvent]] = [(None, event) for event in fresh]
        await self.put(INSERT, calendar_id, [*made, *((ids[e.ref], e) for e in back)])
        await self.put(UPDATE, calendar_id, [(ids[event.ref], event) for event in here])
        if met:
            await self._run(MET, ids=met)
        await self._run(LINK, calendar=calendar_id, refs=refs)
        return dropped + len(fresh) + len(other)

    async def put(
        self,
        query: LiteralString,
        calendar_id: int,
        events: Sequence[tuple[int | None, CalendarEvent]],
    ) -> None:
        """Write events and what the provider has of them, each under its id."""
        if events:
            rows = as_json({"id": n} | whole_values(e) | _copy_values(e) for n, e in events)
            await self._run(query, calendar=calendar_id, rows=rows)

    async def _waiting(self, calendar_id: int) -> list[DictRow]:
        return await self._all(PENDING, calendar=calendar_id)

    async def _drop(self, event_ids: Sequence[int], waiting: Sequence[DictRow]) -> int:
        """Delete these events and their copies, but for what waits to be written."""
        held = {row["event_id"] for row in waiting}
        ids = [event_id for event_id in event_ids if event_id not in held]
        if not ids:
            return 0
        deleted = await self._all(DELETE, ids=ids)
        await self._run(FORGET, ids=ids)
        return len(deleted)

    async def _all(self, query: LiteralString, **values: object) -> list[DictRow]:
        return await (await self._asked(query, **values)).fetchall()

    async def _asked(self, query: LiteralString, **values: object) -> AsyncCursor[DictRow]:
        return await self._connection.execute(query, {"owner": self._owner_id} | values)

    async def _run(self, query: LiteralString, **values: object) -> None:
        await self._connection.execute(query, {"owner": self._owner_id} | values)


def _copy_values(event: CalendarEvent) -> dict[str, object]:
    """The columns of what the provider has."""
    return {
        "uid": event.uid,
        "ref": event.ref,
        "series_ref": event.series_ref,
        "etag": event.etag,
        "raw": event.raw,
    }


def _sorted(
    events: Sequence[CalendarEvent], known: dict[str, DictRow], waiting: Sequence[DictRow]
) -> tuple[list[CalendarEvent], list[CalendarEvent], list[int]]:
    """Those that are new, those that have changed, and the ids of those that are met as they are or
    wait to be written."""
    held = {row["event_id"] for row in waiting}
    own = {row["uid"] for row in waiting if row["original"] is None}
    fresh: list[CalendarEvent] = []
    other: list[CalendarEvent] = []
    met: list[int] = []
    for event in events:
        row = known.get(event.ref)
        if row is None:
            # Written by us a moment ago, and cut off before that was noted.
            if event.original is not None or event.uid not in own:
                fresh.append(event)
        elif row["event_id"] in held or _same(row, event):
            met.append(row["event_id"])
        else:
            other.append(event)
    return fresh, other, met


def _same(row: DictRow, event: CalendarEvent) -> bool:
    return bool(row["here"]) and row["etag"] == event.etag and row["raw"] == event.raw


def _reading(row: DictRow) -> Reading:
    return Reading(
        calendar_id=row["id"],
        account_id=row["account_id"],
        ref=row["ref"],
        name=row["name"],
        token=row["token"],
        generation=row["generation"],
        failures=row["failures"],
    )
