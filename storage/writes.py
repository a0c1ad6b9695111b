"""What providers have still to be told of a person's events."""

from dataclasses import replace
from datetime import date, datetime

from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from core.calendars import CalendarEvent, Changes, WholeDays
from core.occasions import read_stamp
from core.stores.calendars import Write
from storage.calendars import SYNCING
from storage.copies import COPY, DELETE, FORGET, UPDATE, CopyStore
from storage.event_rows import whole_of

# An exception waits until its series is written.
NEXT = """
update calendar_writes set not_before = %(until)s, attempts = attempts + 1 where id = (
  select w.id from calendar_writes w where w.owner_id = %(owner)s and w.calendar_id = %(calendar)s
    and w.not_before <= %(at)s
    and not exists (select from calendar_writes s where s.event_id = w.series_id)
  order by w.id limit 1 for update skip locked)
returning *
"""
CALENDAR = "select account_id, ref, name from calendars where id = %(id)s and owner_id = %(owner)s"
EVENT = """
select e.*, x.ref, x.etag, x.raw, x.series_ref from calendar_events e
left join event_copies x on x.event_id = e.id where e.owner_id = %(owner)s and e.id = %(id)s
"""
LEFT = "select * from event_copies where owner_id = %(owner)s and event_id = %(id)s"
DONE = """
delete from calendar_writes where id = %(id)s and owner_id = %(owner)s and version = %(version)s
returning id
"""
LET_GO = "delete from calendar_writes where id = %(id)s and owner_id = %(owner)s"
# It is kept without a ref, so that taking the deletion back loses nothing of it.
UNKNOWN = """
update event_copies set ref = null, etag = '' where owner_id = %(owner)s and event_id = %(id)s
"""
IMAGE = "select to_jsonb(e) as image from calendar_events e where id = %(id)s"
# What the provider makes of a change belongs to the change: taking it back is still possible.
ECHO = """
update changes h set after = to_jsonb(e) from calendar_events e
where h.owner_id = %(owner)s and h.table_name = 'calendar_events' and h.row_id = %(id)s::text
  and e.id = %(id)s and h.undone_at is null and h.after = %(image)s
"""
REREAD = """
update calendars set token = null, next_at = app_at() where id = %(calendar)s
  and owner_id = %(owner)s
"""
STALE = """
update event_copies set etag = '' where owner_id = %(owner)s and event_id = %(id)s
  and ref is not null returning event_id
"""
POSTPONE = """
update calendar_writes set not_before = %(until)s, told_at = coalesce(%(told)s, told_at)
where id = %(id)s and owner_id = %(owner)s and version = %(version)s
"""
NOWHEN = WholeDays(first=date.min, last=date.min)


class WriteStore(CopyStore):
    """What providers have and have still to be told, behind `core.stores.calendars.Copies`."""

    async def next_write(self, calendar_id: int, at: datetime, until: datetime) -> Write | None:
        rows = await self._all(NEXT, calendar=calendar_id, at=at, until=until)
        if not rows:
            return None
        write = rows[0]
        [calendar] = await self._all(CALENDAR, id=calendar_id)
        series = None
        if write["series_id"] is not None:
            found = await self._all(EVENT, id=write["series_id"])
            series = whole_of(found[0]) if found else None
        return Write(
            id=write["id"],
            version=write["version"],
            event_id=write["event_id"],
            calendar_id=calendar_id,
            account_id=calendar["account_id"],
            calendar_ref=calendar["ref"],
            calendar=calendar["name"],
            action=write["action"],
            event=await self._event(write, series),
            series=series,
            cause=write["cause_id"],
            attempts=write["attempts"],
            told=write["told_at"] is not None,
        )

    async def written(self, write: Write, changes: Changes) -> None:
        await self._run(SYNCING)
        last = bool(await self._all(DONE, id=write.id, version=write.version))
        if write.action == "delete":
            await self._run(UNKNOWN, id=write.event_id)
        elif changes.events:
            await self._echo(write, changes.events[0], last)
        await self.bring_in(write.calendar_id, changes)

    async def give_up(self, write: Write, changes: Changes) -> None:
        await self._run(SYNCING)
        await self._run(LET_GO, id=write.id)
        if changes.events or changes.gone:
            await self.bring_in(write.calendar_id, changes)
        elif await self._all(STALE, id=write.event_id):
            await self._run(REREAD, calendar=write.calendar_id)
        else:
            await self._all(DELETE, ids=[write.event_id])
            await self._run(FORGET, ids=[write.event_id])

    async def postpone(self, write: Write, until: datetime, told_at: datetime | None) -> None:
        await self._run(POSTPONE, id=write.id, version=write.version, until=until, told=told_at)

    async def _echo(self, write: Write, event: CalendarEvent, last: bool) -> None:
        """Keep what the provider has made of it, unless the person has changed it once more."""
        made = [(write.event_id, event)]
        if not last:
            await self.put(COPY, write.calendar_id, made)
            return
        images = await self._all(IMAGE, id=write.event_id)
        await self.put(UPDATE, write.calendar_id, made)
        if images:
            await self._run(ECHO, id=write.event_id, image=Jsonb(images[0]["image"]))

    async def _event(self, write: DictRow, series: CalendarEvent | None) -> CalendarEvent:
        """The event that is to be written; of a deleted one, what is known of its copy."""
        if write["action"] == "save":
            [row] = await self._all(EVENT, id=write["event_id"])
            event = whole_of(row)
        else:
            left = await self._all(LEFT, id=write["event_id"])
            event = _deleted(write, left[0] if left else None)
        return event if series is None else replace(event, series_ref=series.ref)


def _deleted(write: DictRow, copy: DictRow | None) -> CalendarEvent:
    event = CalendarEvent(
        uid=write["uid"],
        title=write["title"],
        when=NOWHEN,
        original=None if write["original"] is None else read_stamp(write["original"]),
    )
    if copy is None:
        return event
    return replace(event, ref=copy["ref"] or "", etag=copy["etag"], raw=copy["raw"])
