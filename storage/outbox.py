"""What goes out: queued with the change that it tells of, kept until the door gives a receipt."""

import base64
from datetime import datetime
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from core.models import Button, File, Mark, Outgoing, Receipt, Reply
from core.requests import Route

PUT = """
insert into outbox (owner_id, conversation_id, key, kind, body, inbox_id, occurrence_id, target_id,
                    callback_id, not_before, created_at)
values (%(owner)s, %(conversation)s, %(key)s, %(kind)s, %(body)s, %(inbox)s, %(occurrence)s,
        %(target)s, %(callback)s, %(at)s, %(at)s)
on conflict (key) do nothing
"""
NUMBER = "select id from outbox where owner_id = %(owner)s and key = %(key)s"
# What was put later than now was put before the clock was set back; its instants mean nothing.
CLAIM = """
with before as (
  select id, state from outbox where id = %(id)s and owner_id = %(owner)s
    and state in ('queued', 'sending')
    and (not_before <= %(at)s or created_at > %(at)s + interval '1 minute')
  for update skip locked
)
update outbox o set state = 'sending', attempts = o.attempts + 1, not_before = %(lease)s
from before b, conversations c
where o.id = b.id and o.owner_id = %(owner)s and c.id = o.conversation_id
returning o.*, b.state = 'sending' as uncertain, c.door, c.chat_id,
  (select t.message_id from outbox t where t.id = o.target_id) as target_message_id
"""
SENT = """
update outbox set state = 'sent', sent_at = %(at)s, message_id = %(message)s, error = null
where id = %(id)s and owner_id = %(owner)s
"""
# A ringing alone is named by its message; many that were missed name theirs. Touching occurrences
# wakes the alarm clock, also where none is changed, so it is done for ringings alone.
RANG = """
update occurrences set state = case when state = 'claimed' then 'sent' else state end,
  message_id = %(message)s, sent_at = %(at)s
where (id = %(occurrence)s or outbox_id = %(id)s) and owner_id = %(owner)s
"""
PART_SENT = "update outbox set parts_sent = %(parts)s where id = %(id)s and owner_id = %(owner)s"
POSTPONE = """
update outbox set state = case when %(uncertain)s then 'sending' else 'queued' end,
  not_before = %(until)s, error = %(reason)s
where id = %(id)s and owner_id = %(owner)s
"""
FAIL = """
update outbox set state = 'failed', error = %(reason)s where id = %(id)s and owner_id = %(owner)s
returning occurrence_id
"""
MISSED = """
update occurrences set state = 'missed'
where (id = %(occurrence)s or outbox_id = %(id)s) and owner_id = %(owner)s and state = 'claimed'
"""
SILENCE = """
update identities i set state = 'silent' from outbox o, conversations c
where o.id = %(id)s and o.owner_id = %(owner)s and c.id = o.conversation_id
  and i.owner_id = %(owner)s and i.door = c.door and i.account_id = c.chat_id and i.state = 'active'
"""
UNDELIVERED = """
with told as (
  update outbox set told_at = %(at)s
  where owner_id = %(owner)s and kind = 'push' and state = 'failed' and told_at is null
  returning *
)
select t.*, false as uncertain, c.door, c.chat_id, null::bigint as target_message_id
from told t join conversations c on c.id = t.conversation_id order by t.id
"""
WITH_BUTTONS = """
select o.id, shown.body -> 'buttons' as buttons from outbox o
-- What a message looks like now is its last edit.
cross join lateral (
  select v.body from outbox v
  where v.owner_id = %(owner)s and (v.id = o.id or v.target_id = o.id and v.kind = 'edit')
  order by v.id desc limit 1
) shown
where o.owner_id = %(owner)s and o.conversation_id = %(conversation)s
  and o.kind in ('reply', 'push') and jsonb_array_length(shown.body -> 'buttons') > 0
order by o.id desc limit 200
"""
# A reply with buttons asks; an edit shows what came of it.
TOLD = """
select id from outbox where owner_id = %(owner)s and conversation_id = %(conversation)s
  and body ->> 'route' = %(route)s
  and (kind = 'edit' or kind = 'reply' and jsonb_array_length(body -> 'buttons') = 0)
order by id desc limit 1
"""
FIND = """
select id from outbox where owner_id = %(owner)s and conversation_id = %(conversation)s
  and message_id = %(message)s and kind in ('reply', 'push')
order by id desc limit 1
"""
EDITED = """
select distinct target_id from outbox
where owner_id = %(owner)s and inbox_id = %(inbox)s and kind = 'edit' and target_id is not null
order by target_id
"""
VERSIONS = """
select v.*, false as uncertain, c.door, c.chat_id, null::bigint as target_message_id
from outbox v join conversations c on c.id = v.conversation_id
where v.owner_id = %(owner)s and (v.id = %(id)s or v.target_id = %(id)s and v.kind = 'edit')
  and v.body is not null
order by v.id
"""


class OutboxStore:
    """The rows of one person, behind `core.stores.talk.Outbox`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def put(self, message: Outgoing, at: datetime) -> None:
        await self._run(
            PUT,
            conversation=message.conversation_id,
            key=message.key,
            kind=message.kind,
            body=Jsonb(to_body(message.reply)),
            inbox=message.inbox_id,
            occurrence=message.occurrence_id,
            target=message.target_id,
            callback=message.callback_id,
            at=at,
        )

    async def number(self, key: str) -> int:
        row = await self._one(NUMBER, key=key)
        assert row is not None  # noqa: S101 - its caller has put it
        return int(row["id"])

    async def claim(self, outbox_id: int, at: datetime, lease_until: datetime) -> Outgoing | None:
        row = await self._one(CLAIM, id=outbox_id, at=at, lease=lease_until)
        return None if row is None else _outgoing(row)

    async def sent(
        self, outbox_id: int, receipt: Receipt, occurrence_id: int | None = None
    ) -> None:
        values = {"id": outbox_id, "message": receipt.message_id, "at": receipt.at}
        await self._run(SENT, **values)
        if occurrence_id is not None:
            await self._run(RANG, occurrence=occurrence_id, **values)

    async def part_sent(self, outbox_id: int, parts: int) -> None:
        await self._run(PART_SENT, id=outbox_id, parts=parts)

    async def postpone(
        self, outbox_id: int, until: datetime, reason: str, *, uncertain: bool = False
    ) -> None:
        await self._run(POSTPONE, id=outbox_id, until=until, reason=reason, uncertain=uncertain)

    async def fail(self, outbox_id: int, reason: str, *, silence: bool = False) -> None:
        row = await self._one(FAIL, id=outbox_id, reason=reason)
        if row is not None and row["occurrence_id"] is not None:
            await self._run(MISSED, id=outbox_id, occurrence=row["occurrence_id"])
        if silence:
            await self._run(SILENCE, id=outbox_id)

    async def undelivered(self, at: datetime) -> list[Outgoing]:
        cursor = await self._connection.execute(UNDELIVERED, {"owner": self._owner_id, "at": at})
        return [_outgoing(row) for row in await cursor.fetchall()]

    async def pressed(self, conversation_id: int, label: str) -> tuple[int, str] | None:
        wanted = _spoken(label)
        shown = await self._buttons(conversation_id)
        return next(((id_, data) for id_, name, data in shown if _spoken(name) == wanted), None)

    async def offering(self, conversation_id: int, data: str) -> int | None:
        shown = await self._buttons(conversation_id)
        return next((id_ for id_, _, carried in shown if carried == data), None)

    async def told(self, conversation_id: int, route: Route) -> int | None:
        row = await self._one(TOLD, conversation=conversation_id, route=route)
        return None if row is None else int(row["id"])

    async def find(self, conversation_id: int, message_id: int) -> int | None:
        row = await self._one(FIND, conversation=conversation_id, message=message_id)
        return None if row is None else int(row["id"])

    async def edited(self, inbox_id: int) -> list[int]:
        values = {"owner": self._owner_id, "inbox": inbox_id}
        cursor = await self._connection.execute(EDITED, values)
        return [row["target_id"] for row in await cursor.fetchall()]

    async def versions(self, outbox_id: int) -> list[Outgoing]:
        cursor = await self._connection.execute(
            VERSIONS, {"owner": self._owner_id, "id": outbox_id}
        )
        return [_outgoing(row) for row in await cursor.fetchall()]

    async def _buttons(self, conversation_id: int) -> list[tuple[int, str, str]]:
        """The buttons that can be pressed now: message, label and data, the newest first."""
        cursor = await self._connection.execute(
            WITH_BUTTONS, {"owner": self._owner_id, "conversation": conversation_id}
        )
        return [
            (int(row["id"]), str(label), str(data))
            for row in await cursor.fetchall()
            for line in row["buttons"]
            for label, data in line
        ]

    async def _run(self, query: LiteralString, **values: object) -> None:
        await self._connection.execute(query, {"owner": self._owner_id} | values)

    async def _one(self, query: LiteralString, **values: object) -> DictRow | None:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchone()


def _spoken(label: str) -> str:
    """A label without case, emoji and punctuation, as a person would say it."""
    return " ".join("".join(c if c.isalnum() else " " for c in label.casefold()).split())


def to_body(reply: Reply) -> dict[str, object]:
    """The outbox's JSON form of a reply."""
    return {
        "text": reply.text,
        "buttons": [[[b.label, b.data] for b in line] for line in reply.buttons],
        "marks": [
            [m.kind, m.start, m.end, m.instant.isoformat() if m.instant else None]
            for m in reply.marks
        ],
        "files": [[f.name, base64.b64encode(f.content).decode()] for f in reply.files],
        "route": reply.route,
        "silent": reply.silent,
        "erases": reply.erases,
    }


def _reply(body: dict[str, Any] | None) -> Reply:
    if body is None:
        return Reply(text="")
    return Reply(
        text=body["text"],
        buttons=tuple(
            tuple(Button(label=label, data=data) for label, data in line)
            for line in body["buttons"]
        ),
        marks=tuple(
            Mark(kind=kind, start=start, end=end, instant=at and datetime.fromisoformat(at))
            for kind, start, end, at in body["marks"]
        ),
        files=tuple(
            File(name=name, content=base64.b64decode(content)) for name, content in body["files"]
        ),
        route=body["route"],
        silent=body["silent"],
        erases=body.get("erases"),
    )


def _outgoing(row: DictRow) -> Outgoing:
    return Outgoing(
        id=row["id"],
        owner_id=row["owner_id"],
        key=row["key"],
        conversation_id=row["conversation_id"],
        kind=row["kind"],
        reply=_reply(row["body"]),
        door=row["door"],
        chat_id=row["chat_id"],
        inbox_id=row["inbox_id"],
        occurrence_id=row["occurrence_id"],
        target_id=row["target_id"],
        target_message_id=row["target_message_id"],
        callback_id=row["callback_id"],
        created_at=row["created_at"],
        attempts=row["attempts"],
        parts_sent=row["parts_sent"],
        uncertain=row["uncertain"],
    )
