"""The calendars and accounts of one person."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.calendars import RemoteCalendar
from core.stores.calendars import Account, Calendar

ALL = """
select c.*, coalesce(a.provider, 'local') as provider, coalesce(a.name, '') as account,
  coalesce(a.state = 'revoked', false) as revoked
from calendars c left join calendar_accounts a on a.id = c.account_id
where c.owner_id = %(owner)s order by c.account_id nulls first, c.id
"""
INCLUDE = """
update calendars set included = %(included)s,
  next_at = case when account_id is not null and %(included)s then %(at)s::timestamptz end
where id = %(id)s and owner_id = %(owner)s
"""
NO_DEFAULT = "update calendars set is_default = false where owner_id = %(owner)s and is_default"
DEFAULT = """
update calendars set is_default = true, included = true where id = %(id)s and owner_id = %(owner)s
"""
ACCOUNTS = """
select a.*, s.ciphertext from calendar_accounts a
join secrets s on s.owner_id = a.owner_id and s.name = 'calendar:' || a.id
where a.owner_id = %(owner)s order by a.id
"""
OPEN = """
insert into calendar_accounts
  (owner_id, provider, name, address, entered_at, listed_at, expires_at)
values (%(owner)s, %(provider)s, %(name)s, %(address)s, %(at)s, %(at)s, %(expires)s)
on conflict (owner_id, provider, name) do update set address = excluded.address, state = 'open',
  entered_at = excluded.entered_at, listed_at = excluded.listed_at,
  expires_at = excluded.expires_at
returning id
"""
LOCK = """
insert into secrets (owner_id, name, ciphertext)
values (%(owner)s, 'calendar:' || %(id)s::bigint, %(locked)s)
on conflict (owner_id, name) do update set ciphertext = excluded.ciphertext
"""
LIST = """
insert into calendars (owner_id, account_id, ref, name, zone, writable, next_at)
values (%(owner)s, %(account)s, %(ref)s, %(name)s, %(zone)s, %(writable)s, %(at)s)
on conflict (owner_id, account_id, ref) do update
  set name = excluded.name, zone = excluded.zone, writable = excluded.writable
"""
DUE = """
update calendars set next_at = %(at)s, failures = 0 where owner_id = %(owner)s and included
  and account_id is not null and (account_id = %(account)s or %(account)s::bigint is null)
"""
LOST = """
delete from calendars where owner_id = %(owner)s and account_id = %(account)s
  and ref <> all(%(refs)s)
"""
# Images of what goes would keep it, and nothing of it can be taken back.
IMAGES = """
delete from changes h using calendars c
where h.owner_id = %(owner)s and h.table_name = 'calendar_events' and c.owner_id = h.owner_id
  and c.id = (coalesce(h.after, h.before) ->> 'calendar_id')::bigint and c.account_id = %(id)s
"""
CLOSE = "delete from calendar_accounts where id = %(id)s and owner_id = %(owner)s"
UNLOCK = """
delete from secrets where owner_id = %(owner)s and name = 'calendar:' || %(id)s::bigint
"""
ASK = """
insert into secrets (owner_id, name, ciphertext, until)
values (%(owner)s, 'consent:' || %(state)s::text, %(locked)s, %(until)s)
on conflict (owner_id, name) do update set ciphertext = excluded.ciphertext, until = excluded.until
"""
ASKED = """
select ciphertext from secrets where owner_id = %(owner)s and name = 'consent:' || %(state)s::text
"""
ANSWERED = """
delete from secrets where owner_id = %(owner)s and name = 'consent:' || %(state)s::text
"""
OWN = """
update calendars set is_default = true where owner_id = %(owner)s and account_id is null
  and not exists (select from calendars where owner_id = %(owner)s and is_default)
"""
SYNCING = "select set_config('app.sync', 'yes', true)"


class CalendarStore:
    """The calendars of one person, behind `core.stores.calendars.Calendars`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def all(self) -> list[Calendar]:
        return [_calendar(row) for row in await self._all(ALL)]

    async def include(self, calendar_id: int, included: bool, at: datetime) -> None:
        await self._run(INCLUDE, id=calendar_id, included=included, at=at)

    async def make_default(self, calendar_id: int) -> None:
        await self._run(NO_DEFAULT)
        await self._run(DEFAULT, id=calendar_id)

    async def accounts(self) -> list[Account]:
        return [account_of(row) for row in await self._all(ACCOUNTS)]

    async def open(self, account: Account, found: Sequence[RemoteCalendar], at: datetime) -> int:
        values = {"provider": account.provider, "name": account.name, "address": account.address}
        [row] = await self._all(OPEN, **values, at=at, expires=account.expires_at)
        await self._run(LOCK, id=row["id"], locked=account.locked)
        await self.listed(row["id"], found, at)
        await self.hurry(at, row["id"])
        return int(row["id"])

    async def hurry(self, at: datetime, account_id: int | None = None) -> None:
        await self._run(DUE, account=account_id, at=at)

    async def ask(self, state: str, locked: bytes, until: datetime) -> None:
        await self._run(ASK, state=state, locked=locked, until=until)

    async def asked(self, state: str) -> bytes | None:
        rows = await self._all(ASKED, state=state)
        return bytes(rows[0]["ciphertext"]) if rows else None

    async def answered(self, state: str) -> None:
        await self._run(ANSWERED, state=state)

    async def close(self, account_id: int) -> None:
        await self._run(SYNCING)
        await self._run(IMAGES, id=account_id)
        await self._run(CLOSE, id=account_id)
        await self._run(UNLOCK, id=account_id)
        await self._run(OWN)

    async def listed(self, account_id: int, found: Sequence[RemoteCalendar], at: datetime) -> None:
        """The calendars that the account has now; those that it has no more go."""
        await self._run(SYNCING)
        for calendar in found:
            await self._run(
                LIST,
                account=account_id,
                ref=calendar.ref,
                name=calendar.name,
                zone=calendar.zone,
                writable=calendar.writable,
                at=at,
            )
        await self._run(LOST, account=account_id, refs=[calendar.ref for calendar in found])
        await self._run(OWN)

    async def _all(self, query: LiteralString, **values: object) -> list[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()

    async def _run(self, query: LiteralString, **values: object) -> None:
        await self._connection.execute(query, {"owner": self._owner_id} | values)


def account_of(row: DictRow) -> Account:
    """An account with its secret, under the key ring."""
    return Account(
        id=row["id"],
        provider=row["provider"],
        name=row["name"],
        address=row["address"],
        locked=bytes(row["ciphertext"]),
        state=row["state"],
        entered_at=row["entered_at"],
        expires_at=row["expires_at"],
    )


def _calendar(row: DictRow) -> Calendar:
    return Calendar(
        id=row["id"],
        account_id=row["account_id"],
        provider=row["provider"],
        account=row["account"],
        ref=row["ref"],
        name=row["name"],
        writable=row["writable"],
        included=row["included"],
        is_default=row["is_default"],
        revoked=row["revoked"],
        progress=row["progress"],
        unread=row["unread"],
        synced_at=row["synced_at"],
        failures=row["failures"],
        trouble=row["trouble"],
    )
