"""Events as they are proposed."""

from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.events import Draft, Event
from storage.event_rows import attendees_of, seen_values

ADD = """
insert into drafts (owner_id, kind, event_id, title, starts_at, ends_at, first_day, last_day, zone,
  place, rule, notes, link, attendees, private, calendar_id, occasion, scope, inbox_id, replaces,
  created_at)
values (%(owner)s, %(kind)s, %(event)s, %(title)s, %(starts_at)s, %(ends_at)s, %(first_day)s,
  %(last_day)s, %(zone)s, %(place)s, %(rule)s, %(notes)s, %(link)s, %(attendees)s, %(private)s,
  %(calendar)s, %(occasion)s, %(scope)s, %(inbox)s, %(replaces)s, %(at)s)
returning *
"""
# Locked, so that of two taps at once the second sees what the first has done.
GET = "select * from drafts where id = %(id)s and owner_id = %(owner)s for update"
OF_MESSAGE = """
select * from drafts where owner_id = %(owner)s and inbox_id = %(inbox)s order by id for update
"""
SETTLE = """
update drafts set state = %(state)s, event_id = coalesce(%(event)s, event_id)
where id = %(id)s and owner_id = %(owner)s
"""


class DraftStore:
    """The drafts of one person, behind `core.stores.planning.Drafts`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def add(self, draft: Draft, at: datetime) -> Draft:
        event = draft.event
        values = seen_values(event) | {"inbox": draft.inbox_id, "at": at, "scope": draft.scope}
        values |= {"replaces": draft.replaces}
        values |= {"calendar": event.calendar_id, "occasion": event.occasion}
        [row] = await self._all(ADD, kind=draft.kind, event=event.id or None, **values)
        return _draft(row)

    async def get(self, draft_id: int) -> Draft | None:
        rows = await self._all(GET, id=draft_id)
        return _draft(rows[0]) if rows else None

    async def of_message(self, inbox_id: int) -> list[Draft]:
        return [_draft(row) for row in await self._all(OF_MESSAGE, inbox=inbox_id)]

    async def settle(self, draft_id: int, state: str, event_id: int | None = None) -> None:
        values = {"owner": self._owner_id, "id": draft_id, "state": state, "event": event_id}
        await self._connection.execute(SETTLE, values)

    async def _all(self, query: LiteralString, **values: object) -> list[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()


def _draft(row: DictRow) -> Draft:
    return Draft(
        id=row["id"],
        kind=row["kind"],
        event=Event(
            id=row["event_id"] or 0,
            title=row["title"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            first_day=row["first_day"],
            last_day=row["last_day"],
            zone=row["zone"],
            place=row["place"],
            calendar_id=row["calendar_id"] or 0,
            occasion=row["occasion"],
            rule=row["rule"],
            notes=row["notes"],
            link=row["link"],
            attendees=attendees_of(row["attendees"]),
            private=row["private"],
        ),
        scope=row["scope"],
        state=row["state"],
        inbox_id=row["inbox_id"],
        replaces=row["replaces"],
    )
