"""Who may come in, by which pairing, and what they brought: across people, by named functions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import LiteralString

from psycopg import DataError, IntegrityError
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from core.errors import Refused
from core.intake import Arrival, Notice, Offer
from core.models import Identity, Incoming
from storage.database import PostgresDatabase
from storage.inbox import storable
from storage.outbox import OutboxStore

KNOWN = "select * from identities_of('telegram', %(accounts)s)"
ACCEPT = "select * from accept_updates(%(source)s, %(arrivals)s, %(at)s)"
EVERYBODY = "select * from all_identities()"
REVOKE = "select * from revoke_identity(%(id)s)"
OPEN = "select * from open_pairings(%(at)s)"
MISSED = "select miss_pairings(%(at)s, %(most)s)"
REDEEM = "select * from redeem_pairing(%(pairing)s, %(account)s, %(at)s)"
BIND = "select set_config('app.owner', %(owner)s::text, true)"
ADD = """
insert into pairings (owner_id, link_hash, code_hash, expires_at)
values (%(owner)s, %(link)s, %(code)s, %(expires)s)
"""


class GateStore:
    """Behind `core.intake.Gate`."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def known(self, accounts: Collection[int]) -> dict[int, Identity]:
        rows = await _all(self._database, KNOWN, accounts=list(accounts))
        found = [Identity(**row) for row in rows]
        return {identity.account_id: identity for identity in found if identity.state != "revoked"}

    async def accept(
        self, source: str, arrivals: Sequence[Arrival], at: datetime
    ) -> list[Incoming]:
        if not arrivals:
            return []
        kept = Jsonb([_row(arrival) for arrival in arrivals])
        try:
            rows = await _all(self._database, ACCEPT, source=source, arrivals=kept, at=at)
        except (DataError, IntegrityError) as error:
            raise Refused(f"PostgreSQL does not take it: {type(error).__name__}") from None
        by_number = {arrival.update_id: arrival for arrival in arrivals}
        return [_incoming(row, by_number[row["update_id"]]) for row in rows]

    async def people(self) -> list[tuple[str, Identity]]:
        rows = await _all(self._database, EVERYBODY)
        return [(row.pop("name"), Identity(**row)) for row in rows]

    async def revoke(self, identity_id: int) -> Identity | None:
        rows = await _all(self._database, REVOKE, id=identity_id)
        return Identity(**rows[0]) if rows else None


class OfferStore:
    """Behind `core.intake.Offers`."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def add(
        self, owner_id: int, link_hash: bytes, code_hash: bytes, expires_at: datetime
    ) -> None:
        values = {"owner": owner_id, "link": link_hash, "code": code_hash, "expires": expires_at}
        async with self._database.connection(owner_id) as connection:
            await connection.execute(ADD, values)

    async def open(self, at: datetime) -> list[Offer]:
        return [Offer(**row) for row in await _all(self._database, OPEN, at=at)]

    async def missed(self, at: datetime, most: int) -> None:
        await _all(self._database, MISSED, at=at, most=most)

    async def redeem(
        self, pairing_id: int, account_id: int, at: datetime, notice: Notice | None
    ) -> Identity | None:
        values = {"pairing": pairing_id, "account": account_id, "at": at}
        async with self._database.borrow() as connection, connection.transaction():
            cursor = await connection.execute(REDEEM, values)
            row = await cursor.fetchone()
            if row is None:
                return None
            identity = Identity(**row)
            if notice is not None:
                message = notice(identity)
                await connection.execute(BIND, {"owner": message.owner_id})
                await OutboxStore(connection, message.owner_id).put(message, at)
        return identity


async def _all(database: PostgresDatabase, query: LiteralString, **values: object) -> list[DictRow]:
    async with database.borrow() as connection:
        cursor = await connection.execute(query, values)
        return await cursor.fetchall()


def _row(arrival: Arrival) -> dict[str, object]:
    """The form that accept_updates reads; the body is that of storage.inbox."""
    body: dict[str, object] = {"text": storable(arrival.text), "data": storable(arrival.data)}
    if arrival.callback_id is not None:
        body["callback_id"] = storable(arrival.callback_id)
    if arrival.forwarded:
        body["forwarded"] = True
    if arrival.unread is not None:
        body["unread"] = storable(arrival.unread)
    return {
        "update_id": arrival.update_id,
        "account_id": arrival.account_id,
        "kind": arrival.kind,
        "message_id": arrival.message_id,
        "body": body,
        "state": "new" if arrival.unread is None else "set_aside",
    }


def _incoming(row: DictRow, arrival: Arrival) -> Incoming:
    return Incoming(
        inbox_id=row["inbox_id"],
        owner_id=row["owner_id"],
        conversation_id=row["conversation_id"],
        kind=arrival.kind,
        text=storable(arrival.text),
        data=storable(arrival.data),
        message_id=arrival.message_id,
        callback_id=arrival.callback_id,
        forwarded=arrival.forwarded,
        received_at=row["received_at"],
    )
