"""What came in. Telegram's updates are kept by `storage.access`, the terminal's lines here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from core.models import Incoming
from storage.tombstones import SHARE

# body: {"text", "data", "callback_id", "forwarded"}, the same for every door.
ADD = """
insert into inbox (owner_id, conversation_id, source, kind, message_id, body, received_at)
values (%(owner)s, %(conversation)s, 'terminal', %(kind)s, %(message)s, %(body)s, %(at)s)
returning *
"""
TAKE = """
select * from inbox where id = %(id)s and owner_id = %(owner)s
  and state in ('new', 'deferred', 'waiting') for update
"""
GET = "select * from inbox where id = %(id)s and owner_id = %(owner)s"
CLOSE = """
update inbox set state = %(state)s,
  done_at = case when %(state)s = 'done' then %(at)s::timestamptz end
where id = %(id)s and owner_id = %(owner)s
"""
BEGIN = "update inbox set lives = lives + 1 where id = %(id)s and owner_id = %(owner)s"
SURVIVE = """
update inbox set lives = lives - 1
where id = any(%(ids)s) and owner_id = %(owner)s and state in ('new', 'deferred', 'waiting')
"""
ERASE = "update inbox set body = null where id = %(id)s and owner_id = %(owner)s"
ORIGINAL = """
select id from inbox where owner_id = %(owner)s and conversation_id = %(conversation)s
  and message_id = %(message)s and kind = 'text' order by id limit 1
"""


class InboxStore:
    """The rows of one person, behind `core.stores.talk.Inbox`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def add(
        self,
        conversation_id: int,
        kind: str,
        text: str,
        data: str,
        at: datetime,
        message_id: int | None = None,
    ) -> Incoming:
        body = Jsonb({"text": storable(text), "data": storable(data)})
        row = await self._one(
            ADD, conversation=conversation_id, kind=kind, body=body, message=message_id, at=at
        )
        assert row is not None  # noqa: S101 - an insert that returns always returns
        return incoming(row)

    async def take(self, inbox_id: int) -> Incoming | None:
        # First, as whoever forgets does: each would wait for what the other has.
        await self._connection.execute(SHARE, {"owner": self._owner_id})
        row = await self._one(TAKE, id=inbox_id)
        return None if row is None else incoming(row)

    async def get(self, inbox_id: int) -> Incoming | None:
        row = await self._one(GET, id=inbox_id)
        return None if row is None else incoming(row)

    async def close(self, inbox_id: int, state: str, at: datetime) -> None:
        await self._connection.execute(
            CLOSE, {"owner": self._owner_id, "id": inbox_id, "state": state, "at": at}
        )

    async def begin(self, inbox_id: int) -> None:
        await self._connection.execute(BEGIN, {"owner": self._owner_id, "id": inbox_id})

    async def survive(self, inbox_ids: Sequence[int]) -> None:
        values = {"owner": self._owner_id, "ids": list(inbox_ids)}
        await self._connection.execute(SURVIVE, values)

    async def erase(self, inbox_id: int) -> None:
        await self._connection.execute(ERASE, {"owner": self._owner_id, "id": inbox_id})

    async def original(self, conversation_id: int, message_id: int) -> int | None:
        row = await self._one(ORIGINAL, conversation=conversation_id, message=message_id)
        return None if row is None else int(row["id"])

    async def _one(self, query: LiteralString, **values: object) -> DictRow | None:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchone()


def storable(text: str) -> str:
    """`text` as PostgreSQL can keep it: NUL and lone surrogates become U+FFFD."""
    return (
        text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )


def incoming(row: DictRow) -> Incoming:
    """The value of an inbox row; a body that was retired reads as empty."""
    body: dict[str, Any] = row["body"] or {}
    return Incoming(
        inbox_id=row["id"],
        owner_id=row["owner_id"],
        conversation_id=row["conversation_id"],
        kind=row["kind"],
        text=body.get("text", ""),
        data=body.get("data", ""),
        message_id=row["message_id"],
        callback_id=body.get("callback_id"),
        forwarded=body.get("forwarded", False),
        received_at=row["received_at"],
    )
