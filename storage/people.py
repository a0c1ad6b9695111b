"""People and their conversations."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from core.errors import Refused
from core.models import Button, Conversation, Focus, Person
from core.policies import Late, Quiet
from core.requests import PartsOfDay
from core.whereabouts import Trip, Whereabouts

# Whether they are still to be told of a push that got lost.
UNTOLD = """
exists (select from outbox o where o.owner_id = %(owner)s and o.kind = 'push'
  and o.state = 'failed' and o.told_at is null) as untold
"""
GET = f"""
select p.*, app_at() as at, {UNTOLD} from people p
where p.id = %(owner)s and p.owner_id = %(owner)s
"""  # noqa: S608 - our own words
SCENE = f"""
select p.*, app_at() as at, {UNTOLD}, c.id as conversation_id, c.door, c.chat_id, c.focus,
  c.last_seen_at
from people p join conversations c on c.owner_id = p.id
where p.id = %(owner)s and p.owner_id = %(owner)s and c.id = %(id)s
"""  # noqa: S608 - our own words
SAVE = """
update people set zone = %(home)s, trip_zone = %(trip_zone)s, trip_starts_at = %(trip_starts_at)s,
  trip_ends_at = %(trip_ends_at)s, quiet_from = %(quiet_from)s, quiet_until = %(quiet_until)s,
  late = %(late)s, late_after = %(late_after)s, language = %(language)s, morning = %(morning)s,
  lunch = %(lunch)s, afternoon = %(afternoon)s, evening = %(evening)s, night = %(night)s,
  introduced = %(introduced)s, private = %(private)s, paused = %(paused)s, ask_first = %(ask_first)s
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
OVER = "That conversation is over."


class PeopleStore:
    """The person of the transaction, behind `core.stores.talk.People`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def get(self) -> Person:
        row = await self._one(GET)
        if row is None:
            raise Refused("There is no such person any more.")
        return _person(row)

    async def save(self, person: Person) -> None:
        trip, quiet = person.trip, person.quiet
        await self._connection.execute(
            SAVE,
            asdict(person.parts)
            | {
                "owner": self._owner_id,
                "home": person.whereabouts.home,
                "trip_zone": trip and trip.zone,
                "trip_starts_at": trip and trip.starts_at,
                "trip_ends_at": trip and trip.ends_at,
                "quiet_from": quiet and quiet.start,
                "quiet_until": quiet and quiet.end,
                "late": person.late.what,
                "late_after": person.late.after,
                "language": person.language,
                "introduced": person.introduced,
                "private": person.private,
                "paused": person.paused,
                "ask_first": person.ask_first,
            },
        )

    async def conversation(self, conversation_id: int) -> Conversation:
        row = await self._one(CONVERSATION, id=conversation_id)
        if row is None:
            raise Refused(OVER)
        return _conversation(row)

    async def scene(self, conversation_id: int) -> tuple[Person, Conversation]:
        row = await self._one(SCENE, id=conversation_id)
        if row is None:
            raise Refused(OVER)
        return _person(row), _conversation(row | {"id": row["conversation_id"]})

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
    trip, quiet = None, None
    if row["trip_zone"] is not None:
        trip = Trip(
            zone=row["trip_zone"], starts_at=row["trip_starts_at"], ends_at=row["trip_ends_at"]
        )
    if row["quiet_from"] is not None:
        quiet = Quiet(start=row["quiet_from"], end=row["quiet_until"])
    return Person(
        id=row["id"],
        name=row["name"],
        zone=Whereabouts(home=row["zone"], trip=trip).zone_at(row["at"]),
        home=row["zone"],
        trip=trip,
        quiet=quiet,
        late=Late(what=row["late"], after=row["late_after"]),
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
        paused=row["paused"],
        ask_first=row["ask_first"],
        is_owner=row["is_owner"],
        untold=row["untold"],
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
            choices=tuple(Button(**button) for button in focus.get("choices", ())),
            manner=focus.get("manner", ""),
            asked_at=None if asked_at is None else datetime.fromisoformat(asked_at),
        ),
        last_seen_at=row["last_seen_at"],
    )
