"""People and their conversations."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from core.errors import Refused
from core.models import Conversation, Focus, Person
from core.requests import PartsOfDay

GET = "select * from people where id = %(owner)s and owner_id = %(owner)s"
SAVE = """
update people set zone = %(zone)s, language = %(language)s, morning = %(morning)s,
  lunch = %(lunch)s, afternoon = %(afternoon)s, evening = %(evening)s, night = %(night)s,
  introduced = %(introduced)s, private = %(private)s, ask_first = %(ask_first)s
where owner_id = %(owner)s
"""
CONVERSATION = "select * from conversations where id = %(id)s and owner_id = %(owner)s"
OPEN = """
insert into conversations (owner_id, door, chat_id, last_seen_at)
values (%(owner)s, %(door)s, %(chat)s, %(at)s)
on conflict (owner_id, door, chat_id) do update set last_seen_at = excluded.last_seen_at
returning *
"""
FOCUS = "update conversations set focus = %(focus)s where id = %(id)s and owner_id = %(owner)s"
LAST_SEEN = """
select c.* from conversations c
where c.owner_id = %(owner)s and c.door = any(%(doors)s)
  and (c.door = 'terminal' or exists (
    select from identities i where i.owner_id = %(owner)s and i.door = c.door
      and i.account_id = c.chat_id and i.state = 'active'))
order by c.last_seen_at desc nulls last limit 1
"""


class PeopleStore:
    """The person of the transaction, behind `core.stores.People`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def get(self) -> Person:
        row = await self._one(GET)
        if row is None:
            raise Refused("There is no such person any more.")
        return _person(row)

    async def save(self, person: Person) -> None:
        await self._connection.execute(
            SAVE,
            asdict(person.parts)
            | {
                "owner": self._owner_id,
                "zone": person.zone,
                "language": person.language,
                "introduced": person.introduced,
                "private": person.private,
                "ask_first": person.ask_first,
            },
        )

    async def conversation(self, conversation_id: int) -> Conversation:
        row = await self._one(CONVERSATION, id=conversation_id)
        if row is None:
            raise Refused("That conversation is over.")
        return _conversation(row)

    async def open_conversation(self, door: str, chat_id: int, at: datetime) -> Conversation:
        row = await self._one(OPEN, door=door, chat=chat_id, at=at)
        assert row is not None  # noqa: S101 - an insert that returns always returns
        return _conversation(row)

    async def focus(self, conversation_id: int, focus: Focus) -> None:
        kept = asdict(focus) | {"asked_at": focus.asked_at and focus.asked_at.isoformat()}
        await self._connection.execute(
            FOCUS,
            {"owner": self._owner_id, "id": conversation_id, "focus": Jsonb(kept)},
        )

    async def last_seen(self, doors: Sequence[str]) -> Conversation | None:
        row = await self._one(LAST_SEEN, doors=list(doors))
        return None if row is None else _conversation(row)

    async def _one(self, query: LiteralString, **values: object) -> DictRow | None:
        cursor = await self._connection.execute(
            query,
            {"owner": self._owner_id} | values,
        )
        return await cursor.fetchone()


def _person(row: DictRow) -> Person:
    return Person(
        id=row["id"],
        name=row["name"],
        zone=row["zone"],
        language=row["language"],
        parts=PartsOfDay(
            morning=row["morning"],
            lunch=row["lunch"],
            afternoon=row["afternoon"],
            evening=row["evening"],
            night=row["night"],
        ),
        introduced=row["introduced"],
        private=row["private"],
        ask_first=row["ask_first"],
        is_owner=row["is_owner"],
    )


def _conversation(row: DictRow) -> Conversation:
    focus: dict[str, Any] = row["focus"]
    asked_at: str | None = focus.get("asked_at")
    return Conversation(
        id=row["id"],
        owner_id=row["owner_id"],
        door=row["door"],
        chat_id=row["chat_id"],
        focus=Focus(
            route=focus.get("route"),
            subject=focus.get("subject"),
            ids=tuple(focus.get("ids", ())),
            question=focus.get("question"),
            pending=focus.get("pending"),
            asked_at=None if asked_at is None else datetime.fromisoformat(asked_at),
        ),
        last_seen_at=row["last_seen_at"],
    )
